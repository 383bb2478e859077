using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Locating;

/// <summary>
/// Finds where a signal started from the differences of its times at stations (time difference of arrival): weighted
/// least squares from many starts, covariance (JᵀWJ)⁻¹ with what all stations share. It states a place only where the
/// times fit, one place explains them, and the ellipse is short.
/// </summary>
public static class ArrivalLocator
{
    /// <summary>Fewest stations at different places.</summary>
    public const int MinStations = 3;

    /// <summary>Most arrivals that are looked at together.</summary>
    public const int MaxArrivals = 32;

    /// <summary>Fewest arrivals of which one may be left out.</summary>
    public const int MinToExclude = 5;

    /// <summary>Farthest of stations and place from the middle of the stations, where lengths in the plane hold to
    /// 5e-5, metres.</summary>
    public const double MaxRangeM = 100_000;

    /// <summary>Farthest from the equator, degrees.</summary>
    public const double MaxLatitudeDeg = 80;

    /// <summary>Greatest standard deviation of a time, and greatest time between first and last, seconds.</summary>
    public const double MaxTimeS = 3_600;

    // A second answer that is less likely by more than exp(5) does not count: a sum of squares greater by ten.
    private const double Margin = 10;

    // Nearer than so many standard deviations (squared), two ends of the search are one answer.
    private const double SameSquared = 1e-4;

    // How far away the ends of an ellipse are looked at, and how much too near or too far they may turn out to be.
    private const double EndSigmas = 3;
    private const double LeastShape = 0.8;
    private const double MostShape = 1.25;

    private const double LeastSigmaS = 1e-6;
    private const double ApartM = 1;
    private const int Azimuths = 8;

    private static readonly double[] _rings = [0.5, 1.2, 3];
    private static readonly double[] _toStation = [0.5, 0.95, 1.2];

    /// <summary>Finds the source of arrivals.</summary>
    /// <param name="arrivals">What the stations heard.</param>
    /// <param name="medium">How fast signals travel.</param>
    /// <param name="limits">What may be stated.</param>
    public static LocatedSource Locate(ReadOnlySpan<Arrival> arrivals, WaveMedium medium, LocatingLimits limits)
    {
        if (Unusable(arrivals, medium, limits) is { } unusable)
        {
            return new LocatedSource { Refusal = unusable };
        }

        var first = double.PositiveInfinity;
        foreach (ref readonly var arrival in arrivals)
        {
            first = Math.Min(first, arrival.TimeS);
        }

        var from = arrivals.ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            from[i] = from[i] with { TimeS = from[i].TimeS - first };
        }

        var middle = Middle(arrivals);
        var starts = Starts(arrivals, middle, limits.RangeM);
        if (starts is null)
        {
            return new LocatedSource { Refusal = LocatingRefusal.UnusableInput };
        }

        var fit = new ArrivalFit(from, medium, middle, limits.RangeM);
        var found = Search(fit, starts);
        if (found.Least.Count > 0 && IsTooLarge(found.Least[0].Sum, from.Length, limits))
        {
            found = WithoutOne(fit, starts, from, limits) ?? found;
        }

