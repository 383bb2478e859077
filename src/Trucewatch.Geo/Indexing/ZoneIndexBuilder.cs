using System.Runtime.InteropServices;
using Trucewatch.Geo.Regions;

namespace Trucewatch.Geo.Indexing;

/// <summary>Makes the cells of an index.</summary>
internal sealed class ZoneIndexBuilder
{
    private const int MostCellsPerSide = 2048;
    private const double CellsPerEdge = 4;

    // A cell with more runs is divided, where that helps.
    private const int MostRuns = 3;
    private const int FewTerms = 32;
    private const int FewParts = 4;
    private const int ManyParts = 8;

    // Dividing cells stops when the parts hold so many edges for each edge of the zones.
    private const int PartsPerEdge = 16;

    private const int ZoneBits = 13;

    private readonly ZoneEdges edges;
    private readonly CellEdges content;
    private readonly Dictionary<(int Class, int Zone), int> toggled = [];
    private readonly Dictionary<int[], int> answersByContent = new(SequenceComparer.Instance);
    private readonly List<int> changed = [];
    private readonly List<int> answers = [];
    private readonly List<int> cells = [];
    private readonly List<Lattice> lattices = [];
    private readonly List<EdgeRun> runs = [];
    private readonly List<Crowd> crowds = [];
    private long partsLeft;

    public ZoneIndexBuilder(ReadOnlySpan<Region> regions)
    {
        edges = new ZoneEdges(regions);
        content = new CellEdges(edges);
        partsLeft = 100_000 + ((long)PartsPerEdge * edges.Count);
        if (edges.Count == 0)
        {
            return;
        }

        Top = MakeTop(edges.Bounds, edges.Count);
        CollectionsMarshal.SetCount(cells, Top.Side * Top.Side);
        CollectionsMarshal.AsSpan(cells).Clear();
        FillFromCentres();
        DivideTouchedCells();
    }

    public ZoneClasses Classes { get; } = new();

    public Lattice Top { get; }

    public int[] Cells => [.. cells];

    public Lattice[] Lattices => [.. lattices];

    public EdgeRun[] Runs => [.. runs];

    public Vertices Vertices => edges.Vertices;

    public int[] Answers => [.. answers];

    public Crowd[] Crowds => [.. crowds];

    private static Lattice MakeTop(in Box bounds, int edges)
    {
        var (width, height) = (bounds.East - bounds.West, bounds.North - bounds.South);
        var most = Math.Max(1, (int)(Math.Min(width, height) / CellTouch.LeastCellDeg));
        var side = Math.Clamp((int)Math.Sqrt(CellsPerEdge * edges), 8, Math.Min(most, MostCellsPerSide));

        // A little wider than the zones, so that no edge nearly touches what lies beyond the rim.
        var (padLon, padLat) = (0.01 * width / side, 0.01 * height / side);
        return new Lattice(
            new Box(bounds.West - padLon, bounds.South - padLat, bounds.East + padLon, bounds.North + padLat), side, 0);
    }

    /// <summary>Gives each cell the class of its centre, row by row from the west.</summary>
    private void FillFromCentres()
    {
        var changes = Changes();
        changes.Sort();
        var all = CollectionsMarshal.AsSpan(cells);
        var (from, now) = (0, 0);
        var zones = new List<int>();
        for (var next = 0; next < changes.Count;)
        {
            var cell = (int)(changes[next] >> ZoneBits);
            zones.Clear();
            for (; next < changes.Count && (int)(changes[next] >> ZoneBits) == cell; next++)
            {
                zones.Add((int)(changes[next] & ((1 << ZoneBits) - 1)));
            }

            if (cell / Top.Side != from / Top.Side)
            {
                all[from..EndOfRow(from)].Fill(now);
                (from, now) = (cell / Top.Side * Top.Side, 0);
            }

            all[from..cell].Fill(now);
            from = cell;
            now = Toggle(now, CollectionsMarshal.AsSpan(zones));
        }

        all[from..EndOfRow(from)].Fill(now);

        int EndOfRow(int cell) => ((cell / Top.Side) + 1) * Top.Side;
    }

