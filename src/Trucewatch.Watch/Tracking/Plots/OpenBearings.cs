using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// The bearings of the last seconds that no track explains. One alone says nothing of how far away its object is; where
/// it crosses one of another sensor, an object may be.
/// </summary>
internal sealed class OpenBearings
{
    /// <summary>Most bearings that wait; those beyond it are counted.</summary>
    public const int MaxOpen = 256;

    /// <summary>So long a bearing waits for one that crosses it.</summary>
    public const double WaitS = 10;

    /// <summary>A crossing farther from either observer is none.</summary>
    public const double MaxRangeM = 200_000;

    // Below ten degrees between them two rays cross nowhere in particular.
    private const double LeastCrossing = 0.17;

    private readonly (Instant At, int Sensor, Plot Plot)[] open = new (Instant, int, Plot)[MaxOpen];
    private int count;

    /// <summary>How many wait.</summary>
    public int Count => count;

    /// <summary>Forgets all.</summary>
    public void Clear() => count = 0;

    /// <summary>Takes on those of another.</summary>
    public void CopyFrom(OpenBearings other)
    {
        other.open.AsSpan(0, other.count).CopyTo(open);
        count = other.count;
    }

    /// <summary>Forgets those that have waited long enough.</summary>
    public void Expire(Instant at)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (at.SecondsSince(open[i].At) <= WaitS)
            {
                open[kept++] = open[i];
            }
        }

        count = kept;
    }

    /// <summary>Lets a bearing wait; false when there is no room.</summary>
    public bool TryAdd(Instant at, int sensor, in Plot plot)
    {
        if (count == MaxOpen)
        {
            return false;
        }

        open[count++] = (at, sensor, plot);
        return true;
    }

    /// <summary>
    /// The place where a bearing crosses one that waits; false for one of the same sensor, or without a crossing.
    /// </summary>
    /// <param name="index">Number of the one that waits.</param>
    /// <param name="at">Time of the bearing.</param>
    /// <param name="sensor">Its sensor.</param>
    /// <param name="plot">The bearing.</param>
    /// <param name="firstSpeedMps">How fast its object may have moved since the other was taken, per axis.</param>
    /// <param name="crossing">A plot of the place.</param>
    public bool TryCross(
        int index, Instant at, int sensor, in Plot plot, double firstSpeedMps, out Plot crossing)
    {
        crossing = default;
        ref readonly var waiting = ref open[index];
        if (waiting.Sensor == sensor)
        {
            return false;
        }

        var (sin, cos) = Elementary.SinCosDegrees(plot.BearingDeg);
        var (otherSin, otherCos) = Elementary.SinCosDegrees(waiting.Plot.BearingDeg);
        var across = (sin * otherCos) - (cos * otherSin);
        var east = waiting.Plot.ObserverEastM - plot.ObserverEastM;
        var north = waiting.Plot.ObserverNorthM - plot.ObserverNorthM;
        var range = ((east * otherCos) - (north * otherSin)) / across;
        var otherRange = ((east * cos) - (north * sin)) / across;
        if (!(Math.Abs(across) >= LeastCrossing) || !(range is > 0 and <= MaxRangeM)
            || !(otherRange is > 0 and <= MaxRangeM))
        {
            return false;
        }

        var aside = range * Elementary.DegreesToRadians(plot.BearingSigmaDeg);
        var otherAside = otherRange * Elementary.DegreesToRadians(waiting.Plot.BearingSigmaDeg);
        var moved = firstSpeedMps * at.SecondsSince(waiting.At);
        crossing = plot with
        {
            Kind = PlotKind.Place,
            EastM = plot.ObserverEastM + (range * sin),
            NorthM = plot.ObserverNorthM + (range * cos),
            Error = Shared(
                cos, -sin, aside * aside, otherCos, -otherSin, (otherAside * otherAside) + (moved * moved)),
        };
        return crossing.IsUsable;
    }

    /// <summary>The covariance of a place that is known across two directions only.</summary>
    private static Covariance2 Shared(
        double east, double north, double variance, double otherEast, double otherNorth, double otherVariance)
    {
        var ee = (east * east / variance) + (otherEast * otherEast / otherVariance);
        var en = (east * north / variance) + (otherEast * otherNorth / otherVariance);
        var nn = (north * north / variance) + (otherNorth * otherNorth / otherVariance);
        var determinant = (ee * nn) - (en * en);
        return new Covariance2(nn / determinant, -en / determinant, ee / determinant);
    }
}
