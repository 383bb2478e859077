using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// Draws the outer edge of the zone of one side. Each point of the zone lies on exactly one ray: the one from its
/// nearest point of the line. So a ray belongs to the zone up to its width, or up to where another part of the line
/// is as near: there it is cut. The edge is made of the ends of rays that are not cut, and of cuts where what is
/// beyond is not in the same zone. The drawing may hold more than the edge, for faces are judged one by one, but
/// no gaps.
/// </summary>
internal sealed class SideTrace
{
    // Ends of rays that another part of the line is nearer to by no more than this are still drawn, so that the
    // edges of two parts run over their crossing and no gap is left there.
    private const double OverM = 0.2;
    private const double SameM = 1e-5;
    private const double NoReachM = 0.002;
    private const double FineM = 0.05;
    private const double FinestM = 0.01;
    private const double FinestShare = 1e-9;
    private const double BesideM = 0.001;
    private const double LongestCutM = 500;

    // Around the end of a drawn cut a small square meets the cut that goes on there.
    private const double JointM = 0.3;
    private const int MaxRounds = 100;

    private readonly LinePieces _line;
    private readonly int _side;
    private readonly List<LineString> _drawn = [];
    private readonly List<Reach> _reaches = [];
    private readonly List<Cut> _cuts = [];
    private readonly List<Piece> _near = [];
    private readonly List<(double From, double To)> _taken = [];
    private RaySpan[] _spans = [];

    private SideTrace(LinePieces line, int side)
    {
        _line = line;
        _side = side;
    }

    private enum CutKind
    {
        /// <summary>Beyond is no zone, or the other side's.</summary>
        Edge,

        /// <summary>Beyond is the same zone.</summary>
        Within,

        /// <summary>Beyond is the left zone, whose trace draws this edge.</summary>
        Drawn,
    }

    /// <summary>The lines that hold the outer edge of the zone of a side.</summary>
    public static List<LineString> Draw(LinePieces line, int side)
    {
        var trace = new SideTrace(line, side);
        foreach (var (spans, isClosed) in RaySpan.Stretches(line, side))
        {
            trace.Stretch(spans, isClosed);
        }

        return trace._drawn;
    }

    /// <summary>A small square around a point.</summary>
    public static LineString Joint(GeoPoint at, double halfM)
    {
        var scale = LocalScale.At(at);
        (double East, double North)[] corners = [(halfM, 0), (0, halfM), (-halfM, 0), (0, -halfM), (halfM, 0)];
        return Planar.Factory.CreateLineString(
            [.. corners.Select(corner => Planar.ToCoordinate(scale.Move(at, corner.East, corner.North)))]);
    }

    private void Stretch(RaySpan[] spans, bool isClosed)
    {
        _spans = spans;
        _reaches.Clear();
        for (var span = 0; span < spans.Length; span++)
        {
            Reaches(span, 0, spans[span].Steps);
        }

        foreach (var reach in _reaches)
        {
            DrawReach(reach);
        }

        var from = new End(0, 0, null);
        foreach (var reach in _reaches)
        {
            Gap(from, new End(reach.Span, reach.From, reach.First));
            from = new End(reach.Span, reach.To, reach.Last);
        }

        Gap(from, new End(spans.Length - 1, 1, null));
        for (var span = 0; span < spans.Length; span++)
        {
            if (span == 0 ? !isClosed || spans[0].WidthM != spans[^1].WidthM
                : spans[span].WidthM != spans[span - 1].WidthM)
            {
                DrawRay(span, 0);
                DrawRay(span == 0 ? spans.Length - 1 : span - 1, 1);
            }
        }
    }

    /// <summary>Finds which rays of a span reach their width, by halves.</summary>
    private void Reaches(int span, int from, int to)
    {
        var whole = _spans[span];
        var middle = whole.At(0.5 * (from + to) / whole.Steps, _side).At(whole.WidthM);
        var p = Geocentric.From(middle);
        var radius = p.ChordOf(whole.WidthM) - OverM;
        var half = 0.505 * whole.LengthM * (to - from) / whole.Steps;
        if (radius <= 0)
        {
            // A zone narrower than what edges may be off needs no cutting.
            AddReach(span, (double)from / whole.Steps, (double)to / whole.Steps);
        }
        else if (radius <= half || !_line.Tree.HasNearer(p, (radius - half) * (radius - half)))
        {
            if (to - from > 1)
            {
                var between = (from + to) / 2;
                Reaches(span, from, between);
                Reaches(span, between, to);
            }
            else
            {
                Clip(span, from, p, radius, radius + half + 1);
            }
        }
    }

