using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Simulation.Stores;

/// <summary>The picture in memory, for simulations and as a second opinion in the store contract's tests.</summary>
public sealed class MemoryPictureStore : IPictureStore
{
    private readonly Lock gate = new();
    private readonly List<StoredFact> facts = [];
    private readonly SortedDictionary<string, List<(Incident Incident, long Fact)>> incidents =
        new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> detections = [];
    private readonly SortedDictionary<int, TrackRecord> tracks = [];
    private readonly List<TrackRecord> history = [];
    private readonly List<TrackSpan> trackSpans = [];
    private readonly List<StoredSegment> segments = [];
    private readonly List<SegmentSpan> spans = [];
    private readonly List<StoredAct> acts = [];
    private long lastPosition = -1;

    /// <inheritdoc/>
    public long LastPosition => Locked(() => lastPosition);

    /// <inheritdoc/>
    public long LastFactNumber => Locked(() => facts.Count);

    /// <inheritdoc/>
    public void Commit(PictureCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (gate)
        {
            if (commit.LastPosition <= lastPosition)
            {
                return;
            }

            if (commit.FirstPosition <= lastPosition)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"commit of {commit.FirstPosition}..{commit.LastPosition} overlaps committed {lastPosition}"));
            }

            var first = facts.Count + 1;
            if (commit.Facts.Select(record => record.Fact.Number)
                .Where((number, index) => number != first + index).Any())
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"fact numbers have no gaps: expected {first} and on, got {commit.Facts[0].Fact.Number}"));
            }

            foreach (var record in commit.Facts)
            {
                Add(record);
            }

            foreach (var update in commit.Tracks)
            {
                var record = new TrackRecord(update, commit.FeedNames[update.Evidence.Feed.Value]);
                tracks[update.Id.Value] = record;
                history.Add(record);
            }

            if (commit.Tracks.Count > 0)
            {
                trackSpans.Add(new TrackSpan(
                    commit.LastPosition, commit.Tracks.Count,
                    commit.Tracks.Min(update => update.At), commit.Tracks.Max(update => update.At)));
            }

            lastPosition = commit.LastPosition;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadFacts(long afterNumber, int most) =>
        Locked(() => facts.Where(fact => fact.Number > afterNumber).Take(most).ToList());

    /// <inheritdoc/>
    public StoredFact? FindFact(long number) =>
        Locked(() => number >= 1 && number <= facts.Count ? facts[(int)number - 1] : null);

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadUnsealedFacts(int most) =>
        Locked(() => facts.Where(fact => fact.LogIndex is null).Take(most).ToList());

    /// <inheritdoc/>
    public void MarkSealed(
        IReadOnlyList<(long FactNumber, long LogIndex)> facts,
        IReadOnlyList<(string Digest, long LogIndex)> segments)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(segments);
        lock (gate)
        {
            foreach (var (number, index) in facts)
            {
                this.facts[(int)number - 1] = this.facts[(int)number - 1] with { LogIndex = index };
            }

            foreach (var (digest, index) in segments)
            {
                var at = this.segments.FindIndex(
                    known => string.Equals(known.Digest, digest, StringComparison.Ordinal));
                this.segments[at] = this.segments[at] with { LogIndex = index };
            }
        }
    }

    /// <inheritdoc/>
    public long AddAct(byte[] payload, byte[] key) => Locked(() =>
    {
        acts.Add(new StoredAct(acts.Count + 1, payload, key, null));
        return acts.Count;
    });

    /// <inheritdoc/>
    public IReadOnlyList<StoredAct> ReadActs(long afterNumber, int most) =>
        Locked(() => acts.Where(act => act.Number > afterNumber).Take(most).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<StoredAct> ReadUnsealedActs(int most) =>
        Locked(() => acts.Where(act => act.LogIndex is null).Take(most).ToList());

    /// <inheritdoc/>
    public void MarkActsSealed(IReadOnlyList<(long ActNumber, long LogIndex)> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        lock (gate)
        {
            foreach (var (number, index) in acts)
            {
                this.acts[(int)number - 1] = this.acts[(int)number - 1] with { LogIndex = index };
            }
        }
    }

    /// <inheritdoc/>
    public void AddSegment(StoredSegment segment, IReadOnlyList<SegmentSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(spans);
        lock (gate)
        {
            if (!segments.Exists(known => string.Equals(known.Digest, segment.Digest, StringComparison.Ordinal)))
            {
                segments.Add(segment);
                this.spans.AddRange(spans);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSegment> ReadUnsealedSegments() =>
        Locked(() => InOrder().Where(segment => segment.LogIndex is null).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<StoredSegment> ReadSegments() => Locked(() => InOrder().ToList());

    /// <inheritdoc/>
    public StoredSegment? FindSegment(string digest) =>
        Locked(() => segments.Find(segment => string.Equals(segment.Digest, digest, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public SegmentSpan? FindSegment(string feed, long sequence) => Locked(() => spans.Find(span =>
        string.Equals(span.Feed, feed, StringComparison.Ordinal)
        && span.FirstSequence <= sequence
        && span.LastSequence >= sequence));

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadIncidents(IncidentStatus? status, int skip, int most) => Locked(() =>
        incidents.Values
            .Select(revisions => revisions[^1])
            .Where(newest => status is null || newest.Incident.Status == status)
            .OrderByDescending(newest => newest.Incident.Severity)
            .ThenByDescending(newest => newest.Incident.Last)
            .ThenBy(newest => newest.Incident.Id, StringComparer.Ordinal)
            .Skip(skip).Take(most)
            .Select(newest => facts[(int)newest.Fact - 1])
            .ToList());

    /// <inheritdoc/>
    public int CountIncidents(IncidentStatus status) =>
        Locked(() => incidents.Values.Count(revisions => revisions[^1].Incident.Status == status));

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadIncidentRevisions(string incidentId) => Locked(() =>
        incidents.TryGetValue(incidentId, out var revisions)
            ? revisions.Select(revision => facts[(int)revision.Fact - 1]).ToList()
            : []);

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadRecordedFeeds() => Locked(() =>
        spans.Select(span => span.Feed).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList());

    /// <inheritdoc/>
    public StoredFact? FindDetection(int detectionId) =>
        Locked(() => detections.TryGetValue(detectionId, out var number) ? facts[(int)number - 1] : null);

    /// <inheritdoc/>
    public IReadOnlyList<TrackRecord> ReadTracks() => Locked(() => tracks.Values.ToList());

    /// <inheritdoc/>
    public IReadOnlyList<TrackRecord> ReadTrackHistory(TrackId track, Instant from, Instant to, int most) =>
        Locked(() => history
            .Where(record => record.State.Id == track && record.State.At >= from && record.State.At <= to)
            .Take(most).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<TrackRecord> ReadTracksAsOf(Instant knownBy, Instant since) => Locked(() => history
        .Where(record => record.State.KnownAt <= knownBy && record.State.KnownAt >= since)
        .GroupBy(record => record.State.Id.Value)
        .OrderBy(track => track.Key).Select(track => track.Last()).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<TrackSpan> ReadTrackSpans(long afterPosition, int most) =>
        Locked(() => trackSpans.Where(span => span.Position > afterPosition).Take(most).ToList());

    /// <inheritdoc/>
    public IReadOnlyList<TrackPlace> ReadTrackPlaces(long afterPosition, long lastPosition) => Locked(() =>
    {
        var skipped = trackSpans.Where(span => span.Position <= afterPosition).Sum(span => span.States);
        var wanted = trackSpans.Where(span => span.Position > afterPosition && span.Position <= lastPosition)
            .Sum(span => span.States);
        return history.Skip(skipped).Take(wanted).Select(record => new TrackPlace(
            record.State.Id, record.State.At, record.State.KnownAt, record.State.Position)).ToList();
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outside memory is held.
    }

    private IEnumerable<StoredSegment> InOrder() => segments
        .OrderBy(segment => segment.FirstPosition)
        .ThenBy(segment => segment.Digest, StringComparer.Ordinal);

    private void Add(FactRecord record)
    {
        facts.Add(new StoredFact(record.Fact.Number, record.Payload, record.Key, null));
        if (record.Fact is DetectionFact detection)
        {
            detections.Add(detection.Detection.Id, record.Fact.Number);
        }
        else if (record.Fact is IncidentFact { Incident: var incident })
        {
            if (!incidents.TryGetValue(incident.Id, out var revisions))
            {
                revisions = [];
                incidents.Add(incident.Id, revisions);
            }

            revisions.Add((incident, record.Fact.Number));
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
        {
            return read();
        }
    }
}
