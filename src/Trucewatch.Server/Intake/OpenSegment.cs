using Trucewatch.Domain.Stores;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;

namespace Trucewatch.Server.Intake;

/// <summary>The segment of a release label that still grows, with the label's journal. One thread at a time.</summary>
/// <param name="files">The files of the data folder.</param>
/// <param name="label">The release label.</param>
/// <param name="time">Says how old it is.</param>
internal sealed class OpenSegment(IEvidenceFiles files, string label, TimeProvider time) : IDisposable
{
    private long begunAt;
    private long since;
    private long firstPosition;
    private long lastPosition;
    private List<SegmentSpan> spans = [];
    private int unregistered;
    private SegmentWriter? spare;

    public string Label { get; } = label;

    public SegmentWriter Writer { get; private set; } = new(files, label);

    public Journal Journal { get; } = Journal.Open(files, label);

    /// <summary>How long its first frame waits; nothing where there is none.</summary>
    public TimeSpan Age => Writer.FrameCount == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);

    /// <summary>True where all that the journal holds stands in segments that the store knows.</summary>
    public bool IsRegistered => Writer.FrameCount == 0 && unregistered == 0;

    /// <summary>How long the journal has held frames and forgotten none.</summary>
    public TimeSpan JournalAge => IsRegistered ? TimeSpan.Zero : time.GetElapsedTime(begunAt);

    public void Append(in SegmentBatch batch, bool isJournalled = false)
    {
        if (IsRegistered)
        {
            begunAt = time.GetTimestamp();
        }

        if (Writer.FrameCount == 0)
        {
            firstPosition = batch.Position;
            since = time.GetTimestamp();
        }

        lastPosition = batch.Position;
        if (!isJournalled)
        {
            Journal.Append(batch);
        }

        Writer.Append(batch);
        var feed = batch.Feed;
        var span = spans.FindIndex(known => string.Equals(known.Feed, feed, StringComparison.Ordinal));
        var last = batch.FirstSequence + batch.Count - 1;
        if (span < 0)
        {
            spans.Add(new SegmentSpan(feed, batch.FirstSequence, last, string.Empty));
        }
        else
        {
            spans[span] = spans[span] with { LastSequence = last };
        }
    }

    /// <summary>Ends the segment and begins the next one.</summary>
    public FullSegment Cut()
    {
        var full = new FullSegment(this, Writer, firstPosition, lastPosition, spans);
        Writer = spare ?? new SegmentWriter(files, Label);
        (spare, spans) = (null, []);
        unregistered++;
        return full;
    }

    /// <summary>Notes that the store knows a segment that was cut off here.</summary>
    public void NoteRegistered(FullSegment full)
    {
        unregistered--;
        spare = full.Writer;
    }

    public void Dispose() => Journal.Dispose();
}

/// <summary>A segment that takes no more batches.</summary>
/// <param name="Of">Where it was cut off.</param>
/// <param name="Writer">Holds its batches.</param>
/// <param name="FirstPosition">Its first input position.</param>
/// <param name="LastPosition">Its last input position.</param>
/// <param name="Spans">Its feeds' frames; without a digest yet.</param>
internal sealed record FullSegment(
    OpenSegment Of, SegmentWriter Writer, long FirstPosition, long LastPosition, IReadOnlyList<SegmentSpan> Spans);
