using System.Collections.Immutable;
using System.Globalization;
using SkiaSharp;
using Trucewatch.Domain;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Printing;

/// <summary>
/// A report as PDF on A4. The letters are those of two font files beside the program, and the only time in the file is
/// the end of the report, so that the same report gives the same bytes.
/// </summary>
public static class ReportPdf
{
    /// <summary>The fonts, below the program's own folder.</summary>
    public static readonly string FontFolder = Path.Combine(AppContext.BaseDirectory, "fonts");

    /// <summary>The report.</summary>
    /// <param name="document">What to print.</param>
    /// <param name="at">The time that the file says it is of.</param>
    /// <exception cref="FileNotFoundException">A font is missing.</exception>
    public static byte[] Write(ReportDocument document, Instant at) => Write(document, at, FontFolder);

    /// <summary>The same with the fonts of another folder.</summary>
    internal static byte[] Write(ReportDocument document, Instant at, string fontFolder)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var fonts = new PdfFonts(fontFolder);

        // How many pages there are stands on each of them: the first pass only counts.
        var pages = Print(document, at, fonts, null).Pages;
        return Print(document, at, fonts, pages).Bytes;
    }

    private static (byte[] Bytes, int Pages) Print(
        ReportDocument document, Instant at, PdfFonts fonts, int? pages)
    {
        using var stream = new MemoryStream();
        var time = DateTimeOffset.UnixEpoch.AddTicks(at.UnixMicroseconds * 10).UtcDateTime;
        var metadata = new SKDocumentPdfMetadata
        {
            Title = $"{document.Title} {document.Number}",
            Creator = "Trucewatch",
            Producer = "Trucewatch",
            Creation = time,
            Modified = time,
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        };
        int count;
        using (var pdf = SKDocument.CreatePdf(stream, metadata))
        {
            using var paper = new PdfPaper(pdf, fonts, $"{document.Title} {document.Number}", document.Marks, pages);
            Print(document, paper);
            count = paper.End();
            pdf.Close();
        }

        return (stream.ToArray(), count);
    }

    private static void Print(ReportDocument document, PdfPaper paper)
    {
        foreach (var mark in document.Marks)
        {
            paper.Text(mark, 10, bold: true);
        }

        paper.Text($"{document.Title} {document.Number}", 17, bold: true, below: 4);
        foreach (var line in document.Basis)
        {
            paper.Text(line, 8.5f, soft: true);
        }

        var numbers = document.Sources.Select((source, index) => (source.Id, Number: index + 1))
            .ToDictionary(one => one.Id, one => one.Number, StringComparer.Ordinal);
        foreach (var section in document.Sections)
        {
            paper.Heading(section.Title);
            foreach (var block in section.Blocks)
            {
                Print(block, paper, numbers);
            }
        }

        PrintEdits(document, paper);
        paper.Heading(ReportWords.Records.In(document.Tongue));
        foreach (var (source, index) in document.Sources.Select((source, index) => (source, index)))
        {
            var place = source.LogIndex is { } log
                ? $", {ReportWords.Columns.Log.In(document.Tongue)} {log.ToString(CultureInfo.InvariantCulture)}"
                : "";
            var words = source.Words == source.Id ? "" : " " + source.Words;
            paper.Text(string.Create(CultureInfo.InvariantCulture, $"[{index + 1}] {source.Id}{words}{place}"), 7.5f);
        }
    }

    private static void Print(Block block, PdfPaper paper, Dictionary<string, int> numbers)
    {
        switch (block)
        {
            case Paragraph paragraph:
                paper.Text(
                    string.Join(' ', paragraph.Sentences.Select(sentence => sentence.Text + Marks(sentence.Records, numbers))),
                    10, below: 5);
                break;
            case Table table:
                new PdfTable(paper, table).Print();
                break;
            case Picture picture:
                paper.Picture(picture, Marks(picture.Records, numbers));
                break;
            default:
                throw new InvalidOperationException($"expected a block that is known, got {block.GetType().Name}");
        }
    }

    /// <summary>The records of something; of many the first ones, and how many more there are.</summary>
    private static string Marks(ImmutableArray<string> records, Dictionary<string, int> numbers)
    {
        const int Most = 4;
        var first = string.Join(',', records.Take(Most).Select(id => numbers[id])
            .Select(number => number.ToString(CultureInfo.InvariantCulture)));
        var rest = records.Length - Most;
        return rest > 0
            ? string.Create(CultureInfo.InvariantCulture, $" [{first} +{rest}]")
            : $" [{first}]";
    }

    private static void PrintEdits(ReportDocument document, PdfPaper paper)
    {
        var edits = document.Sentences.Where(sentence => sentence.Edit is not null).ToList();
        if (edits.Count == 0)
        {
            return;
        }

        paper.Heading(ReportWords.Edits.In(document.Tongue));
        foreach (var edit in edits.Select(sentence => sentence.Edit!))
        {
            var (was, now) = (ReportWords.Columns.Was.In(document.Tongue), ReportWords.Columns.Is.In(document.Tongue));
            paper.Text($"{edit.Sentence}. {was}: {edit.Was} {now}: {edit.Is} ({edit.By}: {edit.Why})", 8.5f);
        }
    }
}
