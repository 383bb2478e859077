using System.Collections.Immutable;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Incidents;

/// <summary>Whether an incident goes on.</summary>
public enum IncidentStatus
{
    /// <summary>Goes on, or nobody knows that it ended.</summary>
    Open,

    /// <summary>The cause is over. A closed incident is not a judged one.</summary>
    Closed,
}

/// <summary>What one reading of the clause says of an incident so far.</summary>
/// <param name="Reading">Reading id.</param>
/// <param name="Determination">The strongest that was determined: breach, else undetermined, else permitted.</param>
/// <param name="Exception">Exception or notice that covers it, or null.</param>
public sealed record ReadingOutcome(string Reading, Determination Determination, string? Exception);

/// <summary>
/// What belongs together of one event under one clause: a machine's gathering of detections, unreviewed. Each change
/// makes a new revision that supersedes the one before; none is edited.
/// </summary>
/// <param name="Id">Id in the sector, for example <c>I-0007</c>.</param>
/// <param name="Revision">1 when opened, then counted up.</param>
/// <param name="Status">Open or closed.</param>
/// <param name="Class">Class of incident, for example <c>presence.zone-entry</c>.</param>
/// <param name="Clause">Clause id.</param>
/// <param name="Readings">Readings of the clause under which it may be a breach, sorted; empty when permitted or
/// undetermined under all.</param>
/// <param name="ReadingsTried">All readings that were run, sorted.</param>
/// <param name="Zone">Zone id, or null.</param>
/// <param name="Severity">1 to 4, from the clause.</param>
/// <param name="First">Time of the first event.</param>
/// <param name="Last">Time of the last event.</param>
/// <param name="KnownAt">When this revision came to be known.</param>
/// <param name="Actors">Identities or reporters, sorted.</param>
/// <param name="Parties">Parties that the registers name for the actors, sorted; empty is <i>undetermined</i>.</param>
/// <param name="Tracks">Tracks, sorted.</param>
/// <param name="Place">Where, with its error, or null.</param>
/// <param name="FirstSeenInside">True when nobody saw the object go in.</param>
/// <param name="PInside">Greatest probability of being inside so far, or null.</param>
/// <param name="MarginM">Margin in metres at that moment, positive inside, or null.</param>
/// <param name="CountMin">Least number counted, or null.</param>
/// <param name="CountMax">Greatest number counted, or null.</param>
/// <param name="Origins">Number of independent origins: distinct tracks or reporters, without those who only pass on
/// what another one says.</param>
/// <param name="Means">How it was perceived, sorted.</param>
/// <param name="Detections">Numbers of the detections it rests on: the first and last ones where there are
/// many.</param>
/// <param name="DetectionCount">How many there are in all.</param>
/// <param name="Frames">Frames it rests on: the first and last ones where there are many.</param>
/// <param name="FrameCount">How many there are in all.</param>
/// <param name="Outcomes">What each reading that detected it says, sorted by reading.</param>
/// <param name="Details">Values that the newest determination rests on; null without any.</param>
/// <param name="Sensors">Registered sensors with calibrations, as its detections name them, sorted; null: none.</param>
/// <param name="Authenticated">True when good signatures cover the frames that raised all its detections.</param>
/// <param name="Provisional">Feeds that were late at this revision, sorted; it is revised when they are in time
/// again. Null: none.</param>
public sealed record Incident(
    string Id,
    int Revision,
    IncidentStatus Status,
    string Class,
    string Clause,
    ImmutableArray<string> Readings,
    ImmutableArray<string> ReadingsTried,
    string? Zone,
    int Severity,
    Instant First,
    Instant Last,
    Instant KnownAt,
    ImmutableArray<string> Actors,
    ImmutableArray<string> Parties,
    ImmutableArray<string> Tracks,
    Place? Place,
    bool FirstSeenInside,
    double? PInside,
    double? MarginM,
    int? CountMin,
    int? CountMax,
    int Origins,
    ImmutableArray<string> Means,
    ImmutableArray<int> Detections,
    int DetectionCount,
    ImmutableArray<FrameCitation> Frames,
    int FrameCount,
    ImmutableArray<ReadingOutcome> Outcomes,
    ImmutableArray<Detail>? Details = null,
    ImmutableArray<string>? Sensors = null,
    bool Authenticated = false,
    ImmutableArray<string>? Provisional = null)
{
    /// <summary>Most detections, and most frames, that a revision lists; the counts say how many there are.</summary>
    public const int MaxListed = 32;
}
