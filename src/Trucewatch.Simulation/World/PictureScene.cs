using Trucewatch.Geo;
using Trucewatch.Geo.Rasters;

namespace Trucewatch.Simulation.World;

/// <summary>What the ground of a made-up picture looks like.</summary>
public enum GroundTexture
{
    /// <summary>The same everywhere.</summary>
    Flat,

    /// <summary>Fields with sharp edges, each of a brightness of its own.</summary>
    Fields,

    /// <summary>Brightness that wanders from pixel to pixel.</summary>
    Rough,
}

/// <summary>How a made-up pair of pictures is taken.</summary>
/// <param name="Texture">The ground.</param>
/// <param name="Looks">Looks of the radar's speckle; null: a picture by light, with noise of 5 % in each pixel.</param>
public sealed record PictureTaking(GroundTexture Texture, int? Looks)
{
    /// <summary>How much the noise of neighbouring pixels hangs together: 0, or the weight of both neighbours before
    /// detection.</summary>
    public double Neighbours { get; init; }

    /// <summary>True where values are rounded to 8 bits.</summary>
    public bool IsRounded { get; init; }

    /// <summary>Quarters of a pixel that the later picture is shifted to the east.</summary>
    public int ShiftQuarters { get; init; }

    /// <summary>Edge in pixels.</summary>
    public int Side { get; init; } = 512;
}

/// <summary>A square that changed.</summary>
/// <param name="Column">Its first column.</param>
/// <param name="Row">Its first row.</param>
/// <param name="Side">Its edge in pixels.</param>
/// <param name="Factor">Brightness after by before.</param>
public readonly record struct ChangedSquare(int Column, int Row, int Side, double Factor);

/// <summary>
/// Pairs of pictures of the same ground whose noise is known: speckle is that of sums of squared complex normal
/// numbers,
/// by nothing of what looks for changes. Same seed, same bytes.
/// </summary>
public sealed class PictureScene
{
    private const int Fine = 4;

    private readonly PictureTaking taking;
    private readonly int side;

    private PictureScene(PictureTaking taking) => (this.taking, side) = (taking, taking.Side);

    /// <summary>Makes a pair: ten-metre pixels in UTM zone 36, somewhere.</summary>
    public static (Raster Before, Raster After) Pair(
        ulong seed, PictureTaking taking, params IReadOnlyList<ChangedSquare> changes)
    {
        ArgumentNullException.ThrowIfNull(taking);
        ArgumentNullException.ThrowIfNull(changes);
        var scene = new PictureScene(taking);
        var ground = scene.Ground(Draws.Named(seed, "ground"));
        var before = scene.Taken(ground, 0, Draws.Named(seed, "before"), []);
        var after = scene.Taken(ground, taking.ShiftQuarters, Draws.Named(seed, "after"), changes);
        return (before, after);
    }

    private float[] Ground(Draws draws)
    {
        var ground = new float[side * side];
        if (taking.Texture == GroundTexture.Rough)
        {
            var noise = Smoothed(Noise(draws), [0.1, 0.2, 0.4, 0.2, 0.1]);
            return [.. noise.Select(value => (float)(100 * Elementary.Exp(1.2 * value)))];
        }

        const int Across = 24;
        var fields = new double[Across * Across];
        for (var field = 0; field < fields.Length; field++)
        {
            fields[field] = Elementary.Exp(0.7 * draws.Normals().First);
        }

        for (var at = 0; at < ground.Length; at++)
        {
            var field = (at / side * Across / side * Across) + (at % side * Across / side);
            ground[at] = (float)(100 * (taking.Texture == GroundTexture.Fields ? fields[field] : 1));
        }

        return ground;
    }

    private Raster Taken(float[] ground, int quarters, Draws draws, IReadOnlyList<ChangedSquare> changes)
    {
        var values = Blurred(ground, quarters);
        foreach (var change in changes)
        {
            for (var at = 0; at < change.Side * change.Side; at++)
            {
                values[((change.Row + (at / change.Side)) * side) + change.Column + (at % change.Side)] *=
                    (float)change.Factor;
            }
        }

        var noise = taking.Looks is { } looks ? Speckle(draws, looks) : Smoothed(Noise(draws), Kernel());
        for (var at = 0; at < values.Length; at++)
        {
            values[at] *= taking.Looks is null ? (float)Elementary.Exp(0.05 * noise[at]) : noise[at];
            values[at] = taking.IsRounded ? (float)Math.Clamp(Math.Round(values[at]), 1, 255) : values[at];
        }

        return new Raster(side, side, new RasterPlace(32_636, 500_000, 5_300_000, 10, 10), values);
    }

    /// <summary>
    /// What a point spread of about a pixel makes of sharp edges, looked at with a shift: sampled four times a pixel.
    /// </summary>
    private float[] Blurred(float[] ground, int quarters)
    {
        const double Sigma = 0.45 * Fine;
        var weights = new double[(4 * Fine) + 1];
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var off = tap - (2 * Fine);
            weights[tap] = Elementary.Exp(-off * off / (2 * Sigma * Sigma));
        }

        var (blurred, whole) = (new float[ground.Length], weights.Sum());
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var sum = 0.0;
                for (var tap = 0; tap < weights.Length; tap++)
                {
                    var fine = (column * Fine) + (Fine / 2) + tap - (2 * Fine) - quarters;
                    sum += weights[tap] * ground[(row * side) + (((fine + (side * Fine)) / Fine) % side)];
                }

                blurred[(row * side) + column] = (float)(sum / whole);
            }
        }

        return blurred;
    }

    private float[] Speckle(Draws draws, int looks)
    {
        var (speckle, kernel) = (new float[side * side], Kernel());
        for (var part = 0; part < 2 * looks; part++)
        {
            var field = Smoothed(Noise(draws), kernel);
            for (var at = 0; at < speckle.Length; at++)
            {
                speckle[at] += field[at] * field[at] / (2 * looks);
            }
        }

        return speckle;
    }

    private double[] Kernel()
    {
        var scale = 1 / Math.Sqrt(1 + (2 * taking.Neighbours * taking.Neighbours));
        return taking.Neighbours == 0 ? [1] : [taking.Neighbours * scale, scale, taking.Neighbours * scale];
    }

    private float[] Noise(Draws draws)
    {
        var noise = new float[side * side];
        for (var at = 0; at + 1 < noise.Length; at += 2)
        {
            var (first, second) = draws.Normals();
            (noise[at], noise[at + 1]) = ((float)first, (float)second);
        }

        return noise;
    }

    private float[] Smoothed(float[] values, double[] kernel)
    {
        var (half, smooth) = (kernel.Length / 2, values);
        for (var way = 0; way < 2 && half > 0; way++)
        {
            var from = smooth;
            smooth = new float[values.Length];
            for (var at = 0; at < smooth.Length; at++)
            {
                var (column, row, sum) = (at % side, at / side, 0.0);
                for (var tap = -half; tap <= half; tap++)
                {
                    var (x, y) = way == 0 ? (column + tap, row) : (column, row + tap);
                    sum += kernel[tap + half] * from[((y + side) % side * side) + ((x + side) % side)];
                }

                smooth[at] = (float)sum;
            }
        }

        return smooth;
    }
}
