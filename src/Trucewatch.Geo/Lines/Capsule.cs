namespace Trucewatch.Geo.Lines;

/// <summary>All within a straight distance of a piece.</summary>
internal static class Capsule
{
    /// <summary>
    /// From where to where a straight way is nearer to a piece than a radius, as shares of the way; null for nowhere.
    /// A capsule is convex, so that it is one stretch at most.
    /// </summary>
    public static (double From, double To)? Within(in Piece piece, double radius, in Geocentric a, in Geocentric b)
    {
        var (way, axis) = (b - a, piece.B - piece.A);
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        Add(a - piece.A, way, radius, 0, 1, ref low, ref high);
        Add(a - piece.B, way, radius, 0, 1, ref low, ref high);
        var length2 = axis.Length2;
        if (length2 > 0)
        {
            // Beside the axis: what is square to it, where the way is between its ends.
            var start = a - piece.A;
            var (alongStart, alongWay) = (start.Dot(axis) / length2, way.Dot(axis) / length2);
            var (from, to) = (0.0, 1.0);
            if (alongWay != 0)
            {
                var (one, two) = (-alongStart / alongWay, (1 - alongStart) / alongWay);
                (from, to) = (Math.Max(from, Math.Min(one, two)), Math.Min(to, Math.Max(one, two)));
            }
            else if (alongStart is < 0 or > 1)
            {
                (from, to) = (1, 0);
            }

            Add(start - (alongStart * axis), way - (alongWay * axis), radius, from, to, ref low, ref high);
        }

        return low < high ? (low, high) : null;
    }

    /// <summary>Adds where |start + t way| is less than the radius, between two shares.</summary>
    private static void Add(
        in Geocentric start, in Geocentric way, double radius, double from, double to, ref double low, ref double high)
    {
        if (from > to)
        {
            return;
        }

        var (square, half, rest) = (way.Length2, start.Dot(way), start.Length2 - (radius * radius));
        if (square > 0)
        {
            var root = (half * half) - (square * rest);
            if (root <= 0)
            {
                return;
            }

            root = Math.Sqrt(root);
            (from, to) = (Math.Max(from, (-half - root) / square), Math.Min(to, (-half + root) / square));
        }
        else if (rest >= 0)
        {
            return;
        }

        if (from <= to)
        {
            (low, high) = (Math.Min(low, from), Math.Max(high, to));
        }
    }
}
