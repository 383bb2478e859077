using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Geo.Indexing;

/// <summary>
/// Up to four edges that follow each other in a ring, as the points of one cell ask for them: does the ray from a point
/// to the east cross an odd number? Where the ring goes on outside the cell, from a vertex due east of it, the rest
/// counts as crossed by the rays south of that vertex.
/// </summary>
/// <param name="First">Index of the first vertex.</param>
/// <param name="Answers">Where the answers of the cell's combinations begin.</param>
/// <param name="Edges">A bit for each edge.</param>
/// <param name="RestBefore">1 where the rest of the ring counts from the first vertex, else 0.</param>
/// <param name="RestAfter">The last edge's bit where the rest of the ring counts from the last vertex, else 0.</param>
/// <param name="Bundle">Whose edges they are: the number of a bit in the combination.</param>
/// <param name="IsLast">True for the cell's last run.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct EdgeRun(
    int First, int Answers, byte Edges, byte RestBefore, byte RestAfter, byte Bundle, bool IsLast)
{
    /// <summary>Most edges.</summary>
    public const int MostEdges = 4;

    /// <summary>
    /// The combination's bit, set where the number is odd. The operations and their order are those of the region's own
    /// test, each lane by itself and without any that machines do differently, so that the answer has the same bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Odd(in Vertices vertices, double lon, double lat)
    {
        var (aLat, bLat, aLon, bLon) = vertices.Edges(First);
        var y = Vector256.Create(lat);
        var a = Vector256.GreaterThan(aLat, y).ExtractMostSignificantBits();
        var b = Vector256.GreaterThan(bLat, y).ExtractMostSignificantBits();
        var x = aLon + ((y - aLat) / (bLat - aLat) * (bLon - aLon));
        var isWest = Vector256.LessThan(Vector256.Create(lon), x).ExtractMostSignificantBits();
        var crossed = ((a ^ b) & isWest & Edges) | ((a & RestBefore) << 4) | ((b & RestAfter) << 8);
        return ((uint)BitOperations.PopCount(crossed) & 1) << Bundle;
    }
}

/// <summary>The vertices of all rings; each ring ends with its first vertex again.</summary>
internal readonly struct Vertices(double[] lons, double[] lats)
{
    /// <summary>Elements of both lists that no ring uses, behind the last.</summary>
    public const int Spare = EdgeRun.MostEdges;

    public double Lon(int vertex) => lons[vertex];

    public double Lat(int vertex) => lats[vertex];

    /// <summary>The edge that starts at a vertex, and the three behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<double> ALat, Vector256<double> BLat, Vector256<double> ALon, Vector256<double> BLon) Edges(
        int vertex)
    {
        var lat = lats.AsSpan(vertex, EdgeRun.MostEdges + 1);
        var lon = lons.AsSpan(vertex, EdgeRun.MostEdges + 1);
        return (Vector256.Create(lat), Vector256.Create(lat[1..]), Vector256.Create(lon), Vector256.Create(lon[1..]));
    }
}
