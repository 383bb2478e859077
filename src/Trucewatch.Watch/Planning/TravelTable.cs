using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// How far it is by air from each block and base to each other, around what may not be flown over: straight, or by the
/// shortest way over corners of the hulls.
/// </summary>
internal sealed class TravelTable
{
    /// <summary>What stands where no way leads.</summary>
    public const float NoWay = 1e9f;

    private readonly ImmutableArray<GeoPoint> places;
    private readonly (double X, double Y)[] flat;
    private readonly NoFlyHull[] hulls;
    private readonly (double X, double Y)[] corners;
    private readonly GeoPoint[] cornerPlaces;
    private readonly double[,] cornerWays;
    private readonly int[,] cornerNext;
    private readonly float[] metres;
    private readonly bool[] isClosed;

    /// <summary>Makes the table.</summary>
    /// <param name="places">Blocks' middles, and bases after them.</param>
    /// <param name="noFly">The no-fly areas.</param>
    /// <param name="keptM">The distance that ways between places keep from them.</param>
    public TravelTable(ImmutableArray<GeoPoint> places, ImmutableArray<Region> noFly, double keptM)
    {
        this.places = places;
        var middle = GeoPoint.FromDegrees(
            latitudeDeg: places.Length == 0 ? 0 : places.Average(place => place.LatitudeDeg),
            longitudeDeg: places.Length == 0 ? 0 : places.Average(place => place.LongitudeDeg));
        var scale = LocalScale.At(middle);
        (double X, double Y) Flat(GeoPoint place) => (
            (place.LongitudeDeg - middle.LongitudeDeg) * scale.EastMPerDegree,
            (place.LatitudeDeg - middle.LatitudeDeg) * scale.NorthMPerDegree);
        flat = [.. places.Select(Flat)];
        hulls =
        [
            .. noFly.SelectMany(region => region.Polygons)
                .Select(polygon => new NoFlyHull([.. polygon.Outer.Select(Flat)], keptM)),
        ];
        corners =
        [
            .. hulls.SelectMany(hull => hull.Corners).Where(corner => !hulls.Any(hull => hull.Contains(corner))),
        ];
        cornerPlaces =
        [
            .. corners.Select(corner => GeoPoint.FromDegrees(
                latitudeDeg: middle.LatitudeDeg + (corner.Y / scale.NorthMPerDegree),
                longitudeDeg: middle.LongitudeDeg + (corner.X / scale.EastMPerDegree))),
        ];
        isClosed = [.. flat.Select(place => hulls.Any(hull => hull.Contains(place)))];
        (cornerWays, cornerNext) = CornerWays();
        metres = new float[places.Length * places.Length];
        Fill();
    }

    /// <summary>True when a place lies where nobody may fly.</summary>
    public bool IsClosed(int place) => isClosed[place];

    /// <summary>Metres from one place to another; <see cref="NoWay"/> where no way leads.</summary>
    public float Metres(int from, int to) => metres[(from * places.Length) + to];

    /// <summary>The turning points between two places, without these.</summary>
    public ImmutableArray<GeoPoint> Path(int from, int to)
    {
        if (IsClear(flat[from], flat[to]))
        {
            return [];
        }

        var best = (Way: double.MaxValue, First: -1, Last: -1);
        for (var first = 0; first < corners.Length; first++)
        {
            for (var last = 0; last < corners.Length && IsClear(flat[from], corners[first]); last++)
            {
                if (cornerWays[first, last] < double.MaxValue && IsClear(corners[last], flat[to]))
                {
                    var way = Apart(places[from], cornerPlaces[first]) + cornerWays[first, last]
                        + Apart(cornerPlaces[last], places[to]);
                    best = way < best.Way ? (way, first, last) : best;
                }
            }
        }

        var path = ImmutableArray.CreateBuilder<GeoPoint>();
        for (var at = best.First; at >= 0; at = at == best.Last ? -1 : cornerNext[at, best.Last])
        {
            path.Add(cornerPlaces[at]);
        }

        return path.ToImmutable();
    }

    /// <summary>True when a straight way leads through none of the hulls; for the tests.</summary>
    internal bool IsClear((double X, double Y) from, (double X, double Y) to)
    {
        foreach (var hull in hulls)
        {
            if (hull.Cuts(from, to))
            {
                return false;
            }
        }

        return true;
    }

    private static double Apart(GeoPoint from, GeoPoint to)
    {
        var (east, north) = LocalScale.At(from).Offset(from, to);
        return Math.Sqrt((east * east) + (north * north));
    }

    /// <summary>Shortest ways between corners (Floyd and Warshall 1962).</summary>
    private (double[,] Ways, int[,] Next) CornerWays()
    {
        var ways = new double[corners.Length, corners.Length];
        var next = new int[corners.Length, corners.Length];
        for (var from = 0; from < corners.Length; from++)
        {
            for (var to = 0; to < corners.Length; to++)
            {
                ways[from, to] = from == to ? 0
                    : IsClear(corners[from], corners[to]) ? Apart(cornerPlaces[from], cornerPlaces[to])
                    : double.MaxValue;
                next[from, to] = to;
            }
        }

        for (var over = 0; over < corners.Length; over++)
        {
            for (var from = 0; from < corners.Length; from++)
            {
                for (var to = 0; to < corners.Length && ways[from, over] < double.MaxValue; to++)
                {
                    if (ways[from, over] + ways[over, to] < ways[from, to])
                    {
                        ways[from, to] = ways[from, over] + ways[over, to];
                        next[from, to] = next[from, over];
                    }
                }
            }
        }

        return (ways, next);
    }

    private void Fill()
    {
        var count = places.Length;
        for (var from = 0; from < count; from++)
        {
            var scale = LocalScale.At(places[from]);
            for (var to = 0; to < from; to++)
            {
                var (east, north) = scale.Offset(places[from], places[to]);
                var way = isClosed[from] || isClosed[to] ? NoWay
                    : IsClear(flat[from], flat[to]) ? (float)Math.Sqrt((east * east) + (north * north))
                    : float.NaN;
                metres[(from * count) + to] = metres[(to * count) + from] = way;
            }
        }

        for (var from = 0; corners.Length > 0 && from < count; from++)
        {
            var ways = isClosed[from] ? [] : WaysToCorners(from);
            for (var to = 0; to < from && ways.Length > 0; to++)
            {
                if (float.IsNaN(Metres(from, to)))
                {
                    metres[(from * count) + to] = metres[(to * count) + from] = Around(ways, to);
                }
            }
        }
    }

    private double[] WaysToCorners(int from)
    {
        var ways = new double[corners.Length];
        Array.Fill(ways, double.MaxValue);
        for (var first = 0; first < corners.Length; first++)
        {
            if (IsClear(flat[from], corners[first]))
            {
                var way = Apart(places[from], cornerPlaces[first]);
                for (var last = 0; last < corners.Length; last++)
                {
                    ways[last] = Math.Min(ways[last], way + cornerWays[first, last]);
                }
            }
        }

        return ways;
    }

    private float Around(double[] ways, int to)
    {
        var best = (double)NoWay;
        for (var last = 0; last < corners.Length; last++)
        {
            if (ways[last] < best)
            {
                var way = ways[last] + Apart(cornerPlaces[last], places[to]);
                best = way < best && IsClear(corners[last], flat[to]) ? way : best;
            }
        }

        return (float)best;
    }
}
