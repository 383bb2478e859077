using System.Buffers;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Xml;

/// <summary>
/// Cuts a stream into XML documents: each up to the end tag of its first element, or to the stream's end. What stands
/// between documents and is no white space becomes a frame up to the line's end.
/// </summary>
/// <param name="maxFrameBytes">Longest document.</param>
internal sealed class XmlFramer(int maxFrameBytes) : IFramer
{
    private const int MaxNameBytes = 128;
    private const int MaxBlankInEndTag = 16;

    private static readonly SearchValues<byte> separators = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> nameEnds = SearchValues.Create(" \t\r\n/>"u8);

    private byte[]? root;
    private int looked;
    private bool isOverlong;

    /// <summary>True inside a document of which a part was cut.</summary>
    public bool IsInside => isOverlong;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (!isOverlong && looked == 0 && root is null)
        {
            var first = buffer.IndexOfAnyExcept(separators);
            if (first != 0)
            {
                return buffer.IsEmpty ? new FrameCut(CutKind.NeedMore, 0, 0, 0)
                    : new FrameCut(CutKind.Skip, 0, 0, first < 0 ? buffer.Length : first);
            }
        }

        var window = buffer[..Math.Min(buffer.Length, maxFrameBytes)];
        var end = window.IsEmpty || window[0] == '<' || window[0] == 0xEF || isOverlong || root is not null
            ? EndOfDocument(window)
            : EndOfLine(window);
        if (end >= 0)
        {
            return Cut(isOverlong ? CutKind.TooLong : CutKind.Frame, end, isOver: true);
        }

        if (buffer.Length > maxFrameBytes)
        {
            return Cut(CutKind.TooLong, PieceOf(window), isOver: false);
        }

        return final && !buffer.IsEmpty
            ? Cut(isOverlong ? CutKind.TooLong : CutKind.Frame, buffer.Length, isOver: true)
            : new FrameCut(CutKind.NeedMore, 0, 0, 0);
    }

    /// <summary>An end tag that may begin near the end of the window stays whole for the next piece.</summary>
    private static int PieceOf(ReadOnlySpan<byte> window)
    {
        var last = window.LastIndexOf((byte)'<');
        return last > 0 && last >= window.Length - (MaxNameBytes + MaxBlankInEndTag + 3) ? last : window.Length;
    }

    private static int EndOfLine(ReadOnlySpan<byte> window)
    {
        var at = window.IndexOf((byte)'\n');
        return at;
    }

    private FrameCut Cut(CutKind kind, int length, bool isOver)
    {
        (looked, isOverlong) = (0, !isOver);
        root = isOver ? null : root;
        return new FrameCut(kind, 0, length, length);
    }

    private int EndOfDocument(ReadOnlySpan<byte> window)
    {
        if (root is null && !TryReadRoot(window))
        {
            return -1;
        }

        while (looked < window.Length)
        {
            var at = window[looked..].IndexOf("</"u8);
            if (at < 0)
            {
                looked = Math.Max(looked, window.Length - 1);
                return -1;
            }

            looked += at;
            var rest = window[(looked + 2)..];
            if (rest.Length < root!.Length && root.AsSpan().StartsWith(rest))
            {
                return -1;
            }

            if (rest.StartsWith(root))
            {
                var close = root.Length;
                var most = Math.Min(rest.Length, root.Length + MaxBlankInEndTag);
                while (close < most && separators.Contains(rest[close]))
                {
                    close++;
                }

                if (close == rest.Length)
                {
                    return -1;
                }

                if (rest[close] == '>')
                {
                    return looked + 2 + close + 1;
                }
            }

            looked += 2;
        }

        return -1;
    }

    /// <summary>Finds the first start tag; false while it has not come whole.</summary>
    private bool TryReadRoot(ReadOnlySpan<byte> window)
    {
        var at = 0;
        while (true)
        {
            var open = window[at..].IndexOf((byte)'<');
            if (open < 0 || at + open + 1 >= window.Length)
            {
                return false;
            }

            at += open;
            var rest = window[at..];
            var isComment = rest.StartsWith("<!--"u8);
            if (!isComment && rest.Length < 4 && "<!--"u8.StartsWith(rest))
            {
                return false;
            }

            if (rest[1] is not ((byte)'?' or (byte)'!'))
            {
                var length = rest.IndexOfAny(nameEnds);
                if (length < 0 && rest.Length <= MaxNameBytes)
                {
                    return false;
                }

                // What has no name has no end but that of the stream.
                root = length is > 1 and <= MaxNameBytes ? rest[1..length].ToArray() : "?"u8.ToArray();
                looked = at;
                return true;
            }

            var ends = rest[1] == '?' ? "?>"u8 : isComment ? "-->"u8 : ">"u8;
            var end = rest.IndexOf(ends);
            if (end < 0)
            {
                return false;
            }

            at += end + ends.Length;
        }
    }
}
