using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// The mean elements of one satellite at four times, on their way to places. Each lane is worked out by the same
/// operations in the same order whatever the others hold, so that a time has the same bits in any company.
/// </summary>
internal struct MeanLanes
{
    /// <summary>Newton's steps for Kepler's equation at most, and the longest, radians, that one may be.</summary>
    private const int MostSteps = 10;
    private const double LongestStep = 0.95;

    /// <summary>A step so short leaves an error of about its square.</summary>
    private const double LastStep = 1e-7;

    /// <summary>Up to this angle a turn is made by a short series.</summary>
    private const double SmallTurn = 0.1;

    public Vector256<double> Motion;
    public Vector256<double> Axis;
    public Vector256<double> Eccentricity;
    public Vector256<double> Inclination;
    public Vector256<double> Node;
    public Vector256<double> Perigee;
    public Vector256<double> Anomaly;

    // Of the plane: sine and cosine of the inclination, and the long-period terms that go with it.
    public Vector256<double> SinI;
    public Vector256<double> CosI;
    public Vector256<double> LongAlong;
    public Vector256<double> LongAcross;

    /// <summary>Takes an inclination, as lanes.</summary>
    public void SetPlane(Vector256<double> sin, Vector256<double> cos)
    {
        SinI = sin;
        CosI = cos;
        var divisor = cos + Vector256<double>.One;
        var isPole = Vector256.LessThanOrEqual(Vector256.Abs(divisor), Vector256.Create(1.5e-12));
        divisor = Vector256.ConditionalSelect(isPole, Vector256.Create(1.5e-12), divisor);
        LongAlong = sin * (-0.25 * Gravity72.J3OverJ2) * (Vector256.Create(3.0) + (cos * 5)) / divisor;
        LongAcross = sin * (-0.5 * Gravity72.J3OverJ2);
    }

    /// <summary>Where the elements put the satellite, and faults by lane; the motion must be above zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Place(out PlaceLanes place)
    {
        // The long periods of J3: the eccentricity as a vector, along the node and across.
        Elementary.SinCos(Perigee, out var sinW, out var cosW);
        var round = Vector256<double>.One - (Eccentricity * Eccentricity);
        var inverse = Vector256<double>.One / (Axis * round);
        var ax = Eccentricity * cosW;
        var ay = (Eccentricity * sinW) + (inverse * LongAcross);
        var u = Anomaly + Perigee + (inverse * LongAlong * ax);
        Kepler(u, ax, ay, out var sinE, out var cosE);
        var eCos = (ax * cosE) + (ay * sinE);
        var eSin = (ax * sinE) - (ay * cosE);
        var e2 = (ax * ax) + (ay * ay);
        var latus = Axis * (Vector256<double>.One - e2);
        var radius = Axis * (Vector256<double>.One - eCos);
        var rootAxis = Vector256.Sqrt(Axis);
        var beta = Vector256.Sqrt(Vector256<double>.One - e2);
        var part = eSin / (Vector256<double>.One + beta);
        var perRadius = Axis / radius;
        place = default;
        place.Latus = latus;
        place.SinU = perRadius * (sinE - ay - (ax * part));
        place.CosU = perRadius * (cosE - ax + (ay * part));
        ShortPeriods(radius, beta, rootAxis * eSin / radius, Vector256.Sqrt(latus) / radius, ref place);
    }