    /// <summary>Takes out of one straight edge what is nearer than a radius to any piece.</summary>
    private void Clip(int span, int step, in Geocentric middle, double radius, double within)
    {
        var whole = _spans[span];
        var a = Geocentric.From(whole.Corner(step, _side));
        var b = Geocentric.From(whole.Corner(step + 1, _side));
        _near.Clear();
        _taken.Clear();
        _line.Tree.AddNear(middle, within * within, _near);
        foreach (var piece in _near)
        {
            if (Capsule.Within(piece, radius, a, b) is { } taken)
            {
                _taken.Add(taken);
            }
        }

        _taken.Sort();
        var reached = 0.0;
        foreach (var (from, to) in _taken)
        {
            if (from > reached)
            {
                AddReach(span, (step + reached) / whole.Steps, (step + from) / whole.Steps);
            }

            reached = Math.Max(reached, to);
        }

        if (reached < 1)
        {
            AddReach(span, (step + reached) / whole.Steps, (step + 1.0) / whole.Steps);
        }
    }

    private void AddReach(int span, double from, double to)
    {
        if (_reaches.Count > 0 && _reaches[^1].Span == span && _reaches[^1].To == from)
        {
            _reaches[^1] = _reaches[^1] with { To = to };
        }
        else
        {
            _reaches.Add(new Reach(span, from, to));
        }
    }

    private void DrawReach(Reach reach)
    {
        var span = _spans[reach.Span];
        var first = (int)Math.Floor(reach.From * span.Steps) + 1;
        var last = (int)Math.Ceiling(reach.To * span.Steps) - 1;
        reach.First = OnEdge(span, reach.From);
        reach.Last = OnEdge(span, reach.To);
        var ends = new List<Coordinate> { reach.First };
        for (var step = first; step <= last; step++)
        {
            ends.Add(Planar.ToCoordinate(span.Corner(step, _side)));
        }

        ends.Add(reach.Last);
        Draw(ends);
    }

    private Coordinate OnEdge(RaySpan span, double share)
    {
        var at = share * span.Steps;
        var step = (int)Math.Floor(at);
        var a = Planar.ToCoordinate(span.Corner(step, _side));
        if (at == step)
        {
            return a;
        }

        var b = Planar.ToCoordinate(span.Corner(step + 1, _side));
        return new Coordinate(a.X + ((at - step) * (b.X - a.X)), a.Y + ((at - step) * (b.Y - a.Y)));
    }

    /// <summary>Draws the cuts between two ends of what reaches its width.</summary>
    private void Gap(End from, End to)
    {
        if (from.Span == to.Span ? from.Share >= to.Share
            : from.Span + 1 == to.Span && from.Share == 1 && to.Share == 0 && from.At is not null && to.At is not null
                && from.At.Equals2D(to.At))
        {
            return;
        }

        _cuts.Clear();
        var (a, b) = (CutAt(from.Span, from.Share), CutAt(to.Span, to.Share));
        _cuts.Add(a);
        Scan(a, b);
        _cuts.Add(b);
        List<Coordinate> run = [];
        for (var i = 0; i < _cuts.Count; i++)
        {
            var cut = _cuts[i];
            if (cut.Kind == CutKind.Edge)
            {
                if (run.Count == 0 && i == 0 && from.At is not null)
                {
                    run.Add(from.At);
                }
                else if (run.Count == 0)
                {
                    DrawJoint(cut.At);
                }

                run.Add(Planar.ToCoordinate(cut.At));
            }
            else if (run.Count > 0)
            {
                DrawJoint(_cuts[i - 1].At);
                Draw(run);
                run = [];
            }
        }

        if (run.Count > 0)
        {
            run.AddRange(to.At is null ? [] : [to.At]);
            Draw(run);
        }
    }

