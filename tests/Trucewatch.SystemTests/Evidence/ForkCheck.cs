using Trucewatch.Evidence.Notes;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>A cosignature that a witness gave.</summary>
/// <param name="Witness">Which witness.</param>
/// <param name="Log">Which log.</param>
/// <param name="Head">What it cosigned.</param>
/// <param name="AskedAt">When it was asked, in ticks of the stopwatch.</param>
/// <param name="AnsweredAt">When its answer was there.</param>
public sealed record GivenCosignature(int Witness, ForkedLog Log, TreeHead Head, long AskedAt, long AnsweredAt);

/// <summary>Looks through cosignatures for what no set of honest witnesses gives.</summary>
public static class ForkCheck
{
    /// <summary>All that is wrong, one line each.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyCollection<GivenCosignature> given, int quorum)
    {
        var found = new List<string>();
        foreach (var ofLog in given.GroupBy(one => one.Log))
        {
            foreach (var ofWitness in ofLog.GroupBy(one => one.Witness))
            {
                Forks(ofLog.Key, ofWitness.Key, [.. ofWitness], found);
            }

            var enough = Enumerable.Range(0, 2).Count(branch => ofLog
                .Where(one => one.Head.Size > ForkedLog.SharedSize && IsIn(one, branch))
                .GroupBy(one => one.Head.Size)
                .Any(size => size.Select(one => one.Witness).Distinct().Count() >= quorum));
            if (enough > 1)
            {
                found.Add($"{ofLog.Key.Origin}: both trees have a quorum");
            }
        }

        return found;
    }

    private static void Forks(ForkedLog log, int witness, List<GivenCosignature> given, List<string> found)
    {
        var beyond = given.Where(one => one.Head.Size > ForkedLog.SharedSize).ToList();
        if (beyond.Exists(one => IsIn(one, 0)) && beyond.Exists(one => IsIn(one, 1)))
        {
            found.Add($"{log.Origin}: witness {witness} cosigned both trees");
        }

        // What was asked for after the answer for a larger tree had come must not be cosigned smaller.
        var largest = 0L;
        var answered = new PriorityQueue<long, long>();
        foreach (var one in given.OrderBy(one => one.AskedAt))
        {
            while (answered.TryPeek(out var size, out var at) && at < one.AskedAt)
            {
                largest = Math.Max(largest, size);
                answered.Dequeue();
            }

            if (one.Head.Size < largest)
            {
                found.Add(FormattableString.Invariant(
                    $"{log.Origin}: witness {witness} cosigned size {one.Head.Size} after size {largest}"));
            }

            answered.Enqueue(one.Head.Size, one.AnsweredAt);
        }
    }

    private static bool IsIn(GivenCosignature one, int branch) =>
        one.Head == one.Log.Head(branch, (int)one.Head.Size);
}
