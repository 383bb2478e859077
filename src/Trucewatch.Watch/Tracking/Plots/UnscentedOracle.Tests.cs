using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// An unscented Kalman filter in full matrices (Julier and Uhlmann, Proc. IEEE 92(3), 2004): nine points with a weight
/// of a fifth in the middle. It takes range, bearing and range rate as they were measured, nothing converted.
/// </summary>
internal static class UnscentedOracle
{
    private const int Size = 4;
    private const double Middle = 0.2;

    public static void Correct(ref PlaneState state, in Plot plot)
    {
        var rate = plot.RangeRateSigmaMps > 0 ? plot : default;
        if (plot.Kind == PlotKind.Bearing)
        {
            var (east, north) = (plot.ObserverEastM, plot.ObserverNorthM);
            Take(ref state, parts => Math.Atan2(parts[0] - east, parts[1] - north),
                plot.BearingDeg * Math.PI / 180, plot.BearingSigmaDeg * Math.PI / 180, isAngle: true);
        }
        else if (plot.IsPolar)
        {
            Take(ref state, parts => Math.Atan2(parts[0], parts[1]),
                plot.BearingDeg * Math.PI / 180, plot.BearingSigmaDeg * Math.PI / 180, isAngle: true);
            Take(ref state, parts => Math.Sqrt((parts[0] * parts[0]) + (parts[1] * parts[1])),
                plot.RangeM, plot.RangeSigmaM);
        }
        else
        {
            state.Correct(plot.Error, plot.EastM - state.EastM, plot.NorthM - state.NorthM);
        }

        if (rate.HasRangeRate)
        {
            Take(ref state, parts => ((parts[0] * parts[2]) + (parts[1] * parts[3]))
                / Math.Sqrt((parts[0] * parts[0]) + (parts[1] * parts[1])), rate.RangeRateMps, rate.RangeRateSigmaMps);
        }
    }

    private static void Take(
        ref PlaneState state, Func<double[], double> function, double measured, double sigma, bool isAngle = false)
    {
        var (mean, p) = Full(in state);
        var root = Root(p, Size / (1 - Middle));
        var points = new List<(double[] At, double Weight)> { (mean, Middle) };
        for (var column = 0; column < Size; column++)
        {
            foreach (var sign in new[] { -1, 1 })
            {
                var at = mean.Select((value, row) => value + (sign * root[row, column])).ToArray();
                points.Add((at, (1 - Middle) / (2 * Size)));
            }
        }

        // Angles are taken from the first point, so that none is split at half a turn.
        var first = function(mean);
        double Off(double value) => isAngle ? Math.IEEERemainder(value - first, 2 * Math.PI) : value - first;
        var offs = points.Select(point => Off(function(point.At))).ToArray();
        var expected = points.Select((point, i) => point.Weight * offs[i]).Sum();
        var variance = points.Select((point, i) => point.Weight * (offs[i] - expected) * (offs[i] - expected)).Sum()
            + (sigma * sigma);
        var cross = Enumerable.Range(0, Size).Select(row => points.Select(
            (point, i) => point.Weight * (point.At[row] - mean[row]) * (offs[i] - expected)).Sum()).ToArray();
        var miss = Off(measured) - expected;
        for (var row = 0; row < Size; row++)
        {
            mean[row] += cross[row] / variance * miss;
            for (var column = 0; column < Size; column++)
            {
                p[row, column] -= cross[row] * cross[column] / variance;
            }
        }

        state = new PlaneState
        {
            EastM = mean[0],
            NorthM = mean[1],
            Motion = new PlaneMotion
            {
                EastMps = mean[2],
                NorthMps = mean[3],
                PositionError = new Covariance2(p[0, 0], p[0, 1], p[1, 1]),
                Cross = new Block(p[0, 2], p[0, 3], p[1, 2], p[1, 3]),
                VelocityError = new Covariance2(p[2, 2], p[2, 3], p[3, 3]),
            },
        };
    }

    private static (double[] Mean, double[,] P) Full(in PlaneState s)
    {
        var (place, cross, speed) = (s.PositionError, s.Motion.Cross, s.Motion.VelocityError);
        return (
            [s.EastM, s.NorthM, s.EastMps, s.NorthMps],
            new[,]
            {
                { place.EastM2, place.EastNorthM2, cross.EE, cross.EN },
                { place.EastNorthM2, place.NorthM2, cross.NE, cross.NN },
                { cross.EE, cross.NE, speed.EastM2, speed.EastNorthM2 },
                { cross.EN, cross.NN, speed.EastNorthM2, speed.NorthM2 },
            });
    }

    /// <summary>Cholesky's root of a matrix times a factor.</summary>
    private static double[,] Root(double[,] p, double factor)
    {
        var root = new double[Size, Size];
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = factor * p[row, column];
                for (var k = 0; k < column; k++)
                {
                    rest -= root[row, k] * root[column, k];
                }

                root[row, column] = row == column ? Math.Sqrt(rest) : rest / root[column, column];
            }
        }

        return root;
    }
}
