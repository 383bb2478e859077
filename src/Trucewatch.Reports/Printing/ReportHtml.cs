using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Printing;

/// <summary>A report as one HTML page without scripts and without anything from elsewhere.</summary>
public static class ReportHtml
{
    /// <summary>The style of reports, and of the page that lists them.</summary>
    public const string Style =
        """
        :root{color-scheme:light dark;--ink:#1c2126;--soft:#5a636b;--rule:#c9d0d6;--ground:#dfe6ea;--mark:#8a4b08;
        --agreed:#44515c;--seen:#2f6f8f;--paper:#fff}
        @media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--soft:#a7b1ba;--rule:#3c464f;--ground:#2b343c;
        --mark:#e0a458;--agreed:#b8c4ce;--seen:#6fb3d2;--paper:#14191e}}
        @page{size:A4;margin:16mm}
        body{font:16px/1.5 "Noto Sans",sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;
        margin:0 auto;padding:1rem}
        h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem;
        border-bottom:1px solid var(--rule)}
        .mark{border:2px solid var(--mark);padding:.4rem .7rem;font-weight:700}
        .basis,figcaption,caption{color:var(--soft);font-size:.9rem}caption{text-align:left;padding:.3rem 0}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}
        th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--rule)}
        .equal{table-layout:fixed}.equal th:first-child{width:20%}.equal td{overflow-wrap:anywhere}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        sup a,td a{color:var(--soft);text-decoration:none}sup a:hover,sup a:focus{text-decoration:underline}
        figure{margin:1rem 0}svg{width:100%;height:auto;border:1px solid var(--rule)}
        svg text{font-family:"Noto Sans",sans-serif}.f-ground{fill:var(--ground);stroke:var(--rule)}
        .f-mark{fill:var(--mark)}.f-seen1{fill:var(--seen);opacity:.25}.f-seen2{fill:var(--seen);opacity:.5}
        .f-seen3{fill:var(--seen);opacity:.75}.f-seen4{fill:var(--seen)}.s-unseen{fill:none;stroke:var(--soft)}
        .f-words{fill:var(--ink)}.s-agreed{fill:none;stroke:var(--agreed)}
        .s-line{fill:none;stroke:var(--ink)}.edited{border-bottom:1px dashed var(--mark)}
        """;

