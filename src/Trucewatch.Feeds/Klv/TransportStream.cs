using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// Finds the metadata in an MPEG transport stream: from the list of programs (PAT) to the lists of their streams (PMT),
/// and puts the units of metadata streams together. All other streams, video among them, are passed over.
/// </summary>
internal sealed class TransportStream
{
    /// <summary>Most programs.</summary>
    public const int MaxPrograms = 16;

    /// <summary>Most streams of metadata.</summary>
    public const int MaxStreams = 16;

    /// <summary>Longest section of a list (ISO/IEC 13818-1, 2.4.4).</summary>
    public const int MaxSectionBytes = 3 + 1021;

    private const int ProgramsPid = 0;
    private const int SectionHeadBytes = 8;
    private const int SumBytes = 4;
    private const byte PrivateType = 0x06;
    private const byte MetadataType = 0x15;
    private const byte RegistrationDescriptor = 0x05;
    private const int PesHeadBytes = 6;
    private const int CellHeadBytes = 5;

    private static readonly uint[] sums = MakeSums();

    private readonly List<Assembly> streams = [];
    private int programs;

    private static ReadOnlySpan<byte> Klva => "KLVA"u8;

    /// <summary>The stream that the last unit came from.</summary>
    public int Pid { get; private set; }

    /// <summary>Frames of the last unit before the one that ended it.</summary>
    public ushort EarlierParts { get; private set; }

    /// <summary>Number of streams of metadata that are known.</summary>
    public int StreamCount => streams.Count - programs - (streams.Count > 0 ? 1 : 0);

    /// <summary>
    /// Takes one packet. Where it ends a unit, <paramref name="unit"/> is its content: packets of KLV, one after the
    /// other. It holds until the next packet.
    /// </summary>
    public FrameFault Take(in FrameView frame, LateFaults late, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        var fault = TransportPacket.TryRead(frame.Bytes, out var packet);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (streams.Count == 0)
        {
            streams.Add(new Assembly(ProgramsPid, StreamRole.Programs, 0));
        }

        if (!packet.HasPayload || Find(packet.Pid) is not { } stream)
        {
            return FrameFault.None;
        }

        if (packet.IsBroken || packet.IsScrambled)
        {
            stream.GiveUp(late);
            return packet.IsBroken ? FrameFault.BadChecksum : FrameFault.UnsupportedType;
        }

        return !stream.Count(packet, late) ? FrameFault.None
            : stream.Role <= StreamRole.Streams ? TakeSection(frame.Ref, packet, stream, late)
            : TakePart(frame.Ref, packet, stream, late, out unit);
    }

    private Assembly? Find(int pid)
    {
        foreach (var stream in streams)
        {
            if (stream.Pid == pid)
            {
                return stream;
            }
        }

        return null;
    }

    private FrameFault TakePart(
        FrameRef frame, scoped in TransportPacket packet, Assembly stream, LateFaults late, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        if (packet.IsStart)
        {
            stream.GiveUp(late);
            stream.Open();
        }
        else if (!stream.IsOpen)
        {
            // Of private data that may be anything, a stray part is no loss.
            return stream.Role == StreamRole.Perhaps ? FrameFault.None : FrameFault.IncompleteGroup;
        }

        if (!stream.TryAppend(frame, packet.Payload))
        {
            stream.GiveUp(late);
            return FrameFault.TooLong;
        }

        var fault = TryContent(stream, out var isWhole, out unit);
        if (fault != FrameFault.None || isWhole)
        {
            (Pid, EarlierParts) = (stream.Pid, stream.EarlierParts);
            stream.Close();
        }

        return fault;
    }

    /// <summary>
    /// The content of a PES packet once it is whole: when as many bytes are there as it states, or, where it states
    /// none, when its content ends with a packet of KLV.
    /// </summary>
    private static FrameFault TryContent(Assembly stream, out bool isWhole, out ReadOnlySpan<byte> content)
    {
        isWhole = false;
        content = default;
        var bytes = stream.Unit;
        if (bytes.Length < PesHeadBytes)
        {
            return FrameFault.None;
        }

        if (bytes is not [0, 0, 1, ..])
        {
            return Refuse(stream, out isWhole);
        }

        var stated = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (stated != 0 && bytes.Length < PesHeadBytes + stated)
        {
            return FrameFault.None;
        }

        bytes = stated == 0 ? bytes : bytes[..(PesHeadBytes + stated)];
        var start = HasLongHead(bytes[3]) ? bytes.Length < 9 ? int.MaxValue : 9 + bytes[8] : PesHeadBytes;
        if (start > bytes.Length)
        {
            isWhole = stated != 0;
            return isWhole ? FrameFault.Truncated : FrameFault.None;
        }

        bytes = bytes[start..];
        if (stated == 0)
        {
            isWhole = KlvFrame.Measure(CellContent(bytes), out _) != KlvToken.Short;
            if (!isWhole)
            {
                return FrameFault.None;
            }
        }

        isWhole = true;
        if (bytes.StartsWith(KlvFrame.Prefix))
        {
            content = bytes;
            return FrameFault.None;
        }

        return stream.Role == StreamRole.Cells ? TryJoinCells(bytes, out content) : Refuse(stream, out isWhole);
    }

