using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// A position or a way in metres from the Earth's centre: X towards longitude 0, Y towards 90 east, Z north. Straight
/// ways through the Earth order points as geodesics do, and need no trigonometry.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Geocentric(double X, double Y, double Z)
{
    private static readonly double _polarShare = 1 - Ellipsoid.EccentricitySquared;

    public double Length2 => (X * X) + (Y * Y) + (Z * Z);

    public static Geocentric operator +(Geocentric a, Geocentric b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Geocentric operator -(Geocentric a, Geocentric b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Geocentric operator *(double factor, Geocentric a) => new(factor * a.X, factor * a.Y, factor * a.Z);

    /// <summary>A point of the ellipsoid.</summary>
    public static Geocentric From(GeoPoint point) =>
        At(longitudeDeg: point.LongitudeDeg, latitudeDeg: point.LatitudeDeg);

    /// <summary>A point of the ellipsoid.</summary>
    public static Geocentric At(double longitudeDeg, double latitudeDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(latitudeDeg);
        var (sinLon, cosLon) = Elementary.SinCosDegrees(longitudeDeg);
        var prime = Ellipsoid.EquatorialRadiusM / Math.Sqrt(1 - (Ellipsoid.EccentricitySquared * sin * sin));
        return new Geocentric(prime * cos * cosLon, prime * cos * sinLon, prime * _polarShare * sin);
    }

    /// <summary>The unit vector upwards at a point of the ellipsoid.</summary>
    public static Geocentric Up(GeoPoint point)
    {
        var (sin, cos) = Elementary.SinCosDegrees(point.LatitudeDeg);
        var (sinLon, cosLon) = Elementary.SinCosDegrees(point.LongitudeDeg);
        return new Geocentric(cos * cosLon, cos * sinLon, sin);
    }

    /// <summary>The unit vector from a point of the ellipsoid along its ground, by its azimuth.</summary>
    public static Geocentric Ahead(GeoPoint point, double azimuthDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(point.LatitudeDeg);
        var (sinLon, cosLon) = Elementary.SinCosDegrees(point.LongitudeDeg);
        var (east, north) = Elementary.SinCosDegrees(azimuthDeg);
        return new Geocentric(
            (-east * sinLon) - (north * sin * cosLon), (east * cosLon) - (north * sin * sinLon), north * cos);
    }

    public double Dot(Geocentric other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public Geocentric Cross(Geocentric other) => new(
        (Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    public Geocentric Unit() => (1 / Math.Sqrt(Length2)) * this;

    /// <summary>
    /// The geodesic over a chord that begins here, within 3 cm up to 200 km: the arc of a circle of the mean curvature.
    /// </summary>
    public double ArcOf(double chordM)
    {
        var x = chordM / (2 * MeanRadius());
        var x2 = x * x;
        return chordM * (1 + (x2 * (1.0 / 6 + (x2 * (3.0 / 40)))));
    }

    /// <summary>The chord under a geodesic that begins here: the inverse of <see cref="ArcOf"/>.</summary>
    public double ChordOf(double arcM)
    {
        var x = arcM / (2 * MeanRadius());
        var x2 = x * x;
        return arcM * (1 - (x2 * (1.0 / 6 - (x2 * (1.0 / 120)))));
    }

    private double MeanRadius()
    {
        // The latitude seen from the Earth's centre is near enough: the radius changes by 1 % from equator to pole.
        var sin2 = Z * Z / Length2;
        return Ellipsoid.PolarRadiusM / (1 - (Ellipsoid.EccentricitySquared * sin2));
    }
}