    /// <summary>The page.</summary>
    public static string Write(ReportDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var numbers = document.Sources.Select((source, index) => (source.Id, Number: index + 1))
            .ToDictionary(one => one.Id, one => one.Number, StringComparer.Ordinal);
        var html = new StringBuilder("<!doctype html>\n<html lang=\"").Append(document.Tongue.Code())
            .Append("\"><head><meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
            .Append(Text($"{document.Title} {document.Number}")).Append("</title>\n<style>").Append(Style)
            .Append("</style></head><body><main>\n");
        foreach (var mark in document.Marks)
        {
            html.Append("<p class=\"mark\">").Append(Text(mark)).Append("</p>\n");
        }

        html.Append("<h1>").Append(Text(document.Title)).Append(" <span>").Append(Text(document.Number))
            .Append("</span></h1>\n");
        foreach (var line in document.Basis)
        {
            html.Append("<p class=\"basis\">").Append(Text(line)).Append("</p>\n");
        }

        foreach (var section in document.Sections)
        {
            html.Append("<section id=\"").Append(section.Id).Append("\"><h2>").Append(Text(section.Title))
                .Append("</h2>\n");
            foreach (var block in section.Blocks)
            {
                Write(html, block, numbers);
            }

            html.Append("</section>\n");
        }

        WriteEdits(html, document);
        WriteSources(html, document);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Write(StringBuilder html, Block block, Dictionary<string, int> numbers)
    {
        switch (block)
        {
            case Paragraph paragraph:
                html.Append("<p>");
                foreach (var sentence in paragraph.Sentences)
                {
                    html.Append("<span id=\"").Append(sentence.Id)
                        .Append(sentence.Edit is null ? "\">" : "\" class=\"edited\">").Append(Text(sentence.Text))
                        .Append("</span>").Append(Links(sentence.Records, numbers)).Append('\n');
                }

                html.Append("</p>\n");
                break;
            case Table table:
                Write(html, table, numbers);
                break;
            case Picture picture:
                html.Append("<figure>").Append(SvgText.Of(picture.Drawing, picture.Title)).Append("<figcaption>")
                    .Append(Text(picture.Title)).Append(Links(picture.Records, numbers))
                    .Append("</figcaption></figure>\n");
                break;
            default:
                throw new InvalidOperationException($"expected a block that is known, got {block.GetType().Name}");
        }
    }

    private static void Write(StringBuilder html, Table table, Dictionary<string, int> numbers)
    {
        html.Append("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"").Append(Text(table.Title))
            .Append(table.IsEqual ? "\"><table class=\"equal\"><caption>" : "\"><table><caption>")
            .Append(Text(table.Title)).Append("</caption><thead><tr>");
        for (var column = 0; column < table.Columns.Length; column++)
        {
            html.Append(table.Numeric[column] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                .Append(Text(table.Columns[column])).Append("</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr id=\"").Append(row.Id).Append("\">");
            for (var column = 0; column < row.Cells.Length; column++)
            {
                html.Append(table.Numeric[column] ? "<td class=\"n\">" : "<td>").Append(Text(row.Cells[column]))
                    .Append(column == 0 ? Links(row.Records, numbers) : "").Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    /// <summary>Links to the records; of many the first ones, and how many more there are.</summary>
    private static string Links(ImmutableArray<string> records, Dictionary<string, int> numbers)
    {
        const int Most = 6;
        var links = string.Join(' ', records.Take(Most).Select(id => string.Create(
            CultureInfo.InvariantCulture, $"<a href=\"#r{numbers[id]}\">[{numbers[id]}]</a>")));
        var rest = records.Length > Most
            ? string.Create(CultureInfo.InvariantCulture, $" +{records.Length - Most}")
            : "";
        return $"<sup>{links}{rest}</sup>";
    }

    private static void WriteEdits(StringBuilder html, ReportDocument document)
    {
        var edits = document.Sentences.Where(sentence => sentence.Edit is not null).ToList();
        if (edits.Count == 0)
        {
            return;
        }

        html.Append("<section id=\"edits\"><h2>").Append(Text(ReportWords.Edits.In(document.Tongue)))
            .Append("</h2>\n");
        foreach (var sentence in edits)
        {
            var edit = sentence.Edit!;
            html.Append("<p><a href=\"#").Append(sentence.Id).Append("\">").Append(sentence.Id)
                .Append("</a>: <del>").Append(Text(edit.Was)).Append("</del> <ins>").Append(Text(edit.Is))
                .Append("</ins> (").Append(Text(edit.By)).Append(": ").Append(Text(edit.Why)).Append(")</p>\n");
        }

        html.Append("</section>\n");
    }

    private static void WriteSources(StringBuilder html, ReportDocument document)
    {
        html.Append("<section id=\"records\"><h2>").Append(Text(ReportWords.Records.In(document.Tongue)))
            .Append("</h2>\n<ol>\n");
        for (var index = 0; index < document.Sources.Length; index++)
        {
            var source = document.Sources[index];
            html.Append("<li id=\"r").Append((index + 1).ToString(CultureInfo.InvariantCulture)).Append("\"><code>")
                .Append(Text(source.Id)).Append("</code>")
                .Append(source.Words == source.Id ? "" : " " + Text(source.Words));
            if (source.LogIndex is { } place)
            {
                html.Append(", ").Append(Text(ReportWords.Columns.Log.In(document.Tongue))).Append(' ')
                    .Append(place.ToString(CultureInfo.InvariantCulture));
            }

            html.Append("</li>\n");
        }

        html.Append("</ol></section>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
