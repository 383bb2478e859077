using System.Runtime.InteropServices;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>A point of a line and the azimuth of the line there, degrees.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Station(GeoPoint Point, double AzimuthDeg);

/// <summary>
/// Cuts geodesics and arcs so short that a straight edge in longitude and latitude may stand for them.
/// </summary>
internal static class LineShape
{
    // An arc's chord stays this near to the arc; the edges of lines stay nearer than 0.1 m with this and the next.
    private const double SagittaM = 0.05;
    private const double LongestPieceM = 4000;

    /// <summary>How many chords an arc needs.</summary>
    public static int ArcSteps(double angleDeg, double radiusM)
    {
        // The sagitta of a chord over the angle d is r d²/8; eight chords keep even a small circle round.
        var step = Math.Min(0.785, Math.Sqrt(8 * SagittaM / radiusM));
        return Math.Max(1, (int)Math.Ceiling(Elementary.DegreesToRadians(Math.Abs(angleDeg)) / step));
    }

    /// <summary>Stations along the geodesic from one point to another, both ends included.</summary>
    public static Station[] Stations(GeoPoint from, GeoPoint to)
    {
        var way = Geodesic.Inverse(from, to);
        var latitude = Math.Max(Math.Abs(from.LatitudeDeg), Math.Abs(to.LatitudeDeg));
        var (sin, cos) = Elementary.SinCosDegrees(latitude);

        // Against the geodesic an edge of length s bends by at most about s² tan(latitude) / (4 R).
        var longest = Math.Min(LongestPieceM, Math.Sqrt(SagittaM * 2.5e7 * cos / Math.Max(0.05, sin)));
        var pieces = Math.Max(1, (int)Math.Ceiling(way.DistanceM / longest));
        var stations = new Station[pieces + 1];
        stations[0] = new Station(from, way.AzimuthStartDeg);
        for (var i = 1; i < pieces; i++)
        {
            var reached = Geodesic.Direct(from, way.AzimuthStartDeg, way.DistanceM * i / pieces);
            stations[i] = new Station(reached.Point, reached.AzimuthEndDeg);
        }

        stations[pieces] = new Station(to, way.AzimuthEndDeg);
        return stations;
    }

    /// <summary>An angle brought to more than -180 and at most 180 degrees.</summary>
    public static double Turn(double degrees)
    {
        var turned = degrees - (360 * Math.Round(degrees / 360));
        return turned <= -180 ? turned + 360 : turned;
    }
}
