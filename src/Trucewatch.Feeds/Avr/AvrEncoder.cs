using System.Buffers;
using System.Globalization;
using Trucewatch.Feeds.ModeS;

namespace Trucewatch.Feeds.Avr;

/// <summary>Writes messages as lines, for the simulator and the tests.</summary>
internal static class AvrEncoder
{
    /// <summary>Appends <c>*hex;</c>, or <c>@</c> with the counter where there is one, and a line feed.</summary>
    public static void Write(IBufferWriter<byte> to, in ModeSMessage message, ulong ticks = 0)
    {
        var line = to.GetSpan(64);
        var length = 0;
        line[length++] = ticks == 0 ? (byte)'*' : (byte)'@';
        if (ticks != 0)
        {
            (ticks & 0xFFFF_FFFF_FFFF).TryFormat(line[length..], out var count, "X12", CultureInfo.InvariantCulture);
            length += count;
        }

        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        var size = message.Write(bytes);
        Convert.TryToHexString(bytes[..size], line[length..], out var letters);
        length += letters;
        line[length++] = (byte)';';
        line[length++] = (byte)'\n';
        to.Advance(length);
    }
}
