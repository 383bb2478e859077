using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>What is believed of a track's height above one reference.</summary>
/// <param name="HeightM">The height.</param>
/// <param name="RateMps">How fast it climbs.</param>
/// <param name="SigmaM">Standard deviation of the height.</param>
/// <param name="RateSigmaMps">Standard deviation of the rate.</param>
public readonly record struct HeightEstimate(double HeightM, double RateMps, double SigmaM, double RateSigmaMps);

/// <summary>
/// The heights of all tracks: for each track and each reference a filter of its own, of height and rate under white
/// acceleration. Two references are two heights, and nothing is carried from one to the other. Nothing is kept while
/// no plot gives a height, and each is carried forward only when it is asked for.
/// </summary>
internal sealed class HeightStates(PlotSettings settings)
{
    private const int References = 4;

    private State[] states = [];

    private struct State
    {
        public Instant At;
        public bool IsKnown;
        public double HeightM;
        public double RateMps;
        public double HeightM2;
        public double CrossM2S;
        public double RateM2S2;

        /// <summary>Carries the estimate forward: predictions compose as those of the plane do.</summary>
        public void Predict(Instant at, double noise)
        {
            var seconds = at.SecondsSince(At);
            HeightM += RateMps * seconds;
            HeightM2 += seconds * ((2 * CrossM2S) + (seconds * (RateM2S2 + (noise * seconds / 3))));
            CrossM2S += seconds * (RateM2S2 + (0.5 * noise * seconds));
            RateM2S2 += noise * seconds;
            At = at;
        }

        /// <summary>Takes a height in, by Joseph's form.</summary>
        public void Correct(double miss, double variance)
        {
            var sum = HeightM2 + variance;
            var (gain, rateGain) = (HeightM2 / sum, CrossM2S / sum);
            var rest = 1 - gain;
            HeightM += gain * miss;
            RateMps += rateGain * miss;
            RateM2S2 += (rateGain * rateGain * sum) - (2 * rateGain * CrossM2S);
            CrossM2S = (rest * (CrossM2S - (rateGain * HeightM2))) + (gain * rateGain * variance);
            HeightM2 = (rest * rest * HeightM2) + (gain * gain * variance);
        }
    }

    /// <summary>Forgets what a slot held before.</summary>
    public void Start(int slot)
    {
        if (slot * References < states.Length)
        {
            states.AsSpan(slot * References, References).Clear();
        }
    }

    /// <summary>A track changes its slot.</summary>
    public void Move(int from, int to)
    {
        if (from * References < states.Length)
        {
            states.AsSpan(from * References, References).CopyTo(states.AsSpan(to * References));
        }
        else
        {
            Start(to);
        }
    }

    /// <summary>Takes on the heights of another's first tracks.</summary>
    public void CopyFrom(HeightStates other, int trackCount)
    {
        var known = Math.Min(trackCount * References, other.states.Length);
        if (states.Length < known)
        {
            states = new State[other.states.Length];
        }

        other.states.AsSpan(0, known).CopyTo(states);
        states.AsSpan(known).Clear();
    }

    /// <summary>Multiplies a plot's density by that of its height; false when it is out of the track's reach.</summary>
    public bool Weigh(int slot, in Plot plot, Instant at, ref double density)
    {
        var row = Row(slot, plot.HeightReference);
        if (row >= states.Length || !states[row].IsKnown)
        {
            density /= settings.HeightSpreadM;
            return true;
        }

        var state = states[row];
        state.Predict(at, settings.HeightNoiseM2S3);
        return Likelihood.Normal(
            plot.HeightM - state.HeightM, state.HeightM2 + (plot.HeightSigmaM * plot.HeightSigmaM), ref density);
    }

    /// <summary>Takes a plot's height in.</summary>
    public void Correct(int slot, in Plot plot, Instant at)
    {
        var row = Row(slot, plot.HeightReference);
        if (row >= states.Length)
        {
            Array.Resize(ref states, Math.Max(64, 2 * (slot + 1)) * References);
        }

        ref var state = ref states[row];
        var variance = plot.HeightSigmaM * plot.HeightSigmaM;
        if (state.IsKnown)
        {
            state.Predict(at, settings.HeightNoiseM2S3);
            state.Correct(plot.HeightM - state.HeightM, variance);
            return;
        }

        state = new State
        {
            At = at,
            IsKnown = true,
            HeightM = plot.HeightM,
            HeightM2 = variance,
            RateM2S2 = settings.FirstClimbMps * settings.FirstClimbMps,
        };
    }

    /// <summary>What is believed of a track's height at a time.</summary>
    public bool TryGet(int slot, HeightReference reference, Instant at, out HeightEstimate estimate)
    {
        var row = Row(slot, reference);
        if (reference is < HeightReference.Ellipsoid or > HeightReference.Ground
            || row >= states.Length || !states[row].IsKnown)
        {
            estimate = default;
            return false;
        }

        var state = states[row];
        state.Predict(at, settings.HeightNoiseM2S3);
        estimate = new HeightEstimate(
            state.HeightM, state.RateMps, Math.Sqrt(state.HeightM2), Math.Sqrt(state.RateM2S2));
        return true;
    }

    /// <summary>Covariance of height and rate at the time of the last height; for the tests.</summary>
    internal double CrossOf(int slot, HeightReference reference) => states[Row(slot, reference)].CrossM2S;

    private static int Row(int slot, HeightReference reference) => (slot * References) + (int)reference - 1;
}
