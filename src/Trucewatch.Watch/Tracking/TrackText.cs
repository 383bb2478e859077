using System.Globalization;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking;

/// <summary>The command <c>track</c>: a CSV of plots in, a CSV of tracks out.</summary>
public static class TrackText
{
    /// <summary>The chance that a scanning sensor sees an object that is there, where nobody says otherwise.</summary>
    public const double UsualDetectionProbability = 0.9;

    // Speeds spread evenly up to a greatest one, in all directions, have this standard deviation for each axis.
    private const double FirstSpeedShare = 0.42;

    /// <summary>
    /// Reads plots and writes <c>time,track,x_m,y_m,vx,vy,sigma_m,status</c>: a row for each live track at each
    /// distinct time of the input, and one for each track given up then.
    /// </summary>
    /// <param name="csv">See <see cref="PlotRows"/>. A sensor with two plots a time or more on average scans; one with
    /// fewer is told by the objects themselves, and its silence says nothing.</param>
    /// <param name="output">Takes the rows; <c>time</c> stands as the input wrote it.</param>
    /// <param name="model">Null for the usual one, <c>cv</c>, <c>ct</c> or <c>imm</c>.</param>
    /// <param name="detectionProbability">Of the sensors that scan; above 0 and below 1.</param>
    /// <param name="maxSpeedMps">Speed that objects hardly ever exceed, above 0; null for the usual one.</param>
    /// <param name="svg">Takes a picture of the tracks, if given.</param>
    /// <param name="explain">
    /// Takes <c>time,track,x_m,y_m,distance,cost,choice</c>, if given: a row for each pair of a track and a plot that
    /// was weighed, and one without distance and cost for each plot that starts a track.
    /// </param>
    /// <returns>Null, or what is wrong with the input and on which line; nothing is written then.</returns>
    public static string? Run(
        TextReader csv,
        TextWriter output,
        string? model = null,
        double detectionProbability = UsualDetectionProbability,
        double? maxSpeedMps = null,
        TextWriter? svg = null,
        TextWriter? explain = null)
    {
        if (Settings(areShips: false, model, maxSpeedMps) is null)
        {
            return $"--model: expected cv, ct or imm, got {model}";
        }

        var rows = PlotRows.Read(csv, out var error);
        if (rows is null)
        {
            return error;
        }

        var sensors = Sensors(rows, detectionProbability);
        if (sensors.Count > PlotSensor.MaxSensors)
        {
            return FormattableString.Invariant(
                $"sensors: expected at most {PlotSensor.MaxSensors}, got {sensors.Count}");
        }

        var picture = svg is null ? null : new TrackPicture();
        var areShips = sensors.Values.All(sensor => sensor.IsTold) && rows.TrueForAll(row => row.Plot.HasVelocity);
        var settings = Settings(areShips, model, maxSpeedMps)!;
        var tracker = new PlotTracker(settings) { Witness = explain is null ? null : new PairWitness() };
        explain?.Write("time,track,x_m,y_m,distance,cost,choice\n");
        WriteTracks(rows, sensors, tracker, output, picture, explain);
        picture?.Write(svg!);
        return null;
    }

    /// <summary>What is assumed of the objects; null for a model that there is not.</summary>
    internal static PlotSettings? Settings(bool areShips, string? model, double? maxSpeedMps = null)
    {
        var usual = areShips ? PlotSettings.Ships : new PlotSettings();
        usual = maxSpeedMps is { } max
            ? usual with { MaxSpeedMps = max, FirstSpeedMps = max * FirstSpeedShare }
            : usual;
        var noise = usual.Motion.Modes[0].NoiseM2S3;
        return model switch
        {
            null => usual,
            "cv" => usual with { Motion = MotionBank.Straight(noise) },
            "ct" => usual with { Motion = MotionBank.Turning(noise) },
            "imm" => usual with { Motion = MotionBank.Mixed(noise) },
            _ => null,
        };
    }

