using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Printing;

/// <summary>The drawings of where and when incidents began.</summary>
internal static class ReportDrawings
{
    private const double Width = MapPlan.Width;
    private const double Margin = MapPlan.Margin;
    private const int MostNames = 12;

    /// <summary>Zones, lines and the places where incidents began; both sides are drawn alike.</summary>
    public static Drawing Map(ReportRecord record, Tongue tongue)
    {
        var plan = MapPlan.Of(record.Agreement);
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

        shapes.AddRange(Names(record, plan, tongue));
        return new Drawing(Width, plan.Height, shapes.ToImmutable());
    }

    /// <summary>The names of the zones at their edges.</summary>
    public static IEnumerable<Caption> Names(ReportRecord record, MapPlan plan, Tongue tongue)
    {
        foreach (var zone in record.Agreement.Zones.Take(MostNames))
        {
            var (at, isLeft) = plan.Beside(zone);
            yield return new Caption(
                Ink.Words, at with { X = at.X + (isLeft ? -8 : 8) }, zone.Name.In(tongue), 15, EndsThere: isLeft);
        }
    }

    /// <summary>A bar for each hour of the report, each as high as incidents began in it.</summary>
    public static Drawing Hours(ReportRecord record, Tongue tongue)
    {
        const double Height = 220;
        const double Base = Height - 36;
        var window = record.Window;

        // A day has 23 or 25 hours when the clock changes.
        var counts = new int[Math.Max(1, (int)Math.Ceiling((window.Until - window.From).TotalHours))];
        foreach (var one in record.Incidents)
        {
            var hour = (int)(one.Incident.First.SecondsSince(window.From) / 3600);
            counts[Math.Clamp(hour, 0, counts.Length - 1)]++;
        }

        var most = Math.Max(1, counts.Max());
        var step = (Width - (2 * Margin)) / counts.Length;
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        for (var hour = 0; hour < counts.Length; hour++)
        {
            var left = Margin + (hour * step);
            var top = Base - ((Base - 30) * counts[hour] / most);
            if (counts[hour] > 0)
            {
                shapes.Add(new Area(Ink.Mark, [Box(left + 4, top, left + step - 4, Base)]));
                shapes.Add(new Caption(
                    Ink.Words, new DrawPoint(left + (step / 2) - 5, top - 6), tongue.Number(counts[hour]), 15));
            }

            if (hour % 3 == 0)
            {
                shapes.Add(new Caption(
                    Ink.Words, new DrawPoint(left, Base + 22),
                    window.Local(window.From + TimeSpan.FromHours(hour))[..^3], 14));
            }
        }

        shapes.Add(new Stroke(Ink.Line, [new(Margin, Base), new(Width - Margin, Base)], 1));
        return new Drawing(Width, Height, shapes.ToImmutable());
    }

    /// <summary>A box as a ring.</summary>
    public static ImmutableArray<DrawPoint> Box(double left, double top, double right, double bottom) =>
        [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];
}