    /// <summary>Adds cuts between two, as many as the edge needs.</summary>
    private void Scan(Cut a, Cut b)
    {
        if (IsClosed(a, b))
        {
            return;
        }

        if (a.Span == b.Span && Crossing(a, b) is { } crossing)
        {
            var beside = BesideM / _spans[a.Span].LengthM;
            Split(a, CutAt(a.Span, crossing - beside), CutAt(a.Span, crossing + beside), b);
        }
        else if (a.Span == b.Span)
        {
            var middle = b.Share - a.Share < FinestShare || IsFine(a, b)
                ? (Cut?)null
                : CutAt(a.Span, 0.5 * (a.Share + b.Share));
            if (middle is not { } between)
            {
                return;
            }

            if (a.Kind == CutKind.Edge && b.Kind == CutKind.Edge && between.Kind == CutKind.Edge
                && IsStraight(a, between, b))
            {
                _cuts.Add(between);
                return;
            }

            Scan(a, between);
            _cuts.Add(between);
            Scan(between, b);
        }
        else
        {
            var next = (a.Span + b.Span + 1) / 2;
            Split(a, CutAt(next - 1, 1), CutAt(next, 0), b);
        }
    }

    private void Split(in Cut a, in Cut before, in Cut after, in Cut b)
    {
        Scan(a, before);
        _cuts.Add(before);
        _cuts.Add(after);
        Scan(after, b);
    }