    /// <summary>The short periods of J2, and what comes of them in the frame of the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void ShortPeriods(
        Vector256<double> radius, Vector256<double> beta, Vector256<double> climb, Vector256<double> across,
        ref PlaceLanes place)
    {
        var sin2 = place.SinU * place.CosU * 2;
        var cos2 = Vector256<double>.One - (place.SinU * place.SinU * 2);
        var inverse = Vector256<double>.One / place.Latus;
        var j = inverse * (0.5 * Gravity72.J2);
        var jj = j * inverse;
        var cosI2 = CosI * CosI;
        var polar = (cosI2 * 3) - Vector256<double>.One;
        var sinI2 = Vector256<double>.One - cosI2;
        place.Radius = (radius * (Vector256<double>.One - (jj * 1.5 * beta * polar))) + (j * 0.5 * sinI2 * cos2);
        var jjCos = jj * 1.5 * CosI;
        var (sinU, cosU) = (place.SinU, place.CosU);
        Turn(jj * -0.25 * ((cosI2 * 7) - Vector256<double>.One) * sin2, ref sinU, ref cosU);
        Elementary.SinCos(Node, out var sinN, out var cosN);
        Turn(jjCos * sin2, ref sinN, ref cosN);
        var (sinI, cosI) = (SinI, CosI);
        Turn(jjCos * SinI * cos2, ref sinI, ref cosI);
        var rate = Motion * j / Vector256.Create(Gravity72.Ke);
        climb -= rate * sinI2 * sin2;
        across += rate * ((sinI2 * cos2) + (polar * 1.5));
        var (crossX, crossY) = (-sinN * cosI, cosN * cosI);
        var ux = (crossX * sinU) + (cosN * cosU);
        var uy = (crossY * sinU) + (sinN * cosU);
        var uz = sinI * sinU;
        var vx = (crossX * cosU) - (cosN * sinU);
        var vy = (crossY * cosU) - (sinN * sinU);
        var vz = sinI * cosU;
        var km = place.Radius * Gravity72.RadiusKm;
        (place.X, place.Y, place.Z) = (km * ux, km * uy, km * uz);
        var kmps = Vector256.Create(Gravity72.UnitKmps);
        place.Vx = ((climb * ux) + (across * vx)) * kmps;
        place.Vy = ((climb * uy) + (across * vy)) * kmps;
        place.Vz = ((climb * uz) + (across * vz)) * kmps;
    }

    /// <summary>
    /// Sine and cosine of the eccentric longitude: Newton's method from the mean longitude, where each step turns them
    /// by what it adds. A lane that is done stays as it is, however long the others take.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Kepler(
        Vector256<double> u, Vector256<double> ax, Vector256<double> ay, out Vector256<double> sin,
        out Vector256<double> cos)
    {
        Elementary.SinCos(u, out sin, out cos);
        var beyond = Vector256<double>.Zero;
        var isDone = Vector256<double>.Zero;
        for (var count = 0; count < MostSteps; count++)
        {
            var step = ((ax * sin) - (ay * cos) - beyond)
                / (Vector256<double>.One - (cos * ax) - (sin * ay));
            step = Vector256.Min(Vector256.Max(step, Vector256.Create(-LongestStep)), Vector256.Create(LongestStep));
            step = Vector256.AndNot(step, isDone);
            beyond += step;
            Turn(step, ref sin, ref cos);
            isDone |= Vector256.LessThan(Vector256.Abs(step), Vector256.Create(LastStep));
            if (isDone.ExtractMostSignificantBits() == 0b1111)
            {
                break;
            }
        }
    }

    /// <summary>Turns a sine and a cosine by an angle, as a rule a small one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(Vector256<double> by, ref Vector256<double> sin, ref Vector256<double> cos)
    {
        var z = by * by;
        var s = by - (by * z * (Vector256.Create(1.0 / 6) - (z * (Vector256.Create(1.0 / 120)
            - (z * (Vector256.Create(1.0 / 5040) - (z * (1.0 / 362880))))))));
        var c = z * (Vector256.Create(0.5) - (z * (Vector256.Create(1.0 / 24) - (z * (Vector256.Create(1.0 / 720)
            - (z * (Vector256.Create(1.0 / 40320) - (z * (1.0 / 3628800)))))))));
        var isSmall = Vector256.LessThanOrEqual(Vector256.Abs(by), Vector256.Create(SmallTurn));
        if (isSmall.ExtractMostSignificantBits() != 0b1111)
        {
            Elementary.SinCos(by, out var wideSin, out var wideCos);
            s = Vector256.ConditionalSelect(isSmall, s, wideSin);
            c = Vector256.ConditionalSelect(isSmall, c, Vector256<double>.One - wideCos);
        }

        var turned = sin + ((cos * s) - (sin * c));
        cos -= (sin * s) + (cos * c);
        sin = turned;
    }
}

/// <summary>Four places and motions in kilometres and seconds, and what their faults are found by.</summary>
internal struct PlaceLanes
{
    public Vector256<double> X;
    public Vector256<double> Y;
    public Vector256<double> Z;
    public Vector256<double> Vx;
    public Vector256<double> Vy;
    public Vector256<double> Vz;

    /// <summary>Distance from the Earth's centre, Earth radii.</summary>
    public Vector256<double> Radius;

    /// <summary>Semi-latus rectum, Earth radii.</summary>
    public Vector256<double> Latus;

    /// <summary>Sine and cosine of the angle from the node.</summary>
    public Vector256<double> SinU;
    public Vector256<double> CosU;
}
