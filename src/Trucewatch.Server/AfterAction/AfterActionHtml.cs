using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Evidence;

namespace Trucewatch.Server.AfterAction;

/// <summary>The report as one HTML file that needs nothing else: for a screen, and for paper.</summary>
internal static class AfterActionHtml
{
    private const string Style =
        """
        body{font:14px/1.5 'Noto Sans',system-ui,sans-serif;color:#17202a;background:#fff;margin:0;
        font-variant-numeric:tabular-nums}
        .band{position:sticky;top:0;background:#6b4fa0;color:#fff;text-align:center;font-weight:600;
        letter-spacing:.28em;padding:4px}
        main{max-width:1240px;margin:0 auto;padding:12px 20px 40px}
        h1{font-size:20px;margin:10px 0}h2{font-size:16px;margin:26px 0 6px}
        table{border-collapse:collapse;width:100%;font-size:13px}
        caption{text-align:left;color:#6b4fa0;font-weight:600;font-size:11px;letter-spacing:.14em}
        th,td{text-align:left;padding:3px 8px;border-bottom:1px solid #d5dce2;vertical-align:top}
        th{color:#51606e;font-weight:600}td.n{text-align:right}
        svg{width:100%;height:auto;font:12px 'Noto Sans',system-ui,sans-serif}
        .missed{color:#b3330e;font-weight:600}.undetermined{font-style:italic}
        @media print{.band{position:fixed;left:0;right:0}main{padding-top:34px}*{print-color-adjust:exact}}
        """;

