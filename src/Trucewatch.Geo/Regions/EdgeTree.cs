using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Regions;

/// <summary>An edge from A to B with the inside of the region on its left, degrees.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BoundaryEdge(double ALon, double ALat, double BLon, double BLat);

/// <summary>
/// Boxes around runs of edges. Neighbours in a ring are neighbours on the ground, so that halving the list again and
/// again makes a good search tree without sorting; node i has children 2i + 1 and 2i + 2.
/// </summary>
internal sealed class EdgeTree
{
    private const int LeafEdges = 6;
    private const int MaxStack = 64;

    private readonly BoundaryEdge[] _edges;
    private readonly Box[] _boxes;
    private readonly int _firstLeaf;

    public EdgeTree(BoundaryEdge[] edges)
    {
        _edges = edges;
        var leaves = 1;
        while (leaves * LeafEdges < edges.Length)
        {
            leaves *= 2;
        }

        _firstLeaf = leaves - 1;
        _boxes = new Box[(2 * leaves) - 1];
        for (var leaf = 0; leaf < leaves; leaf++)
        {
            var (start, end) = Range(leaf);
            var box = Box.Nothing;
            for (var i = start; i < end; i++)
            {
                box = box.With(edges[i].ALon, edges[i].ALat).With(edges[i].BLon, edges[i].BLat);
            }

            _boxes[_firstLeaf + leaf] = box;
        }

        for (var node = _firstLeaf - 1; node >= 0; node--)
        {
            _boxes[node] = _boxes[(2 * node) + 1].Union(_boxes[(2 * node) + 2]);
        }
    }

    public int Count => _edges.Length;

    public BoundaryEdge this[int index] => _edges[index];

    /// <summary>Whether a ray to the east crosses an odd number of edges.</summary>
    public bool Contains(double lon, double lat)
    {
        Span<int> stack = stackalloc int[MaxStack];
        var depth = 1;
        stack[0] = 0;
        var odd = false;
        while (depth > 0)
        {
            var node = stack[--depth];
            ref readonly var box = ref _boxes[node];
            if (lat < box.South || lat > box.North || lon > box.East)
            {
                continue;
            }

            if (node < _firstLeaf)
            {
                stack[depth++] = (2 * node) + 1;
                stack[depth++] = (2 * node) + 2;
                continue;
            }

            var (start, end) = Range(node - _firstLeaf);
            for (var i = start; i < end; i++)
            {
                ref readonly var e = ref _edges[i];
                if ((e.ALat > lat) != (e.BLat > lat)
                    && lon < e.ALon + ((lat - e.ALat) / (e.BLat - e.ALat) * (e.BLon - e.ALon)))
                {
                    odd = !odd;
                }
            }
        }

        return odd;
    }

    /// <summary>
    /// The nearest edge and the square of its distance; <paramref name="guess"/> shortens the search.
    /// </summary>
    public int Nearest(in Plane plane, int guess, out double distance2)
    {
        Span<int> stack = stackalloc int[MaxStack];
        Span<double> bounds = stackalloc double[MaxStack];
        var best = guess;
        distance2 = guess >= 0 ? plane.Distance2(_edges[guess]) : double.PositiveInfinity;
        var depth = 1;
        (stack[0], bounds[0]) = (0, 0);
        while (depth > 0)
        {
            var node = stack[--depth];
            if (bounds[depth] >= distance2)
            {
                continue;
            }

            if (node < _firstLeaf)
            {
                var (near, far) = ((2 * node) + 1, (2 * node) + 2);
                var (nearBound, farBound) = (plane.Least2(_boxes[near]), plane.Least2(_boxes[far]));
                if (farBound < nearBound)
                {
                    (near, far, nearBound, farBound) = (far, near, farBound, nearBound);
                }

                (stack[depth], bounds[depth++]) = (far, farBound);
                (stack[depth], bounds[depth++]) = (near, nearBound);
                continue;
            }

            var (start, end) = Range(node - _firstLeaf);
            for (var i = start; i < end; i++)
            {
                var d2 = plane.Distance2(_edges[i]);
                if (d2 < distance2)
                {
                    (distance2, best) = (d2, i);
                }
            }
        }

        return best;
    }

    /// <summary>Adds the edges within a distance, in the order of the tree, until there are too many.</summary>
    public bool Collect(in Plane plane, double reach2, List<int> found, int most)
    {
        Span<int> stack = stackalloc int[MaxStack];
        var depth = 1;
        stack[0] = 0;
        while (depth > 0)
        {
            var node = stack[--depth];
            if (plane.Least2(_boxes[node]) > reach2)
            {
                continue;
            }

            if (node < _firstLeaf)
            {
                stack[depth++] = (2 * node) + 2;
                stack[depth++] = (2 * node) + 1;
                continue;
            }

            var (start, end) = Range(node - _firstLeaf);
            for (var i = start; i < end; i++)
            {
                if (plane.Distance2(_edges[i]) <= reach2)
                {
                    found.Add(i);
                }
            }

            if (found.Count > most)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sum of a term over the edges near the plane's origin, in their order.</summary>
    public double SumNear(in Plane plane, double reach2, in Whitening whitening)
    {
        Span<int> stack = stackalloc int[MaxStack];
        var depth = 1;
        stack[0] = 0;
        var sum = 0.0;
        while (depth > 0)
        {
            var node = stack[--depth];
            if (plane.Least2(_boxes[node]) > reach2)
            {
                continue;
            }

            if (node < _firstLeaf)
            {
                stack[depth++] = (2 * node) + 2;
                stack[depth++] = (2 * node) + 1;
                continue;
            }

            var (start, end) = Range(node - _firstLeaf);
            for (var i = start; i < end; i++)
            {
                sum += whitening.AngleTerm(plane, _edges[i]);
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Start, int End) Range(int leaf)
    {
        var leaves = (long)_firstLeaf + 1;
        return ((int)(leaf * (long)_edges.Length / leaves), (int)((leaf + 1) * (long)_edges.Length / leaves));
    }
}

/// <summary>Least and greatest coordinates of some edges, degrees.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(double West, double South, double East, double North)
{
    public static Box Nothing => new(
        double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);

    public Box With(double lon, double lat) =>
        new(Math.Min(West, lon), Math.Min(South, lat), Math.Max(East, lon), Math.Max(North, lat));

    public Box Union(Box other) =>
        new(Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East),
            Math.Max(North, other.North));
}
