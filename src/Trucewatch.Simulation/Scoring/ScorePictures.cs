using System.Globalization;
using System.Text;

namespace Trucewatch.Simulation.Scoring;

/// <summary>
/// Pictures of a score, from the same numbers as its JSON: what was found of what could be found, what was determined
/// of who did it, whether stated probabilities held, and what each kind of sensor is worth.
/// </summary>
public static class ScorePictures
{
    private const int Width = 760;
    private const int Left = 210;
    private const int Right = 110;
    private const int Top = 64;
    private const int Row = 30;
    private const int Bar = 18;

    private const string Found = "#58b09c";
    private const string Missed = "#d9b44a";
    private const string Unfindable = "#7f8b97";
    private const string Wrong = "#e4572e";
    private const string Accent = "#7cc4ff";

    /// <summary>Writes <c>found.svg</c>, <c>attribution.svg</c>, <c>calibration.svg</c> and, where a watch was tried
    /// deaf, <c>sensors.svg</c>.</summary>
    /// <param name="folder">Where to; made if absent.</param>
    /// <param name="whole">The score.</param>
    /// <param name="deaf">Scores of watches that did not hear one format.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, Evaluation whole, IReadOnlyList<DeafScore> deaf)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(deaf);
        Directory.CreateDirectory(folder);
        Save(folder, "found.svg", FoundOf(whole));
        Save(folder, "attribution.svg", AttributionOf(whole));
        Save(folder, "calibration.svg", CalibrationOf(whole));
        if (deaf.Count > 0)
        {
            Save(folder, "sensors.svg", SensorsOf(whole, deaf));
        }
    }

    private static void Save(string folder, string name, string svg) =>
        File.WriteAllText(Path.Combine(folder, name), svg, new UTF8Encoding(false));

    /// <summary>What was found of each class, missed, and could not be found by anybody.</summary>
    internal static string FoundOf(Evaluation whole) => Bars(
        "Found, of what was true",
        [("found", Found), ("missed", Missed), ("nobody could find it", Unfindable), ("found, and not true", Wrong)],
        [
            .. whole.Judged.GroupBy(one => one.Truth.Class, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, (int[])
                [
                    group.Count(one => one.Found is not null),
                    group.Count(one => one.Found is null && one.SufficientAt is not null),
                    group.Count(one => one.Found is null && one.SufficientAt is null),
                    whole.False.Count(wrong => wrong.Class == group.Key),
                ])),
        ]);

    /// <summary>What was determined of who did it, and whom the register gives the told names to.</summary>
    internal static string AttributionOf(Evaluation whole)
    {
        var found = whole.Judged.Where(one => one.Found is not null).ToList();
        return Bars(
            "Who did it: determined, and by the register of told names",
            [("right", Found), ("undetermined", Unfindable), ("wrong", Wrong)],
            [
                ("determined", Counts(found.Select(one => one.Attribution))),
                ("register of names", Counts(found.Select(one => one.Register))),
            ]);
    }

    /// <summary>How many true incidents are found without each format.</summary>
    internal static string SensorsOf(Evaluation whole, IReadOnlyList<DeafScore> deaf) => Bars(
        "Found without one kind of sensor",
        [("found", Found), ("lost without it", Missed)],
        [
            ("all are heard", [whole.Found, 0]),
            .. deaf.Select(score => ("without " + score.Format, (int[])
                [whole.Found - score.Lost(whole).Count(), score.Lost(whole).Count()])),
        ]);

    /// <summary>How often what was stated with a probability was true.</summary>
    internal static string CalibrationOf(Evaluation whole)
    {
        const int Side = 420;
        const int X = 90;
        const int Y = Top;
        var svg = Begin(Side + X + 40, Side + Y + 70, "Stated probability of being inside, and how often it was true");
        Line(svg, X, Y + Side, X + Side, Y, "#2a3541", 2);
        for (var tenth = 0; tenth <= 10; tenth += 2)
        {
            var at = Side * tenth / 10;
            Line(svg, X, Y + Side - at, X + Side, Y + Side - at, "#1c252e", 1);
            Line(svg, X + at, Y, X + at, Y + Side, "#1c252e", 1);
            Text(svg, X - 12, Y + Side - at + 5, tenth == 0 ? "0" : Number(tenth / 10.0), "end");
            Text(svg, X + at, Y + Side + 22, tenth == 0 ? "0" : Number(tenth / 10.0), "middle");
        }

        var most = Math.Max(1, whole.Calibration.Select(bin => bin.Count).DefaultIfEmpty(1).Max());
        foreach (var bin in whole.Calibration)
        {
            // The area says how many statements a point stands for.
            var radius = 4 + (12 * Math.Sqrt((double)bin.Count / most));
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X + (Side * bin.Stated):F1}\" ");
            svg.Append(CultureInfo.InvariantCulture, $"cy=\"{Y + (Side * (1 - bin.True)):F1}\" r=\"{radius:F1}\" ");
            svg.Append(CultureInfo.InvariantCulture, $"fill=\"{Accent}\" fill-opacity=\"0.75\"><title>");
            svg.Append(CultureInfo.InvariantCulture, $"{bin.Count} stated {bin.Stated:F3}, true {bin.True:F3}");
            svg.Append("</title></circle>\n");
        }

        var sum = whole.Calibration.Sum(bin => bin.Count);
        Text(svg, X, Y + Side + 52, FormattableString.Invariant(
            $"stated (across), true (up); {sum} statements, mean error {whole.CalibrationError:F3}"), "start");
        return svg.Append("</svg>\n").ToString();
    }

    private static int[] Counts(IEnumerable<Answer> answers)
    {
        var all = answers.ToList();
        return
        [
            all.Count(answer => answer == Answer.Right), all.Count(answer => answer == Answer.None),
            all.Count(answer => answer == Answer.Wrong),
        ];
    }

    /// <summary>One bar a row, made of parts; the numbers stand beside it, so that no colour has to be told.</summary>
    private static string Bars(
        string title, (string Name, string Colour)[] parts, (string Name, int[] Counts)[] rows)
    {
        var svg = Begin(Width, Top + (Row * rows.Length) + 30 + (Row * ((parts.Length + 1) / 2)), title);
        var most = Math.Max(1, rows.Select(row => row.Counts.Sum()).DefaultIfEmpty(1).Max());
        for (var index = 0; index < rows.Length; index++)
        {
            var (name, counts) = rows[index];
            var y = Top + (Row * index);
            var x = (double)Left;
            Text(svg, Left - 12, y + 14, name, "end");
            for (var part = 0; part < counts.Length; part++)
            {
                var width = (double)(Width - Left - Right) * counts[part] / most;
                Box(svg, x, y, width, parts[part].Colour);
                x += width;
            }

            Text(svg, (int)x + 10, y + 14, string.Join(" + ", counts), "start");
        }

        for (var part = 0; part < parts.Length; part++)
        {
            var (x, y) = (Left + (250 * (part % 2)), Top + (Row * rows.Length) + 16 + (Row * (part / 2)));
            Box(svg, x, y, Bar, parts[part].Colour);
            Text(svg, x + Bar + 8, y + 14, parts[part].Name, "start");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static StringBuilder Begin(int width, int height, string title)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"height=\"{height}\" viewBox=\"0 0 {width} {height}\" ");
        svg.Append("font-family=\"Noto Sans, sans-serif\" font-size=\"14\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#0f1419\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"24\" y=\"36\" fill=\"#e6ebf0\" font-size=\"17\">{title}");
        return svg.Append("</text>\n");
    }

    private static void Box(StringBuilder svg, double x, int y, double width, string colour)
    {
        if (width > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:F1}\" y=\"{y}\" width=\"{width:F1}\" ");
            svg.Append(CultureInfo.InvariantCulture, $"height=\"{Bar}\" fill=\"{colour}\"/>\n");
        }
    }

    private static void Line(StringBuilder svg, int x1, int y1, int x2, int y2, string colour, int width)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"stroke=\"{colour}\" stroke-width=\"{width}\"/>\n");
    }

    private static void Text(StringBuilder svg, int x, int y, string text, string anchor)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" fill=\"#e6ebf0\" ");
        svg.Append(CultureInfo.InvariantCulture, $"text-anchor=\"{anchor}\">{text}</text>\n");
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
