using System.Runtime.CompilerServices;

namespace Trucewatch.Geo.Indexing;

/// <summary>
/// Says for many positions in which of many zones each lies: for most from a cell that is wholly inside some zones and
/// wholly outside the others, for the rest from the few edges in their cell. The answers are those of
/// <see cref="Region.Contains"/>, whatever the position. An answer is a class: the number of a set of zones, the same
/// in every run. Safe for many threads; nothing is allocated for a position.
/// </summary>
public sealed class ZoneIndex
{
    /// <summary>Most zones.</summary>
    public const int MaxZones = 4096;

    /// <summary>The class of positions in no zone.</summary>
    public const int Outside = 0;

    private const int BlockLength = 256;

    private readonly Region[] zones;
    private readonly ZoneClasses classes;
    private readonly Lattice top;
    private readonly Lattice[] lattices;
    private readonly int[] cells;
    private readonly EdgeRun[] runs;
    private readonly Vertices vertices;
    private readonly int[] answers;
    private readonly Crowd[] crowds;

    /// <summary>Makes the index of some zones; a zone is then named by its place in the list.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxZones"/> zones.</exception>
    public ZoneIndex(ReadOnlySpan<Region> zones)
    {
        if (zones.Length > MaxZones)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected at most {MaxZones} zones, got {zones.Length}"), nameof(zones));
        }

        var built = new ZoneIndexBuilder(zones);
        this.zones = zones.ToArray();
        classes = built.Classes;
        top = built.Top;
        lattices = built.Lattices;
        cells = built.Cells;
        runs = built.Runs;
        vertices = built.Vertices;
        answers = built.Answers;
        crowds = built.Crowds;
    }

    /// <summary>Number of zones.</summary>
    public int ZoneCount => zones.Length;

    /// <summary>
    /// Number of classes. Asking can add to it, but only in a place where the edges of more than eight zones meet.
    /// </summary>
    public int ClassCount => classes.Count;

    /// <summary>Number of cells in which the zones themselves are asked. For the tests.</summary>
    internal int CrowdCount => crowds.Length;

    /// <summary>The zones of a class, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public ReadOnlySpan<int> ZonesOf(int classNumber) => classes.ZonesOf(classNumber);

    /// <summary>The class of a position.</summary>
    public int ClassOf(GeoPoint point)
    {
        var content = CellOf(top, cells, point);
        return content >= 0 ? content : Resolve(Descend(content, point), point);
    }

    /// <summary>The classes of many positions.</summary>
    /// <param name="points">The positions.</param>
    /// <param name="classNumbers">Takes a class for each position; at least as long.</param>
    /// <exception cref="ArgumentException">There is no room for the classes.</exception>
    public void Classify(ReadOnlySpan<GeoPoint> points, Span<int> classNumbers)
    {
        if (classNumbers.Length < points.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected room for {points.Length} classes, got {classNumbers.Length}"),
                nameof(classNumbers));
        }

        Span<int> pending = stackalloc int[BlockLength];
        while (!points.IsEmpty)
        {
            var length = Math.Min(BlockLength, points.Length);
            ClassifyBlock(points[..length], classNumbers[..length], pending);
            points = points[length..];
            classNumbers = classNumbers[length..];
        }
    }

    /// <summary>Makes the cell at a position wrong, so that a checker can be seen to find it. For the tests.</summary>
    internal void PlantWrongCell(GeoPoint point)
    {
        var number = top.Find(point.LongitudeDeg, point.LatitudeDeg);
        cells[number] = ClassOf(point) == Outside ? ClassCount - 1 : Outside;
    }

    /// <summary>Looks up all cells before any edge, so that the processor waits for many at a time.</summary>
    private void ClassifyBlock(ReadOnlySpan<GeoPoint> points, Span<int> found, Span<int> pending)
    {
        var (lattice, contents) = (top, cells);
        var waiting = 0;
        for (var i = 0; i < points.Length; i++)
        {
            var content = CellOf(lattice, contents, points[i]);
            found[i] = content;
            pending[waiting] = i;
            waiting += (int)((uint)content >> 31);
        }

        var left = 0;
        for (var j = 0; j < waiting; j++)
        {
            var i = pending[j];
            found[i] = Descend(found[i], points[i]);
            pending[left] = i;
            left += (int)((uint)found[i] >> 31);
        }

        for (var j = 0; j < left; j++)
        {
            var i = pending[j];
            found[i] = Resolve(found[i], points[i]);
        }
    }

    /// <summary>What the cell of a point holds. Without a branch but for points far outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CellOf(in Lattice lattice, int[] contents, GeoPoint point)
    {
        var x = (point.LongitudeDeg - lattice.West) * lattice.PerLon;
        var y = (point.LatitudeDeg - lattice.South) * lattice.PerLat;
        return x >= 0 & y >= 0 & x < lattice.Side & y < lattice.Side
            ? contents[((int)y * lattice.Side) + (int)x]
            : Outside;
    }

    /// <summary>Goes down from lattice to lattice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Descend(int content, GeoPoint point)
    {
        while (content < 0 && CellContent.KindOf(content) == CellKind.Lattice)
        {
            content = cells[lattices[CellContent.NumberOf(content)].Find(point.LongitudeDeg, point.LatitudeDeg)];
        }

        return content;
    }

    /// <summary>The class of a point from the edges in its cell.</summary>
    private int Resolve(int content, GeoPoint point)
    {
        if (content >= 0)
        {
            return content;
        }

        var number = CellContent.NumberOf(content);
        if (CellContent.KindOf(content) == CellKind.Crowd)
        {
            return ResolveCrowd(crowds[number], point);
        }

        ref readonly var run = ref runs[number];
        var combination = run.Odd(vertices, point.LongitudeDeg, point.LatitudeDeg);
        var first = run.Answers;
        while (!run.IsLast)
        {
            run = ref runs[++number];
            combination ^= run.Odd(vertices, point.LongitudeDeg, point.LatitudeDeg);
        }

        return answers[first + (int)combination];
    }

    private int ResolveCrowd(Crowd crowd, GeoPoint point)
    {
        Span<int> inside = stackalloc int[MaxZones];
        var (count, other) = (0, 0);
        foreach (var zone in crowd.Zones)
        {
            while (other < crowd.Others.Length && crowd.Others[other] < zone)
            {
                inside[count++] = crowd.Others[other++];
            }

            if (zones[zone].Contains(point))
            {
                inside[count++] = zone;
            }
        }

        foreach (var zone in crowd.Others.AsSpan(other))
        {
            inside[count++] = zone;
        }

        return classes.Number(inside[..count]);
    }
}
