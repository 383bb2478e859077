using System.Text.Json;

namespace Trucewatch.Server.Bench;

/// <summary>Runs benchmarks and writes one JSON line for each trial as it ends.</summary>
internal static class BenchText
{
    public static void Run(IEnumerable<Benchmark> benchmarks, TimeSpan length, Stream output)
    {
        foreach (var benchmark in benchmarks)
        {
            var itemsPerSBefore = double.NaN;
            foreach (var (trial, measured) in Measured(benchmark, length))
            {
                Write(trial, measured, itemsPerSBefore, output);
                itemsPerSBefore = measured.ItemsPerS;
            }
        }
    }

    private static IEnumerable<(Trial Trial, Measurement Measured)> Measured(Benchmark benchmark, TimeSpan length)
    {
        if (!benchmark.InTurns)
        {
            return benchmark.Prepare().Select(trial => (trial, Measurement.Of(trial, length)));
        }

        var trials = benchmark.Prepare().ToList();
        return trials.Zip(Measurement.OfTurns(trials, length));
    }

    internal static void Write(Trial trial, Measurement measured, double itemsPerSBefore, Stream output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, trial.Name);
            json.WriteNumber("items"u8, measured.Items);
            json.WriteNumber("items_per_s"u8, Math.Round(measured.ItemsPerS, 3));
            json.WriteNumber("bytes_allocated_per_item"u8, Math.Round(measured.BytesPerItem, 3));
            json.WriteNumber("p50_ns"u8, Math.Round(measured.P50Ns, 3));
            json.WriteNumber("p99_ns"u8, Math.Round(measured.P99Ns, 3));
            if (trial.InputBytesPerItem > 0)
            {
                json.WriteNumber("input_mb_per_s"u8, Math.Round(measured.ItemsPerS * trial.InputBytesPerItem / 1e6, 3));
            }

            if (trial.IsPeer)
            {
                json.WriteNumber("ratio"u8, Math.Round(itemsPerSBefore / measured.ItemsPerS, 3));
            }

            foreach (var (name, value) in trial.Figures?.Invoke() ?? [])
            {
                json.WriteNumber(name, value);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
        output.Flush();
    }
}
