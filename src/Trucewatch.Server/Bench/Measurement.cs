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
    public static Measurement Of(Trial trial, TimeSpan length) => OfTurns([trial], length)[0];

    /// <summary>
    /// Measures trials in turns, a batch of each: what else the machine does, and what it compiled meanwhile, falls on
    /// all of them alike. Each gets the time of the warm-up and of the measuring.
    /// </summary>
    public static Measurement[] OfTurns(IReadOnlyList<Trial> trials, TimeSpan length)
    {
        var warmUp = length < LongestWarmUp ? length : LongestWarmUp;
        var left = 0L;
        var batch = Turns(trials, first: 0, warmUp, (trial, number) =>
        {
            left ^= trials[trial].RunBatch(number);
            trials[trial].AfterBatch?.Invoke();
        });
        var ticks = trials.Select(_ => new List<long>(MaxBatches)).ToArray();
        var bytes = new long[trials.Count];
        Turns(trials, batch, length, (trial, number) =>
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Stopwatch.GetTimestamp();
            left ^= trials[trial].RunBatch(number);
            ticks[trial].Add(Stopwatch.GetTimestamp() - before);
            bytes[trial] += GC.GetAllocatedBytesForCurrentThread() - allocated;
            trials[trial].AfterBatch?.Invoke();
        });
        GC.KeepAlive(left);
        return [.. trials.Select((trial, i) => From(ticks[i], trial.BatchItems, bytes[i]))];
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

    /// <summary>Runs a batch of each trial in turn until the time of all is over; gives the next batch's
    /// number.</summary>
    private static long Turns(IReadOnlyList<Trial> trials, long first, TimeSpan length, Action<int, long> run)
    {
        var start = Stopwatch.GetTimestamp();
        var batch = first;
        do
        {
            for (var trial = 0; trial < trials.Count; trial++)
            {
                run(trial, batch);
            }

            batch++;
        }
        while (Stopwatch.GetElapsedTime(start) < length * trials.Count && batch - first < MaxBatches);
        return batch;
    }
}
