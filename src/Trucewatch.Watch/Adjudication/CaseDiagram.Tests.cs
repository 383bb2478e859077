using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Draws the states of a case from the table that runs; where the table changes, the picture has to.</summary>
public sealed class CaseDiagramTests
{
    private const int LineHeight = 17;

    private static readonly ImmutableArray<Box> Boxes =
    [
        new(30, 40, 150, 30, [CaseState.Received]),
        new(30, 150, 150, 30, [CaseState.Triaged]),
        new(30, 290, 150, 30, [CaseState.UnderReview]),
        new(220, 150, 120, 30, [CaseState.Withdrawn]),
        new(385, 230, 180, 150, Transitions.Outcomes),
        new(450, 40, 130, 30, [CaseState.Disputed]),
        new(800, 20, 130, 80, Transitions.Rulings),
        new(820, 290, 120, 30, [CaseState.Remedied]),
        new(650, 470, 120, 30, [CaseState.Unremedied]),
        new(385, 545, 130, 30, [CaseState.Closed]),
    ];

    /// <summary>A box of one or more states.</summary>
    private sealed record Box(int X, int Y, int Width, int Height, ImmutableArray<CaseState> States)
    {
        public (double X, double Y) Middle => (X + (Width / 2.0), Y + (Height / 2.0));
    }

    [Fact]
    public void The_picture_is_that_of_the_table() => Golden.Equal("docs/concepts/adjudication.svg", Svg());

    [Fact]
    public void Every_row_is_drawn()
    {
        var svg = Svg();
        Assert.All(
            Transitions.All.Where(row => row.On is CaseEvent.Triage or CaseEvent.TakeUp or > CaseEvent.FindDuplicate),
            row => Assert.Contains(Words.Said(row.On), svg, StringComparison.Ordinal));
        Assert.Equal(
            Enum.GetValues<CaseState>().Skip(1).Order(), Boxes.SelectMany(box => box.States).Order());
    }

    private static string Svg()
    {
        var svg = new StringBuilder();
        svg.Append("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 630" font-family="sans-serif" font-size="12">
            <title>The states of a case, and what leads from one to the next</title>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0,0 L8,4 L0,8 z" fill="#333"/></marker></defs>
            <rect width="960" height="630" fill="#f7f7f4"/>

            """.ReplaceLineEndings("\n"));
        var labels = new StringBuilder();
        foreach (var from in Boxes)
        {
            foreach (var to in Boxes)
            {
                Arrow(svg, labels, from, to);
            }
        }

        foreach (var box in Boxes)
        {
            Draw(svg, box);
        }

        Label(labels, 480, 595, [.. Wrapped(Reopened())]);
        return svg.Append(labels).Append("</svg>\n").ToString();
    }

    /// <summary>From nearly everywhere a case can be reopened: words are clearer than as many arrows.</summary>
    private static string Reopened() => "reopen leads to under review from "
        + string.Join(", ", Transitions.All.Single(row => row.On == CaseEvent.Reopen).From.Select(Words.Said));

    /// <summary>What else leads from a box to another, each with how many of its states it is for.</summary>
    private static List<string> Between(Box from, Box to)
    {
        var rows = Transitions.All.Where(row => row.To is { } state
            ? to.States.Contains(state)
            : to.States.Any(Transitions.Outcomes.Contains));
        var words = rows.Where(row => row.On != CaseEvent.Reopen)
            .Select(row => (row.On, Count: from.States.Count(row.From.Contains)))
            .Where(each => each.Count > 0)
            .Select(each => (
                Said: each.On is >= CaseEvent.FindConfirmedViolation and <= CaseEvent.FindDuplicate
                    ? "find" : Words.Said(each.On),
                Of: each.Count == from.States.Length
                    ? "" : FormattableString.Invariant($" ({each.Count} of {from.States.Length})")));
        return [.. words.Distinct().Select(each => each.Said + each.Of)];
    }

    private static void Arrow(StringBuilder svg, StringBuilder labels, Box from, Box to)
    {
        var words = Between(from, to);
        if (words.Count == 0)
        {
            return;
        }

        if (from == to)
        {
            Label(labels, from.Middle.X, from.Y + from.Height + 14, words);
            return;
        }

        var (a, b) = (from.Middle, to.Middle);
        var length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
        var (dx, dy) = ((b.X - a.X) / length, (b.Y - a.Y) / length);

        // Each way keeps to its own side, so that two ways between the same boxes do not lie on each other.
        const double Aside = 9;
        a = (a.X - (dy * Aside), a.Y + (dx * Aside));
        b = (b.X - (dy * Aside), b.Y + (dx * Aside));
        var start = Edge(from, a, dx, dy);
        var end = Edge(to, b, -dx, -dy);
        svg.Append(CultureInfo.InvariantCulture,
            $"<path d=\"M{start.X:0.#},{start.Y:0.#} L{end.X:0.#},{end.Y:0.#}\" ")
            .Append("stroke=\"#333\" fill=\"none\" marker-end=\"url(#tip)\"/>\n");

        // Nearer to where an arrow starts than to where several end.
        const double Share = 0.4;
        var away = 7 * words.Count * Math.Abs(dx);
        Label(
            labels,
            start.X + (Share * (end.X - start.X)),
            start.Y + (Share * (end.Y - start.Y)) + (dx < 0 ? -away : away) - ((words.Count - 1) * 6.5),
            words);
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        var at = text.LastIndexOf(", ", text.Length / 2, StringComparison.Ordinal) + 1;
        return [text[..at], text[(at + 1)..]];
    }

    private static void Label(StringBuilder svg, double x, double y, List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y + (i * 13) + 4:0.#}\" ")
                .Append("text-anchor=\"middle\" font-size=\"11\" fill=\"#333\" stroke=\"#f7f7f4\" stroke-width=\"3\" ")
                .Append(CultureInfo.InvariantCulture, $"paint-order=\"stroke\">{words[i]}</text>\n");
        }
    }

    private static void Draw(StringBuilder svg, Box box)
    {
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"5\" ")
            .Append("fill=\"#fff\" stroke=\"#333\"/>\n");
        var first = box.Middle.Y - ((box.States.Length - 1) * LineHeight / 2.0) + 4;
        for (var i = 0; i < box.States.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{box.Middle.X:0.#}\" y=\"{first + (i * LineHeight):0.#}\" text-anchor=\"middle\">")
                .Append(CultureInfo.InvariantCulture, $"{Words.Said(box.States[i])}</text>\n");
        }
    }

    /// <summary>Where a ray from inside a box leaves it.</summary>
    private static (double X, double Y) Edge(Box box, (double X, double Y) from, double dx, double dy)
    {
        var along = new[]
        {
            Reach(from.X, dx, box.X, box.X + box.Width), Reach(from.Y, dy, box.Y, box.Y + box.Height),
        }.Min();
        return (from.X + (dx * along), from.Y + (dy * along));

        static double Reach(double at, double step, double least, double most) => step switch
        {
            > 1e-9 => (most - at) / step,
            < -1e-9 => (least - at) / step,
            _ => double.PositiveInfinity,
        };
    }
}
