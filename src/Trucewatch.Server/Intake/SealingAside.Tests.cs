using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Intake;

/// <summary>Segments are sealed on another thread while frames are recorded: what may be forgotten, and when.</summary>
public sealed class SealingAsideTests : IDisposable
{
    private readonly ServerRig rig = new() { Store = new MemoryPictureStore() };
    private readonly HeldTime time = new();
    private readonly HeldFiles files;

    public SealingAsideTests() => files = new HeldFiles(rig.Data.Path);

    [Fact]
    public async Task Frames_are_recorded_while_a_segment_waits_for_the_disk_and_outlive_a_power_cut_meanwhile()
    {
        using var gate = new Gate();
        using var recorder = Start();
        files.Before = (step, path) => PassSegment(gate, step, path);
        await RecordAsync(recorder, 0);
        gate.AwaitReached();
        await RecordAsync(recorder, 1);
        Assert.Empty(rig.Store.ReadSegments());

        using (var cut = Copy())
        {
            using var again = cut.StartRecorder(out var recorded);
            Assert.Equal(["0", "1"], recorded.Select(Text));
        }

        gate.Open();
        await recorder.SealAsideAsync(all: true, () => { });
        Assert.Equal(2, rig.Store.ReadSegments().Count);
        Assert.Equal(EmptyJournal(), new FileInfo(rig.JournalOf(rig.First)).Length);
        Assert.Equal(2, new RecordedBatches(rig.Data, rig.Store).ReadAll().Count());
    }

    [Fact]
    public async Task A_journal_keeps_what_came_after_the_segment_that_was_sealed_aside()
    {
        using var recorder = Start();
        await RecordAsync(recorder, 0);
        recorder.Record([ServerRig.Batch(rig.First, 1, "1")]);
        await recorder.EndAsync();
        await recorder.SealAsideAsync(all: false, () => { });
        Assert.Single(rig.Store.ReadSegments());
        using var cut = Copy(rig.Store);
        using var again = cut.StartRecorder(out var recorded);
        Assert.Equal(["0", "1"], recorded.Select(Text));
    }

    [Theory]
    [InlineData(1, 125)]
    [InlineData(Recorder.JournalBytes / 4, 9)]
    public async Task A_journal_that_is_never_without_a_waiting_frame_forgets_all_the_same(int frameBytes, int rounds)
    {
        using var recorder = Start();
        var most = 0L;
        for (var frame = 0; frame < rounds; frame++)
        {
            await RecordAsync(recorder, frame, new string('f', frameBytes));
            await recorder.EndAsync();
            most = Math.Max(most, new FileInfo(rig.JournalOf(rig.First)).Length);
        }

        Assert.InRange(most, 2L * frameBytes, Recorder.JournalBytes + (2L * frameBytes));
        var kept = Journalled();
        Assert.True(kept.Length < rounds / 2, $"expected the journal to have forgotten, it holds {kept.Length}");
        Assert.Equal(
            Enumerable.Range(0, rounds).Select(frame => (long)frame),
            new RecordedBatches(rig.Data, rig.Store).ReadAll().Select(batch => batch.FirstSequence).Union(kept));
    }

    [Fact]
    public async Task A_segment_that_cannot_be_sealed_aside_ends_a_replay_and_a_service_records_on()
    {
        files.Before = (step, path) =>
        {
            if (step == FileStep.Write && path.StartsWith(SegmentFile.Folder, StringComparison.Ordinal))
            {
                throw new IOException("planted");
            }
        };
        using (var replay = Start())
        {
            await RecordAsync(replay, 0);
            await replay.EndAsync();
            await Assert.ThrowsAsync<IOException>(() => replay.SealAsideAsync(all: false, () => { }));
        }

        using var cut = Copy();
        using var served = new Recorder(
            cut.Data, cut.Store, cut.NewKey, time, keepsRecording: true, files: new HeldFiles(cut.Data.Path)
            {
                Before = files.Before,
            });
        served.SealJournals(cut.Feeds.All);
        Assert.Equal("planted", served.StoreProblem);
        using var third = Copy();
        using var again = third.StartRecorder(out var recorded);
        Assert.Equal(["0"], recorded.Select(Text));
    }

    /// <summary>A clock on the wall that is set forward or back moves no segment's end.</summary>
    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task A_segment_is_as_old_as_the_clock_that_counts_says(int days)
    {
        using var recorder = Start();
        recorder.Record([ServerRig.Batch(rig.First, 0, "0")]);
        time.Jump(TimeSpan.FromDays(days));
        time.Pass(Recorder.SegmentAge - TimeSpan.FromTicks(1));
        await recorder.SealAsideAsync(all: false, () => { });
        await recorder.EndAsync();
        Assert.Empty(rig.Store.ReadSegments());
        time.Pass(TimeSpan.FromTicks(1));
        await recorder.SealAsideAsync(all: false, () => { });
        await recorder.EndAsync();
        Assert.Single(rig.Store.ReadSegments());
    }

    /// <inheritdoc/>
    public void Dispose() => rig.Dispose();

    private static void PassSegment(Gate gate, FileStep step, string path)
    {
        if (step == FileStep.Write && path.StartsWith(SegmentFile.Folder, StringComparison.Ordinal))
        {
            gate.Pass();
        }
    }

    private static string Text(StoredBatch batch) => Encoding.UTF8.GetString(batch.Frame(0).Bytes.Span);

    private Recorder Start()
    {
        var recorder = new Recorder(rig.Data, rig.Store, rig.NewKey, time, files: files);
        recorder.SealJournals(rig.Feeds.All);
        return recorder;
    }

    /// <summary>Records a frame, lets it become old, and begins to seal what is due.</summary>
    private async Task RecordAsync(Recorder recorder, int frame, string? text = null)
    {
        recorder.Record([ServerRig.Batch(
            rig.First, frame, text ?? frame.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        if (frame % 2 == 0)
        {
            time.Pass(Recorder.SegmentAge);
            await recorder.SealAsideAsync(all: false, () => { });
        }
    }

    /// <summary>The numbers of the frames that the journal holds, sealed or not.</summary>
    private long[] Journalled()
    {
        using var stream = new FileStream(
            rig.JournalOf(rig.First), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return [.. Journal.Inspect(bytes).Batches.Select(batch => batch.FirstSequence)];
    }

    private long EmptyJournal()
    {
        using var empty = new ServerRig { Store = new MemoryPictureStore() };
        using (empty.StartRecorder(out _))
        {
        }

        return new FileInfo(empty.JournalOf(empty.First)).Length;
    }

    /// <summary>The data folder as a power cut leaves it now, with no store or the given one.</summary>
    private ServerRig Copy(MemoryPictureStore? store = null)
    {
        var cut = new ServerRig { Store = store ?? new MemoryPictureStore() };
        foreach (var folder in (ReadOnlySpan<string>)[Journal.Folder, SegmentFile.Folder])
        {
            var from = Path.Combine(rig.Data.Path, folder);
            foreach (var file in Directory.Exists(from)
                ? Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories) : [])
            {
                var copy = Path.Combine(cut.Data.Path, Path.GetRelativePath(rig.Data.Path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var target = File.Create(copy);
                source.CopyTo(target);
            }
        }

        return cut;
    }
}
