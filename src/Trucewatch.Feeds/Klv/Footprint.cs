using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// The ground that a picture shows: as the sender states its corners, or less than that where it must be computed. A
/// look tells where silence means something; so what is computed is drawn in by twice its error, and where nothing is
/// left there is no footprint.
/// </summary>
internal static class Footprint
{
    /// <summary>Greatest way from the first corner to another; a picture up to the horizon is not a look.</summary>
    public const double MaxSpanM = 50_000;

    /// <summary>Standard deviation of the direction of a sensor that states none, degrees.</summary>
    public const double AimSigmaDeg = 0.5;

    /// <summary>Standard deviation of the place of a platform that states none, metres.</summary>
    public const double PlatformSigmaM = 25;

    /// <summary>Standard deviation of a place on the ground where the geometry is not known, metres.</summary>
    public const double UnstatedSigmaM = 150;

    /// <summary>A ray that meets the ground flatter than this is not followed: sine of the angle.</summary>
    public const double MinDepressionSine = 0.1;

    /// <summary>Height over width of a picture whose angles are not stated: the flattest that is common.</summary>
    private const double FlattestPicture = 9.0 / 16;

    private const double Sigmas = 2;

    /// <summary>Finds the corners, by the best means that the set allows.</summary>
    public static bool TryFind(KlvSet set, out LookCorners corners) =>
        TryStated(set, out corners) || TryAimed(set, out corners) || TryCentred(set, out corners);

    /// <summary>
    /// The corners as the sender states them, in full or from the frame centre: upper left, upper right, lower right,
    /// lower left of the picture. A real picture of flat ground is convex; what is not was put together wrongly.
    /// </summary>
    public static bool TryStated(KlvSet set, out LookCorners corners) =>
        TryFull(set, out corners) || TryOffsets(set, out corners);

    /// <summary>
    /// The error of a place on the ground that the sensor sees: of the platform, and of the direction times the range,
    /// along the line of sight stretched by the flatness of the ray.
    /// </summary>
    public static Covariance2 ErrorAt(KlvSet set, GeoPoint place)
    {
        var heightM = HeightOverGround(set);
        if (!set.TryPlace(UasItems.SensorLatitudeTag, UasItems.SensorLongitudeTag, out var sensor)
            || double.IsNaN(heightM))
        {
            return Covariance2.Circular(UnstatedSigmaM);
        }

        var (eastM, northM) = LocalScale.At(sensor).Offset(sensor, place);
        var groundM = Math.Sqrt((eastM * eastM) + (northM * northM));
        var rangeM = Math.Sqrt((groundM * groundM) + (heightM * heightM));
        var across = rangeM * Elementary.DegreesToRadians(AimSigmaDeg);
        var along = across / Math.Max(MinDepressionSine, heightM / rangeM);
        var (east, north) = groundM > 0 ? (eastM / groundM, northM / groundM) : (0, 1);
        var (a, c, p) = (along * along, across * across, PlatformSigmaM * PlatformSigmaM);
        return new Covariance2(
            p + (a * east * east) + (c * north * north),
            (a - c) * east * north,
            p + (a * north * north) + (c * east * east));
    }

    /// <summary>
    /// Height of the sensor over the ground that it looks at, in metres; NaN where not known. Heights over different
    /// references are not compared.
    /// </summary>
    public static double HeightOverGround(KlvSet set)
    {
        var heightM = EllipsoidHeight(set) - set[UasItems.CentreHeightTag];
        heightM = double.IsNaN(heightM) ? set[UasItems.SensorAltitudeTag] - set[UasItems.CentreElevationTag] : heightM;
        heightM = double.IsNaN(heightM) ? set[UasItems.GroundHeightTag] : heightM;
        heightM = double.IsNaN(heightM) ? set[UasItems.RadarHeightTag] : heightM;
        return heightM >= 1 ? heightM : double.NaN;
    }

