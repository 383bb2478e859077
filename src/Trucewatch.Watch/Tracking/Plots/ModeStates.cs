using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// The estimates of all tracks under each way to move, and their weights. A bank of one keeps nothing: the track's own
/// estimate is all there is.
/// </summary>
internal sealed class ModeStates(MotionBank bank)
{
    private readonly int count = bank.Modes.Length is >= 1 and <= MotionBank.MaxModes
        ? bank.Modes.Length
        : throw new ArgumentException($"ways to move: expected 1 to {MotionBank.MaxModes}, got {bank.Modes.Length}");

    private readonly int rests = bank.Modes.Count(each => each.DriftM2PerS > 0);
    private readonly Turn[] turns = new Turn[bank.Modes.Length];
    private readonly PlaneState[] mixed = new PlaneState[bank.Modes.Length];
    private readonly double[] mixedWeights = new double[bank.Modes.Length];
    private readonly PlaneState[] parts = new PlaneState[PlotTracker.MaxNear + 1];
    private PlaneState[] states = [];
    private double[] weights = [];
    private double seconds;
    private readonly double[] stay = new double[bank.Modes.Length];

    /// <summary>Works out what all tracks need for a step of so many seconds.</summary>
    public void Prepare(double stepSeconds)
    {
        seconds = stepSeconds;
        for (var mode = 0; mode < count; mode++)
        {
            stay[mode] = Elementary.Exp(-seconds / bank.Modes[mode].StayS);
            turns[mode] = Turn.Of(seconds, bank.Modes[mode].TurnDegPerS);
        }
    }

    /// <summary>
    /// A new track: every way has the same estimate, and as much weight as the chance to lie still leaves it.
    /// </summary>
    public void Start(int slot, in PlaneState state, double resting)
    {
        if (count == 1)
        {
            return;
        }

        if (states.Length < (slot + 1) * count)
        {
            Array.Resize(ref states, Math.Max(64, 2 * (slot + 1)) * count);
            Array.Resize(ref weights, states.Length);
        }

        for (var mode = 0; mode < count; mode++)
        {
            states[(slot * count) + mode] = state;
            weights[(slot * count) + mode] = StartWeight(mode, resting);
        }
    }

    /// <summary>A track changes its slot.</summary>
    public void Move(int from, int to)
    {
        if (count > 1)
        {
            states.AsSpan(from * count, count).CopyTo(states.AsSpan(to * count));
            weights.AsSpan(from * count, count).CopyTo(weights.AsSpan(to * count));
        }
    }

    /// <summary>Takes on the estimates of another bank's first tracks.</summary>
    public void CopyFrom(ModeStates other, int trackCount)
    {
        if (count == 1 || trackCount == 0)
        {
            return;
        }

        if (states.Length < trackCount * count)
        {
            states = new PlaneState[other.states.Length];
            weights = new double[other.states.Length];
        }

        other.states.AsSpan(0, trackCount * count).CopyTo(states);
        other.weights.AsSpan(0, trackCount * count).CopyTo(weights);
    }

    /// <summary>Lets the ways interact and carries each forward.</summary>
    /// <param name="slot">The track's slot.</param>
    /// <param name="estimate">The estimate, all ways together.</param>
    /// <param name="noiseFactor">What the noise of each way is multiplied by.</param>
    public void Predict(int slot, ref PlaneState estimate, double noiseFactor = 1)
    {
        if (count == 1)
        {
            Carry(0, ref estimate, noiseFactor);
            return;
        }

        var own = states.AsSpan(slot * count, count);
        var ownWeights = weights.AsSpan(slot * count, count);
        Span<double> shares = stackalloc double[MotionBank.MaxModes];
        for (var to = 0; to < count; to++)
        {
            var sum = 0.0;
            for (var from = 0; from < count; from++)
            {
                shares[from] = ownWeights[from] * (from == to ? stay[from] : (1 - stay[from]) / (count - 1));
                sum += shares[from];
            }

            mixedWeights[to] = sum;
            mixed[to] = PlaneState.Blend(own, shares[..count], sum);
            Carry(to, ref mixed[to], noiseFactor);
        }

        mixed.AsSpan().CopyTo(own);
        mixedWeights.AsSpan().CopyTo(ownWeights);
        estimate = PlaneState.Blend(own, ownWeights, 1);
    }

    /// <summary>The density of a plot, all ways to move together; false when it is out of the reach of each.</summary>
    public bool Density(int slot, in Plot plot, in PlaneState estimate, out double density)
    {
        if (count == 1)
        {
            return Likelihood.Of(in estimate, in plot, out density);
        }

        density = 0;
        var isNear = false;
        for (var mode = slot * count; mode < (slot + 1) * count; mode++)
        {
            isNear |= Likelihood.Of(in states[mode], in plot, out var own);
            density += weights[mode] * own;
        }

        return isNear;
    }

