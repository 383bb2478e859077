namespace Trucewatch.Geo.Geodesics;

/// <content>Area (section 6 of the paper).</content>
public static partial class Geodesic
{
    // The square of the authalic radius (eq. 60).
    private static readonly double _authalic2 =
        ((A * A) + (B * B * Elementary.Atanh(Math.Sqrt(E2)) / Math.Sqrt(E2))) / 2;

    /// <summary>
    /// Perimeter and signed area of the polygon of these vertices, closed by a geodesic from the last to the first (a
    /// repeated first vertex changes nothing but the count). Rings around a pole and across longitude 180 are right;
    /// the area lies within half the Earth's, positive counter-clockwise.
    /// </summary>
    public static GeodesicArea Area(ReadOnlySpan<GeoPoint> ring)
    {
        var (area, areaLow, perimeter, perimeterLow, crossings) = (0.0, 0.0, 0.0, 0.0, 0);
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[i + 1 == ring.Length ? 0 : i + 1]);
            var solution = Solve(a, b, wantArea: true);
            perimeter = Elementary.Sum(perimeter, solution.DistanceM, out var error);
            perimeterLow += error;
            area = Elementary.Sum(area, solution.AreaM2, out error);
            areaLow += error;
            crossings += Crossing(a.LongitudeDeg, b.LongitudeDeg);
        }

        var earth = 4 * Pi * _authalic2;
        area += areaLow;
        if ((crossings & 1) != 0)
        {
            // The ring goes round a pole: the sum was measured from the equator, so half the Earth comes in.
            area += (area < 0 ? 1 : -1) * earth / 2;
        }

        area = -area;
        area = area > earth / 2 ? area - earth : area <= -earth / 2 ? area + earth : area;
        return new GeodesicArea(ring.Length, perimeter + perimeterLow, area + 0.0);
    }

    /// <summary>
    /// 1 or -1 where the short way from one longitude to the other crosses the meridian of Greenwich.
    /// </summary>
    private static int Crossing(double from, double to)
    {
        var way = NormalLongitude(to - from);
        var eastward = way > 0 && ((from < 0 && to >= 0) || (from > 0 && to == 0));
        return eastward ? 1 : way < 0 && from >= 0 && to < 0 ? -1 : 0;
    }

    /// <summary>The area between a geodesic in standard position and the equator (eqs. 58-65).</summary>
    private static double Area(in Pair p, in Azimuths azimuths, double omega)
    {
        var sin0 = azimuths.Sin1 * p.Cos1;
        var cos0 = Elementary.Hypot(azimuths.Cos1, azimuths.Sin1 * p.Sin1);
        var area = 0.0;
        if (sin0 != 0 && cos0 != 0)
        {
            var (sinSigma1, cosSigma1) = (p.Sin1, azimuths.Cos1 * p.Cos1);
            var (sinSigma2, cosSigma2) = (p.Sin2, azimuths.Cos2 * p.Cos2);
            Normalise(ref sinSigma1, ref cosSigma1);
            Normalise(ref sinSigma2, ref cosSigma2);
            Span<double> c4 = stackalloc double[Order + 1];
            SeriesC4(Expansion(cos0), c4);
            area = A * A * cos0 * sin0 * E2
                * (CosineSeries(sinSigma2, cosSigma2, c4) - CosineSeries(sinSigma1, cosSigma1, c4));
        }

        return area + (_authalic2 * AzimuthGain(p, azimuths, omega));
    }

    /// <summary>alpha2 - alpha1, by the latitudes where that cancels less (eqs. 64, 65).</summary>
    private static double AzimuthGain(in Pair p, in Azimuths azimuths, double omega)
    {
        var (sinOmega, cosOmega) = Elementary.SinCos(omega);
        if (cosOmega > -0.7071 && p.Sin2 - p.Sin1 < 1.75)
        {
            var (d0, d1, d2) = (1 + cosOmega, 1 + p.Cos1, 1 + p.Cos2);
            return 2 * Elementary.Atan2(
                sinOmega * ((p.Sin1 * d2) + (p.Sin2 * d1)), d0 * ((p.Sin1 * p.Sin2) + (d1 * d2)));
        }

        var sin = (azimuths.Sin2 * azimuths.Cos1) - (azimuths.Cos2 * azimuths.Sin1);
        var cos = (azimuths.Cos2 * azimuths.Cos1) + (azimuths.Sin2 * azimuths.Sin1);
        if (sin == 0 && cos < 0)
        {
            (sin, cos) = (Tiny * azimuths.Cos1, -1);
        }

        return Elementary.Atan2(sin, cos);
    }
}
