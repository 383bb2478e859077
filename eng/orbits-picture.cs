#:property PublishAot=false
#:project ../src/Trucewatch.Geo/Trucewatch.Geo.csproj
// Draws docs/concepts/orbits.svg, a timetable of looks at an invented zone: dotnet run eng/orbits-picture.cs
using System.Globalization;
using System.Text;
using Trucewatch.Geo;
using Trucewatch.Geo.Orbits;

const double Hours = 48;
const int Left = 470;
const int Width = 560;
const long HourUs = 3_600_000_000;

// An invented zone in the open sea, and satellites that do not exist.
(double Lon, double Lat)[] corners =
[
    (-38, 46), (-36, 45.2), (-33, 46.4), (-30.5, 46), (-29, 48), (-30, 50.5), (-33, 49.2), (-34.5, 51), (-37.5, 50.4),
    (-36.4, 48.3),
];
var zone = Region.FromPolygons(new GeoPolygon(
    [.. corners.Select(corner => GeoPoint.FromDegrees(latitudeDeg: corner.Lat, longitudeDeg: corner.Lon))]));
(string Name, Swath Swath, OrbitalElements Elements)[] satellites =
[
    ("A: camera, 10 degrees to each side", new Swath(-10.3, 10.3), Elements(1, 14.31, 98.57, 310)),
    ("B: the same, half a turn behind", new Swath(-10.3, 10.3), Elements(2, 14.31, 98.57, 310, 180)),
    ("C: radar, 20 to 45 degrees right", new Swath(20, 45), Elements(3, 14.59, 98.18, 159)),
    ("D: camera that turns 45 degrees", new Swath(-45, 45), Elements(4, 15.2, 52, 40)),
    ("E: scanner, 55 degrees to each side", new Swath(-55, 55), Elements(5, 14.2, 98.7, 20)),
];
var from = new Orbit(satellites[0].Elements).EpochUnixUs;
var planner = new SwathPlanner(zone, from, from + (long)(Hours * HourUs));

var svg = new StringBuilder();
svg.AppendLine(
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1060 430\" font-family=\"sans-serif\" font-size=\"12\">");
svg.AppendLine("<title>Looks of five invented satellites at an invented zone in two days</title>");
svg.AppendLine("<rect width=\"1060\" height=\"430\" fill=\"#f7f7f4\"/>");
svg.AppendLine("<text x=\"20\" y=\"28\" font-size=\"14\">Satellite A: what of the zone its swath meets</text>");
svg.AppendLine(Invariant(
    $"<text x=\"{Left}\" y=\"28\" font-size=\"14\">Looks in 48 hours, and the Sun over the ground</text>"));
var looks = new List<SwathLook>();
planner.Plan(new Orbit(satellites[0].Elements), 0, satellites[0].Swath, looks);
svg.AppendLine(Invariant($"<path d=\"{Rings(zone.Polygons)}\" fill=\"#fff\" stroke=\"#555\"/>"));
foreach (var look in looks)
{
    svg.AppendLine(Invariant($"<path d=\"{Rings(look.Footprint)}\" fill=\"{Colour(in look)}\" fill-opacity=\"0.45\" ")
        + "stroke=\"#333\" stroke-width=\"0.6\"/>");
}

for (var hour = 0; hour <= Hours; hour += 6)
{
    svg.AppendLine(Invariant($"<path d=\"M{X(hour):F1},48 V372\" stroke=\"#ccc\"/>")
        + Invariant($"<text x=\"{X(hour):F1}\" y=\"390\" text-anchor=\"middle\">{hour} h</text>"));
}

for (var index = 0; index < satellites.Length; index++)
{
    var (name, swath, elements) = satellites[index];
    looks.Clear();
    planner.Plan(new Orbit(elements), index, swath, looks);
    var y = 62 + (index * 62);
    svg.AppendLine(Invariant($"<text x=\"{Left}\" y=\"{y}\">{name}: {looks.Count} looks</text>"));
    svg.AppendLine(Invariant($"<path d=\"M{Left},{y + 28} h{Width}\" stroke=\"#999\"/>"));
    foreach (var look in looks)
    {
        // A look takes a minute or two: too short to be drawn to scale.
        svg.AppendLine(Invariant(
            $"<rect x=\"{X((look.StartUs - from) / (double)HourUs) - 2:F1}\" y=\"{y + 10}\" width=\"4\" height=\"18\" ")
            + $"fill=\"{Colour(in look)}\"/>");
    }
}

(string Colour, string Words)[] legend = [("#e6a100", "day"), ("#7a5ea8", "day and night"), ("#27476e", "night")];
for (var index = 0; index < legend.Length; index++)
{
    var x = Left + (index * 130);
    svg.AppendLine($"<rect x=\"{x}\" y=\"404\" width=\"12\" height=\"12\" fill=\"{legend[index].Colour}\"/>");
    svg.AppendLine($"<text x=\"{x + 18}\" y=\"414\">{legend[index].Words}</text>");
}

svg.AppendLine("</svg>");
File.WriteAllText("docs/concepts/orbits.svg", svg.Replace("\r", "").ToString());
Console.WriteLine("docs/concepts/orbits.svg");

static OrbitalElements Elements(int number, double motion, double inclination, double node, double anomaly = 0) => new()
{
    CatalogueNumber = number, EpochJulianDay = 2_462_653.5, EpochDayFraction = 0, MeanMotion = motion,
    Eccentricity = 0.001, InclinationDeg = inclination, AscendingNodeDeg = node, PerigeeDeg = 90,
    MeanAnomalyDeg = anomaly, BStar = 2e-5,
};

static string Colour(in SwathLook look) =>
    look.IsDayAndNight ? "#7a5ea8" : look.LeastSunDeg >= 0 ? "#e6a100" : "#27476e";

static double X(double hour) => Left + (Width * hour / Hours);

// A plain map: a degree of longitude two thirds as wide as one of latitude.
static string Rings(IEnumerable<GeoPolygon> polygons) => string.Concat(polygons
    .SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer))
    .Select(ring => "M" + string.Join(' ', ring.Select(point => Invariant(
        $"{20 + ((point.LongitudeDeg + 38.3) * 42):F1},{400 - ((point.LatitudeDeg - 44.8) * 56):F1}"))) + "Z"));

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
