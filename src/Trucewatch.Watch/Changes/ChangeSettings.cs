namespace Trucewatch.Watch.Changes;

/// <summary>What is looked for in a pair of pictures, and how often noise may be taken for it.</summary>
public sealed record ChangeSettings
{
    /// <summary>Least of <see cref="FalsePerMegapixel"/>: below, the rate could not be kept.</summary>
    public const double LeastFalsePerMegapixel = 0.05;

    /// <summary>Greatest of it.</summary>
    public const double MostFalsePerMegapixel = 100;

    /// <summary>Most pixels of a pair.</summary>
    public const int MaxPixels = 1 << 24;

    /// <summary>Greatest edge of the square.</summary>
    public const int MaxSide = 31;

    /// <summary>
    /// The stated false-alarm rate: how many polygons noise alone may make in a million pixels that did not change.
    /// </summary>
    public double FalsePerMegapixel { get; init; } = 1;

    /// <summary>Edge of the square of pixels whose log-ratios are averaged; odd. Smaller things drown in noise, much
    /// larger ones gain nothing.</summary>
    public int Side { get; init; } = 5;

    /// <summary>Least pixels of a polygon.</summary>
    public int LeastPixels { get; init; } = 4;

    /// <summary>The pictures may be shifted by so many pixels against each other; else the pair is refused.</summary>
    public int MostShift { get; init; } = 8;

    /// <summary>True where values are decibels, false where they are powers, amplitudes or brightnesses.</summary>
    public bool IsDecibels { get; init; }

    /// <summary>Says what is wrong with the settings, or null.</summary>
    public string? Problem() =>
        !(FalsePerMegapixel >= LeastFalsePerMegapixel && FalsePerMegapixel <= MostFalsePerMegapixel)
            ? FormattableString.Invariant($"expected {LeastFalsePerMegapixel} to {MostFalsePerMegapixel} ")
                + FormattableString.Invariant($"false polygons in a million pixels, got {FalsePerMegapixel}")
        : Side is < 3 or > MaxSide || Side % 2 == 0
            ? FormattableString.Invariant($"expected an odd window of 3 to {MaxSide} pixels, got {Side}")
        : LeastPixels is < 1 or > 1_000
            ? FormattableString.Invariant($"expected a least area of 1 to 1000 pixels, got {LeastPixels}")
        : MostShift is < 0 or > 16
            ? FormattableString.Invariant($"expected a greatest shift of 0 to 16 pixels, got {MostShift}")
        : null;
}
