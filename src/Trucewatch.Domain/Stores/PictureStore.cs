using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Stores;

/// <summary>
/// A fact with the bytes that are stored and sealed, and the random key of its commitment in the log.
/// </summary>
/// <param name="Fact">The fact.</param>
/// <param name="Payload">Its one byte form (<see cref="FactJson"/>).</param>
/// <param name="Key">32 random bytes; never part of an output hash.</param>
public sealed record FactRecord(Fact Fact, byte[] Payload, byte[] Key);

/// <summary>Everything that one or more consecutive steps conclude, committed in one transaction.</summary>
/// <param name="FirstPosition">Input position of the first step.</param>
/// <param name="LastPosition">Input position of the last step.</param>
/// <param name="Tracks">Track updates in order.</param>
/// <param name="Facts">Facts in order.</param>
/// <param name="FeedNames">Names of the run's feeds by index, for the evidence of the track updates.</param>
public sealed record PictureCommit(
    long FirstPosition,
    long LastPosition,
    IReadOnlyList<TrackUpdate> Tracks,
    IReadOnlyList<FactRecord> Facts,
    IReadOnlyList<string> FeedNames);

/// <summary>A committed fact that waits for, or has, its place in the evidence log.</summary>
/// <param name="Number">Fact number.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Key">Key of the commitment.</param>
/// <param name="LogIndex">Index of its leaf, or null while it waits.</param>
public sealed record StoredFact(long Number, byte[] Payload, byte[] Key, long? LogIndex);

/// <summary>A sealed segment as the store knows it.</summary>
/// <param name="Digest">SHA-256 (hex) of the segment file.</param>
/// <param name="FirstPosition">First input position in it.</param>
/// <param name="LastPosition">Last input position in it.</param>
/// <param name="Payload">Bytes that its leaf commits to.</param>
/// <param name="Key">Key of the commitment.</param>
/// <param name="LogIndex">Index of its leaf, or null while it waits.</param>
public sealed record StoredSegment(
    string Digest, long FirstPosition, long LastPosition, byte[] Payload, byte[] Key, long? LogIndex);

/// <summary>An act of custody that waits for, or has, its place in the evidence log.</summary>
/// <param name="Number">Number, from 1, without gaps.</param>
/// <param name="Payload">Its bytes (<see cref="Custody.ActJson"/>).</param>
/// <param name="Key">Key of the commitment.</param>
/// <param name="LogIndex">Index of its leaf, or null while it waits.</param>
public sealed record StoredAct(long Number, byte[] Payload, byte[] Key, long? LogIndex);

/// <summary>Frames of one feed within one segment: where a cited frame is found.</summary>
/// <param name="Feed">Name of the feed.</param>
/// <param name="FirstSequence">First frame.</param>
/// <param name="LastSequence">Last frame.</param>
/// <param name="Digest">Segment.</param>
public sealed record SegmentSpan(string Feed, long FirstSequence, long LastSequence, string Digest);

/// <summary>
/// The picture: incidents, tracks, facts and the outbox to the evidence log. One writer; readers at any time see
/// whole commits only. A commit at or below <see cref="LastPosition"/> changes nothing.
/// </summary>
public interface IPictureStore : IDisposable
{
    /// <summary>Greatest committed input position; -1 when there is none.</summary>
    long LastPosition { get; }

    /// <summary>Number of the last committed fact; 0 when there is none.</summary>
    long LastFactNumber { get; }

    /// <summary>Commits in one transaction; does nothing when the position has been committed before.</summary>
    void Commit(PictureCommit commit);

    /// <summary>Facts after a number, in order, at most <paramref name="most"/>.</summary>
    IReadOnlyList<StoredFact> ReadFacts(long afterNumber, int most);

    /// <summary>One fact, or null.</summary>
    StoredFact? FindFact(long number);

    /// <summary>Committed facts that have no leaf yet, in order, at most <paramref name="most"/>.</summary>
    IReadOnlyList<StoredFact> ReadUnsealedFacts(int most);

    /// <summary>Notes the leaves of facts and segments.</summary>
    void MarkSealed(
        IReadOnlyList<(long FactNumber, long LogIndex)> facts,
        IReadOnlyList<(string Digest, long LogIndex)> segments);

