using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Reports.Daily;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Printing;

/// <summary>The drawings of a daily report.</summary>
internal static class DailyDrawings
{
    private const double Width = 1000;
    private const double MostHeight = 760;
    private const double Margin = 24;
    private const double LeastStep = 0.6;
    private const int MostNames = 12;
    private const double RoomForName = 220;

    /// <summary>Zones, lines and the places where incidents began; both sides are drawn alike.</summary>
    public static Drawing Map(DailyRecord record, Tongue tongue)
    {
        var plan = Plan.Of(record.Agreement);
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        foreach (var zone in record.Agreement.Zones)
        {
            shapes.Add(new Area(Ink.Ground, plan.Rings(zone.Region)));
        }

        foreach (var line in record.Agreement.Lines)
        {
            shapes.Add(new Stroke(Ink.Agreed, plan.Points(line.Points), 2));
        }

        foreach (var one in record.Incidents)
        {
            if (one.Incident.Place is { } place)
            {
                shapes.Add(new Diamond(Ink.Mark, plan.Place(GeoPoint.FromDegrees(place.Latitude, place.Longitude)), 7));
            }
        }

        foreach (var zone in record.Agreement.Zones.Take(MostNames))
        {
            var (at, isLeft) = plan.Beside(zone);
            shapes.Add(new Label(
                Ink.Words, at with { X = at.X + (isLeft ? -8 : 8) }, zone.Name.In(tongue), 15, EndsThere: isLeft));
        }

        return new Drawing(Width, plan.Height, shapes.ToImmutable());
    }

    /// <summary>A bar for each hour of the report, each as high as incidents began in it.</summary>
    public static Drawing Hours(DailyRecord record, Tongue tongue)
    {
        const double Height = 220;
        const double Base = Height - 36;
        var window = record.Window;
        var counts = new int[24];
        foreach (var one in record.Incidents)
        {
            var hour = (int)(one.Incident.First.SecondsSince(window.From) / 3600);
            counts[Math.Clamp(hour, 0, 23)]++;
        }

        var most = Math.Max(1, counts.Max());
        var step = (Width - (2 * Margin)) / 24;
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        for (var hour = 0; hour < 24; hour++)
        {
            var left = Margin + (hour * step);
            var top = Base - ((Base - 30) * counts[hour] / most);
            if (counts[hour] > 0)
            {
                shapes.Add(new Area(Ink.Mark, [Box(left + 4, top, left + step - 4, Base)]));
                shapes.Add(new Label(
                    Ink.Words, new DrawPoint(left + (step / 2) - 5, top - 6), tongue.Number(counts[hour]), 15));
            }

            if (hour % 3 == 0)
            {
                shapes.Add(new Label(
                    Ink.Words, new DrawPoint(left, Base + 22),
                    window.Local(window.From + TimeSpan.FromHours(hour))[..^3], 14));
            }
        }

        shapes.Add(new Stroke(Ink.Line, [new(Margin, Base), new(Width - Margin, Base)], 1));
        return new Drawing(Width, Height, shapes.ToImmutable());
    }

    private static ImmutableArray<DrawPoint> Box(double left, double top, double right, double bottom) =>
        [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];

    /// <summary>Places on paper: true to length in the middle of the theatre.</summary>
    private sealed class Plan
    {
        private readonly GeoBounds bounds;
        private readonly ImmutableArray<Zone> zones;
        private readonly double perEastDeg;
        private readonly double perNorthDeg;

        private Plan(GeoBounds bounds, ImmutableArray<Zone> zones)
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

        public static Plan Of(Agreement agreement)
        {
            List<GeoBounds> all = [.. agreement.Zones.Select(zone => zone.Region.Bounds)];
            all.AddRange(agreement.Lines.SelectMany(line => line.Points).Select(point => new GeoBounds(
                point.LongitudeDeg, point.LatitudeDeg, point.LongitudeDeg, point.LatitudeDeg)));
            return all.Count == 0
                ? new Plan(new GeoBounds(0, 0, 1, 1), [])
                : new Plan(new GeoBounds(
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
}
