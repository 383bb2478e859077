using System.Buffers.Binary;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Server.Live;

public sealed class LiveTracksTests
{
    [Fact]
    public void A_reader_gets_the_newest_state_of_what_changed_and_no_other()
    {
        var tracks = new LiveTracks();
        tracks.Publish([Track(1, 10), Track(2, 20), Track(1, 11)]);
        tracks.Publish([Track(1, 12)]);
        var (_, updates, version) = tracks.Changes(0, new Instant(5), All);
        Assert.Equal([(1, 12.0), (2, 20.0)], States(updates));
        Assert.Equal(5, BinaryPrimitives.ReadInt64LittleEndian(updates.AsSpan(1)));

        tracks.Publish([Track(2, 21)]);
        tracks.Publish([Track(2, 22)]);
        (_, updates, version) = tracks.Changes(version, default, All);
        Assert.Equal([(2, 22.0)], States(updates));
        (_, updates, _) = tracks.Changes(version, default, All);
        Assert.Empty(States(updates));
        Assert.Equal(2, tracks.Count(All));
        Assert.Equal([1, 2], tracks.Newest().Select(state => state.Id.Value));
    }

    [Fact]
    public void A_reader_gets_no_track_that_it_may_not_see()
    {
        var tracks = new LiveTracks();
        tracks.Publish([Track(1, 10, "A"), Track(2, 20, "B")]);
        var (names, updates, _) = tracks.Changes(0, default, track => track.Value == 2);
        Assert.Equal(["2 mmsi:000000002\u001fB"], Names(names));
        Assert.Equal([(2, 20.0)], States(updates));
        Assert.Equal(1, tracks.Count(track => track.Value == 2));
    }

    [Fact]
    public void A_name_comes_once_and_again_when_it_changed()
    {
        var tracks = new LiveTracks();
        tracks.Publish([Track(1, 10, "A"), Track(2, 10, "B")]);
        var (names, _, version) = tracks.Changes(0, default, All);
        Assert.Equal(["1 mmsi:000000001\u001fA", "2 mmsi:000000002\u001fB"], Names(names));

        tracks.Publish([Track(1, 11, "A")]);
        (names, _, version) = tracks.Changes(version, default, All);
        Assert.Null(names);

        tracks.Publish([Track(1, 12, "C")]);
        tracks.Publish([Track(1, 13, "C")]);
        (names, _, _) = tracks.Changes(version, default, All);
        Assert.Equal(["1 mmsi:000000001\u001fC"], Names(names));
    }

    [Fact]
    public void A_reader_is_told_once_however_much_changes_and_at_its_begin()
    {
        var tracks = new LiveTracks();
        var reader = tracks.Join()!;
        Assert.True(reader.Reader.TryRead(out _));
        tracks.Publish([]);
        Assert.False(reader.Reader.TryRead(out _));
        tracks.Publish([Track(1, 1)]);
        tracks.Publish([Track(1, 2)]);
        Assert.True(reader.Reader.TryRead(out _));
        Assert.False(reader.Reader.TryRead(out _));
        tracks.Leave(reader);
        tracks.Publish([Track(1, 3)]);
        Assert.False(reader.Reader.TryRead(out _));
    }

    [Fact]
    public void There_are_no_more_readers_than_the_limit()
    {
        var tracks = new LiveTracks();
        var readers = Enumerable.Range(0, LiveTracks.MaxReaders).Select(_ => tracks.Join()).ToList();
        Assert.DoesNotContain(null, readers);
        Assert.Null(tracks.Join());
        tracks.Leave(readers[0]!);
        Assert.NotNull(tracks.Join());
    }

    [Fact]
    public void Whoever_waits_for_facts_is_woken_by_the_next_and_not_by_the_last()
    {
        var facts = new LiveFacts();
        var first = facts.Next;
        Assert.False(first.IsCompleted);
        facts.Wake();
        Assert.True(first.IsCompletedSuccessfully);
        Assert.False(facts.Next.IsCompleted);
    }

    private static bool All(TrackId track) => track.Value > 0;

    private static TrackUpdate Track(int id, double latitude, string? name = null) => new()
    {
        Id = new TrackId(id),
        Identity = ObjectIdentity.Mmsi((uint)id),
        Position = TrackWireTests.Point(latitude, 0),
        Description = name is null ? null : new ObjectDescription(name, "", "", 0, 0),
    };

    private static List<(int Id, double Latitude)> States(byte[] message)
    {
        Assert.Equal(TrackWire.UpdatesKind, message[0]);
        return [.. message.Skip(TrackWire.UpdatesHeadBytes).Chunk(TrackWire.UpdateBytes).Select(record => (
            BinaryPrimitives.ReadInt32LittleEndian(record),
            BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(4)) / 1e7)).Order()];
    }

    private static List<string> Names(byte[]? message)
    {
        Assert.NotNull(message);
        Assert.Equal(TrackWire.NamesKind, message[0]);
        var names = new List<string>();
        for (var at = 1; at < message.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(at + 6));
            var id = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at));
            names.Add(FormattableString.Invariant($"{id} {Encoding.UTF8.GetString(message, at + 8, length)}"));
            at += 8 + length;
        }

        return names;
    }
}
