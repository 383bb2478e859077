using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Gmti;

/// <summary>What a segment holds (AEDP-7, table of segment types).</summary>
internal enum GmtiSegmentKind : byte
{
    /// <summary>Plan, platform and date of the mission.</summary>
    Mission = 1,

    /// <summary>One stay of the beam, with the targets that it saw.</summary>
    Dwell = 2,

    /// <summary>What the radar was asked to do, and how exact it is.</summary>
    JobDefinition = 5,

    /// <summary>Words.</summary>
    FreeText = 6,

    /// <summary>Where the platform is while it does not look.</summary>
    PlatformLocation = 13,
}

/// <summary>One segment: its kind and what stands after its header.</summary>
internal readonly ref struct GmtiSegment(byte kind, ReadOnlySpan<byte> body)
{
    /// <summary>Bytes of a segment's header: kind and size.</summary>
    public const int HeaderBytes = 5;

    /// <summary>What it holds; any byte may come.</summary>
    public GmtiSegmentKind Kind { get; } = (GmtiSegmentKind)kind;

    /// <summary>What stands after the header.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>One packet: a header of 32 bytes and segments (AEDP-7, packet header P1 to P10).</summary>
internal readonly ref struct GmtiPacket
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Bytes from which a header is told from junk.</summary>
    public const int SignBytes = 14;

    /// <summary>Length of the platform's name.</summary>
    public const int PlatformBytes = 10;

    private const int PlatformAt = 14;
    private readonly ReadOnlySpan<byte> bytes;

    private GmtiPacket(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>Two digits: edition 3 is <c>30</c>.</summary>
    public ReadOnlySpan<byte> Version => bytes[..2];

    /// <summary>Country code of the sender (FIPS or GENC, two letters), or <c>XN</c> for NATO.</summary>
    public ReadOnlySpan<byte> Nationality => bytes.Slice(6, 2);

    /// <summary>1 (top secret) to 5 (unclassified).</summary>
    public byte Classification => bytes[8];

    /// <summary>Whose system of classification.</summary>
    public ReadOnlySpan<byte> ClassificationSystem => bytes.Slice(9, 2);

    /// <summary>Flags of further control and handling.</summary>
    public int Code => BinaryPrimitives.ReadUInt16BigEndian(bytes[11..]);

    /// <summary>Operation or exercise, real, simulated or synthesized.</summary>
    public byte Exercise => bytes[13];

    /// <summary>True unless the packet says "operation, real data".</summary>
    public bool IsExercise => Exercise != 0;

    /// <summary>True for bytes that begin like a packet and say anything else than that.</summary>
    public static bool IsOfExercise(ReadOnlySpan<byte> frame) =>
        frame.Length >= HeaderBytes && IsHeader(frame) && frame[13] != 0;

    /// <summary>Name of the platform, padded.</summary>
    public ReadOnlySpan<byte> Platform => bytes.Slice(PlatformAt, PlatformBytes);

    /// <summary>Number of the mission, unique for the platform.</summary>
    public uint MissionId => BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]);

    /// <summary>Number of the job; 0 says that no job is meant.</summary>
    public uint JobId => BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]);

    /// <summary>The segments, one after the other.</summary>
    public ReadOnlySpan<byte> Segments => bytes[HeaderBytes..];

    /// <summary>True for the first <see cref="SignBytes"/> bytes of a header of a size that may be.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= SignBytes && char.IsAsciiDigit((char)bytes[0]) && char.IsAsciiDigit((char)bytes[1])
        && SizeOf(bytes) is >= HeaderBytes and <= GmtiFormat.MaxFrameBytes
        && bytes[8] <= 5 && bytes[13] is 0 or 1 or 2 or 128 or 129 or 130;

    /// <summary>The size that a header states.</summary>
    public static long SizeOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    /// <summary>Reads a packet and checks all of its segments, so that what is read from it later stands.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> frame, out GmtiPacket packet)
    {
        packet = default;
        if (frame.Length < HeaderBytes || !IsHeader(frame))
        {
            return frame.IsEmpty ? FrameFault.Empty : IsHeader(frame) ? FrameFault.Truncated : FrameFault.BadSyntax;
        }

        if (frame.Length != SizeOf(frame))
        {
            return frame.Length < SizeOf(frame) ? FrameFault.Truncated : FrameFault.WrongLength;
        }

        // Earlier editions lay some segments out in another way; which, is not known here.
        if (frame[0] is not ((byte)'3' or (byte)'4'))
        {
            return FrameFault.UnsupportedType;
        }

        packet = new GmtiPacket(frame);
        return CheckSegments(packet.Segments);
    }

    /// <summary>Takes the next segment off the front.</summary>
    public static FrameFault Next(ref ReadOnlySpan<byte> rest, out GmtiSegment segment)
    {
        segment = default;
        if (rest.Length < GmtiSegment.HeaderBytes)
        {
            return FrameFault.Truncated;
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(rest[1..]);
        if (size < GmtiSegment.HeaderBytes || size > rest.Length)
        {
            return size < GmtiSegment.HeaderBytes ? FrameFault.BadSyntax : FrameFault.Truncated;
        }

        segment = new GmtiSegment(rest[0], rest[GmtiSegment.HeaderBytes..(int)size]);
        rest = rest[(int)size..];
        return FrameFault.None;
    }

    private static FrameFault CheckSegments(ReadOnlySpan<byte> rest)
    {
        for (var count = 1; !rest.IsEmpty; count++)
        {
            var fault = Next(ref rest, out var segment);
            fault = count > GmtiFormat.MaxSegments ? FrameFault.TooMany
                : fault == FrameFault.None ? Check(segment)
                : fault;

            if (fault != FrameFault.None)
            {
                return fault;
            }
        }

        return FrameFault.None;

        static FrameFault Check(in GmtiSegment segment) => segment.Kind switch
        {
            GmtiSegmentKind.Mission => GmtiMission.TryRead(segment.Body, out _),
            GmtiSegmentKind.Dwell => GmtiDwell.TryRead(segment.Body, out _),
            GmtiSegmentKind.JobDefinition => GmtiJob.TryRead(segment.Body, out _),
            GmtiSegmentKind.FreeText => GmtiFreeText.TryRead(segment.Body, out _),
            GmtiSegmentKind.PlatformLocation => GmtiPlatformLocation.TryRead(segment.Body, out _),
            _ => FrameFault.None,
        };
    }
}
