using System.Runtime.InteropServices;

namespace Trucewatch.Watch.Blasts;

/// <summary>
/// Looks for the place from which most signals of several channels come together. All rounds of one shelling fall near
/// one place, so that the differences of times between two channels repeat: those that repeat most are tried, for three
/// channels at a time, and the places that they give are scored by what all channels heard.
/// </summary>
internal sealed class PlaceSearch
{
    /// <summary>Differences between two channels that are tried.</summary>
    public const int MaxDifferences = 6;

    /// <summary>Channels that the others are compared with: those that heard most.</summary>
    public const int MaxReferences = 3;

    /// <summary>Places that are bettered step by step.</summary>
    public const int MaxRefined = 12;

    // Differences that are so near one another are of one place: rounds scatter, and clocks err.
    private const double SameDifferenceS = 0.5;

    // Wind and the speed of sound are not known: signals come together within so long, near the right place.
    private const double CoarseS = 1;

    // A difference of two channels may be so much longer than the way between them, for the same reason.
    private const double LongerFactor = 1.06;

    // A sine of the angle between two ways below which they are one row.
    private const double InRow = 1e-3;
    private const double FirstStepM = 400;
    private const double LastStepM = 40;

    private readonly Channel[] channels;
    private readonly double rangeM;
    private readonly double[][] times;
    private readonly double[] back;
    private readonly int[] from;
    private readonly int[] seenIn;
    private int window;

    /// <param name="channels">All channels.</param>
    /// <param name="signals">What they heard, in order of time.</param>
    /// <param name="rangeM">Farthest that a bang is heard.</param>
    public PlaceSearch(Channel[] channels, ReadOnlySpan<Signal> signals, double rangeM)
    {
        (this.channels, this.rangeM) = (channels, rangeM);
        times = new double[channels.Length][];
        for (var channel = 0; channel < channels.Length; channel++)
        {
            var own = new List<double>();
            foreach (var signal in signals)
            {
                if (signal.Channel == channel)
                {
                    own.Add(signal.TimeS);
                }
            }

            times[channel] = [.. own];
        }

        (back, from, seenIn) = (new double[signals.Length], new int[signals.Length], new int[channels.Length]);
    }

    /// <summary>The best place, or null where no three channels heard anything that may be of one.</summary>
    public (double EastM, double NorthM)? Find()
    {
        var tried = new List<Candidate>();
        var heard = Enumerable.Range(0, channels.Length).Where(one => times[one].Length > 0)
            .OrderByDescending(one => times[one].Length).ToArray();
        foreach (var reference in heard.Take(MaxReferences))
        {
            // By different paths the difference grows with the way: those of one path are compared, all are scored.
            var others = heard.Where(one => one != reference && channels[one].SpeedMps == channels[reference].SpeedMps)
                .Order().ToArray();
            var differences = Array.ConvertAll(others, other => Differences(reference, other));
            for (var i = 0; i < others.Length; i++)
            {
                for (var j = i + 1; j < others.Length; j++)
                {
                    Try(reference, others[i], others[j], differences[i], differences[j], tried);
                }
            }
        }

        return Refine(tried);
    }

    private (double EastM, double NorthM)? Refine(List<Candidate> tried)
    {
        Candidate? best = null;
        foreach (var start in tried.OrderByDescending(one => one.Score).Take(MaxRefined))
        {
            var now = start with { Score = Score(start.EastM, start.NorthM) };
            for (var stepM = FirstStepM; stepM >= LastStepM; stepM *= 0.5)
            {
                for (var moved = true; moved;)
                {
                    moved = false;
                    foreach (var (east, north) in ((double, double)[])[(1, 0), (-1, 0), (0, 1), (0, -1)])
                    {
                        var (eastM, northM) = (now.EastM + (east * stepM), now.NorthM + (north * stepM));
                        var score = Score(eastM, northM);
                        if (score > now.Score + 1e-9)
                        {
                            (now, moved) = (new Candidate(eastM, northM, score), true);
                        }
                    }
                }
            }

            best = best is null || now.Score > best.Value.Score ? now : best;
        }

        return best is { Score: > 0 } found ? (found.EastM, found.NorthM) : null;
    }

    /// <summary>The differences of times between two channels that repeat most, the strongest first.</summary>
    private double[] Differences(int reference, int other)
    {
        var (a, b) = (channels[reference], channels[other]);
        var mostS = (LongerFactor * a.TravelS(b.EastM, b.NorthM)) + SameDifferenceS;
        var all = new List<double>();
        foreach (var early in times[reference])
        {
            foreach (var late in times[other])
            {
                if (Math.Abs(late - early) <= mostS)
                {
                    all.Add(late - early);
                }
            }
        }

        all.Sort();
        var weights = Weights(all);
        var found = new List<double>();
        while (found.Count < MaxDifferences && all.Count > 0)
        {
            var best = 0;
            for (var i = 1; i < all.Count; i++)
            {
                best = weights[i] > weights[best] ? i : best;
            }

            if (weights[best] <= 0)
            {
                break;
            }

            found.Add(Mean(all, best));
            for (var i = 0; i < all.Count; i++)
            {
                weights[i] = Math.Abs(all[i] - all[best]) < 0.8 * SameDifferenceS ? 0 : weights[i];
            }
        }

        return [.. found];
    }

    private static double[] Weights(List<double> all)
    {
        var weights = new double[all.Count];
        var first = 0;
        for (var i = 0; i < all.Count; i++)
        {
            while (all[i] - all[first] > SameDifferenceS)
            {
                first++;
            }

            for (var j = first; j < all.Count && all[j] - all[i] <= SameDifferenceS; j++)
            {
                weights[i] += 1 - (Math.Abs(all[j] - all[i]) / SameDifferenceS);
            }
        }

        return weights;
    }

