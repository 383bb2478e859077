using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Geo.Rasters;

namespace Trucewatch.Watch.Changes;

/// <summary>The outline of pixels that hang together by their edges: one ring around them, and one for each
/// hole.</summary>
internal static class PixelOutline
{
    /// <summary>The polygon of pixels, its corners those of pixels; null where one lies at no place of the
    /// Earth.</summary>
    /// <param name="pixels">Numbers of the pixels, row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="points">Gives the places of corners.</param>
    /// <param name="size">Pixels of the raster to a pixel of these, each way.</param>
    public static GeoPolygon? Of(IEnumerable<int> pixels, int width, RasterPoints points, int size = 1)
    {
        GeoPolygon? polygon = null;
        foreach (var ring in Rings([.. pixels], width))
        {
            var corners = ImmutableArray.CreateBuilder<GeoPoint>(ring.Count);
            foreach (var (column, row) in ring)
            {
                if (!points.TryAt((double)column * size, (double)row * size, out var corner))
                {
                    return null;
                }

                corners.Add(corner);
            }

            polygon = polygon is null
                ? new GeoPolygon(corners.ToImmutable())
                : polygon with { Holes = polygon.Holes.Add(corners.ToImmutable()) };
        }

        return polygon?.Oriented();
    }

    /// <summary>The rings, that around all pixels first.</summary>
    internal static List<List<(int Column, int Row)>> Rings(SortedSet<int> pixels, int width)
    {
        var steps = Steps(pixels, width);
        var rings = new List<List<(int, int)>>();
        while (steps.Count > 0)
        {
            // The least corner of all that are left is one of the outer ring first: the rest are holes.
            var (start, ways) = steps.First();
            rings.Add(Walk(steps, start, ways.Min));
        }

        return rings;
    }

    /// <summary>Edges between a pixel and none, with the pixel to the right; 0 east, 1 south, 2 west, 3
    /// north.</summary>
    private static SortedDictionary<(int Row, int Column), SortedSet<int>> Steps(SortedSet<int> pixels, int width)
    {
        var steps = new SortedDictionary<(int Row, int Column), SortedSet<int>>();
        void Add(int row, int column, int way)
        {
            if (!steps.TryGetValue((row, column), out var ways))
            {
                steps.Add((row, column), ways = []);
            }

            ways.Add(way);
        }

        foreach (var pixel in pixels)
        {
            var (column, row) = (pixel % width, pixel / width);
            bool IsIn(int x, int y) => x >= 0 && x < width && y >= 0 && pixels.Contains((y * width) + x);
            if (!IsIn(column, row - 1))
            {
                Add(row, column, 0);
            }

            if (!IsIn(column + 1, row))
            {
                Add(row, column + 1, 1);
            }

            if (!IsIn(column, row + 1))
            {
                Add(row + 1, column + 1, 2);
            }

            if (!IsIn(column - 1, row))
            {
                Add(row + 1, column, 3);
            }
        }

        return steps;
    }

    private static List<(int Column, int Row)> Walk(
        SortedDictionary<(int Row, int Column), SortedSet<int>> steps, (int Row, int Column) start, int firstWay)
    {
        var ring = new List<(int Column, int Row)>();
        var (at, way, before) = (start, firstWay, -1);
        do
        {
            if (way != before)
            {
                ring.Add((at.Column, at.Row));
            }

            var ways = steps[at];
            ways.Remove(way);
            if (ways.Count == 0)
            {
                steps.Remove(at);
            }

            at = way switch
            {
                0 => (at.Row, at.Column + 1),
                1 => (at.Row + 1, at.Column),
                2 => (at.Row, at.Column - 1),
                _ => (at.Row - 1, at.Column),
            };
            before = way;
            way = Next(steps, at, way);
        }
        while (way >= 0);
        return ring;
    }

    /// <summary>
    /// To the right where two ways go on, so that pixels which touch by a corner only are not joined; -1 at the end.
    /// </summary>
    private static int Next(
        SortedDictionary<(int Row, int Column), SortedSet<int>> steps, (int Row, int Column) at, int way)
    {
        if (steps.TryGetValue(at, out var ways))
        {
            foreach (var turn in (ReadOnlySpan<int>)[1, 0, 3])
            {
                if (ways.Contains((way + turn) % 4))
                {
                    return (way + turn) % 4;
                }
            }
        }

        return -1;
    }
}
