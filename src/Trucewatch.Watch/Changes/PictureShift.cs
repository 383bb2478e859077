namespace Trucewatch.Watch.Changes;

/// <summary>By how much the later picture is shifted against the earlier one.</summary>
/// <param name="East">Pixels that things moved to the east.</param>
/// <param name="South">Pixels that they moved to the south.</param>
/// <param name="IsMeasured">False where the pictures have too little in common to tell, and the files' own places
/// count.
/// </param>
internal readonly record struct PictureShift(double East, double South, bool IsMeasured)
{
    private const int Smooth = 3;
    private const int Rough = 31;
    private const int MostPixels = 1 << 20;

    // A peak of the correlation so many standard deviations of chance above nothing is no chance.
    private const double LeastPeak = 8;

    /// <summary>
    /// Finds the shift by the greatest correlation of what both pictures show at the size of 3 to 30 pixels, to parts
    /// of a
    /// pixel by a parabola through the peak.
    /// </summary>
    /// <param name="before">Logarithms of the earlier picture.</param>
    /// <param name="after">Those of the later one, of the same size.</param>
    /// <param name="most">The greatest shift that is looked for.</param>
    /// <param name="problem">Why the shift cannot be taken back; else null.</param>
    public static PictureShift Of(PixelBox before, PixelBox after, int most, out string? problem)
    {
        problem = null;
        var (one, two) = (Detail(before), Detail(after));
        var whole = Peak(one, two, new Part(0, 0, before.Width, before.Height), most + 2);
        if (whole is not { } shift)
        {
            return default;
        }

        if (Math.Abs(shift.East) > most || Math.Abs(shift.South) > most)
        {
            problem = FormattableString.Invariant(
                $"expected a shift of at most {most} pixels, got {shift.East:F1} east and {shift.South:F1} south");
            return default;
        }

        // A turn or a stretch shifts the corners each in another way; that is not taken back.
        var (halfWidth, halfHeight) = (before.Width / 2, before.Height / 2);
        for (var corner = 0; corner < 4; corner++)
        {
            var part = new Part(corner % 2 * halfWidth, corner / 2 * halfHeight, halfWidth, halfHeight);
            if (Peak(one, two, part, most + 2) is { } own
                && Math.Max(Math.Abs(own.East - shift.East), Math.Abs(own.South - shift.South)) > 1)
            {
                problem = FormattableString.Invariant(
                    $"expected one shift of all parts, got {shift.East:F1} east and {shift.South:F1} south ")
                    + FormattableString.Invariant($"in the whole but {own.East:F1} and {own.South:F1} in a quarter");
                return default;
            }
        }

        return shift;
    }

    /// <summary>
    /// Both pictures on a grid halfway between them: each is moved by half the shift, so that both lose as much
    /// sharpness
    /// and edges that did not change still cancel.
    /// </summary>
    public (PixelBox Before, PixelBox After) TakeBack(PixelBox before, PixelBox after)
    {
        var half = (East / 2, South / 2);
        return (Moved(before, -half.Item1, -half.Item2), Moved(after, half.Item1, half.Item2));
    }

    private static PictureShift? Peak(PixelBox one, PixelBox two, Part part, int reach)
    {
        var edge = (2 * reach) + 1;
        var values = new double[edge * edge];
        var (best, count) = (0, 0L);
        for (var at = 0; at < values.Length; at++)
        {
            (values[at], count) = Correlation(one, two, part, (at % edge) - reach, (at / edge) - reach);
            best = values[at] > values[best] ? at : best;
        }

        // Smoothing makes a patch of nine pixels one witness.
        var (column, row) = (best % edge, best / edge);
        if (!(values[best] > LeastPeak / Math.Sqrt(count / (double)(Smooth * Smooth * 2))))
        {
            return null;
        }

        double Vertex(int stride, int place) => place is 0 || place == edge - 1
            ? 0
            : Math.Clamp(
                0.5 * (values[best - stride] - values[best + stride])
                    / Math.Min(-1e-12, values[best - stride] - (2 * values[best]) + values[best + stride]),
                -0.5, 0.5);
        return new PictureShift(
            column - reach + Vertex(1, column), row - reach + Vertex(edge, row), IsMeasured: true);
    }

    private static (double Value, long Count) Correlation(PixelBox one, PixelBox two, Part part, int east, int south)
    {
        var (sum, left, right, count) = (0.0, 0.0, 0.0, 0L);
        var stride = 1;
        while ((long)part.Width * part.Height / stride > MostPixels)
        {
            stride++;
        }

        for (var row = part.Row; row < part.Row + part.Height; row += stride)
        {
            var other = row + south;
            if (other < 0 || other >= two.Height)
            {
                continue;
            }

            var from = Math.Max(part.Column, -east);
            var until = Math.Min(part.Column + part.Width, one.Width - east);
            for (var column = from; column < until; column++)
            {
                var a = one.Values[(row * one.Width) + column];
                var b = two.Values[(other * two.Width) + column + east];
                if (!float.IsNaN(a) && !float.IsNaN(b))
                {
                    (sum, left, right, count) = (sum + (a * b), left + (a * a), right + (b * b), count + 1);
                }
            }
        }

        return (left > 0 && right > 0 ? sum / Math.Sqrt(left * right) : 0, count);
    }

    /// <summary>What a picture shows between the smooth and the rough size.</summary>
    private static PixelBox Detail(PixelBox picture)
    {
        var (near, far) = (picture.Means(Smooth, 1), picture.Means(Rough, 0.5));
        var detail = new float[picture.Values.Length];
        for (var at = 0; at < detail.Length; at++)
        {
            // Means are sums by the root of their number.
            detail[at] = (near.Values[at] / Smooth) - (far.Values[at] / Rough);
        }

        return picture with { Values = detail };
    }

    private static PixelBox Moved(PixelBox picture, double east, double south)
    {
        var (columns, rows) = ((int)Math.Floor(east), (int)Math.Floor(south));
        var (right, below) = ((float)(east - columns), (float)(south - rows));
        var moved = new float[picture.Values.Length];
        for (var row = 0; row < picture.Height; row++)
        {
            for (var column = 0; column < picture.Width; column++)
            {
                float At(int x, int y) =>
                    x >= 0 && y >= 0 && x < picture.Width && y < picture.Height
                        ? picture.Values[(y * picture.Width) + x]
                        : float.NaN;
                var (x, y) = (column + columns, row + rows);
                var (top, bottom) = (
                    Mixed(At(x, y), At(x + 1, y), right), Mixed(At(x, y + 1), At(x + 1, y + 1), right));
                moved[(row * picture.Width) + column] = Mixed(top, bottom, below);
            }
        }

        return picture with { Values = moved };
    }

    // What has no weight is not looked at: it may be outside.
    private static float Mixed(float one, float two, float share) =>
        share == 0 ? one : (one * (1 - share)) + (two * share);

    private readonly record struct Part(int Column, int Row, int Width, int Height);
}
