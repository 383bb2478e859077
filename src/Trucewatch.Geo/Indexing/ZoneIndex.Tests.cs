using System.Collections.Immutable;
using Trucewatch.Geo.Lines;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Geo.Indexing;

/// <summary>The index against the regions themselves, and against NetTopologySuite.</summary>
public sealed class ZoneIndexTests
{
    private static readonly ZoneField Field = new(11, 40);

    [Fact]
    public void Irregular_zones_one_over_another_are_told_apart()
    {
        var points = Field.Anywhere(20_000).Concat(Field.NearEdges(20_000, 100).Select(near => near.Position));
        AssertSame([.. Field.Zones], [.. points]);
    }

    [Fact]
    public void Near_vertices_and_on_edges_the_last_bit_counts() =>
        AssertSame([.. Field.Zones[..12]], [.. Field.Zones[..12].SelectMany(zone => OnTheRim(zone, 400))]);

    [Fact]
    public void Small_holes_narrow_necks_windings_and_the_whole_world()
    {
        Region[] zones =
        [
            Ring("-90 -180, -90 0, -90 179.99, 90 179.99, 90 0, 90 -180"),
            Ring("-10 -180, -10 -170, 10 -170, 10 -180"),
            Ring("-10 170, -10 179.9999, 10 179.9999, 10 170"),
            Ring("80 -100, 80 0, 80 100, 90 0"),
            Ring("0 0, 0 8, 8 8, 8 0"),
            Region.FromPolygons(new GeoPolygon(
                Points("1 1, 1 7, 7 7, 7 1"), [Points("2 2, 3 2, 3 3, 2 3"), Points("5 5, 5.00001 5, 5 5.00001")])),
            Ring("4 4, 4 4.00001, 4.00001 4"),
            Ring("0 -8, 0 0, 8 0, 8 -8"),
            Spiral(2, 2),
            Comb(1, 3),
        ];
        var random = new Splitmix(3);
        var anywhere = Enumerable.Range(0, 20_000).Select(_ => At(random.Between(-90, 90), random.Between(-180, 180)));
        var there = Enumerable.Range(0, 20_000).Select(_ => At(random.Between(-1, 9), random.Between(-1, 9)));
        AssertSame(zones, [.. anywhere, .. there, .. zones.SelectMany(zone => OnTheRim(zone, 100))]);
    }

    [Fact]
    public void Edges_through_the_corners_and_centres_of_cells_count_once()
    {
        // Zones and positions on one raster of powers of two: every coincidence of edge, vertex and cell comes about.
        var random = new Splitmix(8);
        var zones = new List<Region>();
        while (zones.Count < 60)
        {
            var corners = Enumerable.Range(0, 3 + (int)(random.Next() % 3))
                .Select(_ => At((int)(random.Next() % 17) / 2.0, (int)(random.Next() % 17) / 2.0));
            if (Region.FromPolygons([new GeoPolygon([.. corners])], out _) is { } zone)
            {
                zones.Add(zone);
            }
        }

        var raster = from lat in Enumerable.Range(-1, 131)
                     from lon in Enumerable.Range(-1, 131)
                     select At(lat / 16.0, lon / 16.0);
        AssertSame([.. zones], [.. raster, .. zones.SelectMany(zone => OnTheRim(zone, 60))]);
    }

    [Fact]
    public void Zones_that_meet_in_a_point_or_along_a_line_are_told_apart()
    {
        var wedges = Enumerable.Range(0, 24).Select(index => Region.FromPolygons(new GeoPolygon(
            [At(47, 35), OnCircle(15 * index), OnCircle((15 * index) + 7), OnCircle(15 * (index + 1))])));
        var line = Enumerable.Range(0, 40).Select(index => At(46.5 + (index * 0.025), 35.4 + (index % 3 * 0.01)));
        var strips = new[] { -0.3, -0.2, -0.1, 0.1, 0.2, 0.3 }.Select(width => Region.FromPolygons(new GeoPolygon(
            [.. line, .. line.Reverse().Select(p => At(p.LatitudeDeg, p.LongitudeDeg + width))])));
        Region[] zones = [.. wedges, .. strips];
        var random = new Splitmix(4);
        var close = Enumerable.Range(0, 20_000).Select(index =>
        {
            var reach = index % 3 == 0 ? 1e-7 : index % 3 == 1 ? 1e-4 : 0.5;
            return At(47 + random.Between(-reach, reach), 35 + random.Between(-reach, reach));
        });
        Assert.True(new ZoneIndex(zones).CrowdCount > 0);
        AssertSame(zones, [.. close, .. zones.SelectMany(zone => OnTheRim(zone, 200))]);
    }

