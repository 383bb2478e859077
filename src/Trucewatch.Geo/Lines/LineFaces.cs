using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// Cuts the plane along drawn lines, and takes the faces that lie in the zones of a line: each by one point inside of
/// it, which no edge of a zone comes between.
/// </summary>
internal static class LineFaces
{
    /// <summary>The left zone, the right, and both together; null for none.</summary>
    public static (Region? Left, Region? Right, Region? Union) Zones(LinePieces line, IEnumerable<LineString> drawn)
    {
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Union(Planar.Factory.BuildGeometry([line.Shape, .. drawn])));
        if (Environment.GetEnvironmentVariable("DBG") is not null)
        {
            var noded = OverlayNGRobust.Union(Planar.Factory.BuildGeometry([line.Shape, .. drawn]));
            var deg = new Dictionary<(double, double), int>();
            for (var g = 0; g < noded.NumGeometries; g++) { var c = noded.GetGeometryN(g).Coordinates; foreach (var e in new[] { c[0], c[^1] }) deg[(e.X, e.Y)] = deg.GetValueOrDefault((e.X, e.Y)) + 1; }
            var cuts = polygonizer.GetCutEdges().ToArray();
            var ends = new Dictionary<(double, double), int>();
            foreach (var c in cuts) foreach (var e in new[] { c.Coordinates[0], c.Coordinates[^1] }) ends[(e.X, e.Y)] = ends.GetValueOrDefault((e.X, e.Y)) + 1;
            foreach (var (at, n) in ends) if (n == 1) { var p = Geocentric.From(Planar.ToPoint(new Coordinate(at.Item1, at.Item2))); var nn = line.Tree.Nearest(p); Console.WriteLine(FormattableString.Invariant($"free {at.Item2:F9} {at.Item1:F9} deg {deg[at]} d {p.ArcOf(Math.Sqrt(nn.Distance2)):F3} piece {nn.Index}+{nn.Along:F3} cut edges {cuts.Length} dangles {polygonizer.GetDangles().Count}")); }
        }

        var (left, right) = (new List<Geometry>(), new List<Geometry>());
        foreach (var face in polygonizer.GetPolygons())
        {
            var side = line.ZoneOf(Planar.ToPoint(face.InteriorPoint.Coordinate));
            if (side != 0)
            {
                (side < 0 ? left : right).Add(face);
            }
        }

        return (Together(left), Together(right), Together([.. left, .. right]));
    }

    private static Region? Together(List<Geometry> faces)
    {
        if (faces.Count == 0)
        {
            return null;
        }

        // Faces share their edges to the bit, so that it is enough to take away those that stand twice.
        var polygons = Planar.Polygons(CoverageUnion.Union(Planar.Factory.CreateGeometryCollection([.. faces])));
        return polygons.Count == 0 ? null : Region.FromPolygons(polygons);
    }
}
