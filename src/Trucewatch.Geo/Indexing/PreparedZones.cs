using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index;
using NetTopologySuite.Index.Strtree;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Indexing;

/// <summary>
/// The question of <see cref="ZoneIndex"/> answered by NetTopologySuite, with prepared geometries in a packed R-tree: a
/// second opinion for the tests, and what <c>bench</c> compares with. A point on an edge counts as inside. For one
/// thread.
/// </summary>
public sealed class PreparedZones
{
    private readonly STRtree<int> tree = new();
    private readonly IPreparedGeometry[] prepared;
    private readonly Visitor visitor;

    /// <summary>Prepares some zones; a zone is then named by its place in the list.</summary>
    public PreparedZones(ReadOnlySpan<Region> zones)
    {
        prepared = new IPreparedGeometry[zones.Length];
        visitor = new Visitor(prepared);
        for (var zone = 0; zone < zones.Length; zone++)
        {
            var geometry = Planar.ToGeometry(zones[zone]);
            prepared[zone] = PreparedGeometryFactory.Prepare(geometry);
            tree.Insert(geometry.EnvelopeInternal, zone);
        }

        tree.Build();
    }

    /// <summary>The zones that cover a point, ascending; good until the next question.</summary>
    public IReadOnlyList<int> Find(GeoPoint point)
    {
        visitor.Found.Clear();
        visitor.Point = Planar.Factory.CreatePoint(Planar.ToCoordinate(point));
        tree.Query(visitor.Point.EnvelopeInternal, visitor);
        visitor.Found.Sort();
        return visitor.Found;
    }

    private sealed class Visitor(IPreparedGeometry[] prepared) : IItemVisitor<int>
    {
        public List<int> Found { get; } = [];

        public Point Point { get; set; } = Point.Empty;

        public void VisitItem(int item)
        {
            if (prepared[item].Covers(Point))
            {
                Found.Add(item);
            }
        }
    }
}
