using System.Collections.Immutable;
using Trucewatch.Feeds.Beast;
using Trucewatch.Server.Bench.Coverage;
using Trucewatch.Server.Bench.Decode;
using Trucewatch.Server.Bench.Evidence;
using Trucewatch.Server.Bench.Floor;
using Trucewatch.Server.Bench.Locate;
using Trucewatch.Server.Bench.Orbits;
using Trucewatch.Server.Bench.Planning;
using Trucewatch.Server.Bench.Tracking;
using Trucewatch.Server.Bench.Zones;

namespace Trucewatch.Server.Bench;

/// <summary>All benchmarks, one line each.</summary>
internal static class Benchmarks
{
    /// <summary>The table. To add one, add a folder or a line in one, and a line here.</summary>
    public static readonly ImmutableArray<Benchmark> All =
    [
        FloorBenchmarks.IncidentList,
        FloorBenchmarks.PushLatency,
        FloorBenchmarks.PastTiles,
        LocateBenchmarks.Anywhere,
        LocateBenchmarks.NearEdges,
        LocateBenchmarks.Build,
        LocateBenchmarks.Probability,
        CoverageBenchmarks.Query,
        CoverageBenchmarks.Enter,
        TerrainBenchmarks.Masks,
        DecodeBenchmarks.Of("ais", "sea-traffic", TimeSpan.FromMinutes(2)),
        DecodeBenchmarks.Of(
            "beast", "frames of 200 aircraft that say what aircraft say", () => BeastTraffic.Frames(1, 200, 60)),
        DecodeBenchmarks.Of("cot", "XML events of 325 and of 883 bytes", () =>
        [
            ("decode-cot-325", CotEvents.Xml(CotEvents.ShortBytes)),
            ("decode-cot-883", CotEvents.Xml(CotEvents.LongBytes)),
        ]),
        DecodeBenchmarks.Of("klv", "sets of a drone with its picture's corners, raw and in a stream", KlvPackets.All),
        DecodeBenchmarks.Of("tak", "messages as a stream, with all that a telephone says of itself", CotEvents.Tak),
        DecodeBenchmarks.Of("gmti", "packets of a dwell with 20 targets each", GmtiDwells.Packets),
        DecodeBenchmarks.Of("mavlink", "packets of a flying drone at its usual rates", MavlinkPackets.Made),
        DecodeBenchmarks.Of("odid", "lines of locations of a hundred drones", OdidLines.Made),
        SkyBenchmarks.Asterix,
        SkyBenchmarks.Firms,
        SkyBenchmarks.QuakeMl,
        SkyBenchmarks.Stac,
        SkyBenchmarks.Tle,
        MappedBenchmarks.Csv,
        MappedBenchmarks.GeoJson,
        OrbitBenchmarks.Near,
        OrbitBenchmarks.Deep,
        ZonePasses.Week,
        PlanBenchmarks.Day,
        BundleBenchmarks.Check,
        RecordingBenchmarks.Replay,
        LogBenchmarks.Append,
        LogBenchmarks.Root,
        ZoneBufferBenchmark.Both,
        TrackBenchmarks.Plots,
        TrackBenchmarks.Identified,
        TrackBenchmarks.Live,
        TrackBenchmarks.Many,
        TrackBenchmarks.Bits,
        TrackBenchmarks.Recovery,
    ];

    /// <summary>The benchmark with this name, or null.</summary>
    public static Benchmark? Find(string name) => All.FirstOrDefault(benchmark => benchmark.Name == name);
}