    /// <summary>
    /// For each edge and each row whose centre line it crosses, the first cell whose centre is not west of the
    /// crossing, with the zone, packed so that they sort by cell.
    /// </summary>
    private List<long> Changes()
    {
        var changes = new List<long>();
        for (var index = 0; index < edges.Count; index++)
        {
            var edge = edges[index];
            var ay = (edge.ALat - Top.South) * Top.PerLat;
            var by = (edge.BLat - Top.South) * Top.PerLat;
            var last = Math.Min(Top.Side - 1, (int)Math.Max(ay, by));
            for (var row = Math.Max(0, (int)Math.Min(ay, by) - 1); row <= last; row++)
            {
                var lat = Top.CentreLat(row);
                if ((edge.ALat > lat) == (edge.BLat > lat))
                {
                    continue;
                }

                var lon = edge.ALon + ((lat - edge.ALat) / (edge.BLat - edge.ALat) * (edge.BLon - edge.ALon));
                var column = (int)Math.Clamp((lon - Top.West) * Top.PerLon, 0, Top.Side - 1);
                while (column > 0 && !(Top.CentreLon(column - 1) < lon))
                {
                    column--;
                }

                while (column < Top.Side && Top.CentreLon(column) < lon)
                {
                    column++;
                }

                if (column < Top.Side)
                {
                    changes.Add(((((long)row * Top.Side) + column) << ZoneBits) | (long)edges.ZoneOf(index));
                }
            }
        }

        return changes;
    }

    private void DivideTouchedCells()
    {
        var starts = new int[(Top.Side * Top.Side) + 1];
        var touched = new List<int>();
        var ends = new int[edges.Count];
        for (var edge = 0; edge < edges.Count; edge++)
        {
            CellTouch.AddCells(Top, edges[edge], touched);
            ends[edge] = touched.Count;
        }

        foreach (var cell in touched)
        {
            starts[cell + 1]++;
        }

        for (var cell = 0; cell + 1 < starts.Length; cell++)
        {
            starts[cell + 1] += starts[cell];
        }

        var inCells = new int[touched.Count];
        var next = starts.AsSpan().ToArray();
        for (var (edge, pair) = (0, 0); edge < edges.Count; edge++)
        {
            for (; pair < ends[edge]; pair++)
            {
                inCells[next[touched[pair]]++] = edge;
            }
        }

        for (var cell = 0; cell + 1 < starts.Length; cell++)
        {
            if (starts[cell] < starts[cell + 1])
            {
                cells[cell] = Make(
                    inCells.AsSpan(starts[cell]..starts[cell + 1]), Top, cell, cells[cell]);
            }
        }
    }

    /// <summary>The content of a lattice's cell that edges may touch, from the class of its centre.</summary>
    private int Make(ReadOnlySpan<int> inCell, in Lattice lattice, int cell, int centreClass)
    {
        var box = lattice.BoxOf(cell);
        content.Take(inCell, box, lattice.CentreOf(cell));
        if (content.Runs.Length > MostRuns && Divide(inCell, box, centreClass) is { } divided)
        {
            return divided;
        }

        return content.BundleCount <= CellContent.MostBundles ? MakeLeaf(centreClass) : MakeCrowd(centreClass);
    }

    /// <summary>Makes a lattice in a cell; null where that does not help, or the cell is small enough.</summary>
    private int? Divide(ReadOnlySpan<int> inCell, in Box box, int centreClass)
    {
        var side = inCell.Length <= FewTerms ? FewParts : ManyParts;
        var least = Math.Min(box.East - box.West, box.North - box.South) / side;
        if (least < CellTouch.LeastCellDeg || partsLeft <= 0)
        {
            return null;
        }

        var lattice = new Lattice(box, side, cells.Count);
        var parts = new int[side * side][];
        var (total, greatest) = (0, 0);
        var list = new List<int>();
        for (var cell = 0; cell < parts.Length; cell++)
        {
            list.Clear();
            var part = lattice.BoxOf(cell);
            foreach (var edge in inCell)
            {
                if (CellTouch.May(edges[edge], part))
                {
                    list.Add(edge);
                }
            }

            parts[cell] = [.. list];
            total += list.Count;
            greatest = Math.Max(greatest, list.Count);
        }

        // Edges that lie upon each other are not parted by smaller cells.
        if (greatest > 0.75 * inCell.Length && total > 0.8 * side * inCell.Length)
        {
            return null;
        }

        partsLeft -= total;
        var classes = ClassesOfCentres(lattice, centreClass);
        lattices.Add(lattice);
        var number = lattices.Count - 1;
        CollectionsMarshal.SetCount(cells, cells.Count + parts.Length);
        for (var cell = 0; cell < parts.Length; cell++)
        {
            cells[lattice.Start + cell] =
                parts[cell].Length == 0 ? classes[cell] : Make(parts[cell], lattice, cell, classes[cell]);
        }

        return CellContent.Of(CellKind.Lattice, number);
    }

