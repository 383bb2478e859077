using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Geo.Indexing;
using Trucewatch.Simulation.World;

namespace Trucewatch.Server.Bench.Locate;

/// <summary>In which of 200 irregular zones of 500 to 2,000 vertices a position lies, and how surely.</summary>
internal static class LocateBenchmarks
{
    public static readonly Benchmark Anywhere = new(
        "locate",
        "positions anywhere in a theatre of 200 zones, and the same by NetTopologySuite (locate-nts-peer)",
        () =>
        {
            var field = Field();
            return WithPeer("locate", field, field.Anywhere(Positions));
        });

    public static readonly Benchmark NearEdges = new(
        "locate-near-edges",
        "positions within 100 m of an edge, and the same by NetTopologySuite (locate-near-edges-nts-peer)",
        () =>
        {
            var field = Field();
            return WithPeer(
                "locate-near-edges", field, [.. field.NearEdges(Positions, 100).Select(near => near.Position)]);
        });

    public static readonly Benchmark Build = new(
        "locate-build",
        "indexes made of 200 zones",
        () =>
        {
            var zones = Field().Zones;
            return [new Trial("locate-build", 1, _ => new ZoneIndex(zones.AsSpan()).ClassCount)];
        });

    public static readonly Benchmark Probability = new(
        "region-locate",
        "probabilities and distances of positions within 100 m of a zone's edge, 50 m off (1 sigma)",
        () =>
        {
            var field = Field();
            return [RegionLocate(field.Zones, field.NearEdges(1 << 14, 100))];
        });

    private const ulong Seed = 1;
    private const int ZoneCount = 200;
    private const int Positions = 1 << 20;
    private const int BatchItems = 4096;
    private const int PeerBatchItems = 64;
    private const int ProbabilityBatchItems = 64;

    private static ZoneField Field() => new(Seed, ZoneCount);

    private static IEnumerable<Trial> WithPeer(string name, ZoneField field, GeoPoint[] positions)
    {
        var index = new ZoneIndex(field.Zones.AsSpan());
        var classes = new int[BatchItems];
        yield return new Trial(name, BatchItems, batch =>
        {
            index.Classify(Batch(positions, batch, BatchItems), classes);
            return classes[(int)(batch % BatchItems)];
        });

        var peer = new PreparedZones(field.Zones.AsSpan());
        yield return new Trial(
            name + "-nts-peer",
            PeerBatchItems,
            batch =>
            {
                var found = 0L;
                foreach (var position in Batch(positions, batch, PeerBatchItems))
                {
                    found += peer.Find(position).Count;
                }

                return found;
            },
            IsPeer: true);
    }

    private static Trial RegionLocate(ImmutableArray<Region> zones, (GeoPoint Position, int Zone)[] near)
    {
        var error = Covariance2.Circular(50);
        return new Trial("region-locate", ProbabilityBatchItems, batch =>
        {
            var sum = 0.0;
            foreach (var (position, zone) in Batch(near, batch, ProbabilityBatchItems))
            {
                sum += zones[zone].Locate(position, error).PInside;
            }

            return (long)sum;
        });
    }

    private static ReadOnlySpan<T> Batch<T>(T[] all, long batch, int items) =>
        all.AsSpan((int)(batch % (all.Length / items)) * items, items);
}
