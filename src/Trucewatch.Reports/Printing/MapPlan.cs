using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.Printing;

/// <summary>Places on paper: true to length in the middle of the theatre.</summary>
internal sealed class MapPlan
{
    public const double Width = 1000;
    public const double Margin = 24;
    private const double MostHeight = 760;
    private const double LeastStep = 0.6;
    private const double RoomForName = 220;

    private readonly GeoBounds bounds;
    private readonly ImmutableArray<Zone> zones;
    private readonly double perEastDeg;
    private readonly double perNorthDeg;

    private MapPlan(GeoBounds bounds, ImmutableArray<Zone> zones)
    {
        (this.bounds, this.zones) = (bounds, zones);
        var scale = LocalScale.At(GeoPoint.FromDegrees(
            (bounds.SouthDeg + bounds.NorthDeg) / 2, (bounds.WestDeg + bounds.EastDeg) / 2));
        var eastM = Math.Max(1, (bounds.EastDeg - bounds.WestDeg) * scale.EastMPerDegree);
        var northM = Math.Max(1, (bounds.NorthDeg - bounds.SouthDeg) * scale.NorthMPerDegree);
        var perM = Math.Min((Width - (2 * Margin)) / eastM, (MostHeight - (2 * Margin)) / northM);
        (perEastDeg, perNorthDeg) = (perM * scale.EastMPerDegree, perM * scale.NorthMPerDegree);
        Height = (northM * perM) + (2 * Margin);
    }

    public double Height { get; }

    public static MapPlan Of(Agreement agreement)
    {
        List<GeoBounds> all = [.. agreement.Zones.Select(zone => zone.Region.Bounds)];
        all.AddRange(agreement.Lines.SelectMany(line => line.Points).Select(point => new GeoBounds(
            point.LongitudeDeg, point.LatitudeDeg, point.LongitudeDeg, point.LatitudeDeg)));
        return all.Count == 0
            ? new MapPlan(new GeoBounds(0, 0, 1, 1), [])
            : new MapPlan(new GeoBounds(
                all.Min(one => one.WestDeg), all.Min(one => one.SouthDeg), all.Max(one => one.EastDeg),
                all.Max(one => one.NorthDeg)), agreement.Zones);
    }

    public DrawPoint Place(GeoPoint point) => new(
        Rounded(Margin + ((point.LongitudeDeg - bounds.WestDeg) * perEastDeg)),
        Rounded(Margin + ((bounds.NorthDeg - point.LatitudeDeg) * perNorthDeg)));

    /// <summary>
    /// A place for a zone's name: at its edge, half-way up, on the side that has more room on the paper. Zones
    /// that lie beside each other are named on their own sides.
    /// </summary>
    public (DrawPoint At, bool IsLeft) Beside(Zone zone)
    {
        var around = zone.Region.Bounds;
        var middle = Place(GeoPoint.FromDegrees(
            (around.SouthDeg + around.NorthDeg) / 2, (around.WestDeg + around.EastDeg) / 2));
        var near = Rings(zone.Region).SelectMany(ring => ring)
            .OrderBy(point => Math.Abs(point.Y - middle.Y)).Take(16).ToList();
        var (left, right) = (near.MinBy(point => point.X), near.MaxBy(point => point.X));
        var isFirst = zones.TakeWhile(other => other != zone).All(other => other.Kind != zone.Kind);
        var isLeft = isFirst ? left.X > RoomForName : Width - right.X < RoomForName;
        return (isLeft ? left : right, isLeft);
    }

    public ImmutableArray<ImmutableArray<DrawPoint>> Rings(Region region) =>
    [
        .. region.Polygons.SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer)).Select(Points),
    ];

    /// <summary>Points nearer than a hair to the one before are left out: zones have thousands.</summary>
    public ImmutableArray<DrawPoint> Points(ImmutableArray<GeoPoint> points)
    {
        var drawn = ImmutableArray.CreateBuilder<DrawPoint>();
        for (var index = 0; index < points.Length; index++)
        {
            var at = Place(points[index]);
            var isEnd = index == 0 || index == points.Length - 1;
            if (isEnd || Math.Abs(at.X - drawn[^1].X) + Math.Abs(at.Y - drawn[^1].Y) >= LeastStep)
            {
                drawn.Add(at);
            }
        }

        return drawn.ToImmutable();
    }

    private static double Rounded(double value) => Math.Round(value * 10) / 10;
}
