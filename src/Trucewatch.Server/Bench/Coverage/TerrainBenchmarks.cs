using System.Buffers.Binary;
using Trucewatch.Domain;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Geo.Terrain;
using Trucewatch.Watch;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Bench.Coverage;

/// <summary>What it costs to work out what the ground hides from posts, beside an edition without terrain.</summary>
internal static class TerrainBenchmarks
{
    public static readonly Benchmark Masks = new(
        "coverage-terrain",
        "posts of 10 km with 10 m of height that come into force: over hills of one second of arc, one post and a "
        + "thousand at a time, and without terrain",
        () =>
        {
            var tiles = new SortedDictionary<TerrainCorner, TerrainTile>();
            foreach (var corner in (TerrainCorner[])[new(48, 31), new(48, 32)])
            {
                tiles.Add(corner, TerrainTile.Read(corner.ToString(), Hills(corner), out _)!);
            }

            RegisteredTile[] named = [.. tiles.Keys.Select(corner => new RegisteredTile(corner, corner.ToString()))];
            return
            [
                Of("coverage-terrain-one", 1, named, tiles),
                Of("coverage-terrain-thousand", 1_000, named, tiles),
                Of("coverage-terrain-none", 1, [], tiles),
            ];
        });

    private static Trial Of(
        string name, int posts, RegisteredTile[] named, SortedDictionary<TerrainCorner, TerrainTile> tiles)
    {
        var settings = new SectorSettings { OpenTerrain = tile => tiles[tile.Corner] };
        var sector = new Sector(CoverageBenchmarks.Ground(), new FeedNames("ais-1"), settings);
        var (output, at) = (new SectorOutput(), Instant.FromUnixSeconds(1_900_000_800));
        return new Trial(name, posts, batch =>
        {
            // Each post stands where none stood before, so that no mask is known.
            var sensors = Enumerable.Range(0, posts).Select(index => Post(index, (batch * posts) + index));
            var edition = new SensorRegistry([.. sensors], FormattableString.Invariant($"{name} {batch}"))
            {
                Terrain = [.. named],
            };
            output.Clear();
            sector.Step(new SectorInput(batch, edition, at), output);
            return sector.Looks.Terrain?.Tiles.Count ?? 0;
        });
    }

    private static Sensor Post(int id, long place) => new(
        FormattableString.Invariant($"post-{id}"), "mission", "post", "a hill", Consent.Agreed, Label.Mission,
        [FormattableString.Invariant($"none-{id}")], [], [], 0, null, null,
        [new Calibration("1", Instant.Beginning, null, 0, 0)], [],
        Watch: new SensorWatch(
            Modality.Human,
            GeoPoint.FromDegrees(
                latitudeDeg: 48.12 + (place % 97 * 1e-3), longitudeDeg: 31.2 + (place % 1_601 * 1e-3)),
            10_000, 10 + (place * 1e-6), 0, 0, null));

    /// <summary>Hills of 60 m, 1.5 km apart, on ground that rises and falls by 200 m.</summary>
    private static byte[] Hills(TerrainCorner corner)
    {
        const int Side = TerrainTile.FineSide;
        var bytes = new byte[TerrainTile.MaxBytes];
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var (north, east) = (corner.SouthDeg - ((double)row / Side), corner.WestDeg + ((double)column / Side));
                var height = 300 + (100 * Elementary.Sin(north * 20) * Elementary.Cos(east * 15))
                    + (30 * Elementary.Sin(north * 460) * Elementary.Cos(east * 310));
                BinaryPrimitives.WriteInt16BigEndian(
                    bytes.AsSpan(((row * Side) + column) * sizeof(short)), (short)Math.Round(height));
            }
        }

        return bytes;
    }
}
