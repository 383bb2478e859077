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

/// <summary>What one more plot or one more report costs, and how well identities are recovered.</summary>
internal static class TrackBenchmarks
{
    public static readonly Benchmark Plots = new(
        "track-1000",
        "plots of 1,000 objects and as much clutter over 40 scans, without identities",
        () => [PlotTrial()]);

    public static readonly Benchmark Identified = new(
        "track-identified",
        "reports of 1,000 ships that say who they are",
        () => [IdentifiedTrial()]);

    public static readonly Benchmark Live = new(
        "track-live",
        "plots of 100,000 objects without identities through a sector; also what it holds of the memory",
        () => [LiveTrial()]);

    public static readonly Benchmark Many = new(
        "track-100000",
        "plots of 100,000 objects, one each a scan; also how many bytes the tracker holds",
        () => [ManyTrial()]);

    public static readonly Benchmark Bits = new(
        "track-bits",
        "plots of a small scene; also the tracks of a million plots as a number that every machine must print",
        TrackBits.Trials);

    public static readonly Benchmark Recovery = new(
        "track-solent",
        "reports of a recorded hour with the MMSI hidden; also how many of the links are wrong, tracks, OSPA, switches "
        + "(needs the corpora)",
        () => SolentRecovery.Find() is { } file ? [RecoveryTrial(file)] : []);

    private const ulong Seed = 1;
    private const int Ships = 1000;
    private const long RoundMicroseconds = 10_000_000;
    private const int RoundsBeforeTurning = 200;
    private const int ManyObjects = 100_000;
    private const double ManyApartM = 2_000;
    private const int ManyInARow = 320;

    /// <summary>A whole scene a batch; the buffers stay, so that a batch is the steady state of a long watch.</summary>
    private static Trial PlotTrial()
    {
        var scans = PlotScene.Of(Seed, 1000, 190_000, 40);
        var tracker = new PlotTracker(new PlotSettings());
        var radar = new PlotSensor(0, PlotScene.DetectionProbability);
        return new Trial("track-1000", scans.Sum(scan => scan.Plots.Length), _ =>
        {
            tracker.Clear();
            var live = 0L;
            foreach (var scan in scans)
            {
                tracker.Step(Instant.FromUnixSeconds((long)scan.Seconds), in radar, scan.Plots.AsSpan());
                live += tracker.Tracks.Length;
            }

            return live;
        });
    }

    /// <summary>
    /// Each ship reports once a batch, ten seconds later than before, to and fro on its own straight line.
    /// </summary>
    private static Trial IdentifiedTrial()
    {
        var tracker = new Tracker(new TheatreBox(30, 45, 40, 50), new SectorSettings());
        var starts = new ZoneField(Seed, 0).Anywhere(Ships);
        var reports = Array.ConvertAll(Enumerable.Range(0, Ships).ToArray(), ship => new Observation
        {
            Kind = ObservationKind.Position,
            Identity = ObjectIdentity.Mmsi((uint)(200_000_000 + ship)),
            Class = ObjectClass.Vessel,
            HasPosition = true,
            PositionError = Covariance2.Circular(10),
            SpeedMps = double.NaN,
            CourseDeg = double.NaN,
        });
        TrackUpdate update = default;
        return new Trial("track-identified", Ships, batch =>
        {
            var turn = batch % (2 * RoundsBeforeTurning);
            var step = 5e-5 * Math.Min(turn, (2 * RoundsBeforeTurning) - turn);
            var used = 0L;
            for (var ship = 0; ship < Ships; ship++)
            {
                ref var report = ref reports[ship];
                report.At = new Instant(batch * RoundMicroseconds);
                report.ReceivedAt = report.At;
                report.Position = GeoPoint.FromDegrees(
                    latitudeDeg: Math.Clamp(starts[ship].LatitudeDeg, 45.1, 49.9) + step,
                    longitudeDeg: starts[ship].LongitudeDeg);
                used += tracker.Update(in report, ref update) ? 1 : 0;
            }

            return used;
        });
    }

    /// <summary>One look at all objects a batch.</summary>
    private static Trial LiveTrial()
    {
        const int objects = 100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var live = new LiveTracks(objects);
        for (var look = 0; look < LiveTracks.LooksToFill; look++)
        {
            live.Look();
        }

        var shown = live.Shown;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new Trial("track-live", objects, _ => live.Look())
        {
            Figures = () => [("live_tracks", shown), ("held_mb", Math.Round(bytes / 1e6, 1))],
        };
    }

    /// <summary>Objects at rest on a grid, one scan a batch; what is held is counted with all confirmed.</summary>
    private static Trial ManyTrial()
    {
        var plots = Array.ConvertAll(Enumerable.Range(0, ManyObjects).ToArray(), index => new Plot
        {
            EastM = ManyApartM * (index % ManyInARow),
            NorthM = ManyApartM * (index / ManyInARow),
            Error = Covariance2.Circular(30),
        });
        var radar = new PlotSensor(0, PlotScene.DetectionProbability);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tracker = new PlotTracker(new PlotSettings());
        return new Trial("track-100000", ManyObjects, batch =>
        {
            tracker.Step(new Instant(batch * RoundMicroseconds / 2), in radar, plots);
            return tracker.Tracks.Length;
        })
        {
            Figures = () =>
            {
                for (var more = 1; more <= 4; more++)
                {
                    tracker.Step(Instant.FromUnixSeconds(1_000_000_000 + (5 * more)), in radar, plots);
                }

                var live = tracker.Tracks.Length;
                var held = GC.GetTotalMemory(forceFullCollection: true) - before;
                GC.KeepAlive(tracker);
                return [("live_tracks", live), ("live_bytes", held)];
            },
        };
    }

    private static Trial RecoveryTrial(string file)
    {
        var recovery = SolentRecovery.Read(file);
        return new Trial("track-solent", recovery.ReportCount, _ => recovery.Run().Wrong)
        {
            Figures = () =>
            {
                var found = recovery.Run();
                return
                [
                    ("links", found.Links), ("wrong_links", found.Wrong), ("vessels", found.Vessels),
                    ("tracks", found.Tracks), ("ospa_m", Math.Round(found.OspaM, 3)), ("id_switches", found.IdSwitches),
                ];
            },
        };
    }
}
