using System.Collections.Immutable;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Domain.Tracks;

/// <summary>What a merge does to the picture.</summary>
public enum MergeAct
{
    /// <summary>Two tracks are shown as one object.</summary>
    Merged,

    /// <summary>Two tracks that were shown as one are two, and stay two until a person says otherwise.</summary>
    Split,

    /// <summary>An earlier merge or split no longer holds; all is as if it had never been stated.</summary>
    Reversed,
}

/// <summary>
/// Says that two tracks are of one object, or no longer. Both tracks keep estimates of their own, so that each merge
/// can be taken back without a trace.
/// </summary>
/// <param name="Act">What is done.</param>
/// <param name="Track">The track that the other one takes over: never one of an object that tells who it is.</param>
/// <param name="Into">The track under which both are shown.</param>
/// <param name="Identity">What the object of <paramref name="Into"/> calls itself, or null.</param>
/// <param name="By">Who says so: <c>tracker</c>, or a person.</param>
/// <param name="Reason">A person's reason, or null.</param>
/// <param name="Reverses">Number of the fact that no longer holds, for <see cref="MergeAct.Reversed"/>.</param>
/// <param name="Distance">Mahalanobis distance of the two estimates, places and velocities; null for a person.</param>
/// <param name="Odds">How much likelier one object is than two by chance; null for a person.</param>
/// <param name="Frames">Frames of the states that were compared.</param>
public sealed record Merge(
    MergeAct Act,
    string Track,
    string Into,
    string? Identity,
    string By,
    string? Reason,
    long? Reverses,
    double? Distance,
    double? Odds,
    ImmutableArray<FrameCitation> Frames);
