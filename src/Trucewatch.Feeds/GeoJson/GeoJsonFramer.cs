using System.Buffers;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>
/// Cuts a stream into JSON objects, on one line or many: documents one after the other, JSON Lines, or texts with a
/// record separator before each (RFC 8142). What stands between them and is no separator becomes a frame up to the
/// line's end.
/// </summary>
internal sealed class GeoJsonFramer : IFramer
{
    private static readonly SearchValues<byte> structure = SearchValues.Create("\"{}"u8);
    private static readonly SearchValues<byte> structureWithLists = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> inText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> separators = SearchValues.Create(" \t\r\n\x1E"u8);

    private readonly int maxFrameBytes;
    private readonly bool hasLists;
    private int looked;
    private int junkLooked;
    private int depth;
    private bool isText;
    private bool isOverlong;

    /// <summary>Makes a framer for one connection.</summary>
    /// <param name="maxFrameBytes">Longest document.</param>
    /// <param name="hasLists">True where a list is a document, too.</param>
    public GeoJsonFramer(int maxFrameBytes = GeoJsonFormat.MaxFrameBytes, bool hasLists = false) =>
        (this.maxFrameBytes, this.hasLists) = (maxFrameBytes, hasLists);

    /// <summary>True inside a document of which a part was cut or looked at.</summary>
    public bool IsInside => isOverlong || depth > 0 || looked > 0;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (depth == 0 && looked == 0)
        {
            var first = buffer.IndexOfAnyExcept(separators);
            if (first != 0)
            {
                return buffer.IsEmpty ? new FrameCut(CutKind.NeedMore, 0, 0, 0)
                    : new FrameCut(CutKind.Skip, 0, 0, first < 0 ? buffer.Length : first);
            }
        }

        var mark = "\uFEFF"u8;
        if (depth == 0 && buffer.Length <= mark.Length && mark.StartsWith(buffer) && !final)
        {
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        var start = buffer.StartsWith(mark) ? mark.Length : 0;
        return depth > 0 || looked > 0 || (start < buffer.Length && IsOpening(buffer[start]))
            ? Object(buffer, final)
            : Junk(buffer, final);
    }

    private bool IsOpening(byte letter) => letter == '{' || (hasLists && letter == '[');

    private FrameCut Object(ReadOnlySpan<byte> buffer, bool final)
    {
        // What was looked at before is not looked at again, so that a long object in small pieces costs no more.
        var end = Look(buffer[..Math.Min(buffer.Length, maxFrameBytes)]);
        if (end >= 0)
        {
            return End(end);
        }

        if (buffer.Length > maxFrameBytes)
        {
            // A backslash at the end stays with the character that it belongs to.
            var length = looked;
            (isOverlong, looked) = (true, 0);
            return new FrameCut(CutKind.TooLong, 0, length, length);
        }

        if (!final || buffer.IsEmpty)
        {
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        (depth, isText) = (0, false);
        return End(buffer.Length);
    }

    private FrameCut End(int length)
    {
        var kind = isOverlong ? CutKind.TooLong : CutKind.Frame;
        (looked, isOverlong) = (0, false);
        return new FrameCut(kind, 0, length, length);
    }

    private FrameCut Junk(ReadOnlySpan<byte> buffer, bool final)
    {
        // As with objects, what was looked at before is not looked at again: junk may come byte by byte.
        var window = buffer[..Math.Min(buffer.Length, maxFrameBytes)];
        var end = window[junkLooked..].IndexOf((byte)'\n');
        if (end < 0 && buffer.Length <= maxFrameBytes && !final)
        {
            junkLooked = window.Length;
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        var length = end < 0 ? window.Length : junkLooked + end;
        junkLooked = 0;
        return new FrameCut(CutKind.Frame, 0, length, length);
    }

    /// <summary>Goes on to where the object ends, and gives the length up to there; -1 where it does not end.</summary>
    private int Look(ReadOnlySpan<byte> window)
    {
        while (looked < window.Length)
        {
            var at = window[looked..].IndexOfAny(isText ? inText : hasLists ? structureWithLists : structure);
            if (at < 0)
            {
                looked = window.Length;
                break;
            }

            looked += at;
            switch (window[looked])
            {
                case (byte)'\\':
                    // The character after it may not have come yet: then this one is looked at again.
                    if (looked + 1 == window.Length)
                    {
                        return -1;
                    }

                    looked++;
                    break;
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    if (--depth == 0)
                    {
                        return looked + 1;
                    }

                    break;
            }

            looked++;
        }

        return -1;
    }
}