    [Fact]
    public void Many_zones_with_the_same_edges_cost_two_classes()
    {
        var zone = Field.Zones[0];
        var index = new ZoneIndex([.. Enumerable.Repeat(zone, 12)]);
        Assert.Equal(2, index.ClassCount);
        Assert.Equal(Enumerable.Range(0, 12), index.ZonesOf(1).ToArray());
        AssertSame([.. Enumerable.Repeat(zone, 12)], [.. OnTheRim(zone, 200)]);
    }

    [Fact]
    public void Zones_beside_a_line_agree_with_the_prepared_geometries_of_another_library()
    {
        var line = Enumerable.Range(0, 30)
            .Select(index => At(46 + (0.08 * index), 35 + (0.1 * (index % 2)) + (0.03 * index))).ToArray();
        var beside = new[] { 5_000, 15_000 }.Select(width => LineBuffer.Build(line, width, width))
            .SelectMany(zones => new[] { zones.Left!, zones.Right!, zones.Union });
        Region[] zones = [.. Field.Zones, .. beside];
        var index = new ZoneIndex(zones);
        var peer = new PreparedZones(zones);
        var random = new Splitmix(5);
        var points = new List<GeoPoint>(Field.Anywhere(60_000));
        for (var count = 0; count < 140_000; count++)
        {
            var ring = zones[(int)(random.Next() % (uint)zones.Length)].Polygons[0].Outer;
            var first = (int)(random.Next() % (uint)ring.Length);
            var (a, b, along) = (ring[first], ring[(first + 1) % ring.Length], random.Between(0, 1));
            var reach = count % 3 == 0 ? 1e-6 : count % 3 == 1 ? 1e-4 : 1e-2;
            points.Add(At(
                a.LatitudeDeg + (along * (b.LatitudeDeg - a.LatitudeDeg)) + random.Between(-reach, reach),
                a.LongitudeDeg + (along * (b.LongitudeDeg - a.LongitudeDeg)) + random.Between(-reach, reach)));
        }

        Assert.Null(FirstDifference(index, zones, peer, points));
        index.PlantWrongCell(points[777]);
        Assert.Contains("777", FirstDifference(index, zones, peer, points), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5_000)]
    public void One_by_one_and_in_batches_the_answers_are_the_same(int count)
    {
        var index = new ZoneIndex(Field.Zones.AsSpan());
        var points = Field.NearEdges(count, 1_000).Select(near => near.Position).ToArray();
        var classes = new int[count + 1];
        classes[count] = -5;
        index.Classify(points, classes);
        Assert.Equal(points.Select(index.ClassOf).Append(-5), classes);
    }

