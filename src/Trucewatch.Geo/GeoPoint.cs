namespace Trucewatch.Geo;

/// <summary>
/// A position on the WGS 84 ellipsoid, in degrees. There is no public constructor from two numbers, so that latitude
/// and longitude cannot be swapped without the call saying so.
/// </summary>
public readonly record struct GeoPoint
{
    private GeoPoint(double latitudeDeg, double longitudeDeg)
    {
        LatitudeDeg = latitudeDeg;
        LongitudeDeg = longitudeDeg;
    }

    /// <summary>Geodetic latitude in degrees, -90 to 90.</summary>
    public double LatitudeDeg { get; }

    /// <summary>Longitude in degrees, at least -180 and less than 180.</summary>
    public double LongitudeDeg { get; }

    /// <summary>Makes a position from degrees; call it with named arguments.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or not in -90..90 or -180..180.</exception>
    public static GeoPoint FromDegrees(double latitudeDeg, double longitudeDeg) =>
        TryFromDegrees(latitudeDeg, longitudeDeg, out var point)
            ? point
            : throw new ArgumentOutOfRangeException(
                nameof(latitudeDeg),
                FormattableString.Invariant(
                    $"expected latitude -90..90 and longitude -180..180, got {latitudeDeg} and {longitudeDeg}"));

    /// <summary>Makes a position where the values are finite and in range; 180 becomes -180.</summary>
    public static bool TryFromDegrees(double latitudeDeg, double longitudeDeg, out GeoPoint point)
    {
        // A comparison with NaN is false, so that NaN is refused without a test of its own.
        if (!(latitudeDeg >= -90 && latitudeDeg <= 90 && longitudeDeg >= -180 && longitudeDeg <= 180))
        {
            point = default;
            return false;
        }

        point = new GeoPoint(latitudeDeg, longitudeDeg == 180 ? -180 : longitudeDeg);
        return true;
    }

    /// <summary>Latitude then longitude, seven decimals (about a centimetre).</summary>
    public override string ToString() => FormattableString.Invariant($"{LatitudeDeg:F7} {LongitudeDeg:F7}");
}
