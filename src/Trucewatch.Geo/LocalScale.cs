namespace Trucewatch.Geo;

/// <summary>
/// Metres per degree around one latitude, from the WGS 84 radii of curvature: a cheap plane for filters. Offsets are
/// taken with the scale at the middle latitude of the two points, so that lengths agree with the geodesic within 2e-6
/// up to 20 km and 5e-5 up to 100 km between latitudes 60 S and 60 N (measured by the tests); the direction is the
/// azimuth at the middle of the way. Both points should lie within about 100 km of the latitude the scale was made for.
/// </summary>
public readonly record struct LocalScale
{
    private readonly double _northSlope;
    private readonly double _eastSlope;
    private readonly double _eastCurve;

    private LocalScale(double latitudeDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(latitudeDeg);
        var w2 = 1 - (Ellipsoid.EccentricitySquared * sin * sin);
        var w = Math.Sqrt(w2);
        var prime = Ellipsoid.EquatorialRadiusM / w;
        var meridian = prime * (1 - Ellipsoid.EccentricitySquared) / w2;
        var degree = Elementary.DegreesToRadians(1);
        var meridianSlope = 3 * meridian * Ellipsoid.EccentricitySquared * sin * cos / w2;
        LatitudeDeg = latitudeDeg;
        NorthMPerDegree = meridian * degree;
        EastMPerDegree = prime * cos * degree;
        _northSlope = meridianSlope * degree * degree;
        _eastSlope = -meridian * sin * degree * degree;
        _eastCurve = -0.5 * ((meridian * cos) + (meridianSlope * sin)) * degree * degree * degree;
    }

    /// <summary>The latitude the scale was made for, in degrees.</summary>
    public double LatitudeDeg { get; }

    /// <summary>Metres along the meridian in one degree of latitude.</summary>
    public double NorthMPerDegree { get; }

    /// <summary>Metres along the parallel in one degree of longitude.</summary>
    public double EastMPerDegree { get; }

    /// <summary>The scale at the latitude of a point.</summary>
    public static LocalScale At(GeoPoint point) => new(point.LatitudeDeg);

    /// <summary>
    /// The way from one point to another in metres, the short way round where it crosses longitude 180.
    /// </summary>
    public (double EastM, double NorthM) Offset(GeoPoint from, GeoPoint to)
    {
        var longitude = to.LongitudeDeg - from.LongitudeDeg;
        longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
        var latitude = to.LatitudeDeg - from.LatitudeDeg;
        var middle = from.LatitudeDeg - LatitudeDeg + (0.5 * latitude);
        return (longitude * East(middle), latitude * (NorthMPerDegree + (middle * _northSlope)));
    }

    /// <summary>The point that lies so far east and north: the inverse of <see cref="Offset"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The way is not finite or leads over a pole.</exception>
    public GeoPoint Move(GeoPoint from, double eastM, double northM)
    {
        // The meridian's scale hardly changes with latitude, so that two rounds solve the quadratic to the last bits.
        var start = from.LatitudeDeg - LatitudeDeg;
        var latitude = northM / (NorthMPerDegree + (start * _northSlope));
        latitude = northM / (NorthMPerDegree + ((start + (0.5 * latitude)) * _northSlope));
        latitude = northM / (NorthMPerDegree + ((start + (0.5 * latitude)) * _northSlope));
        var longitude = from.LongitudeDeg + (eastM / East(start + (0.5 * latitude)));
        longitude -= 360 * Math.Floor((longitude + 180) / 360);
        return GeoPoint.FromDegrees(latitudeDeg: from.LatitudeDeg + latitude, longitudeDeg: longitude);
    }

    /// <summary>Metres per degree of longitude at a latitude so many degrees from the scale's own.</summary>
    internal double East(double degreesFromLatitude) =>
        EastMPerDegree + (degreesFromLatitude * (_eastSlope + (degreesFromLatitude * _eastCurve)));

    /// <summary>Metres per degree of latitude at a latitude so many degrees from the scale's own.</summary>
    internal double North(double degreesFromLatitude) => NorthMPerDegree + (degreesFromLatitude * _northSlope);
}
