namespace Trucewatch.Geo.Regions;

/// <summary>The boundary of a region, prepared for questions about points.</summary>
internal sealed class RegionBoundary
{
    // At this many standard deviations from the nearest edge the rest is below 1e-10.
    private const double SigmaReach = 6.5;

    // Closer than this to an edge the tests of side could disagree in the last bits; the point is moved a little.
    private const double OnEdgeM = 1e-6;

    // A distribution flat as a line is given this share of its length as width, squared, lest the map degenerate.
    private const double LeastFlatness = 1e-6;

    private readonly EdgeTree _tree;
    private readonly RegionGrid _grid;

    /// <summary>Takes rings whose interior is on the left.</summary>
    public RegionBoundary(IEnumerable<Edge> edges)
    {
        var rings = edges
            .GroupBy(edge => edge.Ring)
            .Select(ring => ring.Select(edge => new BoundaryEdge(
                edge.A.LongitudeDeg, edge.A.LatitudeDeg, edge.B.LongitudeDeg, edge.B.LatitudeDeg)).ToArray())
            .ToArray();
        var box = Box.Nothing;
        foreach (var edge in rings.SelectMany(ring => ring))
        {
            box = box.With(edge.ALon, edge.ALat);
        }

        Bounds = new GeoBounds(box.West, box.South, box.East, box.North);
        var levels = new EdgeLevels(rings);
        _tree = levels.Full;
        _grid = new RegionGrid(levels, box);
    }

    public GeoBounds Bounds { get; }

    public bool Contains(GeoPoint point) => Contains(point.LongitudeDeg, point.LatitudeDeg);

    /// <summary>Metres to the nearest edge.</summary>
    public double DistanceM(GeoPoint point) =>
        DistanceM(new Plane(point.LongitudeDeg, point.LatitudeDeg), point);

    /// <summary>Probability and signed distance together, for the price of the dearer one.</summary>
    public RegionStanding Locate(GeoPoint point, Covariance2 error)
    {
        var plane = new Plane(point.LongitudeDeg, point.LatitudeDeg);
        var distance = DistanceM(plane, point);
        var inside = Contains(point);
        var signed = inside ? distance : -distance;
        var half = 0.5 * (error.EastM2 + error.NorthM2);
        var split = 0.5 * (error.EastM2 - error.NorthM2);
        var radius = Math.Sqrt((split * split) + (error.EastNorthM2 * error.EastNorthM2));
        var (widest, narrowest) = (half + radius, half - radius);
        if (!(widest > 0) || distance * distance >= SigmaReach * SigmaReach * widest)
        {
            return new RegionStanding(inside ? 1 : 0, signed);
        }

        var (lon, lat) = (point.LongitudeDeg, point.LatitudeDeg);
        if (distance < OnEdgeM)
        {
            // A hundredth of a millimetre, in a direction that no edge is likely to have.
            (lon, lat) = (lon + 1.7320508e-10, lat + 1e-10);
            plane = new Plane(lon, lat);
            inside = Contains(lon, lat);
        }

        var widened = Math.Max(0, (LeastFlatness * widest) - narrowest);
        var whitening = new Whitening(error.EastM2 + widened, error.EastNorthM2, error.NorthM2 + widened);
        var reach2 = SigmaReach * SigmaReach * (widest + widened);
        var probability = (inside ? 1 : 0) - _tree.SumNear(plane, reach2, whitening);
        return new RegionStanding(Math.Clamp(probability, 0, 1), signed);
    }

    private bool Contains(double lon, double lat) => _grid.Side(lon, lat) switch
    {
        CellSide.Outside => false,
        CellSide.Inside => true,
        _ => _tree.Contains(lon, lat),
    };

    private double DistanceM(in Plane plane, GeoPoint point) =>
        Math.Sqrt(_grid.Distance2(plane, point.LongitudeDeg, point.LatitudeDeg));
}
