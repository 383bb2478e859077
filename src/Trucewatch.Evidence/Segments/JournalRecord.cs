using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// One record of a journal, all numbers little-endian:
/// <code>
/// "TWR1"  u32 length of what follows up to the check  u64 flushed-to
/// u16 feed length  feed  i64 position  i64 first sequence  u32 frames  times (i64 each)  lengths (u32 each)  frames
/// u32 CRC-32C of everything after the magic
/// </code>
/// Flushed-to is the length up to which the file was on stable storage when the record was made.
/// </summary>
internal static class JournalRecord
{
    private const int MagicBytes = 4;
    private const int HeadBytes = MagicBytes + sizeof(uint);
    private const int FlushedBytes = sizeof(long);
    private const int CheckBytes = sizeof(uint);
    private const int FixedBytes = sizeof(ushort) + (2 * sizeof(long)) + sizeof(uint);

    public static ReadOnlySpan<byte> Magic => "TWR1"u8;

    /// <summary>The length of the record of a batch, in bytes.</summary>
    public static long LengthOf(in SegmentBatch batch) =>
        HeadBytes + FlushedBytes + BodyLength(batch) + CheckBytes;

    public static void Write(ArrayBufferWriter<byte> target, in SegmentBatch batch, long flushedTo)
    {
        var length = (int)LengthOf(batch);
        var record = target.GetSpan(length)[..length];
        Magic.CopyTo(record);
        BinaryPrimitives.WriteUInt32LittleEndian(
            record[MagicBytes..], (uint)(length - HeadBytes - CheckBytes));
        BinaryPrimitives.WriteInt64LittleEndian(record[HeadBytes..], flushedTo);
        var body = record[(HeadBytes + FlushedBytes)..^CheckBytes];
        var feedBytes = Encoding.UTF8.GetBytes(batch.Feed, body[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)feedBytes);
        body = body[(sizeof(ushort) + feedBytes)..];
        BinaryPrimitives.WriteInt64LittleEndian(body, batch.Position);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], batch.FirstSequence);
        BinaryPrimitives.WriteInt32LittleEndian(body[16..], batch.Count);
        body = body[20..];
        foreach (var time in batch.ReceivedAtUs)
        {
            BinaryPrimitives.WriteInt64LittleEndian(body, time);
            body = body[sizeof(long)..];
        }

        foreach (var frame in batch.Lengths)
        {
            BinaryPrimitives.WriteInt32LittleEndian(body, frame);
            body = body[sizeof(int)..];
        }

        batch.Bytes.CopyTo(body);
        BinaryPrimitives.WriteUInt32LittleEndian(
            record[^CheckBytes..], Crc32C.Of(record[MagicBytes..^CheckBytes]));
        target.Advance(length);
    }

    /// <summary>Reads the record that starts at an offset; false where none stands there whole.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> file, int offset, out int length, out long flushedTo)
    {
        (length, flushedTo) = (0, 0);
        var rest = file.Span[offset..];
        if (rest.Length < HeadBytes + FlushedBytes + FixedBytes + CheckBytes || !rest.StartsWith(Magic))
        {
            return false;
        }

        var body = BinaryPrimitives.ReadUInt32LittleEndian(rest[MagicBytes..]);
        if (body < FlushedBytes + FixedBytes || body > rest.Length - HeadBytes - CheckBytes)
        {
            return false;
        }

        length = HeadBytes + (int)body + CheckBytes;
        flushedTo = BinaryPrimitives.ReadInt64LittleEndian(rest[HeadBytes..]);
        return Crc32C.Of(rest[MagicBytes..(length - CheckBytes)])
            == BinaryPrimitives.ReadUInt32LittleEndian(rest[(length - CheckBytes)..]);
    }

    /// <summary>Reads the batch of a record whose check held.</summary>
    public static StoredBatch? ReadBatch(ReadOnlyMemory<byte> record)
    {
        var body = record[(HeadBytes + FlushedBytes)..^CheckBytes];
        int feedBytes = BinaryPrimitives.ReadUInt16LittleEndian(body.Span);
        if (feedBytes is 0 or > SegmentLimits.MaxFeedBytes
            || body.Length < FixedBytes + feedBytes
            || !Utf8.IsValid(body.Span.Slice(sizeof(ushort), feedBytes)))
        {
            return null;
        }

        var feed = Encoding.UTF8.GetString(body.Span.Slice(sizeof(ushort), feedBytes));
        body = body[(sizeof(ushort) + feedBytes)..];
        var position = BinaryPrimitives.ReadInt64LittleEndian(body.Span);
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(body.Span[8..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(body.Span[16..]);
        body = body[20..];
        if (position < 0 || count < 0 || sequence < 0 || sequence > long.MaxValue - count || count > body.Length / 12)
        {
            return null;
        }

        var times = new long[count];
        var after = body.Span[(count * sizeof(long))..];
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = BinaryPrimitives.ReadInt64LittleEndian(body.Span[(i * sizeof(long))..]);
            lengths[i] = BinaryPrimitives.ReadInt32LittleEndian(after[(i * sizeof(int))..]);
        }

        body = body[(count * 12)..];
        return Array.TrueForAll(lengths, length => length >= 0) && lengths.Sum(length => (long)length) == body.Length
            ? new StoredBatch(position, feed, sequence, times, lengths, body)
            : null;
    }

    private static long BodyLength(in SegmentBatch batch) =>
        FixedBytes + Encoding.UTF8.GetByteCount(batch.Feed) + (12L * batch.Count) + batch.Bytes.Length;
}
