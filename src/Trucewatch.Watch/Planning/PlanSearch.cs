namespace Trucewatch.Watch.Planning;

/// <summary>
/// Makes a plan better by large neighbourhood search (Shaw 1998) with the removal of strings of neighbouring visits
/// (Christiaens and Vanden Berghe 2020): take some searches out, put routes into order (2-opt, Croes 1958), fill them
/// again by gain for each minute, and keep the result unless it is worse by more than a bound that falls to nothing
/// (threshold accepting, Dueck and Scheuer 1990). The number of tries is fixed, never the time: the same request gives
/// the same plan on every machine.
/// </summary>
/// <param name="draft">The plan to begin with.</param>
/// <param name="seed">Of all chance.</param>
internal sealed class PlanSearch(PlanDraft draft, ulong seed)
{
    /// <summary>Blocks that are tried beside one.</summary>
    private const int Neighbours = 20;

    /// <summary>Further blocks that are tried at a place: each the best of some drawn ones.</summary>
    private const int Drawn = 3;

    private const int DrawnIdle = 20;
    private const int DrawnFrom = 6;
    private const int MostTouched = 3;
    private const int LongestString = 12;

    /// <summary>Of longer routes only so many places are tried, and stretches so long turned round.</summary>
    private const int LongRoute = 24;
    private const int PassesEvery = 500;
    private const int ToldEvery = 100;

    /// <summary>The bound at the begin, by what the plan gains.</summary>
    private const double FirstBound = 3e-4;

    private readonly PlanDraws draws = new(seed);
    private readonly int[][] near = Nearest(draft);
    private readonly List<Sortie> touched = [];
    private readonly List<(double Start, int[] Visits)> before = [];
    private readonly HashSet<int> refused = [];
    private readonly List<int> line = [];
    private readonly List<Found>[] bests = [.. Enumerable.Range(0, MostTouched).Select(_ => new List<Found>())];

    /// <summary>Tries so many times, and ends with the best plan that was found.</summary>
    /// <param name="tries">How often.</param>
    /// <param name="told">Is told now and then how many tries are done, or null.</param>
    public void Run(int tries, Action<int>? told = null)
    {
        var (current, best) = (draft.Worth.Gained, draft.Worth.Gained);
        var kept = Copy();
        for (var turn = 0; turn < tries; turn++)
        {
            if (turn % ToldEvery == 0)
            {
                told?.Invoke(turn);
            }

            if (turn % PassesEvery == PassesEvery - 1 && draft.Passes.Satellites > 0)
            {
                draft.Passes.Again(draws.Below(draft.Passes.Satellites));
                current = draft.Worth.Gained;
            }

            Try();
            var bound = FirstBound * current * (1 - (turn / (double)tries));
            if (!draft.IsFair || draft.Worth.Gained < current - bound)
            {
                Undo();
                continue;
            }

            current = draft.Worth.Gained;
            if (current > best)
            {
                (best, kept) = (current, Copy());
            }
        }

        Restore(kept);
    }

    private void Try()
    {
        touched.Clear();
        before.Clear();
        refused.Clear();
        var first = draft.Sorties[draws.Below(draft.Sorties.Length)];
        Touch(first);
        switch (draws.Below(8))
        {
            case 0:
                Shift(first);
                break;
            case 1:
                Reopen(first);
                break;
            case 2 or 3:
                ClearAround(first);
                break;
            default:
                RemoveString(first);
                break;
        }

        foreach (var sortie in touched)
        {
            PutInOrder(sortie);
        }

        Fill();
    }

    private void Touch(Sortie sortie)
    {
        touched.Add(sortie);
        before.Add((sortie.Start, [.. sortie.Visits]));
    }

    private void Undo()
    {
        for (var index = 0; index < touched.Count; index++)
        {
            if (!draft.TrySet(touched[index], before[index].Start, before[index].Visits))
            {
                // Another sortie of the same drone is in its way, which goes back to its time too.
                UndoTogether();
                return;
            }
        }
    }

    private void UndoTogether()
    {
        foreach (var sortie in touched)
        {
            draft.TrySet(sortie, sortie.Start, []);
        }

        for (var index = 0; index < touched.Count; index++)
        {
            Invariant.Holds(
                draft.TrySet(touched[index], before[index].Start, before[index].Visits), "a plan can be taken back to");
        }
    }

