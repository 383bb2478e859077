namespace Trucewatch.Watch.Coverage;

/// <summary>What one look sees of one cell.</summary>
/// <param name="Chance">Its chance to see what is in its part, in 65,535ths.</param>
/// <param name="Share">That part of the cell, in 65,535ths; all of it: the cell is seen as a whole.</param>
/// <param name="Points">Which of the cell's 64 points lie in the part (<see cref="Geo.Cells.ShareRaster"/>).</param>
internal readonly record struct CellLook(ushort Chance, ushort Share, ulong Points)
{
    /// <summary>What stands for 1.</summary>
    public const int One = ushort.MaxValue;

    /// <summary>From this share on a cell counts as seen as a whole, with a chance that is less by as much.</summary>
    public const double WholeFrom = 0.999;

    /// <summary>True when the cell is seen as a whole.</summary>
    public bool IsWhole => Share == One;

    /// <summary>The chance to see what is somewhere in the cell, 0 to 1.</summary>
    public double Mean => (double)Chance * Share / One / One;

    /// <summary>Makes one.</summary>
    /// <param name="chance">The chance, 0 to 1.</param>
    /// <param name="share">The part of the cell, 0 to 1.</param>
    /// <param name="points">Its points.</param>
    public static CellLook Of(double chance, double share, ulong points) => share >= WholeFrom
        ? new CellLook(Parts(chance * share), One, ulong.MaxValue)
        : new CellLook(Parts(chance), Parts(share), points);

    private static ushort Parts(double number) => (ushort)Math.Round(Math.Clamp(number, 0, 1) * One);
}
