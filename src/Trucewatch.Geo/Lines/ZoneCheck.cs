using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Lines;

/// <summary>A place that zones hold wrongly, or that they wrongly leave out.</summary>
/// <param name="At">The place.</param>
/// <param name="Side">The side in whose zone it lies; 0 for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ZoneFault(GeoPoint At, int Side);

/// <summary>
/// Judges made zones by points: each must lie in the zone that its nearest piece of the line says. A zone that lost an
/// edge is wrong over a whole face, so that points beside every stretch of the line, and beside the edges that the
/// zones did get, find it.
/// </summary>
internal sealed class ZoneCheck
{
    /// <summary>Points around which all are alike up to here are judged, metres: edges may be off by less.</summary>
    public const double ClearM = 1;

    // Just inside and just outside of an edge; narrower zones have no inside that is clear.
    private const double BesideM = 2;
    private const double CloseM = 1.1;
    private const int MostBesideLine = 40_000;
    private const int MostBesideEdges = 20_000;
    private const int LeastSpread = 3_000;
    private const int Kinds = 6;

    // Shares that follow each other evenly in two dimensions (Roberts 2018, the sequence R2).
    private const double AlongStep = 0.7548776662466927;
    private const double AsideStep = 0.5698402909980532;

    private readonly LinePieces _line;
    private readonly LineZones _zones;
    private readonly List<ZoneFault> _faults = [];
    private readonly double _widestM;
    private int _spread;

    private ZoneCheck(LinePieces line, LineZones zones)
    {
        (_line, _zones) = (line, zones);
        foreach (var piece in line.All)
        {
            _widestM = Math.Max(_widestM, Math.Max(piece.Widths.LeftM, piece.Widths.RightM));
        }
    }

    /// <summary>The places that are wrong, of those that are looked at.</summary>
    public static List<ZoneFault> Faults(LinePieces line, LineZones zones)
    {
        var check = new ZoneCheck(line, zones);
        check.BesideLine(-1);
        check.BesideLine(1);
        check.BesideEdges(zones.Left);
        check.BesideEdges(zones.Right);
        return check._faults;
    }

    private void BesideLine(int side)
    {
        // A long line gets some kinds of points at each piece, in turn, and a short one many points spread beside it.
        var pieces = _line.All.Length;
        var kinds = Math.Clamp(MostBesideLine / pieces, 1, Kinds);
        for (var i = 0; i < pieces; i++)
        {
            for (var k = 0; k < kinds; k++)
            {
                Beside(i, side, ((i * kinds) + k) % Kinds);
            }
        }

        for (var n = pieces; n < LeastSpread; n++)
        {
            Beside(n % pieces, side, n / pieces % 3 == 0 ? 2 : Kinds - 1);
        }
    }

    private void Beside(int index, int side, int kind)
    {
        var piece = _line.All[index];
        var widthM = side < 0 ? piece.Widths.LeftM : piece.Widths.RightM;
        var reachM = widthM > 0 ? widthM : _widestM;
        var isBend = kind is 3 or 4;
        var (along, asideM) = kind switch
        {
            0 => (0.5, reachM - BesideM),
            1 => (0.5, reachM + BesideM),
            2 => (Share(++_spread * AlongStep), CloseM),
            3 => (1, reachM - BesideM),
            4 => (1, reachM + BesideM),
            _ => (Share(++_spread * AlongStep), 1.4 * Share(_spread * AsideStep) * reachM),
        };
        if (asideM < CloseM)
        {
            return;
        }

        var azimuth = isBend ? BendDeg(index) : piece.From.AzimuthDeg;
        var (from, to) = (piece.From.Point, piece.To.Point);
        var foot = GeoPoint.FromDegrees(
            latitudeDeg: from.LatitudeDeg + (along * (to.LatitudeDeg - from.LatitudeDeg)),
            longitudeDeg: from.LongitudeDeg + (along * (to.LongitudeDeg - from.LongitudeDeg)));
        var (east, north) = Elementary.SinCosDegrees(azimuth + (90 * side));
        Judge(LocalScale.At(foot).Move(foot, asideM * east, asideM * north));
    }

    /// <summary>The mean azimuth where a piece ends.</summary>
    private double BendDeg(int index)
    {
        var all = _line.All;
        var next = _line.Next(index);
        var endDeg = all[index].To.AzimuthDeg;
        return next < 0 ? endDeg : endDeg + (0.5 * LineShape.Turn(all[next].From.AzimuthDeg - endDeg));
    }

    /// <summary>Both sides of the edges: an edge that is none has the same on both.</summary>
    private void BesideEdges(Region? zone)
    {
        if (zone is null)
        {
            return;
        }

        var edges = zone.Polygons.Sum(polygon => polygon.Rings.Sum(ring => ring.Length));
        var step = 1 + (edges / MostBesideEdges);
        foreach (var ring in zone.Polygons.SelectMany(polygon => polygon.Rings))
        {
            for (var i = 0; i < ring.Length; i += step)
            {
                var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
                var scale = LocalScale.At(a);
                var (east, north) = scale.Offset(a, b);
                var lengthM = Math.Sqrt((east * east) + (north * north));
                if (lengthM > ClearM)
                {
                    var (right, ahead) = (BesideM * north / lengthM, BesideM * east / lengthM);
                    Judge(scale.Move(a, (0.5 * east) + right, (0.5 * north) - ahead));
                    Judge(scale.Move(a, (0.5 * east) - right, (0.5 * north) + ahead));
                }
            }
        }
    }

    private void Judge(GeoPoint point)
    {
        var side = _line.ZoneOf(point);
        var (isLeft, isRight) = (_zones.Left?.Contains(point) ?? false, _zones.Right?.Contains(point) ?? false);
        var isAny = _zones.Union?.Contains(point) ?? false;
        if ((isLeft != side < 0 || isRight != side > 0 || isAny != (side != 0)) && IsClear(point, side))
        {
            _faults.Add(new ZoneFault(point, side));
        }
    }

    private bool IsClear(GeoPoint point, int side)
    {
        var scale = LocalScale.At(point);
        for (var turn = 0; turn < 8; turn++)
        {
            var (east, north) = Elementary.SinCosDegrees(45 * turn);
            if (_line.ZoneOf(scale.Move(point, ClearM * east, ClearM * north)) != side)
            {
                return false;
            }
        }

        return true;
    }

    private static double Share(double number) => number - Math.Floor(number);
}
