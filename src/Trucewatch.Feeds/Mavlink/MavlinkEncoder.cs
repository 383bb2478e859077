using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trucewatch.Domain;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>How packets are written.</summary>
public enum MavlinkFraming
{
    /// <summary>Version 1, one after the other.</summary>
    Version1,

    /// <summary>Version 2, one after the other.</summary>
    Version2,

    /// <summary>Version 2 with a log's time before each.</summary>
    Log,
}

/// <summary>
/// Writes what vehicles say of themselves, for the simulator and the tests; of commands it knows none.
/// </summary>
public static class MavlinkEncoder
{
    private const int Header1Bytes = 6;
    private const int Header2Bytes = 10;

    /// <summary>The content of a message by the names of its fields; those not named are zero.</summary>
    /// <exception cref="InvalidOperationException">There is no such message or field.</exception>
    public static byte[] Content(string message, params ReadOnlySpan<(string Field, double Value)> values)
    {
        var layout = MavlinkMessages.Find(message);
        var content = new byte[layout.ContentBytes];
        foreach (var (name, value) in values)
        {
            // An element of an array is named with its number: q[0].
            var bracket = name.IndexOf('[', StringComparison.Ordinal);
            var field = layout[bracket < 0 ? name : name[..bracket]];
            var index = bracket < 0 ? 0 : name[bracket + 1] - '0';
            Put(content.AsSpan(field.At + (index * field.ElementBytes)), field.Type, value);
        }

        return content;
    }

    /// <summary>Puts a text or bytes into a field of a content.</summary>
    public static void Put(byte[] content, string message, string name, ReadOnlySpan<byte> bytes)
    {
        var field = MavlinkMessages.Find(message)[name];
        bytes.CopyTo(content.AsSpan(field.At, field.Bytes));
    }

    /// <summary>Puts a text into a field of a content.</summary>
    public static void Put(byte[] content, string message, string name, string text) =>
        Put(content, message, name, Encoding.ASCII.GetBytes(text));

    /// <summary>Appends a packet.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="framing">Version, and whether a time stands before it.</param>
    /// <param name="message">Name of the message.</param>
    /// <param name="content">Its content, in full.</param>
    /// <param name="system">Number of the vehicle.</param>
    /// <param name="sequence">Number of the packet.</param>
    /// <param name="loggedAt">The time in a log.</param>
    /// <param name="signature">Thirteen bytes that stand for a signature, or none.</param>
    public static void Write(
        IBufferWriter<byte> to,
        MavlinkFraming framing,
        string message,
        ReadOnlySpan<byte> content,
        byte system = 1,
        byte sequence = 0,
        Instant loggedAt = default,
        ReadOnlySpan<byte> signature = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        var layout = MavlinkMessages.Find(message);
        Span<byte> packet = stackalloc byte[MavlinkFormat.MaxFrameBytes];
        var start = 0;
        if (framing == MavlinkFraming.Log)
        {
            BinaryPrimitives.WriteInt64BigEndian(packet, loggedAt.UnixMicroseconds);
            start = MavlinkPacket.StampBytes;
        }

        var header = packet[start..];
        var isFirst = framing == MavlinkFraming.Version1;
        if (!isFirst)
        {
            // Zeros at the end are left out, but for the first byte.
            content = content.TrimEnd((byte)0) is { Length: > 0 } said ? said : content[..1];
        }

        header[0] = isFirst ? MavlinkPacket.Magic1 : MavlinkPacket.Magic2;
        header[1] = (byte)content.Length;
        header[2] = isFirst || signature.IsEmpty ? (byte)0 : (byte)1;
        header[3] = 0;
        var ids = header[(isFirst ? 2 : 4)..];
        (ids[0], ids[1], ids[2], ids[3]) = (sequence, system, 1, (byte)layout.Id);
        if (!isFirst)
        {
            (ids[4], ids[5]) = ((byte)(layout.Id >> 8), (byte)(layout.Id >> 16));
        }

        var end = (isFirst ? Header1Bytes : Header2Bytes) + content.Length;
        content.CopyTo(header[(end - content.Length)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[end..], MavlinkChecksum.Of(header[1..end], layout.Extra));
        end += 2;
        signature.CopyTo(header[end..]);
        to.Write(packet[..(start + end + signature.Length)]);
    }

    private static void Put(Span<byte> to, MavlinkType type, double value)
    {
        switch (type)
        {
            case MavlinkType.Char or MavlinkType.UInt8: to[0] = (byte)value; break;
            case MavlinkType.Int8: to[0] = (byte)(sbyte)value; break;
            case MavlinkType.UInt16: BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value); break;
            case MavlinkType.Int16: BinaryPrimitives.WriteInt16LittleEndian(to, (short)value); break;
            case MavlinkType.UInt32: BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)value); break;
            case MavlinkType.Int32: BinaryPrimitives.WriteInt32LittleEndian(to, (int)value); break;
            case MavlinkType.UInt64: BinaryPrimitives.WriteUInt64LittleEndian(to, (ulong)value); break;
            default: BinaryPrimitives.WriteSingleLittleEndian(to, (float)value); break;
        }
    }
}