    /// <summary>Private data that nobody registered may be anything else.</summary>
    private static FrameFault Refuse(Assembly stream, out bool isWhole)
    {
        isWhole = true;
        return stream.Role == StreamRole.Perhaps ? FrameFault.None : FrameFault.BadSyntax;
    }

    private static ReadOnlySpan<byte> CellContent(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(KlvFrame.Prefix) || bytes.Length < CellHeadBytes ? bytes : bytes[CellHeadBytes..];

    /// <summary>
    /// Moves the contents of the cells (ISO/IEC 13818-1, 2.12.4.2) together, over their heads: service, sequence,
    /// flags, and a length of two bytes.
    /// </summary>
    private static FrameFault TryJoinCells(Span<byte> bytes, out ReadOnlySpan<byte> content)
    {
        content = default;
        var (read, written) = (0, 0);
        while (read < bytes.Length)
        {
            if (bytes.Length - read < CellHeadBytes)
            {
                return FrameFault.Truncated;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(read + 3)..]);
            read += CellHeadBytes;
            if (length > bytes.Length - read)
            {
                return FrameFault.Truncated;
            }

            bytes.Slice(read, length).CopyTo(bytes[written..]);
            (read, written) = (read + length, written + length);
        }

        content = bytes[..written];
        return FrameFault.None;
    }

    /// <summary>True for streams whose PES packets state flags and stamps after their length.</summary>
    private static bool HasLongHead(byte streamId) =>
        streamId is not (0xBC or 0xBE or 0xBF or 0xF0 or 0xF1 or 0xF2 or 0xF8 or 0xFF);

    private FrameFault TakeSection(FrameRef frame, scoped in TransportPacket packet, Assembly stream, LateFaults late)
    {
        var payload = packet.Payload;
        var fault = FrameFault.None;
        if (packet.IsStart)
        {
            if (payload.IsEmpty || payload[0] >= payload.Length)
            {
                return FrameFault.BadSyntax;
            }

            if (stream.IsOpen)
            {
                fault = Append(frame, payload.Slice(1, payload[0]), stream, late);
            }

            stream.GiveUp(late);
            payload = payload[(1 + payload[0])..];
            stream.Open();
        }
        else if (!stream.IsOpen)
        {
            return FrameFault.None;
        }

        var next = Append(frame, payload, stream, late);
        return fault == FrameFault.None ? next : fault;
    }

    private FrameFault Append(FrameRef frame, ReadOnlySpan<byte> bytes, Assembly stream, LateFaults late)
    {
        if (!stream.TryAppend(frame, bytes[..Math.Min(bytes.Length, MaxSectionBytes)]))
        {
            stream.GiveUp(late);
            return FrameFault.TooLong;
        }

        var rest = (ReadOnlySpan<byte>)stream.Unit;
        var fault = FrameFault.None;
        // 0xFF fills the packet after the last section.
        while (!rest.IsEmpty && rest[0] != 0xFF && rest.Length >= 3)
        {
            var length = 3 + (BinaryPrimitives.ReadUInt16BigEndian(rest[1..]) & 0x0FFF);
            if (length > MaxSectionBytes)
            {
                stream.Close();
                return FrameFault.TooLong;
            }

            if (length > rest.Length)
            {
                if (rest.Length != stream.Length)
                {
                    // A section that follows another goes on in the next packet; lists never do, and come again.
                    stream.Close();
                }

                return fault;
            }

            var found = TakeList(rest[..length], stream, late);
            fault = fault == FrameFault.None ? found : fault;
            rest = rest[length..];
        }

        if (rest.IsEmpty || rest[0] == 0xFF)
        {
            stream.Close();
        }

        return fault;
    }

