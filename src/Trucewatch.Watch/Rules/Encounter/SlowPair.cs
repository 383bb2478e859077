using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Rules.Encounter;

/// <summary>An object that is slow, or is in a pair since it was.</summary>
internal sealed class SlowObject(TrackId id, TrackRank rank) : NearObject(id, rank)
{
    public bool IsWho { get; set; }

    public bool IsWith { get; set; }

    /// <summary>The pairs that it is in, by the other one, in the order of the tracks.</summary>
    public SortedList<TrackRank, SlowPair> Pairs { get; } = [];
}

/// <summary>Two objects near each other, with one machine for each level.</summary>
/// <param name="Subject">Whom detections name.</param>
/// <param name="Other">The one that it meets.</param>
internal sealed record SlowPair(SlowObject Subject, SlowObject Other)
{
    /// <summary>The one that is not this one.</summary>
    public SlowObject Beside(SlowObject own) => Subject == own ? Other : Subject;

    public Crossing[] Levels { get; } = new Crossing[2];
}