    /// <summary>Another take-off; what is not possible then is planned anew.</summary>
    private void Shift(Sortie sortie)
    {
        var start = Math.Clamp(sortie.Start + ((draws.Share() - 0.5) * 240), 0, draft.Horizon);
        draft.TrySet(sortie, start, [.. sortie.Visits]);
    }

    /// <summary>The sortie is planned anew, at any time of the day.</summary>
    private void Reopen(Sortie sortie)
    {
        draft.TrySet(sortie, 0, []);
        sortie.Start = draws.Share() * draft.Horizon;
    }

    private void RemoveString(Sortie sortie)
    {
        if (sortie.IsIdle)
        {
            sortie.Start = draws.Share() * draft.Horizon;
            return;
        }

        var count = 1 + draws.Below(Math.Min(LongestString, Math.Max(1, sortie.Visits.Count / 2)));
        var from = draws.Below(sortie.Visits.Count - count + 1);
        Without(sortie, index => index >= from && index < from + count);
    }

    /// <summary>Takes out what is near a block in a few sorties that come near it.</summary>
    private void ClearAround(Sortie first)
    {
        if (first.IsIdle)
        {
            first.Start = draws.Share() * draft.Horizon;
            return;
        }

        var middle = first.Visits[draws.Below(first.Visits.Count)];
        var from = draws.Below(draft.Sorties.Length);
        for (var step = 0; step < draft.Sorties.Length && touched.Count < MostTouched; step++)
        {
            var other = draft.Sorties[(from + step) % draft.Sorties.Length];
            if (other != first && other.Visits.Exists(block => block == middle || IsNear(middle, block)))
            {
                Touch(other);
            }
        }

        foreach (var sortie in touched)
        {
            Without(sortie, index => sortie.Visits[index] == middle || IsNear(middle, sortie.Visits[index]));
        }
    }

    private bool IsNear(int middle, int block) => Array.IndexOf(near[middle], block) >= 0;

