#:property PublishAot=false
#:project ../src/Trucewatch.Geo/Trucewatch.Geo.csproj
// Draws docs/concepts/lines-and-zones.svg from an invented outline: dotnet run eng/zones-picture.cs
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

const double LeftM = 20_000;
const double RightM = 12_000;

// A place that is nowhere: the outline follows its coast in the south and its border in the east, and runs
// freely in between. Longitude and latitude in turns.
var coast = Line(-1.2, 0.15, -0.9, 0.02, -0.5, 0.1, -0.1, -0.05, 0.3, 0.08, 0.7, -0.02, 1.1, 0.1, 1.6, 0.05);
var border = Line(1.35, -0.1, 1.3, 0.3, 1.4, 0.6, 1.28, 0.9, 1.36, 1.3, 1.3, 1.7);
var outline = Line(
    -0.5, 0.1, -0.1, -0.05, 0.3, 0.08, 0.7, -0.02, 1.1, 0.1, 1.33, 0.08, 1.3, 0.3, 1.4, 0.6, 1.28, 0.9, 1.34, 1.2,
    1.1, 1.25, 1.02, 1.08, 0.86, 1.14, 0.78, 0.98, 0.82, 0.86, 0.6, 0.8, 0.52, 0.95, 0.36, 0.92, 0.3, 0.7, 0.12, 0.72,
    0.06, 0.55, -0.1, 0.6, -0.16, 0.45, -0.02, 0.36, -0.2, 0.28, -0.36, 0.36, -0.42, 0.22);
var cut = OutlineLine.Cut([new GeoPolygon(outline)], [coast, border], new OutlineRule(), out var problem)
    ?? throw new InvalidOperationException(problem);
var zones = cut.Parts.Select(part => LineBuffer.Build(part.Points.AsSpan(), LeftM, RightM)).ToArray();

var svg = new StringBuilder();
svg.AppendLine("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 560\" font-family=\"sans-serif\">");
svg.AppendLine("<title>An invented outline, what is left out of it, and the zones beside its line</title>");
svg.AppendLine("<rect width=\"900\" height=\"560\" fill=\"#f7f7f4\"/>");
foreach (var zone in zones)
{
    Area(zone.Left, "left zone");
    Area(zone.Right, "right zone");
}

Path([outline.Add(outline[0])], "fill=\"none\" stroke=\"#8c8c8c\" stroke-width=\"2\"");
Path([coast], "fill=\"none\" stroke=\"#2f6fa8\" stroke-width=\"2\" stroke-dasharray=\"8 4\"");
Path([border], "fill=\"none\" stroke=\"#9a6a2c\" stroke-width=\"2\" stroke-dasharray=\"2 4\"");
Path(cut.Parts.Select(part => part.Points), "fill=\"none\" stroke=\"#111\" stroke-width=\"3\"");
(string Colour, string Text)[] key =
[
    ("#8c8c8c", "outline"), ("#2f6fa8", "coast, excluded"), ("#9a6a2c", "border, excluded"),
    ("#111", string.Create(CultureInfo.InvariantCulture, $"line: {cut.Parts.Sum(p => p.LengthM) / 1000:F0} km")),
    ("#7cc4ff", "zones: 20 km on the left of the line, 12 km on its right"),
];
for (var i = 0; i < key.Length; i++)
{
    svg.AppendLine(CultureInfo.InvariantCulture,
        $"<rect x=\"20\" y=\"{24 + (24 * i)}\" width=\"26\" height=\"6\" fill=\"{key[i].Colour}\"/>"
        + $"<text x=\"54\" y=\"{32 + (24 * i)}\" font-size=\"15\">{key[i].Text}</text>");
}

svg.AppendLine("</svg>");
Directory.CreateDirectory("docs/concepts");
File.WriteAllText("docs/concepts/lines-and-zones.svg", svg.Replace("\r", "").ToString());

// Both sides have one colour: no side is told by its paint.
void Area(Region? zone, string title)
{
    foreach (var polygon in zone?.Polygons ?? [])
    {
        Path(
            polygon.Holes.Prepend(polygon.Outer).Select(ring => ring.Add(ring[0])),
            "fill=\"#7cc4ff\" fill-opacity=\"0.45\" fill-rule=\"evenodd\"", title);
    }
}

void Path(IEnumerable<ImmutableArray<GeoPoint>> lines, string style, string? title = null)
{
    var d = string.Join(' ', lines.Select(line => "M" + string.Join('L', line.Select(Place).Distinct())));
    var named = title is null ? "" : $"<title>{title}</title>";
    svg.AppendLine($"<path d=\"{d}\" {style}>{named}</path>");
}

// A picture of 900 by 560 with a third of a degree around the outline; at the equator degrees are alike.
static string Place(GeoPoint p) => string.Create(
    CultureInfo.InvariantCulture, $"{(p.LongitudeDeg + 1.1) * 340:F1} {(1.5 - p.LatitudeDeg) * 340:F1}");

static ImmutableArray<GeoPoint> Line(params double[] degrees) =>
    [.. degrees.Chunk(2).Select(d => GeoPoint.FromDegrees(latitudeDeg: d[1], longitudeDeg: d[0]))];
