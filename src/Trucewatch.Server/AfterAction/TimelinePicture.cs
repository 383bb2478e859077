using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Evidence;

namespace Trucewatch.Server.AfterAction;

/// <summary>
/// The exercise as one picture: a bar for each thing that happened, from begin to end; a stroke where enough of it had
/// come through, a filled dot where its incident was opened, a ring where that was acknowledged. Marks differ by shape,
/// not by colour alone, and both sides have the same.
/// </summary>
internal static class TimelinePicture
{
    private const int Width = 1200;
    private const int NamesWidth = 210;
    private const int LaneHeight = 16;
    private const int HeadHeight = 46;

    public static string Svg(AfterActionReport report)
    {
        var rows = Rows(report);
        var height = HeadHeight + rows.Sum(row => (row.Lanes.Count * LaneHeight) + 10) + 34;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"aria-label=\"{ExerciseMark.Word}: timeline of what happened and what was found\">\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect width=\"{Width}\" height=\"18\" fill=\"#6b4fa0\"/><text x=\"{Width / 2}\" y=\"13\" fill=\"#fff\" ");
        svg.Append("text-anchor=\"middle\" font-weight=\"600\" letter-spacing=\"4\">").Append(ExerciseMark.Word)
            .Append("</text>\n");
        Hours(svg, report, height);
        var y = HeadHeight;
        foreach (var (name, lanes) in rows)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{y + 12}\">{Text(name)}</text>\n");
            foreach (var act in lanes.SelectMany((lane, index) => lane.Select(one => (One: one, Lane: index))))
            {
                Draw(svg, report, act.One, y + (act.Lane * LaneHeight));
            }

            y += (lanes.Count * LaneHeight) + 10;
        }

        Legend(svg, height);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Acts by class; those of one class that overlap lie under each other.</summary>
    private static List<(string Class, List<List<ActOutcome>> Lanes)> Rows(AfterActionReport report)
    {
        var rows = new List<(string, List<List<ActOutcome>>)>();
        foreach (var group in report.Acts.GroupBy(act => act.Truth.Class, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var lanes = new List<List<ActOutcome>>();
            foreach (var act in group)
            {
                // A mark is about twelve units wide: closer acts would cover each other.
                var lane = lanes.Find(one => X(report, End(one[^1])) + 12 < X(report, act.Truth.From));
                if (lane is null)
                {
                    lane = [];
                    lanes.Add(lane);
                }

                lane.Add(act);
            }

            rows.Add((group.Key, lanes));
        }

        return rows;
    }

    private static Instant End(ActOutcome act)
    {
        var end = act.Truth.To;
        foreach (var later in new[] { act.OpenedAt, act.AcknowledgedAt })
        {
            end = later is { } at && at > end ? at : end;
        }

        return end;
    }

    private static void Draw(StringBuilder svg, AfterActionReport report, ActOutcome act, int y)
    {
        var (from, to) = (X(report, act.Truth.From), Math.Max(X(report, act.Truth.To), X(report, act.Truth.From) + 2));
        var style = act.Outcome switch
        {
            Outcome.Found => "fill=\"#cfe6dd\" stroke=\"#1f7a66\"",
            Outcome.Missed => "fill=\"#f6d3c6\" stroke=\"#b3330e\"",
            _ => "fill=\"none\" stroke=\"#51606e\" stroke-dasharray=\"3 2\"",
        };
        var told = act.Outcome == Outcome.Found ? act.Found!.Id : AfterActionJson.Word(act.Outcome);
        svg.Append("<g><title>").Append(Text($"{act.Truth.Id}: {told}")).Append("</title>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{from:F1}\" y=\"{y + 3}\" width=\"{to - from:F1}\" height=\"10\" rx=\"2\" {style}/>");
        if (act.Injection is { } injection)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{from - 2:F1}\" y=\"{y + 12}\" text-anchor=\"end\" font-size=\"10\">");
            svg.Append(CultureInfo.InvariantCulture, $"J{injection.Number}</text>");
        }

        if (act.Outcome == Outcome.Missed)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{from - 4:F1} {y + 4}l8 8m0 -8l-8 8\" stroke=\"#b3330e\" stroke-width=\"2\"/>");
        }

        if (act.SufficientAt is { } enough)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{X(report, enough):F1} {y + 1}v14\" stroke=\"#17202a\" stroke-width=\"1.5\"/>");
        }

        if (act.OpenedAt is { } opened)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<circle cx=\"{X(report, opened):F1}\" cy=\"{y + 8}\" r=\"3.5\" fill=\"#17202a\"/>");
        }

        if (act.AcknowledgedAt is { } seen)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<circle cx=\"{X(report, seen):F1}\" cy=\"{y + 8}\" r=\"5\" fill=\"none\" stroke=\"#17202a\" ");
            svg.Append("stroke-width=\"1.5\"/>");
        }

        svg.Append("</g>\n");
    }

    private static void Hours(StringBuilder svg, AfterActionReport report, int height)
    {
        var length = report.To - report.From;
        TimeSpan[] steps =
        [
            TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
            TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(7),
        ];
        var step = steps.FirstOrDefault(one => length / one <= 12, steps[^1]);
        for (var at = report.From; at <= report.To; at += step)
        {
            var x = X(report, at);
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{x:F1} 36V{height - 30}\" stroke=\"#c6cfd7\"/><text x=\"{x:F1}\" y=\"32\" ");
            svg.Append("text-anchor=\"middle\" font-size=\"11\">").Append(at.ToString().AsSpan(11, 5))
                .Append("</text>\n");
        }
    }

    private static void Legend(StringBuilder svg, int height)
    {
        var y = height - 10;
        svg.Append(CultureInfo.InvariantCulture, $"<g font-size=\"11\"><text x=\"4\" y=\"{y}\">");
        svg.Append("bar: it happened (dashed: not watched or not findable; cross: missed) · stroke: enough had come ");
        svg.Append("through · dot: incident opened · ring: acknowledged · J: put in by the trainer · times UTC")
            .Append("</text></g>\n");
    }

    private static double X(AfterActionReport report, Instant at)
    {
        var length = Math.Max(1, (report.To - report.From).TotalSeconds);
        var share = Math.Clamp((at - report.From).TotalSeconds / length, 0, 1);
        return NamesWidth + (share * (Width - NamesWidth - 24));
    }

    private static string Text(string words) => WebUtility.HtmlEncode(words);
}
