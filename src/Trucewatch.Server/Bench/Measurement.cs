using System.Diagnostics;

namespace Trucewatch.Server.Bench;

/// <summary>What a trial took.</summary>
/// <param name="Items">Items done.</param>
/// <param name="ItemsPerS">Items in a second.</param>
/// <param name="BytesPerItem">Bytes allocated on the measuring thread for each item.</param>
/// <param name="P50Ns">Nanoseconds for an item in the middle one of all batches.</param>
/// <param name="P99Ns">The same in the batch that one of a hundred is slower than.</param>
internal sealed record Measurement(long Items, double ItemsPerS, double BytesPerItem, double P50Ns, double P99Ns)
{
    /// <summary>Measuring stops after so many batches, whatever the time.</summary>
    public const int MaxBatches = 1 << 20;

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Runs batches for a while unmeasured, so that the code is compiled as well as it will be, and then
    /// measures them one by one, at least one.</summary>
    public static Measurement Of(Trial trial, TimeSpan length)
    {
        var warmUp = length < LongestWarmUp ? length : LongestWarmUp;
        var (batch, left) = (0L, 0L);
        var start = Stopwatch.GetTimestamp();
        do
        {
            left ^= trial.RunBatch(batch++);
        }
        while (Stopwatch.GetElapsedTime(start) < warmUp);

        var ticks = new List<long>(MaxBatches);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
        do
        {
            var before = Stopwatch.GetTimestamp();
            left ^= trial.RunBatch(batch++);
            ticks.Add(Stopwatch.GetTimestamp() - before);
        }
        while (Stopwatch.GetElapsedTime(start) < length && ticks.Count < MaxBatches);

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        GC.KeepAlive(left);
        return From(ticks, trial.BatchItems, bytes);
    }

    /// <summary>The figures of batches that took so many ticks of the stopwatch each.</summary>
    internal static Measurement From(List<long> ticks, int batchItems, long bytes)
    {
        var items = (long)ticks.Count * batchItems;
        var seconds = Math.Max(1, ticks.Sum()) / (double)Stopwatch.Frequency;
        ticks.Sort();
        return new Measurement(items, items / seconds, (double)bytes / items, Ns(0.5), Ns(0.99));

        double Ns(double share) =>
            ticks[(int)(share * (ticks.Count - 1))] * (1e9 / Stopwatch.Frequency) / batchItems;
    }
}
