namespace Trucewatch.Geo.Geodesics;

/// <content>The series of the paper, in Horner form.</content>
public static partial class Geodesic
{
    private const int Order = 6;

    /// <summary>The sum of c[l] sin(2 l sigma) for l from 1, by Clenshaw's recurrence.</summary>
    private static double SineSeries(double sin, double cos, ReadOnlySpan<double> c, int terms)
    {
        var twice = 2 * (cos - sin) * (cos + sin);
        var (next, afterNext) = (0.0, 0.0);
        for (var l = terms; l > 0; l--)
        {
            (next, afterNext) = ((twice * next) - afterNext + c[l], next);
        }

        return 2 * sin * cos * next;
    }

    /// <summary>The sum of c[l] cos((2 l + 1) sigma) for l from 0, by Clenshaw's recurrence.</summary>
    private static double CosineSeries(double sin, double cos, ReadOnlySpan<double> c)
    {
        var twice = 2 * (cos - sin) * (cos + sin);
        var (next, afterNext) = (0.0, 0.0);
        for (var l = Order - 1; l >= 0; l--)
        {
            (next, afterNext) = ((twice * next) - afterNext + c[l], next);
        }

        return cos * (next - afterNext);
    }

    /// <summary>A1 (eq. 17).</summary>
    private static double SeriesA1(double e)
    {
        var e2 = e * e;
        return (1 + (e2 * (1.0 / 4 + (e2 * (1.0 / 64 + (e2 / 256)))))) / (1 - e);
    }

    /// <summary>C1 (eq. 18).</summary>
    private static void SeriesC1(double e, Span<double> c)
    {
        var e2 = e * e;
        var d = e;
        c[1] = d * (-1.0 / 2 + (e2 * (3.0 / 16 - (e2 / 32))));
        c[2] = (d *= e) * (-1.0 / 16 + (e2 * (1.0 / 32 - (e2 * 9 / 2048))));
        c[3] = (d *= e) * (-1.0 / 48 + (e2 * 3 / 256));
        c[4] = (d *= e) * (-5.0 / 512 + (e2 * 3 / 512));
        c[5] = (d *= e) * (-7.0 / 1280);
        c[6] = d * e * (-7.0 / 2048);
    }

    /// <summary>C1', the reversion of C1 (eq. 21).</summary>
    private static void SeriesC1Reverted(double e, Span<double> c)
    {
        var e2 = e * e;
        var d = e;
        c[1] = d * (1.0 / 2 + (e2 * (-9.0 / 32 + (e2 * 205 / 1536))));
        c[2] = (d *= e) * (5.0 / 16 + (e2 * (-37.0 / 96 + (e2 * 1335 / 4096))));
        c[3] = (d *= e) * (29.0 / 96 - (e2 * 75 / 128));
        c[4] = (d *= e) * (539.0 / 1536 - (e2 * 2391 / 2560));
        c[5] = (d *= e) * (3467.0 / 7680);
        c[6] = d * e * (38081.0 / 61440);
    }

    /// <summary>A2 (eq. 42).</summary>
    private static double SeriesA2(double e)
    {
        var e2 = e * e;
        return (1 - e) * (1 + (e2 * (1.0 / 4 + (e2 * (9.0 / 64 + (e2 * 25 / 256))))));
    }

    /// <summary>C2 (eq. 43).</summary>
    private static void SeriesC2(double e, Span<double> c)
    {
        var e2 = e * e;
        var d = e;
        c[1] = d * (1.0 / 2 + (e2 * (1.0 / 16 + (e2 / 32))));
        c[2] = (d *= e) * (3.0 / 16 + (e2 * (1.0 / 32 + (e2 * 35 / 2048))));
        c[3] = (d *= e) * (5.0 / 48 + (e2 * 5 / 256));
        c[4] = (d *= e) * (35.0 / 512 + (e2 * 7 / 512));
        c[5] = (d *= e) * (63.0 / 1280);
        c[6] = d * e * (77.0 / 2048);
    }

    /// <summary>A3 (eq. 24).</summary>
    private static double SeriesA3(double e) =>
        1 - (e * ((1.0 / 2 - (N / 2)) + (e * ((1.0 / 4 + (N * (1.0 / 8 - (N * 3 / 8))))
            + (e * ((1.0 / 16 + (N * (3.0 / 16 + (N / 16)))) + (e * ((3.0 / 64 + (N / 32)) + (e * 3 / 128)))))))));

    /// <summary>C3 (eq. 25), five terms.</summary>
    private static void SeriesC3(double e, Span<double> c)
    {
        var d = e;
        c[1] = d * ((1.0 / 4 - (N / 4)) + (e * ((1.0 / 8 - (N * N / 8)) + (e * ((3.0 / 64 + (N * (3.0 / 64 - (N / 64))))
            + (e * ((5.0 / 128 + (N / 64)) + (e * 3 / 128))))))));
        c[2] = (d *= e) * ((1.0 / 16 - (N * (3.0 / 32 - (N / 32)))) + (e * ((3.0 / 64 - (N * (1.0 / 32 + (N * 3 / 64))))
            + (e * ((3.0 / 128 + (N / 128)) + (e * 5 / 256))))));
        c[3] = (d *= e) * ((5.0 / 192 - (N * (3.0 / 64 - (N * 5 / 192))))
            + (e * ((3.0 / 128 - (N * 5 / 192)) + (e * 7 / 512))));
        c[4] = (d *= e) * ((7.0 / 512 - (N * 7 / 256)) + (e * 7 / 512));
        c[5] = d * e * (21.0 / 2560);
    }

    /// <summary>C4 (eq. 63), for the area.</summary>
    private static void SeriesC4(double e, Span<double> c)
    {
        const double n = N;
        var d = e;
        c[0] = (30030 + (n * (-12012 + (n * (3432 + (n * (572 + (n * (208 + (n * 100)))))))))) / 45045
            + (e * ((-3003 + (n * (6864 + (n * (-4576 + (n * (624 + (n * 64)))))))) / 15015
            + (e * ((-858 + (n * (-4576 + (n * (14144 - (n * 10656)))))) / 45045
            + (e * ((1573 + (n * (-4784 - (n * 224)))) / 45045
            + (e * ((156 + (n * 1088)) / 45045 + (e * 97 / 15015)))))))));
        c[1] = d * ((3003 + (n * (-6864 + (n * (4576 + (n * (-624 - (n * 64)))))))) / 135135
            + (e * ((-2574 + (n * (9152 + (n * (-11648 + (n * 5952)))))) / 135135
            + (e * ((-1287 + (n * (1040 + (n * 5792)))) / 135135
            + (e * ((468 - (n * 2944)) / 135135 + (e / 9009))))))));
        c[2] = (d *= e) * ((1716 + (n * (-4576 + (n * (4160 - (n * 1440)))))) / 225225
            + (e * ((-1144 + (n * (4992 - (n * 8448)))) / 225225
            + (e * ((-936 + (n * 1856)) / 225225 + (e * 8 / 10725))))));
        c[3] = (d *= e) * ((1144 + (n * (-3328 + (n * 3584)))) / 315315
            + (e * ((-208 + (n * 1024)) / 105105 - (e * 136 / 63063))));
        c[4] = (d *= e) * ((832 - (n * 2560)) / 405405 - (e * 128 / 135135));
        c[5] = d * e * (128.0 / 99099);
    }
}