    private FrameFault TakeList(ReadOnlySpan<byte> section, Assembly stream, LateFaults late)
    {
        var table = stream.Role == StreamRole.Programs ? 0 : 2;
        if (section[0] != table)
        {
            return FrameFault.None;
        }

        if (section.Length < SectionHeadBytes + SumBytes)
        {
            return FrameFault.Truncated;
        }

        var sum = BinaryPrimitives.ReadUInt32BigEndian(section[^SumBytes..]);
        // A list that holds already, or one that is only announced, changes nothing.
        if (sum == stream.LastList || (section[5] & 1) == 0)
        {
            return FrameFault.None;
        }

        if (SumOf(section[..^SumBytes]) != sum)
        {
            return FrameFault.BadChecksum;
        }

        stream.LastList = sum;
        var head = section[..SectionHeadBytes];
        var body = section[SectionHeadBytes..^SumBytes];
        return stream.Role == StreamRole.Programs
            ? TakePrograms(head, body, late)
            : TakeStreams(head, body, stream.Pid, late);
    }

    private FrameFault TakePrograms(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, LateFaults late)
    {
        if (head[7] == 0)
        {
            // The whole list is in this section: what it does not name is gone.
            Drop(1, program: null, late);
            programs = 0;
        }

        for (; body.Length >= 4; body = body[4..])
        {
            var number = BinaryPrimitives.ReadUInt16BigEndian(body);
            var pid = BinaryPrimitives.ReadUInt16BigEndian(body[2..]) & 0x1FFF;
            if (number == 0 || Find(pid) is not null)
            {
                continue;
            }

            if (programs == MaxPrograms)
            {
                return FrameFault.TooMany;
            }

            streams.Add(new Assembly(pid, StreamRole.Streams, number));
            programs++;
        }

        return body.IsEmpty ? FrameFault.None : FrameFault.Truncated;
    }

    private FrameFault TakeStreams(
        ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, int listPid, LateFaults late)
    {
        var program = BinaryPrimitives.ReadUInt16BigEndian(head[3..]);
        if (body.Length < 4)
        {
            return FrameFault.Truncated;
        }

        var descriptors = BinaryPrimitives.ReadUInt16BigEndian(body[2..]) & 0x0FFF;
        if (descriptors > body.Length - 4)
        {
            return FrameFault.Truncated;
        }

        Drop(1, program, late);
        for (body = body[(4 + descriptors)..]; body.Length >= 5; body = body[(5 + descriptors)..])
        {
            var pid = BinaryPrimitives.ReadUInt16BigEndian(body[1..]) & 0x1FFF;
            descriptors = BinaryPrimitives.ReadUInt16BigEndian(body[3..]) & 0x0FFF;
            if (descriptors > body.Length - 5)
            {
                return FrameFault.Truncated;
            }

            if (RoleOf(body[0], body.Slice(5, descriptors)) is { } role && pid != listPid && Find(pid) is null)
            {
                if (StreamCount == MaxStreams)
                {
                    return FrameFault.TooMany;
                }

                streams.Add(new Assembly(pid, role, program));
            }
        }

        return body.IsEmpty ? FrameFault.None : FrameFault.Truncated;
    }

    /// <summary>Forgets the streams of a program, or of all, from a place in the table on.</summary>
    private void Drop(int from, int? program, LateFaults late)
    {
        for (var i = streams.Count - 1; i >= from; i--)
        {
            if (program is null || (streams[i].Program == program && streams[i].Role > StreamRole.Streams))
            {
                streams[i].GiveUp(late);
                streams.RemoveAt(i);
            }
        }
    }

    private static StreamRole? RoleOf(byte type, ReadOnlySpan<byte> descriptors)
    {
        if (type == MetadataType)
        {
            return StreamRole.Cells;
        }

        if (type != PrivateType)
        {
            return null;
        }

        while (descriptors.Length >= 2 && descriptors[1] <= descriptors.Length - 2)
        {
            if (descriptors[0] == RegistrationDescriptor && descriptors.Slice(2, descriptors[1]).StartsWith(Klva))
            {
                return StreamRole.Registered;
            }

            descriptors = descriptors[(2 + descriptors[1])..];
        }

        return StreamRole.Perhaps;
    }

    /// <summary>CRC of a section (ISO/IEC 13818-1, annex A).</summary>
    public static uint SumOf(ReadOnlySpan<byte> section)
    {
        var sum = uint.MaxValue;
        foreach (var part in section)
        {
            sum = (sum << 8) ^ sums[(sum >> 24) ^ part];
        }

        return sum;
    }

    private static uint[] MakeSums()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var sum = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum & 0x8000_0000) == 0 ? 0 : 0x04C1_1DB7u);
            }

            table[i] = sum;
        }

        return table;
    }
}
