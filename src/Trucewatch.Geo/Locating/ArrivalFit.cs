using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Locating;

/// <summary>
/// Least squares of arrival times by Levenberg's and Marquardt's steps. Unknown are the place (metres east and north),
/// the time (in metres of sound) and, in their own standard deviations, what all stations share: speed of sound, wind
/// and speed in the ground. A shared error is an unknown with a prior, so that the covariance of the place has it in.
/// </summary>
internal sealed class ArrivalFit
{
    /// <summary>How many unknowns there are.</summary>
    public const int Unknowns = 7;

    /// <summary>Most steps from one start.</summary>
    public const int MaxSteps = 120;

    // A step that would lower the sum by less than this moves the answer by less than 1e-4 standard deviations.
    private const double LeastGain = 1e-8;

    // The Jacobian takes directions in a plane, right to a thousandth; a sum may seem to rise by so much at its least.
    private const double Slack = 1e-6;

    private const double MostDamping = 1e12;
    private const int PlaceUnknowns = 2;
    private const int FirstShared = 3;

    private readonly Arrival[] arrivals;
    private readonly WaveMedium medium;
    private readonly GeoPoint middle;
    private readonly LocalScale scale;
    private readonly double boundM;
    private readonly double[] normal = new double[Unknowns * Unknowns];
    private readonly double[] slope = new double[Unknowns];
    private readonly double[] root = new double[Unknowns * Unknowns];
    private readonly double[] step = new double[Unknowns];
    private readonly double[] row = new double[Unknowns];

    /// <param name="arrivals">The arrivals; times from a time near them.</param>
    /// <param name="medium">How fast signals travel.</param>
    /// <param name="middle">The middle of the stations.</param>
    /// <param name="boundM">A place farther from it is given up.</param>
    public ArrivalFit(Arrival[] arrivals, WaveMedium medium, GeoPoint middle, double boundM)
    {
        this.arrivals = arrivals;
        this.medium = medium;
        this.middle = middle;
        this.boundM = boundM;
        scale = LocalScale.At(middle);
    }

    /// <summary>The arrival that is left out, or -1.</summary>
    public int LeftOut { get; set; } = -1;

    /// <summary>How a search from one start ended.</summary>
    public enum End
    {
        /// <summary>At a least sum of squares.</summary>
        Least,

        /// <summary>Beyond the bound.</summary>
        Beyond,

        /// <summary>Not within the limit of steps.</summary>
        Unfinished,
    }

    /// <summary>Searches from a place; what all share starts at what is expected.</summary>
    public End Search(GeoPoint start, out Guess least)
    {
        least = new Guess(start, MeanTimeM(start), 0, 0, 0, 0);
        var sum = Prepare(in least);
        var damping = 1e-3;
        for (var count = 0; count < MaxSteps && damping < MostDamping; count++)
        {
            if (!Solve(damping))
            {
                damping *= 10;
                continue;
            }

            var gain = 0.0;
            for (var k = 0; k < Unknowns; k++)
            {
                gain -= slope[k] * step[k];
            }

            if (gain < LeastGain && damping <= 1e-2)
            {
                return End.Least;
            }

            // Far steps over a curved sum are cut short, and none may leave the part of the Earth that is looked at.
            var lengthM = Elementary.Hypot(step[0], step[1]);
            var cut = Math.Min(1, 0.5 * boundM / Math.Max(lengthM, 1));
            var next = Moved(in least, cut);
            var (eastM, northM) = scale.Offset(middle, next.Place);
            if (Elementary.Hypot(eastM, northM) > boundM)
            {
                least = next;
                return End.Beyond;
            }

            var sumNext = Sum(in next);
            if (sumNext <= sum + (Slack * (1 + sum)))
            {
                least = next;
                sum = Prepare(in least);
                damping = Math.Max(1e-12, damping * 0.1);
            }
            else
            {
                damping *= 10;
            }
        }

        return End.Unfinished;
    }

    /// <summary>The sum of squares, priors included.</summary>
    public double Sum(in Guess guess)
    {
        var sum = (guess.Air * guess.Air) + (guess.WindEast * guess.WindEast) + (guess.WindNorth * guess.WindNorth)
            + (guess.Ground * guess.Ground);
        for (var i = 0; i < arrivals.Length; i++)
        {
            if (i != LeftOut)
            {
                var residual = Residual(in arrivals[i], in guess, []) / arrivals[i].SigmaS;
                sum += residual * residual;
            }
        }

        return sum;
    }

