using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>What became of a pair of a track and a plot that was weighed.</summary>
public enum PairChoice
{
    /// <summary>The plot was taken as the track's.</summary>
    Taken,

    /// <summary>It was near enough, and another assignment was likelier.</summary>
    PassedOver,

    /// <summary>No track took the plot, so that it started one.</summary>
    Started,
}

/// <summary>One pair of a track and a plot that a look was decided over.</summary>
/// <param name="At">Time of the look.</param>
/// <param name="Track">Number of the track in its tracker; 0 for a plot that starts one.</param>
/// <param name="Birth">Key of the plot that started the track.</param>
/// <param name="Plot">The plot.</param>
/// <param name="Distance">Mahalanobis distance of the places; NaN for a plot that starts a track.</param>
/// <param name="Cost">Cost of the pair in the assignment: minus the logarithm of its odds; 0 for a start.</param>
/// <param name="Choice">What was chosen.</param>
public readonly record struct PairDecision(
    Instant At, int Track, long Birth, Plot Plot, double Distance, double Cost, PairChoice Choice);

/// <summary>
/// Writes down the pairs that a tracker weighs, for whoever asks why. A tracker without a witness does nothing for it.
/// </summary>
internal sealed class PairWitness
{
    /// <summary>Most decisions that are kept of one answer; the first ones.</summary>
    public const int MaxDecisions = 1 << 20;

    private readonly List<(int Slot, int Plot, double Cost)> offers = [];

    /// <summary>Time of the look that is being taken; set by whoever steps the tracker.</summary>
    public Instant At { get; set; }

    /// <summary>All decisions so far, in the order of looks, tracks and plots.</summary>
    public List<PairDecision> Decisions { get; } = [];

    /// <summary>Notes that a plot was offered to a track at a cost.</summary>
    public void Offer(int slot, int plot, double cost) => offers.Add((slot, plot, cost));

    /// <summary>Notes what the assignment made of the offers.</summary>
    public void Choose(Matching matching, ReadOnlySpan<PlotTrack> tracks, ReadOnlySpan<Plot> plots)
    {
        offers.Sort();
        foreach (var (slot, index, cost) in offers)
        {
            ref readonly var track = ref tracks[slot];
            var choice = matching.ColumnOf(slot) == index ? PairChoice.Taken : PairChoice.PassedOver;
            Add(new PairDecision(
                At, track.Id, track.Birth, plots[index], Distance(in track.State, in plots[index]), cost, choice));
        }

        offers.Clear();
        for (var index = 0; index < plots.Length; index++)
        {
            if (matching.RowOf(index) == Matching.None)
            {
                Add(new PairDecision(At, 0, plots[index].Key, plots[index], double.NaN, 0, PairChoice.Started));
            }
        }
    }

    private static double Distance(in PlaneState state, in Plot plot)
    {
        var (east, north) = (plot.EastM - state.EastM, plot.NorthM - state.NorthM);
        return Math.Sqrt(Mahalanobis.Square(Mahalanobis.Sum(state.PositionError, plot.Error), east, north));
    }

    private void Add(PairDecision decision)
    {
        if (Decisions.Count < MaxDecisions)
        {
            Decisions.Add(decision);
        }
    }
}

/// <summary>Distances in standard deviations.</summary>
internal static class Mahalanobis
{
    /// <summary>Covariance of the difference of two independent vectors.</summary>
    public static Covariance2 Sum(Covariance2 a, Covariance2 b) =>
        new(a.EastM2 + b.EastM2, a.EastNorthM2 + b.EastNorthM2, a.NorthM2 + b.NorthM2);

    /// <summary>Determinant of a covariance.</summary>
    public static double Determinant(Covariance2 error) =>
        (error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2);

    /// <summary>Square of the distance.</summary>
    public static double Square(Covariance2 error, double east, double north) =>
        ((error.NorthM2 * east * east) - (2 * error.EastNorthM2 * east * north) + (error.EastM2 * north * north))
        / Determinant(error);
}
