using NetTopologySuite.Geometries;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// Finds edges of zones without rays: it walks along them, and asks for points to its left and right in whose zone they
/// lie. It is slow, and knows nothing but that question, so that it draws what rays have missed.
/// </summary>
internal sealed class ZoneWalk
{
    private const int Directions = 32;
    private const double FirstM = 1;
    private const double Growth = 1.1;
    private const double LongestStepM = 400;
    private const double ShortestStepM = 0.2;
    private const double OffM = 0.05;
    private const double EndM = 0.001;

    // What is drawn within this is the edge itself; a walk that has stayed on it so long has come back to the drawing.
    private const double KnownM = 0.15;
    private const int KnownSteps = 12;

    // Around both ends of what is new a small square meets the edge that goes on there.
    private const double JointM = 0.5;
    private const double RoundM = 0.3;
    private const int AfterMark = 8;
    private const int FirstMark = 64;
    private const int MaxSteps = 50_000;
    private const int MaxFaults = 16;
    private const int MaxWalks = 16;

    // Degrees between the points around a place where the way on is looked for, first right behind.
    private const int TurnDeg = 15;

    private readonly LinePieces _line;
    private readonly double _reachM;
    private readonly List<PieceTree> _known = [];
    private readonly List<LineString> _drawn = [];
    private int _walks;
    private int _steps;

    private ZoneWalk(LinePieces line, List<LineString>? drawn)
    {
        _line = line;
        _reachM = 3 * line.All.Max(piece => Math.Max(piece.Widths.LeftM, piece.Widths.RightM));
        if (drawn is not null)
        {
            var parts = Enumerable.Range(0, line.Shape.NumGeometries).Select(line.Shape.GetGeometryN);
            _known.Add(Tree([.. parts, .. drawn]));
        }
    }

    /// <summary>The edges, not drawn yet, of what lies around each of the wrong places in the same zone.</summary>
    public static List<LineString> Around(
        LinePieces line, List<ZoneFault> faults, List<LineString>? drawn)
    {
        var walk = new ZoneWalk(line, drawn);
        (GeoPoint At, double AzimuthDeg, int Side)? spare = null;
        for (var i = 0; i < faults.Count; i += 1 + (faults.Count / MaxFaults))
        {
            var fault = faults[i];
            for (var direction = 0; direction < Directions && walk._walks < MaxWalks; direction++)
            {
                var azimuthDeg = direction * 360.0 / Directions;
                if (walk.EdgeAhead(fault, azimuthDeg) is not { } at)
                {
                    continue;
                }

                if (walk.IsKnown(at))
                {
                    spare ??= (at, azimuthDeg, fault.Side);
                }
                else
                {
                    walk.Draw(at, azimuthDeg, fault.Side, false);
                }
            }
        }

        if (walk._drawn.Count == 0 && spare is { } known)
        {
            // All is drawn, and yet somewhere two edges miss each other by less than can be told.
            walk.Draw(known.At, known.AzimuthDeg, known.Side, true);
        }

        return walk._drawn;
    }

    /// <summary>Where the way from a place first leaves the zone; null where it does not.</summary>
    private GeoPoint? EdgeAhead(ZoneFault fault, double azimuthDeg)
    {
        var (inside, outside) = (0.0, FirstM);
        while (IsIn(Ahead(fault.At, azimuthDeg, outside), fault.Side))
        {
            (inside, outside) = (outside, outside * Growth);
            if (outside > _reachM)
            {
                return null;
            }
        }

        while (outside - inside > EndM)
        {
            var middle = 0.5 * (inside + outside);
            (inside, outside) = IsIn(Ahead(fault.At, azimuthDeg, middle), fault.Side)
                ? (middle, outside)
                : (inside, middle);
        }

        return Ahead(fault.At, azimuthDeg, inside);
    }

    /// <summary>Walks both ways from an edge, and draws all of it or what is new.</summary>
    private void Draw(GeoPoint start, double outDeg, int side, bool isAll)
    {
        _walks++;
        var one = Walk(start, outDeg, side, -1, isAll);
        one.Reverse();
        one.AddRange(Walk(start, outDeg, side, 1, isAll).Skip(1));
        var space = one.ConvertAll(Geocentric.From);
        var isNew = new bool[one.Count];
        for (var i = 0; i < one.Count; i++)
        {
            isNew[i] = isAll || !IsKnown(one[i]);
        }

        for (var i = 0; i < one.Count; i++)
        {
            var first = i;
            while (i < one.Count && isNew[i])
            {
                i++;
            }

            if (i > first)
            {
                var (from, to) = (Math.Max(0, first - 1), Math.Min(one.Count - 1, i));
                DrawRun(one[from..(to + 1)]);
            }
        }

        _known.Add(new PieceTree([.. space.Zip(space.Skip(1), (a, b) => new Piece(a, b))]));
    }

