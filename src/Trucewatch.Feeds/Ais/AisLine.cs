using System.Buffers.Binary;
using System.Runtime.Intrinsics;
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

    /// <summary>Length of <c>*hh</c>.</summary>
    private const int ChecksumLength = 3;

    /// <summary>Length of the tail <c>,0*hh</c>.</summary>
    private const int PlainTailLength = 5;

    /// <summary>Length of <c>!AIVDM,1,1,,,,0*hh</c>.</summary>
    private const int LeastPlainLength = 18;

    // Four letters as one little-endian number: VDO, and the bit that makes an O of an M; then 1,1,.
    private const uint FormatterWord = 'V' | ('D' << 8) | ('O' << 16) | ((uint)',' << 24);
    private const uint FormatterBit = ('O' ^ 'M') << 16;
    private const uint OnlyPartWord = '1' | (',' << 8) | ('1' << 16) | ((uint)',' << 24);

    // The value of each hexadecimal digit from 0 on; -1 where a letter is none.
    private static ReadOnlySpan<sbyte> HexValues =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15,
    ];

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
    /// Reads a line as most receivers write it: one whole message in one sentence, behind nothing or one tag block, and
    /// nothing after it. False for any other line, which <see cref="Parse"/> judges; that the payload is empty, or one
    /// of its characters no armour, is the caller's to see.
    /// </summary>
    public static bool TryReadPlain(
        ReadOnlySpan<byte> line, out ReadOnlySpan<byte> payload, out int fillBits, out bool isTagged)
    {
        payload = default;
        fillBits = 0;
        isTagged = line.Length > 0 && line[0] == '\\';
        if (isTagged)
        {
            if (!TryCutTagBlock(line, out _, out var close))
            {
                return false;
            }

            line = line[(close + 1)..];
        }

        // !AIVDM,1,1, and at the end ,0*hh stand at fixed places.
        if (line.Length < LeastPlainLength || line[0] != '!' || line[1] == '*' || line[2] == '*'
            || (BinaryPrimitives.ReadUInt32LittleEndian(line[3..]) | FormatterBit) != FormatterWord
            || BinaryPrimitives.ReadUInt32LittleEndian(line[7..]) != OnlyPartWord)
        {
            return false;
        }

        // The sequential id, which means nothing here, and the channel may be empty.
        var at = 11;
        at += char.IsAsciiDigit((char)line[at]) ? 1 : 0;
        var isSplit = line[at++] == ',';
        at += line[at] is (byte)',' or (byte)'*' ? 0 : 1;
        isSplit &= line[at++] == ',';
        var end = line.Length - PlainTailLength;
        fillBits = line[end + 1] - '0';
        if (!isSplit || at > end || line[end] != ',' || (uint)fillBits > 5 || !EndsInChecksum(line[1..]))
        {
            return false;
        }

        payload = line[at..end];
        return true;
    }

    /// <summary>
    /// The receive time that a line carries: the tag block's <c>c:</c>, else the Unix seconds that coast guard logs
    /// write as the last field after the checksum.
    /// </summary>
    public static bool TryReadReceiveTime(ReadOnlySpan<byte> frame, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        // What ends in *hh has no field after the checksum.
        var isBare = frame.Length > 3 && frame[^3] == '*';
        if (isBare && IsHead(frame))
        {
            return false;
        }

        if (isBare && TryCutTagBlock(frame, out var fields, out var close) && IsHead(frame[(close + 1)..]))
        {
            return AisTag.TryReadTime(fields, out unixMicroseconds);
        }

        return TrySearchReceiveTime(frame, out unixMicroseconds);
    }

    /// <summary>As <see cref="TryReadReceiveTime"/>, without its short ways for usual lines.</summary>
    internal static bool TrySearchReceiveTime(ReadOnlySpan<byte> frame, out long unixMicroseconds)
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

    /// <summary>Exclusive or of all bytes, sixteen at a time.</summary>
    internal static byte Checksum(ReadOnlySpan<byte> content)
    {
        ulong sum = 0;
        var read = 0;
        if (content.Length >= Vector128<byte>.Count)
        {
            var sums = Vector128<byte>.Zero;
            for (; read + Vector128<byte>.Count <= content.Length; read += Vector128<byte>.Count)
            {
                sums ^= Vector128.Create(content[read..]);
            }

            sum = sums.AsUInt64()[0] ^ sums.AsUInt64()[1];
        }

        if (content.Length >= sizeof(ulong))
        {
            if (read + sizeof(ulong) <= content.Length)
            {
                sum ^= BinaryPrimitives.ReadUInt64LittleEndian(content[read..]);
                read += sizeof(ulong);
            }

            // The last word again, without the bytes that were counted; of a whole word nothing is left over.
            var counted = 8 * (sizeof(ulong) - (content.Length - read));
            var last = BinaryPrimitives.ReadUInt64LittleEndian(content[^sizeof(ulong)..]);
            sum ^= counted < 64 ? last >> counted : 0;
        }
        else
        {
            foreach (var letter in content)
            {
                sum ^= letter;
            }
        }

        sum ^= sum >> 32;
        sum ^= sum >> 16;
        sum ^= sum >> 8;
        return (byte)sum;
    }

    // Cuts the fields out of a tag block at the start of a line. Not of a block that holds a mark of a sentence.
    private static bool TryCutTagBlock(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> fields, out int close)
    {
        fields = default;
        close = 0;
        if (line[0] != '\\')
        {
            return false;
        }

        close = 1 + line[1..].IndexOfAny((byte)'\\', (byte)'!');
        if (close <= ChecksumLength || line[close] != '\\')
        {
            return false;
        }

        var body = line[1..close];
        fields = body[..^ChecksumLength];
        return EndsInChecksum(body) && !fields.Contains((byte)'*');
    }

    // True when *hh stands at the end and is right for all before it.
    private static bool EndsInChecksum(ReadOnlySpan<byte> body) =>
        body[^3] == '*' && ((HexValue(body[^2]) << 4) | HexValue(body[^1])) == Checksum(body[..^ChecksumLength]);

    // Any talker: AI for mobile stations, AB, BS and others for shore stations.
    private static bool IsHead(ReadOnlySpan<byte> text) =>
        text.Length >= HeadLength && text[0] == '!'
        && (BinaryPrimitives.ReadUInt32LittleEndian(text[3..]) | FormatterBit) == FormatterWord;

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
            if (IsHead(line[from..]))
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
    private static int HexValue(byte digit)
    {
        var index = digit - '0';
        return (uint)index < (uint)HexValues.Length ? HexValues[index] : -1;
    }

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
