using System.Collections.Immutable;
using Trucewatch.Watch.Rules.ReportClass;
using Trucewatch.Watch.Rules.ZoneEntry;

namespace Trucewatch.Watch.Rules;

/// <summary>The visible table of rule kinds: to add one, add a folder and a line.</summary>
public static class RuleKinds
{
    /// <summary>All rule kinds in the order of their ids.</summary>
    public static ImmutableArray<RuleKind> All { get; } =
    [
        new("report-class", "A written report of a named class, joined with others near it.", ReportClassRule.Compile),
        new("zone-entry", "An object that may not be there is in a zone.", ZoneEntryRule.Compile),
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
