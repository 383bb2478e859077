using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Detections;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Documents;

/// <summary>A value of a sentence: how it is told, and the number behind it if it is one.</summary>
/// <param name="Text">How it is told.</param>
/// <param name="Figures">The numbers behind it.</param>
public readonly record struct Told(string Text, ImmutableArray<Figure> Figures)
{
    /// <summary>Words without a number.</summary>
    public static Told Words(string text) => new(text, []);
}

/// <summary>Takes what a section says, and notes which records it rests on.</summary>
public sealed class SectionWriter
{
    private readonly SourceList sources;
    private readonly List<Block> blocks = [];
    private readonly List<Sentence> sentences = [];
    private readonly string section;

    internal SectionWriter(string section, ReportRecord record, Tongue tongue, SourceList sources)
    {
        (this.section, Record, Tongue, this.sources) = (section, record, tongue, sources);
    }

    /// <summary>What the report is made of.</summary>
    public ReportRecord Record { get; }

    /// <summary>The language.</summary>
    public Tongue Tongue { get; }

    /// <summary>Says a sentence.</summary>
    /// <param name="id">Id within the section.</param>
    /// <param name="phrase">The words.</param>
    /// <param name="records">What it rests on; at least one.</param>
    /// <param name="values">Its values.</param>
    public void Say(string id, Phrase phrase, IEnumerable<string> records, params Told[] values)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        var text = phrase.With(Tongue, [.. values.Select(value => value.Text)]).Trim();
        sentences.Add(new Sentence(
            $"{section}.{id}", text, sources.Note(records), [.. values.SelectMany(value => value.Figures)]));
    }

    /// <summary>Adds a table; one without rows is left out.</summary>
    public void Add(
        string id, Phrase title, IReadOnlyList<(Phrase Head, bool IsNumeric)> columns, IEnumerable<Row> rows) => Add(
        id, title, [.. columns.Select(column => (column.Head.In(Tongue), column.IsNumeric))], rows, isEqual: false);

    /// <summary>Adds a table whose columns after the first have the same room; one without rows is left out.</summary>
    public void AddEqual(string id, Phrase title, IReadOnlyList<string> columns, IEnumerable<Row> rows) => Add(
        id, title, [.. columns.Select(column => (column, false))], rows, isEqual: true);

    private void Add(
        string id, Phrase title, ImmutableArray<(string Head, bool IsNumeric)> columns, IEnumerable<Row> rows,
        bool isEqual)
    {
        ArgumentNullException.ThrowIfNull(title);
        ImmutableArray<Row> all =
            [.. rows.Select(row => row with { Id = $"{section}.{row.Id}", Records = sources.Note(row.Records) })];
        if (all.Length > 0)
        {
            EndParagraph();
            blocks.Add(new Table(
                $"{section}.{id}", title.In(Tongue), [.. columns.Select(column => column.Head)],
                [.. columns.Select(column => column.IsNumeric)], all, isEqual));
        }
    }

    /// <summary>Adds a picture of what stands in records.</summary>
    public void Add(string id, Phrase title, Drawing drawing, IEnumerable<string> records)
    {
        ArgumentNullException.ThrowIfNull(title);
        EndParagraph();
        blocks.Add(new Picture($"{section}.{id}", title.In(Tongue), drawing, sources.Note(records)));
    }

    /// <summary>A count with its noun.</summary>
    public Told Count(string name, int count, string noun) =>
        new(Nouns.Counted(Tongue, count, noun), [new Figure(name, count)]);

    /// <summary>A number.</summary>
    public Told Number(string name, double value, int decimals = 0) =>
        new(Tongue.Number(value, decimals), [new Figure(name, value)]);

    /// <summary>A share of 0 to 1 in per cent; what is above zero never reads as zero, nor what is below one as all.
    /// </summary>
    public Told Percent(string name, double share) =>
        new(PercentText(share), [new Figure(name, share)]);

    /// <summary>The words of a share: tenths below ten per cent.</summary>
    public string PercentText(double share) =>
        share is > 0 and < 0.001 ? "< " + Tongue.Number(0.1, 1)
        : share is < 1 and > 0.994 ? "> 99"
        : Tongue.Number(share * 100, share < 0.0995 && share > 0 ? 1 : 0);

    /// <summary>What was watched, as a sentence's end; withheld where it is.</summary>
    public Told WatchedEnd(string name, Exposure? exposure) => exposure is null
        ? Told.Words(ReportWords.Withheld.In(Tongue))
        : Percent(name, exposure.Share) with
        {
            Text = ReportWords.OfWatched.With(Tongue, PercentText(exposure.Share)),
        };

    /// <summary>The name of a party, or that it is not determined.</summary>
    public string Party(string? id) =>
        Record.Agreement.Parties.FirstOrDefault(party => party.Id == id)?.Name.In(Tongue)
            ?? (id is null ? ReportWords.Undetermined.In(Tongue) : id);

    /// <summary>The name of a zone, or that it is none.</summary>
    public string Zone(string? id) => Record.Zone(id)?.Name.In(Tongue) ?? ReportWords.NoZone.In(Tongue);

    /// <summary>The title of a clause with its number.</summary>
    public string Clause(string id) =>
        (Record.Agreement.Clauses.FirstOrDefault(clause => clause.Id == id)?.Title.In(Tongue) is { } title
            ? title + " " : "") + $"({id})";

    /// <summary>What each reading says; one word where all say the same.</summary>
    public string Readings(ImmutableArray<Domain.Incidents.ReadingOutcome> outcomes)
    {
        var words = outcomes.Select(outcome => ReportWords.Of(outcome.Determination).In(Tongue)).ToList();
        return words.Distinct(StringComparer.Ordinal).Count() == 1
            ? words[0]
            : string.Join("; ", outcomes.Select((outcome, index) => $"{outcome.Reading}: {words[index]}"));
    }

    /// <summary>The section with all that was said.</summary>
    public Section End(Phrase title)
    {
        ArgumentNullException.ThrowIfNull(title);
        EndParagraph();
        return new Section(section, title.In(Tongue), [.. blocks]);
    }

    private void EndParagraph()
    {
        if (sentences.Count > 0)
        {
            blocks.Add(new Paragraph([.. sentences]));
            sentences.Clear();
        }
    }
}
