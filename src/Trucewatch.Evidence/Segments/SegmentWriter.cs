using System.Buffers;
using System.IO.Compression;
using System.Text;
using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// Collects the batches of one release label into a segment and stores it under its digest. Equal batches give equal
/// bytes. One thread at a time.
/// </summary>
public sealed class SegmentWriter
{
    /// <summary>Level 1 keeps the intake far ahead of the feeds; higher levels cost several times as much.</summary>
    public const int BrotliQuality = 1;

    private const int BrotliWindowBits = 22;

    private readonly IEvidenceFiles _files;
    private readonly List<SegmentRow> _rows = [];
    private readonly ArrayBufferWriter<byte> _index = new();
    private readonly ArrayBufferWriter<byte> _columns = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _frames;

    /// <summary>Writes below a data folder on disk.</summary>
    /// <exception cref="ArgumentException">The label is empty or longer than 256 bytes.</exception>
    public SegmentWriter(string dataFolder, string label)
        : this(new DiskFiles(dataFolder), label)
    {
    }

    /// <summary>Writes into the files of a data folder.</summary>
    /// <exception cref="ArgumentException">The label is empty or longer than 256 bytes.</exception>
    public SegmentWriter(IEvidenceFiles files, string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            Encoding.UTF8.GetByteCount(label), SegmentLimits.MaxLabelBytes, nameof(label));
        _files = files;
        Label = label;
    }

    /// <summary>The release label of all frames in the segment.</summary>
    public string Label { get; }

    /// <summary>How many frames wait for the seal.</summary>
    public int FrameCount => _frames;

    /// <summary>How many bytes of frames wait for the seal; a caller seals at about 1 MiB.</summary>
    public int FrameBytes => _bytes.WrittenCount;

    /// <summary>True where the segment can take the batch; otherwise it has to be sealed first.</summary>
    public bool Fits(in SegmentBatch batch) =>
        _rows.Count < SegmentLimits.MaxBatches
        && batch.Count <= SegmentLimits.MaxFrames - _frames
        && RawBytes + MostBytes(batch) <= SegmentLimits.MaxRawBytes;

    /// <summary>Adds a batch; in memory only, until <see cref="Seal"/> returns.</summary>
    /// <exception cref="InvalidOperationException">The batch does not fit; see <see cref="Fits"/>.</exception>
    public void Append(in SegmentBatch batch)
    {
        if (!Fits(batch))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"batch {batch.Position} of {batch.Feed}: {batch.Count} frames, {batch.Bytes.Length} bytes do not fit: {
                    _rows.Count} batches, {_frames} frames, {RawBytes} bytes are there; seal first"));
        }

        _rows.Add(new SegmentRow(batch.Position, batch.Feed, batch.FirstSequence, batch.Count));
        _frames += batch.Count;
        Varint.Write(_index, (ulong)batch.Position);
        var feedBytes = Encoding.UTF8.GetByteCount(batch.Feed);
        Varint.Write(_index, (ulong)feedBytes);
        _index.Advance(Encoding.UTF8.GetBytes(batch.Feed, _index.GetSpan(feedBytes)));
        Varint.Write(_index, (ulong)batch.FirstSequence);
        Varint.Write(_index, (ulong)batch.Count);
        AppendColumns(batch);
        _bytes.Write(batch.Bytes);
    }

    /// <summary>
    /// Compresses and stores the segment, and starts the next one. On return the file is on stable storage.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is nothing to seal.</exception>
    /// <exception cref="IOException">The file could not be stored; the batches are still waiting.</exception>
    public SealedSegment Seal()
    {
        if (_rows.Count == 0)
        {
            throw new InvalidOperationException($"segment of {Label}: there is no batch to seal");
        }

        var raw = ArrayPool<byte>.Shared.Rent(RawBytes + Varint.MaxBytes);
        var file = ArrayPool<byte>.Shared.Rent(SegmentFile.FixedHeaderBytes + SegmentLimits.MaxLabelBytes
            + BrotliEncoder.GetMaxCompressedLength(RawBytes + Varint.MaxBytes));
        try
        {
            var rawBytes = WriteBody(raw);
            var header = SegmentFile.WriteHeader(file, rawBytes, Label);
            if (!BrotliEncoder.TryCompress(
                raw.AsSpan(0, rawBytes), file.AsSpan(header), out var written, BrotliQuality, BrotliWindowBits))
            {
                throw new InvalidOperationException($"segment of {Label}: the encoder's own bound was too small");
            }

            var content = file.AsMemory(0, header + written);
            var digest = Digest.Of(content.Span);
            _files.Write([new PendingFile(SegmentFile.PathOf(digest), content)]);
            var segment = new SealedSegment(digest, Label, rawBytes, content.Length, [.. _rows]);
            Clear();
            return segment;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
            ArrayPool<byte>.Shared.Return(file);
        }
    }

    private int RawBytes => Varint.MaxBytes + _index.WrittenCount + _columns.WrittenCount + _bytes.WrittenCount;

    private static long MostBytes(in SegmentBatch batch) =>
        (4L * Varint.MaxBytes) + SegmentLimits.MaxFeedBytes + (2L * Varint.MaxBytes * batch.Count) + batch.Bytes.Length;

    private void AppendColumns(in SegmentBatch batch)
    {
        var target = _columns.GetSpan(2 * Varint.MaxBytes * batch.Count);
        var written = 0;
        var last = 0L;
        foreach (var time in batch.ReceivedAtUs)
        {
            written += Varint.Write(target[written..], Varint.Fold(unchecked(time - last)));
            last = time;
        }

        foreach (var length in batch.Lengths)
        {
            written += Varint.Write(target[written..], (ulong)length);
        }

        _columns.Advance(written);
    }

    private int WriteBody(Span<byte> raw)
    {
        var written = Varint.Write(raw, (ulong)_rows.Count);
        foreach (var part in (ArrayBufferWriter<byte>[])[_index, _columns, _bytes])
        {
            part.WrittenSpan.CopyTo(raw[written..]);
            written += part.WrittenCount;
        }

        return written;
    }

    private void Clear()
    {
        _rows.Clear();
        _frames = 0;
        _index.ResetWrittenCount();
        _columns.ResetWrittenCount();
        _bytes.ResetWrittenCount();
    }
}
