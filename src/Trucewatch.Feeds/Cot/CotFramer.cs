using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Cuts events out of a stream as the TAK streaming protocol (version 0) says: an event ends right after the token
/// <c>&lt;/event&gt;</c>. A new XML declaration or a new <c>&lt;event</c> before that token ends what came before it,
/// so
/// that a cut-off event or other junk becomes a frame of its own (and there a fault) and the next event is whole.
/// Between frames only white space is dropped.
/// </summary>
internal sealed class CotFramer : IFramer
{
    /// <summary>
    /// Longest token that must be seen whole, and so the most bytes that stay unscanned: <c>&lt;event</c> + 1.
    /// </summary>
    private const int LookAhead = 8;

    /// <summary>Most white space between <c>&lt;/event</c> and its bracket.</summary>
    private const int MaxBlankInEndTag = 64;

    private static readonly SearchValues<byte> TagBytes = SearchValues.Create("<>\"'"u8);

    private int scanned;
    private int found = -1;
    private bool opened;
    private bool declared;
    private bool inTag;
    private byte quote;
    private bool overlong;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        var blank = scanned == 0 && !overlong ? CountBlank(buffer) : 0;
        if (blank > 0)
        {
            return new FrameCut(CutKind.Skip, 0, 0, blank);
        }

        found = found >= 0 ? found : FindEnd(buffer, final);
        var end = found;
        if (end > CotParser.MaxMessageBytes || (end < 0 && scanned > CotParser.MaxMessageBytes))
        {
            return CutOverlong(Math.Min(end < 0 ? int.MaxValue : end, CotParser.MaxMessageBytes));
        }

        if (end < 0 && final)
        {
            // What is left belongs to nothing; and with the last byte an overlong frame is over, too.
            overlong &= buffer.Length > 0;
            end = buffer.Length > 0 ? buffer.Length : -1;
        }

        return end < 0 ? new FrameCut(CutKind.NeedMore, 0, 0, 0) : CutFrame(end);
    }

    private static int CountBlank(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > 0 && buffer[0] > ' ')
        {
            return 0;
        }

        var length = buffer.IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? buffer.Length : length;
    }

    private FrameCut CutFrame(int length)
    {
        var kind = overlong ? CutKind.TooLong : CutKind.Frame;
        overlong = false;
        Forget();
        return new FrameCut(kind, 0, length, length);
    }

    /// <summary>Gives out one piece of a frame that is too long and stays inside it.</summary>
    private FrameCut CutOverlong(int length)
    {
        overlong = true;
        scanned = Math.Max(0, scanned - length);
        found = found < 0 ? -1 : found - length;
        return new FrameCut(CutKind.TooLong, 0, length, length);
    }

    private void Forget()
    {
        scanned = 0;
        found = -1;
        opened = false;
        declared = false;
        inTag = false;
    }

    /// <summary>
    /// Where the frame at the start of the buffer ends, or -1; goes on from where the last call stopped.
    /// </summary>
    private int FindEnd(ReadOnlySpan<byte> buffer, bool final)
    {
        while (scanned < buffer.Length)
        {
            if (inTag)
            {
                if (PassStartTag(buffer))
                {
                    return scanned;
                }

                continue;
            }

            scanned += FindMarkup(buffer[scanned..]);
            if (scanned == buffer.Length)
            {
                return -1;
            }

            var rest = buffer[scanned..];
            if (rest.Length < LookAhead && !final)
            {
                return -1;
            }

            if (ReadToken(rest, final, out var end))
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>
    /// Where the next token begins that may end or begin something, or the end: <c>&lt;</c> and then a byte that
    /// neither another element nor another end tag has there. What is seen only in part is found, too.
    /// </summary>
    private static int FindMarkup(ReadOnlySpan<byte> rest)
    {
        var at = 0;
        while (rest.Length - at >= Vector256<byte>.Count + 2)
        {
            var first = Vector256.Equals(Vector256.Create(rest[at..]), Vector256.Create((byte)'<'));
            var second = Vector256.Create(rest[(at + 1)..]);
            var third = Vector256.Create(rest[(at + 2)..]);
            var isNamed = Vector256.Equals(second, Vector256.Create((byte)'e'))
                | Vector256.Equals(second, Vector256.Create((byte)'?'))
                | (Vector256.Equals(second, Vector256.Create((byte)'/'))
                    & Vector256.Equals(third, Vector256.Create((byte)'e')));
            var hits = (first & isNamed).ExtractMostSignificantBits();
            if (hits != 0)
            {
                return at + BitOperations.TrailingZeroCount(hits);
            }

            at += Vector256<byte>.Count;
        }

        var left = rest[at..].IndexOf((byte)'<');
        return left < 0 ? rest.Length : at + left;
    }

    /// <summary>Looks at one token; true when it ends the frame, or (with -1) when more bytes are needed.</summary>
    private bool ReadToken(ReadOnlySpan<byte> rest, bool final, out int end)
    {
        end = -1;
        if (rest.StartsWith("</event"u8))
        {
            var close = 7 + CountBlank(rest[7..]);
            if (close == rest.Length || close > 7 + MaxBlankInEndTag)
            {
                return (!final && close <= 7 + MaxBlankInEndTag) || Advance(7);
            }

            end = scanned + close + 1;
            return rest[close] == '>' || Advance(7);
        }

        if (rest.StartsWith("<?xml"u8) && (rest.Length == 5 || CountBlank(rest[5..6]) == 1))
        {
            end = scanned;
            declared = true;
            return scanned > 0 || Advance(5);
        }

        if (rest.StartsWith("<event"u8) && (rest.Length == 6 || !IsNameByte(rest[6])))
        {
            end = scanned;
            if (scanned > 0 && (opened || !declared))
            {
                return true;
            }

            opened = true;
            inTag = true;
            quote = 0;
            return Advance(6);
        }

        return Advance(1);
    }

    private bool Advance(int by)
    {
        scanned += by;
        return false;
    }

    /// <summary>
    /// Passes the rest of an event's start tag; true when the tag is self-closed and so ends the frame.
    /// </summary>
    private bool PassStartTag(ReadOnlySpan<byte> buffer)
    {
        if (quote == 0 && FindPlainTagEnd(buffer[scanned..]) is >= 0 and var plain)
        {
            inTag = false;
            scanned += plain + 1;
            return buffer[scanned - 2] == '/';
        }

        while (scanned < buffer.Length)
        {
            // No start tag may contain an opening bracket: then the tag is broken, and something new may begin here.
            var rest = buffer[scanned..];
            var at = quote != 0
                ? rest.IndexOfAny(quote, (byte)'<')
                : rest.IndexOfAny(TagBytes);
            if (at < 0)
            {
                scanned = buffer.Length;
                return false;
            }

            scanned += at;
            switch (rest[at])
            {
                case (byte)'<':
                    inTag = false;
                    return false;
                case (byte)'>' when quote == 0:
                    inTag = false;
                    scanned++;
                    return buffer[scanned - 2] == '/';
                default:
                    quote = quote == 0 ? rest[at] : (byte)0;
                    scanned++;
                    break;
            }
        }

        return false;
    }

    /// <summary>
    /// Where a start tag closes that has no single quotes: at the first closing bracket, if an even number of double
    /// quotes stands before it; else -1.
    /// </summary>
    private static int FindPlainTagEnd(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'<', (byte)'>', (byte)'\'');
        return end > 0 && rest[end] == '>' && (rest[..end].Count((byte)'"') & 1) == 0 ? end : -1;
    }

    private static bool IsNameByte(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'.' or (byte)':' or >= 0x80;
}
