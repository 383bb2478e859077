#:property PublishAot=false
#:project ../src/Trucewatch.Simulation/Trucewatch.Simulation.csproj
// Draws the pictures of the documents from made-up scenes: dotnet run eng/pictures.cs
using System.Text;
using Trucewatch.Domain.Looks;
using Trucewatch.Simulation.World;
using Trucewatch.Watch;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Tracking;

const int Scans = 25;
var csv = new StringBuilder("time_s,sensor,x_m,y_m,sigma_m\n");
foreach (var scan in PlotScene.Of(seed: 1, count: 100, sideM: 60_000, scans: Scans))
{
    foreach (var plot in scan.Plots)
    {
        csv.Append(FormattableString.Invariant($"{scan.Seconds},radar,{plot.EastM:F0},{plot.NorthM:F0},30\n"));
    }
}

using var picture = new StreamWriter("docs/concepts/tracking.svg") { NewLine = "\n" };
var wrong = TrackText.Run(new StringReader(csv.ToString()), TextWriter.Null, svg: picture);
Console.WriteLine(wrong ?? "docs/concepts/tracking.svg");
File.WriteAllText("docs/concepts/coverage.svg", Coverage());
Console.WriteLine("docs/concepts/coverage.svg");
return wrong is null ? 0 : 1;

// An hour of drones, posts and satellites over 40 by 60 km, turned so that north is to the left: each cell by the root
// of its chance to see, hatched where nobody looked.
static string Coverage()
{
    const int Hour = 10;
    const int Side = 12;
    var scene = WatchedScene.Of(seed: 4, occurrences: 0);
    var desk = new LookDesk(WatchedScene.Agreement, new SectorSettings(), new FeedNames("pictures"));
    desk.Take(new Look { ReceivedAt = WatchedScene.Start });
    foreach (var look in scene.Looks)
    {
        desk.Take(in look);
    }

    var ground = desk.Ledger.Ground;
    var means = new byte[ground.CellCount];
    var hour = CoverageLedger.HourOf(WatchedScene.Start) + Hour;
    var query = new CoverageQuery(hour, hour + 1, ModalitySet.Seeing);
    new CoverageReading(desk.Ledger).Map(in query, means);
    var (width, height) = (ground.Grid.Rows * Side, ground.Grid.Columns * Side);
    var svg = new StringBuilder();
    svg.Append(FormattableString.Invariant(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n"));
    svg.Append("<defs><pattern id=\"n\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
        + "<rect width=\"6\" height=\"6\" fill=\"#1c242c\"/><path d=\"M0 6 6 0\" stroke=\"#3d4a57\"/>"
        + "</pattern></defs>\n");
    svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"url(#n)\"/>\n<g shape-rendering=\"crispEdges\">\n");
    for (var column = 0; column < ground.Grid.Columns; column++)
    {
        for (var row = 0; row < ground.Grid.Rows;)
        {
            // Sixteen shades; cells of one shade beside each other are one box.
            int ShadeAt(int at) => at < ground.Grid.Rows && ground.CellAt(column, at) is >= 0 and var cell
                ? (means[cell] + 15) / 16
                : 0;
            var (shade, from) = (ShadeAt(row), row);
            for (row++; row < ground.Grid.Rows && ShadeAt(row) == shade; row++)
            {
            }

            if (shade > 0)
            {
                var share = shade / 16.0;
                var (left, top) = ((ground.Grid.Rows - row) * Side, (ground.Grid.Columns - 1 - column) * Side);
                svg.Append(FormattableString.Invariant($"<rect x=\"{left}\" y=\"{top}\" "));
                svg.Append(FormattableString.Invariant(
                    $"width=\"{(row - from) * Side}\" height=\"{Side}\" "));
                svg.Append(FormattableString.Invariant(
                    $"fill=\"rgb({34 + (90 * share):F0} {57 + (139 * share):F0} {74 + (181 * share):F0})\"/>\n"));
            }
        }
    }

    return svg.Append("</g>\n</svg>\n").ToString();
}
