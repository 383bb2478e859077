using Trucewatch.Geo;
using Trucewatch.Geo.Rasters;

namespace Trucewatch.Watch.Changes;

/// <summary>Why a change may have a harmless cause. A reason stands beside the change, and never removes it.</summary>
[Flags]
public enum ChangeReasons
{
    /// <summary>None is known.</summary>
    None = 0,

    /// <summary>All around it changed, too: snow, thaw, flood, or another angle of the light or the radar.</summary>
    WideChange = 1,

    /// <summary>Most of it is water or wetland, by the map of land cover.</summary>
    Water = 2,

    /// <summary>Most of it is cropland, by the map of land cover, at a time when fields are worked.</summary>
    Cropland = 4,

    /// <summary>It is as large and as full as a field, and fields are worked at this time.</summary>
    FieldShaped = 8,
}

/// <summary>Says of changes which harmless causes they may have: by the calendar, the ground and their surroundings.
/// </summary>
/// <param name="landCover">Classes of the ground as ESA WorldCover numbers them, or null.</param>
/// <param name="month">Month of the later picture, 1 to 12, or null when it is not known.</param>
public sealed class ChangeScreen(Raster? landCover, int? month)
{
    /// <summary>A change may be a field from so many square metres on.</summary>
    public const double FieldM2 = 20_000;

    private const double FieldFill = 0.7;
    private const int CroplandClass = 40;

    private readonly RasterPoints? cover = landCover?.Place.Points();

    /// <summary>From March to November fields are sown, cut or ploughed; when the month is not known they may
    /// be.</summary>
    private bool AreFieldsWorked => month is null or (>= 3 and <= 11);

    /// <summary>The reasons that hold for a change.</summary>
    public ChangeReasons Of(ChangeReport report, FoundChange change)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(change);
        var reasons = ChangeReasons.None;
        if (report.IsWide(change))
        {
            reasons |= ChangeReasons.WideChange;
        }

        var (water, crops, known) = Ground(report, change);
        if (known > 0 && 2 * water >= known)
        {
            reasons |= ChangeReasons.Water;
        }

        if (known > 0 && 2 * crops >= known && AreFieldsWorked)
        {
            reasons |= ChangeReasons.Cropland;
        }

        if (known == 0 && AreFieldsWorked && report.AreaM2(change) >= FieldM2 && Fill(report, change) >= FieldFill)
        {
            reasons |= ChangeReasons.FieldShaped;
        }

        return reasons;
    }

    /// <summary>The reasons in words, or null where there are none.</summary>
    public string? Words(ChangeReasons reasons)
    {
        var season = month switch
        {
            12 or 1 or 2 => "snow or thaw",
            3 or 4 or 5 => "thaw or flood",
            6 or 7 or 8 => "harvest, drought or flood",
            9 or 10 or 11 => "harvest, ploughing or first snow",
            _ => "snow, flood or harvest",
        };
        var words = new List<string>();
        if (reasons.HasFlag(ChangeReasons.WideChange))
        {
            words.Add($"all around it changed: {season} at this time of the year, or another angle");
        }

        if (reasons.HasFlag(ChangeReasons.Water))
        {
            words.Add("water or wetland: waves, ice and floods change it");
        }

        if (reasons.HasFlag(ChangeReasons.Cropland))
        {
            words.Add("cropland, at a time when fields are worked");
        }

        if (reasons.HasFlag(ChangeReasons.FieldShaped))
        {
            words.Add("as large and full as a field, at a time when fields are worked");
        }

        return words.Count == 0 ? null : string.Join("; ", words);
    }

    private (int Water, int Crops, int Known) Ground(ChangeReport report, FoundChange change)
    {
        var (water, crops, known) = (0, 0, 0);
        if (landCover is null || cover is null)
        {
            return default;
        }

        var points = report.Place.Points();
        foreach (var pixel in change.Pixels)
        {
            if (!points.TryAt((pixel % report.Width) + 0.5, (pixel / report.Width) + 0.5, out var point))
            {
                continue;
            }

            var (column, row) = cover.Of(point);
            if (!(column >= 0 && row >= 0 && column < landCover.Width && row < landCover.Height))
            {
                continue;
            }

            // 0 is "not classed".
            var kind = landCover.Values[((int)row * landCover.Width) + (int)column];
            known += kind > 0 ? 1 : 0;
            water += kind is 80 or 90 or 95 ? 1 : 0;
            crops += kind == CroplandClass ? 1 : 0;
        }

        return (water, crops, known);
    }

    /// <summary>What share it fills of the smallest box around it, upright or turned by parts of a quarter.</summary>
    private static double Fill(ChangeReport report, FoundChange change)
    {
        var most = 0.0;
        for (var turn = 0; turn < 90; turn += 15)
        {
            var (sin, cos) = Elementary.SinCosDegrees(turn);
            var (west, east, north, south) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
            foreach (var pixel in change.Pixels)
            {
                var (x, y) = (pixel % report.Width, pixel / report.Width);
                var (along, aside) = ((x * cos) + (y * sin), (y * cos) - (x * sin));
                (west, east) = (Math.Min(west, along), Math.Max(east, along));
                (north, south) = (Math.Min(north, aside), Math.Max(south, aside));
            }

            // A pixel reaches half a pixel beyond its middle, and more where it stands askew.
            var wide = Math.Abs(sin) + Math.Abs(cos);
            most = Math.Max(most, change.Pixels.Length / ((east - west + wide) * (south - north + wide)));
        }

        return most;
    }
}
