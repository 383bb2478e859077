using System.Collections.Immutable;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// The slow swing of an orbit whose revolutions keep step with the Earth's turning: once a day, or twice a day on a
/// long ellipse (AIAA 2006-6753: dsinit, dspace). Its longitude is followed in steps of half a day from the epoch,
/// always from the epoch and always by the same steps, so that an answer never depends on what was asked before.
/// </summary>
internal sealed class Resonance
{
    /// <summary>Length of a step, minutes.</summary>
    public const double StepMinutes = 720;

    /// <summary>Steps to either side of the epoch that are made beforehand: a month.</summary>
    public const int StepsMade = 60;

    private const double TwoPi = 2 * Math.PI;

    private readonly MeanOrbit orbit;
    private readonly double drift;
    private readonly Lobe[] lobes;
    private readonly ImmutableArray<Node> after;
    private readonly ImmutableArray<Node> before;

    private Resonance(MeanOrbit orbit, bool isTwice, double drift, double longitude, Lobe[] lobes)
    {
        this.orbit = orbit;
        this.drift = drift;
        this.lobes = lobes;
        IsTwice = isTwice;
        after = Nodes(longitude, 1);
        before = Nodes(longitude, -1);
    }

    /// <summary>True for two revolutions a day, false for one.</summary>
    public bool IsTwice { get; }

    /// <summary>The resonance that an orbit is in, or null.</summary>
    public static Resonance? Of(MeanOrbit orbit, in DeepRates rates)
    {
        // By the mean motion, radians a minute; the ellipse is long from 0.5 on.
        if (orbit.Motion is > 0.0034906585 and < 0.0052359877)
        {
            var longitude = (orbit.Anomaly + orbit.Node + orbit.Perigee - rates.SiderealAtEpoch) % TwoPi;
            var gain = orbit.AnomalyRate + orbit.PerigeeRate + orbit.NodeRate - DeepRates.EarthRate
                + rates.Anomaly + rates.Perigee + rates.Node - orbit.Motion;
            return new Resonance(orbit, isTwice: false, gain, longitude, OnceADay(orbit));
        }

        if (orbit.Motion is >= 8.26e-3 and <= 9.24e-3 && orbit.Eccentricity >= 0.5)
        {
            var longitude = (orbit.Anomaly + (2 * orbit.Node) - (2 * rates.SiderealAtEpoch)) % TwoPi;
            var gain = orbit.AnomalyRate + rates.Anomaly
                + (2 * (orbit.NodeRate + rates.Node - DeepRates.EarthRate)) - orbit.Motion;
            return new Resonance(orbit, isTwice: true, gain, longitude, TwiceADay(orbit));
        }

        return null;
    }

    /// <summary>Mean motion and resonant longitude at a time.</summary>
    public void At(double minutes, out double motion, out double longitude)
    {
        var made = minutes > 0 ? after : before;
        var steps = (int)(Math.Abs(minutes) / StepMinutes);
        var direction = minutes > 0 ? 1 : -1;
        var node = made[Math.Min(steps, StepsMade)];
        for (var step = StepsMade; step < steps; step++)
        {
            node = Next(in node, (step + 1) * direction);
        }

        var rest = minutes - (steps * direction * StepMinutes);
        motion = node.Motion + (node.MotionRate * rest) + (node.MotionBend * rest * rest * 0.5);
        longitude = node.Longitude + (node.LongitudeRate * rest) + (node.MotionRate * rest * rest * 0.5);
    }

    private ImmutableArray<Node> Nodes(double longitude, int direction)
    {
        var nodes = ImmutableArray.CreateBuilder<Node>(StepsMade + 1);
        var node = Rates(longitude, orbit.Motion, 0);
        nodes.Add(node);
        for (var step = 1; step <= StepsMade; step++)
        {
            node = Next(in node, step * direction);
            nodes.Add(node);
        }

        return nodes.MoveToImmutable();
    }

