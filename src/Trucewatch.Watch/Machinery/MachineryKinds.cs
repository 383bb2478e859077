using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>A part of an agreement's machinery: a section of <c>machinery:</c> and the case that tries it.</summary>
/// <param name="Section">Name of the section in the pack.</param>
/// <param name="CaseWord">Word that starts its lines in <c>cases.txt</c>.</param>
/// <param name="Words">What it is, in a sentence.</param>
/// <param name="Read">Reads the section; what is wrong is refused there.</param>
internal sealed record MachineryKind(
    string Section, string CaseWord, string Words, Func<SettingsReader, MachinerySource, IMachine> Read);

/// <summary>What a section may refer to.</summary>
/// <param name="Agreement">The agreement.</param>
/// <param name="Refuse">Takes a line and what is wrong.</param>
internal sealed record MachinerySource(Agreement Agreement, Action<int, string> Refuse)
{
    /// <summary>Refuses clause ids that the agreement does not have.</summary>
    public void CheckClauses(string where, IEnumerable<SettingText> clauses)
    {
        foreach (var clause in clauses)
        {
            if (Agreement.Clauses.All(known => known.Id != clause.Text))
            {
                var known = string.Join(", ", Agreement.Clauses.Select(each => each.Id));
                Refuse(clause.Line, $"{where}: expected one of {known}, got '{clause.Text}'");
            }
        }
    }
}

/// <summary>A part that was read: it answers what a case, or a person, asks of it.</summary>
internal interface IMachine
{
    /// <summary>The answer in words to a question of the part's own form, or null where it is not one.</summary>
    string? Answer(MachineryQuestion question);
}

/// <summary>The visible table of the machinery: to add a part, add a class and a line.</summary>
internal static class MachineryKinds
{
    /// <summary>All parts in the order of their sections.</summary>
    public static ImmutableArray<MachineryKind> All { get; } =
    [
        new("baselines", "baseline", "A rate against the rate before, with what was watched.", Baselines.Read),
        new("bodies", "vote", "Who decides: quorum, majorities, vetoes and what follows a deadlock.", Bodies.Read),
        new("changes", "change", "How the text may be changed, and which text judges an event.", Changes.Read),
        new("gates", "gate", "What has to be measured and attested before something follows.", Gates.Read),
        new("recurrence", "recurrence", "What counts as repeated, sustained or systematic.", Recurrence.Read),
        new("responses", "response", "What follows a finding, by severity, confidence and recurrence.", Responses.Read),
        new("steps", "step", "What waits for what.", Steps.Read),
        new("tiers", "tier", "Benefits tied to gates, with a floor that no rollback touches.", Tiers.Read),
    ];
}

/// <summary>The machinery of one agreement: each section that it has.</summary>
internal sealed class MachineryBook
{
    private readonly SortedDictionary<string, IMachine> parts = new(StringComparer.Ordinal);

    /// <summary>Reads the pack's machinery; unknown sections and terms are problems.</summary>
    public static MachineryBook Compile(Agreement agreement, List<PackProblem> problems)
    {
        var book = new MachineryBook();
        void Refuse(int line, string message) =>
            problems.Add(new PackProblem(RuleSource.File, line, $"machinery: {message}"));
        if (agreement.Sections?.Find("machinery") is not { } node)
        {
            return book;
        }

        var reader = SettingsReader.Over(Refuse, node, "");
        var source = new MachinerySource(agreement, Refuse);
        foreach (var kind in MachineryKinds.All)
        {
            if (reader.Has(kind.Section))
            {
                book.parts.Add(kind.CaseWord, kind.Read(reader, source));
            }
            else
            {
                _ = reader.Node(kind.Section);
            }
        }

        reader.RefuseRest();
        return book;
    }

    /// <summary>The part that answers questions starting with a word, or null.</summary>
    public IMachine? Find(string caseWord) => parts.GetValueOrDefault(caseWord);
}
