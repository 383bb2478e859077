using Microsoft.Data.Sqlite;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Storage.Sqlite;

/// <summary>
/// The picture in one SQLite file (WAL, synchronous FULL). Writers and readers use a connection each, so that a long
/// read does not hold up a commit; each connection is guarded by a lock of its own.
/// </summary>
public sealed class SqlitePictureStore : IPictureStore
{
    private readonly SqliteConnection writer;
    private readonly PictureReader reader;
    private readonly Lock writing = new();
    private readonly Dictionary<string, int> feedIds = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> newestOfTrack = [];
    private long lastPosition;
    private long lastFactNumber;

    private SqlitePictureStore(SqliteConnection writer, PictureReader reader)
    {
        this.writer = writer;
        this.reader = reader;
        (lastPosition, lastFactNumber) = reader.ReadProgress();
        foreach (var (name, id) in reader.ReadFeeds())
        {
            feedIds.Add(name, id);
        }
    }

    /// <inheritdoc/>
    public long LastPosition => Volatile.Read(ref lastPosition);

    /// <inheritdoc/>
    public long LastFactNumber => Volatile.Read(ref lastFactNumber);

    /// <summary>Opens the file, makes it where it is absent, and brings it to the newest schema.</summary>
    /// <exception cref="InvalidDataException">The file's schema is newer than this program.</exception>
    public static SqlitePictureStore Open(string path)
    {
        // The writer goes first: it makes the file and brings its schema up to date.
        var forWriting = SqliteSchema.Open(path, readOnly: false);
        return new SqlitePictureStore(forWriting, new PictureReader(SqliteSchema.Open(path, readOnly: true)));
    }

