using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Lines;

/// <summary>
/// A short line drawn at random that few would draw by hand: it crosses itself, folds back on itself or closes, and
/// may be much shorter than its zones are wide.
/// </summary>
/// <param name="Points">2 to 13 positions.</param>
/// <param name="Widths">One for each segment, all alike for one line of two.</param>
internal sealed record RandomLine(GeoPoint[] Points, SideWidths[] Widths)
{
    public double WidestM => Widths.Max(width => Math.Max(width.LeftM, width.RightM));

    public static RandomLine Draw(ulong seed)
    {
        var random = new Splitmix(seed);
        var count = (int)random.Between(2, 14);
        var kind = (int)random.Between(0, 4);
        var sizeM = LogBetween(2_000, 100_000, random);
        var start = GeoPoint.FromDegrees(
            latitudeDeg: random.Between(-60, 60), longitudeDeg: random.Between(-150, 150));
        var scale = LocalScale.At(start);
        var points = new GeoPoint[count];
        var (at, azimuth) = (start, random.Between(0, 360));
        for (var i = 0; i < count; i++)
        {
            points[i] = at;
            if (kind < 2)
            {
                // Anywhere in a square: long lines cross themselves again and again.
                at = scale.Move(start, random.Between(-sizeM, sizeM), random.Between(-sizeM, sizeM));
            }
            else
            {
                // A way that turns a little, or nearly back.
                azimuth += kind == 2 ? random.Between(-90, 90) : 180 + random.Between(-25, 25);
                at = Geodesic.Direct(at, azimuth, random.Between(0.02, 0.6) * sizeM).Point;
            }
        }

        if (count > 3 && random.Between(0, 1) < 0.25)
        {
            points[^1] = points[0];
        }

        var isSame = random.Between(0, 1) < 0.5;
        var width = Width(random);
        var widths = new SideWidths[count - 1];
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = isSame ? width : Width(random);
        }

        return new RandomLine(points, widths);
    }

    /// <summary>
    /// How many points are in a wrong zone, of those that are clear of every edge; half of them are anywhere near the
    /// line and half within 20 m of an edge.
    /// </summary>
    public (int Judged, int Wrong, GeoPoint First) Judge(LineBufferZones zones, int count)
    {
        var oracle = new LineOracle([Points]);
        var random = new Splitmix(77);
        var (judged, wrong, first) = (0, 0, default(GeoPoint));
        for (var draw = 0; draw < count; draw++)
        {
            var zone = (draw % 4 == 1 ? zones.Left : zones.Right) ?? zones.Union;
            var point = draw % 2 == 0
                ? Around(OnLine(random), 0, 1.3 * WidestM, random)
                : Around(OnEdge(zone, random), 1, 20, random);
            var at = Stand(oracle, point);
            var widthM = at.WidthM;
            if (Math.Min(at.RivalM, at.DistanceM) < 1 || Math.Abs(at.DistanceM - widthM) < 1)
            {
                continue;
            }

            judged++;
            var (isLeft, isRight) = (at.Side < 0 && at.DistanceM < widthM, at.Side > 0 && at.DistanceM < widthM);
            var isRightly = (zones.Left?.Contains(point) ?? false) == isLeft
                && (zones.Right?.Contains(point) ?? false) == isRight
                && zones.Union.Contains(point) == (isLeft || isRight);
            if (!isRightly && IsClear(oracle, point, isLeft ? -1 : isRight ? 1 : 0))
            {
                first = wrong++ == 0 ? point : first;
            }
        }

        return (judged, wrong, first);
    }

    /// <summary>Whether the same zone holds all around: a flat end's edge has no rival that tells it.</summary>
    private bool IsClear(LineOracle oracle, GeoPoint point, int zone)
    {
        for (var turn = 0; turn < 8; turn++)
        {
            var at = Stand(oracle, Geodesic.Direct(point, 45 * turn, 1).Point);
            if ((at.DistanceM < at.WidthM ? at.Side : 0) != zone)
            {
                return false;
            }
        }

        return true;
    }

    private LineStanding Stand(LineOracle oracle, GeoPoint point) => oracle.Stand(
        point, (_, segment, side) => side < 0 ? Widths[segment].LeftM : Widths[segment].RightM);

    private GeoPoint OnLine(Splitmix random)
    {
        var i = (int)random.Between(0, Points.Length - 1);
        return Between(Points[i], Points[i + 1], random.Between(0, 1));
    }

    private static GeoPoint OnEdge(Region zone, Splitmix random)
    {
        var ring = zone.Polygons[(int)random.Between(0, zone.Polygons.Length)].Outer;
        var i = (int)random.Between(0, ring.Length);
        return Between(ring[i], ring[(i + 1) % ring.Length], random.Between(0, 1));
    }

    private static GeoPoint Around(GeoPoint centre, double least, double most, Splitmix random) =>
        Geodesic.Direct(centre, random.Between(0, 360), random.Between(least, most)).Point;

    private static GeoPoint Between(GeoPoint a, GeoPoint b, double share) => GeoPoint.FromDegrees(
        latitudeDeg: a.LatitudeDeg + (share * (b.LatitudeDeg - a.LatitudeDeg)),
        longitudeDeg: a.LongitudeDeg + (share * (b.LongitudeDeg - a.LongitudeDeg)));

    private static SideWidths Width(Splitmix random) => new(SideWidth(random), SideWidth(random));

    private static double SideWidth(Splitmix random) =>
        random.Between(0, 1) < 0.1 ? 0 : LogBetween(100, 32_000, random);

    /// <summary>As often between 1 and 2 as between 2 and 4.</summary>
    private static double LogBetween(double from, double to, Splitmix random) =>
        from * Math.Pow(to / from, random.Between(0, 1));
}
