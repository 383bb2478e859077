namespace Trucewatch.Geo;

/// <summary>
/// The edges of a region in the order of their rings, in blocks with bounds: neighbours on a ring are neighbours on the
/// ground, so that whole blocks are passed over. A second table of latitude bands serves the ray test.
/// </summary>
internal sealed class EdgeIndex
{
    /// <summary>
    /// Longest edge in degrees after cutting: on two kilometres, straight in degrees and straight in the local plane
    /// are within a decimetre of each other.
    /// </summary>
    public const double MaxEdgeDeg = 0.02;

    private const int BlockSize = 16;
    private const int BandCount = 512;

    private readonly Edge[] edges;
    private readonly GeoBounds[] blocks;
    private readonly GeoBounds[] groups;
    private readonly int[] bandStarts = new int[BandCount + 1];
    private readonly int[] bandEdges;

    public EdgeIndex(List<Edge> whole)
    {
        edges = [.. whole.SelectMany(Cut)];
        blocks = BoundsOfRuns(edges.Length, index => BoundsOf(edges[index]));
        groups = BoundsOfRuns(blocks.Length, index => blocks[index]);
        Bounds = groups.Aggregate(Join);
        bandEdges = FillBands();
        AreaM2 = edges.Sum(edge => -EllipsoidArea.UnderM2(edge));
    }

    public double AreaM2 { get; }

    public GeoBounds Bounds { get; }

