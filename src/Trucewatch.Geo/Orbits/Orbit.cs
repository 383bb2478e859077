using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// An orbit that can be asked where its satellite is: the SGP4 theory with its part for deep space (Vallado, Crawford,
/// Hujsak and Kelso, AIAA 2006-6753), in the frame TEME. Immutable, and safe for many threads. A time has the same bits
/// whether it is asked for alone or in a batch, in whatever order, and on whatever machine.
/// </summary>
public sealed class Orbit
{
    /// <summary>
    /// Farthest time from the epoch, minutes: ten years of 365 days. The theory is good for some days.
    /// </summary>
    public const double MaxMinutes = 5_256_000;

    private const double UnixJulianDay = 2_440_587.5;
    private const double DayMicroseconds = 86_400_000_000;
    private const double MinuteMicroseconds = 60_000_000;

    private readonly MeanOrbit mean;
    private readonly DeepSpace? deep;

    /// <summary>Makes an orbit of elements.</summary>
    /// <exception cref="ArgumentException">
    /// A number is not finite, or the eccentricity not from 0 to below 1, the inclination not 0 to 180, the mean motion
    /// not above 0 or above 20, or the epoch not within the years 1900 to 2100.
    /// </exception>
    public Orbit(OrbitalElements elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (Problem(elements) is { } problem)
        {
            throw new ArgumentException(problem, nameof(elements));
        }

        Elements = elements;
        mean = new MeanOrbit(elements);
        deep = mean.IsDeepSpace ? new DeepSpace(mean, elements.EpochJulianDay, elements.EpochDayFraction) : null;
        EpochUnixUs = ((long)(elements.EpochJulianDay - UnixJulianDay) * (long)DayMicroseconds)
            + (long)Math.Round(elements.EpochDayFraction * DayMicroseconds);
    }

    /// <summary>The elements.</summary>
    public OrbitalElements Elements { get; }

    /// <summary>True for a revolution of 225 minutes or more, where Sun and Moon count.</summary>
    public bool IsDeepSpace => mean.IsDeepSpace;

    /// <summary>The epoch in microseconds since 1970, rounded; UTC without leap seconds.</summary>
    public long EpochUnixUs { get; }

    /// <summary>Semi-major axis at the epoch, kilometres.</summary>
    public double AxisKm => mean.Axis * Gravity72.RadiusKm;

    /// <summary>Minutes from the epoch to a time in microseconds since 1970.</summary>
    public double MinutesAt(long unixUs)
    {
        // The epoch's own fraction of a day is finer than a microsecond.
        var day = (long)(Elements.EpochJulianDay - UnixJulianDay) * (long)DayMicroseconds;
        return (unixUs - day - (Elements.EpochDayFraction * DayMicroseconds)) / MinuteMicroseconds;
    }

    /// <summary>The state at a time; meaningless where there is a fault.</summary>
    /// <param name="minutes">Minutes since the epoch.</param>
    /// <param name="state">The state.</param>
    public OrbitFault At(double minutes, out OrbitState state)
    {
        if (deep is null)
        {
            Near(Within(Vector256.Create(minutes)), out var place, out var fault);
            return One(in place, fault, minutes, out state);
        }

        Deep(Within(Vector256.Create(minutes)), out var deepPlace, out var deepFault);
        return One(in deepPlace, deepFault, minutes, out state);
    }

