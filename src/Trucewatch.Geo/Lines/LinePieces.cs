using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Valid;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>A segment of a line in stations, and how wide the zones are along it.</summary>
internal sealed record LineSegment(Station[] Stations, SideWidths Widths);

/// <summary>A piece of a segment, so short that a straight edge stands for it.</summary>
/// <param name="From">Where it begins, and the line's azimuth there.</param>
/// <param name="To">Where it ends.</param>
/// <param name="LengthM">How long it is.</param>
/// <param name="Widths">How wide the zones are along it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LinePiece(Station From, Station To, double LengthM, SideWidths Widths);

/// <summary>From which side a point is nearest to the line, and how far that side's zone reaches there.</summary>
/// <param name="Side">-1 left, 1 right, 0 from beyond an open end.</param>
/// <param name="WidthM">The width; 0 where there is no zone.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineStand(int Side, double WidthM);

/// <summary>A line in pieces, with a tree that finds the nearest.</summary>
internal sealed class LinePieces
{
    private readonly Geocentric[] _at;
    private readonly int[] _changes;
    private readonly Dictionary<int, List<double>> _crossings;

    public LinePieces(List<LineSegment> segments)
    {
        var pieces = new List<LinePiece>();
        foreach (var (stations, widths) in segments)
        {
            var lengthM = Geodesic.Inverse(stations[0].Point, stations[^1].Point).DistanceM / (stations.Length - 1);
            for (var i = 1; i < stations.Length; i++)
            {
                pieces.Add(new LinePiece(stations[i - 1], stations[i], lengthM, widths));
            }
        }

        All = [.. pieces];
        Line = [All[0].From.Point, .. All.Select(piece => piece.To.Point)];
        IsRing = Line[0] == Line[^1];
        _at = Array.ConvertAll(Line, Geocentric.From);
        Tree = new PieceTree([.. Enumerable.Range(0, All.Length).Select(i => new Piece(_at[i], _at[i + 1]))]);
        Shape = Planar.Factory.CreateLineString([.. Line.Select(Planar.ToCoordinate)]);
        IsSimple = IsSimpleOp.IsSimple(Shape);
        _crossings = IsSimple ? [] : FindCrossings();
        _changes = new int[All.Length];
        for (var i = 1; i < All.Length; i++)
        {
            _changes[i] = _changes[i - 1] + (All[i].Widths == All[i - 1].Widths ? 0 : 1);
        }
    }

    public LinePiece[] All { get; }

    /// <summary>The ends of the pieces: one more than there are pieces.</summary>
    public GeoPoint[] Line { get; }

    /// <summary>Whether the line ends where it starts.</summary>
    public bool IsRing { get; }

    /// <summary>Whether the line neither crosses nor touches itself.</summary>
    public bool IsSimple { get; }

    public PieceTree Tree { get; }

    public LineString Shape { get; }

    /// <summary>The nearest point on a piece.</summary>
    public Geocentric Foot(in NearestPiece nearest) =>
        _at[nearest.Index] + (nearest.Along * (_at[nearest.Index + 1] - _at[nearest.Index]));

    /// <summary>Whether the widths are the same between two places, counted in pieces from the line's start.</summary>
    public bool IsUniform(double from, double to) => _changes[Index(from)] == _changes[Index(to)];

    /// <summary>How a point stands to the line, given its nearest piece.</summary>
    public LineStand Stand(in Geocentric p, in NearestPiece nearest)
    {
        // Where a corner is nearest, the mean direction of its two pieces decides.
        var (i, other) = (nearest.Index, Neighbour(nearest));
        if (other < 0)
        {
            return default;
        }

        var way = Direction(i);
        way = other == i ? way : way + Direction(other);
        var side = way.Cross(p - Foot(nearest)).Dot(p) > 0 ? -1 : 1;
        var (one, two) = (All[i].Widths, All[other].Widths);
        return new LineStand(
            side, side < 0 ? Math.Max(one.LeftM, two.LeftM) : Math.Max(one.RightM, two.RightM));
    }

    /// <summary>The side in whose zone a point lies; 0 for none.</summary>
    public int ZoneOf(GeoPoint point)
    {
        var p = Geocentric.From(point);
        var nearest = Tree.Nearest(p);
        var (side, widthM) = Stand(p, nearest);
        return p.ArcOf(Math.Sqrt(nearest.Distance2)) <= widthM ? side : 0;
    }

    /// <summary>Where other pieces cross a piece, as shares of it.</summary>
    public IReadOnlyList<double> Crossings(int piece) => _crossings.TryGetValue(piece, out var shares) ? shares : [];

    private Dictionary<int, List<double>> FindCrossings()
    {
        var found = new Dictionary<int, List<double>>();
        var tree = new STRtree<int>();
        for (var i = 0; i < All.Length; i++)
        {
            tree.Insert(new Envelope(Shape.GetCoordinateN(i), Shape.GetCoordinateN(i + 1)), i);
        }

        for (var i = 0; i < All.Length; i++)
        {
            var (a, b) = (Shape.GetCoordinateN(i), Shape.GetCoordinateN(i + 1));
            var shares = new List<double>();
            foreach (var other in tree.Query(new Envelope(a, b)))
            {
                var (c, d) = (Shape.GetCoordinateN(other), Shape.GetCoordinateN(other + 1));
                var turn = ((b.X - a.X) * (d.Y - c.Y)) - ((b.Y - a.Y) * (d.X - c.X));
                var share = (((c.X - a.X) * (d.Y - c.Y)) - ((c.Y - a.Y) * (d.X - c.X))) / turn;
                var otherShare = (((c.X - a.X) * (b.Y - a.Y)) - ((c.Y - a.Y) * (b.X - a.X))) / turn;
                if (share is > 0 and < 1 && otherShare is >= 0 and <= 1)
                {
                    shares.Add(share);
                }
            }

            if (shares.Count > 0)
            {
                shares.Sort();
                found[i] = shares;
            }
        }

        return found;
    }

    private int Index(double place) => Math.Clamp((int)place, 0, _changes.Length - 1);

    /// <summary>The piece beyond the nearest corner, the piece itself, or -1 beyond an open end.</summary>
    private int Neighbour(in NearestPiece nearest)
    {
        var step = nearest.Along <= 0 ? -1 : nearest.Along >= 1 ? 1 : 0;
        var other = nearest.Index + step;
        return other >= 0 && other < All.Length ? other : IsRing ? (other + All.Length) % All.Length : -1;
    }

    private Geocentric Direction(int piece) => (_at[piece + 1] - _at[piece]).Unit();
}
