using System.Buffers;
using System.Globalization;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Times;

namespace Trucewatch.Feeds.Odid;

/// <summary>
/// One line: <c>hex</c>, with the address of the transmitter before it, the time of reception before that, or both:
/// <c>1457996400.25,aa:bb:cc:dd:ee:ff,1220...</c>.
/// </summary>
internal readonly ref struct OdidLine
{
    private const int AddressBytes = 6;
    private const int AddressLetters = (3 * AddressBytes) - 1;
    private const byte Separator = (byte)',';

    /// <summary>The message's or pack's digits.</summary>
    public required ReadOnlySpan<byte> Hex { get; init; }

    /// <summary>The transmitter's address of 48 bits; meaningless where there is none.</summary>
    public ulong Address { get; init; }

    /// <summary>True when the line names its transmitter.</summary>
    public bool HasAddress { get; init; }

    /// <summary>True for a comment, which says nothing.</summary>
    public bool IsComment { get; init; }

    /// <summary>Finds the parts of a line; the digits are not read yet.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> line, out OdidLine parts)
    {
        line = line.Trim(" \t"u8);
        parts = new OdidLine { Hex = line, IsComment = line.Length > 0 && line[0] == '#' };
        if (line.IsEmpty || parts.IsComment)
        {
            return line.IsEmpty ? FrameFault.Empty : FrameFault.None;
        }

        var last = line.LastIndexOf(Separator);
        if (last < 0)
        {
            return FrameFault.None;
        }

        var hex = line[(last + 1)..].Trim(" \t"u8);
        var before = line[..last];
        var comma = before.LastIndexOf(Separator);
        var column = before[(comma + 1)..].Trim(" \t"u8);
        var hasAddress = TryReadAddress(column, out var address);
        parts = new OdidLine { Hex = hex, Address = address, HasAddress = hasAddress };
        // What stands before an address is a time, and so is a column that is no address, if it stands alone.
        var time = hasAddress ? before[..Math.Max(comma, 0)] : comma < 0 ? column : default;
        return (hasAddress && comma < 0) || UnixSeconds.TryParse(time.Trim(" \t"u8), out _)
            ? FrameFault.None
            : FrameFault.BadSyntax;
    }

    /// <summary>The time of reception, in Unix microseconds.</summary>
    public static bool TryReadReceiveTime(ReadOnlySpan<byte> line, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        var comma = line.IndexOf(Separator);
        return comma > 0 && UnixSeconds.TryParse(line[..comma].Trim(" \t"u8), out unixMicroseconds);
    }

    /// <summary>Turns the digits into bytes; gives their number.</summary>
    public FrameFault TryUnpack(Span<byte> bytes, out int count)
    {
        count = 0;
        if (Hex.Length % 2 != 0 || Hex.Length > 2 * bytes.Length)
        {
            return FrameFault.WrongLength;
        }

        return Convert.FromHexString(Hex, bytes, out _, out count) == OperationStatus.Done
            ? FrameFault.None
            : FrameFault.BadSyntax;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> text, out ulong address)
    {
        address = 0;
        if (text.Length != AddressLetters)
        {
            return false;
        }

        for (var at = 0; at < text.Length; at += 3)
        {
            var digits = text.Slice(at, 2);
            if (!byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one)
                || (at > 0 && text[at - 1] != ':'))
            {
                return false;
            }

            address = (address << 8) | one;
        }

        return true;
    }
}
