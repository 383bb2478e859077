using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Finds the position that a half means: with a half of the other kind, near the aircraft's last position, or, on the
/// ground, near the receiver; and takes none that the aircraft cannot have reached.
/// </summary>
internal static class Placing
{
    /// <summary>Longest time between two halves sent in the air (DO-260B, A.1.7.3).</summary>
    public const long AirbornePairUs = 10_000_000;

    /// <summary>Longest time between two halves sent on the ground at 25 knots or less.</summary>
    public const long SlowSurfacePairUs = 50_000_000;

    /// <summary>Longest time between two halves sent on the ground faster, or at unknown speed.</summary>
    public const long FastSurfacePairUs = 25_000_000;

    /// <summary>Longest time for which the last position may stand in for the other half.</summary>
    public const long LastPositionUs = 60_000_000;

    /// <summary>
    /// Longest time for which the last position tells which of the places on the ground is meant: an aircraft that has
    /// just landed is within 45 nautical miles of where it was heard in the air.
    /// </summary>
    public const long LandingUs = 240_000_000;

    /// <summary>Farthest that a single half sent on the ground is believed from the place it is read near.</summary>
    public const double SurfaceReachM = 45 * 1852.0;

    /// <summary>No aircraft is faster.</summary>
    public const double MaxSpeedMps = 1000;

    /// <summary>What two positions may differ by at the same time: three nautical miles, what pairs are made for.
    /// </summary>
    public const double SlackM = 3 * 1852.0;

    /// <summary>What the halves of a first position may differ by beyond what the aircraft can have flown.</summary>
    public const double FirstSlackM = 2000;

    /// <summary>Where fast begins.</summary>
    public const double FastSurfaceKn = 25;

    private const double MPerDegree = 111_320;

    /// <summary>Takes in a half; gives the position where it is known now.</summary>
    /// <param name="aircraft">The aircraft that sent it.</param>
    /// <param name="half">The half.</param>
    /// <param name="odd">Which kind it is.</param>
    /// <param name="receiver">Where the receiver stands, if told.</param>
    /// <param name="position">The position.</param>
    public static bool TryPlace(
        ref Aircraft aircraft, in CprHalf half, bool odd, GeoPoint? receiver, out GeoPoint position)
    {
        ref var other = ref odd ? ref aircraft.Even : ref aircraft.Odd;
        if (odd)
        {
            aircraft.Odd = half;
        }
        else
        {
            aircraft.Even = half;
        }

        var ageUs = half.AtUs - aircraft.PlacedAtUs;
        if (!(TryPair(aircraft, half, other, odd, ageUs, receiver, out var latitudeDeg, out var longitudeDeg)
                || TrySingle(aircraft, half, odd, ageUs, receiver, out latitudeDeg, out longitudeDeg))
            || !GeoPoint.TryFromDegrees(latitudeDeg, longitudeDeg, out position))
        {
            position = default;
            return false;
        }

        if (ageUs <= LandingUs && !IsReachable(aircraft, ageUs, position))
        {
            // One of the two is wrong, and it is not known which. Both are given up, with the other half, so that the
            // next position is made of new halves alone: an aircraft whose positions leap, because its receiver is
            // deceived or two use one address, is shown where it says it is, and never in between.
            aircraft.PlacedAtUs = Aircraft.Never;
            other = other with { AtUs = Aircraft.Never };
            return false;
        }

        aircraft.LatitudeDeg = position.LatitudeDeg;
        aircraft.LongitudeDeg = position.LongitudeDeg;
        aircraft.PlacedAtUs = half.AtUs;
        return true;
    }

    /// <summary>Metres between two points, roughly and always the same: good for telling near from far.</summary>
    internal static double RoughDistanceM(
        double latitudeDeg, double longitudeDeg, double toLatitudeDeg, double toLongitudeDeg)
    {
        var north = toLatitudeDeg - latitudeDeg;
        var east = Math.Abs(toLongitudeDeg - longitudeDeg);
        east = east > 180 ? 360 - east : east;
        var middle = Elementary.DegreesToRadians((latitudeDeg + toLatitudeDeg) * 0.5);
        var square = middle * middle;
        var cosine = Math.Max(1 - (square * (0.5 - (square * ((1.0 / 24) - (square * (1.0 / 720)))))), 0);
        east *= cosine;
        return MPerDegree * Math.Sqrt((north * north) + (east * east));
    }

