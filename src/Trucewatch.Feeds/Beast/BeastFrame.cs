using System.Buffers.Binary;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Beast;

/// <summary>What a frame of the Mode-S Beast carries.</summary>
internal enum BeastKind
{
    /// <summary>A Mode A or C reply of 2 bytes.</summary>
    ModeAC,

    /// <summary>A Mode S message of 7 or 14 bytes.</summary>
    ModeS,

    /// <summary>The receiver's own state.</summary>
    Status,
}

/// <summary>
/// One frame: escape, type, counter of 6 bytes, signal level of 1, message of 2, 7 or 14; an escape inside is doubled.
/// </summary>
internal static class BeastFrame
{
    /// <summary>The escape.</summary>
    public const byte Escape = 0x1A;

    /// <summary>Type of Mode A and C replies.</summary>
    public const byte ModeACType = (byte)'1';

    /// <summary>Type of short Mode S messages.</summary>
    public const byte ShortType = (byte)'2';

    /// <summary>Type of long Mode S messages.</summary>
    public const byte LongType = (byte)'3';

    /// <summary>Type of the receiver's state; its length differs between receivers.</summary>
    public const byte StatusType = (byte)'4';

    /// <summary>Bytes before the message in a frame without doubled escapes.</summary>
    public const int HeaderBytes = 9;

    private const int TickBytes = 6;
    private const int ModeACBytes = 2;
    private const int SignalAt = 2 + TickBytes;

    /// <summary>Length of a frame of this type without doubled escapes, or 0 where the type does not tell it.</summary>
    public static int LengthOf(byte type) => type switch
    {
        LongType => HeaderBytes + ModeSMessage.LongBytes,
        ShortType => HeaderBytes + ModeSMessage.ShortBytes,
        ModeACType => HeaderBytes + ModeACBytes,
        _ => 0,
    };

    /// <summary>Reads a frame.</summary>
    /// <param name="frame">The frame as it came, in full.</param>
    /// <param name="room">Room for a frame without doubled escapes, used only where there are some.</param>
    /// <param name="message">The message: a part of the frame or of the room.</param>
    /// <param name="reception">The counter and the signal level; the time is not set.</param>
    /// <param name="kind">What it carries.</param>
    public static FrameFault TryRead(
        ReadOnlySpan<byte> frame,
        Span<byte> room,
        out ReadOnlySpan<byte> message,
        out Reception reception,
        out BeastKind kind)
    {
        message = default;
        reception = default;
        kind = BeastKind.Status;
        if (frame.Length < 2 || frame[0] != Escape || frame[1] == Escape)
        {
            return FrameFault.BadSyntax;
        }

        if (frame[1] == StatusType)
        {
            return FrameFault.None;
        }

        var length = LengthOf(frame[1]);
        if (length == 0)
        {
            return FrameFault.UnsupportedType;
        }

        kind = frame[1] == ModeACType ? BeastKind.ModeAC : BeastKind.ModeS;
        if (frame.Length != length || frame[2..].Contains(Escape))
        {
            // Longer by its doubled escapes, or cut off, or both.
            var count = Plain(frame, room[..length]);
            if (count != length)
            {
                return FrameFault.Truncated;
            }

            frame = room[..length];
        }

        var ticks = BinaryPrimitives.ReadUInt64BigEndian(frame) & 0xFFFF_FFFF_FFFF;
        reception = new Reception(default, ticks, frame[SignalAt]);
        message = frame[HeaderBytes..];
        return FrameFault.None;
    }

    /// <summary>
    /// Writes the frame with each doubled escape once; gives the number of bytes, or -1 where they do not fit or an
    /// escape stands alone.
    /// </summary>
    private static int Plain(ReadOnlySpan<byte> frame, Span<byte> to)
    {
        frame[..2].CopyTo(to);
        var count = 2;
        for (var at = 2; at < frame.Length; at++)
        {
            if (count == to.Length)
            {
                return -1;
            }

            if (frame[at] == Escape && (++at == frame.Length || frame[at] != Escape))
            {
                return -1;
            }

            to[count++] = frame[at];
        }

        return count;
    }
}
