#:property PublishAot=false
#:project ../src/Trucewatch.Simulation/Trucewatch.Simulation.csproj
// Draws docs/concepts/change.svg, what changed in a made-up pair of radar pictures: dotnet run eng/change-picture.cs
using System.Text;
using Trucewatch.Geo.Rasters;
using Trucewatch.Simulation.World;
using Trucewatch.Watch.Changes;

const int Side = 256;
const int Block = 2;
const int Shades = 12;
const int Left = 280;

// Works: three new buildings, a trench, a wood that was cut.
List<ChangedSquare> works =
    [new(60, 60, 9, 4), new(76, 60, 9, 4), new(92, 60, 9, 4), new(170, 40, 26, 0.4)];
for (var part = 0; part < 14; part++)
{
    works.Add(new ChangedSquare(40 + (8 * part), 170 + (3 * part), 7, 2.5));
}

var (before, after) = PictureScene.Pair(
    11, new PictureTaking(GroundTexture.Fields, 4) { Side = Side, Neighbours = 0.3, ShiftQuarters = 5 }, works);
var report = new ChangeDetector(new ChangeSettings()).Find(before, after, out var problem)
    ?? throw new InvalidOperationException(problem);
var svg = new StringBuilder();
svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 536 290\" font-family=\"sans-serif\" ");
svg.Append("font-size=\"11\">\n");
svg.Append("<rect width=\"536\" height=\"290\" fill=\"#f7f7f4\"/>\n");
Picture(before, 0, "before");
Picture(after, Left, "after, with what was found");
svg.Append("<g fill=\"none\" stroke-width=\"1.4\">\n");
foreach (var change in report.Changes)
{
    var color = change.IsRise ? "#e8a13a" : "#4aa3df";
    foreach (var ring in report.Rings(change))
    {
        var path = string.Join('L', ring.Select(corner =>
            FormattableString.Invariant($"{corner.Column + Left} {corner.Row + 20}")));
        svg.Append(FormattableString.Invariant($"<path d=\"M{path}Z\" stroke=\"{color}\"/>\n"));
    }
}

svg.Append("</g>\n</svg>\n");
File.WriteAllText("docs/concepts/change.svg", svg.ToString());
Console.WriteLine(FormattableString.Invariant(
    $"docs/concepts/change.svg: {report.Changes.Length} polygons, {report.ExpectedFalse:F2} expected to be false, ")
    + FormattableString.Invariant($"shift {report.ShiftEast:F2}"));

void Picture(Raster raster, int left, string title)
{
    svg.Append(FormattableString.Invariant($"<text x=\"{left}\" y=\"14\">{title}</text>\n"));
    var rows = new StringBuilder[Shades];
    for (var row = 0; row < Side; row += Block)
    {
        int ShadeAt(int column)
        {
            var sum = 0.0;
            for (var at = 0; at < Block * Block; at++)
            {
                sum += raster.Values[((row + (at / Block)) * Side) + column + (at % Block)];
            }

            return (int)Math.Clamp(Shades * Math.Sqrt(sum / (Block * Block) / 700), 0, Shades - 1);
        }

        for (var column = 0; column < Side;)
        {
            var (shade, from) = (ShadeAt(column), column);
            for (column += Block; column < Side && ShadeAt(column) == shade; column += Block)
            {
            }

            (rows[shade] ??= new StringBuilder()).Append(FormattableString.Invariant(
                $"M{left + from} {row + 20 + (Block / 2)}h{column - from}"));
        }
    }

    for (var shade = 0; shade < Shades; shade++)
    {
        var grey = 20 + (200 * shade / (Shades - 1));
        svg.Append(FormattableString.Invariant($"<path stroke=\"rgb({grey} {grey} {grey})\" "));
        svg.Append(FormattableString.Invariant($"stroke-width=\"{Block}\" d=\"{rows[shade]}\"/>\n"));
    }
}
