using System.Data.Common;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Makes frames durable before anything looks at them. Batches of all feeds are appended to the journal of their
/// release label and fsynced together; at 1 MiB of frames, or a second after its first, they become a sealed segment.
/// That can go on aside while more is recorded. The number that a batch gets here is its input position everywhere.
/// </summary>
internal sealed class Recorder : IDisposable
{
    public const int SegmentBytes = 1024 * 1024;
    public static readonly TimeSpan SegmentAge = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A journal that has grown so long, or has forgotten nothing for so long, gets the time to: what stands in
    /// segments, which a party may have dropped, shall not stand in journals as well.
    /// </summary>
    public const int JournalBytes = 8 * SegmentBytes;
    public static readonly TimeSpan JournalAge = TimeSpan.FromMinutes(1);

    private readonly List<FullSegment> due = [];
    private readonly StorageWait wait;
    private readonly IEvidenceFiles files;
    private readonly DataFolder folder;
    private readonly IPictureStore store;
    private readonly TimeProvider time;
    private readonly SortedDictionary<string, OpenSegment> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> nextSequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Label Label, string Text)> labelTexts = new(StringComparer.Ordinal);
    private readonly Func<byte[]> newKey;
    private readonly Func<Feed, Label>? labelOf;
    private readonly bool keepsRecording;
    private volatile string? storeProblem;
    private readonly bool exercise;
    private Task<IReadOnlyList<FullSegment>> aside = Task.FromResult<IReadOnlyList<FullSegment>>([]);

    /// <summary>Makes a recorder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="store">Takes the segments.</param>
    /// <param name="newKey">Gives the key of each segment's leaf.</param>
    /// <param name="time">Says when a segment is old enough.</param>
    /// <param name="labelOf">The release label of all that a feed can bring; null: the feed's own.</param>
    /// <param name="keepsRecording">True: without its store it goes on in the journals, up to their limit.</param>
    /// <param name="files">Where journals and segments are written; null: the data folder on disk.</param>
    public Recorder(
        DataFolder folder, IPictureStore store, Func<byte[]> newKey, TimeProvider time,
        Func<Feed, Label>? labelOf = null, bool keepsRecording = false, IEvidenceFiles? files = null)
    {
        wait = new StorageWait("segments", time);
        this.files = files ?? folder.Files;
        this.keepsRecording = keepsRecording;
        this.labelOf = labelOf;
        exercise = folder.IsExercise;
        this.folder = folder;
        this.store = store;
        this.newKey = newKey;
        this.time = time;
    }

    /// <summary>
    /// Why no segment is registered any more, or null: the frames then stay in the journals, and the next start seals
    /// them.
    /// </summary>
    public string? StoreProblem => storeProblem;

    /// <summary>That a segment waits long for the disk or the store, or null.</summary>
    public string? Slow => wait.Problem;

    /// <summary>Position that the next batch gets.</summary>
    public long NextPosition { get; private set; }

    /// <summary>Sequence number of the next frame of a feed.</summary>
    public long NextSequence(string feed) => nextSequences.GetValueOrDefault(feed);

    /// <summary>
    /// Seals what the journals hold, so that all that was recorded before stands in segments. Call it first.
    /// </summary>
    public void SealJournals(IEnumerable<Feed> feeds)
    {
        var there = Journal.LabelsIn(folder.Path);
        if (there.FirstOrDefault(label => ExerciseMark.IsInLabel(label) != exercise) is { } foreign)
        {
            throw new InvalidDataException(
                $"{folder.Path}: journal of label {foreign}: expected one of {DataFolder.Kind(exercise)}, got one of {
                    DataFolder.Kind(!exercise)}; it was not read");
        }

        var ofFeeds = feeds.Select(feed => ExerciseMark.Label(feed.Label.ToString(), exercise));
        foreach (var label in ofFeeds.Union(there, StringComparer.Ordinal))
        {
            OpenFor(label);
        }
    }

    /// <summary>Reads what was recorded before, in order of position, each batch once, and goes on behind it.</summary>
    public IEnumerable<StoredBatch> ReadRecorded()
    {
        foreach (var batch in new RecordedBatches(folder, store).ReadAll())
        {
            NextPosition = batch.Position + 1;
            nextSequences[batch.Feed] = batch.FirstSequence + batch.Count;
            yield return batch;
        }
    }

    /// <summary>Makes batches durable together, and gives them their positions.</summary>
    public void Record(IReadOnlyList<FrameBatch> group)
    {
        var touched = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var batch in group)
        {
            var next = NextSequence(batch.Feed.Name);
            Invariant.Holds(
                batch.FirstSequence == next,
                $"feed {batch.Feed.Name}: expected sequence {next}, got {batch.FirstSequence}");
            batch.Position = NextPosition++;
            nextSequences[batch.Feed.Name] = batch.FirstSequence + batch.Count;
            var label = LabelOf(batch.Feed);
            var segment = OpenFor(label);
            if (segment.Writer.FrameCount > 0 && (!segment.Writer.Fits(AsBatch(batch))
                || segment.Writer.FrameBytes + batch.ByteCount > SegmentBytes))
            {
                due.Add(segment.Cut());
            }

            if (!segment.Journal.Fits(AsBatch(batch)))
            {
                throw new EvidenceHaltedException(FormattableString.Invariant(
                    $"{folder.Path}: the journal of {label} is full: {segment.Journal.Length} bytes; {storeProblem}"));
            }

            segment.Append(AsBatch(batch));
            touched.Add(label);
        }

        foreach (var label in touched)
        {
            open[label].Journal.Flush();
        }
    }

    /// <summary>Seals segments that are full or old enough, or all of them; true where any was.</summary>
    public bool SealDue(bool all)
    {
        Invariant.Holds(aside.IsCompleted, $"expected no segments to be sealed aside, got {aside.Status}");
        CutDue(all);
        var sealedNow = Register(TakeDue());
        Note(sealedNow);
        return sealedNow.Count > 0;
    }

    /// <summary>
    /// Begins to seal segments that are full or old enough, on another thread, while the caller goes on to record. Only
    /// when more are due does it wait for those before them, so that what waits in memory stays small.
    /// </summary>
    /// <param name="all">True: seals all there is, and returns when it is done.</param>
    /// <param name="done">Called on the other thread when any were sealed.</param>
    public async Task SealAsideAsync(bool all, Action done)
    {
        var isLong = CutDue(all);
        if (aside.IsCompleted || due.Count > 0 || all)
        {
            await SettleAsync();
        }

        if (due.Count == 0)
        {
            return;
        }

        var full = TakeDue();
        aside = Task.Run(() =>
        {
            var sealedNow = wait.During(() => Register(full));
            if (sealedNow.Count > 0)
            {
                done();
            }

            return sealedNow;
        });
        if (all || isLong)
        {
            await SettleAsync();
        }
    }

    /// <summary>Waits for what is sealed aside, however it ends, so that the store can be closed.</summary>
    public Task EndAsync() => Task.WhenAny(aside);

    public void Dispose()
    {
        foreach (var segment in open.Values)
        {
            segment.Dispose();
        }
    }

    private static SegmentBatch AsBatch(FrameBatch batch) => new(
        batch.Position, batch.Feed.Name, batch.FirstSequence, batch.ReceivedAtUs, batch.Lengths, batch.Bytes);

    /// <summary>
    /// A segment is handed over whole: so no frame stands in one that is more open than the strictest sensor of its
    /// feed. A label too long for a segment's header stands for nobody, who is in every other.
    /// </summary>
    private string LabelOf(Feed feed)
    {
        var label = labelOf?.Invoke(feed) ?? feed.Label;
        if (labelTexts.TryGetValue(feed.Name, out var known) && ReferenceEquals(known.Label, label))
        {
            return known.Text;
        }

        var text = ExerciseMark.Label(label.ToString(), exercise);
        text = Encoding.UTF8.GetByteCount(text) <= SegmentLimits.MaxLabelBytes
            ? text
            : ExerciseMark.Label(Label.Nobody.ToString(), exercise);
        labelTexts[feed.Name] = (label, text);
        return text;
    }

    private OpenSegment OpenFor(string label)
    {
        if (open.TryGetValue(label, out var segment))
        {
            return segment;
        }

        segment = new OpenSegment(files, label, time);
        open.Add(label, segment);
        var recovery = segment.Journal.Recover();
        if (recovery.Fault != JournalFault.None)
        {
            throw new InvalidDataException(
                $"{folder.Path}: journal of label {label}: expected whole records, got {recovery.Fault}");
        }

        foreach (var batch in recovery.Batches)
        {
            // The journal forgets later than the segment is sealed: both can hold the batch.
            if (store.FindSegment(batch.Feed, batch.FirstSequence) is not null)
            {
                continue;
            }

            if (segment.Writer.FrameBytes >= SegmentBytes || !segment.Writer.Fits(batch.AsBatch()))
            {
                // A journal that was gone on with for long holds more than a segment; it forgets at the end only.
                due.Add(segment.Cut());
                Note(Register(TakeDue()));
            }

            segment.Append(batch.AsBatch(), isJournalled: true);
        }

        if (segment.Writer.FrameCount > 0)
        {
            due.Add(segment.Cut());
        }

        Note(Register(TakeDue()));
        return segment;
    }

    /// <summary>Cuts off what is due; true where a journal is so long that it has to forget.</summary>
    private bool CutDue(bool all)
    {
        var any = false;
        foreach (var segment in open.Values)
        {
            var isLong = segment.Journal.Length >= JournalBytes || segment.JournalAge >= JournalAge;
            any |= isLong && !segment.IsRegistered;

            // Full is what has no room for one more batch of the usual size.
            var isDue = segment.Writer.FrameBytes > SegmentBytes - FrameBatch.TargetBytes || segment.Age >= SegmentAge;
            if (segment.Writer.FrameCount > 0 && (all || isLong || isDue))
            {
                due.Add(segment.Cut());
            }
        }

        return any;
    }

    private FullSegment[] TakeDue()
    {
        FullSegment[] taken = [.. due];
        due.Clear();
        return taken;
    }

    /// <summary>Waits for what is sealed aside, and lets journals forget it.</summary>
    private async Task SettleAsync()
    {
        var settled = await aside;
        aside = Task.FromResult<IReadOnlyList<FullSegment>>([]);
        Note(settled);
    }

    /// <summary>
    /// Only now may a journal forget the frames: the segments are durable and the store knows them, and the journal
    /// holds no others.
    /// </summary>
    private void Note(IReadOnlyList<FullSegment> registered)
    {
        foreach (var full in registered)
        {
            full.Of.NoteRegistered(full);
        }

        foreach (var segment in registered.Select(full => full.Of).Distinct().Where(of => of.IsRegistered))
        {
            segment.Journal.Restart();
        }
    }

    /// <summary>
    /// Seals segments and tells the store of them; gives those that it knows now. Where it is lost, their frames stay
    /// in the journals alone.
    /// </summary>
    private IReadOnlyList<FullSegment> Register(IReadOnlyList<FullSegment> segments)
    {
        var registered = new List<FullSegment>(segments.Count);
        try
        {
            foreach (var full in segments.Where(_ => storeProblem is null))
            {
                Register(full);
                registered.Add(full);
            }
        }
        catch (Exception problem) when (keepsRecording && (problem is DbException or IOException))
        {
            storeProblem = problem.Message;
        }

        return registered;
    }

    private void Register(FullSegment segment)
    {
        var done = segment.Writer.Seal();
        store.AddSegment(
            new StoredSegment(
                done.Digest.ToHex(),
                segment.FirstPosition,
                segment.LastPosition,
                Payload(segment, done),
                newKey(),
                LogIndex: null),
            [.. segment.Spans.Select(span => span with { Digest = done.Digest.ToHex() })]);
    }

    private static byte[] Payload(FullSegment segment, SealedSegment done)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("segment"u8, done.Digest.ToHex());
            json.WriteString("label"u8, segment.Of.Label);
            json.WriteNumber("firstPosition"u8, segment.FirstPosition);
            json.WriteNumber("lastPosition"u8, segment.LastPosition);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
