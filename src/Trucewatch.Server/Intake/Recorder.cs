using System.Data.Common;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Makes frames durable before anything looks at them. Batches of all feeds are appended to the journal of their
/// release label and fsynced together; at 1 MiB of frames, or a second after its first, a journal becomes a sealed
/// segment. The number that a batch gets here is its input position everywhere.
/// </summary>
internal sealed class Recorder : IDisposable
{
    public const int SegmentBytes = 1024 * 1024;
    public static readonly TimeSpan SegmentAge = TimeSpan.FromSeconds(1);

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

    /// <summary>Makes a recorder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="store">Takes the segments.</param>
    /// <param name="newKey">Gives the key of each segment's leaf.</param>
    /// <param name="time">Says when a segment is old enough.</param>
    /// <param name="labelOf">The release label of all that a feed can bring; null: the feed's own.</param>
    /// <param name="keepsRecording">True: without its store it goes on in the journals, up to their limit.</param>
    public Recorder(
        DataFolder folder, IPictureStore store, Func<byte[]> newKey, TimeProvider time,
        Func<Feed, Label>? labelOf = null, bool keepsRecording = false)
    {
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
            if (!segment.Writer.Fits(AsBatch(batch)) || segment.Writer.FrameBytes + batch.ByteCount > SegmentBytes)
            {
                Seal(segment);
            }

            if (!segment.Journal.Fits(AsBatch(batch)))
            {
                throw new EvidenceHaltedException(FormattableString.Invariant(
                    $"{folder.Path}: the journal of {label} is full: {segment.Journal.Length} bytes; {storeProblem}"));
            }

            segment.Append(AsBatch(batch), time);
            touched.Add(label);
        }

        foreach (var label in touched)
        {
            open[label].Journal.Flush();
        }
    }

    /// <summary>Seals segments that are full or old enough, or all of them.</summary>
    public bool SealDue(bool all)
    {
        var any = false;
        foreach (var segment in open.Values)
        {
            var due = segment.Writer.FrameBytes >= SegmentBytes
                || (segment.Writer.FrameCount > 0 && time.GetElapsedTime(segment.Since) >= SegmentAge);
            if (segment.Writer.FrameCount > 0 && (all || due))
            {
                any |= Seal(segment);
            }
        }

        return any;
    }

    public void Dispose()
    {
        foreach (var segment in open.Values)
        {
            segment.Journal.Dispose();
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

        segment = new OpenSegment(label, new SegmentWriter(folder.Files, label), Journal.Open(folder.Files, label));
        open.Add(label, segment);
        var recovery = segment.Journal.Recover();
        if (recovery.Fault != JournalFault.None)
        {
            throw new InvalidDataException(
                $"{folder.Path}: journal of label {label}: expected whole records, got {recovery.Fault}");
        }

        foreach (var batch in recovery.Batches)
        {
            // After a crash between the segment's sealing and the journal's restart, both hold the batch.
            if (store.FindSegment(batch.Feed, batch.FirstSequence) is not null)
            {
                continue;
            }

            if (segment.Writer.FrameBytes >= SegmentBytes || !segment.Writer.Fits(batch.AsBatch()))
            {
                // A journal that was gone on with for long holds more than a segment; it forgets at the end only.
                Register(segment);
                segment.Clear(new SegmentWriter(folder.Files, label));
            }

            segment.Append(batch.AsBatch(), time, journalled: true);
        }

        Seal(segment);
        return segment;
    }

    /// <summary>Seals a segment; false where the store is lost, and its frames stay in the journal alone.</summary>
    private bool Seal(OpenSegment segment)
    {
        if (segment.Writer.FrameCount > 0 && !TryRegister(segment))
        {
            segment.Clear(new SegmentWriter(folder.Files, segment.Label));
            return false;
        }

        // Only now may the journal forget the frames: the segment is durable and the store knows it.
        segment.Journal.Restart();
        segment.Clear(new SegmentWriter(folder.Files, segment.Label));
        return true;
    }

    private bool TryRegister(OpenSegment segment)
    {
        try
        {
            if (storeProblem is null)
            {
                Register(segment);
            }
        }
        catch (Exception problem) when (keepsRecording && (problem is DbException or IOException))
        {
            storeProblem = problem.Message;
        }

        return storeProblem is null;
    }

    private void Register(OpenSegment segment)
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

    private static byte[] Payload(OpenSegment segment, SealedSegment done)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("segment"u8, done.Digest.ToHex());
            json.WriteString("label"u8, segment.Label);
            json.WriteNumber("firstPosition"u8, segment.FirstPosition);
            json.WriteNumber("lastPosition"u8, segment.LastPosition);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>A segment that still grows, with its journal.</summary>
    private sealed class OpenSegment(string label, SegmentWriter writer, Journal journal)
    {
        public string Label { get; } = label;

        public SegmentWriter Writer { get; private set; } = writer;

        public Journal Journal { get; } = journal;

        public long FirstPosition { get; private set; }

        public long LastPosition { get; private set; }

        public long Since { get; private set; }

        public List<SegmentSpan> Spans { get; } = [];

        public void Append(in SegmentBatch batch, TimeProvider time, bool journalled = false)
        {
            if (Writer.FrameCount == 0)
            {
                FirstPosition = batch.Position;
                Since = time.GetTimestamp();
            }

            LastPosition = batch.Position;
            if (!journalled)
            {
                Journal.Append(batch);
            }

            Writer.Append(batch);
            var feed = batch.Feed;
            var span = Spans.FindIndex(known => string.Equals(known.Feed, feed, StringComparison.Ordinal));
            var last = batch.FirstSequence + batch.Count - 1;
            if (span < 0)
            {
                Spans.Add(new SegmentSpan(feed, batch.FirstSequence, last, string.Empty));
            }
            else
            {
                Spans[span] = Spans[span] with { LastSequence = last };
            }
        }

        public void Clear(SegmentWriter fresh)
        {
            Writer = fresh;
            Spans.Clear();
        }
    }
}
