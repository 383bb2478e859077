using System.Collections.Immutable;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Documents;

/// <summary>
/// A number that stands in a sentence or a table, under the name by which it can be worked out again.
/// </summary>
/// <param name="Name">Name, for example <c>incidents</c>.</param>
/// <param name="Value">The number, before it was rounded for print.</param>
public readonly record struct Figure(string Name, double Value);

/// <summary>A sentence, with the records that it rests on.</summary>
/// <param name="Id">Id in the report, the same in all languages.</param>
/// <param name="Text">Its words.</param>
/// <param name="Records">Ids of the records: <c>fact:12</c>, <c>coverage:west-zone</c>, <c>frame:cot-1:7</c>,
/// <c>agreement</c>.</param>
/// <param name="Figures">The numbers in it.</param>
/// <param name="Edit">What a person changed, or null.</param>
public sealed record Sentence(
    string Id, string Text, ImmutableArray<string> Records, ImmutableArray<Figure> Figures, SentenceEdit? Edit = null);

/// <summary>Something that stands below something else.</summary>
public abstract record Block;

/// <summary>Sentences that belong together.</summary>
/// <param name="Sentences">In order.</param>
public sealed record Paragraph(ImmutableArray<Sentence> Sentences) : Block;

/// <summary>A row of a table.</summary>
/// <param name="Id">Id in the report.</param>
/// <param name="Cells">As many as the table has columns.</param>
/// <param name="Records">What it rests on.</param>
/// <param name="Figures">The numbers in it.</param>
public sealed record Row(
    string Id, ImmutableArray<string> Cells, ImmutableArray<string> Records, ImmutableArray<Figure> Figures);

/// <summary>A table.</summary>
/// <param name="Id">Id in the report.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Heads of the columns.</param>
/// <param name="Numeric">True for columns of numbers.</param>
/// <param name="Rows">The rows.</param>
/// <param name="IsEqual">True where each column after the first has the same room, whatever stands in it.</param>
public sealed record Table(
    string Id,
    string Title,
    ImmutableArray<string> Columns,
    ImmutableArray<bool> Numeric,
    ImmutableArray<Row> Rows,
    bool IsEqual = false) : Block;

/// <summary>A drawing.</summary>
/// <param name="Id">Id in the report.</param>
/// <param name="Title">What it shows, also for those who cannot see it.</param>
/// <param name="Drawing">The drawing.</param>
/// <param name="Records">What it rests on.</param>
public sealed record Picture(string Id, string Title, Drawing Drawing, ImmutableArray<string> Records) : Block;

/// <summary>A section.</summary>
/// <param name="Id">Id.</param>
/// <param name="Title">Heading.</param>
/// <param name="Blocks">What stands below it.</param>
public sealed record Section(string Id, string Title, ImmutableArray<Block> Blocks);

/// <summary>A record that the report rests on, as the annex lists it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Words">What it is.</param>
/// <param name="LogIndex">Its place in the evidence log, or null.</param>
public sealed record Source(string Id, string Words, long? LogIndex);

/// <summary>A whole report in one language, before it is printed in any form.</summary>
/// <param name="Tongue">Its language.</param>
/// <param name="Title">Title.</param>
/// <param name="Number">Number of the report: day of the year and year.</param>
/// <param name="Marks">What stands above everything, such as that it is of an exercise.</param>
/// <param name="Basis">Until when something had to be known, and whose time is meant.</param>
/// <param name="Sections">The sections.</param>
/// <param name="Sources">The records, in the order of their first use.</param>
public sealed record ReportDocument(
    Tongue Tongue,
    string Title,
    string Number,
    ImmutableArray<string> Marks,
    ImmutableArray<string> Basis,
    ImmutableArray<Section> Sections,
    ImmutableArray<Source> Sources)
{
    /// <summary>All sentences in order.</summary>
    public IEnumerable<Sentence> Sentences => Sections
        .SelectMany(section => section.Blocks).OfType<Paragraph>().SelectMany(paragraph => paragraph.Sentences);
}