    /// <summary>Height of the sensor above the ellipsoid in metres; NaN where not known.</summary>
    public static double EllipsoidHeight(KlvSet set) => double.IsNaN(set[UasItems.WideEllipsoidHeightTag])
        ? set[UasItems.EllipsoidHeightTag]
        : set[UasItems.WideEllipsoidHeightTag];

    private static bool TryFull(KlvSet set, out LookCorners corners)
    {
        corners = default;
        for (var i = 0; i < LookCorners.Count; i++)
        {
            var tag = UasItems.CornersTag + (2 * i);
            if (!GeoPoint.TryFromDegrees(latitudeDeg: set[tag], longitudeDeg: set[tag + 1], out corners[i]))
            {
                return false;
            }
        }

        return IsPicture(corners);
    }

    private static bool TryOffsets(KlvSet set, out LookCorners corners)
    {
        corners = default;
        if (!set.TryPlace(UasItems.CentreLatitudeTag, UasItems.CentreLongitudeTag, out var centre))
        {
            return false;
        }

        for (var i = 0; i < LookCorners.Count; i++)
        {
            var tag = UasItems.OffsetCornersTag + (2 * i);
            if (!TryMoved(centre, set[tag], set[tag + 1], out corners[i]))
            {
                return false;
            }
        }

        return IsPicture(corners);
    }

    /// <summary>A place so many degrees from another, on over longitude 180.</summary>
    public static bool TryMoved(GeoPoint from, double latitudeDeg, double longitudeDeg, out GeoPoint place)
    {
        var longitude = from.LongitudeDeg + longitudeDeg;
        longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
        return GeoPoint.TryFromDegrees(
            latitudeDeg: from.LatitudeDeg + latitudeDeg, longitudeDeg: longitude, out place);
    }

    /// <summary>From place, attitude and angles of view to flat ground, the picture drawn in on all sides.</summary>
    private static bool TryAimed(KlvSet set, out LookCorners corners)
    {
        corners = default;
        var heightM = HeightOverGround(set);
        var pitch = Full(set, UasItems.PitchFullTag, UasItems.PitchTag);
        var roll = Full(set, UasItems.RollFullTag, UasItems.RollTag);
        var across = (set[UasItems.HorizontalFovTag] / 2) - (Sigmas * AimSigmaDeg);
        var down = (set[UasItems.VerticalFovTag] / 2) - (Sigmas * AimSigmaDeg);
        var inwardM = Sigmas * PlatformSigmaM;
        if (!set.TryPlace(UasItems.SensorLatitudeTag, UasItems.SensorLongitudeTag, out var sensor)
            || !(heightM > 0 && across > 0 && down > 0 && across < 80 && down < 80))
        {
            return false;
        }

        // Roll is often not sent by a gimbal that keeps the picture level.
        var level = set[UasItems.RelativeRollTag];
        var sight = Aim.Of(set[UasItems.HeadingTag], pitch, roll).Then(
            Aim.Of(
                set[UasItems.RelativeAzimuthTag],
                set[UasItems.RelativeElevationTag],
                double.IsNaN(level) ? 0 : level));
        var (right, below) = (Tangent(across), Tangent(down));
        Span<(double East, double North)> ground = stackalloc (double, double)[LookCorners.Count];
        for (var i = 0; i < LookCorners.Count; i++)
        {
            var ray = sight.Turn(1, i is 0 or 3 ? -right : right, i < 2 ? -below : below);
            var length = Math.Sqrt((ray.X * ray.X) + (ray.Y * ray.Y) + (ray.Z * ray.Z));
            // A value that is not known makes this false, too.
            if (!(ray.Z / length >= MinDepressionSine))
            {
                return false;
            }

            ground[i] = (heightM * ray.Y / ray.Z, heightM * ray.X / ray.Z);
        }

        return TryDrawIn(ground, inwardM) && TryPlaceAll(sensor, ground, out corners) && IsPicture(corners);
    }

