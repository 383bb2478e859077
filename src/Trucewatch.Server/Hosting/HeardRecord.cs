using Trucewatch.Domain;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// In which stretches of floor time anything came in by each feed. That a feed was heard does not say what area was
/// watched.
/// </summary>
internal sealed class HeardRecord
{
    public const int MaxMinutes = 7 * 24 * 60;

    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedSet<long>> minutes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instant> last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> frames = new(StringComparer.Ordinal);

    /// <summary>Notes frames of a feed.</summary>
    public void Note(string feed, ReadOnlySpan<long> receivedAtUs)
    {
        lock (gate)
        {
            var known = minutes.TryGetValue(feed, out var set) ? set : minutes[feed] = [];
            foreach (var at in receivedAtUs)
            {
                known.Add(at / 60_000_000);
            }

            while (known.Count > MaxMinutes)
            {
                known.Remove(known.Min);
            }

            if (receivedAtUs.Length > 0)
            {
                last[feed] = new Instant(receivedAtUs[^1]);
            }

            frames[feed] = frames.GetValueOrDefault(feed) + receivedAtUs.Length;
        }
    }

    /// <summary>Frames of a feed so far, and when the last one came.</summary>
    public (long Frames, Instant? Last) Of(string feed)
    {
        lock (gate)
        {
            return (frames.GetValueOrDefault(feed), last.TryGetValue(feed, out var at) ? at : null);
        }
    }

    /// <summary>When the last frame of any feed came, or null.</summary>
    public Instant? Last()
    {
        lock (gate)
        {
            return last.Count == 0 ? null : last.Values.Max();
        }
    }

    /// <summary>The first minute in which anything was heard by one of these feeds, or null.</summary>
    public Instant? From(IEnumerable<string> feeds)
    {
        lock (gate)
        {
            var starts = feeds.Select(feed => minutes.GetValueOrDefault(feed)).OfType<SortedSet<long>>()
                .Where(set => set.Count > 0).Select(set => set.Min).ToList();
            return starts.Count == 0 ? null : new Instant(starts.Min() * 60_000_000);
        }
    }

    /// <summary>For each of so many equal bins of a stretch of time: 1 when the feed was heard in it, else 0.</summary>
    public int[] Bins(string feed, Instant from, Instant to, int count)
    {
        var bins = new int[count];
        var span = Math.Max(1, to.UnixMicroseconds - from.UnixMicroseconds);
        lock (gate)
        {
            if (!minutes.TryGetValue(feed, out var set))
            {
                return bins;
            }

            foreach (var minute in set)
            {
                // A minute counts for every bin that it touches: bins may be shorter than a minute.
                var first = Bin((minute * 60_000_000) - from.UnixMicroseconds);
                var end = Bin(((minute + 1) * 60_000_000) - from.UnixMicroseconds - 1);
                for (var bin = Math.Max(0, first); bin <= Math.Min(count - 1, end); bin++)
                {
                    bins[bin] = 1;
                }
            }
        }

        return bins;

        int Bin(long offsetUs) => (int)Math.Clamp(Math.Floor((double)offsetUs * count / span), -1, count);
    }
}
