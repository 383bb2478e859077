using System.Buffers.Binary;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Odid;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>Reads little-endian fields of a message's content, and judges those that are worked with.</summary>
internal static class MavlinkContents
{
    private const int UnknownPlace = int.MaxValue;
    private const int AircraftPlaceFlag = 1;
    private const uint MaxIcao = 0xFF_FFFF;
    private const int FullTurn = 36_000;

    /// <summary>The fault of a content, zeros at its end included.</summary>
    public static FrameFault Check(int message, ReadOnlySpan<byte> content) => message switch
    {
        24 => CheckPlace(content, 8),
        33 or 271 => CheckPlace(content, 4),
        263 => CheckPlace(content, 12),
        12901 => CheckPlace(content, 0),
        246 when (UInt16(content, 22) & AircraftPlaceFlag) != 0 =>
            UInt32(content, 0) > MaxIcao || UInt16(content, 16) > FullTurn
                ? FrameFault.OutOfRange
                : CheckPlace(content, 4),
        12915 => CheckPack(content),
        _ => FrameFault.None,
    };

    /// <summary>The messages of a pack of Remote ID that has no fault.</summary>
    public static ReadOnlySpan<byte> Messages(ReadOnlySpan<byte> content) =>
        content.Slice(24, content[23] * OdidMessage.Bytes);

    /// <summary>True for what stands in place of a place that is not known.</summary>
    public static bool IsNowhere(int latitude, int longitude) =>
        (latitude == 0 && longitude == 0) || latitude == UnknownPlace || longitude == UnknownPlace;

    /// <summary>Four bytes with a sign.</summary>
    public static int Int32(ReadOnlySpan<byte> content, int at) =>
        BinaryPrimitives.ReadInt32LittleEndian(content[at..]);

    /// <summary>Four bytes without a sign.</summary>
    public static uint UInt32(ReadOnlySpan<byte> content, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(content[at..]);

    /// <summary>Two bytes with a sign.</summary>
    public static int Int16(ReadOnlySpan<byte> content, int at) =>
        BinaryPrimitives.ReadInt16LittleEndian(content[at..]);

    /// <summary>Two bytes without a sign.</summary>
    public static ushort UInt16(ReadOnlySpan<byte> content, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(content[at..]);

    /// <summary>A floating-point number of four bytes.</summary>
    public static float Float(ReadOnlySpan<byte> content, int at) =>
        BinaryPrimitives.ReadSingleLittleEndian(content[at..]);

    private static FrameFault CheckPlace(ReadOnlySpan<byte> content, int at)
    {
        var (latitude, longitude) = (Int32(content, at), Int32(content, at + 4));
        return IsNowhere(latitude, longitude) || OdidMessage.IsPlace(latitude, longitude)
            ? FrameFault.None
            : FrameFault.OutOfRange;
    }

    private static FrameFault CheckPack(ReadOnlySpan<byte> content)
    {
        if (content[22] != OdidMessage.Bytes || content[23] > OdidMessage.MaxInPack)
        {
            return content[22] != OdidMessage.Bytes ? FrameFault.WrongLength : FrameFault.TooMany;
        }

        var messages = Messages(content);
        for (var at = 0; at < messages.Length; at += OdidMessage.Bytes)
        {
            if (OdidMessage.TryRead(messages.Slice(at, OdidMessage.Bytes), out _) is not FrameFault.None and var fault)
            {
                return fault;
            }
        }

        return FrameFault.None;
    }
}
