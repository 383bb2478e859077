#:property PublishAot=false
#:project ../src/Trucewatch.Simulation/Trucewatch.Simulation.csproj
// Draws the pictures of the documents from made-up scenes: dotnet run eng/pictures.cs
using System.Text;
using Trucewatch.Simulation.World;
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
return wrong is null ? 0 : 1;
