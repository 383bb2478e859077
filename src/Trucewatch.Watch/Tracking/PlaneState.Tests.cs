using CsCheck;
using Trucewatch.Geo;
using Trucewatch.Watch.Tracking.Plots;
using Xunit;

namespace Trucewatch.Watch.Tracking;

public sealed class PlaneStateTests
{
    private static readonly Gen<PlaneState> States = Gen.Select(
        Gen.Double[-1000, 1000].Array[4], Gen.Double[-3, 3].Array[4, 4].Array[4]).Select((mean, root) =>
    {
        // A root times its transpose is positive; the unit on top keeps it away from a plane.
        double P(int i, int j) => Enumerable.Range(0, 4).Sum(k => root[i][k] * root[j][k]) + (i == j ? 1 : 0);
        return new PlaneState
        {
            EastM = mean[0],
            NorthM = mean[1],
            Motion = new PlaneMotion
            {
                EastMps = mean[2] / 20,
                NorthMps = mean[3] / 20,
                PositionError = new Covariance2(P(0, 0), P(0, 1), P(1, 1)),
                Cross = new Block(P(0, 2), P(0, 3), P(1, 2), P(1, 3)),
                VelocityError = new Covariance2(P(2, 2), P(2, 3), P(3, 3)),
            },
        };
    });

    [Fact]
    public void Two_short_predictions_are_one_long_one() =>
        Gen.Select(States, Gen.Double[0, 100], Gen.Double[0, 100]).Sample((state, first, second) =>
        {
            var (twice, once) = (state, state);
            twice.Predict(first, 0.5);
            twice.Predict(second, 0.5);
            once.Predict(first + second, 0.5);
            Close(Full(once), Full(twice), 1e-10);
        });

    [Fact]
    public void The_block_filter_is_the_textbook_one() =>
        Gen.Select(States, Gen.Double[0, 30], Gen.Double[-60, 60], Gen.Double[-60, 60])
            .Sample((state, seconds, east, north) =>
        {
            var blocks = state;
            blocks.Predict(seconds, 0.5);
            blocks.Correct(new Covariance2(9, 2, 16), east, north);
            var (mean, covariance) = Full(state);
            double[,] f = { { 1, 0, seconds, 0 }, { 0, 1, 0, seconds }, { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
            var (cube, square) = (0.5 * seconds * seconds * seconds / 3, 0.5 * seconds * seconds / 2);
            double[,] q =
            {
                { cube, 0, square, 0 }, { 0, cube, 0, square },
                { square, 0, 0.5 * seconds, 0 }, { 0, square, 0, 0.5 * seconds },
            };
            Correct(Times(f, mean),
                Plus(Times(Times(f, covariance), Transposed(f)), q), 0, east, north, blocks, 9, 2, 16);
        });

    [Fact]
    public void A_measured_velocity_corrects_as_in_the_textbook() =>
        Gen.Select(States, Gen.Double[-9, 9], Gen.Double[-9, 9]).Sample((state, east, north) =>
        {
            var blocks = state;
            blocks.CorrectVelocity(new Covariance2(2, 0.5, 3), east, north);
            var (mean, covariance) = Full(state);
            Correct(mean, covariance, 2, east, north, blocks, 2, 0.5, 3);
        });

    [Fact]
    public void A_turn_of_no_rate_is_straight_and_a_full_turn_comes_back() =>
        Gen.Select(States, Gen.Double[0.1, 60]).Sample((state, seconds) =>
        {
            var (straight, slow, round) = (state, state, state);
            straight.Predict(seconds, 0.5);
            slow.Predict(Turn.Of(seconds, 1e-7), 0.5);
            Close(Full(straight), Full(slow), 1e-5);
            round.Predict(Turn.Of(seconds, 360 / seconds), 0);
            Close(Full(state), Full(round), 1e-9);
        });

    [Fact]
    public void A_clockwise_turn_goes_from_north_to_east()
    {
        var state = new PlaneState { Motion = new PlaneMotion { NorthMps = 10 } };
        state.Predict(Turn.Of(30, 3), 0);
        Assert.Equal(10, state.EastMps, 1e-9);
        Assert.Equal(0, state.NorthMps, 1e-9);
        Assert.Equal(600 / Math.PI, state.EastM, 1e-9);
        Assert.Equal(600 / Math.PI, state.NorthM, 1e-9);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(3)]
    public void A_bank_of_turns_follows_a_turning_object_better_than_a_straight_line(double noise)
    {
        double Miss(MotionBank bank)
        {
            var random = new Splitmix(3);
            var modes = new ModeStates(bank);
            var (estimate, sum) = (default(PlaneState), 0.0);
            for (var scan = 0; scan < 60; scan++)
            {
                var angle = Math.PI / 180 * 3 * scan * 4;
                var (east, north) = (3000 * Math.Sin(angle), 3000 * Math.Cos(angle));
                var plot = new Plot
                {
                    EastM = east + (10 * random.Normal()),
                    NorthM = north + (10 * random.Normal()),
                    Error = Covariance2.Circular(10),
                };
                if (scan == 0)
                {
                    estimate = Likelihood.First(in plot, 200);
                    modes.Start(0, in estimate, 0.5);
                    continue;
                }

                modes.Prepare(4);
                modes.Predict(0, ref estimate);
                sum += scan < 20 ? 0 : Elementary.Hypot(east - estimate.EastM, north - estimate.NorthM);
                _ = modes.Correct(0, in plot, ref estimate);
            }

            return sum;
        }

        var straight = Miss(MotionBank.Straight(noise));
        Assert.True(Miss(MotionBank.Turning(noise)) < 0.8 * straight);
        Assert.True(Miss(MotionBank.Mixed(noise)) < 0.8 * straight);
    }

    private static void Correct(
        double[] mean, double[,] p, int first,
        double east, double north, PlaneState got, double ee, double en, double nn)
    {
        var second = first + 1;
        double[,] s =
        {
            { p[first, first] + ee, p[first, second] + en }, { p[second, first] + en, p[second, second] + nn },
        };
        var determinant = (s[0, 0] * s[1, 1]) - (s[0, 1] * s[1, 0]);
        double[,] inverse =
        {
            { s[1, 1] / determinant, -s[0, 1] / determinant }, { -s[1, 0] / determinant, s[0, 0] / determinant },
        };
        var cross = new double[4, 2];
        for (var i = 0; i < 4; i++)
        {
            (cross[i, 0], cross[i, 1]) = (p[i, first], p[i, first + 1]);
        }

        var gain = Times(cross, inverse);
        var corrected = mean.Select((value, i) => value + (gain[i, 0] * east) + (gain[i, 1] * north)).ToArray();
        var less = Times(gain, Transposed(cross));
        var rest = new double[4, 4];
        for (var i = 0; i < 16; i++)
        {
            rest[i / 4, i % 4] = p[i / 4, i % 4] - less[i / 4, i % 4];
        }

        Close((corrected, rest), Full(got), 1e-7);
    }

    private static void Close((double[] Mean, double[,] P) expected, (double[] Mean, double[,] P) got, double share)
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(expected.Mean[i], got.Mean[i], share * (1 + expected.Mean.Max(Math.Abs)));
        }

        for (var i = 0; i < 16; i++)
        {
            var scale = 1 + expected.P.Cast<double>().Max(Math.Abs);
            Assert.Equal(expected.P[i / 4, i % 4], got.P[i / 4, i % 4], share * scale);
        }
    }

