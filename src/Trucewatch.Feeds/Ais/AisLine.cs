using System.Runtime.InteropServices;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Finds the AIS sentence in a line. Real logs put words, clocks and tag blocks before the sentence and receiver names
/// and clocks after it; the sentence's own checksum says where it is whole.
/// </summary>
internal static class AisLine
{
    /// <summary>Length of the head <c>!AIVDM,</c>.</summary>
    private const int HeadLength = 7;

    /// <summary>
    /// Reads one line. Without a fault and with <see cref="AisSentence.Parts"/> 0 the line is a log's comment or a
    /// sentence of another kind, which says nothing about AIS.
    /// </summary>
    public static FrameFault Parse(ReadOnlySpan<byte> line, out AisSentence sentence)
    {
        sentence = default;
        var start = FindStart(line);
        if (start < 0)
        {
            return ParseForeign(line);
        }

        if (start > 0 && !TryReadTagBlocks(line[..start], ref sentence.Tag))
        {
            return FrameFault.BadChecksum;
        }

        var body = line[(start + 1)..];
        if (!TryCutChecksum(body, out var content, out _))
        {
            return FrameFault.BadChecksum;
        }

        // The star may stand so early that it cuts the head itself.
        return content.Length < HeadLength - 1
            ? FrameFault.BadSyntax
            : AisSentence.ParseContent(content, ref sentence);
    }

    /// <summary>
    /// The receive time that a line carries: the tag block's <c>c:</c>, else the Unix seconds that coast guard logs
    /// write as the last field after the checksum.
    /// </summary>
    public static bool TryReadReceiveTime(ReadOnlySpan<byte> frame, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        var start = FindStart(frame);
        if (start < 0)
        {
            return false;
        }

        AisTag tag = default;
        if (start > 0 && TryReadTagBlocks(frame[..start], ref tag) && tag.HasTime)
        {
            unixMicroseconds = tag.TimeUs;
            return true;
        }

        if (!TryCutChecksum(frame[(start + 1)..], out _, out var suffix))
        {
            return false;
        }

        var last = suffix.TrimEnd(" \r"u8);
        var comma = last.LastIndexOf((byte)',');
        // Nine or ten digits: from 1973 to 2286.
        if (comma < 0 || last.Length - comma - 1 < 9 || !AisTag.TryReadDigits(last[(comma + 1)..], 10, out var seconds))
        {
            return false;
        }

        unixMicroseconds = seconds * 1_000_000;
        return true;
    }

    /// <summary>Exclusive or of all bytes, eight at a time.</summary>
    internal static byte Checksum(ReadOnlySpan<byte> content)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(content);
        ulong sum = 0;
        foreach (var word in words)
        {
            sum ^= word;
        }

        sum ^= sum >> 32;
        sum ^= sum >> 16;
        sum ^= sum >> 8;
        foreach (var letter in content[(words.Length * sizeof(ulong))..])
        {
            sum ^= letter;
        }

        return (byte)sum;
    }

    private static int FindStart(ReadOnlySpan<byte> line)
    {
        // A sentence in a log's comment is quoted, not received.
        if (line.Length > 0 && line[0] == '#')
        {
            return -1;
        }

        var from = 0;
        while (true)
        {
            var at = line[from..].IndexOf((byte)'!');
            if (at < 0)
            {
                return -1;
            }

            from += at;
            var head = line[from..];
            // Any talker: AI for mobile stations, AB, BS and others for shore stations.
            if (head.Length >= HeadLength && head[3] == 'V' && head[4] == 'D' && head[5] is (byte)'M' or (byte)'O'
                && head[6] == ',')
            {
                return from;
            }

            from++;
        }
    }

    // Cuts "content*hh" from the start of a body; what stands after it is the suffix.
    private static bool TryCutChecksum(
        ReadOnlySpan<byte> body, out ReadOnlySpan<byte> content, out ReadOnlySpan<byte> suffix)
    {
        content = default;
        suffix = default;
        var star = body.IndexOf((byte)'*');
        if (star < 0 || body.Length < star + 3)
        {
            return false;
        }

        var expected = (HexValue(body[star + 1]) << 4) | HexValue(body[star + 2]);
        if (expected != Checksum(body[..star]))
        {
            return false;
        }

        content = body[..star];
        suffix = body[(star + 3)..];
        return true;
    }

    // Minus one has all bits set, so a wrong digit never equals a checksum.
    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    // Words before the first backslash are a log's own. A damaged tag block is a fault, because its time, source and
    // group would be wrong or wanting without a sign of it.
    private static bool TryReadTagBlocks(ReadOnlySpan<byte> prefix, ref AisTag tag)
    {
        while (true)
        {
            var open = prefix.IndexOf((byte)'\\');
            if (open < 0)
            {
                return true;
            }

            prefix = prefix[(open + 1)..];
            var close = prefix.IndexOf((byte)'\\');
            if (close < 0)
            {
                return false;
            }

            if (!TryCutChecksum(prefix[..close], out var fields, out var suffix) || !suffix.IsEmpty)
            {
                return false;
            }

            tag.Read(fields);
            prefix = prefix[(close + 1)..];
        }
    }

    // A comment of a log, or another NMEA sentence that shares the wire, says nothing about AIS and is no fault.
    private static FrameFault ParseForeign(ReadOnlySpan<byte> line)
    {
        var text = line.Trim(" \t\r"u8);
        if (text.IsEmpty)
        {
            return FrameFault.Empty;
        }

        if (text[0] == '#')
        {
            return FrameFault.None;
        }

        var start = text.IndexOfAny((byte)'$', (byte)'!');
        if (start < 0)
        {
            return FrameFault.BadSyntax;
        }

        return TryCutChecksum(text[(start + 1)..], out _, out _) ? FrameFault.None : FrameFault.BadChecksum;
    }
}