    /// <summary>The classes at the centres of a lattice's cells, from the terms of the cell that it divides.</summary>
    private int[] ClassesOfCentres(in Lattice lattice, int centreClass)
    {
        var classes = new int[lattice.Side * lattice.Side];
        classes.AsSpan().Fill(centreClass);
        for (var bundle = 0; bundle < content.BundleCount; bundle++)
        {
            var odd = content.IsOdd(bundle, content.Centre);
            for (var cell = 0; cell < classes.Length; cell++)
            {
                if (content.IsOdd(bundle, lattice.CentreOf(cell)) != odd)
                {
                    classes[cell] = ToggleBundle(classes[cell], bundle);
                }
            }
        }

        return classes;
    }

    private int MakeLeaf(int centreClass)
    {
        var count = content.BundleCount;
        Span<int> combinations = stackalloc int[1 << count];
        combinations[0] = centreClass;
        for (var bundle = 0; bundle < count; bundle++)
        {
            if (content.IsOdd(bundle, content.Centre))
            {
                combinations[0] = ToggleBundle(combinations[0], bundle);
            }
        }

        for (var bundle = 0; bundle < count; bundle++)
        {
            for (var combination = 0; combination < 1 << bundle; combination++)
            {
                combinations[combination + (1 << bundle)] = ToggleBundle(combinations[combination], bundle);
            }
        }

        var first = runs.Count;
        var answer = NumberOfAnswers(combinations);
        foreach (ref readonly var run in content.Runs)
        {
            runs.Add(run with { Answers = answer, IsLast = runs.Count + 1 - first == content.Runs.Length });
        }

        return CellContent.Of(CellKind.Leaf, first);
    }

    private int MakeCrowd(int centreClass)
    {
        var zones = new List<int>();
        for (var bundle = 0; bundle < content.BundleCount; bundle++)
        {
            zones.AddRange(content.ZonesOf(bundle));
        }

        zones.Sort();
        var others = new List<int>();
        foreach (var zone in Classes.ZonesOf(centreClass))
        {
            if (zones.BinarySearch(zone) < 0)
            {
                others.Add(zone);
            }
        }

        crowds.Add(new Crowd([.. zones], [.. others]));
        return CellContent.Of(CellKind.Crowd, crowds.Count - 1);
    }

    private int NumberOfAnswers(ReadOnlySpan<int> combinations)
    {
        var known = answersByContent.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!known.TryGetValue(combinations, out var first))
        {
            first = answers.Count;
            answers.AddRange(combinations);
            answersByContent.Add(combinations.ToArray(), first);
        }

        return first;
    }

    private int ToggleBundle(int number, int bundle) => Toggle(number, content.ZonesOf(bundle));

    /// <summary>
    /// The class with some zones more, or less where they are in it. They come ascending; a pair of the same changes
    /// nothing.
    /// </summary>
    private int Toggle(int number, ReadOnlySpan<int> zones)
    {
        var isOne = zones.Length == 1;
        if (isOne && toggled.TryGetValue((number, zones[0]), out var other))
        {
            return other;
        }

        changed.Clear();
        var before = Classes.ZonesOf(number);
        var at = 0;
        for (var next = 0; next < zones.Length; next++)
        {
            if (next + 1 < zones.Length && zones[next + 1] == zones[next])
            {
                next++;
                continue;
            }

            while (at < before.Length && before[at] < zones[next])
            {
                changed.Add(before[at++]);
            }

            if (at < before.Length && before[at] == zones[next])
            {
                at++;
            }
            else
            {
                changed.Add(zones[next]);
            }
        }

        changed.AddRange(before[at..]);
        other = Classes.Number(CollectionsMarshal.AsSpan(changed));
        if (isOne)
        {
            toggled.Add((number, zones[0]), other);
            toggled.TryAdd((other, zones[0]), number);
        }

        return other;
    }
}