    /// <summary>The states at many times, in any order.</summary>
    /// <param name="minutes">Minutes since the epoch.</param>
    /// <param name="states">Where they go.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more times than room.</exception>
    public void Propagate(ReadOnlySpan<double> minutes, OrbitStates states)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes.Length, states.Capacity, nameof(minutes));
        states.Count = minutes.Length;
        Span<double> last = stackalloc double[Vector256<double>.Count];
        for (var index = 0; index < minutes.Length; index += Vector256<double>.Count)
        {
            scoped var times = minutes[index..];
            if (times.Length < Vector256<double>.Count)
            {
                last.Fill(times[0]);
                times.CopyTo(last);
                times = last;
            }

            var t = Vector256.Create(times);
            PlaceLanes place;
            FaultLanes fault;
            if (deep is null)
            {
                Near(Within(t), out place, out fault);
            }
            else
            {
                Deep(Within(t), out place, out fault);
            }

            Write(in place, in fault, t, states, index);
        }
    }

    private static string? Problem(OrbitalElements of)
    {
        var numbers = (ReadOnlySpan<double>)
        [
            of.AscendingNodeDeg, of.PerigeeDeg, of.MeanAnomalyDeg, of.BStar, of.EpochDayFraction,
        ];
        foreach (var number in numbers)
        {
            if (!(Math.Abs(number) < 1e6))
            {
                return FormattableString.Invariant($"satellite {of.CatalogueNumber}: expected numbers, got {number}");
            }
        }

        // Written so that what is no number is refused.
        return !(of.Eccentricity is >= 0 and < 1)
            ? FormattableString.Invariant($"satellite {of.CatalogueNumber}: eccentricity {of.Eccentricity}")
            : !(of.InclinationDeg is >= 0 and <= 180)
                ? FormattableString.Invariant($"satellite {of.CatalogueNumber}: inclination {of.InclinationDeg}")
                : !(of.MeanMotion is > 0 and <= 20)
                    ? FormattableString.Invariant($"satellite {of.CatalogueNumber}: mean motion {of.MeanMotion}")
                    : !(of.EpochJulianDay is > 2_415_020 and < 2_488_070)
                        ? FormattableString.Invariant($"satellite {of.CatalogueNumber}: epoch {of.EpochJulianDay}")
                        : null;
    }

    /// <summary>
    /// Times beyond the limit, which will be faults, as the epoch: nothing is to run on for their sake.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Within(Vector256<double> minutes) =>
        minutes & Vector256.LessThanOrEqual(Vector256.Abs(minutes), Vector256.Create(MaxMinutes));

    /// <summary>Near the Earth: the rates, and the drag with its powers of the time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Near(Vector256<double> t, out PlaceLanes place, out FaultLanes fault)
    {
        var o = mean;
        var t2 = t * t;
        var anomaly = Vector256.Create(o.Anomaly) + (t * o.AnomalyRate);
        var perigee = Vector256.Create(o.Perigee) + (t * o.PerigeeRate);
        var shrunk = Vector256<double>.One - (t * o.Shrink1);
        var lost = t * o.Rounding;
        var gained = t2 * o.Gain2;
        if (!o.IsCoarse)
        {
            Elementary.SinCos(anomaly, out _, out var cos);
            var bulge = Vector256<double>.One + (cos * o.Eta);
            var swing = (bulge * bulge * bulge) - Vector256.Create(o.CubeAtEpoch);
            var shift = (t * o.PerigeeDrag) + (swing * o.AnomalyDrag);
            anomaly += shift;
            perigee -= shift;
            var t3 = t2 * t;
            var t4 = t3 * t;
            shrunk -= (t2 * o.Shrink2) + (t3 * o.Shrink3) + (t4 * o.Shrink4);
            Elementary.SinCos(anomaly, out var sin, out _);
            lost += (sin - Vector256.Create(o.SineAtEpoch)) * o.RoundingBySine;
            gained += (t3 * o.Gain3) + (t4 * (Vector256.Create(o.Gain4) + (t * o.Gain5)));
        }

        var lanes = default(MeanLanes);
        lanes.Anomaly = anomaly + (gained * o.Motion);
        lanes.Perigee = perigee;
        lanes.Node = Vector256.Create(o.Node) + (t * o.NodeRate) + (t2 * o.NodeDrag);
        lanes.Axis = shrunk * shrunk * o.Axis;
        lanes.Motion = Vector256.Create(Gravity72.Ke) / (lanes.Axis * Vector256.Sqrt(lanes.Axis));
        lanes.Eccentricity = Vector256.Create(o.Eccentricity) - lost;
        lanes.SinI = Vector256.Create(o.SinInclination);
        lanes.CosI = Vector256.Create(o.CosInclination);
        lanes.LongAlong = Vector256.Create(o.LongAlong);
        lanes.LongAcross = Vector256.Create(o.LongAcross);
        fault = default;
        fault.Eccentricity = FaultLanes.TakeEccentricity(ref lanes.Eccentricity);
        lanes.Place(out place);
    }

    /// <summary>Far out: Sun and Moon, perhaps a resonance, and the drag in its simplest form.</summary>
    private void Deep(Vector256<double> t, out PlaceLanes place, out FaultLanes fault)
    {
        var o = mean;
        var t2 = t * t;
        var lanes = default(MeanLanes);
        lanes.Anomaly = Vector256.Create(o.Anomaly) + (t * o.AnomalyRate);
        lanes.Perigee = Vector256.Create(o.Perigee) + (t * o.PerigeeRate);
        lanes.Node = Vector256.Create(o.Node) + (t * o.NodeRate) + (t2 * o.NodeDrag);
        lanes.Motion = Vector256.Create(o.Motion);
        lanes.Axis = Vector256.Create(o.Axis);
        lanes.Eccentricity = Vector256.Create(o.Eccentricity);
        lanes.Inclination = Vector256.Create(o.Inclination);
        deep!.AddRates(t, ref lanes);
        fault = default;
        fault.Motion = ~Vector256.GreaterThan(lanes.Motion, Vector256<double>.Zero);
        var shrunk = Vector256<double>.One - (t * o.Shrink1);
        lanes.Axis *= shrunk * shrunk;
        lanes.Motion = Vector256.Create(Gravity72.Ke) / (lanes.Axis * Vector256.Sqrt(lanes.Axis));
        lanes.Eccentricity -= t * o.Rounding;
        fault.Eccentricity = FaultLanes.TakeEccentricity(ref lanes.Eccentricity);
        lanes.Anomaly += t2 * o.Gain2 * o.Motion;
        deep.AddPeriods(t, ref lanes);
        fault.Disturbed = ~(Vector256.GreaterThanOrEqual(lanes.Eccentricity, Vector256<double>.Zero)
            & Vector256.LessThanOrEqual(lanes.Eccentricity, Vector256<double>.One));
        lanes.Place(out place);
    }

    private static OrbitFault One(in PlaceLanes place, in FaultLanes fault, double minutes, out OrbitState state)
    {
        state = new OrbitState(
            place.X.ToScalar(), place.Y.ToScalar(), place.Z.ToScalar(),
            place.Vx.ToScalar(), place.Vy.ToScalar(), place.Vz.ToScalar());
        return fault.IsAny(in place, Vector256.Create(minutes)) ? fault.At(0, in place, minutes) : OrbitFault.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(
        in PlaceLanes place, in FaultLanes fault, Vector256<double> minutes, OrbitStates states, int index)
    {
        var numbers = states.Numbers;
        var stride = states.Stride;
        place.X.CopyTo(numbers[index..]);
        place.Y.CopyTo(numbers[(stride + index)..]);
        place.Z.CopyTo(numbers[((2 * stride) + index)..]);
        place.Vx.CopyTo(numbers[((3 * stride) + index)..]);
        place.Vy.CopyTo(numbers[((4 * stride) + index)..]);
        place.Vz.CopyTo(numbers[((5 * stride) + index)..]);
        var faults = states.Faults.Slice(index, Vector256<double>.Count);
        faults.Clear();
        if (fault.IsAny(in place, minutes))
        {
            for (var lane = 0; lane < faults.Length; lane++)
            {
                faults[lane] = (byte)fault.At(lane, in place, minutes.GetElement(lane));
                for (var row = 0; faults[lane] != 0 && row < 6; row++)
                {
                    numbers[(row * stride) + index + lane] = double.NaN;
                }
            }
        }
    }

    /// <summary>What is wrong in which lane, as masks; the first in the theory's order counts.</summary>
    private struct FaultLanes
    {
        public Vector256<double> Motion;
        public Vector256<double> Eccentricity;
        public Vector256<double> Disturbed;

        /// <summary>Finds what cannot be, and lifts what is hardly a circle to a millionth.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> TakeEccentricity(ref Vector256<double> eccentricity)
        {
            var isGood = Vector256.LessThan(eccentricity, Vector256<double>.One)
                & Vector256.GreaterThanOrEqual(eccentricity, Vector256.Create(-0.001));
            eccentricity = Vector256.Max(eccentricity, Vector256.Create(1e-6));
            return ~isGood;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool IsAny(in PlaceLanes place, Vector256<double> minutes)
        {
            // What is no number fails each comparison, and so counts as a fault.
            var isGood = Vector256.GreaterThanOrEqual(place.Radius, Vector256<double>.One)
                & Vector256.GreaterThanOrEqual(place.Latus, Vector256<double>.Zero)
                & Vector256.LessThanOrEqual(Vector256.Abs(minutes), Vector256.Create(MaxMinutes));
            isGood = Vector256.AndNot(isGood, Motion | Eccentricity | Disturbed);
            return isGood.ExtractMostSignificantBits() != 0b1111;
        }

        public readonly OrbitFault At(int lane, in PlaceLanes place, double minutes)
        {
            bool Is(Vector256<double> mask) => ((mask.ExtractMostSignificantBits() >> lane) & 1) != 0;
            return !(Math.Abs(minutes) <= MaxMinutes) ? OrbitFault.TooFar
                : Is(Motion) ? OrbitFault.MeanMotion
                : Is(Eccentricity) ? OrbitFault.Eccentricity
                : Is(Disturbed) ? OrbitFault.DisturbedEccentricity
                : !(place.Latus.GetElement(lane) >= 0) ? OrbitFault.SemiLatusRectum
                : !(place.Radius.GetElement(lane) >= 1) ? OrbitFault.Decayed
                : OrbitFault.None;
        }
    }
}