    private static (double[] Mean, double[,] P) Full(PlaneState s) => (
        [s.EastM, s.NorthM, s.EastMps, s.NorthMps],
        new[,]
        {
            { s.PositionError.EastM2, s.PositionError.EastNorthM2, s.Motion.Cross.EE, s.Motion.Cross.EN },
            { s.PositionError.EastNorthM2, s.PositionError.NorthM2, s.Motion.Cross.NE, s.Motion.Cross.NN },
            { s.Motion.Cross.EE, s.Motion.Cross.NE, s.Motion.VelocityError.EastM2, s.Motion.VelocityError.EastNorthM2 },
            { s.Motion.Cross.EN, s.Motion.Cross.NN,
                s.Motion.VelocityError.EastNorthM2, s.Motion.VelocityError.NorthM2 },
        });

    private static double[,] Transposed(double[,] a)
    {
        var result = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.Length; i++)
        {
            result[i % a.GetLength(1), i / a.GetLength(1)] = a[i / a.GetLength(1), i % a.GetLength(1)];
        }

        return result;
    }

    private static double[] Times(double[,] a, double[] b) =>
        [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 4).Sum(k => a[i, k] * b[k]))];

    private static double[,] Plus(double[,] a, double[,] b)
    {
        var result = new double[4, 4];
        for (var i = 0; i < 16; i++)
        {
            result[i / 4, i % 4] = a[i / 4, i % 4] + b[i / 4, i % 4];
        }

        return result;
    }

    private static double[,] Times(double[,] a, double[,] b)
    {
        var result = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column) = (i / b.GetLength(1), i % b.GetLength(1));
            result[row, column] = Enumerable.Range(0, a.GetLength(1)).Sum(k => a[row, k] * b[k, column]);
        }

        return result;
    }
}
