using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Locating;

public sealed class ArrivalLocatorTests
{
    private const int Layouts = 2_000;

    private static readonly LocatingLimits Limits = new();
    private static readonly WaveMedium Still = new(10, 2);
    private static readonly Lazy<Tally> Drawn = new(() => Tally.Of(Layouts, 71));

    [Fact]
    public void The_ellipse_of_95_percent_covers_the_truth_in_93_to_97_percent_of_random_layouts()
    {
        var drawn = Drawn.Value;
        TestContext.Current.TestOutputHelper?.WriteLine(drawn.ToString());
        Assert.True(drawn.Stated > Layouts / 3, "expected a place for a third of the layouts at least");
        Assert.InRange(drawn.Share(1), 0.93, 0.97);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.25)]
    public void An_ellipse_of_a_wrong_size_is_found(double factor) =>
        Assert.False(Drawn.Value.Share(factor) is >= 0.93 and <= 0.97);

    [Fact]
    public void Poor_geometry_is_refused()
    {
        var drawn = Drawn.Value;
        Assert.True(drawn.TooLarge > Layouts / 20, "expected poor geometry in a twentieth of the layouts at least");
        Assert.True(drawn.Refused >= 0.99 * drawn.TooLarge, drawn.ToString());
    }

    [Fact]
    public void A_limit_ten_times_too_wide_is_found()
    {
        var drawn = Tally.Of(200, 72, judgedM: Limits.SemiMajorM / 10);
        Assert.True(drawn.Refused < 0.99 * drawn.TooLarge, drawn.ToString());
    }

    /// <summary>
    /// The likelihood over a grid, by the covariance of the times and not by unknowns with priors: its mean is the
    /// place, and 95 % of it are in the ellipse.
    /// </summary>
    [Fact]
    public void The_place_and_its_error_are_those_of_the_likelihood_over_a_grid()
    {
        var draws = new Splitmix(5);
        for (var compared = 0; compared < 8;)
        {
            var shot = Shot.Random(draws);
            var found = ArrivalLocator.Locate(shot.Arrivals, shot.Medium, Limits);
            if (found.Place is not { } place || found.Ellipse.SemiMajorM > 200)
            {
                continue;
            }

            compared++;
            var (east, north, inside, whole) = (0.0, 0.0, 0.0, 0.0);
            const int half = 20;
            var scale = LocalScale.At(place);
            var (sin, cos) = Elementary.SinCosDegrees(found.Ellipse.AzimuthDeg);
            for (var i = -half; i <= half; i++)
            {
                for (var j = -half; j <= half; j++)
                {
                    // The grid lies along the axes, and reaches twice as far as the ellipse.
                    var along = found.Ellipse.SemiMajorM * 2 * i / half;
                    var across = found.Ellipse.SemiMinorM * 2 * j / half;
                    var (e, n) = ((along * sin) + (across * cos), (along * cos) - (across * sin));
                    var at = scale.Move(place, e, n);
                    var weight = Math.Exp(-0.5 * (Misfit(shot, at) - found.ChiSquare));
                    whole += weight;
                    (east, north) = (east + (weight * e), north + (weight * n));
                    inside += Shot.Covers(place, found.Error, at) ? weight : 0;
                }
            }

            Assert.InRange(Math.Sqrt((east * east) + (north * north)) / whole, 0, 0.15 * found.Ellipse.SemiMajorM);
            Assert.InRange(inside / whole, 0.93, 0.97);
        }
    }

    [Fact]
    public void Two_places_that_explain_three_stations_alike_are_both_named_and_none_is_stated()
    {
        // Behind a station, the other branch of the hyperbolas meets again.
        var truth = Shot.At(1_500, 9_000);
        var shot = Exact(truth, [Shot.At(0, 5_000), Shot.At(-6_000, -4_000), Shot.At(6_500, -4_000)]);
        var found = ArrivalLocator.Locate(shot, Still, Limits);
        Assert.Equal(LocatingRefusal.Ambiguous, found.Refusal);
        Assert.Null(found.Place);
        Assert.Equal(2, found.Candidates.Length);
        Assert.Contains(found.Candidates, one => Geodesic.Inverse(one, truth).DistanceM < 1);
        Assert.All(found.Candidates, one => Assert.InRange(Misfit(one, shot), 0, 1e-6));

        // A fourth station tells them apart.
        var fourth = Exact(truth, [.. shot.Select(one => one.Station), Shot.At(-2_000, 12_000)]);
        var clear = ArrivalLocator.Locate(fourth, Still, Limits);
        Assert.InRange(Geodesic.Inverse(clear.Place!.Value, truth).DistanceM, 0, 0.1);
        Assert.Equal(Shot.TimeS, clear.TimeS, 1e-3);
    }

    [Theory]
    [InlineData(3, LocatingRefusal.None, null)]
    [InlineData(4, LocatingRefusal.ResidualsTooLarge, null)]
    [InlineData(6, LocatingRefusal.None, 1)]
    public void An_echo_is_left_out_only_where_all_others_agree(int count, LocatingRefusal refusal, int? excluded)
    {
        GeoPoint[] ring = [.. Enumerable.Range(0, count).Select(i => Shot.At(
            8_000 * Math.Sin(2 * Math.PI * i / count), 8_000 * Math.Cos(2 * Math.PI * i / count)))];
        var truth = Shot.At(700, -900);
        var arrivals = Exact(truth, ring);
        arrivals[1] = arrivals[1] with { TimeS = arrivals[1].TimeS + (count == 3 ? 0 : 2.5) };
        var found = ArrivalLocator.Locate(arrivals, Still, Limits);
        Assert.Equal(refusal, found.Refusal);
        Assert.Equal(excluded, found.Excluded);
        if (found.Place is { } place)
        {
            Assert.InRange(Geodesic.Inverse(place, truth).DistanceM, 0, 1);
            Assert.Equal(excluded is null ? 0 : 2.5, found.ResidualsS[1], 0.01);
        }
    }

    [Fact]
    public void Two_echoes_are_refused()
    {
        GeoPoint[] ring = [.. Enumerable.Range(0, 6).Select(i => Shot.At(
            8_000 * Math.Sin(Math.PI * i / 3), 8_000 * Math.Cos(Math.PI * i / 3)))];
        var arrivals = Exact(Shot.At(700, -900), ring);
        arrivals[1] = arrivals[1] with { TimeS = arrivals[1].TimeS + 2.5 };
        arrivals[4] = arrivals[4] with { TimeS = arrivals[4].TimeS + 1.5 };
        Assert.Equal(
            LocatingRefusal.ResidualsTooLarge, ArrivalLocator.Locate(arrivals, Still, Limits).Refusal);
    }

    [Fact]
    public void A_wave_in_the_ground_and_sound_help_each_other()
    {
        var truth = Shot.At(2_000, 1_000);
        GeoPoint[] stations = [Shot.At(0, 6_000), Shot.At(-5_000, -3_000), Shot.At(5_000, -3_000)];
        var air = Exact(truth, stations);
        var ground = stations.Select(one => new Arrival(
            one, Shot.TimeS + (Geodesic.Inverse(one, truth).DistanceM / 5_000), 0.02, WavePath.Ground)).ToArray();
        var alone = ArrivalLocator.Locate(air, Still, Limits);
        var both = ArrivalLocator.Locate([.. air, .. ground], Still, Limits);
        Assert.InRange(Geodesic.Inverse(both.Place!.Value, truth).DistanceM, 0, 1);
        Assert.True(both.TimeSigmaS < alone.TimeSigmaS);
        Assert.Equal(3, both.DegreesOfFreedom);
    }

    [Fact]
    public void What_is_asked_beyond_the_limits_is_refused_with_its_reason()
    {
        var truth = Shot.At(500, 500);
        GeoPoint[] many = [.. Enumerable.Range(0, ArrivalLocator.MaxArrivals + 1).Select(i => Shot.At(
            (6_000 + (100 * i)) * Math.Sin(i), (6_000 + (100 * i)) * Math.Cos(i)))];
        Assert.Equal(LocatingRefusal.TooManyArrivals, Refusal(Exact(truth, many)));
        Assert.Equal(LocatingRefusal.None, Refusal(Exact(truth, many[..^1])));
        Assert.Equal(LocatingRefusal.TooFewStations, Refusal([]));
        Assert.Equal(LocatingRefusal.TooFewStations, Refusal(Exact(truth, many[..2])));
        Assert.Equal(LocatingRefusal.TooFewStations, Refusal(Exact(truth, [many[0], many[1], many[1]])));

        var good = Exact(truth, many[..6]);
        Assert.Equal(LocatingRefusal.UnusableInput, Refusal([good[0] with { SigmaS = 0 }, .. good[1..]]));
        Assert.Equal(LocatingRefusal.UnusableInput, Refusal([good[0] with { TimeS = double.NaN }, .. good[1..]]));
        Assert.Equal(LocatingRefusal.UnusableInput, Refusal([good[0] with { TimeS = 1e5 }, .. good[1..]]));
        var far = GeoPoint.FromDegrees(latitudeDeg: -40, longitudeDeg: -140);
        Assert.Equal(LocatingRefusal.UnusableInput, Refusal([good[0] with { Station = far }, .. good[1..]]));
        Assert.Equal(
            LocatingRefusal.UnusableInput,
            ArrivalLocator.Locate(good, Still with { TemperatureSigmaC = -1 }, Limits).Refusal);
        var found = ArrivalLocator.Locate(good, Still, Limits);
        var ofLength = Limits with { SemiMajorM = found.Ellipse.SemiMajorM * 0.99 };
        Assert.Equal(LocatingRefusal.EllipseTooLarge, ArrivalLocator.Locate(good, Still, ofLength).Refusal);
        var ofCondition = Limits with { ConditionNumber = Math.Max(1, found.ConditionNumber * 0.99) };
        Assert.Equal(LocatingRefusal.IllConditioned, ArrivalLocator.Locate(good, Still, ofCondition).Refusal);
        Assert.Equal(
            LocatingRefusal.None,
            ArrivalLocator.Locate(good, Still, Limits with { ConditionNumber = found.ConditionNumber * 1.01 }).Refusal);
    }

    [Fact]
    public void A_far_source_is_not_stated_near()
    {
        GeoPoint[] stations = [Shot.At(0, 3_000), Shot.At(-3_000, -2_000), Shot.At(3_000, -2_000), Shot.At(0, 0)];
        var found = ArrivalLocator.Locate(Exact(Shot.At(70_000, 20_000), stations), Still, Limits);
        Assert.NotEqual(LocatingRefusal.None, found.Refusal);
        Assert.Null(found.Place);
    }

    [Fact]
    public void The_order_of_the_arrivals_and_a_common_time_do_not_matter()
    {
        var shot = Shot.Heard(
            new Splitmix(3), Shot.At(400, 1_000),
            [Shot.At(0, 6_000), Shot.At(-5_000, -3_000), Shot.At(5_000, -3_000), Shot.At(7_000, 4_000)],
            [0.01, 0.02, 0.03, 0.01], Still);
        var one = ArrivalLocator.Locate(shot.Arrivals, Still, Limits);
        var other = ArrivalLocator.Locate(
            shot.Arrivals.Reverse().Select(each => each with { TimeS = each.TimeS + 512 }).ToArray(), Still, Limits);
        Assert.InRange(Geodesic.Inverse(one.Place!.Value, other.Place!.Value).DistanceM, 0, 0.01);
        Assert.Equal(one.TimeS + 512, other.TimeS, 1e-4);
        var again = ArrivalLocator.Locate(shot.Arrivals, Still, Limits);
        Assert.Equal(BitConverter.DoubleToInt64Bits(one.Place.Value.LatitudeDeg),
            BitConverter.DoubleToInt64Bits(again.Place!.Value.LatitudeDeg));
    }

    private static LocatingRefusal Refusal(Arrival[] arrivals) =>
        ArrivalLocator.Locate(arrivals, Still, Limits).Refusal;

    /// <summary>Arrivals without an error, which is stated as 10 ms.</summary>
    private static Arrival[] Exact(GeoPoint truth, IReadOnlyList<GeoPoint> stations) =>
    [
        .. stations.Select(one => new Arrival(
            one, Shot.TimeS + (Geodesic.Inverse(truth, one).DistanceM / Still.SoundMps), 0.01)),
    ];

    /// <summary>Chi-square of a place by the times' differences against their mean, for times of one error.</summary>
    private static double Misfit(GeoPoint place, Arrival[] arrivals)
    {
        var starts = arrivals.Select(one => one.TimeS
            - (Geodesic.Inverse(place, one.Station).DistanceM / Still.SoundMps)).ToArray();
        return starts.Sum(one => Math.Pow((one - starts.Average()) / 0.01, 2));
    }

    /// <summary>Chi-square of a place by the covariance of the times.</summary>
    private static double Misfit(Shot shot, GeoPoint place)
    {
        var inverse = Shot.Inverse(shot.TimeCovariance(place));
        var travel = shot.Travel(place);
        var (all, ones, mixed) = (0.0, 0.0, 0.0);
        for (var i = 0; i < travel.Length; i++)
        {
            for (var j = 0; j < travel.Length; j++)
            {
                var (a, b) = (shot.Arrivals[i].TimeS - travel[i] - 1_000, shot.Arrivals[j].TimeS - travel[j] - 1_000);
                all += a * inverse[i, j] * b;
                mixed += a * inverse[i, j];
                ones += inverse[i, j];
            }
        }

        return all - (mixed * mixed / ones);
    }

    /// <summary>How often places were stated, and covered the truth.</summary>
    private sealed class Tally
    {
        private readonly List<(LocatedSource Found, Shot Shot)> stated = [];
        private readonly SortedDictionary<LocatingRefusal, int> refusals = [];

        public int Stated => stated.Count;

        public int TooLarge { get; private set; }

        public int Refused { get; private set; }

        public static Tally Of(int count, ulong seed, double judgedM = 1_000)
        {
            var draws = new Splitmix(seed);
            var tally = new Tally();
            for (var i = 0; i < count; i++)
            {
                var shot = Shot.Random(draws);
                var found = ArrivalLocator.Locate(shot.Arrivals, shot.Medium, Limits);
                var isTooLarge = shot.TrueSemiMajorM() > judgedM;
                tally.TooLarge += isTooLarge ? 1 : 0;
                tally.Refused += isTooLarge && found.Place is null ? 1 : 0;
                tally.refusals[found.Refusal] = tally.refusals.GetValueOrDefault(found.Refusal) + 1;
                if (found.Place is not null)
                {
                    tally.stated.Add((found, shot));
                }
            }

            return tally;
        }

        public double Share(double factor) => (double)stated.Count(
            one => Shot.Covers(one.Found.Place!.Value, one.Found.Error, one.Shot.Truth, factor)) / stated.Count;

        public override string ToString() => FormattableString.Invariant(
            $"stated {Stated}, covered {Share(1):F4}; too large {TooLarge}, of them refused {Refused}; ")
            + string.Join(", ", refusals.Select(one => FormattableString.Invariant($"{one.Key} {one.Value}")));
    }
}
