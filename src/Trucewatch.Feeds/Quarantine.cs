using System.Collections.Immutable;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds;

/// <summary>Frames of one feed that gave a fault.</summary>
/// <param name="Feed">Name of the feed.</param>
/// <param name="Counts">Number of faults of each kind that occurred, in the order of <see cref="FrameFault"/>.</param>
/// <param name="Latest">The latest frames at fault, oldest first; their bytes are in the record.</param>
public sealed record QuarantinedFeed(
    string Feed,
    ImmutableArray<(FrameFault Fault, long Count)> Counts,
    ImmutableArray<(long Sequence, FrameFault Fault)> Latest);

/// <summary>
/// Counts faults by feed and reason and remembers which frames they were. Nothing is thrown away: the frames themselves
/// stand in the record. Safe for several threads.
/// </summary>
public sealed class Quarantine
{
    /// <summary>Frames remembered for each feed; older ones are only counted.</summary>
    public const int KeptPerFeed = 256;

    private static readonly int Kinds = Enum.GetValues<FrameFault>().Length;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Ward> wards = new(StringComparer.Ordinal);

    /// <summary>Notes a fault; <see cref="FrameFault.None"/> is no fault and is not noted.</summary>
    public void Note(string feed, long sequence, FrameFault fault)
    {
        ArgumentNullException.ThrowIfNull(feed);
        if (fault == FrameFault.None)
        {
            return;
        }

        lock (gate)
        {
            if (!wards.TryGetValue(feed, out var ward))
            {
                ward = new Ward();
                wards.Add(feed, ward);
            }

            ward.Counts[(int)fault]++;
            if (ward.Latest.Count == KeptPerFeed)
            {
                ward.Latest.Dequeue();
            }

            ward.Latest.Enqueue((sequence, fault));
        }
    }

    /// <summary>All feeds with faults, by name.</summary>
    public ImmutableArray<QuarantinedFeed> Snapshot()
    {
        lock (gate)
        {
            return [.. wards.Select(pair => pair.Value.Seen(pair.Key))];
        }
    }

    private sealed class Ward
    {
        public long[] Counts { get; } = new long[Kinds];

        public Queue<(long Sequence, FrameFault Fault)> Latest { get; } = new();

        public QuarantinedFeed Seen(string feed)
        {
            var counts = Enum.GetValues<FrameFault>().Select(fault => (Fault: fault, Count: Counts[(int)fault]));
            return new QuarantinedFeed(feed, [.. counts.Where(pair => pair.Count > 0)], [.. Latest]);
        }
    }
}
