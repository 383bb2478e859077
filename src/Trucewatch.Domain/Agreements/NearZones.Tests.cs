using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class NearZonesTests
{
    private static readonly ZoneField Field = new(31, 8);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(300, false)]
    [InlineData(300, true)]
    public void No_zone_with_a_probability_is_left_out_and_most_others_are(double edgeSigmaM, bool isDisputed)
    {
        var regions = Field.Zones.Add(Box(88.5, -100, 89.9, 100)).Add(Box(-60, -180, -59, -179));
        ImmutableArray<Zone> zones =
        [
            .. regions.Select(region => new Zone(
                "z", new LocalText("Z"), ZoneKind.Sea, null, "a shape", region,
                isDisputed ? Box(44, 30, 44.1, 30.1) : null, edgeSigmaM)),
        ];
        var near = new NearZones(zones);
        var random = new Splitmix(9);
        var (possible, asked) = (0, 0);
        for (var draw = 0; draw < 4_000; draw++)
        {
            var place = (draw % 4) switch
            {
                0 => Near(Corner(regions[(int)(random.Next() % (uint)regions.Length)].Bounds, random), 1, random),
                1 => At(random.Between(-90, 90), random.Between(-180, 180)),
                2 => At(random.Between(44, 50), random.Between(30, 40)),
                _ => Near(At(44, 30), 0.5, random),
            };
            var sigmaM = (draw % 3) switch { 0 => 0.0, 1 => random.Between(0, 1_000), _ => random.Between(0, 30_000) };
            var kept = near.Of(place, sigmaM).ToArray();
            asked += kept.Length;
            for (var zone = 0; zone < zones.Length; zone++)
            {
                if (zones[zone].Locate(place, Covariance2.Circular(sigmaM)).PAtMost > 0)
                {
                    possible++;
                    Assert.Contains(zone, kept);
                }
            }
        }

        Assert.InRange(possible, 100, asked);
        Assert.InRange(asked, possible, 4_000 * zones.Length / 2);
    }

    [Fact]
    public void Without_zones_there_is_none() =>
        Assert.Equal(0, new NearZones([]).Of(At(0, 0), 5).Length + new NearZones([]).Of(At(0, 0), 0).Length);

    private static GeoPoint Corner(GeoBounds bounds, Splitmix random) => At(
        random.Next() % 2 == 0 ? bounds.SouthDeg : bounds.NorthDeg,
        random.Next() % 2 == 0 ? bounds.WestDeg : bounds.EastDeg);

    private static GeoPoint Near(GeoPoint point, double reachDeg, Splitmix random) => At(
        Math.Clamp(point.LatitudeDeg + random.Between(-reachDeg, reachDeg), -90, 90),
        Math.Clamp(point.LongitudeDeg + random.Between(-reachDeg, reachDeg), -180, 180));

    private static Region Box(double south, double west, double north, double east) => Region.FromPolygons(
        new GeoPolygon([At(south, west), At(south, 0.5 * (west + east)), At(south, east), At(north, east),
            At(north, 0.5 * (west + east)), At(north, west)]));

    private static GeoPoint At(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
