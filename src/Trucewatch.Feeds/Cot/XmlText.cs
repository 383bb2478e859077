using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Replaces entities and character references, and folds white space and line ends as XML 1.0 demands.
/// </summary>
internal static class XmlText
{
    /// <summary>Longest reference in bytes, for example <c>&amp;#x0010FFFF;</c>.</summary>
    public const int MaxReferenceBytes = 12;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    /// <summary>How many bytes from the first on may stand in a name; most names are short.</summary>
    public static int NameLength(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(text);
            var letters = (bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
            var digits = bytes - Vector128.Create((byte)'0');
            var isName = Vector128.LessThanOrEqual(letters, Vector128.Create((byte)25))
                | Vector128.LessThanOrEqual(digits, Vector128.Create((byte)9))
                | Vector128.Equals(bytes, Vector128.Create((byte)'_'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'-'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'.'));
            var others = ~isName.ExtractMostSignificantBits() & 0xFFFF;
            if (others != 0)
            {
                return BitOperations.TrailingZeroCount(others);
            }
        }

        var length = text.IndexOfAnyExcept(NameBytes);
        return length < 0 ? text.Length : length;
    }

    /// <summary>
    /// Where the quote stands that ends a value, or what a value cannot or need not have before it: <c>&lt;</c> and
    /// <c>&amp;</c>; -1 when there is neither. Most values are short.
    /// </summary>
    public static int FindValueEnd(ReadOnlySpan<byte> text, byte quote)
    {
        if (text.Length >= Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text);
            var ends = (Vector256.Equals(bytes, Vector256.Create(quote))
                | Vector256.Equals(bytes, Vector256.Create((byte)'<'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'&'))).ExtractMostSignificantBits();
            if (ends != 0)
            {
                return BitOperations.TrailingZeroCount(ends);
            }
        }

        return text.IndexOfAny(quote, (byte)'<', (byte)'&');
    }

    /// <summary>
    /// Checks that each <c>&amp;</c> begins a known entity or a reference to a character that XML allows.
    /// </summary>
    public static FrameFault CheckReferences(ReadOnlySpan<byte> raw)
    {
        for (var at = raw.IndexOf((byte)'&'); at >= 0; at = raw.IndexOf((byte)'&'))
        {
            raw = raw[at..];
            var fault = ReadReference(raw, out _, out var used);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            raw = raw[used..];
        }

        return FrameFault.None;
    }

    /// <summary>
    /// Decodes a raw attribute value that was accepted; the result is never longer than the raw bytes.
    /// </summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeAttribute(ReadOnlySpan<byte> raw, Span<byte> into) =>
        Decode(raw, into, spaceForBreaks: true);

    /// <summary>Decodes raw text that was accepted; the result is never longer than the raw bytes.</summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeText(ReadOnlySpan<byte> raw, Span<byte> into) =>
        Decode(raw, into, spaceForBreaks: false);

    /// <summary>Copies a CDATA section: only line ends are folded.</summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeCData(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        var written = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\r')
            {
                into[written++] = (byte)'\n';
                i += i + 1 < raw.Length && raw[i + 1] == '\n' ? 1 : 0;
            }
            else
            {
                into[written++] = raw[i];
            }
        }

        return written;
    }

    /// <summary>All text inside an element whose content was accepted, its children's text included.</summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeContent(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        var scanner = new XmlScanner(raw, content: true);
        var written = 0;
        for (var token = scanner.Read(); token is not (XmlToken.End or XmlToken.Fault); token = scanner.Read())
        {
            if (token == XmlToken.Text)
            {
                written += scanner.IsCData
                    ? DecodeCData(scanner.Text, into[written..])
                    : DecodeText(scanner.Text, into[written..]);
            }
        }

        return written;
    }

    private static int Decode(ReadOnlySpan<byte> raw, Span<byte> into, bool spaceForBreaks)
    {
        var written = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var value = raw[i];
            if (value == '&')
            {
                ReadReference(raw[i..], out var character, out var used);
                written += character.EncodeToUtf8(into[written..]);
                i += used - 1;
            }
            else if (value is (byte)'\r' or (byte)'\n' or (byte)'\t')
            {
                // A carriage return and line feed together are one line end.
                i += value == '\r' && i + 1 < raw.Length && raw[i + 1] == '\n' ? 1 : 0;
                into[written++] = spaceForBreaks ? (byte)' ' : value == '\t' ? value : (byte)'\n';
            }
            else
            {
                into[written++] = value;
            }
        }

        return written;
    }

    private static FrameFault ReadReference(ReadOnlySpan<byte> raw, out Rune character, out int used)
    {
        character = default;
        used = 0;
        var window = raw[..Math.Min(raw.Length, MaxReferenceBytes)];
        var end = window.IndexOf((byte)';');
        if (end < 0)
        {
            return FrameFault.BadSyntax;
        }

        used = end + 1;
        var body = window[1..end];
        if (body.Length > 1 && body[0] == '#')
        {
            return ReadCharacter(body[1..], out character);
        }

        var named = body switch
        {
            _ when body.SequenceEqual("amp"u8) => '&',
            _ when body.SequenceEqual("lt"u8) => '<',
            _ when body.SequenceEqual("gt"u8) => '>',
            _ when body.SequenceEqual("quot"u8) => '"',
            _ when body.SequenceEqual("apos"u8) => '\'',
            _ => '\0',
        };
        character = new Rune(named);
        return named == '\0' ? FrameFault.Forbidden : FrameFault.None;
    }

    private static FrameFault ReadCharacter(ReadOnlySpan<byte> digits, out Rune character)
    {
        character = default;
        var hex = digits[0] == 'x';
        digits = hex ? digits[1..] : digits;
        var value = 0u;
        foreach (var digit in digits)
        {
            var weight = Digit(digit, hex);
            if (weight < 0)
            {
                return FrameFault.BadSyntax;
            }

            // At most nine digits fit into a reference, so that sixteen-fold growth cannot pass 36 bits.
            value = (uint)Math.Min(((ulong)value * (hex ? 16u : 10u)) + (uint)weight, 0x11_0000u);
        }

        var allowed = value is 9 or 10 or 13 || (value >= 0x20 && value != 0xFFFE && value != 0xFFFF);
        return digits.Length > 0 && allowed && Rune.TryCreate(value, out character)
            ? FrameFault.None
            : FrameFault.BadEncoding;
    }

    private static int Digit(byte value, bool hex) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' when hex => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' when hex => value - 'A' + 10,
        _ => -1,
    };
}
