using System.Buffers;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Feeds.Xml;

namespace Trucewatch.Feeds.Tle;

/// <summary>
/// Cuts a stream into what its first byte says: a JSON document, an XML document, a message of keys and values up to
/// the next one, or a line.
/// </summary>
/// <param name="maxFrameBytes">Longest document.</param>
internal sealed class TleFramer(int maxFrameBytes) : IFramer
{
    /// <summary>Longest line that is no document: a row of CSV.</summary>
    public const int MaxLineBytes = 4_096;

    private static readonly SearchValues<byte> separators = SearchValues.Create(" \t\r\n\x1E"u8);

    private readonly GeoJsonFramer json = new(maxFrameBytes, hasLists: true);
    private readonly XmlFramer xml = new(maxFrameBytes);
    private readonly LineFramer lines = new(MaxLineBytes);
    private IFramer? current;
    private int looked;

    /// <summary>The first key of a message of keys and values.</summary>
    public static ReadOnlySpan<byte> KeyMark => "CCSDS_OMM_VERS"u8;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (current is null)
        {
            var first = buffer.IndexOfAnyExcept(separators);
            if (first != 0)
            {
                return buffer.IsEmpty ? new FrameCut(CutKind.NeedMore, 0, 0, 0)
                    : new FrameCut(CutKind.Skip, 0, 0, first < 0 ? buffer.Length : first);
            }

            if (!final && (IsPartOf(buffer, KeyMark) || IsPartOf(buffer, "\uFEFF"u8)))
            {
                return new FrameCut(CutKind.NeedMore, 0, 0, 0);
            }

            if (buffer.StartsWith(KeyMark))
            {
                return Keys(buffer, final);
            }

            current = Choose(buffer);
        }

        var cut = current.Next(buffer, final);
        if (cut.Kind == CutKind.Frame || (cut.Kind == CutKind.TooLong && !IsInside(current)))
        {
            current = null;
        }

        return cut;
    }

    private static bool IsPartOf(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> mark) =>
        buffer.Length <= mark.Length && mark.StartsWith(buffer);

    private IFramer Choose(ReadOnlySpan<byte> buffer)
    {
        var start = buffer.StartsWith("\uFEFF"u8) ? 3 : 0;
        var letter = start < buffer.Length ? buffer[start] : (byte)0;
        return letter switch
        {
            (byte)'{' or (byte)'[' => json,
            (byte)'<' => xml,
            _ => lines,
        };
    }

    private bool IsInside(IFramer framer) =>
        framer == json ? json.IsInside : framer == xml ? xml.IsInside : lines.IsInside;

    /// <summary>
    /// Up to the line on which the next message begins, or the stream's end. A message is at most as long as a line
    /// may be, sixteen times; what goes on after that are lines that fault.
    /// </summary>
    private FrameCut Keys(ReadOnlySpan<byte> buffer, bool final)
    {
        var window = buffer[..Math.Min(buffer.Length, 16 * MaxLineBytes)];
        Span<byte> next = stackalloc byte[KeyMark.Length + 1];
        next[0] = (byte)'\n';
        KeyMark.CopyTo(next[1..]);
        var at = window[looked..].IndexOf(next);
        if (at < 0 && window.Length == buffer.Length && !final)
        {
            looked = Math.Max(looked, window.Length - next.Length);
            return new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        var length = at < 0 ? window.Length : looked + at;
        looked = 0;
        return new FrameCut(CutKind.Frame, 0, length, length);
    }
}
