using System.Buffers.Binary;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Odid;

/// <summary>What a message says (F3411, message types).</summary>
internal enum OdidKind : byte
{
    /// <summary>Who the drone is.</summary>
    BasicId = 0,

    /// <summary>Where it is and how it moves.</summary>
    Location = 1,

    /// <summary>A page of a signature or the like.</summary>
    Authentication = 2,

    /// <summary>What the flight is for, in words.</summary>
    SelfId = 3,

    /// <summary>Where the operator is, and the area of a group.</summary>
    System = 4,

    /// <summary>Who the operator is.</summary>
    OperatorId = 5,

    /// <summary>Several messages in one.</summary>
    Pack = 15,
}

/// <summary>
/// One message of 25 bytes: kind and version in the first, then fields of fixed places, little-endian.
/// </summary>
internal readonly ref struct OdidMessage
{
    /// <summary>Length of a message.</summary>
    public const int Bytes = 25;

    /// <summary>Most messages in a pack.</summary>
    public const int MaxInPack = 9;

    /// <summary>Bytes before the messages of a pack: kind, length of a message and number of them.</summary>
    public const int PackHeaderBytes = 3;

    /// <summary>Longest pack.</summary>
    public const int MaxPackBytes = PackHeaderBytes + (MaxInPack * Bytes);

    /// <summary>Length of an id.</summary>
    public const int IdBytes = 20;

    private const int MaxVersion = 2;
    private readonly ReadOnlySpan<byte> bytes;

    private OdidMessage(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>What it says.</summary>
    public OdidKind Kind => (OdidKind)(bytes[0] >> 4);

    /// <summary>Version of the protocol: 0 and 1 by F3411-19, 2 by F3411-22a.</summary>
    public int Version => bytes[0] & 0xF;

    /// <summary>Upper half of the second byte: kind of id or of authentication.</summary>
    public int Upper => bytes[1] >> 4;

    /// <summary>Lower half of the second byte: kind of drone or number of the page.</summary>
    public int Lower => bytes[1] & 0xF;

    /// <summary>All of the second byte: kind of words or of operator's id.</summary>
    public byte Second => bytes[1];

    /// <summary>The id of a basic id or an operator, with its padding.</summary>
    public ReadOnlySpan<byte> Id => bytes.Slice(2, IdBytes);

    /// <summary>The words of a self-id, or a page's contents.</summary>
    public ReadOnlySpan<byte> Rest => bytes[2..];

    /// <summary>Reads a message that is no pack.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> bytes, out OdidMessage message)
    {
        message = default;
        if (bytes.Length != Bytes)
        {
            return bytes.IsEmpty ? FrameFault.Empty : FrameFault.WrongLength;
        }

        message = new OdidMessage(bytes);
        return message.Version > MaxVersion || message.Kind > OdidKind.OperatorId ? FrameFault.UnsupportedType
            : message.Kind == OdidKind.Location ? OdidLocation.TryRead(bytes, out _)
            : message.Kind == OdidKind.System && !IsPlace(message.Int32(2), message.Int32(6)) ? FrameFault.OutOfRange
            : FrameFault.None;
    }

    /// <summary>
    /// Reads a message or a pack: gives the messages of 25 bytes one after the other, all of which stand.
    /// </summary>
    public static FrameFault TryOpen(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> messages, out bool isPack)
    {
        messages = bytes;
        isPack = bytes.Length > 0 && (OdidKind)(bytes[0] >> 4) == OdidKind.Pack;
        if (!isPack)
        {
            return TryRead(bytes, out _);
        }

        if ((bytes[0] & 0xF) > MaxVersion)
        {
            return FrameFault.UnsupportedType;
        }

        if (bytes.Length < PackHeaderBytes || bytes[1] != Bytes)
        {
            return FrameFault.WrongLength;
        }

        var count = bytes[2];
        if (count > MaxInPack)
        {
            return FrameFault.TooMany;
        }

        messages = bytes[PackHeaderBytes..];
        if (messages.Length != count * Bytes)
        {
            return messages.Length < count * Bytes ? FrameFault.Truncated : FrameFault.WrongLength;
        }

        for (var at = 0; at < messages.Length; at += Bytes)
        {
            // A pack in a pack is a kind that is not known here, so that nothing nests.
            if (TryRead(messages.Slice(at, Bytes), out _) is not FrameFault.None and var fault)
            {
                return fault;
            }
        }

        return FrameFault.None;
    }

    /// <summary>True for degrees times ten million that may be a place.</summary>
    public static bool IsPlace(int latitudeE7, int longitudeE7) =>
        Math.Abs((long)latitudeE7) <= 900_000_000 && Math.Abs((long)longitudeE7) <= 1_800_000_000;

    /// <summary>A number of two bytes.</summary>
    public int UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    /// <summary>A number of four bytes with a sign.</summary>
    public int Int32(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    /// <summary>A number of four bytes without a sign.</summary>
    public uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>One byte.</summary>
    public byte this[int at] => bytes[at];
}
