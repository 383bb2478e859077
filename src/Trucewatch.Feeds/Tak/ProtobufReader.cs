using System.Buffers.Binary;

namespace Trucewatch.Feeds.Tak;

/// <summary>How the bytes of a field are laid out (Protocol Buffers encoding, "wire types").</summary>
internal enum WireType
{
    /// <summary>A number of 1 to 10 bytes.</summary>
    Varint = 0,

    /// <summary>Eight bytes.</summary>
    Fixed64 = 1,

    /// <summary>A length and so many bytes.</summary>
    Bytes = 2,

    /// <summary>Four bytes.</summary>
    Fixed32 = 5,
}

/// <summary>What <see cref="ProtobufReader.Read"/> found.</summary>
internal enum ProtobufToken
{
    /// <summary>A field.</summary>
    Field,

    /// <summary>The message ended well.</summary>
    End,

    /// <summary>The message ends in the middle of a field.</summary>
    Short,

    /// <summary>What no field is, whatever may follow.</summary>
    Bad,
}

/// <summary>
/// Reads the fields of one protobuf message, one after the other, without allocating. Groups (wire types 3 and 4),
/// which are not written any more, are refused; so nothing nests, and what nobody knows is passed over in one step.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    /// <summary>Longest varint in bytes.</summary>
    public const int MaxVarintBytes = 10;

    /// <summary>Longest key of a field in bytes: a field number has 29 bits.</summary>
    private const int MaxKeyBytes = 5;

    private ReadOnlySpan<byte> rest = message;

    /// <summary>Number of the field just read.</summary>
    public int Field { get; private set; }

    /// <summary>How its bytes were laid out.</summary>
    public WireType Wire { get; private set; }

    /// <summary>Value of a field that is a varint.</summary>
    public ulong Number { get; private set; }

    /// <summary>Value of a field that is bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Value of a field of eight bytes, as a floating-point number.</summary>
    public double Real { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => rest.Length;

    /// <summary>Reads the next field.</summary>
    public ProtobufToken Read()
    {
        if (rest.IsEmpty)
        {
            return ProtobufToken.End;
        }

        if (!TryVarint(ref rest, MaxKeyBytes, out var key))
        {
            return rest.Length < MaxKeyBytes ? ProtobufToken.Short : ProtobufToken.Bad;
        }

        if (key > uint.MaxValue || key >> 3 == 0)
        {
            return ProtobufToken.Bad;
        }

        Field = (int)(key >> 3);
        Wire = (WireType)(key & 7);
        switch (Wire)
        {
            case WireType.Varint:
                return ReadVarint(out _);
            case WireType.Bytes:
                return ReadBytes();
            case WireType.Fixed64 when rest.Length >= sizeof(double):
                Real = BinaryPrimitives.ReadDoubleLittleEndian(rest);
                rest = rest[sizeof(double)..];
                return ProtobufToken.Field;
            case WireType.Fixed32 when rest.Length >= sizeof(uint):
                rest = rest[sizeof(uint)..];
                return ProtobufToken.Field;
            case WireType.Fixed64 or WireType.Fixed32:
                return ProtobufToken.Short;
            default:
                return ProtobufToken.Bad;
        }
    }

    private ProtobufToken ReadVarint(out ulong number)
    {
        var isRead = TryVarint(ref rest, MaxVarintBytes, out number);
        Number = number;
        return isRead ? ProtobufToken.Field
            : rest.Length < MaxVarintBytes ? ProtobufToken.Short
            : ProtobufToken.Bad;
    }

    private ProtobufToken ReadBytes()
    {
        var token = ReadVarint(out var length);
        if (token != ProtobufToken.Field || length > TakFrame.MaxBytes)
        {
            return token == ProtobufToken.Field ? ProtobufToken.Bad : token;
        }

        if (length > (ulong)rest.Length)
        {
            return ProtobufToken.Short;
        }

        Bytes = rest[..(int)length];
        rest = rest[(int)length..];
        return ProtobufToken.Field;
    }

    /// <summary>Takes a varint of at most so many bytes off the front; false when there is none.</summary>
    public static bool TryVarint(ref ReadOnlySpan<byte> bytes, int maxBytes, out ulong value)
    {
        value = 0;
        var most = Math.Min(maxBytes, bytes.Length);
        for (var i = 0; i < most; i++)
        {
            var part = (ulong)bytes[i] & 0x7F;
            // The tenth byte holds the highest of 64 bits, and no more.
            if (i == MaxVarintBytes - 1 && part > 1)
            {
                return false;
            }

            value |= part << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
