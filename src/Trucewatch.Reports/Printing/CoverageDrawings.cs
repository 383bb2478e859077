using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Counts;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Printing;

/// <summary>The drawings of what was watched: where, and on which days beside how many incidents.</summary>
internal static class CoverageDrawings
{
    private const double Width = MapPlan.Width;
    private const double Margin = MapPlan.Margin;
    private const double KeyHeight = 44;

    /// <summary>Up to which share each shade stands.</summary>
    private static readonly (double Most, Ink Ink)[] shades =
        [(0.05, Ink.Seen1), (0.25, Ink.Seen2), (0.6, Ink.Seen3), (1, Ink.Seen4)];

    /// <summary>Squares by their mean chance to see; hatched where nobody looked.</summary>
    public static Drawing Map(ReportRecord record, CoverageSheet sheet, Tongue tongue)
    {
        var plan = MapPlan.Of(record.Agreement);
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        foreach (var (most, ink) in shades)
        {
            var rings = sheet.Squares.Where(square => square.Share > 0 && ShadeOf(square.Share) == ink)
                .Select(square => Ring(plan, square)).ToImmutableArray();
            if (rings.Length > 0)
            {
                shapes.Add(new Area(ink, rings));
            }
        }

        var lines = sheet.Squares.Where(square => square.Share == 0).SelectMany(square => Hatch(plan, square));
        shapes.Add(new Strokes(Ink.Unseen, [.. lines], 0.7));
        foreach (var line in record.Agreement.Lines)
        {
            shapes.Add(new Stroke(Ink.Agreed, plan.Points(line.Points), 2));
        }

        shapes.AddRange(ReportDrawings.Names(record, plan, tongue));
        shapes.AddRange(Key(plan.Height, tongue));
        return new Drawing(Width, plan.Height + KeyHeight, shapes.ToImmutable());
    }

    /// <summary>
    /// The rate of each day between its exact limits, with how much was watched below it; a day that nobody watched
    /// has no rate.
    /// </summary>
    public static Drawing Days(ReportRecord record, CoverageSheet sheet, Tongue tongue)
    {
        const double Height = 300;
        const double Base = Height - 84;
        var days = record.Window.EachDay.ToList();
        var rates = days.Select((day, at) => new ExposedCount(
            record.Incidents.Count(one => day.Has(one.Incident.First)), sheet.Days[at].Now).RatePer1000Km2Day())
            .ToList();
        var top = rates.Max(rate => rate?.Most) is { } most and > 0 ? most : 1;
        var step = (Width - (2 * Margin)) / days.Count;
        double Y(double rate) => Base - ((Base - 26) * rate / top);
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        shapes.Add(new Stroke(Ink.Line, [new(Margin, Base), new(Width - Margin, Base)], 1));
        for (var at = 0; at < days.Count; at++)
        {
            var middle = Margin + ((at + 0.5) * step);
            if (rates[at] is { } rate)
            {
                shapes.Add(new Strokes(Ink.Line, Limits(middle, Y(rate.Least), Y(rate.Most)), 1.5));
                shapes.Add(new Diamond(Ink.Mark, new DrawPoint(middle, Y(rate.Likeliest)), 6));
            }

            var share = sheet.Days[at].Now.Share;
            shapes.Add(new Area(
                Ink.Ground, [ReportDrawings.Box(middle - (step * 0.35), Base + 8, middle + (step * 0.35), Base + 20)]));
            if (share > 0)
            {
                shapes.Add(new Area(ShadeOf(1), [ReportDrawings.Box(
                    middle - (step * 0.35), Base + 8, middle + (step * ((0.7 * share) - 0.35)), Base + 20)]));
            }

            if (days.Count <= 14 || at % 7 == 0)
            {
                shapes.Add(new Caption(
                    Ink.Words, new DrawPoint(middle - 18, Base + 40),
                    days[at].Day.ToString("d.MM.", CultureInfo.InvariantCulture), 14));
            }
        }

        shapes.Add(new Caption(Ink.Words, new DrawPoint(Margin, 16), ReportWords.Columns.Rate.In(tongue)
            + ", 0\u2013" + tongue.Number(top, 2), 14));
        shapes.Add(new Caption(
            Ink.Words, new DrawPoint(Margin, Base + 66), ReportWords.DaysKey.In(tongue), 14));
        return new Drawing(Width, Height, shapes.ToImmutable());
    }

    private static Ink ShadeOf(double share) => shades.First(shade => share <= shade.Most || shade.Most == 1).Ink;

    private static ImmutableArray<(DrawPoint, DrawPoint)> Limits(double x, double least, double most) =>
    [
        (new(x, least), new(x, most)), (new(x - 6, least), new(x + 6, least)), (new(x - 6, most), new(x + 6, most)),
    ];

    private static ImmutableArray<DrawPoint> Ring(MapPlan plan, WatchedSquare square)
    {
        var (low, high) = (plan.Place(square.SouthWest), plan.Place(square.NorthEast));
        return ReportDrawings.Box(low.X, high.Y, high.X, low.Y);
    }

    private static IEnumerable<(DrawPoint, DrawPoint)> Hatch(MapPlan plan, WatchedSquare square)
    {
        var (low, high) = (plan.Place(square.SouthWest), plan.Place(square.NorthEast));
        yield return (low, high);
    }

    private static IEnumerable<Shape> Key(double top, Tongue tongue)
    {
        var x = Margin;
        for (var at = 0; at < shades.Length; at++)
        {
            var least = at == 0 ? 0 : shades[at - 1].Most * 100;
            yield return new Area(shades[at].Ink, [ReportDrawings.Box(x, top + 8, x + 26, top + 24)]);
            yield return new Caption(
                Ink.Words, new DrawPoint(x + 32, top + 21),
                $"{tongue.Number(least)}\u2013{tongue.Number(shades[at].Most * 100)} %", 14);
            x += 130;
        }

        yield return new Strokes(
            Ink.Unseen, [.. Enumerable.Range(0, 4).Select(line => (
                new DrawPoint(x + (line * 8), top + 24), new DrawPoint(x + (line * 8) + 8, top + 8)))], 0.7);
        yield return new Caption(
            Ink.Words, new DrawPoint(x + 48, top + 21), ReportWords.NotWatched.In(tongue), 14);
    }
}
