using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Server.Bench.Zones;

/// <summary>The zones on both sides of a line.</summary>
internal static class ZoneBufferBenchmark
{
    public static readonly Benchmark Both = new(
        "zone-buffer",
        "pairs of zones 10 km wide beside a winding line of 400 km with 200 positions",
        () =>
        {
            var line = Line();
            return
            [
                new Trial("zone-buffer", 1, _ =>
                {
                    var zones = LineBuffer.Build(line, 10_000, 10_000);
                    return zones.Left!.Polygons[0].Outer.Length + zones.Right!.Polygons[0].Outer.Length;
                }),
            ];
        });

    private static GeoPoint[] Line()
    {
        var start = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 33);
        var scale = LocalScale.At(start);
        return
        [
            .. Enumerable.Range(0, 200).Select(index => scale.Move(
                start,
                2_000 * index,
                (6_000 * Elementary.SinCosDegrees(17 * index).Sin)
                    + (1_500 * Elementary.SinCosDegrees(71 * index).Sin))),
        ];
    }
}
