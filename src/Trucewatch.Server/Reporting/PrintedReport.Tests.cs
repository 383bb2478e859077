using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Trucewatch.Evidence;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;
using UglyToad.PdfPig;
using Xunit;

namespace Trucewatch.Server.Reporting;

/// <summary>
/// Reads printed reports back with PdfPig, which knows nothing of how they were written, and holds them against the
/// page: what stands there stands on paper too, letter by letter and in that order.
/// </summary>
[Collection(ReportedExercise.Collection)]
public sealed partial class PrintedReportTests(ReportedExercise exercise)
{
    /// <summary>Above it each sheet has its title and number.</summary>
    private const double HeadPt = 790;

    [Theory]
    [InlineData(Tongue.En, 0)]
    [InlineData(Tongue.Uk, 3_000)]
    [InlineData(Tongue.Ru, 3_000)]
    public void What_the_page_says_stands_on_paper(Tongue tongue, int leastCyrillic)
    {
        var (report, record) = Report(tongue);
        var pdf = ReportPdf.Write(report, record.Window.Until);
        Assert.Null(FirstMissing(ReportHtml.Write(report), pdf));
        var letters = Letters(pdf);
        Assert.InRange(letters.Count(letter => letter is >= '\u0400' and <= '\u04ff'), leastCyrillic, int.MaxValue);
        Assert.DoesNotContain('\ufffd', letters);
    }

    /// <summary>The checker is worth something only if it sees a font that lacks the letters.</summary>
    [Theory]
    [InlineData(Tongue.Uk)]
    [InlineData(Tongue.Ru)]
    public void A_font_without_Cyrillic_is_noticed(Tongue tongue)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(ReportPdf.FontFolder, "*.ttf"))
        {
            File.WriteAllBytes(
                System.IO.Path.Combine(folder.Path, System.IO.Path.GetFileName(file)),
                WithoutCyrillic(File.ReadAllBytes(file)));
        }

        var (report, record) = Report(tongue);
        Assert.NotNull(FirstMissing(
            ReportHtml.Write(report), ReportPdf.Write(report, record.Window.Until, folder.Path)));
    }

    [Fact]
    public void A_word_that_is_left_out_is_noticed()
    {
        var (report, record) = Report(Tongue.Uk);
        var pdf = ReportPdf.Write(report, record.Window.Until);
        var one = report.Sentences.ElementAt(report.Sentences.Count() / 2);
        var html = ReportHtml.Write(report)
            .Replace(WebUtility.HtmlEncode(one.Text), WebUtility.HtmlEncode(one.Text + " Інакше."),
                StringComparison.Ordinal);
        Assert.NotNull(FirstMissing(html, pdf));
    }

    /// <summary>The first text of the page that does not stand on paper after those before it, or null.</summary>
    private static string? FirstMissing(string html, byte[] pdf)
    {
        var (paper, from) = (Letters(pdf), 0);
        foreach (var text in Texts(html))
        {
            var (at, end) = Find(paper, text, from);
            if (at < 0)
            {
                return text;
            }

            from = end;
        }

        return null;
    }

    /// <summary>
    /// Where a text stands from there on. What is so long that a sheet may end in it may have the next cells and the
    /// head of the next sheet between its words.
    /// </summary>
    private static (int At, int End) Find(string paper, string text, int from)
    {
        const int Long = 400;
        const int MostBetween = 1_000;
        var whole = Gaps().Replace(text, "");
        var at = paper.IndexOf(whole, from, StringComparison.Ordinal);
        if (at >= 0 || whole.Length < Long)
        {
            return (at, at + whole.Length);
        }

        var (first, end, between) = (-1, from, 0);
        foreach (var word in Gaps().Split(text.Trim()))
        {
            var next = paper.IndexOf(word, end, StringComparison.Ordinal);
            between += first < 0 ? 0 : next - end;
            if (next < 0 || between > MostBetween)
            {
                return (-1, 0);
            }

            (first, end) = (first < 0 ? next : first, next + word.Length);
        }

        return (first, end);
    }

    /// <summary>All letters in the order in which they were drawn, without gaps and without the heads of sheets.
    /// </summary>
    private static string Letters(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        var text = new StringBuilder();
        foreach (var letter in document.GetPages().SelectMany(page => page.Letters)
            .Where(letter => letter.StartBaseLine.Y < HeadPt))
        {
            text.Append(letter.Value);
        }

        return Gaps().Replace(text.ToString(), "");
    }

    /// <summary>What a reader sees of a page: what stands between its tags.</summary>
    private static IEnumerable<string> Texts(string html) => Tags().Split(Unseen().Replace(html, "<i>"))
        .Select(WebUtility.HtmlDecode).Where(text => !string.IsNullOrWhiteSpace(text)).OfType<string>();

    /// <summary>A TrueType font whose tables of characters (cmap 4 and 12) know no Cyrillic letter.</summary>
    private static byte[] WithoutCyrillic(byte[] font)
    {
        int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(at));
        int Long(int at) => BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(at));
        var table = Enumerable.Range(0, Short(4)).Select(index => 12 + (16 * index))
            .Single(at => Encoding.ASCII.GetString(font, at, 4) == "cmap");
        var cmap = Long(table + 8);
        for (var index = 0; index < Short(cmap + 2); index++)
        {
            var sub = cmap + Long(cmap + 4 + (8 * index) + 4);
            if (Short(sub) == 4)
            {
                // Segments of ends, then of begins: one that begins at its end holds one character only.
                var twice = Short(sub + 6);
                for (var at = 0; at < twice; at += 2)
                {
                    if (Short(sub + 14 + at) is >= 0x400 and < 0x530)
                    {
                        font.AsSpan(sub + 14 + at, 2).CopyTo(font.AsSpan(sub + 16 + twice + at, 2));
                    }
                }
            }
            else if (Short(sub) == 12)
            {
                for (var at = sub + 16; at < sub + 16 + (12 * Long(sub + 12)); at += 12)
                {
                    if (Long(at + 4) is >= 0x400 and < 0x530)
                    {
                        font.AsSpan(at + 4, 4).CopyTo(font.AsSpan(at, 4));
                    }
                }
            }
        }

        return font;
    }

    private (ReportDocument Report, ReportRecord Record) Report(Tongue tongue) =>
        (ReportMaker.Make(exercise.Mission, tongue), exercise.Mission);

    [GeneratedRegex(@"<style>[\s\S]*?</style>|<title>[\s\S]*?</title>|<sup>[\s\S]*?</sup>")]
    private static partial Regex Unseen();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gaps();
}
