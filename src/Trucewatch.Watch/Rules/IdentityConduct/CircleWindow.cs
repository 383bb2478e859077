using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>A circle through places: its radius, how far they lie off it, and how often it was gone round.</summary>
/// <param name="RadiusM">Radius.</param>
/// <param name="RmsM">Root mean square of the distances from the circle.</param>
/// <param name="Turns">Turns, clockwise below zero.</param>
/// <param name="IsSteady">True where it was gone round in one direction.</param>
internal readonly record struct CircleFit(double RadiusM, double RmsM, double Turns, bool IsSteady);

/// <summary>
/// The last places of one object, some apart in time, and the circle that fits them best: the algebraic least squares
/// of Kasa (IEEE Trans. Instrumentation and Measurement 25, 1976), whose bias on short arcs does not matter over whole
/// turns.
/// </summary>
internal sealed class CircleWindow
{
    /// <summary>Most places kept.</summary>
    public const int MaxPlaces = 128;

    /// <summary>Least time from one place kept to the next.</summary>
    public const double StepS = 30;

    // Shorter windows find a circle soon after it began, longer ones slow circles.
    private const int LeastPlaces = 24;
    private const int FitEvery = 4;
    private const double LongestGapS = 600;
    private const double PerDegree = 1e7;

    // 1e-7 degrees are a centimetre, in half the room of doubles.
    private readonly (int Latitude, int Longitude)[] places = new (int Latitude, int Longitude)[MaxPlaces];
    private readonly Way[] ways;

    private static ReadOnlySpan<int> Lengths => [LeastPlaces, 32, 48, 64, 96, MaxPlaces];

    private int count;
    private int next;
    private Instant lastAt = Instant.Beginning;

    /// <param name="scratch">Room for the fit, which all windows may share.</param>
    public CircleWindow(Way[] scratch) => ways = scratch;

    /// <summary>Keeps a place; true when it is time to look for a circle.</summary>
    public bool Take(in Seen seen)
    {
        var seconds = seen.At.SecondsSince(lastAt);
        if (seconds < StepS)
        {
            return false;
        }

        count = seconds > LongestGapS ? 0 : count;
        places[next] = (
            (int)Math.Round(seen.Place.LatitudeDeg * PerDegree), (int)Math.Round(seen.Place.LongitudeDeg * PerDegree));
        next = (next + 1) % MaxPlaces;
        count = Math.Min(count + 1, MaxPlaces);
        lastAt = seen.At;
        return count >= LeastPlaces && next % FitEvery == 0;
    }

    /// <summary>The first of the windows, the shortest first, whose circle is one that is looked for.</summary>
    public CircleFit? Find(double turns, double rmsM)
    {
        Spread();
        foreach (var length in Lengths)
        {
            if (length > count)
            {
                break;
            }

            var fit = Fit(ways.AsSpan(0, length));
            if (fit.IsSteady && Math.Abs(fit.Turns) >= turns && fit.RmsM <= rmsM && fit.RadiusM >= 5 * fit.RmsM)
            {
                return fit;
            }
        }

        return null;
    }

    /// <summary>The circle nearest to places, in the plane.</summary>
    internal static CircleFit Fit(ReadOnlySpan<Way> ways)
    {
        double east = 0, north = 0;
        foreach (var way in ways)
        {
            (east, north) = (east + way.EastM, north + way.NorthM);
        }

        var mean = new Way(east / ways.Length, north / ways.Length);
        double uu = 0, vv = 0, uv = 0, us = 0, vs = 0;
        foreach (var way in ways)
        {
            var (u, v) = (way.EastM - mean.EastM, way.NorthM - mean.NorthM);
            var square = (u * u) + (v * v);
            (uu, vv, uv) = (uu + (u * u), vv + (v * v), uv + (u * v));
            (us, vs) = (us + (u * square), vs + (v * square));
        }

        var determinant = (uu * vv) - (uv * uv);
        if (!(determinant > 1e-9 * uu * vv))
        {
            return default;
        }

        var centre = new Way(
            0.5 * ((us * vv) - (vs * uv)) / determinant, 0.5 * ((vs * uu) - (us * uv)) / determinant);
        var radius = Math.Sqrt(
            (centre.EastM * centre.EastM) + (centre.NorthM * centre.NorthM) + ((uu + vv) / ways.Length));
        return Round(ways, mean + centre, radius);
    }

    private static CircleFit Round(ReadOnlySpan<Way> ways, Way centre, double radius)
    {
        double squares = 0, sweep = 0, swept = 0;
        var before = ways[0] - centre;
        foreach (var way in ways)
        {
            var arm = way - centre;
            var off = arm.LengthM - radius;
            squares += off * off;
            var angle = Elementary.Atan2(
                (before.EastM * arm.NorthM) - (before.NorthM * arm.EastM),
                (before.EastM * arm.EastM) + (before.NorthM * arm.NorthM));
            (sweep, swept, before) = (sweep + angle, swept + Math.Abs(angle), arm);
        }

        return new CircleFit(
            radius, Math.Sqrt(squares / ways.Length), sweep / (2 * Math.PI), swept <= 1.1 * Math.Abs(sweep));
    }

    /// <summary>Lays the places out in the plane at the newest, which comes first.</summary>
    private void Spread()
    {
        var origin = Place(0);
        var scale = LocalScale.At(origin);
        for (var index = 0; index < count; index++)
        {
            var (eastM, northM) = scale.Offset(origin, Place(index));
            ways[index] = new Way(eastM, northM);
        }
    }

    private GeoPoint Place(int back)
    {
        var (latitude, longitude) = places[(next - 1 - back + (2 * MaxPlaces)) % MaxPlaces];
        return GeoPoint.FromDegrees(latitudeDeg: latitude / PerDegree, longitudeDeg: longitude / PerDegree);
    }
}
