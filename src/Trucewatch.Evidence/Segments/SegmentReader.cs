using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// Reads a sealed segment; takes only bytes that hash to the digest and have exactly the form that is written.
/// </summary>
public sealed class SegmentReader
{
    private readonly StoredBatch[] _batches;

    private SegmentReader(string label, int rawBytes, StoredBatch[] batches)
    {
        Label = label;
        RawBytes = rawBytes;
        _batches = batches;
    }

    /// <summary>The release label of all frames in the segment.</summary>
    public string Label { get; }

    /// <summary>The length of the body before compression.</summary>
    public int RawBytes { get; }

    /// <summary>The batches, in the order in which they were recorded.</summary>
    public IReadOnlyList<StoredBatch> Batches => _batches;

    /// <summary>Checks and reads the bytes of a segment file.</summary>
    public static SegmentFault TryOpen(ReadOnlySpan<byte> file, Digest digest, out SegmentReader? reader)
    {
        reader = null;
        if (file.Length > SegmentLimits.MaxFileBytes)
        {
            return SegmentFault.FileTooLong;
        }

        return Digest.Of(file) == digest ? TryDecode(file, out reader) : SegmentFault.WrongDigest;
    }

    /// <summary>The frame of a feed with a sequence; false where the segment does not hold it.</summary>
    public bool TryFrame(string feed, long sequence, out StoredFrame frame)
    {
        foreach (var batch in _batches)
        {
            if (sequence >= batch.FirstSequence && sequence - batch.FirstSequence < batch.Count && batch.Feed == feed)
            {
                frame = batch.Frame((int)(sequence - batch.FirstSequence));
                return true;
            }
        }

        frame = default;
        return false;
    }

    /// <summary>Reads without comparing a digest.</summary>
    internal static SegmentFault TryDecode(ReadOnlySpan<byte> file, out SegmentReader? reader)
    {
        reader = null;
        var magic = SegmentFile.Magic.Length;
        if (file.Length < SegmentFile.FixedHeaderBytes || !file.StartsWith(SegmentFile.Magic))
        {
            return SegmentFault.BadHeader;
        }

        var rawBytes = BinaryPrimitives.ReadUInt32LittleEndian(file[magic..]);
        int labelBytes = BinaryPrimitives.ReadUInt16LittleEndian(file[(magic + sizeof(uint))..]);
        var rest = file[SegmentFile.FixedHeaderBytes..];
        if (labelBytes is 0 or > SegmentLimits.MaxLabelBytes
            || labelBytes > rest.Length
            || !Utf8.IsValid(rest[..labelBytes]))
        {
            return SegmentFault.BadHeader;
        }

        if (rawBytes > SegmentLimits.MaxRawBytes)
        {
            return SegmentFault.RawTooLong;
        }

        // One byte more than stated, so that a body that is longer than it says is seen.
        var raw = new byte[rawBytes + 1];
        if (!TryDecompress(rest[labelBytes..], raw, (int)rawBytes))
        {
            return SegmentFault.BadCompression;
        }

        var fault = TryReadBody(raw.AsMemory(0, (int)rawBytes), out var batches);
        if (fault == SegmentFault.None)
        {
            reader = new SegmentReader(Encoding.UTF8.GetString(rest[..labelBytes]), (int)rawBytes, batches);
        }

        return fault;
    }

    private static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> raw, int rawBytes)
    {
        using var decoder = new BrotliDecoder();
        var status = decoder.Decompress(source, raw, out var consumed, out var written);
        return status == OperationStatus.Done && consumed == source.Length && written == rawBytes;
    }

    private static SegmentFault TryReadBody(ReadOnlyMemory<byte> body, out StoredBatch[] batches)
    {
        batches = [];
        var rest = body.Span;
        if (!Varint.TryRead(ref rest, int.MaxValue, out var count))
        {
            return SegmentFault.BadNumber;
        }

        if (count > SegmentLimits.MaxBatches)
        {
            return SegmentFault.TooManyBatches;
        }

        var fault = TryReadRows(ref rest, (int)count, out var rows);
        if (fault != SegmentFault.None)
        {
            return fault;
        }

        var times = new long[rows.Count][];
        var lengths = new int[rows.Count][];
        for (var i = 0; i < rows.Count; i++)
        {
            if (!TryReadColumns(ref rest, rows[i].FrameCount, out times[i], out lengths[i]))
            {
                return SegmentFault.BadNumber;
            }
        }

        var read = new StoredBatch[rows.Count];
        var offset = body.Length - rest.Length;
        for (var i = 0; i < rows.Count; i++)
        {
            var bytes = lengths[i].Sum(length => (long)length);
            if (bytes > body.Length - offset)
            {
                return SegmentFault.WrongLength;
            }

            var row = rows[i];
            read[i] = new StoredBatch(
                row.Position, row.Feed, row.FirstSequence, times[i], lengths[i], body.Slice(offset, (int)bytes));
            offset += (int)bytes;
        }

        batches = read;
        return offset == body.Length ? SegmentFault.None : SegmentFault.WrongLength;
    }

    private static SegmentFault TryReadRows(ref ReadOnlySpan<byte> rest, int count, out List<SegmentRow> rows)
    {
        rows = new List<SegmentRow>(Math.Min(count, rest.Length));
        var frames = 0;
        for (var i = 0; i < count; i++)
        {
            if (!Varint.TryRead(ref rest, long.MaxValue, out var position)
                || !Varint.TryRead(ref rest, int.MaxValue, out var feedBytes))
            {
                return SegmentFault.BadNumber;
            }

            if (feedBytes is 0 or > SegmentLimits.MaxFeedBytes
                || (int)feedBytes > rest.Length
                || !Utf8.IsValid(rest[..(int)feedBytes]))
            {
                return SegmentFault.BadFeed;
            }

            var feed = Encoding.UTF8.GetString(rest[..(int)feedBytes]);
            rest = rest[(int)feedBytes..];
            if (!Varint.TryRead(ref rest, long.MaxValue, out var sequence)
                || !Varint.TryRead(ref rest, int.MaxValue, out var frameCount)
                || sequence > long.MaxValue - frameCount)
            {
                return SegmentFault.BadNumber;
            }

            if ((int)frameCount > SegmentLimits.MaxFrames - frames)
            {
                return SegmentFault.TooManyFrames;
            }

            frames += (int)frameCount;
            rows.Add(new SegmentRow((long)position, feed, (long)sequence, (int)frameCount));
        }

        return SegmentFault.None;
    }

    private static bool TryReadColumns(ref ReadOnlySpan<byte> rest, int count, out long[] times, out int[] lengths)
    {
        (times, lengths) = ([], []);

        // A frame takes at least two bytes of the columns, so a count that cannot be true allocates nothing.
        if (count > rest.Length / 2)
        {
            return false;
        }

        (times, lengths) = (new long[count], new int[count]);
        var last = 0L;
        for (var i = 0; i < count; i++)
        {
            if (!Varint.TryRead(ref rest, ulong.MaxValue, out var step))
            {
                return false;
            }

            last = unchecked(last + Varint.Unfold(step));
            times[i] = last;
        }

        for (var i = 0; i < count; i++)
        {
            if (!Varint.TryRead(ref rest, SegmentLimits.MaxRawBytes, out var length))
            {
                return false;
            }

            lengths[i] = (int)length;
        }

        return true;
    }
}