    private static double Mean(List<double> all, int best)
    {
        var (sum, count) = (0.0, 0);
        foreach (var one in all)
        {
            if (Math.Abs(one - all[best]) <= 0.7 * SameDifferenceS)
            {
                (sum, count) = (sum + one, count + 1);
            }
        }

        return sum / count;
    }

    private void Try(int reference, int i, int j, double[] first, double[] second, List<Candidate> tried)
    {
        foreach (var a in first)
        {
            foreach (var b in second)
            {
                TryOne(reference, i, j, a, b, tried);
            }
        }
    }

    /// <summary>
    /// The places at which signals differ so: with the reference in the middle, r away from the place, the others are
    /// r + q away; both squares less r squared are linear in the place, and its length is r.
    /// </summary>
    private void TryOne(int reference, int i, int j, double first, double second, List<Candidate> tried)
    {
        var middle = channels[reference];
        var (a, b) = (channels[i], channels[j]);
        var (ax, ay) = (a.EastM - middle.EastM, a.NorthM - middle.NorthM);
        var (bx, by) = (b.EastM - middle.EastM, b.NorthM - middle.NorthM);
        var (qa, qb) = (first * middle.SpeedMps, second * middle.SpeedMps);
        var determinant = (ax * by) - (ay * bx);
        if (Math.Abs(determinant) < InRow * Math.Sqrt(((ax * ax) + (ay * ay)) * ((bx * bx) + (by * by))))
        {
            TryRow(middle, (ax, ay), (bx, by), (qa, qb), tried);
            return;
        }

        var (ka, kb) = (0.5 * ((ax * ax) + (ay * ay) - (qa * qa)), 0.5 * ((bx * bx) + (by * by) - (qb * qb)));
        var (px, py) = (((ka * by) - (kb * ay)) / determinant, ((ax * kb) - (bx * ka)) / determinant);
        var (rx, ry) = (((qb * ay) - (qa * by)) / determinant, ((qa * bx) - (qb * ax)) / determinant);
        var (square, half, constant) = ((rx * rx) + (ry * ry) - 1, (px * rx) + (py * ry), (px * px) + (py * py));
        var under = (half * half) - (square * constant);

        // Just beyond what any place gives, as noise makes it, the nearest place is tried.
        var root = Math.Sqrt(Math.Max(0, under));
        foreach (var r in Math.Abs(square) < 1e-9
            ? (ReadOnlySpan<double>)[-0.5 * constant / half]
            : [(-half + root) / square, (-half - root) / square])
        {
            if (r >= 0 && r <= rangeM)
            {
                var (eastM, northM) = (middle.EastM + px + (rx * r), middle.NorthM + py + (ry * r));
                tried.Add(new Candidate(eastM, northM, Score(eastM, northM)));
            }
        }
    }

    /// <summary>The same where all three stand in a row: one place on either side of it.</summary>
    private void TryRow(
        Channel middle, (double X, double Y) a, (double X, double Y) b, (double A, double B) q, List<Candidate> tried)
    {
        var lengthM = Math.Sqrt((a.X * a.X) + (a.Y * a.Y));
        var (x, y) = (a.X / lengthM, a.Y / lengthM);
        var along = (b.X * x) + (b.Y * y);
        var (ka, kb) = (0.5 * ((lengthM * lengthM) - (q.A * q.A)), 0.5 * ((along * along) - (q.B * q.B)));
        var r = ((ka * along) - (kb * lengthM)) / ((q.A * along) - (q.B * lengthM));
        if (!(r >= 0 && r <= rangeM))
        {
            return;
        }

        var on = (ka - (q.A * r)) / lengthM;
        var beside = Math.Sqrt(Math.Max(0, (r * r) - (on * on)));
        foreach (var way in (ReadOnlySpan<double>)[beside, -beside])
        {
            var (eastM, northM) = (middle.EastM + (on * x) - (way * y), middle.NorthM + (on * y) + (way * x));
            tried.Add(new Candidate(eastM, northM, Score(eastM, northM)));
        }
    }

    /// <summary>
    /// How well signals come together at a place: for each window with signals of k channels, (k - 1) squared, less
    /// where they lie apart.
    /// </summary>
    private double Score(double eastM, double northM)
    {
        var count = 0;
        for (var channel = 0; channel < channels.Length; channel++)
        {
            var travelS = channels[channel].TravelS(eastM, northM);
            if (travelS * channels[channel].SpeedMps > rangeM)
            {
                continue;
            }

            foreach (var time in times[channel])
            {
                (back[count], from[count]) = (time - travelS, channel);
                count++;
            }
        }

        Array.Sort(back, from, 0, count);
        var score = 0.0;
        for (var first = 0; first < count;)
        {
            var (kinds, sum, squares, next) = (0, 0.0, 0.0, first);
            window++;
            for (; next < count && back[next] - back[first] <= CoarseS; next++)
            {
                if (seenIn[from[next]] != window)
                {
                    seenIn[from[next]] = window;
                    var after = back[next] - back[first];
                    (kinds, sum, squares) = (kinds + 1, sum + after, squares + (after * after));
                }
            }

            var spread = (squares / kinds) - (sum / kinds * (sum / kinds));
            score += (kinds - 1) * (kinds - 1) * (1 - (spread / (CoarseS * CoarseS)));
            first = kinds > 1 ? next : first + 1;
        }

        return score;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Candidate(double EastM, double NorthM, double Score);
}