    private void Without(Sortie sortie, Predicate<int> isOut)
    {
        line.Clear();
        for (var index = 0; index < sortie.Visits.Count; index++)
        {
            if (!isOut(index))
            {
                line.Add(sortie.Visits[index]);
            }
        }

        draft.TrySet(sortie, sortie.Start, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line));
    }

    /// <summary>Turns stretches of a route round as long as that makes it shorter.</summary>
    private void PutInOrder(Sortie sortie)
    {
        if (sortie.Visits.Count < 3)
        {
            return;
        }

        var (home, count, any) = (draft.BaseOf(sortie), sortie.Visits.Count, false);
        line.Clear();
        line.AddRange(sortie.Visits);
        float Way(int from, int to) => draft.Travel.Metres(from < 0 || from >= count ? home : line[from],
            to < 0 || to >= count ? home : line[to]);
        for (var isBetter = true; isBetter;)
        {
            isBetter = false;
            for (var from = 0; from < count - 1; from++)
            {
                for (var to = from + 1; to < Math.Min(count, from + LongRoute); to++)
                {
                    if (Way(from - 1, to) + Way(from, to + 1) < Way(from - 1, from) + Way(to, to + 1) - 1)
                    {
                        line.Reverse(from, to - from + 1);
                        (isBetter, any) = (true, true);
                    }
                }
            }
        }

        if (any)
        {
            var (start, visits) = (sortie.Start, sortie.Visits.ToArray());
            if (!draft.TrySet(sortie, start, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line)))
            {
                draft.TrySet(sortie, start, visits);
            }
        }
    }

    /// <summary>
    /// Fills the touched sorties by gain for each minute until nothing more fits. What was found for a place is looked
    /// at again when it is the best: by then its time may be another, or the block searched.
    /// </summary>
    private void Fill()
    {
        for (var index = 0; index < touched.Count; index++)
        {
            bests[index].Clear();
            var count = touched[index].Visits.Count;
            for (var position = 0; position <= count; position++)
            {
                var isLeftOut = count > LongRoute && (draws.Below(count) >= LongRoute);
                bests[index].Add(isLeftOut ? default : BestAt(touched[index], position));
            }
        }

        while (Best() is (>= 0 and var index, var position))
        {
            var (sortie, found, gained) = (touched[index], bests[index][position], draft.Worth.Gained);
            var now = RateAt(sortie, position, found.Block);
            if (now < found.Insertion.Rate * 0.999 || !draft.IsBearable(sortie, found.Block))
            {
                bests[index][position] = BestAt(sortie, position);
                continue;
            }

            if (draft.TryInsert(sortie, new Insertion(now, position, sortie.Start), found.Block))
            {
                if (draft.Worth.Gained > gained)
                {
                    bests[index][position] = BestAt(sortie, position);
                    bests[index].Insert(position + 1, BestAt(sortie, position + 1));
                    continue;
                }

                Without(sortie, visit => visit == position);
            }

            refused.Add(found.Block);
            bests[index][position] = BestAt(sortie, position);
        }
    }

    private (int Index, int Position) Best()
    {
        var (most, at) = (0.0, (-1, -1));
        for (var index = 0; index < touched.Count; index++)
        {
            for (var position = 0; position < bests[index].Count; position++)
            {
                if (bests[index][position].Insertion.Rate > most)
                {
                    (most, at) = (bests[index][position].Insertion.Rate, (index, position));
                }
            }
        }

        return at;
    }

    /// <summary>The best of the blocks near a place of a route, and of some that are drawn from all.</summary>
    private Found BestAt(Sortie sortie, int position)
    {
        var best = default(Found);
        var from = position == 0 ? draft.BaseOf(sortie) : sortie.Visits[position - 1];
        foreach (var block in near[from])
        {
            Offer(sortie, position, block, ref best);
        }

        var minute = position == 0 ? sortie.Start : sortie.Arrivals[position - 1];
        for (var draw = 0; draw < (sortie.IsIdle ? DrawnIdle : Drawn); draw++)
        {
            var block = draws.Below(draft.Ground.Blocks.Length);
            for (var each = 1; each < DrawnFrom; each++)
            {
                var other = draws.Below(draft.Ground.Blocks.Length);
                block = draft.Worth.Expected(other, minute) > draft.Worth.Expected(block, minute) ? other : block;
            }

            Offer(sortie, position, block, ref best);
        }

        return best;
    }

    private double RateAt(Sortie sortie, int position, int block) => sortie.IsIdle
        ? draft.RateAlone(sortie, block, sortie.Start)
        : draft.RateAt(sortie, position, block);

    private void Offer(Sortie sortie, int position, int block, ref Found best)
    {
        var rate = RateAt(sortie, position, block);
        if (rate > best.Insertion.Rate && !refused.Contains(block) && draft.IsBearable(sortie, block))
        {
            best = new Found(new Insertion(rate, position, sortie.Start), block);
        }
    }

    private (double Start, int[] Visits)[] CopyOfSorties() =>
        [.. draft.Sorties.Select(sortie => (sortie.Start, sortie.Visits.ToArray()))];

    private Kept Copy() => new(CopyOfSorties(), draft.Passes.Copy());

    private void Restore(Kept kept)
    {
        draft.Passes.Restore(kept.Passes);
        foreach (var sortie in draft.Sorties)
        {
            draft.TrySet(sortie, sortie.Start, []);
        }

        foreach (var sortie in draft.Sorties)
        {
            var (start, visits) = kept.Sorties[sortie.Number];
            Invariant.Holds(draft.TrySet(sortie, start, visits), "the best plan can be taken back to");
        }
    }

    /// <summary>The nearest blocks of each place that a drone can fly to.</summary>
    private static int[][] Nearest(PlanDraft draft)
    {
        var count = draft.Ground.Blocks.Length;
        var nearest = new int[count + draft.Request.Drones.Length][];
        var (ways, blocks) = (new float[Neighbours + 1], new int[Neighbours + 1]);
        for (var place = 0; place < nearest.Length; place++)
        {
            var held = 0;
            for (var block = 0; block < count; block++)
            {
                var way = draft.Travel.Metres(place, block);
                if (block == place || way >= TravelTable.NoWay || (held == Neighbours && way >= ways[held - 1]))
                {
                    continue;
                }

                var at = held;
                for (; at > 0 && ways[at - 1] > way; at--)
                {
                    (ways[at], blocks[at]) = (ways[at - 1], blocks[at - 1]);
                }

                (ways[at], blocks[at]) = (way, block);
                held = Math.Min(Neighbours, held + 1);
            }

            nearest[place] = blocks[..held];
        }

        return nearest;
    }

    private readonly record struct Found(Insertion Insertion, int Block);

    private sealed record Kept((double Start, int[] Visits)[] Sorties, int[][] Passes);
}
