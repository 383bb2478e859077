using System.Collections.Immutable;
using Trucewatch.Watch.Rules.Access;
using Trucewatch.Watch.Rules.BuildUp;
using Trucewatch.Watch.Rules.Ceiling;
using Trucewatch.Watch.Rules.Composition;
using Trucewatch.Watch.Rules.Encounter;
using Trucewatch.Watch.Rules.ExclusionCircle;
using Trucewatch.Watch.Rules.Fire;
using Trucewatch.Watch.Rules.Formation;
using Trucewatch.Watch.Rules.Gap;
using Trucewatch.Watch.Rules.GnssInterference;
using Trucewatch.Watch.Rules.IdentityConduct;
using Trucewatch.Watch.Rules.Incursion;
using Trucewatch.Watch.Rules.LineCrossing;
using Trucewatch.Watch.Rules.Movement;
using Trucewatch.Watch.Rules.NoFly;
using Trucewatch.Watch.Rules.ProtectedObject;
using Trucewatch.Watch.Rules.ReportClass;
using Trucewatch.Watch.Rules.SilenceWindow;
using Trucewatch.Watch.Rules.Stop;
using Trucewatch.Watch.Rules.WeaponsRegister;
using Trucewatch.Watch.Rules.Withdrawal;
using Trucewatch.Watch.Rules.Works;
using Trucewatch.Watch.Rules.ZoneEntry;

namespace Trucewatch.Watch.Rules;

/// <summary>The visible table of rule kinds: to add one, add a folder and a line.</summary>
public static class RuleKinds
{
    /// <summary>All rule kinds in the order of their ids.</summary>
    public static ImmutableArray<RuleKind> All { get; } =
    [
        new("access", "Monitors were denied, delayed or hindered.", AccessRule.Compile),
        new("build-up", "More objects are in a cell of a zone than the days before make likely.", BuildUpRule.Compile),
        new("ceiling", "More was counted in an area than is allowed.", CeilingRule.Compile),
        new("composition", "Somebody of a nation that may not be there is in a zone.", CompositionRule.Compile),
        new("encounter", "Two objects lie near each other, slow, for long.", EncounterRule.Compile),
        new("exclusion-circle", "An object comes nearer to another than it may.", ExclusionCircleRule.Compile),
        new("fire", "Fire was reported; one shelling is one incident.", FireRule.Compile),
        new("formation", "Several objects move together for long.", FormationRule.Compile),
        new("gap", "An object that was heard moving is silent while others around are heard.", GapRule.Compile),
        new(
            "gnss-interference", "Aircraft show that satellite navigation is disturbed in a cell.",
            GnssInterferenceRule.Compile),
        new(
            "identity-conduct", "What an object tells of its place or identity is not plausible.",
            IdentityConductRule.Compile),
        new("incursion", "An entry is weighed by a score sheet and a decision table.", IncursionRule.Compile),
        new("line-crossing", "An object goes over a line.", LineCrossingRule.Compile),
        new("movement", "An object moves farther than it may unannounced.", MovementRule.Compile),
        new("no-fly", "An aircraft that may not be there flies between heights over a zone.", NoFlyRule.Compile),
        new("protected-object", "Something happened at an object that is protected.", ProtectedObjectRule.Compile),
        new("report-class", "A written report of a named class, joined with others near it.", ReportClassRule.Compile),
        new("silence-window", "An agreed window of silence was broken.", SilenceWindowRule.Compile),
        new("stop", "An object that may not stop in a zone stays there.", StopRule.Compile),
        new("weapons-register", "What stands in storage differs from the register.", WeaponsRegisterRule.Compile),
        new("withdrawal", "A weapon was seen nearer to its line than its class may stand.", WithdrawalRule.Compile),
        new("works", "Works or obstacles that did not stand at the baseline.", WorksRule.Compile),
        new(
            "zone-entry", "An object is in a zone where it may not be, or not in one where it has to be.",
            ZoneEntryRule.Compile),
    ];

    /// <summary>The kind with this id, or null.</summary>
    public static RuleKind? Find(string id)
    {
        foreach (var kind in All)
        {
            if (kind.Id == id)
            {
                return kind;
            }
        }

        return null;
    }
}

/// <summary>A kind of rule that a clause can name.</summary>
public sealed class RuleKind
{
    internal RuleKind(string id, string words, Func<RuleSource, Rule?> compile)
    {
        Id = id;
        Words = words;
        Compile = compile;
    }

    /// <summary>Id in the pack, for example <c>zone-entry</c>.</summary>
    public string Id { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Words { get; }

    /// <summary>Makes a rule of one reading of one clause; null after noting problems.</summary>
    internal Func<RuleSource, Rule?> Compile { get; }
}
