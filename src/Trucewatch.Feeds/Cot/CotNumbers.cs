using System.Buffers;
using System.Globalization;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>Reads the numbers of events, strictly: no blanks, no signs of groups, nothing infinite.</summary>
internal static class CotNumbers
{
    /// <summary>Longest number in bytes.</summary>
    public const int MaxBytes = 64;

    /// <summary>This and everything above it stands for a height or an error that is not known.</summary>
    public const double NotKnown = 9_999_999;

    /// <summary>Most digits of which every number is exact in an unsigned 64-bit word.</summary>
    private const int MaxExactDigits = 19;

    /// <summary>2 to the 53rd: every whole number up to it is a double.</summary>
    private const ulong MaxExact = 1UL << 53;

    private static readonly SearchValues<byte> Allowed = SearchValues.Create("0123456789+-.eE"u8);

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    ];

    /// <summary>Reads a number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static FrameFault Read(ReadOnlySpan<byte> text, double min, double max, ref double value)
    {
        if (!TryReadPlain(text, out var read))
        {
            var fault = ReadAny(text, out read);
            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        value = read;
        return read < min || read > max ? FrameFault.OutOfRange : FrameFault.None;
    }

    /// <summary>A number that may be unknown: 9999999 and above, or NaN in any case of its letters.</summary>
    public static FrameFault ReadMaybe(ReadOnlySpan<byte> text, double min, ref double value)
    {
        if (IsNaN(text))
        {
            value = double.NaN;
            return FrameFault.None;
        }

        var fault = Read(text, min, double.MaxValue, ref value);
        value = value >= NotKnown ? double.NaN : value;
        return fault;
    }

    /// <summary>
    /// As <see cref="ReadMaybe"/>; some telephones say -1 for a course or speed that they do not know.
    /// </summary>
    public static FrameFault ReadMotion(ReadOnlySpan<byte> text, double max, ref double value)
    {
        if (text.SequenceEqual("-1"u8) || text.SequenceEqual("-1.0"u8))
        {
            return FrameFault.None;
        }

        var fault = ReadMaybe(text, 0, ref value);
        return value > max ? FrameFault.OutOfRange : fault;
    }

    /// <summary>
    /// Digits with at most one point: exact whole numbers are divided by an exact power of ten, so that the quotient is
    /// rounded as rightly as any other way of reading would (W. D. Clinger, How to Read Floating Point Numbers
    /// Accurately, 1990).
    /// </summary>
    private static bool TryReadPlain(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var isNegative = text.Length > 0 && text[0] == '-';
        text = isNegative ? text[1..] : text;
        if (text.Length is 0 or > MaxExactDigits)
        {
            return false;
        }

        var whole = 0UL;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                whole = (whole * 10) + digit;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        if (whole > MaxExact || (point >= 0 && text.Length == 1))
        {
            return false;
        }

        value = whole / PowersOfTen[point < 0 ? 0 : text.Length - 1 - point];
        value = isNegative ? -value : value;
        return true;
    }

    private static FrameFault ReadAny(ReadOnlySpan<byte> text, out double read)
    {
        read = 0;
        if (IsNaN(text))
        {
            return FrameFault.NotFinite;
        }

        if (text.Length > MaxBytes || text.ContainsAnyExcept(Allowed)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out read))
        {
            return FrameFault.BadSyntax;
        }

        return double.IsFinite(read) ? FrameFault.None : FrameFault.NotFinite;
    }

    private static bool IsNaN(ReadOnlySpan<byte> text) =>
        text.Length == 3 && System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8);
}
