using System.CommandLine;
using Trucewatch.Watch.Tracking;

namespace Trucewatch.Server.Commands;

/// <summary><c>track</c>: tracks of a file of plots.</summary>
internal static class TrackCommand
{
    public static Command Build()
    {
        var plots = new Argument<string?>("DETECTIONS.csv")
        {
            Description = "time_s,sensor,x_m,y_m,sigma_m or time,sensor,lat,lon,sigma_m, either with "
                + ",speed_mps,course_deg; times in seconds or RFC 3339; '-' or none is standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var model = new Option<string?>("--model")
        {
            Description = "How objects move: cv straight on, ct in turns, imm these and changes of speed; when left "
                + "out, cv for scanning sensors, and at sea or moored for ships that report speed and course",
        };
        var pd = new Option<double>("--pd")
        {
            Description = "Chance that a scanning sensor sees an object that is there",
            DefaultValueFactory = _ => TrackText.UsualDetectionProbability,
        };
        var maxSpeed = new Option<double?>("--max-speed")
        {
            Description = "Speed in m/s that objects hardly ever exceed; when left out, 60, and of ships 60 knots",
        };
        var svg = new Option<string?>("--svg") { Description = "File to draw plots and confirmed tracks into" };
        var explain = new Option<string?>("--explain")
        {
            Description = "File to write time,track,x_m,y_m,distance,cost,choice into: each track and plot that were "
                + "weighed against each other, and whether the plot was taken, passed over or started a track",
        };
        var command = new Command(
            "track",
            "Print time,track,x_m,y_m,vx,vy,sigma_m,status for each live track at each time of the input. A "
            + "sensor with two plots a time or more scans; one with fewer is told by the objects, and its silence "
            + "says nothing. From lat and lon, x_m and y_m are east and north of the points' median")
        {
            plots, model, pd, maxSpeed, svg, explain,
        };
        command.SetAction(parsed =>
        {
            var chance = parsed.GetValue(pd);
            if (!(chance > 0 && chance < 1))
            {
                throw new UnusableException(
                    FormattableString.Invariant($"--pd: expected above 0 and below 1, got {chance}"));
            }

            var speed = parsed.GetValue(maxSpeed);
            if (speed is not (null or (> 0 and <= 1e5)))
            {
                throw new UnusableException(
                    FormattableString.Invariant($"--max-speed: expected above 0 and at most 100000, got {speed}"));
            }

            using var input = new StreamReader(CommandTable.OpenInput(parsed.GetValue(plots)));
            using var output = CommandTable.OpenOutput();
            using var picture = parsed.GetValue(svg) is { } file ? new StreamWriter(file) { NewLine = "\n" } : null;
            using var decisions = parsed.GetValue(explain) is { } into
                ? new StreamWriter(into) { NewLine = "\n" }
                : null;
            var error = TrackText.Run(input, output, parsed.GetValue(model), chance, speed, picture, decisions);
            return error is null ? CommandTable.Done : throw new UnusableException(error);
        });
        return command;
    }
}
