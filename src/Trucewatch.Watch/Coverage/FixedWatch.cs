using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Geo.Cells;
using Trucewatch.Geo.Terrain;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// What a sensor watches from where it stands. It watches while it is heard: between two times that lie no further
/// apart than it states, and else in the minute in which it is heard. A longer silence is an outage, and nothing of it
/// counts.
/// </summary>
internal sealed class FixedWatch
{
    /// <summary>Corners of a whole circle: its polygon has 0.01 % less area.</summary>
    public const int Corners = 256;

    /// <summary>Height of what is looked for above the ground, in metres.</summary>
    public const double TargetHeightM = 2;

    private readonly CoverageLedger ledger;
    private readonly List<(int Cell, CellLook Day, CellLook Night)> cells = [];
    private readonly TimeSpan every;
    private Instant lastHeard = Instant.Beginning;
    private long creditedUntil = long.MinValue;
    private bool creditedByNight;
    private Daylight daylight = new();

    /// <summary>Works out what a sensor sees of the ground.</summary>
    public FixedWatch(
        CoverageLedger ledger, ShareRaster raster, Sensor sensor, SensorWatch watch, TerrainMasks? terrain = null)
    {
        (this.ledger, Sensor, Watch) = (ledger, sensor, watch);
        every = sensor.HeardEvery ?? TimeSpan.FromMinutes(1);
        RangeM = Reach(watch);
        raster.Draw(Outline(watch, RangeM));
        var parts = PartsOf(raster);
        Mask = terrain?.Of(ledger.Ground, watch, RangeM, parts);
        var sight = Sight.Of(watch);
        for (var index = 0; index < parts.Count; index++)
        {
            var part = Mask is null ? parts[index] : Mask.Left(index, parts[index]);
            if (part.Share > 0)
            {
                CellLook Seen(bool isNight) => CellLook.Of(
                    sight.Chance(ledger.Ground, part.Cell, part.Points, isNight), part.Share, part.Points);
                cells.Add((part.Cell, Seen(false), Seen(true)));
            }
        }
    }

    private List<CellPart> PartsOf(ShareRaster raster)
    {
        var parts = new List<CellPart>();
        for (var row = 0; row < raster.Rows; row++)
        {
            var shares = raster.SharesOf(row);
            for (var column = 0; column < shares.Length; column++)
            {
                var cell = ledger.Ground.CellAt(raster.Column + column, raster.Row + row);
                if (cell != CoverageGround.None && shares[column] > 0)
                {
                    parts.Add(new CellPart(cell, shares[column], raster.PointsOf(row, column)));
                }
            }
        }

        return parts;
    }

    /// <summary>The sensor.</summary>
    public Sensor Sensor { get; }

    /// <summary>What it watches.</summary>
    public SensorWatch Watch { get; }

    /// <summary>How far it looks: no further than its horizon.</summary>
    public double RangeM { get; }

    /// <summary>What the ground hides from it; null: no terrain is registered.</summary>
    public TerrainMask? Mask { get; }

    /// <summary>When it was last heard.</summary>
    public Instant LastHeard => lastHeard;

    /// <summary>Takes over what another edition of the same sensor heard.</summary>
    public void GoOnFrom(FixedWatch earlier) => lastHeard = earlier.lastHeard;

    /// <summary>How long it may be silent.</summary>
    public TimeSpan Every => every;

    /// <summary>The sensor was heard; gives since when it was silent for too long, or null.</summary>
    /// <param name="at">When.</param>
    /// <param name="ofOwner">The ledger of its owner's looks, or null.</param>
    public Instant? Hear(Instant at, CoverageLedger? ofOwner = null)
    {
        var model = DetectionModels.Of(Watch.Modality);
        var isFirst = lastHeard == Instant.Beginning;
        var isOut = !isFirst && at - lastHeard > every;
        var (from, since) = (isFirst || isOut ? at : lastHeard, lastHeard);
        lastHeard = at > lastHeard ? at : lastHeard;
        var (minute, count) = LookMinutes.Of(from, at, model.LastsMinutes);

        // What was counted by another light may count for more now.
        var isNight = cells.Count > 0
            && daylight.IsNight(ledger.Ground, ledger.Ground.TileOf(cells[0].Cell), from + ((at - from) / 2));
        var first = isNight == creditedByNight ? Math.Max(minute, creditedUntil) : minute;
        if (minute + count > first)
        {
            foreach (var (cell, day, night) in cells)
            {
                var (minutes, look) = ((int)(minute + count - first), isNight ? night : day);
                ledger.Take(Watch.Modality, cell, first, minutes, in look);
                ofOwner?.Take(Watch.Modality, cell, first, minutes, in look);
            }

            creditedByNight = isNight;
            creditedUntil = minute + count;
        }

        return isOut ? since : null;
    }

    private static double Reach(SensorWatch watch)
    {
        if (watch.HeightM is not { } heightM || watch.Modality == Modality.SeismoAcoustic)
        {
            return watch.RangeM;
        }

        return Math.Min(watch.RangeM, EarthOf(watch.Modality).ReachM(heightM, TargetHeightM));
    }

    /// <summary>How what a modality looks by is bent.</summary>
    internal static SightEarth EarthOf(Modality modality) =>
        modality is Modality.SurveillanceRadar or Modality.MovingTargetRadar ? SightEarth.Radar : SightEarth.Light;

    private static GeoPoint[] Outline(SensorWatch watch, double rangeM)
    {
        var isRound = watch.FromDeg == watch.ToDeg;
        var turn = isRound ? 360 : ((watch.ToDeg - watch.FromDeg) + 360) % 360;
        var count = Math.Max(2, (int)Math.Ceiling(Corners * turn / 360)) + (isRound ? 0 : 1);
        var ring = new List<GeoPoint>(count + 1);
        var scale = LocalScale.At(watch.At);
        for (var corner = 0; corner < count; corner++)
        {
            var (sin, cos) = Elementary.SinCosDegrees(
                watch.FromDeg + (turn * corner / (isRound ? count : count - 1)));
            ring.Add(scale.Move(watch.At, rangeM * sin, rangeM * cos));
        }

        if (!isRound)
        {
            ring.Add(watch.At);
        }

        return [.. ring];
    }
}

/// <summary>For which minutes a look counts.</summary>
internal static class LookMinutes
{
    private const long MinuteUs = 60_000_000;

    /// <summary>
    /// What lasts so many minutes meets a look if its middle lies within half as long of it: the look counts for as
    /// many whole minutes, at least one.
    /// </summary>
    /// <param name="from">Begin of the look.</param>
    /// <param name="until">End of it.</param>
    /// <param name="lastsMinutes">How long the thing lasts that is looked for.</param>
    public static (long First, int Count) Of(Instant from, Instant until, int lastsMinutes)
    {
        var half = lastsMinutes * MinuteUs / 2;
        var (start, end) = (from.UnixMicroseconds - half, until.UnixMicroseconds + half);
        var count = (int)Math.Clamp(Rounded(end - start), 1, CoverageLedger.HeldHours * 60);
        return (Rounded(start), count);
    }

    private static long Rounded(long microseconds)
    {
        var (minutes, rest) = Math.DivRem(microseconds + (MinuteUs / 2), MinuteUs);
        return rest < 0 ? minutes - 1 : minutes;
    }
}
