namespace Trucewatch.Geo.Regions;

/// <summary>
/// The boundary of a region in full and in coarser versions: far away a version that keeps within 0.01 % of the
/// distance answers as well as the full one, with a fraction of the edges.
/// </summary>
internal sealed class EdgeLevels
{
    private static readonly double[] _toleranceM = [0, 0.1, 1, 10];
    private static readonly double[] _leastM = [0, 2_000, 15_000, 120_000];
    private static readonly int[] _runLengths = [96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2];

    private readonly EdgeTree[] _trees;
    private readonly int[][] _firstFull;

    /// <summary>Takes rings of edges.</summary>
    public EdgeLevels(IReadOnlyList<BoundaryEdge[]> rings)
    {
        _trees = new EdgeTree[_toleranceM.Length];
        _firstFull = new int[_trees.Length][];
        Full = _trees[0] = new EdgeTree([.. rings.SelectMany(ring => ring)]);
        _firstFull[0] = [.. Enumerable.Range(0, Full.Count)];
        for (var level = 1; level < _trees.Length; level++)
        {
            var edges = new List<BoundaryEdge>();
            var firsts = new List<int>();
            var before = 0;
            foreach (var ring in rings)
            {
                Simplify(ring, _toleranceM[level], before, edges, firsts);
                before += ring.Length;
            }

            // A version that saves little is not worth its memory.
            var isWorth = edges.Count < 0.7 * _trees[level - 1].Count;
            _trees[level] = isWorth ? new EdgeTree([.. edges]) : _trees[level - 1];
            _firstFull[level] = isWorth ? [.. firsts] : _firstFull[level - 1];
        }
    }

    /// <summary>The boundary as it is.</summary>
    public EdgeTree Full { get; }

    /// <summary>The coarsest version that is good enough at a distance.</summary>
    public static int LevelFor(double distanceM)
    {
        var level = _leastM.Length - 1;
        while (level > 0 && !(distanceM > _leastM[level]))
        {
            level--;
        }

        return level;
    }

    public EdgeTree this[int level] => _trees[level];

    /// <summary>The square of the distance to the boundary, found from coarse to fine.</summary>
    public double Distance2(in Plane plane, int firstLevel, int guess)
    {
        for (var level = firstLevel; ; level--)
        {
            var nearest = _trees[level].Nearest(plane, guess, out var distance2);
            if (IsEnough(level, distance2))
            {
                return distance2;
            }

            guess = _trees[level - 1] == _trees[level] ? nearest : -1;
            if (level == 1)
            {
                guess = _firstFull[1][nearest];
            }
        }
    }

    /// <summary>Whether a version's answer needs no finer one.</summary>
    public bool IsEnough(int level, double distance2) =>
        level == 0 || _trees[level] == Full || distance2 > _leastM[level] * _leastM[level];

    /// <summary>
    /// The square of the distance to the full boundary; the guess is an edge of the first coarser one.
    /// </summary>
    public double FullDistance2(in Plane plane, int guessOfFirst)
    {
        _ = Full.Nearest(plane, _firstFull[1][guessOfFirst], out var distance2);
        return distance2;
    }

    /// <summary>
    /// Replaces runs of edges by their chords while these stay near. A run tries a few lengths only, so that a ring of
    /// any shape takes a time in proportion to its edges.
    /// </summary>
    private static void Simplify(
        BoundaryEdge[] ring, double toleranceM, int before, List<BoundaryEdge> edges, List<int> firsts)
    {
        for (var from = 0; from < ring.Length;)
        {
            var length = 1;
            foreach (var tried in _runLengths)
            {
                if (from + tried <= ring.Length && IsNear(ring.AsSpan(from, tried), toleranceM))
                {
                    length = tried;
                    break;
                }
            }

            var last = ring[from + length - 1];
            edges.Add(new BoundaryEdge(ring[from].ALon, ring[from].ALat, last.BLon, last.BLat));
            firsts.Add(before + from + (length / 2));
            from += length;
        }
    }

    /// <summary>Whether the corners of a run lie within a distance of its chord.</summary>
    private static bool IsNear(ReadOnlySpan<BoundaryEdge> run, double toleranceM)
    {
        var plane = new Plane(run[0].ALon, run[0].ALat);
        for (var i = 1; i < run.Length; i++)
        {
            if (Distance2(plane, run[i], run[0], run[^1]) > toleranceM * toleranceM)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How far the start of an edge lies from the chord from one edge's start to another's end.</summary>
    private static double Distance2(in Plane plane, in BoundaryEdge of, in BoundaryEdge from, in BoundaryEdge to)
    {
        var (px, py) = plane.Project(of.ALon, of.ALat);
        var (ax, ay) = plane.Project(from.ALon, from.ALat);
        var (bx, by) = plane.Project(to.BLon, to.BLat);
        var (dx, dy) = (bx - ax, by - ay);
        var length2 = (dx * dx) + (dy * dy);
        var along = length2 > 0 ? Math.Clamp((((px - ax) * dx) + ((py - ay) * dy)) / length2, 0, 1) : 0;
        var (x, y) = (px - ax - (along * dx), py - ay - (along * dy));
        return (x * x) + (y * y);
    }
}
