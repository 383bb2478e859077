using System.Globalization;
using System.Net;
using System.Text;
using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.Printing;

/// <summary>Drawings as SVG, with classes for their inks so that a page can be light or dark.</summary>
internal static class SvgText
{
    /// <summary>The drawing as one element.</summary>
    public static string Of(Drawing drawing, string title)
    {
        var svg = new StringBuilder(FormattableString.Invariant(
            $"<svg viewBox=\"0 0 {drawing.Width:0.#} {drawing.Height:0.#}\" role=\"img\">"));
        svg.Append("<title>").Append(WebUtility.HtmlEncode(title)).Append("</title>\n");
        foreach (var shape in drawing.Shapes)
        {
            svg.Append(Element(shape)).Append('\n');
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Element(Shape shape)
    {
        var ink = shape.Ink.ToString().ToLowerInvariant();
        return shape switch
        {
            Area area => $"<path class=\"f-{ink}\" fill-rule=\"evenodd\" d=\"{Path(area)}\"/>",
            Stroke stroke => FormattableString.Invariant(
                $"<polyline class=\"s-{ink}\" stroke-width=\"{stroke.Width:0.#}\" points=\"{Points(stroke)}\"/>"),
            Strokes strokes => FormattableString.Invariant(
                $"<path class=\"s-{ink}\" stroke-width=\"{strokes.Width:0.#}\" d=\"{Path(strokes)}\"/>"),
            Diamond { Radius: var r } sign => FormattableString.Invariant(
                $"<path class=\"f-{ink}\" d=\"M{sign.At.X:0.#} {sign.At.Y - r:0.#}l{r} {r}l{-r} {r}l{-r} {-r}z\"/>"),
            Caption label => FormattableString.Invariant(
                $"<text class=\"f-{ink}\" x=\"{label.At.X:0.#}\" y=\"{label.At.Y:0.#}\" font-size=\"{label.Size}\"")
                + (label.EndsThere ? " text-anchor=\"end\"" : "")
                + $">{WebUtility.HtmlEncode(label.Text)}</text>",
            _ => throw new InvalidOperationException($"expected a shape that is known, got {shape.GetType().Name}"),
        };
    }

    private static string Path(Area area) => string.Concat(area.Rings.Select(ring =>
        string.Concat(ring.Select((point, index) => string.Create(
            CultureInfo.InvariantCulture, $"{(index == 0 ? 'M' : 'L')}{point.X:0.#} {point.Y:0.#}"))) + "z"));

    private static string Path(Strokes strokes) => string.Concat(strokes.Lines.Select(line => string.Create(
        CultureInfo.InvariantCulture, $"M{line.From.X:0.#} {line.From.Y:0.#}L{line.To.X:0.#} {line.To.Y:0.#}")));

    private static string Points(Stroke stroke) => string.Join(' ', stroke.Points.Select(point =>
        string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
}
