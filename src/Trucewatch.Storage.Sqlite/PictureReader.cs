using Microsoft.Data.Sqlite;
using Trucewatch.Domain;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Storage.Sqlite;

/// <summary>The reading half of the store: one read-only connection, one reader at a time.</summary>
internal sealed class PictureReader(SqliteConnection connection) : IDisposable
{
    private const string FactColumns = "f.number, f.payload, f.seal_key, f.log_index";
    private const string SegmentColumns = "digest, first_position, last_position, payload, seal_key, log_index";

    private const int BlocksAtOnce = 32;

    private readonly Lock reading = new();

    public (long Position, long Fact) ReadProgress() =>
        Query("SELECT last_position, last_fact FROM progress", row => (row.GetInt64(0), row.GetInt64(1)))[0];

    public IReadOnlyList<(string Name, int Id)> ReadFeeds() =>
        Query("SELECT name, id FROM feed ORDER BY id", row => (row.GetString(0), row.GetInt32(1)));

    public IReadOnlyList<StoredFact> ReadFacts(long afterNumber, int most) => Query(
        $"SELECT {FactColumns} FROM fact f WHERE f.number > $after ORDER BY f.number LIMIT $most",
        Fact,
        ("$after", afterNumber),
        ("$most", most));

    public StoredFact? FindFact(long number) => Query(
        $"SELECT {FactColumns} FROM fact f WHERE f.number = $number", Fact, ("$number", number)).FirstOrDefault();

    public IReadOnlyList<StoredFact> ReadUnsealedFacts(int most) => Query(
        $"SELECT {FactColumns} FROM fact f WHERE f.log_index IS NULL ORDER BY f.number LIMIT $most",
        Fact,
        ("$most", most));

    public IReadOnlyList<StoredAct> ReadActs(long afterNumber, int most) => Query(
        "SELECT number, payload, seal_key, log_index FROM act WHERE number > $after ORDER BY number LIMIT $most",
        Act,
        ("$after", afterNumber),
        ("$most", most));

    public IReadOnlyList<StoredAct> ReadUnsealedActs(int most) => Query(
        "SELECT number, payload, seal_key, log_index FROM act WHERE log_index IS NULL ORDER BY number LIMIT $most",
        Act,
        ("$most", most));

    public StoredFact? FindDetection(int detectionId) => Query(
        $"SELECT {FactColumns} FROM detection d JOIN fact f ON f.number = d.fact_number WHERE d.id = $id",
        Fact,
        ("$id", detectionId)).FirstOrDefault();

    public IReadOnlyList<StoredFact> ReadIncidents(IncidentStatus? status, int skip, int most) => Query(
        $"""
        SELECT {FactColumns} FROM incident i JOIN fact f ON f.number = i.fact_number
        WHERE $open < 0 OR i.is_open = $open
        ORDER BY i.severity DESC, i.last_us DESC, i.id LIMIT $most OFFSET $skip
        """,
        Fact,
        ("$open", status switch { null => -1, IncidentStatus.Open => 1, _ => 0 }),
        ("$skip", skip),
        ("$most", most));

    public int CountIncidents(IncidentStatus status) => Query(
        "SELECT count(*) FROM incident WHERE is_open = $open",
        row => row.GetInt32(0),
        ("$open", status == IncidentStatus.Open ? 1 : 0))[0];

    public IReadOnlyList<StoredFact> ReadRevisions(string incidentId) => Query(
        $"""
        SELECT {FactColumns} FROM incident_revision r JOIN fact f ON f.number = r.fact_number
        WHERE r.id = $id ORDER BY r.revision
        """,
        Fact,
        ("$id", incidentId));

    public IReadOnlyList<StoredSegment> ReadSegments(bool unsealedOnly) => Query(
        $"""
        SELECT {SegmentColumns} FROM segment WHERE NOT $unsealed OR log_index IS NULL
        ORDER BY first_position, digest
        """,
        Segment,
        ("$unsealed", unsealedOnly ? 1 : 0));

    public StoredSegment? FindSegment(string digest) => Query(
        $"SELECT {SegmentColumns} FROM segment WHERE digest = $digest", Segment, ("$digest", digest))
        .FirstOrDefault();