    /// <summary>Adds an act of custody and gives its number.</summary>
    long AddAct(byte[] payload, byte[] key);

    /// <summary>Acts after a number, in order, at most <paramref name="most"/>.</summary>
    IReadOnlyList<StoredAct> ReadActs(long afterNumber, int most);

    /// <summary>Acts that have no leaf yet, in order, at most <paramref name="most"/>.</summary>
    IReadOnlyList<StoredAct> ReadUnsealedActs(int most);

    /// <summary>Notes the leaves of acts.</summary>
    void MarkActsSealed(IReadOnlyList<(long ActNumber, long LogIndex)> acts);

    /// <summary>Notes a sealed segment, before its leaf is appended; the same digest twice is one segment.</summary>
    void AddSegment(StoredSegment segment, IReadOnlyList<SegmentSpan> spans);

    /// <summary>Segments without a leaf, in the order they were added.</summary>
    IReadOnlyList<StoredSegment> ReadUnsealedSegments();

    /// <summary>All segments in the order of their positions.</summary>
    IReadOnlyList<StoredSegment> ReadSegments();

    /// <summary>Names of all feeds of which a segment holds frames, sorted.</summary>
    IReadOnlyList<string> ReadRecordedFeeds();

    /// <summary>The fact that raised a detection, by the detection's number, or null.</summary>
    StoredFact? FindDetection(int detectionId);

    /// <summary>The segment with this digest, or null.</summary>
    StoredSegment? FindSegment(string digest);

    /// <summary>The segment that holds a frame, or null while it is in the journal.</summary>
    SegmentSpan? FindSegment(string feed, long sequence);

    /// <summary>
    /// Facts with the newest revision of each incident, most severe first and then newest first, at most
    /// <paramref name="most"/>, after skipping <paramref name="skip"/>.
    /// </summary>
    IReadOnlyList<StoredFact> ReadIncidents(IncidentStatus? status, int skip, int most);

    /// <summary>Number of incidents whose newest revision has this status.</summary>
    int CountIncidents(IncidentStatus status);

    /// <summary>Facts with all revisions of an incident, oldest first; empty when unknown.</summary>
    IReadOnlyList<StoredFact> ReadIncidentRevisions(string incidentId);

    /// <summary>Newest state of every track.</summary>
    IReadOnlyList<TrackRecord> ReadTracks();

    /// <summary>States of one track from a time to a time, oldest first, at most <paramref name="most"/>.</summary>
    IReadOnlyList<TrackRecord> ReadTrackHistory(TrackId track, Instant from, Instant to, int most);

    /// <summary>
    /// The newest state of every track by what was known at a time, and not before another, in the order of tracks.
    /// </summary>
    /// <param name="knownBy">What became known later is left out.</param>
    /// <param name="since">States that became known before it are left out.</param>
    IReadOnlyList<TrackRecord> ReadTracksAsOf(Instant knownBy, Instant since);

    /// <summary>
    /// Which commits after an input position brought states of tracks, in their order, at most <paramref name="most"/>.
    /// </summary>
    IReadOnlyList<TrackSpan> ReadTrackSpans(long afterPosition, int most);

    /// <summary>Places of the states of commits after one input position and up to another, in their order.</summary>
    IReadOnlyList<TrackPlace> ReadTrackPlaces(long afterPosition, long lastPosition);
}

/// <summary>The states of tracks that one commit brought.</summary>
/// <param name="Position">Last input position of the commit.</param>
/// <param name="States">How many, at least one.</param>
/// <param name="From">Time of the earliest state.</param>
/// <param name="To">Time of the latest.</param>
public readonly record struct TrackSpan(long Position, int States, Instant From, Instant To);

/// <summary>Where a track was at one time, and since when that is known.</summary>
/// <param name="Track">The track.</param>
/// <param name="At">Time of the state.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Position">Where.</param>
public readonly record struct TrackPlace(TrackId Track, Instant At, Instant KnownAt, GeoPoint Position);

/// <summary>A track's state as stored: the evidence by the feed's name.</summary>
/// <param name="State">The state; its evidence's feed index is not meaningful after a restart.</param>
/// <param name="Feed">Name of the feed that made it.</param>
public sealed record TrackRecord(TrackUpdate State, string Feed);
