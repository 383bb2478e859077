using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Tests.Stores;

/// <summary>The contract of every picture store; a backend's tests are this kit with a way to open the store.</summary>
public abstract class PictureStoreKit
{
    private static readonly Instant Noon = Instant.FromUnixSeconds(1_900_000_000);

    protected abstract IPictureStore Open();

    [Fact]
    public void An_empty_store_has_nothing()
    {
        using var store = Open();
        Assert.Equal(-1, store.LastPosition);
        Assert.Equal(0, store.LastFactNumber);
        Assert.Empty(store.ReadFacts(0, 10));
        Assert.Empty(store.ReadIncidents(null, 0, 10));
        Assert.Empty(store.ReadTracks());
        Assert.Null(store.FindFact(1));
        Assert.Null(store.FindSegment("ais-1", 0));
    }

    [Fact]
    public void The_same_commit_twice_is_one()
    {
        using var store = Open();
        var commit = new PictureCommit(0, 3, [Track(1, 47)], [Opened(1, "I-0001", 1, 3)], ["ais-1"]);
        store.Commit(commit);
        var once = Print(store);
        store.Commit(commit);
        Assert.Equal(once, Print(store));
        Assert.Equal(3, store.LastPosition);
        Assert.Equal(1, store.LastFactNumber);
    }

    [Fact]
    public void A_commit_that_overlaps_or_leaves_a_gap_in_fact_numbers_is_refused_and_changes_nothing()
    {
        using var store = Open();
        store.Commit(new PictureCommit(0, 3, [], [Opened(1, "I-0001", 1, 3)], ["ais-1"]));
        var before = Print(store);
        Assert.Throws<InvalidOperationException>(
            () => store.Commit(new PictureCommit(3, 4, [], [Opened(2, "I-0002", 1, 3)], ["ais-1"])));
        Assert.Throws<InvalidOperationException>(
            () => store.Commit(new PictureCommit(4, 4, [], [Opened(3, "I-0002", 1, 3)], ["ais-1"])));
        Assert.Equal(before, Print(store));
    }

    [Fact]
    public void Incidents_come_most_severe_first_and_then_newest_first()
    {
        using var store = Open();
        store.Commit(new PictureCommit(
            0,
            0,
            [],
            [
                Opened(1, "I-0001", 1, severity: 2, lastS: 10),
                Opened(2, "I-0002", 1, severity: 4, lastS: 5),
                Opened(3, "I-0003", 1, severity: 2, lastS: 20),
                Opened(4, "I-0002", 2, severity: 4, lastS: 6, IncidentStatus.Closed),
            ],
            ["ais-1"]));
        Assert.Equal(["I-0002", "I-0003", "I-0001"], Ids(store.ReadIncidents(null, 0, 10)));
        Assert.Equal(["I-0003", "I-0001"], Ids(store.ReadIncidents(IncidentStatus.Open, 0, 10)));
        Assert.Equal(["I-0001"], Ids(store.ReadIncidents(IncidentStatus.Open, 1, 1)));
        Assert.Equal(2, store.CountIncidents(IncidentStatus.Open));
        Assert.Equal(1, store.CountIncidents(IncidentStatus.Closed));
        Assert.Equal([2, 4], store.ReadIncidentRevisions("I-0002").Select(fact => fact.Number));
        Assert.Empty(store.ReadIncidentRevisions("I-9999"));
    }

    [Fact]
    public void The_outbox_is_what_has_no_place_in_the_log()
    {
        using var store = Open();
        store.Commit(new PictureCommit(
            0, 0, [], [Opened(1, "I-0001", 1, 2), Opened(2, "I-0002", 1, 2), Opened(3, "I-0003", 1, 2)], ["ais-1"]));
        store.AddSegment(Segment("aa", 0, 4), [new SegmentSpan("ais-1", 0, 99, "aa")]);
        store.AddSegment(Segment("aa", 0, 4), [new SegmentSpan("ais-1", 0, 99, "aa")]);
        store.AddSegment(Segment("bb", 5, 6), [new SegmentSpan("ais-1", 100, 120, "bb")]);
        store.MarkSealed([(1, 7), (3, 8)], [("aa", 6)]);
        Assert.Equal([2], store.ReadUnsealedFacts(10).Select(fact => fact.Number));
        Assert.Equal([7, null, 8], store.ReadFacts(0, 10).Select(fact => fact.LogIndex));
        Assert.Equal(["bb"], store.ReadUnsealedSegments().Select(segment => segment.Digest));
        Assert.Equal(["aa", "bb"], store.ReadSegments().Select(segment => segment.Digest));
        Assert.Equal(6, store.FindSegment("aa")!.LogIndex);
        Assert.Equal("aa", store.FindSegment("ais-1", 99)!.Digest);
        Assert.Equal("bb", store.FindSegment("ais-1", 100)!.Digest);
        Assert.Null(store.FindSegment("ais-1", 121));
        Assert.Null(store.FindSegment("cot-1", 0));
        Assert.Equal(["ais-1"], store.ReadRecordedFeeds());
    }

