using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Simulation.World;

/// <summary>Where an object of a scene truly is at a scan.</summary>
/// <param name="Id">Its number.</param>
/// <param name="EastM">Place.</param>
/// <param name="NorthM">The same to the north.</param>
/// <param name="EastMps">Velocity.</param>
/// <param name="NorthMps">The same to the north.</param>
public readonly record struct PlotTruth(int Id, double EastM, double NorthM, double EastMps, double NorthMps);

/// <summary>One scan of a scene.</summary>
/// <param name="Seconds">Its time.</param>
/// <param name="Truth">The objects that are there.</param>
/// <param name="Plots">What is seen, clutter last; the tag is the object's number, or -1 for clutter.</param>
public sealed record PlotScan(double Seconds, ImmutableArray<PlotTruth> Truth, ImmutableArray<Plot> Plots);

    /// <summary>
/// Objects in a square that one sensor scans every five seconds: constant velocity with white acceleration noise,
/// chance of detection 0.9, errors of 30 m, and as much uniform clutter as objects. A tenth is born in the first half,
/// another tenth dies in the second. Same seed, same scene.
/// </summary>
public sealed class PlotScene
{
    /// <summary>Time between scans.</summary>
    public const double ScanS = 5;

    /// <summary>Density of the acceleration's white noise in m2/s3.</summary>
    public const double NoiseM2S3 = 0.05;

    /// <summary>Chance that an object is seen in a scan.</summary>
    public const double DetectionProbability = 0.9;

    private const double SigmaM = 30;
    private const double ClutterMeanOnce = 100;

    private readonly Draws motion;
    private readonly Draws sensing;
    private readonly int clutterRounds;
    private readonly double sideM;
    private readonly (PlotTruth State, int Born, int Dies)[] objects;

    private PlotScene(ulong seed, int count, double side, int scans)
    {
        motion = Draws.Named(seed, "motion");
        sensing = Draws.Named(seed, "sensing");
        clutterRounds = count / (int)ClutterMeanOnce;
        sideM = side;
        objects = new (PlotTruth, int, int)[count];
        for (var id = 0; id < count; id++)
        {
            var (sin, cos) = Elementary.SinCosDegrees(motion.Between(0, 360));
            var speed = motion.Between(5, 60);
            var state = new PlotTruth(id, motion.Between(0, side), motion.Between(0, side), speed * sin, speed * cos);
            var born = id < count / 10 ? 1 + motion.Below((scans / 2) - 1) : 0;
            var dies = id >= count / 10 && id < count / 5 ? (scans / 2) + motion.Below(scans / 2) : scans;
            objects[id] = (state, born, dies);
        }
    }

    /// <summary>Makes a scene.</summary>
    /// <param name="seed">Same seed, same scene.</param>
    /// <param name="count">Objects, a multiple of 100.</param>
    /// <param name="sideM">Side of the square.</param>
    /// <param name="scans">Number of scans.</param>
    public static ImmutableArray<PlotScan> Of(ulong seed, int count, double sideM, int scans)
    {
        var scene = new PlotScene(seed, count, sideM, scans);
        return [.. Enumerable.Range(0, scans).Select(scene.Scan)];
    }

    private PlotScan Scan(int number)
    {
        var truth = ImmutableArray.CreateBuilder<PlotTruth>();
        var plots = ImmutableArray.CreateBuilder<Plot>();
        foreach (ref var one in objects.AsSpan())
        {
            if (number < one.Born || number >= one.Dies)
            {
                continue;
            }

            one.State = number == one.Born ? one.State : Moved(one.State);
            truth.Add(one.State);
            var (east, north) = sensing.Normals();
            if (sensing.Chance(DetectionProbability))
            {
                plots.Add(Seen(one.State.EastM + (SigmaM * east), one.State.NorthM + (SigmaM * north), one.State.Id));
            }
        }

        for (var left = Clutter(); left > 0; left--)
        {
            plots.Add(Seen(sensing.Between(0, sideM), sensing.Between(0, sideM), -1));
        }

        return new PlotScan(number * ScanS, truth.ToImmutable(), plots.ToImmutable());
    }

    private static Plot Seen(double eastM, double northM, int tag) =>
        new() { EastM = eastM, NorthM = northM, Error = Covariance2.Circular(SigmaM), Tag = tag };

    /// <summary>Draws from the exact distribution of place and velocity after one scan.</summary>
    private PlotTruth Moved(PlotTruth state)
    {
        var place = Math.Sqrt(NoiseM2S3 * ScanS * ScanS * ScanS / 3);
        var shared = NoiseM2S3 * ScanS * ScanS / 2 / place;
        var own = Math.Sqrt((NoiseM2S3 * ScanS) - (shared * shared));
        var (eastPlace, northPlace) = motion.Normals();
        var (eastSpeed, northSpeed) = motion.Normals();
        return new PlotTruth(
            state.Id,
            state.EastM + (ScanS * state.EastMps) + (place * eastPlace),
            state.NorthM + (ScanS * state.NorthMps) + (place * northPlace),
            state.EastMps + (shared * eastPlace) + (own * eastSpeed),
            state.NorthMps + (shared * northPlace) + (own * northSpeed));
    }

    /// <summary>
    /// A Poisson number by Knuth's product of uniforms, in rounds of a mean that the exponential can bear.
    /// </summary>
    private int Clutter()
    {
        var sum = 0;
        var limit = Elementary.Exp(-ClutterMeanOnce);
        for (var round = 0; round < clutterRounds; round++)
        {
            for (var product = sensing.Between(0, 1); product > limit; product *= sensing.Between(0, 1))
            {
                sum++;
            }
        }

        return sum;
    }
}
