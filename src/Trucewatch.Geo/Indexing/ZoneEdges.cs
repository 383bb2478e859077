using System.Collections.Immutable;
using Trucewatch.Geo.Regions;

namespace Trucewatch.Geo.Indexing;

/// <summary>
/// The edges of all zones, zone by zone and ring by ring, each with its zone and its neighbours in the ring.
/// </summary>
internal sealed class ZoneEdges
{
    private readonly double[] lons;
    private readonly double[] lats;
    private readonly int[] vertices;
    private readonly int[] zones;
    private readonly int[] before;
    private readonly int[] after;

    public ZoneEdges(ReadOnlySpan<Region> regions)
    {
        var (count, rings) = (0, 0);
        foreach (var ring in Rings(regions))
        {
            count += ring.Points.Length;
            rings++;
        }

        lons = new double[count + rings + Vertices.Spare];
        lats = new double[lons.Length];
        vertices = new int[count];
        zones = new int[count];
        before = new int[count];
        after = new int[count];
        Bounds = Box.Nothing;
        var (edge, vertex) = (0, 0);
        foreach (var (zone, ring) in Rings(regions))
        {
            Add(ring, zone, edge, vertex);
            edge += ring.Length;
            vertex += ring.Length + 1;
        }
    }

    public int Count => zones.Length;

    /// <summary>Least and greatest coordinates of all vertices.</summary>
    public Box Bounds { get; private set; }

    /// <summary>All vertices.</summary>
    public Vertices Vertices => new(lons, lats);

    public BoundaryEdge this[int edge]
    {
        get
        {
            var vertex = vertices[edge];
            return new BoundaryEdge(lons[vertex], lats[vertex], lons[vertex + 1], lats[vertex + 1]);
        }
    }

    /// <summary>The vertex that an edge starts at; its end is the next.</summary>
    public int VertexOf(int edge) => vertices[edge];

    public int ZoneOf(int edge) => zones[edge];

    /// <summary>The edge that ends where this one starts.</summary>
    public int Before(int edge) => before[edge];

    /// <summary>The edge that starts where this one ends.</summary>
    public int After(int edge) => after[edge];

    private static IEnumerable<(int Zone, ImmutableArray<GeoPoint> Points)> Rings(ReadOnlySpan<Region> regions)
    {
        var rings = new List<(int, ImmutableArray<GeoPoint>)>();
        for (var zone = 0; zone < regions.Length; zone++)
        {
            foreach (var ring in regions[zone].Polygons.SelectMany(polygon => polygon.Rings))
            {
                rings.Add((zone, ring));
            }
        }

        return rings;
    }

    private void Add(ImmutableArray<GeoPoint> ring, int zone, int firstEdge, int firstVertex)
    {
        for (var index = 0; index < ring.Length; index++)
        {
            var (lon, lat) = (ring[index].LongitudeDeg, ring[index].LatitudeDeg);
            (lons[firstVertex + index], lats[firstVertex + index]) = (lon, lat);
            vertices[firstEdge + index] = firstVertex + index;
            zones[firstEdge + index] = zone;
            before[firstEdge + index] = firstEdge + ((index + ring.Length - 1) % ring.Length);
            after[firstEdge + index] = firstEdge + ((index + 1) % ring.Length);
            Bounds = Bounds.With(lon, lat);
        }

        lons[firstVertex + ring.Length] = ring[0].LongitudeDeg;
        lats[firstVertex + ring.Length] = ring[0].LatitudeDeg;
    }
}
