using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// What the Sun or the Moon does to an orbit that takes long: rates, and changes that come and go with the body's own
/// revolution. Both are of one form, with other numbers (AIAA 2006-6753: dscom, dsinit, dpper).
/// </summary>
internal sealed class ThirdBody
{
    private const double TwoPi = 2 * Math.PI;

    // Less inclined to the equator than 3 degrees, either way round, an orbit's node is not turned by rate.
    private const double LeastInclination = 5.2359877e-2;

    private readonly double motion;
    private readonly double eccentricity;
    private readonly double anomaly;

    // Each change as a factor of f2, of f3 and of sin f (se2, se3; si2, si3; sl2 .. sl4; sgh2 .. sgh4; sh2, sh3).
    private double e2;
    private double e3;
    private double i2;
    private double i3;
    private double l2;
    private double l3;
    private double l4;
    private double g2;
    private double g3;
    private double g4;
    private double h2;
    private double h3;

    private ThirdBody(
        MeanOrbit orbit, in Plane plane, double strength, double motion, double eccentricity, double anomaly)
    {
        this.motion = motion;
        this.eccentricity = eccentricity;
        this.anomaly = anomaly;
        Set(orbit, in plane, strength);
    }

    /// <summary>Rates of eccentricity, inclination, anomaly, perigee and node, for a minute.</summary>
    public double EccentricityRate { get; private set; }

    public double InclinationRate { get; private set; }

    public double AnomalyRate { get; private set; }

    public double PerigeeRate { get; private set; }

    public double NodeRate { get; private set; }

    /// <summary>The Sun, for an orbit whose epoch is so many days after 1900-01-00 12:00.</summary>
    public static ThirdBody Sun(MeanOrbit orbit, double day)
    {
        var (sin, cos) = Elementary.SinCos(orbit.Node);
        var plane = new Plane(
            CosG: 0.1945905, SinG: -0.98088458, CosI: 0.91744867, SinI: 0.39785416, CosH: cos, SinH: sin);
        return new ThirdBody(
            orbit, in plane, 2.9864797e-6, 1.19459e-5, 0.01675, (6.2565837 + (0.017201977 * day)) % TwoPi);
    }

    /// <summary>The Moon, whose own plane turns.</summary>
    public static ThirdBody Moon(MeanOrbit orbit, double day)
    {
        var node = (4.5236020 - (9.2422029e-4 * day)) % TwoPi;
        var (sinNode, cosNode) = Elementary.SinCos(node);
        var cosI = 0.91375164 - (0.03568096 * cosNode);
        var sinI = Math.Sqrt(1 - (cosI * cosI));
        var sinH = 0.089683511 * sinNode / sinI;
        var cosH = Math.Sqrt(1 - (sinH * sinH));
        var perigee = 5.8351514 + (0.0019443680 * day);
        var along = Elementary.Atan2(
            0.39785416 * sinNode / sinI, (cosH * cosNode) + (0.91744867 * sinH * sinNode));
        var (sinG, cosG) = Elementary.SinCos(perigee + along - node);
        var (sin, cos) = Elementary.SinCos(orbit.Node);
        var plane = new Plane(
            cosG, sinG, cosI, sinI, CosH: (cosH * cos) + (sinH * sin), SinH: (sin * cosH) - (cos * sinH));
        return new ThirdBody(
            orbit, in plane, 4.7968065e-7, 1.5835218e-4, 0.05490, (4.7199672 + (0.22997150 * day) - perigee) % TwoPi);
    }

    /// <summary>Adds the changes of four times to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<double> minutes, ref Changes sum)
    {
        var mean = (minutes * motion) + Vector256.Create(anomaly);
        Elementary.SinCos(mean, out var sin, out _);
        Elementary.SinCos(mean + (sin * (2 * eccentricity)), out sin, out var cos);
        var f2 = (sin * sin * 0.5) - Vector256.Create(0.25);
        var f3 = sin * cos * -0.5;
        sum.Eccentricity += (f2 * e2) + (f3 * e3);
        sum.Inclination += (f2 * i2) + (f3 * i3);
        sum.Longitude += (f2 * l2) + (f3 * l3) + (sin * l4);
        sum.Perigee += (f2 * g2) + (f3 * g3) + (sin * g4);
        sum.Node += (f2 * h2) + (f3 * h3);
    }

    private void Set(MeanOrbit orbit, in Plane plane, double strength)
    {
        var round = 1 - (orbit.Eccentricity * orbit.Eccentricity);
        var z = new Quadratics(orbit, in plane);
        var s3 = strength / orbit.Motion;
        var s2 = -0.5 * s3 / Math.Sqrt(round);
        var s4 = s3 * Math.Sqrt(round);
        var s1 = -15 * orbit.Eccentricity * s4;
        e2 = 2 * s1 * z.S6;
        e3 = 2 * s1 * z.S7;
        i2 = 2 * s2 * z.Z12;
        i3 = 2 * s2 * (z.Z13 - z.Z11);
        var l = -21 - (9 * orbit.Eccentricity * orbit.Eccentricity);
        l2 = -2 * s3 * z.Z2;
        l3 = -2 * s3 * (z.Z3 - z.Z1);
        l4 = -2 * s3 * l * eccentricity;
        g2 = 2 * s4 * z.Z32;
        g3 = 2 * s4 * (z.Z33 - z.Z31);
        g4 = -18 * s4 * eccentricity;
        h2 = -2 * s2 * z.Z22;
        h3 = -2 * s2 * (z.Z23 - z.Z21);
        EccentricityRate = s1 * motion * z.S5;
        InclinationRate = s2 * motion * (z.Z11 + z.Z13);
        AnomalyRate = -motion * s3 * (z.Z1 + z.Z3 - 14 - (6 * orbit.Eccentricity * orbit.Eccentricity));
        var isFlat = orbit.Inclination < LeastInclination || orbit.Inclination > Math.PI - LeastInclination;
        var node = isFlat || orbit.SinInclination == 0 ? 0 : -motion * s2 * (z.Z21 + z.Z23) / orbit.SinInclination;
        NodeRate = node;
        PerigeeRate = (s4 * motion * (z.Z31 + z.Z33 - 6)) - (orbit.CosInclination * node);
    }

