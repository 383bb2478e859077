using Trucewatch.Domain;
using Trucewatch.Domain.Stores;

namespace Trucewatch.Server.Past;

/// <summary>
/// Where tracks were, in the order of places. The store keeps states in the order in which they came; here they stand
/// in runs of about <see cref="RunStates"/>, each sorted by place, and read from the store when it is asked for. The
/// newest states, too few for a run yet, stand as they came. It knows what the store has committed, and no more.
/// </summary>
/// <param name="store">The picture.</param>
/// <param name="runStates">States in a run, or a commit's worth more.</param>
/// <param name="maxRuns">Runs that are kept in memory.</param>
internal sealed class PastPlaces(
    IPictureStore store, int runStates = PastPlaces.RunStates, int maxRuns = PastPlaces.MaxRuns)
{
    public const int RunStates = 65_536;

    /// <summary>About 130 MB. Questions about more read again from the store what was not asked for the longest.
    /// </summary>
    public const int MaxRuns = 64;

    private const int SpansAtOnce = 4096;

    private readonly Lock gate = new();
    private readonly List<Run> runs = [];
    private readonly List<Run> loaded = [];
    private Run open = new(-1);
    private PastPlace[] newest = [];
    private int newestCount;
    private long newestTo = -1;
    private long uses;

    /// <summary>Runs that stand in memory.</summary>
    public int LoadedRuns
    {
        get
        {
            lock (gate)
            {
                return loaded.Count;
            }
        }
    }

    /// <summary>
    /// Stored states in parts, one of them in memory at a time. Parts of runs hold only keys of the range, and only
    /// runs are read whose times touch the asked ones; the last part holds the newest states of all places. Times are
    /// for the reader to look at.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<PastPlace>> Within((ulong First, ulong Last) keys, Instant from, Instant to)
    {
        Run[] asked;
        ReadOnlyMemory<PastPlace> tail;
        lock (gate)
        {
            TakeNew();
            asked = [.. runs.Where(run => run.ToUs >= from.UnixMicroseconds && run.FromUs <= to.UnixMicroseconds)];
            tail = newest.AsMemory(0, newestCount);
        }

        foreach (var run in asked)
        {
            var sorted = Load(run);
            var begin = Lower(sorted, keys.First);
            var end = keys.Last == ulong.MaxValue ? sorted.Length : Lower(sorted, keys.Last + 1);
            yield return sorted.AsMemory(begin, end - begin);
        }

        yield return tail;
    }

    /// <summary>Takes up what the store committed since.</summary>
    private void TakeNew()
    {
        IReadOnlyList<TrackSpan> spans;
        do
        {
            spans = store.ReadTrackSpans(open.Last, SpansAtOnce);
            foreach (var span in spans)
            {
                Take(span);
            }
        }
        while (spans.Count == SpansAtOnce);
        if (newestTo == open.Last)
        {
            return;
        }

        // Readers hold what stands there already: it is added to, and never written over.
        var places = store.ReadTrackPlaces(newestTo, open.Last);
        if (newest.Length < newestCount + places.Count)
        {
            Array.Resize(ref newest, Math.Max(2 * newest.Length, newestCount + places.Count));
        }

        foreach (var place in places)
        {
            newest[newestCount++] = PastPlace.Of(place);
        }

        newestTo = open.Last;
    }

    private void Take(TrackSpan span)
    {
        open.Last = span.Position;
        open.States += span.States;
        open.FromUs = Math.Min(open.FromUs, span.From.UnixMicroseconds);
        open.ToUs = Math.Max(open.ToUs, span.To.UnixMicroseconds);
        if (open.States >= runStates)
        {
            runs.Add(open);
            open = new Run(span.Position);
            (newest, newestCount, newestTo) = ([], 0, span.Position);
        }
    }

    private PastPlace[] Load(Run run)
    {
        lock (gate)
        {
            run.LastUse = ++uses;
            if (run.Sorted is { } known)
            {
                return known;
            }

            PastPlace[] sorted = [.. store.ReadTrackPlaces(run.After, run.Last).Select(place => PastPlace.Of(place))];
            Array.Sort(sorted, PastPlace.ByKey);
            run.Sorted = sorted;
            loaded.Add(run);
            if (loaded.Count > maxRuns)
            {
                var oldest = loaded.MinBy(one => one.LastUse)!;
                oldest.Sorted = null;
                loaded.Remove(oldest);
            }

            return sorted;
        }
    }

    /// <summary>Index of the first place whose key is not less.</summary>
    private static int Lower(PastPlace[] sorted, ulong key)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle].Key < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>States of the commits after one input position and up to another.</summary>
    private sealed class Run(long after)
    {
        public long After { get; } = after;

        public long Last { get; set; } = after;

        public int States { get; set; }

        public long FromUs { get; set; } = long.MaxValue;

        public long ToUs { get; set; } = long.MinValue;

        public PastPlace[]? Sorted { get; set; }

        public long LastUse { get; set; }
    }
}
