using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Evidence.Segments;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class RecorderTests
{
    [Fact]
    public void Frames_of_a_feed_with_a_restricted_sensor_are_sealed_apart_and_found_again()
    {
        using var rig = new ServerRig();
        var restricted = Label.Mission.Meet(new Label("trucewatch", Classification.Confidential, ["norway"]));
        using (var first = rig.StartRun())
        {
            first.Pipeline.TakeFirst(ServerRig.Batch(rig.Feeds.Find(RegistryFeed.Name)!, 0, Registry("norway")));
            first.Pipeline.TakeFirst(ServerRig.Batch(rig.First, 0, "secret"));
            first.Pipeline.TakeFirst(ServerRig.Batch(rig.Second, 0, "open"));
        }

        // Nothing was sealed: a start that does not know the sensors yet finds the journals of all labels.
        using var again = rig.StartRun();
        Assert.Equal(3, again.Pipeline.Recover(rig.Feeds));
        Assert.Equal("EXERCISE " + restricted, LabelOfSegment(again.Store, "ais-1"));
        Assert.Equal("EXERCISE " + Label.Mission, LabelOfSegment(again.Store, "ais-2"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_label_as_long_as_a_header_takes_stands_there_and_a_longer_one_is_nobodys(int over)
    {
        using var rig = new ServerRig();
        var room = SegmentLimits.MaxLabelBytes - Label.Nobody.ToString().Length + over;
        var label = new Label("trucewatch", Classification.Confidential, [new string('n', room)]);
        var recorder = new Recorder(rig.Data, rig.Store, rig.NewKey, rig.Time, _ => label);
        recorder.Record([ServerRig.Batch(rig.First, 0, "a")]);
        recorder.SealDue(all: true);
        Assert.Equal((over == 0 ? label : Label.Nobody).ToString(), LabelOfSegment(rig.Store, "ais-1"));
        recorder.Dispose();
    }

    [Fact]
    public void A_journal_under_a_foreign_name_is_refused_and_a_torn_header_is_passed_over()
    {
        using var rig = new ServerRig();
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, "a")]);
        }

        var journal = rig.JournalOf(rig.First);
        var other = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(journal)!, new string('0', 32) + ".twj");
        File.WriteAllBytes(other, File.ReadAllBytes(journal)[..12]);
        Assert.Equal([Label.Mission.ToString()], Journal.LabelsIn(rig.Data.Path));
        File.Copy(journal, other, overwrite: true);
        Assert.Throws<InvalidDataException>(() => Journal.LabelsIn(rig.Data.Path));
        File.WriteAllText(other, "no journal");
        Assert.Throws<InvalidDataException>(() => Journal.LabelsIn(rig.Data.Path));
    }

    private static string Registry(string audience) =>
        "format: 1\nsensors:\n  - { id: s, owner: o, kind: k, mount: m, consent: agreed, label: { classification: "
        + $"confidential, releasable_to: [{audience}] }}, feeds: [ais-1], "
        + "calibrations: [{ version: \"1\", from: 2000-01-01T00:00:00Z }] }\n";

    private static string LabelOfSegment(Domain.Stores.IPictureStore store, string feed)
    {
        using var payload = System.Text.Json.JsonDocument.Parse(
            store.FindSegment(store.FindSegment(feed, 0)!.Digest)!.Payload);
        return payload.RootElement.GetProperty("label").GetString()!;
    }

    [Fact]
    public void Batches_come_back_in_order_with_their_positions()
    {
        using var rig = new ServerRig();
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, "a", "b"), ServerRig.Batch(rig.Second, 0, "x")]);
            recorder.SealDue(all: true);
            recorder.Record([ServerRig.Batch(rig.First, 2, "c")]);
            recorder.SealDue(all: true);
        }

        using var again = rig.StartRecorder(out var recorded);

        Assert.Equal(["0 ais-1/0 a b", "1 ais-2/0 x", "2 ais-1/2 c"], recorded.Select(Text));
        Assert.Equal(2000, recorded[2].Frame(0).ReceivedAtUs);
        Assert.Equal(3, again.NextPosition);
        Assert.Equal(3, again.NextSequence("ais-1"));
        Assert.Equal(1, again.NextSequence("ais-2"));
        Assert.Equal(0, again.NextSequence("ais-3"));
    }

    [Fact]
    public void What_was_recorded_but_not_sealed_is_in_the_journal()
    {
        using var rig = new ServerRig();
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, "a")]);
            recorder.Record([ServerRig.Batch(rig.First, 1, "b")]);
        }

        Assert.Empty(rig.Store.ReadSegments());
        using var again = rig.StartRecorder(out var recorded);
        Assert.Equal(["0 ais-1/0 a", "1 ais-1/1 b"], recorded.Select(Text));
        Assert.Single(rig.Store.ReadSegments());
    }

    [Fact]
    public void A_batch_that_a_segment_holds_and_the_journal_still_does_is_there_once()
    {
        using var rig = new ServerRig();
        CrashBeforeTheJournalForgets(rig);

        using var again = rig.StartRecorder(out var recorded);

        Assert.Equal(["0 ais-1/0 a", "1 ais-1/1 b"], recorded.Select(Text));
        Assert.Single(rig.Store.ReadSegments());
        Assert.Equal(1, rig.SegmentFiles());
    }

    [Fact]
    public void A_batch_that_a_larger_segment_holds_is_not_sealed_once_more_from_the_journal()
    {
        using var rig = new ServerRig();
        byte[] journal;
        var large = new string('b', Recorder.SegmentBytes - 1);
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, "a")]);
            journal = ReadJournal(rig);

            // The second batch has no room for the third, so that the two are sealed without it.
            recorder.Record([ServerRig.Batch(rig.First, 1, large), ServerRig.Batch(rig.First, 2, "c")]);
            recorder.SealDue(all: false);
        }

        File.WriteAllBytes(rig.JournalOf(rig.First), journal);
        using var again = rig.StartRecorder(out var recorded);
        Assert.Equal(["0 ais-1/0 a", $"1 ais-1/1 {large}"], recorded.Select(Text));
        Assert.Single(rig.Store.ReadSegments());
    }

    [Fact]
    public void A_segment_that_the_store_was_not_told_of_is_sealed_again_under_the_same_digest()
    {
        using var rig = new ServerRig();
        CrashBeforeTheJournalForgets(rig);
        using var untold = new ServerRig { Store = new MemoryPictureStore() };
        Directory.Delete(untold.Data.Path, recursive: true);
        CopyFolder(rig.Data.Path, untold.Data.Path);

        using var again = untold.StartRecorder(out var recorded);

        Assert.Equal(["0 ais-1/0 a", "1 ais-1/1 b"], recorded.Select(Text));
        Assert.Equal(rig.Store.ReadSegments().Single().Digest, untold.Store.ReadSegments().Single().Digest);
        Assert.Equal(1, untold.SegmentFiles());
    }

    [Theory]
    [InlineData(1, "expected sequence 2, got 1")]
    [InlineData(3, "expected sequence 2, got 3")]
    public void A_gap_or_an_overlap_of_a_feed_is_refused(long sequence, string words)
    {
        using var rig = new ServerRig();
        using var recorder = rig.StartRecorder(out _);
        recorder.Record([ServerRig.Batch(rig.First, 0, "a", "b")]);
        var refused = Assert.Throws<InvalidOperationException>(
            () => recorder.Record([ServerRig.Batch(rig.First, sequence, "c")]));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_label_has_a_segment_of_its_own_and_the_order_is_one()
    {
        using var rig = new ServerRig();
        var open = rig.FeedOf(Classification.Public);
        using (var recorder = rig.StartRecorder(out _, rig.First, open))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, "a"), ServerRig.Batch(open, 0, "p")]);
            recorder.Record([ServerRig.Batch(open, 1, "q"), ServerRig.Batch(rig.First, 1, "b")]);
            recorder.SealDue(all: true);
        }

        using var again = rig.StartRecorder(out var recorded, rig.First, open);
        Assert.Equal(["0 ais-1/0 a", "1 ais-3/0 p", "2 ais-3/1 q", "3 ais-1/1 b"], recorded.Select(Text));
        Assert.Equal(2, rig.Store.ReadSegments().Count);
    }

    [Fact]
    public void A_position_that_a_crash_lost_does_not_keep_later_starts_from_the_record()
    {
        using var rig = new ServerRig();
        var open = rig.FeedOf(Classification.Public);
        using (var recorder = rig.StartRecorder(out _, rig.First, open))
        {
            recorder.Record([ServerRig.Batch(open, 0, "lost"), ServerRig.Batch(rig.First, 0, "a")]);
        }

        // The power went between the flushes of the two journals.
        File.Delete(rig.JournalOf(open));
        using (var recorder = rig.StartRecorder(out var kept, rig.First, open))
        {
            Assert.Equal(["1 ais-1/0 a"], kept.Select(Text));
            recorder.Record([ServerRig.Batch(open, 0, "p"), ServerRig.Batch(rig.First, 1, "b")]);
            recorder.SealDue(all: true);
        }

        using var again = rig.StartRecorder(out var recorded, rig.First, open);
        Assert.Equal(["1 ais-1/0 a", "2 ais-3/0 p", "3 ais-1/1 b"], recorded.Select(Text));
    }

    [Fact]
    public void A_segment_that_is_absent_from_the_middle_is_missed()
    {
        using var rig = new ServerRig();
        using (var recorder = rig.StartRecorder(out _))
        {
            for (var frame = 0; frame < 3; frame++)
            {
                recorder.Record([ServerRig.Batch(rig.First, frame, "a")]);
                recorder.SealDue(all: true);
            }
        }

        var poorer = new MemoryPictureStore();
        var segments = rig.Store.ReadSegments();
        poorer.AddSegment(segments[0], []);
        poorer.AddSegment(segments[2], []);
        var missed = Assert.Throws<InvalidDataException>(() => new RecordedBatches(rig.Data, poorer).ReadAll().Count());
        Assert.Contains("feed ais-1: expected frame 1, got 2", missed.Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(rig.Data.Path, SegmentFile.PathOf(Parsed(segments[1].Digest))));
        missed = Assert.Throws<InvalidDataException>(() => new RecordedBatches(rig.Data, rig.Store).ReadAll().Count());
        Assert.Contains(segments[1].Digest, missed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void A_segment_is_sealed_before_it_grows_over_its_size(int over, int segments)
    {
        using var rig = new ServerRig();
        using var recorder = rig.StartRecorder(out _);
        recorder.Record([ServerRig.Batch(rig.First, 0, new string('a', Recorder.SegmentBytes - 10))]);
        recorder.Record([ServerRig.Batch(rig.First, 1, new string('b', 10 + over))]);
        recorder.SealDue(all: true);
        Assert.Equal(segments, rig.Store.ReadSegments().Count);
    }

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(Recorder.SegmentBytes)]
    [InlineData(Recorder.SegmentBytes + 1)]
    public void One_huge_frame_is_recorded_like_any_other(int length)
    {
        using var rig = new ServerRig();
        var frame = new string('f', length);
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, frame)]);
            Assert.Equal(length >= Recorder.SegmentBytes, recorder.SealDue(all: false));
            recorder.Record([ServerRig.Batch(rig.First, 1, frame)]);
        }

        using var again = rig.StartRecorder(out var recorded);
        Assert.Equal([$"0 ais-1/0 {frame}", $"1 ais-1/1 {frame}"], recorded.Select(Text));
    }

    [Fact]
    public void A_segment_is_sealed_when_it_is_old_enough_and_not_before()
    {
        using var rig = new ServerRig();
        using var recorder = rig.StartRecorder(out _);
        Assert.False(recorder.SealDue(all: true));
        recorder.Record([ServerRig.Batch(rig.First, 0, "a")]);
        rig.Time.Now += Recorder.SegmentAge - TimeSpan.FromTicks(1);
        Assert.False(recorder.SealDue(all: false));
        rig.Time.Now += TimeSpan.FromTicks(1);
        Assert.True(recorder.SealDue(all: false));
        rig.Time.Now += Recorder.SegmentAge;
        Assert.False(recorder.SealDue(all: false));
    }

    [Fact]
    public void A_frame_is_found_with_its_segment_once_it_is_sealed()
    {
        using var rig = new ServerRig();
        using var recorder = rig.StartRecorder(out _);
        var record = new RecordedBatches(rig.Data, rig.Store);
        recorder.Record([ServerRig.Batch(rig.First, 0, "a", "b")]);
        Assert.Null(record.Find("ais-1", 1));
        recorder.SealDue(all: true);
        var found = record.Find("ais-1", 1);
        Assert.Equal("b"u8, found!.Value.Frame.Bytes.Span);
        Assert.Equal(rig.Store.ReadSegments()[0], found.Value.Segment);
        Assert.Null(record.Find("ais-1", 2));
        Assert.Null(record.Find("ais-2", 0));
    }

    /// <summary>Records two batches, seals them, and puts the journal back as it was just before.</summary>
    private static void CrashBeforeTheJournalForgets(ServerRig rig)
    {
        byte[] journal;
        using (var recorder = rig.StartRecorder(out _))
        {
            recorder.Record([ServerRig.Batch(rig.First, 0, "a"), ServerRig.Batch(rig.First, 1, "b")]);
            journal = ReadJournal(rig);
            recorder.SealDue(all: true);
        }

        Assert.NotEqual(journal.Length, new FileInfo(rig.JournalOf(rig.First)).Length);
        File.WriteAllBytes(rig.JournalOf(rig.First), journal);
    }

    private static byte[] ReadJournal(ServerRig rig)
    {
        using var stream = new FileStream(
            rig.JournalOf(rig.First), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var journal = new byte[stream.Length];
        stream.ReadExactly(journal);
        return journal;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static Evidence.Digest Parsed(string digest) =>
        Evidence.Digest.TryParseHex(digest, out var parsed) ? parsed : throw new InvalidDataException(digest);

    private static string Text(StoredBatch batch) => FormattableString.Invariant(
        $"{batch.Position} {batch.Feed}/{batch.FirstSequence} {string.Join(' ', Enumerable.Range(0, batch.Count)
            .Select(index => Encoding.UTF8.GetString(batch.Frame(index).Bytes.Span)))}");
}
