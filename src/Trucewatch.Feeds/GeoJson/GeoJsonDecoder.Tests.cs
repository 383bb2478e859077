using System.Globalization;
using System.Text;
using CsCheck;
using NetTopologySuite.Geometries;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.GeoJson;

public sealed class GeoJsonDecoderTests
{
    [Fact]
    public void The_middle_of_an_area_is_where_another_library_finds_its_centroid() =>
        Gen.Double[0.01, 0.2].Array[3, 12].Sample(radii =>
        {
            var ring = Star(radii);
            var seen = Assert.Single(FeedRun.Decode(GeoJsonFormat.Format, Polygon(ring)).Observations);
            var scale = LocalScale.At(GeoPoint.FromDegrees(latitudeDeg: 45, longitudeDeg: 30));
            var planar = ring.Select(point =>
            {
                var (east, north) = scale.Offset(GeoPoint.FromDegrees(latitudeDeg: 45, longitudeDeg: 30), point);
                return new Coordinate(east, north);
            });
            var centroid = new GeometryFactory().CreatePolygon([.. planar]).Centroid;
            var (x, y) = scale.Offset(GeoPoint.FromDegrees(latitudeDeg: 45, longitudeDeg: 30), seen.Position);
            Assert.InRange(Math.Abs(x - centroid.X) + Math.Abs(y - centroid.Y), 0, 10);
        });

    [Fact]
    public void The_spread_of_an_area_is_that_of_places_drawn_from_it()
    {
        var ring = Star([0.05, 0.1, 0.02, 0.12, 0.07]);
        var seen = Assert.Single(FeedRun.Decode(GeoJsonFormat.Format, Polygon(ring)).Observations);
        var scale = LocalScale.At(seen.Position);
        var area = new GeometryFactory().CreatePolygon(
            [.. ring.Select(point => new Coordinate(point.LongitudeDeg, point.LatitudeDeg))]);
        var prepared = NetTopologySuite.Geometries.Prepared.PreparedGeometryFactory.Prepare(area);
        var draw = new Splitmix(7);
        var (count, east2, both, north2) = (0, 0.0, 0.0, 0.0);
        while (count < 20_000)
        {
            var (lon, lat) = (29.8 + (0.4 * draw.Between(0, 1)), 44.8 + (0.4 * draw.Between(0, 1)));
            if (prepared.Contains(area.Factory.CreatePoint(new Coordinate(lon, lat))))
            {
                var (e, n) = scale.Offset(seen.Position, GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon));
                (count, east2, both, north2) = (count + 1, east2 + (e * e), both + (e * n), north2 + (n * n));
            }
        }

