using System.CommandLine;
using Trucewatch.Server.Bench;

namespace Trucewatch.Server.Commands;

/// <summary><c>bench</c>: how fast the parts are on this machine.</summary>
internal static class BenchCommand
{
    private const double MaxSeconds = 3600;

    public static Command Build()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One benchmark; all of them when left out", Arity = ArgumentArity.ZeroOrOne,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long to measure each, after a warm-up as long but of 2 s at most",
            DefaultValueFactory = _ => 2,
        };
        var command = new Command("bench", Words()) { name, seconds };
        command.SetAction(parsed =>
        {
            var length = parsed.GetValue(seconds);
            if (!(length > 0 && length <= MaxSeconds))
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"--seconds: expected more than 0 and at most {MaxSeconds}, got {length}"));
            }

            using var output = Console.OpenStandardOutput();
            BenchText.Run(Chosen(parsed.GetValue(name)), TimeSpan.FromSeconds(length), output);
            return CommandTable.Done;
        });
        return command;
    }

    private static IReadOnlyList<Benchmark> Chosen(string? name)
    {
        if (name is null)
        {
            return Benchmarks.All;
        }

        return Benchmarks.Find(name) is { } one
            ? [one]
            : throw new UnusableException(
                $"NAME: expected one of {string.Join(", ", Benchmarks.All.Select(known => known.Name))}, got {name}");
    }

    private static string Words()
    {
        var lines = Benchmarks.All.Select(one => $"  {one.Name}: {one.Words}");
        return "Measure on one thread, from the same input each time; one JSON line for each benchmark: items, "
            + "items_per_s, bytes_allocated_per_item, and the nanoseconds for an item in the middle batch (p50_ns) and "
            + "in the one that a hundredth is slower than (p99_ns). Decoders add input_mb_per_s, in 10^6 bytes; a "
            + "peer's line adds the ratio: how many times as fast the line before it is. What is counted:\n"
            + string.Join('\n', lines);
    }
}
