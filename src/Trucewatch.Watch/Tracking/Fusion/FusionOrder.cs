using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>
/// A person's word on which tracks are of one object. It is an input like any other: recorded, and stated as a fact.
/// </summary>
/// <param name="Act">What to do.</param>
/// <param name="Track">The track to merge or to split off; of no use to reverse.</param>
/// <param name="Into">The track to merge it into; only to merge.</param>
/// <param name="Reverses">Number of the fact that is to hold no longer; only to reverse.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why.</param>
public sealed record FusionOrder(
    MergeAct Act, TrackId Track, TrackId Into, long Reverses, string By, string Reason)
{
    /// <summary>Shows two tracks as one object.</summary>
    public static FusionOrder Merge(TrackId track, TrackId into, string by, string reason) =>
        new(MergeAct.Merged, track, into, 0, by, reason);

    /// <summary>Shows a merged track as an object of its own again, and keeps it so.</summary>
    public static FusionOrder Split(TrackId track, string by, string reason) =>
        new(MergeAct.Split, track, default, 0, by, reason);

    /// <summary>Takes an earlier merge or split back.</summary>
    public static FusionOrder Reverse(long fact, string by, string reason) =>
        new(MergeAct.Reversed, default, default, fact, by, reason);
}

/// <summary>One pair of tracks that may be of one object, as it stands.</summary>
/// <param name="Track">What sensors see.</param>
/// <param name="Into">What tells who it is.</param>
/// <param name="Distance">Mahalanobis distance of the estimates, places and velocities.</param>
/// <param name="Odds">How much likelier one object is than two by chance.</param>
/// <param name="IsChosen">True when the two are shown as one.</param>
public readonly record struct MergeCandidate(
    TrackId Track, TrackId Into, double Distance, double Odds, bool IsChosen);

/// <summary>One pair of a track and a plot that a look was decided over, in the words of the record.</summary>
/// <param name="At">Time of the look.</param>
/// <param name="Track">The track's number in the sector; null: it has none yet, or no longer.</param>
/// <param name="Plot">The frame that brought the plot.</param>
/// <param name="Distance">Mahalanobis distance of the places; NaN for a plot that starts a track.</param>
/// <param name="Cost">Cost of the pair in the assignment; 0 for a start.</param>
/// <param name="Choice">What was chosen.</param>
public readonly record struct AssociationDecision(
    Domain.Instant At,
    TrackId? Track,
    Domain.Frames.FrameCitation Plot,
    double Distance,
    double Cost,
    Plots.PairChoice Choice);