        return State(fit, found, from, medium, limits, first);
    }

    private static LocatingRefusal? Unusable(
        ReadOnlySpan<Arrival> arrivals, WaveMedium medium, LocatingLimits limits)
    {
        if (arrivals.Length > MaxArrivals)
        {
            return LocatingRefusal.TooManyArrivals;
        }

        var isUsable = medium.IsUsable && limits.SemiMajorM > 0 && limits.ConditionNumber >= 1
            && limits.RangeM is > 0 and <= MaxRangeM && limits.ResidualProbability is >= 0 and < 1;
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (ref readonly var arrival in arrivals)
        {
            isUsable &= arrival.SigmaS is >= LeastSigmaS and <= MaxTimeS && double.IsFinite(arrival.TimeS)
                && Math.Abs(arrival.Station.LatitudeDeg) <= MaxLatitudeDeg;
            (least, most) = (Math.Min(least, arrival.TimeS), Math.Max(most, arrival.TimeS));
        }

        if (!isUsable || most - least > MaxTimeS)
        {
            return LocatingRefusal.UnusableInput;
        }

        return Places(arrivals, -1) < MinStations ? LocatingRefusal.TooFewStations : null;
    }

    /// <summary>How many stations stand apart.</summary>
    private static int Places(ReadOnlySpan<Arrival> arrivals, int leftOut)
    {
        var count = 0;
        for (var i = 0; i < arrivals.Length; i++)
        {
            var isNew = i != leftOut;
            for (var j = 0; j < i && isNew; j++)
            {
                isNew = j == leftOut || !IsNear(arrivals[i].Station, arrivals[j].Station);
            }

            count += isNew ? 1 : 0;
        }

        return count;
    }

    private static bool IsNear(GeoPoint a, GeoPoint b)
    {
        var (eastM, northM) = LocalScale.At(a).Offset(a, b);
        return Elementary.Hypot(eastM, northM) < ApartM;
    }

    private static GeoPoint Middle(ReadOnlySpan<Arrival> arrivals)
    {
        var origin = arrivals[0].Station;
        var scale = LocalScale.At(origin);
        var (east, north) = (0.0, 0.0);
        foreach (ref readonly var arrival in arrivals)
        {
            var (eastM, northM) = scale.Offset(origin, arrival.Station);
            (east, north) = (east + eastM, north + northM);
        }

        // Stations on far sides of the Earth are refused by their distance, wherever their middle is put.
        (east, north) = (east / arrivals.Length, north / arrivals.Length);
        return Elementary.Hypot(east, north) <= MaxRangeM ? scale.Move(origin, east, north) : origin;
    }

    /// <summary>Where searches start: the middle, rings around it, and along the ways to the stations. Null where a
    /// station is too far.</summary>
    private static List<GeoPoint>? Starts(ReadOnlySpan<Arrival> arrivals, GeoPoint middle, double boundM)
    {
        var scale = LocalScale.At(middle);
        var starts = new List<GeoPoint> { middle };
        var reachM = 0.0;
        foreach (ref readonly var arrival in arrivals)
        {
            var (eastM, northM) = scale.Offset(middle, arrival.Station);
            var lengthM = Elementary.Hypot(eastM, northM);
            if (lengthM > MaxRangeM)
            {
                return null;
            }

            reachM = Math.Max(reachM, lengthM);
            foreach (var share in _toStation)
            {
                Add(share * eastM, share * northM);
            }
        }

        foreach (var ring in _rings)
        {
            for (var k = 0; k < Azimuths; k++)
            {
                var (sin, cos) = Elementary.SinCosDegrees((k * 360.0 / Azimuths) + (7 * ring));
                Add(ring * reachM * sin, ring * reachM * cos);
            }
        }

        return starts;

        void Add(double eastM, double northM)
        {
            if (Elementary.Hypot(eastM, northM) <= boundM)
            {
                starts.Add(scale.Move(middle, eastM, northM));
            }
        }
    }

    private static Found Search(ArrivalFit fit, List<GeoPoint> starts)
    {
        var found = new Found([], fit.LeftOut, false, double.PositiveInfinity);
        foreach (var start in starts)
        {
            var end = fit.Search(start, out var guess);
            if (end == ArrivalFit.End.Least)
            {
                found.Least.Add(new Answer(guess, fit.Sum(in guess)));
                continue;
            }

            found = found with
            {
                HasLeft = found.HasLeft || end == ArrivalFit.End.Beyond,
                OpenSum = Math.Min(found.OpenSum, fit.LeastSumAt(in guess)),
            };
        }

        // Equal sums keep the order of the starts, so that the result does not hang on the sort.
        var sorted = found.Least.OrderBy(one => one.Sum).ToList();
        return found with { Least = sorted };
    }

    private static bool IsTooLarge(double sum, int count, LocatingLimits limits) =>
        ChiSquare.Beyond(sum, count - MinStations) < limits.ResidualProbability;

    /// <summary>
    /// The answer without the one arrival whose absence makes all others agree; null where there is none, or where more
    /// than one could be the wrong one.
    /// </summary>
    private static Found? WithoutOne(ArrivalFit fit, List<GeoPoint> starts, Arrival[] arrivals, LocatingLimits limits)
    {
        if (arrivals.Length < MinToExclude)
        {
            return null;
        }

        Found? best = null;
        var second = double.PositiveInfinity;
        for (var i = 0; i < arrivals.Length; i++)
        {
            fit.LeftOut = i;
            var without = Places(arrivals, i) < MinStations ? new Found([], i, false, 0) : Search(fit, starts);
            if (without.Least.Count == 0)
            {
                continue;
            }

            var bestSum = best?.Least[0].Sum ?? double.PositiveInfinity;
            second = Math.Min(second, Math.Max(bestSum, without.Least[0].Sum));
            best = without.Least[0].Sum < bestSum ? without : best;
        }

        var isClear = best is { } one && !IsTooLarge(one.Least[0].Sum, arrivals.Length - 1, limits)
            && second >= one.Least[0].Sum + Margin;
        fit.LeftOut = isClear ? best!.Value.LeftOut : -1;
        return isClear ? best : null;
    }

    private static LocatedSource State(
        ArrivalFit fit, Found found, Arrival[] arrivals, WaveMedium medium, LocatingLimits limits, double first)
    {
        if (found.Least.Count == 0)
        {
            return new LocatedSource
            {
                Refusal = found.HasLeft ? LocatingRefusal.OutOfBounds : LocatingRefusal.NotSolved,
            };
        }

        var best = found.Least[0];
        var guess = best.Guess;
        var used = arrivals.Length - (found.LeftOut < 0 ? 0 : 1);
        var isKnown = fit.Covariance(in guess, out var error, out var timeM2);
        var ellipse = ErrorEllipse.Of95(in error);
        var condition = isKnown && ellipse.SemiMinorM > 0
            ? ellipse.SemiMajorM * ellipse.SemiMajorM / (ellipse.SemiMinorM * ellipse.SemiMinorM)
            : double.PositiveInfinity;
        var candidates = isKnown ? Candidates(found, in error) : [];
        var refusal = IsTooLarge(best.Sum, used, limits) ? LocatingRefusal.ResidualsTooLarge
            : candidates.Length > 1 || found.OpenSum <= best.Sum + Margin ? LocatingRefusal.Ambiguous
            : condition > limits.ConditionNumber ? LocatingRefusal.IllConditioned
            : AtEnds(fit, in best, in ellipse, limits);
        var isStated = refusal == LocatingRefusal.None;
        return new LocatedSource
        {
            Refusal = refusal,
            Place = isStated ? guess.Place : null,
            Error = error,
            Ellipse = ellipse,
            TimeS = first + (guess.TimeM / medium.SoundMps),
            TimeSigmaS = Math.Sqrt(timeM2) / medium.SoundMps,
            ChiSquare = best.Sum,
            DegreesOfFreedom = used - MinStations,
            ConditionNumber = condition,
            Excluded = found.LeftOut < 0 ? null : found.LeftOut,
            ResidualsS = [.. Enumerable.Range(0, arrivals.Length).Select(i => fit.Late(i, in guess))],
            Candidates = refusal == LocatingRefusal.Ambiguous ? candidates : [],
        };
    }

    /// <summary>The different places that explain the times nearly as well as the best.</summary>
    private static ImmutableArray<GeoPoint> Candidates(Found found, in Covariance2 error)
    {
        var determinant = (error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2);
        var places = ImmutableArray.CreateBuilder<GeoPoint>();
        foreach (var answer in found.Least)
        {
            var isNew = answer.Sum <= found.Least[0].Sum + Margin;
            for (var i = 0; i < places.Count && isNew; i++)
            {
                var (east, north) = LocalScale.At(places[i]).Offset(places[i], answer.Guess.Place);
                var squared = (east * east * error.NorthM2) - (2 * east * north * error.EastNorthM2)
                    + (north * north * error.EastM2);
                isNew = squared > SameSquared * determinant;
            }

            if (isNew)
            {
                places.Add(answer.Guess.Place);
            }
        }

        return places.ToImmutable();
    }

    /// <summary>
    /// Looks at both ends of the longer axis, three standard deviations away: the truth may be there, where the
    /// stations tell less. The ellipse must not be too long at either, and must be what it claims to be: there the sum
    /// of squares is greater by nine. Where it is not, what the times allow is no ellipse.
    /// </summary>
    private static LocatingRefusal AtEnds(
        ArrivalFit fit, in Answer answer, in ErrorEllipse ellipse, LocatingLimits limits)
    {
        var refusal = LocatingRefusal.None;
        if (!(ellipse.SemiMajorM <= limits.SemiMajorM))
        {
            return LocatingRefusal.EllipseTooLarge;
        }

        var guess = answer.Guess;
        var reachM = Math.Min(MaxRangeM, ellipse.SemiMajorM * EndSigmas / ErrorEllipse.Scale95);
        var (sin, cos) = Elementary.SinCosDegrees(ellipse.AzimuthDeg);
        foreach (var way in (ReadOnlySpan<double>)[-reachM, reachM])
        {
            var end = fit.At(in guess, way * sin, way * cos);
            if (!fit.Covariance(in end, out var there, out _)
                || !(ErrorEllipse.Of95(in there).SemiMajorM <= limits.SemiMajorM))
            {
                return LocatingRefusal.EllipseTooLarge;
            }

            var sigmas = Math.Sqrt(Math.Max(0, fit.LeastSumAt(in end) - answer.Sum));
            refusal = sigmas is >= EndSigmas * LeastShape and <= EndSigmas * MostShape
                ? refusal
                : LocatingRefusal.NotAnEllipse;
        }

        return refusal;
    }

    /// <summary>One end of the search.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Answer(ArrivalFit.Guess Guess, double Sum);

    /// <summary>All ends of the searches.</summary>
    /// <param name="Least">Where the sum is least around, least sum first.</param>
    /// <param name="LeftOut">The arrival that was left out, or -1.</param>
    /// <param name="HasLeft">True where a search left the bound.</param>
    /// <param name="OpenSum">Least sum of the searches that came to no end. Noise may take the true one of two answers
    /// away beyond the bound and leave the other.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Found(List<Answer> Least, int LeftOut, bool HasLeft, double OpenSum);
}