    [Fact]
    public void Two_indexes_of_the_same_zones_number_their_classes_alike()
    {
        var (one, other) = (new ZoneIndex(Field.Zones.AsSpan()), new ZoneIndex(Field.Zones.AsSpan()));
        Assert.Equal(one.ClassCount, other.ClassCount);
        Assert.All(Field.Anywhere(5_000), point => Assert.Equal(one.ClassOf(point), other.ClassOf(point)));
        Assert.All(
            Enumerable.Range(0, one.ClassCount),
            number => Assert.Equal(one.ZonesOf(number).ToArray(), other.ZonesOf(number).ToArray()));
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var index = new ZoneIndex(Field.Zones.AsSpan());
        var points = Field.NearEdges(10_000, 1_000).Select(near => near.Position).ToArray();
        var classes = new int[points.Length];
        index.Classify(points, classes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        index.Classify(points, classes);
        foreach (var point in points)
        {
            _ = index.ClassOf(point);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
    }

    [Fact]
    public void Without_zones_everything_is_outside()
    {
        var index = new ZoneIndex([]);
        Assert.Equal((0, 1), (index.ZoneCount, index.ClassCount));
        Assert.Equal(ZoneIndex.Outside, index.ClassOf(At(0, 0)));
        Assert.Equal(ZoneIndex.Outside, index.ClassOf(At(-90, -180)));
        Assert.True(index.ZonesOf(ZoneIndex.Outside).IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.ZonesOf(1).Length);
        Assert.Throws<ArgumentException>(() => index.Classify(new GeoPoint[2], new int[1]));
    }

    [Fact]
    public void There_are_no_more_zones_than_the_limit()
    {
        var box = Ring("47 35, 47 36, 48 36, 48 35");
        var most = new ZoneIndex([.. Enumerable.Repeat(box, ZoneIndex.MaxZones)]);
        Assert.Equal(ZoneIndex.MaxZones, most.ZonesOf(most.ClassOf(At(47.5, 35.5))).Length);
        var more = Enumerable.Repeat(box, ZoneIndex.MaxZones + 1).ToArray();
        Assert.Contains("4096", Assert.Throws<ArgumentException>(() => new ZoneIndex(more)).Message);
    }

    private static void AssertSame(Region[] zones, GeoPoint[] points)
    {
        var index = new ZoneIndex(zones);
        var classes = new int[points.Length];
        index.Classify(points, classes);
        for (var i = 0; i < points.Length; i++)
        {
            var inside = index.ZonesOf(classes[i]);
            for (var zone = 0; zone < zones.Length; zone++)
            {
                if (zones[zone].Contains(points[i]) != inside.BinarySearch(zone) >= 0)
                {
                    Assert.Fail(FormattableString.Invariant(
                        $"point {i} {points[i].LatitudeDeg:R} {points[i].LongitudeDeg:R}, zone {zone}: ")
                        + $"region {zones[zone].Contains(points[i])}, index otherwise");
                }
            }
        }
    }

    /// <summary>The first point about which the peer differs, beyond a millimetre from the zone's edges.</summary>
    private static string? FirstDifference(
        ZoneIndex index, Region[] zones, PreparedZones peer, IReadOnlyList<GeoPoint> points)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var ours = index.ZonesOf(index.ClassOf(points[i]));
            var theirs = peer.Find(points[i]);
            if (!ours.SequenceEqual([.. theirs]))
            {
                foreach (var zone in ours.ToArray().Except(theirs).Concat(theirs.Except(ours.ToArray())))
                {
                    if (Math.Abs(zones[zone].SignedDistanceM(points[i])) >= 0.001)
                    {
                        return FormattableString.Invariant($"point {i}, zone {zone}");
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Places on vertices and edges, and their nearest neighbours among numbers.</summary>
    private static IEnumerable<GeoPoint> OnTheRim(Region zone, int count)
    {
        var random = new Splitmix(6);
        foreach (var ring in zone.Polygons.SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer)))
        {
            for (var i = 0; i < count; i++)
            {
                var first = (int)(random.Next() % (uint)ring.Length);
                var (a, b) = (ring[first], ring[(first + 1) % ring.Length]);
                var along = i % 3 == 0 ? 0 : random.Between(0, 1);
                var lat = a.LatitudeDeg + (along * (b.LatitudeDeg - a.LatitudeDeg));
                var lon = a.LongitudeDeg + (along * (b.LongitudeDeg - a.LongitudeDeg));
                for (var near = 0; near < 9; near++)
                {
                    yield return At(Step(lat, (near / 3) - 1, 90), Step(lon, (near % 3) - 1, 180));
                }
            }
        }
    }

    private static double Step(double value, int by, double most) => Math.Clamp(
        by > 0 ? Math.BitIncrement(value) : by < 0 ? Math.BitDecrement(value) : value, -most, most);

    private static Region Spiral(double lat, double lon)
    {
        var out1 = Enumerable.Range(0, 300).Select(i => Polar(lat, lon, 0.01 + (0.005 * i), 7.3 * i));
        var back = Enumerable.Range(0, 300).Select(i => Polar(lat, lon, 0.008 + (0.005 * i), 7.3 * i)).Reverse();
        return Region.FromPolygons(new GeoPolygon([.. out1, .. back]));
    }

    private static Region Comb(double lat, double lon)
    {
        var teeth = Enumerable.Range(0, 200).Select(i => At(lat + (i % 2 * 3), lon + (i * 1e-4)));
        return Region.FromPolygons(new GeoPolygon([At(lat - 0.1, lon), .. teeth, At(lat - 0.1, lon + 0.02)]));
    }

    private static GeoPoint OnCircle(double angleDeg) => Polar(47, 35, 1, angleDeg);

    private static GeoPoint Polar(double lat, double lon, double radius, double angleDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(angleDeg);
        return At(lat + (radius * sin), lon + (radius * cos));
    }

    private static Region Ring(string corners) => Region.FromPolygons(new GeoPolygon(Points(corners)));

    private static ImmutableArray<GeoPoint> Points(string corners) =>
    [
        .. corners.Split(',').Select(text => text.Trim().Split(' ').Select(double.Parse).ToArray())
            .Select(pair => At(pair[0], pair[1])),
    ];

    private static GeoPoint At(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