    [Fact]
    public void Acts_are_numbered_without_gaps_and_wait_for_their_leaves()
    {
        using var store = Open();
        Assert.Empty(store.ReadActs(0, 10));
        Assert.Equal([1L, 2, 3], Enumerable.Range(1, 3).Select(n => store.AddAct([(byte)n], new byte[32])));
        store.MarkActsSealed([(2, 40)]);
        Assert.Equal([1L, 3], store.ReadUnsealedActs(10).Select(act => act.Number));
        Assert.Equal([1L], store.ReadUnsealedActs(1).Select(act => act.Number));
        Assert.Equal([null, 40L, null], store.ReadActs(0, 10).Select(act => act.LogIndex));
        Assert.Equal([3], Assert.Single(store.ReadActs(2, 10)).Payload);
    }

    [Fact]
    public void Tracks_have_a_newest_state_and_a_history()
    {
        using var store = Open();
        store.Commit(new PictureCommit(0, 1, [Track(1, 47), Track(2, 50), Track(1, 47.1)], [], ["ais-1", "cot-1"]));
        store.Commit(new PictureCommit(2, 2, [Track(1, 47.2, feed: 1)], [], ["ais-1", "cot-1"]));
        var newest = store.ReadTracks();
        Assert.Equal([1, 2], newest.Select(record => record.State.Id.Value));
        Assert.Equal(47.2, newest[0].State.Position.LatitudeDeg, 9);
        Assert.Equal("cot-1", newest[0].Feed);
        Assert.Equal("ship", newest[0].State.Description!.Name);
        var hour = TimeSpan.FromHours(1);
        var history = store.ReadTrackHistory(new TrackId(1), Noon - hour, Noon + hour, 10);
        Assert.Equal([47.0, 47.1, 47.2], history.Select(record => Math.Round(record.State.Position.LatitudeDeg, 6)));
        Assert.Equal(["ais-1", "ais-1", "cot-1"], history.Select(record => record.Feed));
        Assert.Equal(2, store.ReadTrackHistory(new TrackId(1), Noon, Noon + TimeSpan.FromHours(1), 2).Count);
        Assert.Empty(store.ReadTrackHistory(new TrackId(1), Noon + hour, Noon + hour + hour, 9));
    }

    /// <summary>What became known later neither shows nor hides where a track was known to be.</summary>
    [Fact]
    public void Tracks_are_told_as_they_were_known_at_a_time()
    {
        using var store = Open();
        var minute = TimeSpan.FromMinutes(1);
        for (var step = 0; step < 80; step++)
        {
            var at = Noon + (minute * step);
            store.Commit(new PictureCommit(
                step, step, [Known(1, 40 + (step / 100.0), at), Known(2 + (step % 2), 50, at)], [], ["ais-1"]));
        }

        // A state of half past that came at the end: known then only.
        var late = Known(1, 41.5, Noon + (minute * 30)) with { KnownAt = Noon + (minute * 79) };
        store.Commit(new PictureCommit(80, 80, [late], [], ["ais-1"]));

        var then = store.ReadTracksAsOf(Noon + (minute * 31.5), Noon + (minute * 21.5));
        Assert.Equal([1, 2, 3], then.Select(record => record.State.Id.Value));
        Assert.Equal(40.31, then[0].State.Position.LatitudeDeg, 6);
        Assert.Equal(ObjectIdentity.Mmsi(237000001), then[0].State.Identity);
        Assert.Equal("ais-1", then[0].Feed);
        Assert.Equal(41.5, store.ReadTracksAsOf(Noon + (minute * 90), Noon)[0].State.Position.LatitudeDeg, 6);
        Assert.Single(store.ReadTracksAsOf(Noon, Noon - minute), record => record.State.Id.Value == 2);
        Assert.Empty(store.ReadTracksAsOf(Noon - minute, Noon - (minute * 9)));
        Assert.Empty(store.ReadTracksAsOf(Noon + (minute * 500), Noon + (minute * 400)));
    }

