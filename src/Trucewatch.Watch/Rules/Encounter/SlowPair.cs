using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Rules.Encounter;

/// <summary>An object that is slow, or is in a pair since it was.</summary>
internal sealed class SlowObject(TrackId id) : NearObject(id)
{
    public bool IsWho { get; set; }

    public bool IsWith { get; set; }

    /// <summary>The pairs that it is in, by the other one, in the order of the tracks.</summary>
    public SortedList<TrackId, SlowPair> Pairs { get; } = new(
        Comparer<TrackId>.Create((a, b) => a.Value.CompareTo(b.Value)));
}

/// <summary>Two objects near each other, with one machine for each level.</summary>
/// <param name="Subject">Whom detections name.</param>
/// <param name="Other">The one that it meets.</param>
internal sealed record SlowPair(SlowObject Subject, SlowObject Other)
{
    public Crossing[] Levels { get; } = new Crossing[2];
}
