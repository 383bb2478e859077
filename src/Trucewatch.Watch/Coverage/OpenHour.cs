using Trucewatch.Domain.Looks;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// An hour that looks still come in for, minute by minute: for each cell, minute and modality the best chance to see.
/// Sheets of a tile are made where somebody looks, and lent again when the hour is folded into one byte a cell.
/// </summary>
/// <param name="ground">The cells.</param>
/// <param name="pool">Empty sheets.</param>
internal sealed class OpenHour(CoverageGround ground, Stack<byte[]> pool)
{
    /// <summary>Minutes of an hour.</summary>
    public const int Minutes = 60;

    private const int Heard = (int)Modality.Reception - 1;

    private readonly byte[]?[][] sheets =
        [.. Enumerable.Range(0, CoverageLedger.Modalities).Select(_ => new byte[]?[ground.TileCount])];

    private readonly bool[] isUsed = new bool[CoverageLedger.Modalities];

    /// <summary>Number of the hour since 1970.</summary>
    public long Hour { get; set; }

    /// <summary>True when a look of the modality came in.</summary>
    public bool IsUsed(int modality) => isUsed[modality];

    /// <summary>Raises the chance of a cell in some minutes.</summary>
    /// <param name="modality">Modality from 0.</param>
    /// <param name="tile">The cell's tile.</param>
    /// <param name="cell">The cell, counted from the tile's first.</param>
    /// <param name="minutes">From which minute until before which.</param>
    /// <param name="chance">The chance as a byte.</param>
    public void Raise(int modality, int tile, int cell, (int From, int Until) minutes, byte chance)
    {
        ref var sheet = ref sheets[modality][tile];
        if (sheet is null)
        {
            sheet = pool.Count > 0 ? pool.Pop() : new byte[CoverageGround.TileCells * Minutes];
            isUsed[modality] = true;
        }

        foreach (ref var minute in sheet.AsSpan((cell * Minutes) + minutes.From, minutes.Until - minutes.From))
        {
            minute = Math.Max(minute, chance);
        }
    }

    /// <summary>The chance of a cell in a minute as a byte.</summary>
    public byte At(int modality, int tile, int cell, int minute) =>
        sheets[modality][tile]?[(cell * Minutes) + minute] ?? 0;

    /// <summary>One byte a cell: the mean of the first minutes over a whole hour.</summary>
    public void Fold(int modality, int minutes, Span<byte> plane)
    {
        plane.Clear();
        for (var tile = 0; tile < ground.TileCount; tile++)
        {
            FoldTile(tile, sheets[modality][tile], minutes, plane);
        }
    }

    /// <summary>
    /// The same of all modalities that look: the chance that at least one sees, each by itself, minute by minute. What
    /// is only heard is left out.
    /// </summary>
    public void FoldAll(int minutes, Span<byte> plane)
    {
        plane.Clear();
        for (var tile = 0; tile < ground.TileCount; tile++)
        {
            if (Only(tile, out var sheet))
            {
                FoldTile(tile, sheet, minutes, plane);
                continue;
            }

            var (first, end) = ground.CellsOf(tile);
            for (var cell = first; cell < end; cell++)
            {
                var seen = 0.0;
                for (var minute = 0; minute < minutes; minute++)
                {
                    seen += 1 - MissedBy(tile, ((cell - first) * Minutes) + minute);
                }

                plane[cell] = Chances.Mean((long)(seen * Chances.One), Minutes, cell);
            }
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

    private double MissedBy(int tile, int at)
    {
        var missed = 1.0;
        for (var modality = 0; modality < sheets.Length; modality++)
        {
            if (modality != Heard && sheets[modality][tile] is { } sheet && sheet[at] is var value and > 0)
            {
                missed *= 1 - (value * value / (double)Chances.One);
            }
        }

        return missed;
    }

    private void FoldTile(int tile, byte[]? sheet, int minutes, Span<byte> plane)
    {
        var (first, end) = ground.CellsOf(tile);
        for (var cell = first; sheet is not null && cell < end; cell++)
        {
            var sum = 0;
            foreach (var value in sheet.AsSpan((cell - first) * Minutes, minutes))
            {
                sum += value * value;
            }

            plane[cell] = Chances.Mean(sum, Minutes, cell);
        }
    }

    /// <summary>True where at most one modality looked at a tile, with its sheet.</summary>
    private bool Only(int tile, out byte[]? only)
    {
        only = null;
        for (var modality = 0; modality < sheets.Length; modality++)
        {
            if (modality != Heard && sheets[modality][tile] is { } sheet)
            {
                if (only is not null)
                {
                    return false;
                }

                only = sheet;
            }
        }

        return true;
    }
}
