using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// The response table: severity, confidence and recurrence give a level with its clock, effects and clause. Every cell
/// has to be written, if only as <c>not-stated</c>; where two rows of the text contradict each other, both stand. A
/// text in which the special provision goes before the general one says so, and then only equally special rows do.
/// </summary>
internal sealed class Responses(
    ImmutableArray<Responses.Axis> axes, ImmutableArray<Responses.Row> rows, bool isSpecificFirst) : IMachine
{
    /// <summary>Most words of a dimension, since every cell is looked at.</summary>
    public const int MaxWords = 16;

    private static readonly string[] Starts = ["breach", "detection", "finding", "notice"];

    /// <summary>A dimension of the table and its words.</summary>
    internal sealed record Axis(string Name, ImmutableArray<string> Words);

    /// <summary>A row: words for each axis (null: any), and what follows.</summary>
    internal sealed record Row(
        ImmutableArray<ImmutableArray<string>?> On,
        string Level,
        ImmutableArray<string> Effects,
        TimeSpan? Within,
        string From,
        string Clause)
    {
        /// <summary>How many dimensions it names.</summary>
        public int Named => On.Count(words => words is not null);

        public bool Fits(ImmutableArray<string> cell) =>
            !On.Where((words, axis) => words?.Contains(cell[axis], StringComparer.Ordinal) == false).Any();
    }

    public static IMachine Read(MachineryItem item)
    {
        ImmutableArray<Axis> axes =
            [.. new[] { "severity", "confidence", "recurrence" }.Select(name => ReadAxis(item, name))];
        foreach (var axis in axes.Where(axis => axis.Words.Length > MaxWords))
        {
            item.Terms.Refuse(axis.Name, FormattableString.Invariant($"at most {MaxWords} words"));
            return new Responses(axes, [], false);
        }

        var rows = ImmutableArray.CreateBuilder<Row>();
        foreach (var terms in item.Terms.Maps("cells"))
        {
            var row = new Row(
                [.. axes.Select(axis => ReadPart(terms, axis))],
                terms.Text("level"),
                Terms.Texts(terms, "effects"),
                Terms.Duration(terms, "within"),
                terms.Word("from", "breach", Starts.AsSpan()),
                terms.Text("clause"));
            if (terms.Node("clause") is { } clause)
            {
                item.Source.Cite(item.Name, $"{item.Name}: clause", [new SettingText(clause.Line, row.Clause)]);
            }

            Terms.Explanation(terms);
            terms.RefuseRest();
            rows.Add(row);
        }

        var table = new Responses(axes, rows.ToImmutable(), Terms.Yes(item.Terms, "specific_first"));
        foreach (var cell in table.Cells().Where(cell => table.Matching(cell).Count == 0))
        {
            var words = string.Join(", ", axes.Select((axis, at) => $"{axis.Name} {cell[at]}"));
            item.Source.Refuse(
                item.Terms.Line,
                $"{item.Name}: expected a cell for {words}, if only with level not-stated, got none");
        }

        return table;
    }

    /// <summary><c>response [ID] severity=S confidence=C recurrence=R [breach=TIME[/TIME]] [at=TIME]</c>.</summary>
    public string Answer(MachineryQuestion question)
    {
        ImmutableArray<string> cell = [.. axes.Select(axis => question.Needed(axis.Name, axis.Words))];
        foreach (var start in rows.Where(row => row.Within is not null).Select(row => row.From))
        {
            _ = question.Times(start);
        }

        var at = question.Time("at");
        var answers = Matching(cell).Select(row => Told(row, question, at)).ToList();
        return string.Join(" | ", answers.Distinct(StringComparer.Ordinal));
    }

    private IEnumerable<ImmutableArray<string>> Cells() =>
        from severity in axes[0].Words
        from confidence in axes[1].Words
        from recurrence in axes[2].Words
        select ImmutableArray.Create(severity, confidence, recurrence);

    private List<Row> Matching(ImmutableArray<string> cell)
    {
        var fitting = rows.Where(row => row.Fits(cell)).ToList();
        var most = isSpecificFirst && fitting.Count > 0 ? fitting.Max(row => row.Named) : 0;
        return [.. fitting.Where(row => row.Named >= most)];
    }

    /// <summary>A start that is an interval has an earliest and a latest deadline.</summary>
    private static string Told(Row row, MachineryQuestion question, Instant? at)
    {
        var start = row.Within is null ? null : question.Times(row.From);
        var within = row.Within is not { } clock ? ""
            : $" within {Terms.Words(clock)}{(row.From == "breach" ? "" : $" of the {row.From}")}";
        var due = row.Within is { } lasts && start is { } from ? $" {(from + lasts).Deadline(at)}" : "";
        return $"{row.Level}{Terms.Then(" with ", row.Effects)}{within} by {row.Clause}{due}";
    }

    /// <summary>The words of an axis: written out, or those of a scale or a recurrence that it names.</summary>
    private static Axis ReadAxis(MachineryItem item, string name)
    {
        if (item.Terms.Node(name) is PackNode.Scalar named)
        {
            var words = item.Source.Find<Scale>(named.Text)?.Names
                ?? item.Source.Find<Recurrence>(named.Text)?.Names;
            if (words is null)
            {
                item.Terms.Refuse(name, "a list of words, or the id of a scale or a recurrence");
            }

            return new Axis(name, words ?? []);
        }

        var texts = item.Terms.Texts(name);
        var known = item.Source.All<Recurrence>().SelectMany(each => each.Names).Distinct(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (name == "recurrence" && known.Any() && !known.Contains(text.Text, StringComparer.Ordinal))
            {
                var all = string.Join(", ", known);
                item.Source.Refuse(text.Line, $"{item.Name}: {name}: expected one of {all}, got '{text.Text}'");
            }
        }

        return new Axis(name, [.. texts.Select(text => text.Text)]);
    }

    /// <summary>The words of one axis that a row is for; null where it names none.</summary>
    private static ImmutableArray<string>? ReadPart(SettingsReader terms, Axis axis)
    {
        if (terms.OptionalTexts(axis.Name) is not { } texts)
        {
            return null;
        }

        foreach (var text in texts)
        {
            if (!axis.Words.Contains(text.Text, StringComparer.Ordinal))
            {
                terms.Refuse(axis.Name, $"words of {string.Join(", ", axis.Words)}");
            }
        }

        return [.. texts.Select(text => text.Text)];
    }
}