        Assert.InRange(east2 / count / seen.PositionError.EastM2, 0.96, 1.04);
        Assert.InRange(north2 / count / seen.PositionError.NorthM2, 0.96, 1.04);
        var root = Math.Sqrt(seen.PositionError.EastM2 * seen.PositionError.NorthM2);
        Assert.InRange(((both / count) - seen.PositionError.EastNorthM2) / root, -0.04, 0.04);
    }

    [Theory]
    [InlineData(GeoJsonDecoder.MaxDepth, FrameFault.None)]
    [InlineData(GeoJsonDecoder.MaxDepth + 1, FrameFault.TooDeep)]
    public void Nesting_has_a_limit(int depth, FrameFault expected)
    {
        var inner = new string('[', depth - 1) + new string(']', depth - 1);
        Assert.Equal(expected, Fault($"{{\"type\":\"Point\",\"coordinates\":[30,45],\"x\":{inner}}}"));
    }

    [Theory]
    [InlineData(GeometryReader.MaxPositions, FrameFault.None)]
    [InlineData(GeometryReader.MaxPositions + 1, FrameFault.TooMany)]
    public void Positions_have_a_limit(int count, FrameFault expected)
    {
        var positions = Enumerable.Range(0, count).Select(at => $"[30.{at % 10},45]");
        Assert.Equal(expected, Fault($"{{\"type\":\"LineString\",\"coordinates\":[{string.Join(',', positions)}]}}"));
    }

    [Theory]
    [InlineData(GeoJsonDecoder.MaxFeatures, FrameFault.None)]
    [InlineData(GeoJsonDecoder.MaxFeatures + 1, FrameFault.TooMany)]
    public void Features_have_a_limit(int count, FrameFault expected)
    {
        var features = string.Join(',', Enumerable.Repeat("{\"type\":\"Point\",\"coordinates\":[30,45]}", count));
        var decoder = new GeoJsonDecoder(new());
        var (output, late) = (new Domain.Observations.ObservationBuffer(), new LateFaults());
        var json = Encoding.ASCII.GetBytes($"{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}");
        Assert.Equal(FrameFault.None, decoder.Decode(new FrameView(default, default, json), output, late));
        Assert.Equal(expected == FrameFault.None ? [] : [expected], late.Items.Select(item => item.Fault));
        Assert.Equal(GeoJsonDecoder.MaxFeatures, output.Count);
    }

    [Theory]
    [InlineData(4096, FrameFault.None)]
    [InlineData(4097, FrameFault.WrongLength)]
    public void Values_have_a_limit(int length, FrameFault expected)
    {
        // The name may not be so long, so that the time is: it is then no time, but no longer too long.
        var text = new string(' ', length);
        var fault = Fault($"{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[30,45]}},"
            + $"\"properties\":{{\"time\":\"{text}\"}}}}");
        Assert.Equal(expected == FrameFault.None ? FrameFault.BadSyntax : expected, fault);
    }

    [Fact]
    public void Documents_have_a_limit()
    {
        Assert.Equal("Frame60", Cut(new GeoJsonFramer(60), Padded(60)));
        Assert.Equal("TooLong60 TooLong1", Cut(new GeoJsonFramer(60), Padded(61)));
        Assert.Equal("TooLong60 TooLong60 TooLong7 Frame2", Cut(new GeoJsonFramer(60), Padded(127) + "{}"));
        Assert.Equal("TooLong59 TooLong5", Cut(new GeoJsonFramer(60), "{\"x\":\"" + new string('x', 53) + "\\\"}\"}"));
    }

    [Fact]
    public void Junk_that_comes_byte_by_byte_is_cut_where_its_line_ends()
    {
        var (framer, bytes) = (new GeoJsonFramer(60), Encoding.ASCII.GetBytes("junk\nmore junk\n{}"));
        var (start, cuts) = (0, new List<string>());
        for (var end = 1; end <= bytes.Length; end++)
        {
            for (var cut = framer.Next(bytes.AsSpan(start, end - start), final: false); cut.Consumed > 0;
                cut = framer.Next(bytes.AsSpan(start, end - start), final: false))
            {
                cuts.Add($"{cut.Kind}{cut.Length}");
                start += cut.Consumed;
            }
        }

        Assert.Equal("Frame4 Skip0 Frame9 Skip0 Frame2", string.Join(' ', cuts));
    }

    private static string Padded(int length) => "{\"x\":\"" + new string('x', length - 8) + "\"}";

    private static string Cut(GeoJsonFramer framer, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var cuts = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var cut = framer.Next(bytes.AsSpan(at), final: true);
            Assert.True(cut.Consumed > 0);
            cuts.Add($"{cut.Kind}{cut.Length}");
            at += cut.Consumed;
        }

        return string.Join(' ', cuts);
    }

    private static FrameFault Fault(string json) => new GeoJsonDecoder(new()).Decode(
        new FrameView(default, default, Encoding.ASCII.GetBytes(json)), new(), new LateFaults());

    // A ring around 45 N 30 E, as far out in each direction as the radii say.
    private static GeoPoint[] Star(double[] radii)
    {
        var ring = radii.Select((radius, at) =>
        {
            var (sin, cos) = Elementary.SinCosDegrees(360.0 * at / radii.Length);
            return GeoPoint.FromDegrees(latitudeDeg: 45 + (radius * sin), longitudeDeg: 30 + (radius * cos));
        }).ToList();
        return [.. ring, ring[0]];
    }

    private static byte[] Polygon(GeoPoint[] ring) => Encoding.ASCII.GetBytes(
        "{\"type\":\"Polygon\",\"coordinates\":[["
        + string.Join(',', ring.Select(point => string.Create(
            CultureInfo.InvariantCulture, $"[{point.LongitudeDeg:R},{point.LatitudeDeg:R}]")))
        + "]]}");
}