    /// <summary>Where between two rays of a piece the line crosses itself, or null.</summary>
    private double? Crossing(in Cut a, in Cut b)
    {
        if (_line.IsSimple || _spans[a.Span].IsBend)
        {
            return null;
        }

        var margin = 2 * BesideM / _spans[a.Span].LengthM;
        foreach (var share in _line.Crossings(_spans[a.Span].Index))
        {
            if (share > a.Share + margin && share < b.Share - margin)
            {
                return share;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether all rays between two are cut by the same zone. On a line that does not cross itself it is so where
    /// both are cut by what comes later on the line, or both by what comes earlier: the two cut rays, with those that
    /// cut them, close off a pocket that no other part of the line can get into.
    /// </summary>
    private bool IsClosed(in Cut a, in Cut b)
    {
        if (!_line.IsSimple || a.Kind != CutKind.Within || b.Kind != CutKind.Within)
        {
            return false;
        }

        var (ofA, ofB) = (Cutter(a, a, b), Cutter(b, a, b));
        return ofA != 0 && ofB != 0 && (ofA == ofB || _line.IsRing) && _line.IsUniform(
            Math.Min(a.Place, Math.Min(a.Partner, b.Partner)), Math.Max(b.Place, Math.Max(a.Partner, b.Partner)));
    }

    /// <summary>Whether a ray is cut from before the first of two, -1, or after the second, 1, or between, 0.</summary>
    private static int Cutter(in Cut cut, in Cut first, in Cut second)
    {
        if (cut.ReachM < NoReachM)
        {
            // On the inner side of a bend the pieces that meet there cut each other at once.
            return cut.Share == 0 ? -1 : cut.Share == 1 ? 1 : 0;
        }

        // All rays of a bend have one place, so that what is cut from there is not told apart.
        return cut.Partner > second.Place + FinestShare ? 1 : cut.Partner < first.Place - FinestShare ? -1 : 0;
    }

    private bool IsFine(in Cut a, in Cut b)
    {
        var apart = Math.Sqrt((a.Space - b.Space).Length2);
        return a.Kind == b.Kind && a.Kind != CutKind.Edge
            ? apart < FineM || IsSteady(a, b, apart)
            : apart < FinestM;
    }

    /// <summary>
    /// Where the line crosses itself or widths differ there is no such proof: what cuts two rays must lie as near to
    /// each other as the rays do.
    /// </summary>
    private bool IsSteady(in Cut a, in Cut b, double apart) =>
        Math.Abs(a.Partner - b.Partner) <= 1 && apart < LongestCutM && _line.IsUniform(a.Partner, b.Partner);

    private static bool IsStraight(in Cut a, in Cut middle, in Cut b)
    {
        var (way, to) = (b.Space - a.Space, middle.Space - a.Space);
        if (way.Length2 < FinestM * FinestM)
        {
            return to.Length2 < FineM * FineM;
        }

        var share = to.Dot(way) / way.Length2;
        return way.Length2 < LongestCutM * LongestCutM && share is > 0.1 and < 0.9
            && (to - (share * way)).Length2 < FineM * FineM;
    }

    /// <summary>Finds where a ray is cut: from its full width inwards, until nothing is nearer than its foot.</summary>
    private Cut CutAt(int span, double share)
    {
        var whole = _spans[span];
        var ray = whole.Square(share, _side);

        // Distances are to the straight pieces of the tree, so that the foot must lie on its own.
        var foot = _line.Foot(new NearestPiece(whole.Index, whole.IsBend ? 1 : share, 0));
        var ahead = Geocentric.Ahead(ray.Foot, ray.AzimuthDeg);
        var reach = whole.WidthM;
        var found = new NearestPiece(-1, 0, 0);
        var at = ray.At(reach);
        var p = Geocentric.From(at);
        for (var round = 0; round < MaxRounds; round++)
        {
            var own = Math.Sqrt((p - foot).Length2);
            var limit = own - SameM;
            var nearest = limit > 0 ? _line.Tree.Nearest(p, limit * limit) : new NearestPiece(-1, 0, 0);
            if (nearest.Index < 0)
            {
                break;
            }

            found = nearest;
            reach = Shorter(foot, ahead, p, own, reach, _line.Foot(nearest));
            at = ray.At(reach);
            p = Geocentric.From(at);
        }

        var place = ray.Place;
        return found.Index < 0
            ? new Cut(span, share, at, p, reach, CutKind.Edge, place, double.NaN)
            : new Cut(span, share, at, p, reach, Kind(p, found, reach), place, found.Index + found.Along);
    }

    /// <summary>How far along a ray its foot and another point are as near.</summary>
    private static double Shorter(
        in Geocentric foot, in Geocentric ahead, in Geocentric p, double own, double reach, in Geocentric other)
    {
        // On a sphere the tangent of the reach is |q - f|² / (2 R n (q - f)). It is taken a little longer, by what
        // the ellipsoid may differ, and made exact by Newton's steps, which come from beyond.
        var way = other - foot;
        var toward = ahead.Dot(way);
        var radius = Math.Sqrt(foot.Length2);
        if (toward > 0)
        {
            var on = radius * Elementary.Atan(way.Length2 / (2 * radius * toward));
            on *= 1 + (2.5e-16 * on * on);
            if (on < reach - SameM)
            {
                return Math.Max(on, 0);
            }
        }

        var (fromFoot, fromOther) = (p - foot, p - other);
        var distance = Math.Sqrt(fromOther.Length2);
        var slope = 1 - (fromFoot.Dot(fromOther) / (own * distance));
        var step = slope > 0 ? (own - distance) / slope : reach;
        return Math.Max(0, reach - Math.Max(step, SameM));
    }

    private CutKind Kind(in Geocentric p, in NearestPiece found, double reach)
    {
        if (reach < NoReachM)
        {
            // So near to a bend rounding would tell the side.
            var (leftM, rightM) = _line.All[found.Index].Widths;
            return (_side < 0 ? leftM : rightM) > 0 ? CutKind.Within : CutKind.Edge;
        }

        var (side, widthM) = _line.Stand(p, found);
        return side == 0 || reach > widthM + SameM ? CutKind.Edge
            : side == _side ? CutKind.Within
            : side < 0 ? CutKind.Drawn
            : CutKind.Edge;
    }

    private void DrawRay(int span, double share)
    {
        var cut = CutAt(span, share);
        var foot = _spans[span].At(share, _side).Foot;
        if (foot == cut.At)
        {
            return;
        }

        Draw([.. LineShape.Stations(foot, cut.At).Select(station => Planar.ToCoordinate(station.Point))]);
        if (!double.IsNaN(cut.Partner))
        {
            DrawJoint(cut.At);
        }
    }

    private void DrawJoint(GeoPoint at) => _drawn.Add(Joint(at, JointM));

    private void Draw(List<Coordinate> points)
    {
        var different = new List<Coordinate>();
        foreach (var point in points)
        {
            if (different.Count == 0 || !different[^1].Equals2D(point))
            {
                different.Add(point);
            }
        }

        if (different.Count > 1)
        {
            _drawn.Add(Planar.Factory.CreateLineString([.. different]));
        }
    }

    /// <summary>Rays that reach their width, from one share of a span to another.</summary>
    private sealed record Reach(int Span, double From, double To)
    {
        public Coordinate First { get; set; } = new();

        public Coordinate Last { get; set; } = new();
    }

    private sealed record End(int Span, double Share, Coordinate? At);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cut(
        int Span, double Share, GeoPoint At, Geocentric Space, double ReachM, CutKind Kind, double Place,
        double Partner);
}
