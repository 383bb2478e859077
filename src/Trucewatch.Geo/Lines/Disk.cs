using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Lines;

/// <summary>A disk in the plane around a point that may itself move, such as a ship.</summary>
public static class Disk
{
    /// <summary>Beyond so many standard deviations a normal variable has less than 1e-17 of its probability.</summary>
    private const double ReachSigma = 8.5;

    /// <summary>How near the estimates of the two rules must come on a part of the integral.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>How often a part of the integral is halved at most.</summary>
    private const int MaxDepth = 40;

    // A spread so small against the disk and the other spread is none: positions have no more digits.
    private const double LeastRatio = 1e-9;

    // Standard deviations at which the integral is cut into parts.
    private static readonly double[] _turns = [-8, -3, -1, 0, 1, 3, 8];

    // Abscissae and weights of Gauss and Legendre with eight points on -1..1, the positive half.
    private static readonly double[] _nodes =
        [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];

    private static readonly double[] _weights =
        [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.10122853629037626];

    /// <summary>
    /// The probability that a normally distributed position lies within a radius of the origin, right to 1e-6. Where
    /// both the position and the centre of the disk are uncertain and independent, their covariances are to be added
    /// before. Without any spread it is 0 or 1; the rim belongs to the disk.
    /// </summary>
    /// <param name="eastM">The mean position, metres east of the centre.</param>
    /// <param name="northM">The mean position, metres north of the centre.</param>
    /// <param name="error">The covariance of the position against the centre; a negative variance counts as 0.</param>
    /// <param name="radiusM">The radius, metres.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or the radius is negative.</exception>
    public static double ProbabilityWithin(double eastM, double northM, Covariance2 error, double radiusM)
    {
        if (!(radiusM >= 0 && double.IsFinite(radiusM + eastM + northM)
            && double.IsFinite(error.EastM2 + error.EastNorthM2 + error.NorthM2)))
        {
            throw new ArgumentOutOfRangeException(nameof(radiusM), FormattableString.Invariant(
                $"expected finite numbers and a radius of at least 0, got {eastM}, {northM}, {error}, {radiusM}"));
        }

        // Turned so that x runs along the wider axis of the error ellipse and y along the narrower.
        var half = 0.5 * (error.EastM2 + error.NorthM2);
        var split = 0.5 * (error.EastM2 - error.NorthM2);
        var radius = Elementary.Hypot(split, error.EastNorthM2);
        var wide = Math.Sqrt(Math.Max(0, half + radius));
        var narrow = Math.Sqrt(Math.Max(0, half - radius));
        var (c, s) = Axis(split, error.EastNorthM2, radius);
        var x = Math.Abs((c * eastM) + (s * northM));
        var y = Math.Abs((c * northM) - (s * eastM));
        var distance = Elementary.Hypot(x, y);
        if (Math.Abs(distance - radiusM) >= ReachSigma * wide)
        {
            return distance <= radiusM ? 1 : 0;
        }

        var across = new Chords(x, y, wide, narrow, radiusM);
        return Math.Clamp(narrow <= LeastRatio * (wide + radiusM) ? across.At(y) : across.Integral(), 0, 1);
    }

    /// <summary>The unit vector of the wider axis, from the double angle.</summary>
    private static (double Cos, double Sin) Axis(double split, double cross, double radius)
    {
        if (radius == 0)
        {
            return (1, 0);
        }

        // Of the two half-angle formulas the one without cancellation.
        if (split >= 0)
        {
            var cos = Math.Sqrt(0.5 * (1 + (split / radius)));
            return (cos, 0.5 * cross / radius / cos);
        }

        var sin = Math.Sqrt(0.5 * (1 - (split / radius)));
        return (0.5 * cross / radius / sin, sin);
    }

    /// <summary>
    /// The disk cut into chords along the wider axis: along a chord the probability is a difference of two values of
    /// the normal distribution, and the integral over the chords is taken numerically.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Chords(double x, double y, double wide, double narrow, double radius)
    {
        /// <summary>The probability of a chord, given its place.</summary>
        public double At(double across)
        {
            if (Math.Abs(across) > radius)
            {
                return 0;
            }

            var half = Math.Sqrt((radius - across) * (radius + across));
            return Elementary.NormalCdf((half - x) / wide) - Elementary.NormalCdf((-half - x) / wide);
        }

        public double Integral()
        {
            var from = Math.Max(-ReachSigma, (-radius - y) / narrow);
            var to = Math.Min(ReachSigma, (radius - y) / narrow);
            if (!(from < to))
            {
                return 0;
            }

            // The integrand turns where the density does, and where the end of a chord passes the mean: parts that
            // begin and end there hide nothing from the rule.
            Span<double> ends = stackalloc double[_turns.Length * 3];
            for (var i = 0; i < _turns.Length; i++)
            {
                var chord = Math.Clamp(x + (_turns[i] * wide), 0, radius);
                var height = Math.Sqrt((radius - chord) * (radius + chord));
                ends[3 * i] = _turns[i];
                ends[(3 * i) + 1] = (height - y) / narrow;
                ends[(3 * i) + 2] = (-height - y) / narrow;
            }

            ends.Sort();
            var sum = 0.0;
            var low = from;
            for (var i = 0; i <= ends.Length; i++)
            {
                var high = i < ends.Length ? Math.Min(ends[i], to) : to;
                if (high > low)
                {
                    sum += Part(low, high, Gauss(low, high), 0);
                    low = high;
                }
            }

            return sum;
        }

        private double Part(double low, double high, double whole, int depth)
        {
            var middle = 0.5 * (low + high);
            var (first, second) = (Gauss(low, middle), Gauss(middle, high));
            return depth == MaxDepth || Math.Abs(first + second - whole) <= Tolerance
                ? first + second
                : Part(low, middle, first, depth + 1) + Part(middle, high, second, depth + 1);
        }

        private double Gauss(double low, double high)
        {
            var (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
            var sum = 0.0;
            for (var i = 0; i < _nodes.Length; i++)
            {
                var step = half * _nodes[i];
                sum += _weights[i] * (Density(middle - step) + Density(middle + step));
            }

            return half * sum;
        }

        private double Density(double z) =>
            0.3989422804014327 * Elementary.Exp(-0.5 * z * z) * At(y + (narrow * z));
    }
}