    /// <summary>The covariance of place and time at a guess; false where the stations do not tell.</summary>
    public bool Covariance(in Guess guess, out Covariance2 place, out double timeM2)
    {
        (place, timeM2) = (default, 0);
        Prepare(in guess);
        if (!Factor(0, 0))
        {
            return false;
        }

        Span<double> columns = stackalloc double[3 * Unknowns];
        for (var k = 0; k < 3; k++)
        {
            var column = columns.Slice(k * Unknowns, Unknowns);
            column[k] = 1;
            Substitute(column, 0);
        }

        place = new Covariance2(columns[0], columns[1], columns[Unknowns + 1]);
        timeM2 = columns[(2 * Unknowns) + 2];
        return true;
    }

    /// <summary>By how many seconds an arrival came later than the guess says.</summary>
    public double Late(int index, in Guess guess) => Residual(in arrivals[index], in guess, []);

    /// <summary>The guess at another place, all else kept.</summary>
    public Guess At(in Guess guess, double eastM, double northM) =>
        guess with { Place = scale.Move(guess.Place, eastM, northM) };

    /// <summary>
    /// The least sum of squares that a place allows, whatever the time and what all share; these enter all but
    /// linearly, so that a few steps are enough.
    /// </summary>
    public double LeastSumAt(in Guess guess)
    {
        var free = guess;
        for (var count = 0; count < 4; count++)
        {
            Prepare(in free);
            if (!Factor(0, PlaceUnknowns))
            {
                return double.PositiveInfinity;
            }

            for (var k = 0; k < Unknowns; k++)
            {
                step[k] = k < PlaceUnknowns ? 0 : -slope[k];
            }

            Substitute(step, PlaceUnknowns);
            free = Moved(in free, 1);
        }

        return Sum(in free);
    }

    /// <summary>Makes the normal equations; gives the sum of squares.</summary>
    private double Prepare(in Guess guess)
    {
        Array.Clear(normal);
        Array.Clear(slope);
        ReadOnlySpan<double> shared = [guess.Air, guess.WindEast, guess.WindNorth, guess.Ground];
        var sum = 0.0;
        for (var k = 0; k < shared.Length; k++)
        {
            sum += shared[k] * shared[k];
            slope[FirstShared + k] = shared[k];
            normal[((FirstShared + k) * Unknowns) + FirstShared + k] = 1;
        }

        for (var i = 0; i < arrivals.Length; i++)
        {
            if (i == LeftOut)
            {
                continue;
            }

            var weight = 1 / arrivals[i].SigmaS;
            var residual = Residual(in arrivals[i], in guess, row) * weight;
            sum += residual * residual;
            for (var k = 0; k < Unknowns; k++)
            {
                row[k] *= weight;
                slope[k] += row[k] * residual;
                for (var l = 0; l <= k; l++)
                {
                    normal[(k * Unknowns) + l] += row[k] * row[l];
                }
            }
        }

        return sum;
    }

    /// <summary>Observed less expected time, and where asked its derivatives by the unknowns.</summary>
    private double Residual(in Arrival arrival, in Guess guess, Span<double> derivatives)
    {
        var (eastM, northM) = scale.Offset(guess.Place, arrival.Station);
        var lengthM = Elementary.Hypot(eastM, northM);

        // At the station itself the direction is not known; nothing is lost by none.
        var (east, north) = lengthM > 1e-3 ? (eastM / lengthM, northM / lengthM) : (0, 0);
        var isAir = arrival.Path == WavePath.Air;
        var windEast = isAir ? medium.WindEastMps + (medium.WindSigmaMps * guess.WindEast) : 0;
        var windNorth = isAir ? medium.WindNorthMps + (medium.WindSigmaMps * guess.WindNorth) : 0;
        var still = isAir
            ? medium.SoundMps + (medium.SoundSigmaMps * guess.Air)
            : medium.GroundSpeedMps + (medium.GroundSpeedSigmaMps * guess.Ground);
        var along = (windEast * east) + (windNorth * north);

        // No guess may make it stand still or turn: a tenth of its usual speed is far from all that occurs.
        var speed = Math.Max(still + along, 0.1 * (isAir ? medium.SoundMps : medium.GroundSpeedMps));
        var residual = arrival.TimeS - (guess.TimeM / medium.SoundMps) - (lengthM / speed);
        if (derivatives.IsEmpty)
        {
            return residual;
        }

        var squared = 1 / (speed * speed);
        derivatives[0] = (east / speed) - ((windEast - (along * east)) * squared);
        derivatives[1] = (north / speed) - ((windNorth - (along * north)) * squared);
        derivatives[2] = -1 / medium.SoundMps;
        var bySpeed = lengthM * squared;
        derivatives[3] = isAir ? bySpeed * medium.SoundSigmaMps : 0;
        derivatives[4] = isAir ? bySpeed * medium.WindSigmaMps * east : 0;
        derivatives[5] = isAir ? bySpeed * medium.WindSigmaMps * north : 0;
        derivatives[6] = isAir ? 0 : bySpeed * medium.GroundSpeedSigmaMps;
        return residual;
    }