    /// <summary>
    /// From the frame centre and the width of ground that the picture shows there: a square inside the circle that is
    /// surely shown whichever way the picture is turned.
    /// </summary>
    private static bool TryCentred(KlvSet set, out LookCorners corners)
    {
        corners = default;
        var wideM = set[UasItems.WideTargetWidthTag];
        var widthM = double.IsNaN(wideM) ? set[UasItems.TargetWidthTag] : wideM;
        if (!set.TryPlace(UasItems.CentreLatitudeTag, UasItems.CentreLongitudeTag, out var centre) || !(widthM > 0))
        {
            return false;
        }

        var shape = Tangent(set[UasItems.VerticalFovTag] / 2) / Tangent(set[UasItems.HorizontalFovTag] / 2);
        shape = shape > 0 && shape < double.PositiveInfinity ? shape : FlattestPicture;
        var (east, _, north) = ErrorAt(set, centre);
        var radius = (widthM * Math.Min(1, shape) / 2) - (Sigmas * Math.Sqrt(Math.Max(east, north)));
        if (!(radius > 0))
        {
            return false;
        }

        ReadOnlySpan<(double, double)> ground = [(-radius, 0), (0, radius), (radius, 0), (0, -radius)];
        return TryPlaceAll(centre, ground, out corners) && IsPicture(corners);
    }

    /// <summary>Moves every corner towards the middle by the error of the platform's place.</summary>
    private static bool TryDrawIn(Span<(double East, double North)> ground, double byM)
    {
        var (east, north) = (0.0, 0.0);
        foreach (var corner in ground)
        {
            east += corner.East / ground.Length;
            north += corner.North / ground.Length;
        }

        for (var i = 0; i < ground.Length; i++)
        {
            var (dx, dy) = (ground[i].East - east, ground[i].North - north);
            var way = Math.Sqrt((dx * dx) + (dy * dy));
            // The sides move in by less than the corners do, which therefore move twice as far.
            var keep = 1 - (2 * byM / way);
            if (!(keep > 0))
            {
                return false;
            }

            ground[i] = (east + (dx * keep), north + (dy * keep));
        }

        return true;
    }

    private static bool TryPlaceAll(
        GeoPoint from, ReadOnlySpan<(double East, double North)> ground, out LookCorners corners)
    {
        corners = default;
        var scale = LocalScale.At(from);
        for (var i = 0; i < ground.Length; i++)
        {
            var (east, north) = ground[i];
            if (!(Math.Abs(east) <= MaxSpanM && Math.Abs(north) <= MaxSpanM) || Math.Abs(from.LatitudeDeg) > 85)
            {
                return false;
            }

            corners[i] = scale.Move(from, east, north);
        }

        return true;
    }

    /// <summary>True for four corners of a convex piece of ground that is not too wide.</summary>
    private static bool IsPicture(in LookCorners corners)
    {
        var scale = LocalScale.At(corners[0]);
        Span<(double East, double North)> at = stackalloc (double, double)[LookCorners.Count];
        for (var i = 1; i < LookCorners.Count; i++)
        {
            at[i] = scale.Offset(corners[0], corners[i]);
            if (!(Math.Abs(at[i].East) <= MaxSpanM && Math.Abs(at[i].North) <= MaxSpanM))
            {
                return false;
            }
        }

        var (left, right) = (0, 0);
        for (var i = 0; i < LookCorners.Count; i++)
        {
            var (a, b, c) = (at[i], at[(i + 1) % LookCorners.Count], at[(i + 2) % LookCorners.Count]);
            var turn = ((b.East - a.East) * (c.North - b.North)) - ((b.North - a.North) * (c.East - b.East));
            left += turn > 0 ? 1 : 0;
            right += turn < 0 ? 1 : 0;
        }

        return left == LookCorners.Count || right == LookCorners.Count;
    }

    private static double Full(KlvSet set, int full, int narrow) => double.IsNaN(set[full]) ? set[narrow] : set[full];

    private static double Tangent(double degrees)
    {
        var (sin, cos) = Elementary.SinCosDegrees(degrees);
        return sin / cos;
    }
}
