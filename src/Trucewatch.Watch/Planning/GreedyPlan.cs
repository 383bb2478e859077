namespace Trucewatch.Watch.Planning;

/// <summary>
/// The plan that takes, again and again, the search with the largest gain for each minute that it costs, at the best
/// place of all sorties (lazily: what was found once is an upper bound until it is asked for again, Minoux 1978).
/// Satellites choose first, because they cost no minutes.
/// </summary>
/// <param name="draft">An empty plan.</param>
internal sealed class GreedyPlan(PlanDraft draft)
{
    /// <summary>Take-offs are tried so many minutes apart.</summary>
    public const double StartsApart = 30;

    private readonly int blocks = draft.Ground.Blocks.Length;
    private readonly float[] rates = new float[draft.Sorties.Length * draft.Ground.Blocks.Length];
    private readonly float[] mosts = new float[draft.Sorties.Length];

    /// <summary>Fills the plan.</summary>
    public void Fill()
    {
        draft.Passes.TakeBest();
        foreach (var sortie in draft.Sorties)
        {
            Rate(sortie);
        }

        while (Best() is ({ } sortie, var block))
        {
            var found = Find(sortie, block);
            if (found.Rate < rates[(sortie.Number * blocks) + block] * 0.999999)
            {
                Set(sortie, block, (float)found.Rate);
                continue;
            }

            var (gained, wasIdle) = (draft.Worth.Gained, sortie.IsIdle);
            if (!draft.TryInsert(sortie, in found, block))
            {
                Set(sortie, block, 0);
            }
            else if (draft.Worth.Gained < gained)
            {
                // What it takes from later visits, which come later by it, is more than what it gives.
                int[] visits = [.. sortie.Visits.Where((_, index) => index != found.Position)];
                Invariant.Holds(draft.TrySet(sortie, sortie.Start, visits), "what was possible is possible");
                Set(sortie, block, 0);
            }
            else
            {
                Rate(sortie);
                foreach (var other in wasIdle ? draft.SortiesOf[sortie.Drone] : [])
                {
                    if (other.IsIdle)
                    {
                        Rate(other);
                    }
                }
            }
        }
    }

    /// <summary>The best place of a block in a sortie.</summary>
    private Insertion Find(Sortie sortie, int block)
    {
        var best = default(Insertion);
        if (!sortie.IsIdle)
        {
            for (var position = 0; position <= sortie.Visits.Count; position++)
            {
                var rate = draft.RateAt(sortie, position, block);
                best = rate > best.Rate ? new Insertion(rate, position, 0) : best;
            }

            return best;
        }

        var limit = draft.LimitOf(sortie);
        for (var start = 0.0; start <= draft.Horizon - Math.Min(limit, draft.Horizon); start += StartsApart)
        {
            if (IsFree(sortie, start, limit))
            {
                var rate = draft.RateAlone(sortie, block, start);
                best = rate > best.Rate ? new Insertion(rate, 0, start) : best;
            }
        }

        return best;
    }

    /// <summary>True when a sortie of full length has room between the drone's others of full length.</summary>
    private bool IsFree(Sortie sortie, double start, double limit)
    {
        var apart = limit + draft.Request.Drones[sortie.Drone].Turnaround.TotalMinutes;
        foreach (var other in draft.SortiesOf[sortie.Drone])
        {
            if (!other.IsIdle && Math.Abs(other.Start - start) < apart)
            {
                return false;
            }
        }

        return true;
    }

    private void Rate(Sortie sortie)
    {
        for (var block = 0; block < blocks; block++)
        {
            rates[(sortie.Number * blocks) + block] =
                draft.Travel.IsClosed(block) ? 0 : (float)Find(sortie, block).Rate;
        }

        FindMost(sortie);
    }

    private void Set(Sortie sortie, int block, float rate)
    {
        ref var known = ref rates[(sortie.Number * blocks) + block];
        var wasMost = known >= mosts[sortie.Number];
        known = rate;
        if (wasMost)
        {
            FindMost(sortie);
        }
    }

    private void FindMost(Sortie sortie)
    {
        var most = 0f;
        foreach (var each in RatesOf(sortie.Number))
        {
            most = Math.Max(most, each);
        }

        mosts[sortie.Number] = most;
    }

    private ReadOnlySpan<float> RatesOf(int sortie) => rates.AsSpan(sortie * blocks, blocks);

    private (Sortie? Sortie, int Block) Best()
    {
        var (most, at) = (0f, (Sortie: -1, Block: -1));
        for (var sortie = 0; sortie < mosts.Length; sortie++)
        {
            if (mosts[sortie] <= most)
            {
                continue;
            }

            var known = RatesOf(sortie);
            for (var block = 0; block < known.Length; block++)
            {
                if (known[block] > most && draft.IsBearable(draft.Sorties[sortie], block))
                {
                    (most, at) = (known[block], (sortie, block));
                }
            }
        }

        return at.Sortie < 0 ? (null, -1) : (draft.Sorties[at.Sortie], at.Block);
    }
}
