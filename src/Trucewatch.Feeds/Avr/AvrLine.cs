using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Times;

namespace Trucewatch.Feeds.Avr;

/// <summary>
/// One line: <c>*hex;</c> or <c>:hex;</c>, <c>@</c> or <c>%</c> with twelve digits of the receiver's counter before
/// the message, <c>&lt;</c> with the counter and two digits of signal level, hex alone, or a log's columns with a Unix
/// time first and the message in a later one.
/// </summary>
internal readonly ref struct AvrLine
{
    private const int TickDigits = 12;
    private const int SignalDigits = 2;
    private const int ModeACBytes = 2;

    /// <summary>What digit a byte is; 0xFF is none.</summary>
    private static readonly byte[] digits = MakeDigits();

    /// <summary>The message's digits.</summary>
    public required ReadOnlySpan<byte> Hex { get; init; }

    /// <summary>The receiver's counter, or 0.</summary>
    public ulong Ticks { get; init; }

    /// <summary>The signal level, or -1.</summary>
    public int Signal { get; init; }

    /// <summary>True for a comment, which says nothing.</summary>
    public bool IsComment { get; init; }

    /// <summary>Finds the parts of a line; the message's digits are not read yet.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> line, out AvrLine parts)
    {
        line = Trim(line);
        parts = new AvrLine { Hex = line, Signal = -1, IsComment = line.Length > 0 && line[0] == '#' };
        if (line.IsEmpty)
        {
            return FrameFault.Empty;
        }

        switch (line[0])
        {
            case (byte)'#':
                return FrameFault.None;
            case (byte)'*' or (byte)':':
                return TryReadMarked(line[1..], 0, 0, out parts);
            case (byte)'@' or (byte)'%':
                return TryReadMarked(line[1..], TickDigits, 0, out parts);
            case (byte)'<':
                return TryReadMarked(line[1..], TickDigits, SignalDigits, out parts);
            default:
                return IsPlain(line) || TryFindColumn(line, out parts) ? FrameFault.None : FrameFault.BadSyntax;
        }
    }

    /// <summary>The time of a log's line, in Unix microseconds.</summary>
    public static bool TryReadReceiveTime(ReadOnlySpan<byte> line, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        line = Trim(line);
        var comma = line.IndexOf((byte)',');
        return comma > 0 && UnixSeconds.TryParse(line[..comma].Trim("\" \t"u8), out unixMicroseconds);
    }

    /// <summary>Turns the message's digits into 2, 7 or 14 bytes; gives their number.</summary>
    public FrameFault TryUnpack(Span<byte> bytes, out int count)
    {
        count = Hex.Length / 2;
        if (Hex.Length % 2 != 0 || count is not (ModeACBytes or ModeSMessage.ShortBytes or ModeSMessage.LongBytes))
        {
            count = 0;
            return Hex.ContainsAnyExcept(HexDigits) ? FrameFault.BadSyntax : FrameFault.WrongLength;
        }

        var table = digits;
        var wrong = 0;
        for (var at = 0; at < count; at++)
        {
            int high = table[Hex[2 * at]], low = table[(Hex[(2 * at) + 1])];
            wrong |= high | low;
            bytes[at] = (byte)((high << 4) | low);
        }

        return wrong < 0x10 ? FrameFault.None : FrameFault.BadSyntax;
    }

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private static System.Buffers.SearchValues<byte> HexDigits { get; } =
        System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        // Files made by spreadsheets begin with a byte order mark.
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return (line.StartsWith(mark) ? line[mark.Length..] : line).Trim(Blanks);
    }

    private static FrameFault TryReadMarked(
        ReadOnlySpan<byte> rest, int tickDigits, int signalDigits, out AvrLine parts)
    {
        parts = new AvrLine { Hex = rest, Signal = -1 };
        if (rest.Length > 0 && rest[^1] == ';')
        {
            rest = rest[..^1];
        }

        if (rest.Length < tickDigits + signalDigits)
        {
            return FrameFault.WrongLength;
        }

        if (!TryReadNumber(rest[..tickDigits], out var ticks)
            || !TryReadNumber(rest.Slice(tickDigits, signalDigits), out var signal))
        {
            return FrameFault.BadSyntax;
        }

        parts = new AvrLine
        {
            Hex = rest[(tickDigits + signalDigits)..],
            Ticks = ticks,
            Signal = signalDigits > 0 ? (int)signal : -1,
        };
        return FrameFault.None;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> hex, out ulong value)
    {
        value = 0;
        foreach (var letter in hex)
        {
            var digit = digits[letter];
            if (digit > 0xF)
            {
                return false;
            }

            value = (value << 4) | digit;
        }

        return true;
    }

    private static bool IsPlain(ReadOnlySpan<byte> text) =>
        text.Length is ModeSMessage.ShortBytes * 2 or ModeSMessage.LongBytes * 2
        && !text.ContainsAnyExcept(HexDigits);

    private static bool TryFindColumn(ReadOnlySpan<byte> line, out AvrLine parts)
    {
        parts = new AvrLine { Hex = line, Signal = -1 };
        var comma = line.IndexOf((byte)',');
        if (comma <= 0 || !UnixSeconds.TryParse(line[..comma].Trim("\" \t"u8), out _))
        {
            return false;
        }

        for (var rest = line[(comma + 1)..]; !rest.IsEmpty; rest = comma < rest.Length ? rest[(comma + 1)..] : [])
        {
            comma = rest.IndexOf((byte)',');
            comma = comma < 0 ? rest.Length : comma;
            var column = rest[..comma].Trim("\" \t"u8);
            if (IsPlain(column))
            {
                parts = new AvrLine { Hex = column, Signal = -1 };
                return true;
            }
        }

        return false;
    }

    private static byte[] MakeDigits()
    {
        var table = new byte[256];
        Array.Fill(table, (byte)0xFF);
        for (var digit = 0; digit < 16; digit++)
        {
            table["0123456789abcdef"[digit]] = (byte)digit;
            table["0123456789ABCDEF"[digit]] = (byte)digit;
        }

        return table;
    }
}