    public static byte[] Write(AfterActionReport report)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\" data-exercise=\"").Append(Text(report.Title))
            .Append("\">\n<head><meta charset=\"utf-8\"><title>").Append(ExerciseMark.Word)
            .Append(" · After-action report · ")
            .Append(Text(report.Title)).Append("</title><style>").Append(Style).Append("</style></head>\n<body>")
            .Append("<div class=\"band\" role=\"note\">").Append(ExerciseMark.Word).Append(" · ")
            .Append(ExerciseMark.Word).Append(" · ").Append(ExerciseMark.Word).Append("</div>\n<main>\n");
        Head(html, report);
        html.Append("<h2>Timeline</h2>\n").Append(TimelinePicture.Svg(report));
        Injections(html, report);
        Acts(html, report);
        False(html, report);
        Scores(html, report);
        html.Append("</main></body></html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static void Head(StringBuilder html, AfterActionReport report)
    {
        html.Append("<h1>After-action report: ").Append(Text(report.Title)).Append("</h1>\n<p>Scenario ")
            .Append(Text(report.Begin.Scenario)).Append(CultureInfo.InvariantCulture, $", seed {report.Begin.Seed}")
            .Append(", from ").Append(Time(report.From)).Append(" to ").Append(Time(report.To)).Append(" UTC. Log ")
            .Append(Text(report.Origin)).Append(".</p>\n<p>");
        var words = new (Outcome Outcome, string Words)[]
        {
            (Outcome.Found, "found"), (Outcome.Missed, "missed although enough had come through"),
            (Outcome.NotFindable, "of which too little came through to find it"),
            (Outcome.NotWatched, "that nothing was watching"),
        };
        html.Append(CultureInfo.InvariantCulture, $"{report.Acts.Length} things happened: ");
        html.AppendJoin(", ", words.Select(one =>
            FormattableString.Invariant($"{report.Count(one.Outcome)} {one.Words}")));
        html.Append(CultureInfo.InvariantCulture, $". {report.False.Length} incidents answer to nothing. ")
            .Append(Median("Opened", report.Acts.Select(act => act.ToOpened), "after the begin")).Append(' ')
            .Append(Median("Acknowledged", report.Acts.Select(act => act.ToAcknowledged), "after the opening"))
            .Append("</p>\n");
    }

    private static string Median(string what, IEnumerable<TimeSpan?> spans, string since)
    {
        var known = spans.OfType<TimeSpan>().Order().ToList();
        return known.Count == 0
            ? $"{what}: none."
            : FormattableString.Invariant($"{what}: {known.Count}, half of them within ")
                + $"{Seconds(known[(known.Count - 1) / 2])} {since}.";
    }

    private static void Injections(StringBuilder html, AfterActionReport report)
    {
        html.Append("<h2>Put in by the trainer</h2>\n");
        Table(
            html, ["", "act", "side", "begins", "by"],
            report.Injections.Select(one => new[]
            {
                FormattableString.Invariant($"J{one.Number}"), one.Act, one.Side, Time(one.At), one.By,
            }),
            "Nothing was put in.");
    }

    private static void Acts(StringBuilder html, AfterActionReport report)
    {
        html.Append("<h2>What happened and what was found</h2>\n");
        Table(
            html,
            ["what", "by", "class", "side", "from", "outcome", "incident", "opened after", "after enough",
                "acknowledged after", "attribution", "entry"],
            report.Acts.Select(act => new[]
            {
                act.Truth.Id,
                act.Injection is { } injection ? FormattableString.Invariant($"J{injection.Number}") : "script",
                act.Truth.Class, act.Truth.Side, Time(act.Truth.From), AfterActionJson.Word(act.Outcome),
                act.Found?.Id ?? "", Seconds(act.ToOpened), Seconds(act.OpenedAt - act.SufficientAt),
                act.Found is null ? "" : act.AcknowledgedAt is null ? "not acknowledged" : Seconds(act.ToAcknowledged),
                act.Attribution, act.LogIndex?.ToString(CultureInfo.InvariantCulture) ?? "",
            }),
            "Nothing happened yet.");
    }

    private static void False(StringBuilder html, AfterActionReport report)
    {
        html.Append("<h2>Incidents that answer to nothing</h2>\n");
        Table(
            html, ["incident", "class", "first", "last"],
            report.False.Select(one => new[] { one.Id, one.Class, Time(one.First), Time(one.Last) }),
            "None.");
    }

    private static void Scores(StringBuilder html, AfterActionReport report)
    {
        string[] names =
            ["true", "findable", "found", "false", "precision", "recall", "recall_findable", "delay_median_s"];
        html.Append("<h2>Scores by class</h2>\n");
        using var score = AfterActionJson.Score(report);
        var all = score.RootElement.GetProperty("classes").EnumerateObject()
            .Select(one => (one.Name, one.Value)).Append((Name: "all", Value: score.RootElement));
        Table(
            html, ["class", .. names.Select(name => name.Replace('_', ' '))],
            all.Select(one => (string[])
            [
                one.Name,
                .. names.Select(name => Number(one.Value, name)),
            ]),
            "None.");
    }

    private static void Table(StringBuilder html, string[] heads, IEnumerable<string[]> rows, string none)
    {
        var cells = rows.ToList();
        if (cells.Count == 0)
        {
            html.Append("<p>").Append(none).Append("</p>\n");
            return;
        }

        html.Append("<table><caption>").Append(ExerciseMark.Word).Append("</caption><tr>");
        html.AppendJoin("", heads.Select(head => $"<th>{Text(head)}</th>")).Append("</tr>\n");
        foreach (var row in cells)
        {
            html.Append("<tr>").AppendJoin("", row.Select(Cell)).Append("</tr>\n");
        }

        html.Append("</table>\n");
    }

    private static string Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "";

    private static string Cell(string words)
    {
        var style = words switch
        {
            "missed" or "wrong" => " class=\"missed\"",
            "undetermined" => " class=\"undetermined\"",
            _ => "",
        };
        return $"<td{style}>{Text(words)}</td>";
    }

    private static string Time(Instant at) => at.ToString()[..19].Replace('T', ' ');

    private static string Seconds(TimeSpan? span) =>
        span is { } known ? FormattableString.Invariant($"{known.TotalSeconds:F0} s") : "";

    private static string Text(string words) => WebUtility.HtmlEncode(words);
}