    /// <summary>Sums of both bodies' changes: of the elements in the way that they are applied.</summary>
    internal ref struct Changes
    {
        public Vector256<double> Eccentricity;
        public Vector256<double> Inclination;
        public Vector256<double> Longitude;
        public Vector256<double> Perigee;
        public Vector256<double> Node;
    }

    /// <summary>How the body's way lies to the orbit: perigee (g), inclination (i), node (h).</summary>
    private readonly record struct Plane(double CosG, double SinG, double CosI, double SinI, double CosH, double SinH);

    /// <summary>The products of direction cosines that all terms are made of (z1 .. z33, s5 .. s7).</summary>
    private readonly struct Quadratics
    {
        public readonly double Z1;
        public readonly double Z2;
        public readonly double Z3;
        public readonly double Z11;
        public readonly double Z12;
        public readonly double Z13;
        public readonly double Z21;
        public readonly double Z22;
        public readonly double Z23;
        public readonly double Z31;
        public readonly double Z32;
        public readonly double Z33;
        public readonly double S5;
        public readonly double S6;
        public readonly double S7;

        public Quadratics(MeanOrbit orbit, in Plane p)
        {
            var e2 = orbit.Eccentricity * orbit.Eccentricity;
            var (sinI, cosI) = (orbit.SinInclination, orbit.CosInclination);
            var (sinW, cosW) = Elementary.SinCos(orbit.Perigee);

            // Axes of the body's way (a1, a3) in the node's frame, and in the orbit's plane and across it (a2, a4 to
            // a6).
            var a1 = (p.CosG * p.CosH) + (p.SinG * p.CosI * p.SinH);
            var a3 = (-p.SinG * p.CosH) + (p.CosG * p.CosI * p.SinH);
            var a7 = (-p.CosG * p.SinH) + (p.SinG * p.CosI * p.CosH);
            var a8 = p.SinG * p.SinI;
            var a9 = (p.SinG * p.SinH) + (p.CosG * p.CosI * p.CosH);
            var a10 = p.CosG * p.SinI;
            var a2 = (cosI * a7) + (sinI * a8);
            var a4 = (cosI * a9) + (sinI * a10);
            var a5 = (-sinI * a7) + (cosI * a8);
            var a6 = (-sinI * a9) + (cosI * a10);

            // The same turned to the perigee.
            var x1 = (a1 * cosW) + (a2 * sinW);
            var x2 = (a3 * cosW) + (a4 * sinW);
            var x3 = (-a1 * sinW) + (a2 * cosW);
            var x4 = (-a3 * sinW) + (a4 * cosW);
            var (x5, x6, x7, x8) = (a5 * sinW, a6 * sinW, a5 * cosW, a6 * cosW);
            Z31 = (12 * x1 * x1) - (3 * x3 * x3);
            Z32 = (24 * x1 * x2) - (6 * x3 * x4);
            Z33 = (12 * x2 * x2) - (3 * x4 * x4);
            var round = 1 - e2;
            Z1 = (2 * ((3 * ((a1 * a1) + (a2 * a2))) + (Z31 * e2))) + (round * Z31);
            Z2 = (2 * ((6 * ((a1 * a3) + (a2 * a4))) + (Z32 * e2))) + (round * Z32);
            Z3 = (2 * ((3 * ((a3 * a3) + (a4 * a4))) + (Z33 * e2))) + (round * Z33);
            Z11 = (-6 * a1 * a5) + (e2 * ((-24 * x1 * x7) - (6 * x3 * x5)));
            Z12 = (-6 * ((a1 * a6) + (a3 * a5)))
                + (e2 * ((-24 * ((x2 * x7) + (x1 * x8))) - (6 * ((x3 * x6) + (x4 * x5)))));
            Z13 = (-6 * a3 * a6) + (e2 * ((-24 * x2 * x8) - (6 * x4 * x6)));
            Z21 = (6 * a2 * a5) + (e2 * ((24 * x1 * x5) - (6 * x3 * x7)));
            Z22 = (6 * ((a4 * a5) + (a2 * a6)))
                + (e2 * ((24 * ((x2 * x5) + (x1 * x6))) - (6 * ((x4 * x7) + (x3 * x8)))));
            Z23 = (6 * a4 * a6) + (e2 * ((24 * x2 * x6) - (6 * x4 * x8)));
            S5 = (x1 * x3) + (x2 * x4);
            S6 = (x2 * x3) + (x1 * x4);
            S7 = (x2 * x4) - (x1 * x3);
        }
    }
}
