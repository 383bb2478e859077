using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Fuzz;

/// <summary>
/// Attacks the formats that a profile maps: the input is a whole stream, with profiles and rows in it.
/// </summary>
internal static class MappedFuzz
{
    private const string Profile = "{\"profile\":1,\"name\":\"x\",\"says\":\"position\",\"absent\":[\"-\"],\"fields\":"
        + "{\"time\":{\"from\":[\"d\",\"t\"],\"form\":\"yyyy-MM-dd HHmm\",\"offset\":\"+03:00\"},"
        + "\"lat\":{\"from\":\"lat\"},"
        + "\"lon\":{\"from\":\"lon\",\"times\":2,\"plus\":-1},"
        + "\"class\":{\"from\":\"c\",\"words\":{\"a\":\"vessel\"}}}}\n";

    private const string Report = "{\"profile\":1,\"name\":\"x\",\"says\":\"report\",\"reporterKind\":\"post\","
        + "\"fields\":"
        + "{\"time\":{\"from\":\"t\"},\"id\":{\"from\":\"id\"},\"reporter\":{\"value\":\"P\"},"
        + "\"class\":{\"from\":\"c\"},\"countMin\":{\"from\":\"n\"}}}\n";

    public static readonly IReadOnlyList<byte[]> CsvSeeds = Bytes(
        "time,lat,lon,sigmaM,id,class,name\n"
        + "2030-06-01T06:00:00Z,48.5,37.25,10,mmsi:237000001,vessel,\"a \"\"b\"\", c\"\n",
        Profile + "d,t,lat,lon,c\n2030-06-01,0842,48.5,18.5,a\n# remark\n2030-06-01,0842,-,,a\n",
        Report + "id,t,c,n\n1,2030-06-01T06:00:00Z,fire.artillery,3\n1,2030-06-01T06:00:00Z,fire.artillery,3\n");

    public static readonly IReadOnlyList<byte[]> CsvWords = Bytes(
        ",", ";", "\"", "\"\"", "\n", "\r\n", "#", "lat", "lon", "time,lat,lon\n", Profile, Report, "1e400", "NaN", "-",
        "180", "mmsi:", "icao:3c6444", "\0", "\u00E9", "\uFEFF", "2030-06-01T06:00:00Z");

    public static readonly IReadOnlyList<byte[]> GeoJsonSeeds = Bytes(
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":7,\"properties\":"
        + "{\"class\":\"vessel\","
        + "\"x\":[1,{}]},\"geometry\":{\"type\":\"Point\",\"coordinates\":[37.25,48.5,1]}}]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[30,45],[31,45],[31,46],[30,45]],[[30.5,45.2],[30.6,45.2],[30.6,45.3],"
        + "[30.5,45.2]]]}\n{\"type\":\"MultiLineString\",\"coordinates\":[[[30,45],[31,45]],[[30,46],[31,46]]]}",
        "\u001E" + Report + "\u001E{\"type\":\"Feature\",\"properties\":{\"t\":\"2030-06-01T06:00:00Z\","
        + "\"c\":\"fire\","
        + "\"n\":2},\"id\":\"q\",\"geometry\":null}\n");

    public static readonly IReadOnlyList<byte[]> GeoJsonWords = Bytes(
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\n", "\u001E", "\uFEFF", "null", "1e400", "-0",
        "\"type\":\"Point\",", "\"coordinates\":[30,45],", "\"id\":\"y\",", "{\"type\":\"Feature\",\"geometry\":null}",
        "MultiPolygon", "[[[[30,45],[31,45],[31,46],[30,45]]]]", Profile, Report, "[[[[[[[[[[[[[[[[", "\0", "\u00E9");

    /// <summary>Decoder and printer agree on faults and rows, and every line printed is JSON.</summary>
    public static bool Run(FeedFormat format, ReadOnlySpan<byte> input)
    {
        var sink = new Sink(format);
        var cutter = new StreamCutter(format);
        cutter.Write(input);
        cutter.Cut(sink, final: true, default);
        return sink.Rows > 0;
    }

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private sealed class Sink(FeedFormat format) : IFrameSink
    {
        private readonly IFrameDecoder decoder = format.NewDecoder();
        private readonly IMessagePrinter printer = format.NewPrinter(default);
        private readonly ObservationBuffer observations = new();
        private readonly ArrayBufferWriter<byte> lines = new();
        private long sequence;

        public int Rows { get; private set; }

        public void Add(ReadOnlySpan<byte> frame, Instant receivedAt)
        {
            var (decoding, printing) = (new LateFaults(), new LateFaults());
            observations.Clear();
            lines.ResetWrittenCount();
            var view = new FrameView(new FrameRef(default, sequence++), new Instant(0), frame);
            var decoded = decoder.Decode(view, observations, decoding);
            var printed = printer.Print(view, lines, printing);
            Require(decoded == printed && decoding.Items.SequenceEqual(printing.Items), "decoder and printer differ");
            Require(decoded == FrameFault.None || observations.Count == 0, "a fault gave an observation");
            var text = Encoding.UTF8.GetString(lines.WrittenSpan).Split('\n')[..^1];
            Require(text.Length == observations.Count, "not one line an observation");
            foreach (var line in text)
            {
                JsonDocument.Parse(line).Dispose();
            }

            foreach (ref readonly var seen in observations.Items)
            {
                var (east, both, north) = seen.PositionError;
                Require(east >= 0 && north >= 0 && double.IsFinite(both), "no covariance");
            }

            Rows += observations.Count;
        }

        public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Add(piece, receivedAt);

        private static void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new InvalidOperationException(otherwise);
            }
        }
    }
}
