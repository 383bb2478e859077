namespace Trucewatch.Geo.Regions;

/// <summary>What is known of a cell without looking at edges.</summary>
internal enum CellSide : byte
{
    /// <summary>No point of it is in the region.</summary>
    Outside,

    /// <summary>Every point of it is in the region.</summary>
    Inside,

    /// <summary>An edge may run through it.</summary>
    Mixed,
}

/// <summary>
/// A coarse grid over a region and its surroundings: which cells are wholly inside or outside, and which edges may be
/// the nearest of a cell's points; where they are too many, an edge from which the search starts with a good bound.
/// </summary>
internal sealed class RegionGrid
{
    private const int FewestCellsPerSide = 16;
    private const int MostCellsPerSide = 128;
    private const int MostCandidates = 24;
    private const double MarginShare = 0.25;

    private readonly int _cellsPerSide;
    private readonly CellSide[] _sides;
    private readonly Cell[] _cells;
    private readonly BoundaryEdge[] _candidates;
    private readonly EdgeLevels _levels;
    private readonly double _west;
    private readonly double _south;
    private readonly double _perLon;
    private readonly double _perLat;

    public RegionGrid(EdgeLevels levels, Box box)
    {
        _levels = levels;
        var tree = levels.Full;
        _cellsPerSide = Math.Clamp((int)(2 * Math.Sqrt(tree.Count)), FewestCellsPerSide, MostCellsPerSide);
        _sides = new CellSide[_cellsPerSide * _cellsPerSide];
        _cells = new Cell[_sides.Length];
        var (width, height) = (box.East - box.West, box.North - box.South);
        var margin = Math.Max(width, height) * MarginShare;
        _west = box.West - margin;
        _south = box.South - margin;
        _perLon = _cellsPerSide / (width + (2 * margin));
        _perLat = _cellsPerSide / (height + (2 * margin));
        for (var i = 0; i < tree.Count; i++)
        {
            Mark(tree[i]);
        }

        var candidates = new List<BoundaryEdge>();
        var guess = -1;
        for (var cell = 0; cell < _sides.Length; cell++)
        {
            var (row, column) = (cell / _cellsPerSide, cell % _cellsPerSide);
            var (lon, lat) = (_west + ((column + 0.5) / _perLon), _south + ((row + 0.5) / _perLat));
            if (_sides[cell] != CellSide.Mixed)
            {
                _sides[cell] = tree.Contains(lon, lat) ? CellSide.Inside : CellSide.Outside;
            }

            _cells[cell] = Prepare(lon, Math.Clamp(lat, -89, 89), ref guess, candidates);
        }

        _candidates = [.. candidates];
    }

    /// <summary>The square of the distance from the plane's origin, which is the point, to the nearest edge.</summary>
    public double Distance2(in Plane plane, double lon, double lat)
    {
        var index = CellAt(lon, lat);
        if (index < 0)
        {
            // Outside the grid the cell on its rim that lies nearest has a good first guess.
            var coarsest = EdgeLevels.LevelFor(double.PositiveInfinity);
            var column = (int)Math.Clamp((lon - _west) * _perLon, 0, _cellsPerSide - 1);
            var row = (int)Math.Clamp((lat - _south) * _perLat, 0, _cellsPerSide - 1);
            ref readonly var rim = ref _cells[(row * _cellsPerSide) + column];
            return _levels.Distance2(plane, coarsest, _levels[rim.Level] == _levels[coarsest] ? rim.Guess : -1);
        }

        ref readonly var cell = ref _cells[index];
        if (cell.Count == 0)
        {
            return _levels.Distance2(plane, cell.Level, cell.Guess);
        }

        var least = double.PositiveInfinity;
        foreach (ref readonly var edge in _candidates.AsSpan(cell.Start, cell.Count))
        {
            least = Math.Min(least, plane.Distance2(edge));
        }

        return _levels.IsEnough(cell.Level, least) ? least : _levels.FullDistance2(plane, cell.Guess);
    }

    public CellSide Side(double lon, double lat)
    {
        var cell = CellAt(lon, lat);
        return cell < 0 ? CellSide.Outside : _sides[cell];
    }

    /// <summary>Finds what may be nearest to a cell's points, from the distance at its middle.</summary>
    private Cell Prepare(double lon, double lat, ref int guess, List<BoundaryEdge> candidates)
    {
        var plane = new Plane(lon, lat);
        guess = _levels.Full.Nearest(plane, guess, out var full2);
        var distance = Math.Sqrt(full2);

        // From the middle to a corner, with the scale of the side nearer to the equator allowed for.
        var (x, y) = plane.Project(lon + (0.5 / _perLon), lat + (0.5 / _perLat));
        var radius = 1.1 * Math.Sqrt((x * x) + (y * y));
        var level = EdgeLevels.LevelFor(distance - radius);
        var searchLevel = Math.Max(1, level);
        var near = _levels[searchLevel].Nearest(plane, -1, out var near2);
        var reach = (1.01 * Math.Sqrt(near2)) + (2 * radius);
        var found = new List<int>();
        if (_levels[searchLevel].Collect(plane, reach * reach, found, MostCandidates))
        {
            candidates.AddRange(found.Select(i => _levels[searchLevel][i]));
            return new Cell(searchLevel, near, candidates.Count - found.Count, found.Count);
        }

        return new Cell(searchLevel, near, 0, 0);
    }

    private int CellAt(double lon, double lat)
    {
        var (x, y) = ((lon - _west) * _perLon, (lat - _south) * _perLat);
        return x >= 0 && y >= 0 && x < _cellsPerSide && y < _cellsPerSide ? ((int)y * _cellsPerSide) + (int)x : -1;
    }

    /// <summary>Marks the cells that boxes along an edge touch, and their neighbours against rounding.</summary>
    private void Mark(in BoundaryEdge e)
    {
        var (ax, ay) = ((e.ALon - _west) * _perLon, (e.ALat - _south) * _perLat);
        var (bx, by) = ((e.BLon - _west) * _perLon, (e.BLat - _south) * _perLat);
        var pieces = Math.Min(
            4 * _cellsPerSide, 1 + (int)(2 * Math.Max(Math.Abs(bx - ax), Math.Abs(by - ay))));
        const double slack = 1e-6;
        for (var i = 0; i < pieces; i++)
        {
            var (from, to) = ((double)i / pieces, (i + 1.0) / pieces);
            var (x1, x2) = (ax + (from * (bx - ax)), ax + (to * (bx - ax)));
            var (y1, y2) = (ay + (from * (by - ay)), ay + (to * (by - ay)));
            var lastRow = (int)Math.Min(_cellsPerSide - 1, Math.Max(y1, y2) + slack);
            var lastColumn = (int)Math.Min(_cellsPerSide - 1, Math.Max(x1, x2) + slack);
            for (var row = (int)Math.Max(0, Math.Min(y1, y2) - slack); row <= lastRow; row++)
            {
                for (var column = (int)Math.Max(0, Math.Min(x1, x2) - slack); column <= lastColumn; column++)
                {
                    _sides[(row * _cellsPerSide) + column] = CellSide.Mixed;
                }
            }
        }
    }

    /// <summary>Where a cell's candidates are, or, where it has none, where to start to look.</summary>
    private readonly record struct Cell(int Level, int Guess, int Start, int Count);
}
