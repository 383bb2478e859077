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

// A day of drones, posts and satellites over 40 by 60 km, turned so that north is to the left: each cell by the root of
// its mean chance to see, hatched where nobody looked.
static string Coverage()
{
    var scene = WatchedScene.Of(seed: 4, occurrences: 0);
    var desk = new LookDesk(WatchedScene.Agreement, new SectorSettings(), new FeedNames("pictures"));
    desk.Take(new Look { ReceivedAt = WatchedScene.Start });
    foreach (var look in scene.Looks)
    {
        desk.Take(in look);
    }

    desk.Take(new Look { ReceivedAt = WatchedScene.Start + TimeSpan.FromHours(24) });
    var ground = desk.Ledger.Ground;
    var means = new byte[ground.CellCount];
    var query = new CoverageQuery(0, long.MaxValue, ModalitySet.Seeing);
    new CoverageReading(desk.Ledger).Map(in query, means);
    var svg = new StringBuilder();
    var (width, height) = (ground.Grid.Rows * 12, ground.Grid.Columns * 12);
    svg.Append(FormattableString.Invariant(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n"));
    svg.Append("<defs><pattern id=\"n\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
        + "<rect width=\"6\" height=\"6\" fill=\"#1c242c\"/><path d=\"M0 6 6 0\" stroke=\"#3d4a57\"/>"
        + "</pattern></defs>\n");
    svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"url(#n)\"/>\n");
    for (var cell = 0; cell < means.Length; cell++)
    {
        if (means[cell] > 0)
        {
            var (column, row) = ground.PlaceOf(cell);
            var share = means[cell] / 255.0;
            var (red, green, blue) = (34 + (90 * share), 57 + (139 * share), 74 + (181 * share));
            svg.Append(FormattableString.Invariant(
                $"<rect x=\"{(ground.Grid.Rows - 1 - row) * 12}\" y=\"{(ground.Grid.Columns - 1 - column) * 12}\" "));
            svg.Append(FormattableString.Invariant(
                $"width=\"12\" height=\"12\" fill=\"rgb({red:F0} {green:F0} {blue:F0})\"/>\n"));
        }
    }

    return svg.Append("</svg>\n").ToString();
}
