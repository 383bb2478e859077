namespace Trucewatch.Geo.Orbits;

/// <summary>
/// What of an orbit does not depend on the time: the elements in the theory's units, the rates by which the flattening
/// turns them, and the terms of the drag. After Vallado, Crawford, Hujsak and Kelso, "Revisiting Spacetrack Report #3",
/// AIAA 2006-6753; the names in brackets are theirs. Angles are radians, lengths Earth radii, times minutes.
/// </summary>
internal sealed class MeanOrbit
{
    /// <summary>Orbits that take longer, minutes, feel Sun and Moon, and are followed without the finer drag.</summary>
    public const double DeepSpaceMinutes = 225;

    private const double MinutesADay = 1440;
    private const double TwoPi = 2 * Math.PI;

    // Below this eccentricity the direction of the perigee says nothing, and terms that divide by it are left out.
    private const double LeastEccentricity = 1e-4;

    // Lowest perigee, kilometres, at which the finer drag is used.
    private const double FinerDragKm = 220;

    public MeanOrbit(OrbitalElements elements)
    {
        Eccentricity = elements.Eccentricity;
        Inclination = Elementary.DegreesToRadians(elements.InclinationDeg);
        Node = Elementary.DegreesToRadians(elements.AscendingNodeDeg);
        Perigee = Elementary.DegreesToRadians(elements.PerigeeDeg);
        Anomaly = Elementary.DegreesToRadians(elements.MeanAnomalyDeg);
        Drag = elements.BStar;
        (SinInclination, CosInclination) = Elementary.SinCos(Inclination);
        Motion = BrouwerMotion(elements.MeanMotion * TwoPi / MinutesADay);
        Axis = Gravity72.AxisOf(Motion);
        IsDeepSpace = TwoPi / Motion >= DeepSpaceMinutes;
        (LongAlong, LongAcross) = LongPeriod(SinInclination, CosInclination);
        SetRates();
        SetDrag();
    }

    public double Eccentricity { get; }

    public double Inclination { get; }

    public double SinInclination { get; }

    public double CosInclination { get; }

    public double Node { get; }

    public double Perigee { get; }

    public double Anomaly { get; }

    public double Drag { get; }

    /// <summary>Mean motion without Kozai's share of the flattening (no).</summary>
    public double Motion { get; }

    /// <summary>Semi-major axis (ao).</summary>
    public double Axis { get; }

    public bool IsDeepSpace { get; }

    /// <summary>Rates of anomaly, perigee and node (mdot, argpdot, nodedot).</summary>
    public double AnomalyRate { get; private set; }

    public double PerigeeRate { get; private set; }

    public double NodeRate { get; private set; }

    /// <summary>Change of the node by drag, with the square of the time (nodecf).</summary>
    public double NodeDrag { get; private set; }

    /// <summary>True where the finer drag is not used (isimp).</summary>
    public bool IsCoarse { get; private set; }

    /// <summary>Shrinking of the axis with powers 1 to 4 of the time (cc1, d2, d3, d4).</summary>
    public double Shrink1 { get; private set; }

    public double Shrink2 { get; private set; }

    public double Shrink3 { get; private set; }

    public double Shrink4 { get; private set; }

    /// <summary>Gain of longitude with powers 2 to 5 of the time (t2cof .. t5cof).</summary>
    public double Gain2 { get; private set; }

    public double Gain3 { get; private set; }

    public double Gain4 { get; private set; }

    public double Gain5 { get; private set; }

    /// <summary>Loss of eccentricity with the time (bstar cc4), and with the sine of the anomaly (bstar cc5).</summary>
    public double Rounding { get; private set; }

    public double RoundingBySine { get; private set; }

    /// <summary>Drag's change of perigee and anomaly with the time (omgcof), and within a revolution (xmcof).</summary>
    public double PerigeeDrag { get; private set; }

    public double AnomalyDrag { get; private set; }

    /// <summary>Axis and eccentricity over the height of the atmosphere's scale (eta).</summary>
    public double Eta { get; private set; }

    /// <summary>(1 + eta cos M)^3 and sin M at the epoch (delmo, sinmao).</summary>
    public double CubeAtEpoch { get; private set; }

    public double SineAtEpoch { get; private set; }

    /// <summary>The long-period terms of J3: of the longitude, and of the eccentricity across (xlcof, aycof).</summary>
    public double LongAlong { get; }

    public double LongAcross { get; }

    private static (double Along, double Across) LongPeriod(double sin, double cos)
    {
        // At 180 degrees the divisor would vanish.
        var divisor = Math.Abs(cos + 1) > 1.5e-12 ? 1 + cos : 1.5e-12;
        return (-0.25 * Gravity72.J3OverJ2 * sin * (3 + (5 * cos)) / divisor, -0.5 * Gravity72.J3OverJ2 * sin);
    }

    /// <summary>Takes out of the mean motion what Kozai's convention has put in for the flattening.</summary>
    private double BrouwerMotion(double kozai)
    {
        var axis = Gravity72.AxisOf(kozai);
        var round = 1 - (Eccentricity * Eccentricity);
        var part = 0.75 * Gravity72.J2 * ((3 * CosInclination * CosInclination) - 1) / (Math.Sqrt(round) * round);
        var first = part / (axis * axis);
        var better = axis * (1 - (first * first) - (first * ((1.0 / 3) + (134 * first * first / 81))));
        return kozai / (1 + (part / (better * better)));
    }