    private static bool TryPair(
        in Aircraft aircraft,
        in CprHalf half,
        in CprHalf other,
        bool odd,
        long ageUs,
        GeoPoint? receiver,
        out double latitudeDeg,
        out double longitudeDeg)
    {
        latitudeDeg = longitudeDeg = 0;
        var apartUs = Math.Abs(half.AtUs - other.AtUs);
        if (other.IsSurface != half.IsSurface || apartUs > PairLimitUs(half, other))
        {
            return false;
        }

        if (!half.IsSurface)
        {
            return Cpr.TryGlobal(aircraft.Even.Code, aircraft.Odd.Code, odd, out latitudeDeg, out longitudeDeg)
                && (ageUs <= LandingUs || IsOnePlace(half, other, odd, apartUs, latitudeDeg, longitudeDeg));
        }

        return FindNear(aircraft, ageUs, LandingUs, receiver, out var near)
            && Cpr.TryGlobalSurface(
                aircraft.Even.Code, aircraft.Odd.Code, odd, near.LatitudeDeg, near.LongitudeDeg,
                out latitudeDeg, out longitudeDeg)
            && (ageUs <= LandingUs || IsOnePlace(half, other, odd, apartUs, latitudeDeg, longitudeDeg));
    }

    private static bool TrySingle(
        in Aircraft aircraft,
        in CprHalf half,
        bool odd,
        long ageUs,
        GeoPoint? receiver,
        out double latitudeDeg,
        out double longitudeDeg)
    {
        latitudeDeg = longitudeDeg = 0;
        return FindNear(aircraft, ageUs, LastPositionUs, half.IsSurface ? receiver : null, out var near)
            && Cpr.TryLocal(
                half.Code, odd, half.IsSurface, near.LatitudeDeg, near.LongitudeDeg, out latitudeDeg, out longitudeDeg)
            && (!half.IsSurface
                || RoughDistanceM(near.LatitudeDeg, near.LongitudeDeg, latitudeDeg, longitudeDeg) <= SurfaceReachM);
    }

    /// <summary>
    /// Two halves of different places still give some position, with a difference between the halves of up to three
    /// miles. Where nothing else is known of the aircraft, the halves must lie no farther apart than it can fly.
    /// </summary>
    private static bool IsOnePlace(
        in CprHalf half, in CprHalf other, bool odd, long apartUs, double latitudeDeg, double longitudeDeg) =>
        Cpr.TryLocal(
            other.Code, !odd, half.IsSurface, latitudeDeg, longitudeDeg,
            out var otherLatitudeDeg, out var otherLongitudeDeg)
        && RoughDistanceM(latitudeDeg, longitudeDeg, otherLatitudeDeg, otherLongitudeDeg)
            <= FirstSlackM + (MaxSpeedMps * apartUs / 1e6);

    private static long PairLimitUs(in CprHalf half, in CprHalf other) =>
        !half.IsSurface ? AirbornePairUs : half.IsFast || other.IsFast ? FastSurfacePairUs : SlowSurfacePairUs;

    // The aircraft's own last position is better than the receiver's, because it lies nearer.
    private static bool FindNear(in Aircraft aircraft, long ageUs, long limitUs, GeoPoint? receiver, out GeoPoint near)
    {
        if (ageUs <= limitUs
            && GeoPoint.TryFromDegrees(aircraft.LatitudeDeg, aircraft.LongitudeDeg, out near))
        {
            return true;
        }

        near = receiver ?? default;
        return receiver is not null;
    }

    private static bool IsReachable(in Aircraft aircraft, long ageUs, GeoPoint position) =>
        RoughDistanceM(
            aircraft.LatitudeDeg, aircraft.LongitudeDeg, position.LatitudeDeg, position.LongitudeDeg)
        <= SlackM + (MaxSpeedMps * Math.Max(ageUs, 0) / 1e6);
}
