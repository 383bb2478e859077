using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Access;

/// <summary>
/// The one policy: who may do and see what, under which label and in which state of a case. Pure; what no row of
/// <see cref="AccessTable"/> allows is denied. Pages, API, streams, exports, counts and acts on cases all ask it.
/// </summary>
public static class AccessPolicy
{
    /// <summary>The label policy whose words are known.</summary>
    public const string KnownPolicy = "trucewatch";

    /// <summary>Stands in a release list for everybody.</summary>
    public const string Everybody = "*";

    /// <summary>Name of the mission's own staff in release lists.</summary>
    public const string Mission = "mission";

    private static readonly Dictionary<(Operation To, Role Role), AccessRule> Rules = AccessTable.All
        .SelectMany(rule => rule.Roles.Select(role => (rule, role)))
        .ToDictionary(each => (each.rule.To, each.role), each => each.rule);

    /// <summary>The answer to a demand: null where it is allowed, else why not.</summary>
    public static Denial? Decide(Demand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        var who = demand.By.Who;
        if (RuleOf(demand.To, who.Role) is not { } rule)
        {
            return Denial.Role;
        }

        if (rule.NeedsPerson && who.Role != Role.Machine && !who.IsNamed)
        {
            return Denial.NotNamed;
        }

        if (rule.Distance != Distance.Free && !SpeaksForOne(demand.Parties, who))
        {
            return Denial.NotAParty;
        }

        // Broken glass lets somebody look, and do nothing.
        var by = rule.NeedsPerson ? demand.By with { HasBrokenGlass = false } : demand.By;
        if (!Releases(rule.Label, demand.Label, by))
        {
            return Denial.Label;
        }

        if (rule.States.Length > 0 && !rule.States.Contains(demand.State))
        {
            return Denial.State;
        }

        return rule.Distance == Distance.NeitherParty && IsOfOne(demand.Parties, who) ? Denial.OfAParty : null;
    }

    /// <summary>True where the role may do it at all, under some label and in some state: asked at the door.</summary>
    public static bool MayAsk(Role role, Operation to) => RuleOf(to, role) is not null;

    /// <summary>The roles that may do it, in the order of the table.</summary>
    public static ImmutableArray<Role> RolesFor(Operation to) =>
        [.. AccessTable.All.Where(rule => rule.To == to).SelectMany(rule => rule.Roles)];

    /// <summary>
    /// True where the label releases a thing: a known policy, a level within the clearance, all restrictions held, and
    /// a release list that names the reader. No label, or an empty list, releases to nobody.
    /// </summary>
    public static bool Reads(Label? label, Asker by)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (label is null || label.Policy != KnownPolicy || label.ReleasableTo.IsDefaultOrEmpty
            || ClearanceOf(by.Who.Role) is not { } clearance || label.Classification > clearance)
        {
            return false;
        }

        var isEmergency = by.HasBrokenGlass && MayAsk(by.Who.Role, Operation.BreakGlass) && by.Who.Party is null;
        var holdsAll = (label.Restrictions ?? []).All(each => by.Holds.Contains(each, StringComparer.Ordinal));
        var isNamed = label.ReleasableTo.Any(name => name == Everybody || IsNameOf(name, by.Who));
        return isEmergency || (holdsAll && isNamed);
    }

    /// <summary>
    /// True where somebody may see where forces are: positions, and the raw frames that tell them. Nobody who belongs
    /// to a party ever does.
    /// </summary>
    public static bool SeesLive(Asker by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return MayAsk(by.Who.Role, Operation.ReadTracks) && by.Who.Party is null;
    }

    /// <summary>True for the mission's own people.</summary>
    public static bool IsStaff(Role role) => role is Role.WatchOfficer or Role.Analyst or Role.Reviewer
        or Role.PanelMember or Role.Commission or Role.Auditor;

    private static AccessRule? RuleOf(Operation to, Role role) => Rules.GetValueOrDefault((to, role));

    private static bool Releases(LabelRule rule, Label? label, Asker by) => rule switch
    {
        LabelRule.None => true,
        LabelRule.Read => Reads(label, by),
        LabelRule.Live => Reads(label, by) && SeesLive(by),
        _ => false,
    };

    private static Classification? ClearanceOf(Role role) => role switch
    {
        Role.Public => Classification.Public,
        Role.PartyLiaison or Role.Contributor or Role.StraitsAuthority => Classification.Restricted,
        Role.Trainer => Classification.Confidential,
        _ when IsStaff(role) => Classification.Confidential,
        _ => null,
    };

    /// <summary>
    /// Release lists name the mission, a party, a nation, or one of the few that stand for themselves. A person of the
    /// staff who belongs to a party is not the mission.
    /// </summary>
    private static bool IsNameOf(string name, Author who) => who.Role switch
    {
        Role.Public => name == "public",
        Role.Trainer => name == "trainer",
        Role.StraitsAuthority => name == "straits-authority" || name == who.Nation,
        Role.PartyLiaison => name == who.Party || name == who.Nation,
        Role.Contributor => name == who.Nation,
        _ => who.Party is null && (name == Mission || name == who.Nation),
    };

    private static bool SpeaksForOne(ImmutableArray<CaseParty> parties, Author who) =>
        who.Role != Role.PartyLiaison || parties.Any(party => party.Id == who.Party);

    private static bool IsOfOne(ImmutableArray<CaseParty> parties, Author who) =>
        who.Role is not (Role.Machine or Role.PartyLiaison or Role.Contributor)
        && parties.Any(party => party.Id == who.Party || party.Nations.Contains(who.Nation, StringComparer.Ordinal));
}