    /// <summary>The even-odd rule: counts the edges that a ray to the east crosses.</summary>
    public bool Contains(GeoPoint point)
    {
        if (point.LatitudeDeg < Bounds.SouthDeg || point.LatitudeDeg > Bounds.NorthDeg
            || point.LongitudeDeg < Bounds.WestDeg || point.LongitudeDeg > Bounds.EastDeg)
        {
            return false;
        }

        var inside = false;
        var band = BandOf(point.LatitudeDeg);
        for (var at = bandStarts[band]; at < bandStarts[band + 1]; at++)
        {
            ref readonly var edge = ref edges[bandEdges[at]];
            var up = edge.A.LatitudeDeg <= point.LatitudeDeg && edge.B.LatitudeDeg > point.LatitudeDeg;
            var down = edge.B.LatitudeDeg <= point.LatitudeDeg && edge.A.LatitudeDeg > point.LatitudeDeg;
            if ((up && edge.Side(point) > 0) || (down && edge.Side(point) < 0))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Distance to the nearest edge in metres.</summary>
    public double DistanceM(GeoPoint point, LocalScale scale)
    {
        var best = double.PositiveInfinity;
        for (var group = 0; group < groups.Length; group++)
        {
            if (LowerBoundSquared(groups[group], point, scale) >= best)
            {
                continue;
            }

            var lastBlock = Math.Min(blocks.Length, (group + 1) * BlockSize);
            for (var block = group * BlockSize; block < lastBlock; block++)
            {
                if (LowerBoundSquared(blocks[block], point, scale) < best)
                {
                    best = Math.Min(best, NearestInBlock(block, point, scale));
                }
            }
        }

        return Math.Sqrt(best);
    }

    /// <summary>Adds up every edge whose block comes within a distance in metres.</summary>
    public void AddWithin(GeoPoint point, LocalScale scale, double distanceM, ref NormalOverPolygon.Sum sum)
    {
        var limit = distanceM * distanceM;
        for (var block = 0; block < blocks.Length; block++)
        {
            if (LowerBoundSquared(blocks[block], point, scale) <= limit)
            {
                var last = Math.Min(edges.Length, (block + 1) * BlockSize);
                for (var index = block * BlockSize; index < last; index++)
                {
                    sum.Add(edges[index]);
                }
            }
        }
    }

    private static IEnumerable<Edge> Cut(Edge edge)
    {
        if (edge.East - edge.West <= MaxEdgeDeg && edge.North - edge.South <= MaxEdgeDeg)
        {
            return [edge];
        }

        var (first, second) = edge.Halve();
        return Cut(first).Concat(Cut(second));
    }

    private static GeoBounds BoundsOf(in Edge edge) => new(edge.West, edge.South, edge.East, edge.North);

    private static GeoBounds Join(GeoBounds a, GeoBounds b) => new(
        Math.Min(a.WestDeg, b.WestDeg),
        Math.Min(a.SouthDeg, b.SouthDeg),
        Math.Max(a.EastDeg, b.EastDeg),
        Math.Max(a.NorthDeg, b.NorthDeg));

    private static GeoBounds[] BoundsOfRuns(int count, Func<int, GeoBounds> bounds)
    {
        var runs = new GeoBounds[(count + BlockSize - 1) / BlockSize];
        for (var run = 0; run < runs.Length; run++)
        {
            runs[run] = bounds(run * BlockSize);
            for (var index = (run * BlockSize) + 1; index < Math.Min(count, (run + 1) * BlockSize); index++)
            {
                runs[run] = Join(runs[run], bounds(index));
            }
        }

        return runs;
    }

    /// <summary>
    /// A distance, squared, that no point of the box is nearer than. A degree of longitude is shortest at the box's
    /// edge
    /// farther from the equator; a ten-thousandth is taken off for what the scale's series leaves out.
    /// </summary>
    private static double LowerBoundSquared(in GeoBounds box, GeoPoint point, LocalScale scale)
    {
        var longitude = Math.Max(0, Math.Max(box.WestDeg - point.LongitudeDeg, point.LongitudeDeg - box.EastDeg));
        var latitude = Math.Max(0, Math.Max(box.SouthDeg - point.LatitudeDeg, point.LatitudeDeg - box.NorthDeg));
        var south = (box.SouthDeg - point.LatitudeDeg) / 2;
        var north = (box.NorthDeg - point.LatitudeDeg) / 2;
        var east = Math.Max(0, Math.Min(scale.East(south), scale.East(north)));
        var eastM = longitude * east;
        var northM = latitude * Math.Min(scale.North(south), scale.North(north));
        return ((eastM * eastM) + (northM * northM)) * 0.9998;
    }

    private double NearestInBlock(int block, GeoPoint point, LocalScale scale)
    {
        var best = double.PositiveInfinity;
        var last = Math.Min(edges.Length, (block + 1) * BlockSize);
        for (var index = block * BlockSize; index < last; index++)
        {
            var (eastA, northA) = scale.Offset(point, edges[index].A);
            var (eastB, northB) = scale.Offset(point, edges[index].B);
            var eastward = eastB - eastA;
            var northward = northB - northA;
            var along = -((eastA * eastward) + (northA * northward))
                / ((eastward * eastward) + (northward * northward));
            along = Math.Max(0, Math.Min(1, along));
            var east = eastA + (along * eastward);
            var north = northA + (along * northward);
            best = Math.Min(best, (east * east) + (north * north));
        }

        return best;
    }

    private int BandOf(double latitudeDeg)
    {
        var height = Bounds.NorthDeg - Bounds.SouthDeg;
        return Math.Clamp((int)((latitudeDeg - Bounds.SouthDeg) / height * BandCount), 0, BandCount - 1);
    }

    private int[] FillBands()
    {
        foreach (var edge in edges)
        {
            for (var band = BandOf(edge.South); band <= BandOf(edge.North); band++)
            {
                bandStarts[band + 1]++;
            }
        }

        for (var band = 0; band < BandCount; band++)
        {
            bandStarts[band + 1] += bandStarts[band];
        }

        var filled = new int[bandStarts[BandCount]];
        var next = bandStarts[..BandCount];
        for (var index = 0; index < edges.Length; index++)
        {
            for (var band = BandOf(edges[index].South); band <= BandOf(edges[index].North); band++)
            {
                filled[next[band]++] = index;
            }
        }

        return filled;
    }
}
