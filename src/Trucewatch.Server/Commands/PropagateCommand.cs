using System.CommandLine;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Feeds.Tle;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Server.Commands;

/// <summary><c>propagate</c>: where satellites are, in the frame of their elements.</summary>
internal static class PropagateCommand
{
    /// <summary>Most times of an element set.</summary>
    internal const int MaxTimes = 1_000_000;

    private const int BatchTimes = 4_096;

    public static Command Build()
    {
        var file = OrbitFiles.Option();
        var minutes = new Option<string?>("--minutes")
        {
            Description = "First time, last time and step, minutes from the epoch; without it the epoch, and the "
                + "times that stand behind the second line where some do",
            HelpName = "A,B,STEP",
        };
        var command = new Command(
            "propagate",
            "Print satnum minutes x y z vx vy vz for each element set and time by SGP4 (TEME, km, km/s). A set whose "
            + "satellite has come down, or that the theory cannot follow, ends there with a line on standard error; a "
            + "checksum that does not fit is passed over with another")
        {
            file, minutes,
        };
        command.SetAction(parsed =>
        {
            var span = parsed.GetValue(minutes) is { } text ? Times(Window(text)) : null;
            var read = OrbitFiles.Read(parsed.GetValue(file)!, toleratesChecksums: true);
            using var output = CommandTable.OpenOutput();
            foreach (var set in read.Sets)
            {
                Run(set, span ?? Times(set), output, Console.Error);
            }

            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>The times of a set of test cases: the epoch, and the window as far as it is another.</summary>
    internal static double[] Times(OrbitSet set)
    {
        if (set.Window is not { } window || !IsUsable(window))
        {
            return [0];
        }

        // The authors' program ends with the last time itself, however far the last step would go.
        var times = Times(window);
        return times[0] == 0 ? times : [0, .. times];
    }

    /// <summary>Writes the rows of one set.</summary>
    internal static void Run(OrbitSet set, double[] minutes, TextWriter output, TextWriter problems)
    {
        var number = set.Elements.CatalogueNumber;
        if (set.HasBadChecksum)
        {
            problems.WriteLine(FormattableString.Invariant($"{number}: a checksum does not fit; taken all the same"));
        }

        if (OrbitFiles.Prepare(set.Elements) is not { } orbit)
        {
            return;
        }

        var states = new OrbitStates(Math.Min(BatchTimes, minutes.Length));
        for (var start = 0; start < minutes.Length; start += states.Capacity)
        {
            var times = minutes.AsSpan(start, Math.Min(states.Capacity, minutes.Length - start));
            orbit.Propagate(times, states);
            for (var index = 0; index < times.Length; index++)
            {
                var fault = states.FaultOf(index);
                if (fault != OrbitFault.None)
                {
                    problems.WriteLine(FormattableString.Invariant(
                        $"{number} at {times[index]} min: error {(int)fault}, {OrbitFiles.Words(fault)}"));
                    return;
                }

                var at = states[index];
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{number} {times[index]:F8} {at.XKm:F8} {at.YKm:F8} {at.ZKm:F8} {at.VxKmps:F8} "
                    + $"{at.VyKmps:F8} {at.VzKmps:F8}"));
            }
        }
    }

    private static OrbitWindow Window(string text)
    {
        var words = text.Split(',');
        var numbers = new double[words.Length];
        for (var index = 0; index < words.Length; index++)
        {
            if (!CsvLines.TryNumber(words[index], out numbers[index]))
            {
                numbers = [];
                break;
            }
        }

        var window = numbers.Length == 3 ? new OrbitWindow(numbers[0], numbers[1], numbers[2]) : default;
        return IsUsable(window)
            ? window
            : throw new UnusableException(FormattableString.Invariant(
                $"--minutes: expected A,B,STEP with A <= B, STEP above 0 and at most {MaxTimes} times, got {text}"));
    }

    private static bool IsUsable(OrbitWindow window) =>
        window.Step > 0 && window.Start <= window.Stop && (window.Stop - window.Start) / window.Step <= MaxTimes - 2;

    private static double[] Times(OrbitWindow window)
    {
        var times = new List<double>();
        for (var step = 0; ; step++)
        {
            var minutes = window.Start + (step * window.Step);

            // A step that misses the end by rounding alone is the end.
            if (minutes >= window.Stop - (1e-9 * window.Step))
            {
                times.Add(window.Stop);
                return [.. times];
            }

            times.Add(minutes);
        }
    }
}