    private static SortedDictionary<string, PlotSensor> Sensors(List<PlotRow> rows, double detectionProbability)
    {
        var counts = new SortedDictionary<string, (long Plots, long Times, Instant Last)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var known = counts.TryGetValue(row.Sensor, out var count);
            var isNewTime = !known || count.Last != row.At;
            counts[row.Sensor] = (count.Plots + 1, count.Times + (isNewTime ? 1 : 0), row.At);
        }

        var sensors = new SortedDictionary<string, PlotSensor>(StringComparer.Ordinal);
        foreach (var (name, count) in counts)
        {
            var scans = count.Plots >= 2 * count.Times;
            sensors.Add(name, new PlotSensor(sensors.Count, scans ? detectionProbability : 0));
        }

        return sensors;
    }

    private static void WriteTracks(
        List<PlotRow> rows,
        SortedDictionary<string, PlotSensor> sensors,
        PlotTracker tracker,
        TextWriter output,
        TrackPicture? picture,
        TextWriter? explain)
    {
        output.Write("time,track,x_m,y_m,vx,vy,sigma_m,status\n");
        var plots = new List<Plot>();
        for (var index = 0; index < rows.Count;)
        {
            var (at, time) = (rows[index].At, rows[index].Time);
            while (index < rows.Count && rows[index].At == at)
            {
                var sensor = rows[index].Sensor;
                plots.Clear();
                for (; index < rows.Count && rows[index].At == at && rows[index].Sensor == sensor; index++)
                {
                    time = string.CompareOrdinal(rows[index].Time, time) < 0 ? rows[index].Time : time;
                    plots.Add(rows[index].Plot);
                }

                tracker.Step(at, sensors[sensor], CollectionsMarshal.AsSpan(plots));
                picture?.Add(CollectionsMarshal.AsSpan(plots));
                WriteDecisions(tracker.Witness, time, explain);
                Write(tracker.Tracks, time, areDeleted: true, output);
            }

            Write(tracker.Tracks, time, areDeleted: false, output);
            picture?.Add(tracker.Tracks);
        }
    }

    /// <summary>Writes what the last look was decided over, and forgets it.</summary>
    private static void WriteDecisions(PairWitness? witness, string time, TextWriter? output)
    {
        if (witness is null)
        {
            return;
        }

        foreach (var decision in witness.Decisions)
        {
            var (plot, hasPair) = (decision.Plot, decision.Choice != PairChoice.Started);
            var track = hasPair ? decision.Track.ToString(CultureInfo.InvariantCulture) : "";
            output!.Write(FormattableString.Invariant($"{time},{track},{plot.EastM:F3},{plot.NorthM:F3},"));
            output.Write(hasPair
                ? FormattableString.Invariant($"{decision.Distance:F3},{decision.Cost:F3},")
                : ",,");
            output.Write(decision.Choice switch
            {
                PairChoice.Taken => "taken\n",
                PairChoice.PassedOver => "passed-over\n",
                _ => "started\n",
            });
        }

        witness.Decisions.Clear();
    }

    private static void Write(ReadOnlySpan<PlotTrack> tracks, string time, bool areDeleted, TextWriter output)
    {
        foreach (ref readonly var track in tracks)
        {
            if (track.Status == PlotTrackStatus.Deleted != areDeleted)
            {
                continue;
            }

            var state = track.State;
            var sigmaM = Math.Sqrt(0.5 * (state.PositionError.EastM2 + state.PositionError.NorthM2));
            var status = track.Status switch
            {
                PlotTrackStatus.Confirmed => "confirmed",
                PlotTrackStatus.Tentative => "tentative",
                _ => "deleted",
            };
            output.Write(FormattableString.Invariant(
                $"{time},{track.Id},{state.EastM:F3},{state.NorthM:F3},{state.EastMps:F3},{state.NorthMps:F3},"));
            output.Write(FormattableString.Invariant($"{sigmaM:F3},{status}\n"));
        }
    }
}