    private double MeanTimeM(GeoPoint place)
    {
        var guess = new Guess(place, 0, 0, 0, 0, 0);
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < arrivals.Length; i++)
        {
            if (i != LeftOut)
            {
                var weight = 1 / (arrivals[i].SigmaS * arrivals[i].SigmaS);
                sum += weight * Residual(in arrivals[i], in guess, []);
                weights += weight;
            }
        }

        return sum / weights * medium.SoundMps;
    }

    private Guess Moved(in Guess from, double cut) => new(
        scale.Move(from.Place, cut * step[0], cut * step[1]),
        from.TimeM + (cut * step[2]),
        from.Air + (cut * step[3]),
        from.WindEast + (cut * step[4]),
        from.WindNorth + (cut * step[5]),
        from.Ground + (cut * step[6]));

    /// <summary>The step with so much damping; false where it cannot be found.</summary>
    private bool Solve(double damping)
    {
        if (!Factor(damping, 0))
        {
            return false;
        }

        for (var k = 0; k < Unknowns; k++)
        {
            step[k] = -slope[k];
        }

        Substitute(step, 0);
        return true;
    }

    /// <summary>Cholesky's root of the normal matrix, from one unknown on, with its diagonal raised.</summary>
    private bool Factor(double damping, int first)
    {
        for (var k = first; k < Unknowns; k++)
        {
            for (var l = first; l <= k; l++)
            {
                var whole = normal[(k * Unknowns) + l] * (k == l ? 1 + damping : 1);
                var value = whole;
                for (var m = first; m < l; m++)
                {
                    value -= root[(k * Unknowns) + m] * root[(l * Unknowns) + m];
                }

                if (k != l)
                {
                    root[(k * Unknowns) + l] = value / root[(l * Unknowns) + l];
                }
                else if (value > 1e-13 * whole)
                {
                    root[(k * Unknowns) + k] = Math.Sqrt(value);
                }
                else
                {
                    // Less than the rounding of what was taken away: nothing is known along this unknown.
                    return false;
                }
            }
        }

        return true;
    }

    private void Substitute(Span<double> vector, int first)
    {
        for (var k = first; k < Unknowns; k++)
        {
            for (var l = first; l < k; l++)
            {
                vector[k] -= root[(k * Unknowns) + l] * vector[l];
            }

            vector[k] /= root[(k * Unknowns) + k];
        }

        for (var k = Unknowns - 1; k >= first; k--)
        {
            for (var l = k + 1; l < Unknowns; l++)
            {
                vector[k] -= root[(l * Unknowns) + k] * vector[l];
            }

            vector[k] /= root[(k * Unknowns) + k];
        }
    }

    /// <summary>Values of the unknowns.</summary>
    /// <param name="Place">Place of the source.</param>
    /// <param name="TimeM">Its time, in metres that sound goes in it.</param>
    /// <param name="Air">Error of the speed of sound in standard deviations.</param>
    /// <param name="WindEast">Error of the wind towards east, likewise.</param>
    /// <param name="WindNorth">Error of the wind towards north, likewise.</param>
    /// <param name="Ground">Error of the speed in the ground, likewise.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Guess(
        GeoPoint Place, double TimeM, double Air, double WindEast, double WindNorth, double Ground);
}
