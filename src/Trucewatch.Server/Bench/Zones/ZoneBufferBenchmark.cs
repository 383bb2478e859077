using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Server.Bench.Zones;

/// <summary>The zones on both sides of a line.</summary>
internal static class ZoneBufferBenchmark
{
    private const int Positions = 5_000;
    private const double LengthM = 1_200_000;
    private const double WidthM = 20_000;

    public static readonly Benchmark Both = new(
        "zone-buffer",
        "pairs of zones 20 km wide beside a winding line of 1,200 km with 5,000 positions, and the planar buffer of "
        + "NetTopologySuite around the same line for scale: without sides, and in no true metres",
        () =>
        {
            var line = Line();
            return
            [
                new Trial("zone-buffer", 1, _ =>
                {
                    var zones = LineBuffer.Build(line, WidthM, WidthM);
                    return zones.Left!.Polygons[0].Outer.Length + zones.Right!.Polygons[0].Outer.Length;
                }),
                new Trial("planar-buffer", 1, _ => PlanarBuffer.Corners(line, WidthM)),
            ];
        });

    /// <summary>A line whose middles are moved sideways again and again, as coasts wind.</summary>
    private static GeoPoint[] Line()
    {
        var random = new Random(7);
        (double X, double Y)[] line = [(0, 0), (1, 0.3)];
        while (line.Length < Positions)
        {
            var finer = new (double X, double Y)[(2 * line.Length) - 1];
            for (var i = 0; i < finer.Length; i += 2)
            {
                finer[i] = line[i / 2];
                if (i > 0)
                {
                    var (a, b) = (finer[i - 2], finer[i]);
                    var aside = (0.6 * random.NextDouble()) - 0.3;
                    finer[i - 1] = (
                        (0.5 * (a.X + b.X)) - (aside * (b.Y - a.Y)), (0.5 * (a.Y + b.Y)) + (aside * (b.X - a.X)));
                }
            }

            line = finer;
        }

        line = line[..Positions];
        var length = 0.0;
        for (var i = 1; i < line.Length; i++)
        {
            length += Elementary.Hypot(line[i].X - line[i - 1].X, line[i].Y - line[i - 1].Y);
        }

        var start = GeoPoint.FromDegrees(latitudeDeg: 46, longitudeDeg: 32);
        var scale = LocalScale.At(start);
        return [.. line.Select(p => scale.Move(start, p.X * LengthM / length, p.Y * LengthM / length))];
    }
}
