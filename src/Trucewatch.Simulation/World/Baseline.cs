using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>
/// Places given by a line: so far along it, and so far to its left (or, negative, right). The line's stretches are
/// great circles of the sphere of normals, which keep within a metre of the geodesic over 100 km.
/// </summary>
internal sealed class Baseline
{
    private const double PieceM = 1_000;
    private readonly ImmutableArray<GeoPoint> points;
    private readonly Route route;

    public Baseline(params ReadOnlySpan<(double Longitude, double Latitude)> corners)
    {
        var built = ImmutableArray.CreateBuilder<GeoPoint>();
        built.Add(Point(corners[0]));
        for (var i = 0; i + 1 < corners.Length; i++)
        {
            Divide(Point(corners[i]), Point(corners[i + 1]), built);
        }

        points = built.DrainToImmutable();
        route = new Route(points.AsSpan());
    }

    /// <summary>Length of the line in metres.</summary>
    public double LengthM => route.LengthM;

    /// <summary>The place at these kilometres along the line, and to its left.</summary>
    public GeoPoint At(double alongKm, double leftKm)
    {
        var (position, courseDeg) = route.At(alongKm * 1000);
        var (sin, cos) = Elementary.SinCosDegrees(courseDeg);
        return LocalScale.At(position).Move(position, -leftKm * 1000 * cos, leftKm * 1000 * sin);
    }

    /// <summary>Distance from the line in metres; positive on its left.</summary>
    public double LeftM(GeoPoint place)
    {
        var scale = LocalScale.At(place);
        var (best, isLeft) = (double.PositiveInfinity, false);
        var (eastM, northM) = scale.Offset(place, points[0]);
        for (var i = 1; i < points.Length; i++)
        {
            var (nextEastM, nextNorthM) = scale.Offset(place, points[i]);
            var (alongEastM, alongNorthM) = (nextEastM - eastM, nextNorthM - northM);
            var square = (alongEastM * alongEastM) + (alongNorthM * alongNorthM);
            var along = Math.Clamp(-((eastM * alongEastM) + (northM * alongNorthM)) / square, 0, 1);
            var (nearEastM, nearNorthM) = (eastM + (along * alongEastM), northM + (along * alongNorthM));
            var distance = (nearEastM * nearEastM) + (nearNorthM * nearNorthM);
            if (distance < best)
            {
                best = distance;
                isLeft = (alongEastM * northM) - (alongNorthM * eastM) < 0;
            }

            (eastM, northM) = (nextEastM, nextNorthM);
        }

        return isLeft ? Math.Sqrt(best) : -Math.Sqrt(best);
    }

    private static GeoPoint Point((double Longitude, double Latitude) corner) =>
        GeoPoint.FromDegrees(latitudeDeg: corner.Latitude, longitudeDeg: corner.Longitude);

    private static void Divide(GeoPoint from, GeoPoint to, ImmutableArray<GeoPoint>.Builder into)
    {
        var (a, b) = (Normal(from), Normal(to));
        var pieces = (int)Math.Ceiling(new Route(from, to).LengthM / PieceM);
        for (var i = 1; i < pieces; i++)
        {
            var part = (double)i / pieces;
            var (x, y, z) = (a.X + (part * (b.X - a.X)), a.Y + (part * (b.Y - a.Y)), a.Z + (part * (b.Z - a.Z)));
            into.Add(GeoPoint.FromDegrees(
                latitudeDeg: Elementary.Atan2Degrees(z, Math.Sqrt((x * x) + (y * y))),
                longitudeDeg: Elementary.Atan2Degrees(y, x)));
        }

        into.Add(to);
    }

    private static (double X, double Y, double Z) Normal(GeoPoint point)
    {
        var (sinLatitude, cosLatitude) = Elementary.SinCosDegrees(point.LatitudeDeg);
        var (sinLongitude, cosLongitude) = Elementary.SinCosDegrees(point.LongitudeDeg);
        return (cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }
}
