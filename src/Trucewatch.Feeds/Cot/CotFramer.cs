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

    private int scanned;
    private int found = -1;
    private bool opened;
    private bool declared;
    private bool inTag;
    private byte quote;
    private bool overlong;

    /// <inheritdoc/>
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

            var at = buffer[scanned..].IndexOf((byte)'<');
            if (at < 0)
            {
                scanned = buffer.Length;
                return -1;
            }

            scanned += at;
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
        for (; scanned < buffer.Length; scanned++)
        {
            var value = buffer[scanned];
            if (value == '<')
            {
                // No start tag may contain this byte: the tag is broken, and something new may begin here.
                inTag = false;
                return false;
            }

            if (quote != 0)
            {
                quote = value == quote ? (byte)0 : quote;
            }
            else if (value is (byte)'"' or (byte)'\'')
            {
                quote = value;
            }
            else if (value == '>')
            {
                inTag = false;
                scanned++;
                return buffer[scanned - 2] == '/';
            }
        }

        return false;
    }

    private static bool IsNameByte(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'.' or (byte)':' or >= 0x80;
}