    /// <inheritdoc/>
    public void Commit(PictureCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (writing)
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

            using var transaction = writer.BeginTransaction();
            var lastFact = WriteFacts(commit, transaction);
            WriteTracks(commit, transaction);
            Execute(
                transaction,
                "UPDATE progress SET last_position = $position, last_fact = $fact",
                ("$position", commit.LastPosition),
                ("$fact", lastFact));
            transaction.Commit();
            Volatile.Write(ref lastFactNumber, lastFact);
            Volatile.Write(ref lastPosition, commit.LastPosition);
        }
    }

    /// <inheritdoc/>
    public void MarkSealed(
        IReadOnlyList<(long FactNumber, long LogIndex)> facts,
        IReadOnlyList<(string Digest, long LogIndex)> segments)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(segments);
        lock (writing)
        {
            using var transaction = writer.BeginTransaction();
            using var fact = Prepare(
                transaction, "UPDATE fact SET log_index = $index WHERE number = $key", "$index", "$key");
            foreach (var (number, index) in facts)
            {
                Run(fact, index, number);
            }

            using var segment = Prepare(
                transaction, "UPDATE segment SET log_index = $index WHERE digest = $key", "$index", "$key");
            foreach (var (digest, index) in segments)
            {
                Run(segment, index, digest);
            }

            transaction.Commit();
        }
    }

    /// <inheritdoc/>
    public long AddAct(byte[] payload, byte[] key)
    {
        lock (writing)
        {
            using var transaction = writer.BeginTransaction();
            using var add = Prepare(
                transaction,
                """
                INSERT INTO act (number, payload, seal_key)
                VALUES ((SELECT coalesce(max(number), 0) + 1 FROM act), $payload, $key) RETURNING number
                """,
                "$payload", "$key");
            add.Parameters[0].Value = payload;
            add.Parameters[1].Value = key;
            var number = Convert.ToInt64(add.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            transaction.Commit();
            return number;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredAct> ReadActs(long afterNumber, int most) => reader.ReadActs(afterNumber, most);

    /// <inheritdoc/>
    public IReadOnlyList<StoredAct> ReadUnsealedActs(int most) => reader.ReadUnsealedActs(most);

    /// <inheritdoc/>
    public void MarkActsSealed(IReadOnlyList<(long ActNumber, long LogIndex)> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        lock (writing)
        {
            using var transaction = writer.BeginTransaction();
            using var act = Prepare(
                transaction, "UPDATE act SET log_index = $index WHERE number = $key", "$index", "$key");
            foreach (var (number, index) in acts)
            {
                Run(act, index, number);
            }

            transaction.Commit();
        }
    }

    /// <inheritdoc/>
    public void AddSegment(StoredSegment segment, IReadOnlyList<SegmentSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(spans);
        lock (writing)
        {
            using var transaction = writer.BeginTransaction();
            Execute(
                transaction,
                """
                INSERT OR IGNORE INTO segment (digest, first_position, last_position, payload, seal_key, log_index)
                VALUES ($digest, $first, $last, $payload, $key, NULL)
                """,
                ("$digest", segment.Digest),
                ("$first", segment.FirstPosition),
                ("$last", segment.LastPosition),
                ("$payload", segment.Payload),
                ("$key", segment.Key));
            foreach (var span in spans)
            {
                Execute(
                    transaction,
                    """
                    INSERT OR IGNORE INTO segment_span (feed, first_sequence, last_sequence, digest)
                    VALUES ($feed, $first, $last, $digest)
                    """,
                    ("$feed", span.Feed),
                    ("$first", span.FirstSequence),
                    ("$last", span.LastSequence),
                    ("$digest", span.Digest));
            }

            transaction.Commit();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadFacts(long afterNumber, int most) => reader.ReadFacts(afterNumber, most);

    /// <inheritdoc/>
    public StoredFact? FindFact(long number) => reader.FindFact(number);

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadUnsealedFacts(int most) => reader.ReadUnsealedFacts(most);

    /// <inheritdoc/>
    public IReadOnlyList<StoredSegment> ReadUnsealedSegments() => reader.ReadSegments(unsealedOnly: true);

    /// <inheritdoc/>
    public IReadOnlyList<StoredSegment> ReadSegments() => reader.ReadSegments(unsealedOnly: false);

    /// <inheritdoc/>
    public StoredSegment? FindSegment(string digest) => reader.FindSegment(digest);

    /// <inheritdoc/>
    public SegmentSpan? FindSegment(string feed, long sequence) => reader.FindSpan(feed, sequence);

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadIncidents(IncidentStatus? status, int skip, int most) =>
        reader.ReadIncidents(status, skip, most);

    /// <inheritdoc/>
    public int CountIncidents(IncidentStatus status) => reader.CountIncidents(status);

    /// <inheritdoc/>
    public IReadOnlyList<StoredFact> ReadIncidentRevisions(string incidentId) => reader.ReadRevisions(incidentId);

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadRecordedFeeds() => reader.ReadRecordedFeeds();

    /// <inheritdoc/>
    public StoredFact? FindDetection(int detectionId) => reader.FindDetection(detectionId);

    /// <inheritdoc/>
    public IReadOnlyList<TrackRecord> ReadTracks() => reader.ReadTracks();

    /// <inheritdoc/>
    public IReadOnlyList<TrackRecord> ReadTrackHistory(TrackId track, Instant from, Instant to, int most) =>
        reader.ReadTrackHistory(track, from, to, most);

    /// <inheritdoc/>
    public IReadOnlyList<TrackRecord> ReadTracksAsOf(Instant knownBy, Instant since) =>
        reader.ReadTracksAsOf(knownBy, since);

    /// <inheritdoc/>
    public IReadOnlyList<TrackSpan> ReadTrackSpans(long afterPosition, int most) =>
        reader.ReadTrackSpans(afterPosition, most);

    /// <inheritdoc/>
    public IReadOnlyList<TrackPlace> ReadTrackPlaces(long afterPosition, long lastPosition) =>
        reader.ReadTrackPlaces(afterPosition, lastPosition);

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        lock (writing)
        {
            writer.Dispose();
        }
    }

    private long WriteFacts(PictureCommit commit, SqliteTransaction transaction)
    {
        var last = lastFactNumber;
        using var fact = Prepare(
            transaction,
            "INSERT INTO fact (number, known_at_us, payload, seal_key) VALUES ($n, $at, $payload, $key)",
            "$n", "$at", "$payload", "$key");
        foreach (var record in commit.Facts)
        {
            if (record.Fact.Number != last + 1)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"fact numbers have no gaps: expected {last + 1}, got {record.Fact.Number}"));
            }

            last = record.Fact.Number;
            Run(fact, last, record.Fact.KnownAt.UnixMicroseconds, record.Payload, record.Key);
            WriteIndex(record.Fact, transaction);
        }

        return last;
    }

    private void WriteIndex(Fact fact, SqliteTransaction transaction)
    {
        if (fact is DetectionFact { Detection: var detection })
        {
            Execute(
                transaction,
                "INSERT INTO detection (id, fact_number) VALUES ($id, $fact)",
                ("$id", detection.Id),
                ("$fact", fact.Number));
        }
        else if (fact is IncidentFact { Incident: var incident })
        {
            Execute(
                transaction,
                "INSERT INTO incident_revision (id, revision, fact_number) VALUES ($id, $revision, $fact)",
                ("$id", incident.Id),
                ("$revision", incident.Revision),
                ("$fact", fact.Number));
            Execute(
                transaction,
                """
                INSERT INTO incident (id, fact_number, is_open, severity, last_us)
                VALUES ($id, $fact, $open, $severity, $last)
                ON CONFLICT (id) DO UPDATE SET fact_number = excluded.fact_number, is_open = excluded.is_open,
                    severity = excluded.severity, last_us = excluded.last_us
                """,
                ("$id", incident.Id),
                ("$fact", fact.Number),
                ("$open", incident.Status == IncidentStatus.Open ? 1 : 0),
                ("$severity", incident.Severity),
                ("$last", incident.Last.UnixMicroseconds));
        }
    }

    private void WriteTracks(PictureCommit commit, SqliteTransaction transaction)
    {
        var updates = commit.Tracks;
        if (updates.Count == 0)
        {
            return;
        }

        var feeds = MapFeeds(commit.FeedNames, transaction);
        var block = new byte[updates.Count * TrackBlock.RecordBytes];
        long from = long.MaxValue, to = long.MinValue;
        newestOfTrack.Clear();
        for (var index = 0; index < updates.Count; index++)
        {
            var update = updates[index];
            TrackBlock.Write(
                block.AsSpan(index * TrackBlock.RecordBytes), update, feeds[update.Evidence.Feed.Value]);
            from = Math.Min(from, update.At.UnixMicroseconds);
            to = Math.Max(to, update.At.UnixMicroseconds);
            newestOfTrack[update.Id.Value] = index;
        }

        Execute(
            transaction,
            "INSERT INTO track_block (last_position, from_us, to_us, records) VALUES ($position, $from, $to, $records)",
            ("$position", commit.LastPosition),
            ("$from", from),
            ("$to", to),
            ("$records", block));
        using var upsert = Prepare(transaction, TrackRow.Upsert, TrackRow.Parameters);
        foreach (var index in newestOfTrack.Values.Order())
        {
            var update = updates[index];
            TrackRow.Run(upsert, update, feeds[update.Evidence.Feed.Value]);
        }
    }

    private int[] MapFeeds(IReadOnlyList<string> names, SqliteTransaction transaction)
    {
        var ids = new int[names.Count];
        for (var index = 0; index < names.Count; index++)
        {
            if (!feedIds.TryGetValue(names[index], out ids[index]))
            {
                ids[index] = feedIds.Count;
                Execute(
                    transaction,
                    "INSERT OR IGNORE INTO feed (id, name) VALUES ($id, $name)",
                    ("$id", ids[index]),
                    ("$name", names[index]));
                feedIds.Add(names[index], ids[index]);
            }
        }

        return ids;
    }

    private static void Execute(
        SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private static SqliteCommand Prepare(SqliteTransaction transaction, string sql, params ReadOnlySpan<string> names)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }

        command.ExecuteNonQuery();
    }
}
