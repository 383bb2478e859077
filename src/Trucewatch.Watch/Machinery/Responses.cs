using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// The response table: severity, confidence and recurrence give a level with its clock, effects and clause. Every cell
/// has to be written, if only as <c>not-stated</c>; where two rows of the text contradict each other, both stand.
/// </summary>
internal sealed class Responses : IMachine
{
    private readonly ImmutableArray<string> severities;
    private readonly ImmutableArray<string> confidences;
    private readonly ImmutableArray<string> recurrences;
    private readonly ImmutableArray<Row> rows;

    private Responses(
        ImmutableArray<string> severities,
        ImmutableArray<string> confidences,
        ImmutableArray<string> recurrences,
        ImmutableArray<Row> rows)
    {
        this.severities = severities;
        this.confidences = confidences;
        this.recurrences = recurrences;
        this.rows = rows;
    }

    private sealed record Row(
        ImmutableArray<string> Severity,
        ImmutableArray<string> Confidence,
        ImmutableArray<string> Recurrence,
        string Level,
        TimeSpan? Within,
        string Source);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var reader = machinery.Inner("responses");
        var axes = new[] { "severity", "confidence", "recurrence" }.Select(name => Words(reader, name)).ToArray();
        var readRows = ImmutableArray.CreateBuilder<Row>();
        foreach (var item in reader.Maps("cells"))
        {
            var row = new Row(
                Part(item, "severity", axes[0]),
                Part(item, "confidence", axes[1]),
                Part(item, "recurrence", axes[2]),
                item.Text("level"),
                Terms.Duration(item, "within"),
                item.Text("clause"));
            _ = item.OptionalTexts("effects");
            Terms.Explanation(item);
            item.RefuseRest();
            readRows.Add(row);
        }

        Terms.Explanation(reader);
        reader.RefuseRest();
        var table = new Responses(axes[0], axes[1], axes[2], readRows.ToImmutable());
        foreach (var (severity, confidence, recurrence) in table.Cells())
        {
            if (table.Matching(severity, confidence, recurrence).Count == 0)
            {
                source.Refuse(
                    reader.Line,
                    $"responses: expected a cell for severity {severity}, confidence {confidence}, recurrence "
                    + $"{recurrence}, if only with level not-stated, got none");
            }
        }

        return table;
    }

    /// <summary>All cells of the table.</summary>
    public IEnumerable<(string Severity, string Confidence, string Recurrence)> Cells() =>
        from severity in severities
        from confidence in confidences
        from recurrence in recurrences
        select (severity, confidence, recurrence);

    public string? Answer(MachineryQuestion question)
    {
        if (question.Text("severity") is not { } severity || question.Text("confidence") is not { } confidence
            || question.Text("recurrence") is not { } recurrence)
        {
            return null;
        }

        var answers = Matching(severity, confidence, recurrence)
            .Select(row => Told(row, question.Text("breach")))
            .Distinct(StringComparer.Ordinal);
        var text = string.Join(" | ", answers);
        return text.Length == 0 ? null : text;
    }

    /// <summary>A breach whose time is an interval has an earliest and a latest deadline.</summary>
    private static string Told(Row row, string? breach)
    {
        var within = row.Within is { } clock ? $" within {Terms.Words(clock)}" : "";
        var due = "";
        if (breach is not null && row.Within is { } from)
        {
            var ends = breach.Split('/');
            if (Instant.TryParse(ends[0], out var first) && Instant.TryParse(ends[^1], out var last))
            {
                due = $" due {first + from}" + (first == last ? "" : $" to {last + from}");
            }
        }

        return $"{row.Level}{within} by {row.Source}{due}";
    }

    private List<Row> Matching(string severity, string confidence, string recurrence) =>
    [
        .. rows.Where(row => row.Severity.Contains(severity, StringComparer.Ordinal)
            && row.Confidence.Contains(confidence, StringComparer.Ordinal)
            && row.Recurrence.Contains(recurrence, StringComparer.Ordinal)),
    ];

    private static ImmutableArray<string> Words(SettingsReader reader, string name) =>
        [.. reader.Texts(name).Select(text => text.Text)];

    /// <summary>The words of one axis that a row is for; all where it names none.</summary>
    private static ImmutableArray<string> Part(SettingsReader item, string name, ImmutableArray<string> all)
    {
        if (item.OptionalTexts(name) is not { } texts)
        {
            return all;
        }

        foreach (var text in texts)
        {
            if (!all.Contains(text.Text, StringComparer.Ordinal))
            {
                item.Refuse(name, $"words of {string.Join(", ", all)}");
            }
        }

        return [.. texts.Select(text => text.Text)];
    }
}
