using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Trucewatch.Watch;
using Trucewatch.Watch.Tracking;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Server.Bench.Tracking;

/// <summary>
/// The tracks of a million plots as a number: whoever runs it on another machine, or under other settings of the
/// runtime, must see the same. Each line has it twice, the second time with the plots of each time in another order.
/// </summary>
internal static class TrackBits
{
    private const int Parts = 4;
    private const int ScansAPart = 136;
    private const int Objects = 1000;
    private const double SideM = 190_000;
    private const int ScansOfKinds = 9_500;
    private const int Ships = 1000;
    private const int Rounds = 500;

    private static readonly PlotSensor Radar = new(0, PlotScene.DetectionProbability);

    private static readonly ImmutableArray<(string Name, PlotSettings Settings)> Models =
    [
        ("cv", new PlotSettings()),
        ("ct", new PlotSettings { Motion = MotionBank.Turning(PlotScene.NoiseM2S3) }),
        ("imm", new PlotSettings { Motion = MotionBank.Mixed(PlotScene.NoiseM2S3) }),
        ("joint", new PlotSettings { Association = PlotAssociation.Joint }),
    ];

    /// <summary>A trial for each way to track; it times a small scene and counts the large one.</summary>
    public static IEnumerable<Trial> Trials()
    {
        foreach (var (name, settings) in Models)
        {
            yield return Of(name, (shuffle, hash) => RunPlots(new PlotTracker(settings), shuffle, hash));
        }

        yield return Of("kinds", (shuffle, hash) => KindsScene.Run(
            new PlotTracker(new PlotSettings { Motion = MotionBank.Mixed(PlotScene.NoiseM2S3) }),
            seed: 1, ScansOfKinds, shuffle, hash));
        yield return Of("identified", RunShips);
    }

    private static Trial Of(string name, Func<ulong, IncrementalHash, long> run)
    {
        var scene = KindsScene.Of(seed: 1, scans: 10);
        var tracker = new PlotTracker(new PlotSettings());
        return new Trial($"track-bits-{name}", scene.Sum(look => look.Plots.Length), _ =>
        {
            tracker.Clear();
            foreach (var look in scene)
            {
                tracker.Step(look.At, look.Sensor, look.Plots);
            }

            return tracker.Tracks.Length;
        })
        {
            Figures = () =>
            {
                var (plots, bits) = Bits(run, 0);
                return [("plots", plots), ("bits", bits), ("bits_permuted", Bits(run, 1).Bits)];
            },
        };
    }

    /// <summary>The first 48 bits of the hash, which a number of JSON holds exactly.</summary>
    private static (long Plots, long Bits) Bits(Func<ulong, IncrementalHash, long> run, ulong shuffle)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var plots = run(shuffle, hash);
        return (plots, (long)(BinaryPrimitives.ReadUInt64BigEndian(hash.GetHashAndReset()) >> 16));
    }

    private static long RunPlots(PlotTracker tracker, ulong shuffle, IncrementalHash hash)
    {
        var order = Draws.Named(shuffle, "order");
        var count = 0L;
        for (var part = 1UL; part <= Parts; part++)
        {
            tracker.Clear();
            foreach (var scan in PlotScene.Of(part, Objects, SideM, ScansAPart))
            {
                var plots = scan.Plots.ToArray();
                if (shuffle != 0)
                {
                    order.Shuffle(plots.AsSpan());
                }

                tracker.Step(new Instant((long)(scan.Seconds * 1e6)), in Radar, plots);
                TrackHash.Add(hash, tracker);
                count += plots.Length;
            }
        }

        return count;
    }

    /// <summary>Ships that two receivers hear at the same times; of each the state after both is taken in.</summary>
    private static long RunShips(ulong shuffle, IncrementalHash hash)
    {
        var order = Draws.Named(shuffle, "order");
        var draws = Draws.Named(1, "ships");
        var tracker = new Tracker(new TheatreBox(30, 45, 40, 50), new SectorSettings());
        var reports = new Observation[2 * Ships];
        var last = new TrackUpdate[Ships];
        Span<byte> bytes = stackalloc byte[5 * sizeof(double)];
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < reports.Length; index++)
            {
                var (east, north) = draws.Normals();
                reports[index] = Report(index % Ships, round, east, north);
            }

            if (shuffle != 0)
            {
                order.Shuffle(reports.AsSpan());
            }

            foreach (ref var report in reports.AsSpan())
            {
                _ = tracker.Update(in report, ref last[(int)report.Identity.Number % Ships]);
            }

            foreach (ref readonly var state in last.AsSpan())
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, state.Position.LatitudeDeg);
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[8..], state.Position.LongitudeDeg);
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[16..], state.EastMps);
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[24..], state.NorthMps);
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[32..], state.PositionError.EastM2);
                hash.AppendData(bytes);
            }
        }

        return (long)Rounds * reports.Length;
    }

    private static Observation Report(int ship, int round, double east, double north)
    {
        var at = new Instant(round * 10_000_000L);
        return new Observation
        {
            Kind = ObservationKind.Position,
            Identity = ObjectIdentity.Mmsi((uint)(200_000_000 + ship)),
            Class = ObjectClass.Vessel,
            At = at,
            ReceivedAt = at,
            HasPosition = true,
            Position = GeoPoint.FromDegrees(
                latitudeDeg: 41 + (0.008 * ship) + (5e-4 * round) + (1e-4 * north),
                longitudeDeg: 31 + (0.012 * ship) + (3e-4 * round) + (1e-4 * east)),
            PositionError = Covariance2.Circular(10),
            SpeedMps = double.NaN,
            CourseDeg = double.NaN,
        };
    }
}
