using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Geo;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>Positions of a thousand objects as lines and as features, under the plain profile.</summary>
internal static class MappedBenchmarks
{
    public static readonly Benchmark Csv = DecodeBenchmarks.Of(
        "csv", "lines of positions under the plain profile", () => [CsvEncoder.Header.ToArray(), .. Frames(CsvLine)]);

    public static readonly Benchmark GeoJson = DecodeBenchmarks.Of(
        "geojson", "features of positions under the plain profile", () => Frames(Feature));

    private static void CsvLine(ArrayBufferWriter<byte> to, Observation position) => CsvEncoder.Write(to, position);

    private static void Feature(ArrayBufferWriter<byte> to, Observation position) => GeoJsonEncoder.Write(to, position);

    private static IEnumerable<ReadOnlyMemory<byte>> Frames(Action<ArrayBufferWriter<byte>, Observation> write)
    {
        var to = new ArrayBufferWriter<byte>();
        for (var index = 0; index < 1000; index++)
        {
            to.ResetWrittenCount();
            write(to, new Observation
            {
                Identity = ObjectIdentity.Mmsi(237_000_000 + (uint)index),
                Class = ObjectClass.Vessel,
                At = Instant.FromUnixSeconds(1_906_524_000 + index),
                HasSourceTime = true,
                HasPosition = true,
                Position = GeoPoint.FromDegrees(latitudeDeg: 44 + (index * 0.001), longitudeDeg: 31 + (index * 0.002)),
                PositionError = Covariance2.Circular(10),
                SpeedMps = 5 + (index * 0.01),
                CourseDeg = index % 360,
                HeightM = double.NaN,
                HeightSigmaM = double.NaN,
            });
            yield return to.WrittenSpan.ToArray();
        }
    }
}