    private Node Next(in Node node, int step)
    {
        var delta = step > 0 ? StepMinutes : -StepMinutes;
        const double half = StepMinutes * StepMinutes / 2;
        return Rates(
            node.Longitude + (node.LongitudeRate * delta) + (node.MotionRate * half),
            node.Motion + (node.MotionRate * delta) + (node.MotionBend * half),
            step * StepMinutes);
    }

    private Node Rates(double longitude, double motion, double minutes)
    {
        var perigee = orbit.Perigee + (orbit.PerigeeRate * minutes);
        var (rate, bend) = (0.0, 0.0);
        foreach (ref readonly var lobe in lobes.AsSpan())
        {
            var (sin, cos) = Elementary.SinCos(
                (lobe.Perigees * perigee) + (lobe.Longitudes * longitude) - lobe.Phase);
            rate += lobe.Size * sin;
            bend += lobe.Size * lobe.Longitudes * cos;
        }

        var longitudeRate = motion + drift;
        return new Node(longitude, motion, longitudeRate, rate, bend * longitudeRate);
    }

    /// <summary>
    /// The three terms of the day (del1 .. del3): the equator's ellipse, and the next of the potential.
    /// </summary>
    private static Lobe[] OnceADay(MeanOrbit orbit)
    {
        var e2 = orbit.Eccentricity * orbit.Eccentricity;
        var (sin, cos) = (orbit.SinInclination, orbit.CosInclination);
        var size = 3 * orbit.Motion * orbit.Motion / (orbit.Axis * orbit.Axis);
        var g200 = 1 + (e2 * (-2.5 + (0.8125 * e2)));
        var g310 = 1 + (2 * e2);
        var g300 = 1 + (e2 * (-6 + (6.60937 * e2)));
        var f220 = 0.75 * (1 + cos) * (1 + cos);
        var f311 = (0.9375 * sin * sin * (1 + (3 * cos))) - (0.75 * (1 + cos));
        var f330 = 1.875 * (1 + cos) * (1 + cos) * (1 + cos);
        return
        [
            new Lobe(size * f311 * g310 * 2.1460748e-6 / orbit.Axis, 0, 1, 0.13130908),
            new Lobe(2 * size * f220 * g200 * 1.7891679e-6, 0, 2, 2 * 2.8843198),
            new Lobe(3 * size * f330 * g300 * 2.2123015e-7 / orbit.Axis, 0, 3, 3 * 0.37448087),
        ];
    }

    /// <summary>The ten terms of half a day (d2201 .. d5433).</summary>
    private static Lobe[] TwiceADay(MeanOrbit orbit)
    {
        const double p22 = 5.7686396, p32 = 0.95240898, p44 = 1.8014998, p52 = 1.0508330, p54 = 4.4108898;
        var g = EccentricityTerms(orbit.Eccentricity);
        var f = InclinationTerms(orbit.SinInclination, orbit.CosInclination);
        var size = 3 * orbit.Motion * orbit.Motion / (orbit.Axis * orbit.Axis);
        var s22 = size * 1.7891679e-6;
        size /= orbit.Axis;
        var s32 = size * 3.7393792e-7;
        size /= orbit.Axis;
        var s44 = 2 * size * 7.3636953e-9;
        size /= orbit.Axis;
        var s52 = size * 1.1428639e-7;
        var s54 = 2 * size * 2.1765803e-9;
        return
        [
            new Lobe(s22 * f.F220 * g.G201, 2, 1, p22), new Lobe(s22 * f.F221 * g.G211, 0, 1, p22),
            new Lobe(s32 * f.F321 * g.G310, 1, 1, p32), new Lobe(s32 * f.F322 * g.G322, -1, 1, p32),
            new Lobe(s44 * f.F441 * g.G410, 2, 2, p44), new Lobe(s44 * f.F442 * g.G422, 0, 2, p44),
            new Lobe(s52 * f.F522 * g.G520, 1, 1, p52), new Lobe(s52 * f.F523 * g.G532, -1, 1, p52),
            new Lobe(s54 * f.F542 * g.G521, 1, 2, p54), new Lobe(s54 * f.F543 * g.G533, -1, 2, p54),
        ];
    }

