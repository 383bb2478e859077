using System.Buffers;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Beast;

/// <summary>Writes messages as frames, for the simulator and the tests.</summary>
internal static class BeastEncoder
{
    /// <summary>Appends a Mode S message.</summary>
    /// <param name="to">Where the frame goes.</param>
    /// <param name="message">The message.</param>
    /// <param name="ticks">The receiver's counter of 12 MHz; 48 bits are written.</param>
    /// <param name="signal">Signal level.</param>
    public static void Write(IBufferWriter<byte> to, in ModeSMessage message, ulong ticks, byte signal)
    {
        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        var size = message.Write(bytes);
        Write(to, message.IsLong ? BeastFrame.LongType : BeastFrame.ShortType, ticks, signal, bytes[..size]);
    }

    /// <summary>Appends a frame of any type.</summary>
    public static void Write(
        IBufferWriter<byte> to, byte type, ulong ticks, byte signal, ReadOnlySpan<byte> message)
    {
        var frame = to.GetSpan(2 + (2 * (7 + message.Length)));
        frame[0] = BeastFrame.Escape;
        frame[1] = type;
        var length = 2;
        for (var shift = 40; shift >= 0; shift -= 8)
        {
            length = Append(frame, length, (byte)(ticks >> shift));
        }

        length = Append(frame, length, signal);
        foreach (var value in message)
        {
            length = Append(frame, length, value);
        }

        to.Advance(length);
    }

    private static int Append(Span<byte> frame, int at, byte value)
    {
        frame[at++] = value;
        if (value == BeastFrame.Escape)
        {
            frame[at++] = value;
        }

        return at;
    }
}
