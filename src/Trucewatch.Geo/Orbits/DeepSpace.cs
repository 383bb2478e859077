using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Geo.Orbits;

/// <summary>What an orbit of 225 minutes and more has besides: Sun, Moon, and perhaps a resonance.</summary>
internal sealed class DeepSpace
{
    private const double TwoPi = 2 * Math.PI;

    // Below this inclination node and perigee are changed together, because each alone is ill determined.
    private const double FlatInclination = 0.2;

    // Days from 1900-01-00 12:00 to 1950-01-00 00:00, and the Julian day of the latter.
    private const double DaysTo1950 = 18261.5;
    private const double JulianDay1950 = 2433281.5;

    private readonly DeepRates rates;
    private readonly ThirdBody sun;
    private readonly ThirdBody moon;
    private readonly Resonance? resonance;

    public DeepSpace(MeanOrbit orbit, double julianDay, double dayFraction)
    {

        // In one number, as the authors have it, this rounds the epoch to 40 microseconds: to leave that out moves a
        // satellite on a very long ellipse by millimetres from their test cases.
        var epoch = julianDay + dayFraction;
        var day = epoch - JulianDay1950 + DaysTo1950;
        sun = ThirdBody.Sun(orbit, day);
        moon = ThirdBody.Moon(orbit, day);
        rates = DeepRates.Of(sun, moon, SiderealTime.MeanRadians(epoch, 0));
        resonance = Resonance.Of(orbit, in rates);
    }

    /// <summary>The rates of Sun and Moon, and the swing of the resonance.</summary>
    public void AddRates(Vector256<double> minutes, ref MeanLanes mean)
    {
        mean.Eccentricity += minutes * rates.Eccentricity;
        mean.Inclination += minutes * rates.Inclination;
        mean.Perigee += minutes * rates.Perigee;
        mean.Node += minutes * rates.Node;
        mean.Anomaly += minutes * rates.Anomaly;
        if (resonance is null)
        {
            return;
        }

        Span<double> times = stackalloc double[Vector256<double>.Count];
        Span<double> motions = stackalloc double[Vector256<double>.Count];
        Span<double> axes = stackalloc double[Vector256<double>.Count];
        Span<double> longitudes = stackalloc double[Vector256<double>.Count];
        minutes.CopyTo(times);
        for (var lane = 0; lane < times.Length; lane++)
        {
            resonance.At(times[lane], out motions[lane], out longitudes[lane]);
            axes[lane] = motions[lane] > 0 ? Gravity72.AxisOf(motions[lane]) : double.NaN;
        }

        mean.Motion = Vector256.Create<double>(motions);
        mean.Axis = Vector256.Create<double>(axes);
        var longitude = Vector256.Create<double>(longitudes);
        var sidereal = Vector256.Create(rates.SiderealAtEpoch) + (minutes * DeepRates.EarthRate);
        mean.Anomaly = resonance.IsTwice
            ? longitude - (mean.Node * 2) + (sidereal * 2)
            : longitude - mean.Node - mean.Perigee + sidereal;
    }

    /// <summary>
    /// The changes that come and go with Sun and Moon. They are not for the axis, and come after the drag.
    /// </summary>
    public void AddPeriods(Vector256<double> minutes, ref MeanLanes mean)
    {
        var sum = default(ThirdBody.Changes);
        sun.Add(minutes, ref sum);
        moon.Add(minutes, ref sum);
        mean.Inclination += sum.Inclination;
        mean.Eccentricity += sum.Eccentricity;
        Elementary.SinCos(mean.Inclination, out var sin, out var cos);
        var isFlat = Vector256.LessThan(mean.Inclination, Vector256.Create(FlatInclination));
        var flat = isFlat.ExtractMostSignificantBits();
        var node = Reduced(mean.Node);
        var (steepNode, steepPerigee) = (node, mean.Perigee);
        if (flat != 0b1111)
        {
            var turned = sum.Node / sin;
            steepNode = node + turned;
            steepPerigee = mean.Perigee + (sum.Perigee - (cos * turned));
        }

        mean.Node = Vector256.ConditionalSelect(isFlat, node, steepNode);
        mean.Perigee = Vector256.ConditionalSelect(isFlat, mean.Perigee, steepPerigee);
        if (flat != 0)
        {
            TurnFlat(in sum, sin, cos, isFlat, ref mean);
        }

        mean.Anomaly += sum.Longitude;

        // A negative inclination is the same orbit with its node on the other side.
        var isBelow = Vector256.LessThan(mean.Inclination, Vector256<double>.Zero);
        var halfTurn = Vector256.Create(Math.PI) & isBelow;
        mean.Inclination = Vector256.Abs(mean.Inclination);
        mean.Node += halfTurn;
        mean.Perigee -= halfTurn;
        mean.SetPlane(Vector256.ConditionalSelect(isBelow, -sin, sin), cos);
    }

    /// <summary>
    /// Lyddane's way for little inclined orbits: the node as a vector, and the perigee so that the longitude is right.
    /// </summary>
    private static void TurnFlat(
        in ThirdBody.Changes sum, Vector256<double> sin, Vector256<double> cos, Vector256<double> isFlat,
        ref MeanLanes mean)
    {
        Elementary.SinCos(mean.Node, out var sinNode, out var cosNode);
        var byInclination = sum.Inclination * cos;
        Span<double> ys = stackalloc double[Vector256<double>.Count];
        Span<double> xs = stackalloc double[Vector256<double>.Count];
        ((sin * sinNode) + (sum.Node * cosNode) + (byInclination * sinNode)).CopyTo(ys);
        ((sin * cosNode) - (sum.Node * sinNode) + (byInclination * cosNode)).CopyTo(xs);
        for (var lane = 0; lane < ys.Length; lane++)
        {
            ys[lane] = Elementary.Atan2(ys[lane], xs[lane]);
        }

        // The turn that is nearest to the node before.
        var turned = Vector256.Create<double>(ys);
        var isFar = Vector256.GreaterThan(Vector256.Abs(mean.Node - turned), Vector256.Create(Math.PI));
        var turn = Vector256.ConditionalSelect(
            Vector256.LessThan(turned, mean.Node), Vector256.Create(TwoPi), Vector256.Create(-TwoPi));
        turned += turn & isFar;
        var perigee = mean.Perigee + sum.Perigee + (cos * (mean.Node - turned))
            - (sum.Inclination * mean.Node * sin);
        mean.Perigee = Vector256.ConditionalSelect(isFlat, perigee, mean.Perigee);
        mean.Node = Vector256.ConditionalSelect(isFlat, turned, mean.Node);
    }

    /// <summary>Within a turn either way, with its sign kept: flat orbits depend on which turn it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reduced(Vector256<double> angle) =>
        angle - (Vector256.Truncate(angle / Vector256.Create(TwoPi)) * TwoPi);
}
