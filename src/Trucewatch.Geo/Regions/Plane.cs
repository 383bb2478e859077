using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Regions;

/// <summary>
/// Metres around a point. The scale of longitude is taken midway between the point and what is measured, which makes
/// lengths right within 1e-4 up to 100 km.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Plane
{
    // Beyond this difference of latitude (degrees) the middle scale is worth its second look at an edge.
    private const double NearDeg = 0.001;

    // The scale formula is a parabola, good for some degrees; farther it is held, so that it cannot turn negative.
    private const double ScaleReachDeg = 10;

    private readonly double _lon;
    private readonly double _lat;
    private readonly double _north;
    private readonly double _northGain;
    private readonly double _east;
    private readonly double _eastSlope;
    private readonly double _eastCurve;

    public Plane(double lon, double lat)
    {
        var (sin, cos) = Elementary.SinCosDegrees(lat);
        var w2 = 1 - (Ellipsoid.EccentricitySquared * sin * sin);
        var prime = Ellipsoid.EquatorialRadiusM / Math.Sqrt(w2);
        var meridian = prime * (1 - Ellipsoid.EccentricitySquared) / w2;
        var degree = Elementary.DegreesToRadians(1);
        _lon = lon;
        _lat = lat;
        _north = meridian * degree;
        _northGain = 3 * Ellipsoid.EccentricitySquared * sin * cos / w2 * degree;
        _east = Math.Max(1, prime * cos * degree);
        _eastSlope = -meridian * sin * degree * degree;
        _eastCurve = -0.5 * meridian * cos * degree * degree * degree;
    }

    /// <summary>East and north of the point, with the scale at the point.</summary>
    public (double X, double Y) Project(double lon, double lat) => ((lon - _lon) * _east, (lat - _lat) * _north);

    /// <summary>The square of the distance to the nearest point of an edge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Distance2(in BoundaryEdge e)
    {
        var (ax, ay) = ((e.ALon - _lon), (e.ALat - _lat) * _north);
        var (bx, by) = ((e.BLon - _lon), (e.BLat - _lat) * _north);
        var d2 = Nearest2(ax * _east, ay, bx * _east, by, out var y);
        if (Math.Abs(y) <= NearDeg * _north)
        {
            return d2;
        }

        var middle = 0.5 * y / _north;
        var scale = EastAt(middle);
        var stretch = 1 + (middle * _northGain);
        return Nearest2(ax * scale, ay * stretch, bx * scale, by * stretch, out _);
    }

    /// <summary>No more than the square of the distance to anything in a box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Least2(in Box box)
    {
        var north = Math.Max(0, Math.Max(box.South - _lat, _lat - box.North));
        var east = Math.Max(0, Math.Max(box.West - _lon, _lon - box.East));

        // The least scale that a point of the box may be measured with is that towards the pole; a box that lies on
        // both sides of the equator has two such ends.
        var scale = box.South >= 0 ? EastAt(0.5 * (box.North - _lat))
            : box.North <= 0 ? EastAt(0.5 * (box.South - _lat))
            : Math.Min(EastAt(0.5 * (box.South - _lat)), EastAt(0.5 * (box.North - _lat)));
        var (x, y) = (east * Math.Min(scale, _east), north * _north);
        return ((x * x) + (y * y)) * 0.999;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double EastAt(double degreesNorth)
    {
        var d = Math.Clamp(degreesNorth, -ScaleReachDeg, ScaleReachDeg);
        return Math.Max(1, _east + (d * (_eastSlope + (d * _eastCurve))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Nearest2(double ax, double ay, double bx, double by, out double y)
    {
        var (dx, dy) = (bx - ax, by - ay);
        var length2 = (dx * dx) + (dy * dy);
        var along = length2 > 0 ? Math.Clamp(-((ax * dx) + (ay * dy)) / length2, 0, 1) : 0;
        var x = ax + (along * dx);
        y = ay + (along * dy);
        return (x * x) + (y * y);
    }
}
