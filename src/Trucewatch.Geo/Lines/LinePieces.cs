using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Valid;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>A segment of a line in stations, and how wide the zones are along it.</summary>
/// <param name="Stations">Its stations.</param>
/// <param name="Widths">How wide the zones are.</param>
/// <param name="IsFirst">Whether a part of the line begins with it, which does not go on from the part before.</param>
internal sealed record LineSegment(Station[] Stations, SideWidths Widths, bool IsFirst = false);

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

/// <summary>Pieces that go on from each other: <c>From</c> to just before <c>Until</c>.</summary>
/// <param name="From">The first.</param>
/// <param name="Until">The one after the last.</param>
/// <param name="IsRing">Whether the last ends where the first begins.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineStretch(int From, int Until, bool IsRing);

/// <summary>A line, of one part or several, in pieces, with a tree that finds the nearest.</summary>
internal sealed class LinePieces
{
    private readonly Geocentric[] _from;
    private readonly Geocentric[] _to;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _changes;
    private readonly Dictionary<int, List<double>> _crossings;

    public LinePieces(List<LineSegment> segments)
    {
        var pieces = new List<LinePiece>();
        var starts = new List<int>();
        foreach (var (stations, widths, isFirst) in segments)
        {
            if (isFirst || pieces.Count == 0)
            {
                starts.Add(pieces.Count);
            }

            var lengthM = Geodesic.Inverse(stations[0].Point, stations[^1].Point).DistanceM / (stations.Length - 1);
            for (var i = 1; i < stations.Length; i++)
            {
                pieces.Add(new LinePiece(stations[i - 1], stations[i], lengthM, widths));
            }
        }

        All = [.. pieces];
        Parts = [.. starts.Zip(starts.Skip(1).Append(All.Length)).Select(part => new LineStretch(
            part.First, part.Second, All[part.First].From.Point == All[part.Second - 1].To.Point))];
        _from = Array.ConvertAll(All, piece => Geocentric.From(piece.From.Point));
        _to = Array.ConvertAll(All, piece => Geocentric.From(piece.To.Point));
        (_next, _previous, _changes) = (new int[All.Length], new int[All.Length], new int[All.Length]);
        foreach (var part in Parts)
        {
            Join(part);
        }

        Tree = new PieceTree([.. Enumerable.Range(0, All.Length).Select(i => new Piece(_from[i], _to[i]))]);
        Shape = Planar.Factory.BuildGeometry(Parts.Select(ShapeOf));

        // Whether several parts meet each other is not asked: no proof is built on them.
        IsSimple = Parts.Length == 1 && IsSimpleOp.IsSimple(Shape);
        _crossings = IsSimple ? [] : FindCrossings();
    }

    public LinePiece[] All { get; }

    /// <summary>The parts of the line, in order.</summary>
    public LineStretch[] Parts { get; }

    /// <summary>Whether it is one line, which ends where it starts.</summary>
    public bool IsRing => Parts.Length == 1 && Parts[0].IsRing;

    /// <summary>Whether it is one line, which neither crosses nor touches itself.</summary>
    public bool IsSimple { get; }

    public PieceTree Tree { get; }

    public Geometry Shape { get; }

    /// <summary>The nearest point on a piece.</summary>
    public Geocentric Foot(in NearestPiece nearest) =>
        _from[nearest.Index] + (nearest.Along * (_to[nearest.Index] - _from[nearest.Index]));

    /// <summary>The piece that goes on from another, or -1 after an open end.</summary>
    public int Next(int piece) => _next[piece];

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
            tree.Insert(new Envelope(Start(i), End(i)), i);
        }

        for (var i = 0; i < All.Length; i++)
        {
            var (a, b) = (Start(i), End(i));
            var shares = new List<double>();
            foreach (var other in tree.Query(new Envelope(a, b)))
            {
                var (c, d) = (Start(other), End(other));
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
        return nearest.Along <= 0 ? _previous[nearest.Index]
            : nearest.Along >= 1 ? _next[nearest.Index]
            : nearest.Index;
    }

    private void Join(LineStretch part)
    {
        for (var i = part.From; i < part.Until; i++)
        {
            var (isFirst, isLast) = (i == part.From, i + 1 == part.Until);
            _previous[i] = !isFirst ? i - 1 : part.IsRing ? part.Until - 1 : -1;
            _next[i] = !isLast ? i + 1 : part.IsRing ? part.From : -1;

            // Between two parts there is always a change, so that they are not taken for neighbours.
            var isSame = !isFirst && All[i].Widths == All[i - 1].Widths;
            _changes[i] = i == 0 ? 0 : _changes[i - 1] + (isSame ? 0 : 1);
        }
    }

    private LineString ShapeOf(LineStretch part) => Planar.Factory.CreateLineString(
        [Start(part.From), .. Enumerable.Range(part.From, part.Until - part.From).Select(End)]);

    private Coordinate Start(int piece) => Planar.ToCoordinate(All[piece].From.Point);

    private Coordinate End(int piece) => Planar.ToCoordinate(All[piece].To.Point);

    private Geocentric Direction(int piece) => (_to[piece] - _from[piece]).Unit();
}
