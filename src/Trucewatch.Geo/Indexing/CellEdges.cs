using System.Runtime.InteropServices;
using Trucewatch.Geo.Regions;

namespace Trucewatch.Geo.Indexing;

/// <summary>
/// What the points of one cell ask: the edges in it, in runs, and what the rest of each ring adds to the even-odd sum.
/// From point to point of the cell the crossings of the rest differ only where it has an end, at a vertex of an edge in
/// the cell, due east of them; the run keeps that. All else is the same in the whole cell, and known from the cell's
/// centre. Zones whose edges in the cell are the same make one bundle.
/// </summary>
internal sealed class CellEdges(ZoneEdges edges)
{
    private readonly Vertices vertices = edges.Vertices;
    private readonly List<EdgeRun> runs = [];
    private readonly List<Bundle> bundles = [];
    private readonly List<int> zones = [];

    /// <summary>Runs of all bundles, bundle by bundle.</summary>
    public ReadOnlySpan<EdgeRun> Runs => CollectionsMarshal.AsSpan(runs);

    /// <summary>Number of bundles.</summary>
    public int BundleCount => bundles.Count;

    /// <summary>The cell's centre, degrees.</summary>
    public (double Lon, double Lat) Centre { get; private set; }

    /// <summary>The zones of a bundle.</summary>
    public ReadOnlySpan<int> ZonesOf(int bundle)
    {
        var end = bundle + 1 < bundles.Count ? bundles[bundle + 1].FirstZone : zones.Count;
        return CollectionsMarshal.AsSpan(zones)[bundles[bundle].FirstZone..end];
    }

    /// <summary>Whether the ray from a point crosses a bundle's edges, and the rest that counts, an odd number of
    /// times.</summary>
    public bool IsOdd(int bundle, (double Lon, double Lat) point)
    {
        var odd = 0u;
        foreach (ref readonly var run in RunsOf(bundle))
        {
            odd ^= run.Odd(vertices, point.Lon, point.Lat);
        }

        return odd != 0;
    }

    /// <summary>Takes the edges that may touch a cell, ascending, with its box and its centre.</summary>
    public void Take(ReadOnlySpan<int> inCell, in Box box, (double Lon, double Lat) centre)
    {
        runs.Clear();
        bundles.Clear();
        zones.Clear();
        Centre = centre;
        for (var start = 0; start < inCell.Length;)
        {
            var end = start + 1;
            while (end < inCell.Length && edges.ZoneOf(inCell[end]) == edges.ZoneOf(inCell[start]))
            {
                end++;
            }

            AddZone(inCell[start..end], box);
            start = end;
        }
    }

    private ReadOnlySpan<EdgeRun> RunsOf(int bundle) => Runs[
        bundles[bundle].FirstRun..(bundle + 1 < bundles.Count ? bundles[bundle + 1].FirstRun : runs.Count)];

    private void AddZone(ReadOnlySpan<int> ofZone, in Box box)
    {
        var own = runs.Count;
        for (var start = 0; start < ofZone.Length;)
        {
            var first = edges.VertexOf(ofZone[start]);
            var end = start + 1;
            while (end < ofZone.Length && end - start < EdgeRun.MostEdges
                && edges.VertexOf(ofZone[end]) == first + end - start)
            {
                end++;
            }

            var count = end - start;
            var before = !IsIn(ofZone, start - 1, edges.Before(ofZone[start])) && IsDueEast(first, box);
            var after = !IsIn(ofZone, end, edges.After(ofZone[end - 1])) && IsDueEast(first + count, box);
            var bits = (byte)((1 << count) - 1);
            var lastBit = (byte)(1 << (count - 1));
            runs.Add(new EdgeRun(
                first, 0, bits, before ? (byte)1 : (byte)0, after ? lastBit : (byte)0, (byte)bundles.Count, false));
            start = end;
        }

        var zone = edges.ZoneOf(ofZone[0]);
        for (var bundle = 0; bundle < bundles.Count; bundle++)
        {
            var end = bundle + 1 < bundles.Count ? bundles[bundle + 1].FirstRun : own;
            if (AreSame(Runs[bundles[bundle].FirstRun..end], Runs[own..]))
            {
                runs.RemoveRange(own, runs.Count - own);
                Join(bundle, zone);
                return;
            }
        }

        bundles.Add(new Bundle(own, zones.Count));
        zones.Add(zone);
    }

    private bool AreSame(ReadOnlySpan<EdgeRun> some, ReadOnlySpan<EdgeRun> others)
    {
        if (some.Length != others.Length)
        {
            return false;
        }

        for (var index = 0; index < some.Length; index++)
        {
            var (a, b) = (some[index], others[index]);
            if (a with { First = b.First, Bundle = b.Bundle } != b)
            {
                return false;
            }

            for (var vertex = 0; (1 << vertex) <= a.Edges + 1; vertex++)
            {
                if (vertices.Lon(a.First + vertex) != vertices.Lon(b.First + vertex)
                    || vertices.Lat(a.First + vertex) != vertices.Lat(b.First + vertex))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Join(int bundle, int zone)
    {
        var after = CollectionsMarshal.AsSpan(bundles)[(bundle + 1)..];
        zones.Insert(after.Length > 0 ? after[0].FirstZone : zones.Count, zone);
        foreach (ref var later in after)
        {
            later = later with { FirstZone = later.FirstZone + 1 };
        }
    }

    /// <summary>Whether a vertex where a ring leaves a cell for good is due east of some of its points.</summary>
    private bool IsDueEast(int vertex, in Box box)
    {
        var slack = CellTouch.Slack * (box.North - box.South);
        var lat = vertices.Lat(vertex);
        return vertices.Lon(vertex) > Centre.Lon && lat >= box.South - slack && lat <= box.North + slack;
    }

    /// <summary>Whether an edge is in the list; where it is, it mostly stands at the place guessed.</summary>
    private static bool IsIn(ReadOnlySpan<int> list, int guess, int edge) =>
        ((uint)guess < (uint)list.Length && list[guess] == edge) || list.BinarySearch(edge) >= 0;

    private readonly record struct Bundle(int FirstRun, int FirstZone);
}