    /// <summary>Takes a plot in under each way, weighs the ways by it, and gives the plot's density.</summary>
    public double Correct(int slot, in Plot plot, ref PlaneState estimate)
    {
        double density;
        if (count == 1)
        {
            _ = Likelihood.Of(in estimate, in plot, out density);
            Likelihood.Correct(ref estimate, in plot);
            return density;
        }

        var own = states.AsSpan(slot * count, count);
        var ownWeights = weights.AsSpan(slot * count, count);
        var sum = 0.0;
        for (var mode = 0; mode < count; mode++)
        {
            // A way that puts the plot out of reach keeps a trace of weight, or it could never come back.
            var isNear = Likelihood.Of(in own[mode], in plot, out density);
            ownWeights[mode] *= isNear ? Math.Max(density, double.Epsilon) : 0;
            sum += ownWeights[mode];
            Likelihood.Correct(ref own[mode], in plot);
        }

        for (var mode = 0; mode < count; mode++)
        {
            ownWeights[mode] = sum > 0 ? ownWeights[mode] / sum : 1.0 / count;
        }

        estimate = PlaneState.Blend(own, ownWeights, 1);
        return sum;
    }

    /// <summary>
    /// Takes a mixture of plots in, and of none, under each way: what is left of it is one normal distribution, with
    /// what the plots lie apart in its covariance.
    /// </summary>
    /// <param name="slot">The track's slot.</param>
    /// <param name="plots">The plots of the scan.</param>
    /// <param name="columns">Those of the mixture, at most <see cref="PlotTracker.MaxNear"/>.</param>
    /// <param name="shares">The probability of each, given that the object exists.</param>
    /// <param name="miss">The probability of none.</param>
    /// <param name="estimate">The estimate, all ways together.</param>
    public void CorrectJoint(
        int slot,
        ReadOnlySpan<Plot> plots,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<double> shares,
        double miss,
        ref PlaneState estimate)
    {
        // Under one way each plot is as likely as its share; under several the share is dealt out by its density there.
        Span<double> densities = stackalloc double[PlotTracker.MaxNear];
        Span<double> partShares = stackalloc double[PlotTracker.MaxNear + 1];
        var own = count == 1 ? new Span<PlaneState>(ref estimate) : states.AsSpan(slot * count, count);
        Span<double> one = [1.0];
        var ownWeights = count == 1 ? one : weights.AsSpan(slot * count, count);
        for (var i = 0; i < columns.Length; i++)
        {
            _ = Density(slot, in plots[columns[i]], in estimate, out densities[i]);
        }

        var sum = 0.0;
        for (var mode = 0; mode < count; mode++)
        {
            var total = miss;
            (parts[0], partShares[0]) = (own[mode], miss);
            for (var i = 0; i < columns.Length; i++)
            {
                ref readonly var plot = ref plots[columns[i]];
                _ = Likelihood.Of(in own[mode], in plot, out var density);
                partShares[i + 1] = densities[i] > 0 ? shares[i] * density / densities[i] : 0;
                total += partShares[i + 1];
                parts[i + 1] = own[mode];
                Likelihood.Correct(ref parts[i + 1], in plot);
            }

            mixed[mode] = total > 0
                ? PlaneState.Blend(parts.AsSpan(0, columns.Length + 1), partShares[..(columns.Length + 1)], total)
                : own[mode];
            mixedWeights[mode] = ownWeights[mode] * total;
            sum += mixedWeights[mode];
        }

        for (var mode = 0; mode < count; mode++)
        {
            own[mode] = mixed[mode];
            ownWeights[mode] = sum > 0 ? mixedWeights[mode] / sum : 1.0 / count;
        }

        estimate = count == 1 ? estimate : PlaneState.Blend(own, ownWeights, 1);
    }

    /// <summary>The rate of turn that a track is believed to have, clockwise: the mean of the ways.</summary>
    public double TurnDegPerS(int slot)
    {
        var rate = count == 1 ? bank.Modes[0].TurnDegPerS : 0;
        for (var mode = 0; mode < count && count > 1; mode++)
        {
            rate += weights[(slot * count) + mode] * bank.Modes[mode].TurnDegPerS;
        }

        return rate;
    }

    private double StartWeight(int mode, double resting)
    {
        if (rests == 0 || rests == count)
        {
            return 1.0 / count;
        }

        return bank.Modes[mode].DriftM2PerS > 0 ? resting / rests : (1 - resting) / (count - rests);
    }

    private void Carry(int mode, ref PlaneState state, double noiseFactor)
    {
        if (bank.Modes[mode].DriftM2PerS > 0)
        {
            state.Motion.Rest(bank.Modes[mode].DriftM2PerS * seconds);
        }
        else if (bank.Modes[mode].TurnDegPerS == 0)
        {
            state.Predict(seconds, noiseFactor * bank.Modes[mode].NoiseM2S3);
        }
        else
        {
            state.Predict(in turns[mode], noiseFactor * bank.Modes[mode].NoiseM2S3);
        }
    }
}
