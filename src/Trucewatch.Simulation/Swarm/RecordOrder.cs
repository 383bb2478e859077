using Trucewatch.Domain;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Swarm;

/// <summary>A recorded frame in its place.</summary>
/// <param name="Feed">Name of its feed.</param>
/// <param name="At">Receive time.</param>
/// <param name="Bytes">The frame.</param>
public readonly record struct OrderedFrame(string Feed, Instant At, ReadOnlyMemory<byte> Bytes);

/// <summary>Other orders of one record.</summary>
public static class RecordOrder
{
    /// <summary>
    /// The frames with those of one receive time in another order of feeds. Frames of one feed keep their order,
    /// because their numbers are theirs.
    /// </summary>
    /// <param name="record">The frames as they were recorded.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="withinFeed">True plants a failure: frames of one feed change places too.</param>
    public static List<OrderedFrame> Shuffled(IReadOnlyList<OrderedFrame> record, ulong seed, bool withinFeed = false)
    {
        var draws = Draws.Named(seed, "order");
        var shuffled = new List<OrderedFrame>(record.Count);
        for (int from = 0, to; from < record.Count; from = to)
        {
            to = from + 1;
            while (to < record.Count && record[to].At == record[from].At)
            {
                to++;
            }

            var group = record.Skip(from).Take(to - from);
            shuffled.AddRange(withinFeed ? group.Reverse() : Interleaved(group, draws));
        }

        return shuffled;
    }

    private static IEnumerable<OrderedFrame> Interleaved(IEnumerable<OrderedFrame> group, Draws draws)
    {
        var lanes = group.GroupBy(frame => frame.Feed, StringComparer.Ordinal)
            .OrderBy(lane => lane.Key, StringComparer.Ordinal)
            .Select(lane => new Queue<OrderedFrame>(lane))
            .ToList();
        while (lanes.Count > 0)
        {
            var lane = draws.Below(lanes.Count);
            yield return lanes[lane].Dequeue();
            if (lanes[lane].Count == 0)
            {
                lanes.RemoveAt(lane);
            }
        }
    }
}
