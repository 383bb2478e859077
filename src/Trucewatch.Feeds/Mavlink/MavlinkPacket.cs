using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>One packet of version 1 (<c>FE</c>) or 2 (<c>FD</c>), in a log with the time before it.</summary>
internal readonly ref struct MavlinkPacket
{
    /// <summary>First byte of version 1.</summary>
    public const byte Magic1 = 0xFE;

    /// <summary>First byte of version 2.</summary>
    public const byte Magic2 = 0xFD;

    /// <summary>Bytes of a log's time: microseconds since 1970, big-endian.</summary>
    public const int StampBytes = 8;

    /// <summary>Bytes of a signature: link, time and six of a digest.</summary>
    public const int SignatureBytes = 13;

    /// <summary>Most bytes of content.</summary>
    public const int MaxPayloadBytes = 255;

    private const int Header1Bytes = 6;
    private const int Header2Bytes = 10;
    private const int ChecksumBytes = 2;
    private const byte SignedFlag = 1;

    // Microseconds from 1996 to 2095: the highest byte is zero, and the next one of few values.
    private const byte FirstStamp = 0x03;
    private const byte LastStamp = 0x0E;

    private MavlinkPacket(ReadOnlySpan<byte> bytes, int length)
    {
        IsVersion2 = bytes[0] == Magic2;
        var header = IsVersion2 ? Header2Bytes : Header1Bytes;
        var ids = bytes[(IsVersion2 ? 4 : 2)..];
        (Sequence, SystemId, ComponentId) = (ids[0], ids[1], ids[2]);
        MessageId = MessageOf(bytes);
        Payload = bytes.Slice(header, bytes[1]);
        Signature = IsVersion2 && (bytes[2] & SignedFlag) != 0 ? bytes[(length - SignatureBytes)..length] : default;
    }

    /// <summary>True for version 2.</summary>
    public bool IsVersion2 { get; }

    /// <summary>Number that each component counts up with every packet.</summary>
    public byte Sequence { get; }

    /// <summary>Number of the vehicle or station.</summary>
    public byte SystemId { get; }

    /// <summary>Number of the part of it that sends.</summary>
    public byte ComponentId { get; }

    /// <summary>Number of the message.</summary>
    public int MessageId { get; }

    /// <summary>The content; in version 2 without the zeros at its end.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The signature, which is not verified; empty where there is none.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <summary>True for the first byte of a packet.</summary>
    public static bool IsMagic(byte value) => value is Magic1 or Magic2;

    /// <summary>Where the packet begins: after a log's time, or at once.</summary>
    public static int StartOf(ReadOnlySpan<byte> frame) =>
        frame.Length > StampBytes && IsStamp(frame) && IsMagic(frame[StampBytes]) ? StampBytes : 0;

    /// <summary>True for eight bytes that may be a log's time.</summary>
    public static bool IsStamp(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= StampBytes && bytes[0] == 0 && bytes[1] is >= FirstStamp and <= LastStamp;

    /// <summary>The time that a log noted.</summary>
    public static bool TryReadReceiveTime(ReadOnlySpan<byte> frame, out long unixMicroseconds)
    {
        var hasStamp = StartOf(frame) > 0;
        unixMicroseconds = hasStamp ? BinaryPrimitives.ReadInt64BigEndian(frame) : 0;
        return hasStamp;
    }

    /// <summary>Length of the packet that begins here; 0 when more bytes are needed to tell.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3)
        {
            return 0;
        }

        return bytes[0] == Magic1
            ? Header1Bytes + bytes[1] + ChecksumBytes
            : Header2Bytes + bytes[1] + ChecksumBytes + ((bytes[2] & SignedFlag) != 0 ? SignatureBytes : 0);
    }

    /// <summary>Judges the packet that begins with the first of these bytes and ends with the last.</summary>
    public static FrameFault Check(ReadOnlySpan<byte> packet)
    {
        // A receiver that does not know a flag must not read the packet.
        if (packet[0] == Magic2 && (packet[2] & ~SignedFlag) != 0)
        {
            return FrameFault.UnsupportedType;
        }

        if (!MavlinkChecksum.TryExtra(MessageOf(packet), out var extra))
        {
            return FrameFault.UnsupportedType;
        }

        var end = (packet[0] == Magic2 ? Header2Bytes : Header1Bytes) + packet[1];
        var expected = MavlinkChecksum.Of(packet[1..end], extra);
        return expected == BinaryPrimitives.ReadUInt16LittleEndian(packet[end..])
            ? FrameFault.None
            : FrameFault.BadChecksum;
    }

    /// <summary>Reads a frame.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> frame, out MavlinkPacket packet)
    {
        packet = default;
        if (frame.IsEmpty)
        {
            return FrameFault.Empty;
        }

        frame = frame[StartOf(frame)..];
        if (!IsMagic(frame[0]))
        {
            return FrameFault.BadSyntax;
        }

        var length = LengthOf(frame);
        if (length == 0 || frame.Length < length)
        {
            return FrameFault.Truncated;
        }

        var fault = Check(frame[..length]);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (frame.Length > length)
        {
            return FrameFault.WrongLength;
        }

        packet = new MavlinkPacket(frame, length);
        return FrameFault.None;
    }

    /// <summary>Number of the message of a packet whose header is whole.</summary>
    public static int MessageOf(ReadOnlySpan<byte> packet) =>
        packet[0] == Magic2 ? packet[7] | (packet[8] << 8) | (packet[9] << 16) : packet[5];

    /// <summary>The content with its zeros, as long as a message can be.</summary>
    public void CopyTo(Span<byte> content)
    {
        Payload.CopyTo(content);
        content[Payload.Length..].Clear();
    }
}