    /// <summary>What is asked for in parts is what is asked for at once; commits are never told in halves.</summary>
    [Fact]
    public void Places_of_tracks_are_told_commit_by_commit()
    {
        using var store = Open();
        var minute = TimeSpan.FromMinutes(1);
        Assert.Empty(store.ReadTrackSpans(-1, 10));
        store.Commit(new PictureCommit(
            0, 3, [Known(1, 47, Noon + minute), Known(2, 50, Noon), Known(1, 47.1, Noon + minute)], [], ["ais-1"]));
        store.Commit(new PictureCommit(4, 4, [], [], ["ais-1"]));
        var late = Known(7, 48, Noon) with { KnownAt = Noon + (2 * minute) };
        store.Commit(new PictureCommit(5, 9, [late], [], ["ais-1"]));
        TrackSpan[] spans =
            [new TrackSpan(3, 3, Noon, Noon + minute), new TrackSpan(9, 1, Noon, Noon)];
        Assert.Equal(spans, store.ReadTrackSpans(-1, 10));
        Assert.Equal(spans[..1], store.ReadTrackSpans(-1, 1));
        Assert.Equal(spans[1..], store.ReadTrackSpans(3, 10));
        var all = store.ReadTrackPlaces(-1, 9);
        Assert.Equal([1, 2, 1, 7], all.Select(place => place.Track.Value));
        Assert.Equal([47, 50, 47.1, 48], all.Select(place => Math.Round(place.Position.LatitudeDeg, 6)));
        Assert.Equal((Noon, Noon + (2 * minute)), (all[3].At, all[3].KnownAt));
        Assert.Equal(all, [.. store.ReadTrackPlaces(-1, 8), .. store.ReadTrackPlaces(3, long.MaxValue)]);
    }

    [Fact]
    public void A_detection_is_found_by_its_number()
    {
        using var store = Open();
        var detection = new Detection(
            7, DetectionKind.Entered, "1", "plain", "presence", "zone", "T-000001", "mmsi:237000001", null, Noon, Noon,
            null, 0.97, 12, null, null, null, [], [new FrameCitation("ais-1", 4)]);
        var fact = new DetectionFact(1, Noon, Label.Mission, detection);
        store.Commit(new PictureCommit(0, 0, [], [Record(fact)], ["ais-1"]));
        Assert.Equal(1, store.FindDetection(7)!.Number);
        Assert.Null(store.FindDetection(8));
        Assert.Equal(FactJson.Write(fact), store.FindFact(1)!.Payload);
    }

    private static FactRecord Record(Fact fact) => new(fact, FactJson.Write(fact), new byte[32]);

    private static FactRecord Opened(
        long number,
        string id,
        int revision,
        int severity,
        int lastS = 0,
        IncidentStatus status = IncidentStatus.Open) =>
        Record(new IncidentFact(
            number,
            Noon,
            Label.Mission,
            new Incident(
                id, revision, status, "presence.zone-entry", "1", ["plain"], ["plain"], "zone", severity, Noon,
                Noon + TimeSpan.FromSeconds(lastS), Noon, [], [], [], null, false, 0.97, 12, null, null, 1, [], [], 0,
                [], 0, [new ReadingOutcome("plain", Determination.Breach, null)])));

    private static StoredSegment Segment(string digest, long first, long last) =>
        new(digest, first, last, Encoding.ASCII.GetBytes(digest), new byte[32], null);

    private static TrackUpdate Track(int id, double latitude, int feed = 0) => new()
    {
        Id = new TrackId(id),
        Identity = ObjectIdentity.Mmsi(237000001),
        Class = ObjectClass.Vessel,
        At = Noon,
        KnownAt = Noon,
        Position = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: 35),
        PositionError = Covariance2.Circular(5),
        Evidence = new FrameRef(new FeedId(feed), 4),
        Description = new ObjectDescription("ship", "CALL", "70", 100, 20),
    };

    private static TrackUpdate Known(int id, double latitude, Instant at)
    {
        var track = Track(id, latitude);
        (track.At, track.KnownAt) = (at, at);
        return track;
    }

    private static IEnumerable<string> Ids(IEnumerable<StoredFact> facts) =>
        facts.Select(fact => ((IncidentFact)FactJson.Read(fact.Payload)).Incident.Id);

    private static string Print(IPictureStore store)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{store.LastPosition} {store.LastFactNumber}");
        foreach (var fact in store.ReadFacts(0, 100))
        {
            text.Append('\n').Append(Encoding.UTF8.GetString(fact.Payload));
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{store.ReadTracks().Count}");
        return text.ToString();
    }
}

public sealed class MemoryPictureStoreTests : PictureStoreKit
{
    protected override IPictureStore Open() => new Simulation.Stores.MemoryPictureStore();
}

public sealed class SqlitePictureStoreTests : PictureStoreKit, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("trucewatch-store-").FullName;

    protected override IPictureStore Open() =>
        Storage.Sqlite.SqlitePictureStore.Open(Path.Combine(folder, "picture.db"));

    [Fact]
    public void What_was_committed_is_there_after_opening_again()
    {
        using (var store = Open())
        {
            store.AddSegment(
                new StoredSegment("aa", 0, 4, [1], new byte[32], null), [new SegmentSpan("ais-1", 0, 99, "aa")]);
        }

        using var again = Open();
        Assert.Equal("aa", Assert.Single(again.ReadSegments()).Digest);
    }

    [Fact]
    public void A_file_with_a_newer_schema_is_refused()
    {
        Open().Dispose();
        var file = Path.Combine(folder, "picture.db");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 999";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<InvalidDataException>(() => Open());
        Assert.Contains("999", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
