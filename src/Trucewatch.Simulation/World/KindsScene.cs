using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Simulation.World;

/// <summary>One look of one sensor of a scene.</summary>
/// <param name="At">Its time.</param>
/// <param name="Sensor">Who looked.</param>
/// <param name="Plots">What was seen.</param>
public sealed record KindsLook(Instant At, PlotSensor Sensor, Plot[] Plots);

/// <summary>
/// The objects of a <see cref="PlotScene"/> seen by a radar that measures range, bearing, range rate and height, by two
/// direction finders, by a sensor that tells footprints, and by one that gives places with a range rate and a class:
/// all kinds of measurements that the tracker knows. Same seed, same scene.
/// </summary>
public static class KindsScene
{
    private const double SideM = 20_000;
    private const double FinderReachM = 4_000;
    private const int Objects = 100;

    /// <summary>Makes a scene.</summary>
    /// <param name="seed">Same seed, same scene.</param>
    /// <param name="scans">Number of scans; each has a look of each sensor.</param>
    public static KindsLook[] Of(ulong seed, int scans)
    {
        var draws = Draws.Named(seed, "kinds");
        var looks = new List<KindsLook>();
        foreach (var scan in PlotScene.Of(seed, Objects, SideM, scans))
        {
            var at = new Instant((long)(scan.Seconds * 1e6));
            looks.Add(new KindsLook(at, new PlotSensor(0, 0.9), See(scan, draws, Radar)));
            for (var finder = 1; finder <= 2; finder++)
            {
                var east = finder * SideM / 3;
                var box = new PlotBox(east - FinderReachM, east + FinderReachM, 0, FinderReachM);
                looks.Add(new KindsLook(at, new PlotSensor(finder, 0.9, box), See(scan, draws, (one, own) =>
                    box.Contains(one.EastM, one.NorthM) ? Finder(one, own, east) : null)));
            }

            looks.Add(new KindsLook(at, new PlotSensor(3, 0), See(scan, draws, Told)));
            looks.Add(new KindsLook(at, new PlotSensor(4, 0.9), See(scan, draws, Camera)));
        }

        return [.. looks];
    }

    /// <summary>Runs a tracker over a scene and takes its tracks in after each look.</summary>
    /// <param name="tracker">A new or cleared tracker.</param>
    /// <param name="seed">Of the scene.</param>
    /// <param name="scans">Number of scans.</param>
    /// <param name="shuffle">Seed of the order of the plots of each look; 0 leaves it.</param>
    /// <param name="hash">Takes numbers, places, errors and odds.</param>
    /// <returns>How many plots there were.</returns>
    public static long Run(PlotTracker tracker, ulong seed, int scans, ulong shuffle, IncrementalHash hash)
    {
        var order = Draws.Named(shuffle, "order");
        var plots = 0L;
        foreach (var look in Of(seed, scans))
        {
            if (shuffle != 0)
            {
                order.Shuffle(look.Plots);
            }

            tracker.Step(look.At, look.Sensor, look.Plots);
            TrackHash.Add(hash, tracker);
            plots += look.Plots.Length;
        }

        return plots;
    }

    private static Plot[] See(PlotScan scan, Draws draws, Func<PlotTruth, Draws, Plot?> sensor)
    {
        var plots = new List<Plot>();
        foreach (var one in scan.Truth)
        {
            if (draws.Chance(0.9) && sensor(one, draws) is { } plot)
            {
                plots.Add(plot);
            }
        }

        return [.. plots];
    }

    private static Plot? Radar(PlotTruth one, Draws draws)
    {
        var (range, bearingDeg, rate) = From(one, 0, 0);
        var (first, second) = draws.Normals();
        var (third, fourth) = draws.Normals();
        return Plot.Polar(0, 0, Math.Max(0, range + (20 * first)), 20, bearingDeg + (0.3 * second), 0.3)
            .WithRangeRate(0, 0, rate + (0.5 * third), 0.5)
            .WithHeight(100 * one.Id % 3000 + (15 * fourth), 15, HeightReference.Pressure);
    }

    private static Plot? Finder(PlotTruth one, Draws draws, double east)
    {
        var (_, bearingDeg, _) = From(one, east, -500);
        return Plot.OnBearing(east, -500, bearingDeg + (0.5 * draws.Normals().First), 0.5);
    }

    private static Plot? Told(PlotTruth one, Draws draws)
    {
        var (east, north) = draws.Normals();
        return one.Id % 10 == 0
            ? Plot.Footprint(one.EastM + (150 * east), one.NorthM + (100 * north), 400, 250, draws.Between(0, 180))
            : null;
    }

    private static Plot? Camera(PlotTruth one, Draws draws)
    {
        var (_, _, rate) = From(one, SideM, 0);
        var (east, north) = draws.Normals();
        return one.Id % 5 != 0
            ? null
            : (new Plot
            {
                EastM = one.EastM + (25 * east),
                NorthM = one.NorthM + (25 * north),
                Error = Covariance2.Circular(25),
                Class = (ObjectClass)(one.Id % 6),
            }).WithRangeRate(SideM, 0, rate + draws.Normals().First, 1);
    }

    private static (double RangeM, double BearingDeg, double RateMps) From(PlotTruth one, double east, double north)
    {
        var (x, y) = (one.EastM - east, one.NorthM - north);
        var range = Elementary.Hypot(x, y);
        return (range, Elementary.Atan2Degrees(x, y), ((x * one.EastMps) + (y * one.NorthMps)) / range);
    }
}