    /// <summary>The steady turning of node, perigee and anomaly by J2 and J4.</summary>
    private void SetRates()
    {
        var cos2 = CosInclination * CosInclination;
        var cos4 = cos2 * cos2;
        var round = 1 - (Eccentricity * Eccentricity);
        var latus = Axis * round;
        var inverse2 = 1 / (latus * latus);
        var j2 = 1.5 * Gravity72.J2 * inverse2 * Motion;
        var j2Squared = 0.5 * j2 * Gravity72.J2 * inverse2;
        var j4 = -0.46875 * Gravity72.J4 * inverse2 * inverse2 * Motion;
        AnomalyRate = Motion + (0.5 * j2 * Math.Sqrt(round) * ((3 * cos2) - 1))
            + (0.0625 * j2Squared * Math.Sqrt(round) * (13 - (78 * cos2) + (137 * cos4)));
        PerigeeRate = (-0.5 * j2 * (1 - (5 * cos2))) + (0.0625 * j2Squared * (7 - (114 * cos2) + (395 * cos4)))
            + (j4 * (3 - (36 * cos2) + (49 * cos4)));
        NodeRate = (-j2 * CosInclination)
            + (((0.5 * j2Squared * (4 - (19 * cos2))) + (2 * j4 * (3 - (7 * cos2)))) * CosInclination);
    }

    /// <summary>The terms of the drag: a power law of the density between a floor (s) and 120 km.</summary>
    private void SetDrag()
    {
        var cos2 = CosInclination * CosInclination;
        var round = 1 - (Eccentricity * Eccentricity);
        var perigeeKm = ((Axis * (1 - Eccentricity)) - 1) * Gravity72.RadiusKm;
        var floorKm = perigeeKm >= 156 ? 78 : perigeeKm >= 98 ? perigeeKm - 78 : 20;
        var floor = (floorKm / Gravity72.RadiusKm) + 1;
        var tsi = 1 / (Axis - floor);
        Eta = Axis * Eccentricity * tsi;
        var eta2 = Eta * Eta;
        var eEta = Eccentricity * Eta;
        var psi2 = Math.Abs(1 - eta2);
        var density = Fourth((120 - floorKm) / Gravity72.RadiusKm) * Fourth(tsi);
        var coefficient = density / (psi2 * psi2 * psi2 * Math.Sqrt(psi2));
        var c2 = coefficient * Motion * ((Axis * (1 + (1.5 * eta2) + (eEta * (4 + eta2))))
            + (0.375 * Gravity72.J2 * tsi / psi2 * ((3 * cos2) - 1) * (8 + (3 * eta2 * (8 + eta2)))));
        var cosTwicePerigee = Elementary.Cos(2 * Perigee);
        var c4 = 2 * Motion * coefficient * Axis * round * ((Eta * (2 + (0.5 * eta2)))
            + (Eccentricity * (0.5 + (2 * eta2))) - (Gravity72.J2 * tsi / (Axis * psi2)
                * ((-3 * ((3 * cos2) - 1) * (1 - (2 * eEta) + (eta2 * (1.5 - (0.5 * eEta)))))
                    + (0.75 * (1 - cos2) * ((2 * eta2) - (eEta * (1 + eta2))) * cosTwicePerigee))));
        Shrink1 = Drag * c2;
        Rounding = Drag * c4;
        Gain2 = 1.5 * Shrink1;
        var latus = Axis * round;
        var nodeRate = -1.5 * Gravity72.J2 / (latus * latus) * Motion * CosInclination;
        NodeDrag = 3.5 * round * nodeRate * Shrink1;
        IsCoarse = IsDeepSpace || perigeeKm < FinerDragKm;
        if (!IsCoarse)
        {
            SetFinerDrag(density, coefficient, tsi, floor);
        }
    }

    private void SetFinerDrag(double density, double coefficient, double tsi, double floor)
    {
        var round = 1 - (Eccentricity * Eccentricity);
        var eEta = Eccentricity * Eta;
        RoundingBySine = Drag * 2 * coefficient * Axis * round
            * (1 + (2.75 * ((Eta * Eta) + eEta)) + (eEta * Eta * Eta));
        if (Eccentricity > LeastEccentricity)
        {
            var c3 = -2 * density * tsi * Gravity72.J3OverJ2 * Motion * SinInclination / Eccentricity;
            PerigeeDrag = Drag * c3 * Elementary.Cos(Perigee);
            AnomalyDrag = -2.0 / 3 * density * Drag / eEta;
        }

        var (sin, cos) = Elementary.SinCos(Anomaly);
        var base1 = 1 + (Eta * cos);
        CubeAtEpoch = base1 * base1 * base1;
        SineAtEpoch = sin;
        var c1Squared = Shrink1 * Shrink1;
        Shrink2 = 4 * Axis * tsi * c1Squared;
        var third = Shrink2 * tsi * Shrink1 / 3;
        Shrink3 = ((17 * Axis) + floor) * third;
        Shrink4 = 0.5 * third * Axis * tsi * ((221 * Axis) + (31 * floor)) * Shrink1;
        Gain3 = Shrink2 + (2 * c1Squared);
        Gain4 = 0.25 * ((3 * Shrink3) + (Shrink1 * ((12 * Shrink2) + (10 * c1Squared))));
        Gain5 = 0.2 * ((3 * Shrink4) + (12 * Shrink1 * Shrink3) + (6 * Shrink2 * Shrink2)
            + (15 * c1Squared * ((2 * Shrink2) + c1Squared)));
    }

    private static double Fourth(double x) => x * x * (x * x);
}