    public SegmentSpan? FindSpan(string feed, long sequence)
    {
        var spans = Query(
            """
            SELECT feed, first_sequence, last_sequence, digest FROM segment_span
            WHERE feed = $feed AND first_sequence <= $sequence ORDER BY first_sequence DESC LIMIT 1
            """,
            row => new SegmentSpan(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3)),
            ("$feed", feed),
            ("$sequence", sequence));
        return spans.Count == 1 && spans[0].LastSequence >= sequence ? spans[0] : null;
    }

    public IReadOnlyList<string> ReadRecordedFeeds() =>
        Query("SELECT DISTINCT feed FROM segment_span ORDER BY feed", row => row.GetString(0));

    public IReadOnlyList<TrackRecord> ReadTracks() => Query(TrackRow.Select, TrackRow.Read);

    public IReadOnlyList<TrackRecord> ReadTrackHistory(TrackId track, Instant from, Instant to, int most)
    {
        var identity = ReadTracks().FirstOrDefault(record => record.State.Id == track)?.State.Identity;
        if (identity is null)
        {
            return [];
        }

        var names = ReadFeeds().ToDictionary(feed => feed.Id, feed => feed.Name);
        var found = new List<TrackRecord>();
        // The blocks are looked at one by one as they are read: together they may be larger than memory.
        _ = Query(
            "SELECT records FROM track_block WHERE to_us >= $from AND from_us <= $to ORDER BY last_position",
            row =>
            {
                var block = (byte[])row.GetValue(0);
                for (var at = 0; at < block.Length && found.Count < most; at += TrackBlock.RecordBytes)
                {
                    var record = block.AsSpan(at, TrackBlock.RecordBytes);
                    if (TrackBlock.TrackOf(record) == track.Value)
                    {
                        var state = TrackBlock.Read(record, out var feed);
                        state.Identity = identity.Value;
                        found.Add(new TrackRecord(state, names[feed]));
                    }
                }

                return 0;
            },
            ("$from", from.UnixMicroseconds),
            ("$to", to.UnixMicroseconds));
        found.RemoveAll(record => record.State.At < from || record.State.At > to);
        return found;
    }

    /// <summary>
    /// Blocks are looked at newest first, a few at a time. What becomes known is committed in that order, so that one
    /// block that was known before <paramref name="since"/> as a whole ends the search.
    /// </summary>
    public IReadOnlyList<TrackRecord> ReadTracksAsOf(Instant knownBy, Instant since)
    {
        var named = ReadTracks().ToDictionary(record => record.State.Id.Value, record => record.State);
        var feeds = ReadFeeds().ToDictionary(feed => feed.Id, feed => feed.Name);
        var found = new SortedDictionary<int, TrackRecord>();
        var before = long.MaxValue;
        while (true)
        {
            var blocks = Query(
                """
                SELECT last_position, records FROM track_block WHERE last_position < $before AND from_us <= $to
                ORDER BY last_position DESC LIMIT $most
                """,
                row => (Position: row.GetInt64(0), Records: (byte[])row.GetValue(1)),
                ("$before", before),
                ("$to", knownBy.UnixMicroseconds),
                ("$most", BlocksAtOnce));
            foreach (var (position, records) in blocks)
            {
                before = position;
                if (!TakeKnown(records, knownBy, since, named, feeds, found))
                {
                    return [.. found.Values];
                }
            }

            if (blocks.Count < BlocksAtOnce)
            {
                return [.. found.Values];
            }
        }
    }

    public IReadOnlyList<TrackSpan> ReadTrackSpans(long afterPosition, int most) => Query(
        $"""
        SELECT last_position, length(records) / {TrackBlock.RecordBytes}, from_us, to_us FROM track_block
        WHERE last_position > $after ORDER BY last_position LIMIT $most
        """,
        row => new TrackSpan(
            row.GetInt64(0), row.GetInt32(1), new Instant(row.GetInt64(2)), new Instant(row.GetInt64(3))),
        ("$after", afterPosition),
        ("$most", most));

    public IReadOnlyList<TrackPlace> ReadTrackPlaces(long afterPosition, long lastPosition)
    {
        var found = new List<TrackPlace>();
        _ = Query(
            "SELECT records FROM track_block WHERE last_position > $after AND last_position <= $to "
            + "ORDER BY last_position",
            row =>
            {
                var block = (byte[])row.GetValue(0);
                for (var at = 0; at < block.Length; at += TrackBlock.RecordBytes)
                {
                    found.Add(TrackBlock.PlaceOf(block.AsSpan(at, TrackBlock.RecordBytes)));
                }

                return 0;
            },
            ("$after", afterPosition),
            ("$to", lastPosition));
        return found;
    }

    /// <summary>Takes a block's newest states of tracks not found yet; false: all of it was known before.</summary>
    private static bool TakeKnown(
        byte[] records, Instant knownBy, Instant since, Dictionary<int, TrackUpdate> named,
        Dictionary<int, string> feeds, SortedDictionary<int, TrackRecord> found)
    {
        var isWithin = false;
        for (var at = records.Length - TrackBlock.RecordBytes; at >= 0; at -= TrackBlock.RecordBytes)
        {
            var record = records.AsSpan(at, TrackBlock.RecordBytes);
            var (track, told) = (TrackBlock.TrackOf(record), TrackBlock.KnownAtOf(record));
            isWithin |= told >= since;
            if (told <= knownBy && told >= since && !found.ContainsKey(track))
            {
                var state = TrackBlock.Read(record, out var feed);
                state.Identity = named[track].Identity;
                state.Description = named[track].Description;
                found.Add(track, new TrackRecord(state, feeds[feed]));
            }
        }

        return isWithin;
    }

    public void Dispose()
    {
        lock (reading)
        {
            connection.Dispose();
        }
    }

    private List<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> values)
    {
        lock (reading)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue(name, value);
            }

            using var rows = command.ExecuteReader();
            var found = new List<T>();
            while (rows.Read())
            {
                found.Add(read(rows));
            }

            return found;
        }
    }

    private static StoredFact Fact(SqliteDataReader row) => new(
        row.GetInt64(0), (byte[])row.GetValue(1), (byte[])row.GetValue(2), row.IsDBNull(3) ? null : row.GetInt64(3));

    private static StoredAct Act(SqliteDataReader row) => new(
        row.GetInt64(0), (byte[])row.GetValue(1), (byte[])row.GetValue(2), row.IsDBNull(3) ? null : row.GetInt64(3));

    private static StoredSegment Segment(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetInt64(2),
        (byte[])row.GetValue(3),
        (byte[])row.GetValue(4),
        row.IsDBNull(5) ? null : row.GetInt64(5));
}
