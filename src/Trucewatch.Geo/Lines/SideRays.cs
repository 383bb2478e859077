using System.Runtime.InteropServices;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>A way that leaves the line square to it, or from the outer side of a bend.</summary>
/// <param name="Foot">Where it leaves the line.</param>
/// <param name="AzimuthDeg">Its azimuth there.</param>
/// <param name="Place">Where that is on the line, counted in pieces from the start.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ray(GeoPoint Foot, double AzimuthDeg, double Place)
{
    /// <summary>Where the ray is after so many metres.</summary>
    public GeoPoint At(double distanceM)
    {
        var to = Geodesic.Direct(Foot, AzimuthDeg, distanceM).Point;
        return Math.Abs(to.LongitudeDeg - Foot.LongitudeDeg) <= 180
            ? to
            : throw new ArgumentException(
                $"line: expected zones that keep off the antimeridian, got {Foot} to {to}");
    }
}

/// <summary>The rays along a piece, or those that fan out at a bend.</summary>
/// <param name="Piece">The piece, or the one that ends at the bend.</param>
/// <param name="Index">Its number.</param>
/// <param name="FirstDeg">The azimuth of the first ray.</param>
/// <param name="LastDeg">The azimuth of the last ray: for a bend without being brought to a full turn.</param>
/// <param name="WidthM">How far the rays reach.</param>
/// <param name="Steps">In how many straight edges their ends are joined.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RaySpan(
    LinePiece Piece, int Index, double FirstDeg, double LastDeg, double WidthM, int Steps)
{
    public bool IsBend { get; init; }

    /// <summary>No less than the way along the ends of the rays.</summary>
    public double LengthM =>
        IsBend ? Elementary.DegreesToRadians(Math.Abs(LastDeg - FirstDeg)) * WidthM : Piece.LengthM;

    /// <summary>The ray after a share of the span, 0 to 1.</summary>
    public Ray At(double share, int side)
    {
        if (IsBend)
        {
            var azimuth = share == 0 ? FirstDeg : share == 1 ? LastDeg : FirstDeg + (share * (LastDeg - FirstDeg));
            return new Ray(Piece.To.Point, azimuth, Index + 1);
        }

        if (share is 0 or 1)
        {
            return share == 0
                ? new Ray(Piece.From.Point, FirstDeg, Index)
                : new Ray(Piece.To.Point, LastDeg, Index + 1);
        }

        var on = Geodesic.Direct(Piece.From.Point, Piece.From.AzimuthDeg, share * Piece.LengthM);
        return new Ray(on.Point, on.AzimuthEndDeg + (90 * side), Index + share);
    }

    /// <summary>The same, but square to the piece also where a slight bend tilts the rays at both ends.</summary>
    public Ray Square(double share, int side) => IsBend || (share is > 0 and < 1)
        ? At(share, side)
        : At(share, side) with
        {
            AzimuthDeg = (share == 0 ? Piece.From.AzimuthDeg : Piece.To.AzimuthDeg) + (90 * side),
        };

    /// <summary>The end of a ray at one of the corners 0 to <see cref="Steps"/>.</summary>
    public GeoPoint Corner(int step, int side)
    {
        // A bend's corners stand a little outside of the arc, so that the straight edges hold the arc's area.
        var turn = Elementary.DegreesToRadians(LastDeg - FirstDeg) / Steps;
        var reach = IsBend && step > 0 && step < Steps ? WidthM * (1 + (turn * turn / 12)) : WidthM;
        return At((double)step / Steps, side).At(reach);
    }

    /// <summary>
    /// The rays of one side in stretches without a break, in the line's order; a stretch is closed where it is the
    /// whole of a ring.
    /// </summary>
    public static List<(RaySpan[] Spans, bool IsClosed)> Stretches(LinePieces line, int side)
    {
        var stretches = new List<(RaySpan[], bool)>();
        foreach (var part in line.Parts)
        {
            stretches.AddRange(Stretches(line, part, side));
        }

        return stretches;
    }

    private static List<(RaySpan[] Spans, bool IsClosed)> Stretches(LinePieces line, LineStretch part, int side)
    {
        var stretches = new List<(RaySpan[], bool)>();
        var open = new List<RaySpan>();
        var pieces = line.All;
        double? shared = null;
        for (var i = part.From; i < part.Until; i++)
        {
            var next = line.Next(i);
            var hasBend = next >= 0;
            var width = Width(pieces[i].Widths, side);
            var bendWidth = hasBend ? Math.Max(width, Width(pieces[next].Widths, side)) : 0;
            var arrivingDeg = pieces[i].To.AzimuthDeg + (90 * side);
            var turn = hasBend
                ? LineShape.Turn(pieces[next].From.AzimuthDeg - pieces[i].To.AzimuthDeg)
                : 0;
            var isStraight = hasBend && IsStraight(turn, bendWidth)
                && Width(pieces[next].Widths, side) == width;
            var lastDeg = isStraight ? arrivingDeg + (0.5 * turn) : arrivingDeg;
            if (width > 0)
            {
                var firstDeg = shared ?? (pieces[i].From.AzimuthDeg + (90 * side));
                open.Add(new RaySpan(pieces[i], i, firstDeg, lastDeg, width, 1));
            }
            else if (open.Count > 0)
            {
                stretches.Add(([.. open], false));
                open.Clear();
            }

            // What begins where this ends must begin with the same bits.
            shared = isStraight ? lastDeg : null;
            if (!isStraight && bendWidth > 0 && turn * side < 0)
            {
                shared = arrivingDeg + turn;
                var steps = LineShape.ArcSteps(turn, bendWidth);
                open.Add(new RaySpan(pieces[i], i, arrivingDeg, arrivingDeg + turn, bendWidth, steps)
                {
                    IsBend = true,
                });
            }
        }

        if (open.Count > 0)
        {
            var isClosed = part.IsRing && stretches.Count == 0 && Width(pieces[part.From].Widths, side) > 0;
            stretches.Add(([.. open], isClosed));
        }

        if (shared is { } azimuth && stretches.Count > 0 && stretches[0].Item1[0].Index == part.From)
        {
            // Only a ring shares the last azimuth with its first piece.
            var first = stretches[0].Item1;
            first[0] = first[0].IsBend ? first[0] : first[0] with { FirstDeg = azimuth };
        }

        return stretches;
    }

    private static double Width(SideWidths widths, int side) => side < 0 ? widths.LeftM : widths.RightM;

    /// <summary>Whether a bend is so slight that its rays differ from their mean by less than a millimetre.</summary>
    private static bool IsStraight(double turnDeg, double widthM)
    {
        var turn = Elementary.DegreesToRadians(turnDeg);
        return widthM * turn * turn < 0.008;
    }
}
