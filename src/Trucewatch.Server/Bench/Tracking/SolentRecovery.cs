using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Watch.Tracking;
using Trucewatch.Watch.Tracking.Plots;
using Trucewatch.Watch.Tracking.Scores;

namespace Trucewatch.Server.Bench.Tracking;

/// <summary>How well identities were recovered.</summary>
/// <param name="Links">Pairs of consecutive reports of one track.</param>
/// <param name="Wrong">Links between two vessels.</param>
/// <param name="Vessels">Vessels that there were.</param>
/// <param name="Tracks">Tracks that took a report.</param>
/// <param name="OspaM">
/// Mean OSPA (300 m, squares) over ticks of ten seconds, of the vessels' last reported places and the tracks' last
/// taken ones, each within ten minutes.
/// </param>
/// <param name="IdSwitches">Times that a vessel came to be shown by another track, over the same ticks.</param>
internal sealed record Recovered(int Links, int Wrong, int Vessels, int Tracks, double OspaM, int IdSwitches);

/// <summary>Tracks recorded AIS reports by place, speed and course alone; the MMSI is the truth.</summary>
internal sealed class SolentRecovery
{
    private const string File = "tracking/solent_ais_first_half.csv";
    private const long TickMicroseconds = 10_000_000;
    private const double HeardS = 600;

    // The receivers of the set give places to a metre or two while moored.
    private const double SigmaM = 2;

    private readonly List<(Instant At, Plot Plot)> reports = [];
    private readonly Dictionary<string, int> vessels = new(StringComparer.Ordinal);

    /// <summary>Number of reports.</summary>
    public int ReportCount => reports.Count;

    /// <summary>The file in the corpora, or null.</summary>
    public static string? Find()
    {
        var folder = Environment.GetEnvironmentVariable("TRUCEWATCH_CORPORA") ?? Path.Combine("..", "shared", "data");
        var file = Path.Combine(folder, File);
        return System.IO.File.Exists(file) ? file : null;
    }

    /// <summary>Reads <c>Time,MMSI,Latitude_degrees,Longitude_degrees,COG_degrees,SOG_knots</c>.</summary>
    public static SolentRecovery Read(string file)
    {
        var recovery = new SolentRecovery();
        using var input = new StreamReader(file);
        var lines = new CsvLines(input);
        _ = lines.Next();
        LocalScale? scale = null;
        GeoPoint origin = default;
        while (lines.Next())
        {
            var fields = lines.Fields;
            var numbers = fields.Skip(2).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var point = GeoPoint.FromDegrees(latitudeDeg: numbers[0], longitudeDeg: numbers[1]);
            origin = scale is null ? point : origin;
            scale ??= LocalScale.At(point);
            var (east, north) = scale.Value.Offset(origin, point);
            var plot = Plot.Reported(east, north, SigmaM, numbers[3] * 1852 / 3600, numbers[2]);
            recovery.vessels.TryAdd(fields[1], recovery.vessels.Count);
            plot.Tag = recovery.vessels[fields[1]];
            var time = DateTimeOffset.Parse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            recovery.reports.Add((Instant.From(time), plot));
        }

        recovery.reports.Sort(static (a, b) => a.At.CompareTo(b.At));
        return recovery;
    }

    /// <summary>Tracks all reports.</summary>
    public Recovered Run()
    {
        var tracker = new PlotTracker(PlotSettings.Ships);
        var told = new PlotSensor(0, 0);
        var score = new PictureScore(ScoreSettings.Usual);
        var lastOf = new SortedDictionary<int, (Instant At, Plot Plot)>();
        var heard = new SortedDictionary<int, (Instant At, Plot Plot)>();
        var (links, wrong, tick) = (0, 0, reports[0].At);
        foreach (var group in reports.GroupBy(report => report.At))
        {
            for (; tick < group.Key; tick = new Instant(tick.UnixMicroseconds + TickMicroseconds))
            {
                score.Add(Shown(heard, tick), Shown(lastOf, tick));
            }

            var plots = group.Select(report => report.Plot).ToArray();
            tracker.Step(group.Key, in told, plots);
            foreach (ref readonly var track in tracker.Tracks)
            {
                if (!track.IsFresh)
                {
                    continue;
                }

                var tag = track.Tag;
                if (lastOf.TryGetValue(track.Id, out var last))
                {
                    links++;
                    wrong += last.Plot.Tag == tag ? 0 : 1;
                }

                // Of two reports of a vessel at one time the tracker's own order decides which came last.
                lastOf[track.Id] = (group.Key, plots.First(plot => plot.Tag == tag));
            }

            foreach (var plot in plots)
            {
                heard[plot.Tag] = (group.Key, plot);
            }
        }

        return new Recovered(links, wrong, vessels.Count, lastOf.Count, score.MeanOspa, score.IdSwitches);
    }

    private static ScorePoint[] Shown(SortedDictionary<int, (Instant At, Plot Plot)> last, Instant now) =>
    [
        .. last.Where(each => now.SecondsSince(each.Value.At) <= HeardS)
            .Select(each => new ScorePoint(each.Key, each.Value.Plot.EastM, each.Value.Plot.NorthM)),
    ];
}