    /// <summary>Cubics in the eccentricity, fitted by the theory's authors in pieces.</summary>
    private static (double G201, double G211, double G310, double G322, double G410, double G422, double G520,
        double G533, double G521, double G532) EccentricityTerms(double e)
    {
        double Cubic(double c0, double c1, double c2, double c3) => c0 + (c1 * e) + (c2 * e * e) + (c3 * e * e * e);
        var isLow = e <= 0.65;
        return (
            -0.306 - ((e - 0.64) * 0.440),
            isLow ? Cubic(3.616, -13.2470, 16.2900, 0) : Cubic(-72.099, 331.819, -508.738, 266.724),
            isLow ? Cubic(-19.302, 117.3900, -228.4190, 156.5910) : Cubic(-346.844, 1582.851, -2415.925, 1246.113),
            isLow ? Cubic(-18.9068, 109.7927, -214.6334, 146.5816) : Cubic(-342.585, 1554.908, -2366.899, 1215.972),
            isLow ? Cubic(-41.122, 242.6940, -471.0940, 313.9530) : Cubic(-1052.797, 4758.686, -7193.992, 3651.957),
            isLow ? Cubic(-146.407, 841.8800, -1629.014, 1083.4350)
                : Cubic(-3581.690, 16178.110, -24462.770, 12422.520),
            isLow ? Cubic(-532.114, 3017.977, -5740.032, 3708.2760)
                : e > 0.715 ? Cubic(-5149.66, 29936.92, -54087.36, 31324.56) : Cubic(1464.74, -4664.75, 3763.64, 0),
            e < 0.7 ? Cubic(-919.22770, 4988.6100, -9064.7700, 5542.21)
                : Cubic(-37995.780, 161616.52, -229838.20, 109377.94),
            e < 0.7 ? Cubic(-822.71072, 4568.6173, -8491.4146, 5337.524)
                : Cubic(-51752.104, 218913.95, -309468.16, 146349.42),
            e < 0.7 ? Cubic(-853.66600, 4690.2500, -8624.7700, 5341.4)
                : Cubic(-40023.880, 170470.89, -242699.48, 115605.82));
    }

    private static (double F220, double F221, double F321, double F322, double F441, double F442, double F522,
        double F523, double F542, double F543) InclinationTerms(double sin, double cos)
    {
        var cos2 = cos * cos;
        var sin2 = sin * sin;
        var f220 = 0.75 * (1 + (2 * cos) + cos2);
        return (
            f220,
            1.5 * sin2,
            1.875 * sin * (1 - (2 * cos) - (3 * cos2)),
            -1.875 * sin * (1 + (2 * cos) - (3 * cos2)),
            35 * sin2 * f220,
            39.3750 * sin2 * sin2,
            9.84375 * sin * ((sin2 * (1 - (2 * cos) - (5 * cos2)))
                + (0.33333333 * (-2 + (4 * cos) + (6 * cos2)))),
            sin * ((4.92187512 * sin2 * (-2 - (4 * cos) + (10 * cos2))) + (6.56250012 * (1 + (2 * cos) - (3 * cos2)))),
            29.53125 * sin * (2 - (8 * cos) + (cos2 * (-12 + (8 * cos) + (10 * cos2)))),
            29.53125 * sin * (-2 - (8 * cos) + (cos2 * (12 + (8 * cos) - (10 * cos2)))));
    }

    /// <summary>A term: its size, and how often perigee and longitude count in its angle.</summary>
    private readonly record struct Lobe(double Size, double Perigees, double Longitudes, double Phase);

    /// <summary>The swing at a step, and how fast it changes there.</summary>
    private readonly record struct Node(
        double Longitude, double Motion, double LongitudeRate, double MotionRate, double MotionBend);
}
