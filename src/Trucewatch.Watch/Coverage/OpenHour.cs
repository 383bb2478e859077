using Trucewatch.Domain.Looks;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// An hour that looks still come in for, minute by minute: for each cell, minute and modality the best chance to see.
/// Sheets of a tile are made where somebody looks, and lent again when the hour is folded into one byte a cell.
/// </summary>
/// <param name="ground">The cells.</param>
/// <param name="pool">Empty sheets.</param>
internal sealed class OpenHour(CoverageGround ground, Stack<ushort[]> pool)
{
    /// <summary>Minutes of an hour.</summary>
    public const int Minutes = 60;

    private const int Heard = (int)Modality.Reception - 1;

    private readonly ushort[]?[][] sheets =
        [.. Enumerable.Range(0, CoverageLedger.Modalities).Select(_ => new ushort[]?[ground.TileCount])];

    private readonly PartLooks[] parts =
        [.. Enumerable.Range(0, CoverageLedger.Modalities).Select(_ => new PartLooks(ground.TileCount))];

    private readonly bool[] isUsed = new bool[CoverageLedger.Modalities];

    /// <summary>Number of the hour since 1970.</summary>
    public long Hour { get; set; }

    /// <summary>True when a look of the modality came in.</summary>
    public bool IsUsed(int modality) => isUsed[modality];

    /// <summary>Takes in what a look sees of a cell in some minutes.</summary>
    /// <param name="modality">Modality from 0.</param>
    /// <param name="tile">The cell's tile.</param>
    /// <param name="cell">The cell, counted from the tile's first.</param>
    /// <param name="minutes">From which minute until before which.</param>
    /// <param name="look">What it sees.</param>
    public void Take(int modality, int tile, int cell, (int From, int Until) minutes, in CellLook look)
    {
        isUsed[modality] = true;
        if (look.IsWhole)
        {
            Raise(modality, tile, cell, minutes, look.Chance);
        }
        else if (!parts[modality].TryAdd(tile, cell, minutes, in look))
        {
            Raise(modality, tile, cell, minutes, (ushort)(look.Mean * CellLook.One));
        }
    }

    /// <summary>One byte a cell: the mean of the first minutes over a whole hour.</summary>
    public void Fold(int modality, int minutes, Span<byte> plane)
    {
        plane.Clear();
        Span<double> seen = stackalloc double[Minutes];
        var left = 0.0;
        for (var tile = 0; tile < ground.TileCount; tile++)
        {
            FoldTile(modality, tile, seen[..minutes], plane, ref left);
        }
    }

    /// <summary>
    /// The same of all modalities that look: the chance that at least one sees, each by itself, minute by minute. What
    /// is only heard is left out.
    /// </summary>
    public void FoldAll(int minutes, Span<byte> plane)
    {
        plane.Clear();
        Span<double> hour = stackalloc double[Minutes];
        Span<double> other = stackalloc double[Minutes];
        Span<double> tileSums = stackalloc double[CoverageGround.TileCells];
        var seen = hour[..minutes];
        var missed = other[..minutes];
        var left = 0.0;
        for (var tile = 0; tile < ground.TileCount; tile++)
        {
            var (used, only) = UsedAt(tile);
            if (used == 1)
            {
                FoldTile(only, tile, seen, plane, ref left);
                continue;
            }

            var (first, end) = ground.CellsOf(tile);
            tileSums.Clear();
            for (var cell = first; used > 0 && cell < end; cell++)
            {
                missed.Fill(1);
                for (var modality = 0; modality < sheets.Length; modality++)
                {
                    if (modality != Heard && See(modality, tile, cell - first, seen))
                    {
                        for (var minute = 0; minute < minutes; minute++)
                        {
                            missed[minute] *= 1 - seen[minute];
                        }
                    }
                }

                tileSums[cell - first] = minutes - Sum(missed);
            }

            Round(tileSums[..(end - first)], plane[first..end], ref left);
        }
    }

    /// <summary>Empties it for another hour.</summary>
    public void Begin(long hour)
    {
        Hour = hour;
        for (var modality = 0; modality < sheets.Length; modality++)
        {
            if (!isUsed[modality])
            {
                continue;
            }

            isUsed[modality] = false;
            parts[modality].Clear();
            foreach (ref var sheet in sheets[modality].AsSpan())
            {
                if (sheet is not null)
                {
                    Array.Clear(sheet);
                    pool.Push(sheet);
                    sheet = null;
                }
            }
        }
    }

    private static double Sum(ReadOnlySpan<double> minutes)
    {
        var sum = 0.0;
        foreach (var minute in minutes)
        {
            sum += minute;
        }

        return sum;
    }

    private void Raise(int modality, int tile, int cell, (int From, int Until) minutes, ushort chance)
    {
        ref var sheet = ref sheets[modality][tile];
        sheet ??= pool.Count > 0 ? pool.Pop() : new ushort[CoverageGround.TileCells * Minutes];
        foreach (ref var minute in sheet.AsSpan((cell * Minutes) + minutes.From, minutes.Until - minutes.From))
        {
            minute = Math.Max(minute, chance);
        }
    }

    /// <summary>The chance of each minute of a cell, 0 to 1; false where nobody looks at its tile.</summary>
    private bool See(int modality, int tile, int cell, Span<double> seen)
    {
        var (sheet, hasParts) = (sheets[modality][tile], parts[modality].Has(tile));
        if (sheet is null && !hasParts)
        {
            return false;
        }

        seen.Clear();
        for (var minute = 0; sheet is not null && minute < seen.Length; minute++)
        {
            seen[minute] = sheet[(cell * Minutes) + minute] / (double)CellLook.One;
        }

        if (hasParts)
        {
            parts[modality].AddTo(tile, cell, seen);
        }

        return true;
    }

    private void FoldTile(int modality, int tile, Span<double> seen, Span<byte> plane, ref double left)
    {
        var (first, end) = ground.CellsOf(tile);
        Span<double> sums = stackalloc double[CoverageGround.TileCells];
        for (var cell = first; cell < end && See(modality, tile, cell - first, seen); cell++)
        {
            sums[cell - first] = Sum(seen);
        }

        Round(sums[..(end - first)], plane[first..end], ref left);
    }

    /// <summary>
    /// Sums of minutes as bytes, the greatest first: what rounding leaves at the end is no more than half a step of the
    /// least, and a footprint's edge has cells of which it sees little.
    /// </summary>
    private static void Round(ReadOnlySpan<double> sums, Span<byte> plane, ref double left)
    {
        Span<ulong> order = stackalloc ulong[CoverageGround.TileCells];
        var count = 0;
        for (var cell = 0; cell < sums.Length; cell++)
        {
            // Of equal ones the first comes first.
            var rank = (ulong)(sums[cell] / Minutes * (1UL << 48));
            order[count] = (rank << 8) | (uint)(CoverageGround.TileCells - 1 - cell);
            count += sums[cell] > 0 ? 1 : 0;
        }

        order[..count].Sort();
        for (var index = count - 1; index >= 0; index--)
        {
            var cell = CoverageGround.TileCells - 1 - (int)(order[index] & 0xff);
            plane[cell] = Chances.Next(sums[cell] / Minutes, ref left);
        }
    }

    /// <summary>How many modalities looked at a tile, and the last one of them.</summary>
    private (int Count, int Last) UsedAt(int tile)
    {
        var (count, last) = (0, 0);
        for (var modality = 0; modality < sheets.Length; modality++)
        {
            if (modality != Heard && (sheets[modality][tile] is not null || parts[modality].Has(tile)))
            {
                (count, last) = (count + 1, modality);
            }
        }

        return (count, last);
    }
}
