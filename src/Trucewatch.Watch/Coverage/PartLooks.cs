using System.Numerics;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// Looks that see a part of a cell, in an hour: two that see different parts see more together than the better one,
/// and how much more the cell's points tell. Alike ones become one: what goes on lasts longer, and pictures that a
/// camera takes within a minute cover together what each of them covers.
/// </summary>
/// <param name="tiles">Number of tiles.</param>
internal sealed class PartLooks(int tiles)
{
    /// <summary>Most parts of a cell and an hour; further ones count as if they all lay in the same place.</summary>
    public const int MaxOfCell = 64;

    // Chances that differ by less are those of one camera in one minute.
    private const int AlikeShift = 10;

    private readonly int[]?[] heads = new int[]?[tiles];
    private readonly Stack<int[]> pool = new();
    private Part[] parts = new Part[256];
    private int count;

    /// <summary>True when a cell of the tile is seen in parts.</summary>
    public bool Has(int tile) => heads[tile] is not null;

    /// <summary>Adds a look; false, and nothing changes, where the cell has too many.</summary>
    /// <param name="tile">The cell's tile.</param>
    /// <param name="cell">The cell, counted from the tile's first.</param>
    /// <param name="minutes">From which minute until before which.</param>
    /// <param name="look">The look.</param>
    public bool TryAdd(int tile, int cell, (int From, int Until) minutes, in CellLook look)
    {
        ref var list = ref heads[tile];
        list ??= pool.Count > 0 ? pool.Pop() : new int[CoverageGround.TileCells];
        ref var head = ref list[cell];
        var length = 0;
        for (var at = head; at != 0; at = parts[at].Next)
        {
            length++;
            if (parts[at].TryTake(minutes, in look))
            {
                return true;
            }
        }

        if (length == MaxOfCell)
        {
            return false;
        }

        // The first one is nobody's, so that 0 ends a list.
        if (++count == parts.Length)
        {
            Array.Resize(ref parts, 2 * parts.Length);
        }

        parts[count] = new Part(in look, minutes, head);
        head = count;
        return true;
    }

    /// <summary>Adds what the parts see in each minute beyond what is seen of the whole cell.</summary>
    /// <param name="tile">The cell's tile.</param>
    /// <param name="cell">The cell, counted from the tile's first.</param>
    /// <param name="seen">The chance of each minute by looks at the whole cell, 0 to 1; takes that of all.</param>
    public void AddTo(int tile, int cell, Span<double> seen)
    {
        Span<int> sorted = stackalloc int[MaxOfCell];
        var length = 0;
        for (var at = heads[tile]?[cell] ?? 0; at != 0; at = parts[at].Next)
        {
            var place = length++;
            for (; place > 0 && parts[sorted[place - 1]].Chance < parts[at].Chance; place--)
            {
                sorted[place] = sorted[place - 1];
            }

            sorted[place] = at;
        }

        for (var minute = 0; length > 0 && minute < seen.Length; minute++)
        {
            var (whole, sum, covered, left) = (seen[minute], seen[minute], 0UL, 1.0);
            foreach (var at in sorted[..length])
            {
                ref readonly var part = ref parts[at];
                var chance = part.Chance / CellLook.One;
                if (minute < part.From || minute >= part.Until || chance <= whole)
                {
                    continue;
                }

                var fresh = Math.Min(left, part.ShareBeyond(covered));
                (sum, covered, left) = (sum + ((chance - whole) * fresh), covered | part.Points, left - fresh);
            }

            seen[minute] = sum;
        }
    }

    /// <summary>Empties it for another hour.</summary>
    public void Clear()
    {
        count = 0;
        foreach (ref var list in heads.AsSpan())
        {
            if (list is not null)
            {
                Array.Clear(list);
                pool.Push(list);
                list = null;
            }
        }
    }

    private struct Part
    {
        public double Chance;
        public ulong Points;
        public byte From;
        public byte Until;
        public int Next;

        // Of the looks in it that see most of the cell: how much of it a point stands for. Of less the points say less.
        private double most;
        private double shares;
        private double counts;

        public Part(in CellLook look, (int From, int Until) minutes, int next)
        {
            (Chance, Points) = (look.Chance, look.Points);
            (shares, counts) = (look.Share / (double)CellLook.One, BitOperations.PopCount(look.Points));
            most = shares;
            (From, Until, Next) = ((byte)minutes.From, (byte)minutes.Until, next);
        }

        /// <summary>The share of the cell that lies in this part and not in what is covered.</summary>
        public readonly double ShareBeyond(ulong covered) =>
            BitOperations.PopCount(Points & ~covered) * shares / counts;

        /// <summary>Takes a look into itself where it is alike; else false.</summary>
        public bool TryTake((int From, int Until) minutes, in CellLook look)
        {
            if (Chance == look.Chance && Points == look.Points
                && Math.Abs(ShareBeyond(0) - (look.Share / (double)CellLook.One)) < 1e-6
                && minutes.From <= Until && minutes.Until >= From)
            {
                (From, Until) = ((byte)Math.Min(From, minutes.From), (byte)Math.Max(Until, minutes.Until));
                return true;
            }

            if (minutes == (From, Until) && (int)Chance >> AlikeShift == look.Chance >> AlikeShift)
            {
                Join(in look);
                return true;
            }

            return look.Chance <= Chance && (look.Points & ~Points) == 0
                && minutes.From >= From && minutes.Until <= Until;
        }

        /// <summary>Both parts become one, with the mean of their chances.</summary>
        private void Join(in CellLook look)
        {
            var (known, more) = (BitOperations.PopCount(Points), BitOperations.PopCount(look.Points & ~Points));
            Chance += (look.Chance - Chance) * more / (known + more);
            Points |= look.Points;
            var (share, count) = (look.Share / (double)CellLook.One, BitOperations.PopCount(look.Points));
            if (share > 2 * most)
            {
                (shares, counts) = (share, count);
            }
            else if (share > most / 2)
            {
                (shares, counts) = (shares + share, counts + count);
            }

            most = Math.Max(most, share);
        }
    }
}