    private void DrawRun(List<GeoPoint> run)
    {
        if (run.Count > 1)
        {
            _drawn.Add(Planar.Factory.CreateLineString([.. run.Select(Planar.ToCoordinate)]));
            _drawn.Add(SideTrace.Joint(run[0], JointM));
            _drawn.Add(SideTrace.Joint(run[^1], JointM));
        }
    }

    private List<GeoPoint> Walk(GeoPoint start, double outDeg, int side, int hand, bool isAll)
    {
        List<GeoPoint> way = [start];
        List<Geocentric> space = [Geocentric.From(start)];
        var (at, azimuthDeg, stepM, mark, known) = (start, outDeg - (hand * (180 - TurnDeg)), 1.0, 0, 0);
        for (; _steps < MaxSteps && known < KnownSteps; _steps++)
        {
            if (Next(at, azimuthDeg, stepM, side, hand) is not { } nextDeg)
            {
                if (stepM <= ShortestStepM)
                {
                    break;
                }

                stepM = Math.Max(ShortestStepM, 0.5 * stepM);
                continue;
            }

            azimuthDeg = nextDeg;
            at = Ahead(at, azimuthDeg, stepM);
            way.Add(at);
            space.Add(Geocentric.From(at));

            // Round it is where it began; or, if it got on another edge at a corner, where it was at some later mark.
            var last = new Piece(space[^2], space[^1]);
            if (space.Count > mark + AfterMark
                && Math.Min(last.Distance2(space[0], out _), last.Distance2(space[mark], out _)) < RoundM * RoundM)
            {
                break;
            }

            mark = space.Count > 2 * Math.Max(mark, FirstMark) ? space.Count - 1 : mark;
            known = !isAll && IsKnown(at) ? known + 1 : 0;
            stepM = Math.Min(LongestStepM, 1.5 * stepM);
        }

        return way;
    }

    /// <summary>
    /// Which way the edge goes on: where, seen around a place from behind by the outer side, it first comes in again.
    /// Null where a straight step would leave the edge. With hand 1 the inside is to the left, with -1 to the right.
    /// </summary>
    private double? Next(GeoPoint at, double azimuthDeg, double stepM, int side, int hand)
    {
        var outDeg = azimuthDeg + (hand * (180 - TurnDeg));
        if (IsIn(Ahead(at, outDeg, stepM), side))
        {
            return null;
        }

        var inDeg = outDeg - (hand * TurnDeg);
        while (!IsIn(Ahead(at, inDeg, stepM), side))
        {
            (outDeg, inDeg) = (inDeg, inDeg - (hand * TurnDeg));
            if (Math.Abs(inDeg - azimuthDeg) > 180)
            {
                return null;
            }
        }

        while (Elementary.DegreesToRadians(Math.Abs(outDeg - inDeg)) * stepM > EndM)
        {
            var middle = 0.5 * (outDeg + inDeg);
            (outDeg, inDeg) = IsIn(Ahead(at, middle, stepM), side) ? (outDeg, middle) : (middle, inDeg);
        }

        var halfway = Ahead(at, inDeg, 0.5 * stepM);
        return stepM <= ShortestStepM
            || (IsIn(Ahead(halfway, inDeg - (90 * hand), OffM), side)
                && !IsIn(Ahead(halfway, inDeg + (90 * hand), OffM), side))
            ? inDeg
            : null;
    }

    private bool IsIn(GeoPoint point, int side) => _line.ZoneOf(point) == side;

    private bool IsKnown(GeoPoint point)
    {
        var at = Geocentric.From(point);
        return _known.Exists(tree => tree.HasNearer(at, KnownM * KnownM));
    }

    /// <summary>Drawn lines in straight pieces, so short that they lie on the ground.</summary>
    private static PieceTree Tree(Geometry[] lines)
    {
        var pieces = new List<Piece>();
        foreach (var points in lines.Select(line => line.Coordinates))
        {
            for (var i = 1; i < points.Length; i++)
            {
                var (a, b) = (points[i - 1], points[i]);
                var count = 1 + (int)(Math.Sqrt((Geocentric.At(a.X, a.Y) - Geocentric.At(b.X, b.Y)).Length2) / 500);
                for (var n = 0; n < count; n++)
                {
                    pieces.Add(new Piece(Between(a, b, (double)n / count), Between(a, b, (n + 1.0) / count)));
                }
            }
        }

        return new PieceTree([.. pieces]);
    }

    private static Geocentric Between(Coordinate a, Coordinate b, double share) =>
        Geocentric.At(longitudeDeg: a.X + (share * (b.X - a.X)), latitudeDeg: a.Y + (share * (b.Y - a.Y)));

    private static GeoPoint Ahead(GeoPoint from, double azimuthDeg, double metres)
    {
        var (east, north) = Elementary.SinCosDegrees(azimuthDeg);
        return LocalScale.At(from).Move(from, metres * east, metres * north);
    }
}
