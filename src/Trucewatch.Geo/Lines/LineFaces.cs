using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace Trucewatch.Geo.Lines;

/// <summary>The left zone, the right, and both together; null for none.</summary>
internal sealed record LineZones(Region? Left, Region? Right, Region? Union);

/// <summary>
/// Cuts the plane along drawn lines, and takes the faces that lie in the zones of a line: each by one point inside of
/// it, which no edge of a zone comes between.
/// </summary>
internal static class LineFaces
{
    /// <summary>The zones between drawn lines.</summary>
    public static LineZones Zones(LinePieces line, IEnumerable<LineString> drawn)
    {
        var polygonizer = new Polygonizer();
        polygonizer.Add(OverlayNGRobust.Union(Planar.Factory.BuildGeometry([line.Shape, .. drawn])));
        var (left, right) = (new List<Geometry>(), new List<Geometry>());
        foreach (var face in polygonizer.GetPolygons())
        {
            var side = line.ZoneOf(Planar.ToPoint(face.InteriorPoint.Coordinate));
            if (side != 0)
            {
                (side < 0 ? left : right).Add(face);
            }
        }

        return new LineZones(Together(left), Together(right), Together([.. left, .. right]));
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
