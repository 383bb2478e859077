using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Odid;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>
/// Prints packets as JSON: fields by their names in the public definitions and in their units, which are whole numbers
/// of the wire. A message whose fields are not known here is printed with its content.
/// </summary>
internal sealed class MavlinkPrinter : IMessagePrinter
{
    private readonly Utf8JsonWriter json = new(Stream.Null);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = MavlinkPacket.TryRead(frame.Bytes, out var packet);
        Span<byte> content = stackalloc byte[MavlinkPacket.MaxPayloadBytes];
        if (fault == FrameFault.None)
        {
            packet.CopyTo(content);
            fault = MavlinkContents.Check(packet.MessageId, content);
        }

        if (fault != FrameFault.None)
        {
            return fault;
        }

        json.Reset(lines);
        json.WriteStartObject();
        WriteHeader(frame.Bytes, packet);
        if (MavlinkMessages.Find(packet.MessageId) is not { } layout)
        {
            json.WriteString("content"u8, Convert.ToHexStringLower(packet.Payload));
        }
        else
        {
            json.WriteString("message"u8, layout.Name);
            foreach (var field in layout.Fields)
            {
                Write(field, content[field.At..]);
            }

            if (layout.Id == 12915)
            {
                WritePack(MavlinkContents.Messages(content));
            }
        }

        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
        return FrameFault.None;
    }

    private void WriteHeader(ReadOnlySpan<byte> frame, in MavlinkPacket packet)
    {
        if (MavlinkPacket.TryReadReceiveTime(frame, out var receivedUs))
        {
            json.WriteString("received"u8, new Domain.Instant(receivedUs).ToString());
        }

        json.WriteNumber("mavlink"u8, packet.IsVersion2 ? 2 : 1);
        json.WriteNumber("system"u8, packet.SystemId);
        json.WriteNumber("component"u8, packet.ComponentId);
        json.WriteNumber("sequence"u8, packet.Sequence);
        if (!packet.Signature.IsEmpty)
        {
            // Carried, and not verified: the key is the operator's.
            json.WriteNumber("signature_link"u8, packet.Signature[0]);
        }

        json.WriteNumber("message_id"u8, packet.MessageId);
    }

    private void Write(MavlinkField field, ReadOnlySpan<byte> bytes)
    {
        if (field.Type == MavlinkType.Char)
        {
            var end = bytes[..field.Bytes].IndexOf((byte)0);
            OdidPrinter.WriteText(json, field.Name, bytes[..(end < 0 ? field.Bytes : end)]);
        }
        else if (field.Count == 0)
        {
            json.WritePropertyName(field.Name);
            WriteValue(field.Type, bytes);
        }
        else if (field.Type == MavlinkType.UInt8 && field.Count > 4)
        {
            json.WriteString(field.Name, Convert.ToHexStringLower(bytes[..field.Bytes]));
        }
        else
        {
            json.WriteStartArray(field.Name);
            for (var index = 0; index < field.Count; index++)
            {
                WriteValue(field.Type, bytes[(index * field.ElementBytes)..]);
            }

            json.WriteEndArray();
        }
    }

    private void WriteValue(MavlinkType type, ReadOnlySpan<byte> bytes)
    {
        switch (type)
        {
            case MavlinkType.UInt8: json.WriteNumberValue(bytes[0]); break;
            case MavlinkType.Int8: json.WriteNumberValue((sbyte)bytes[0]); break;
            case MavlinkType.UInt16: json.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(bytes)); break;
            case MavlinkType.Int16: json.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(bytes)); break;
            case MavlinkType.UInt32: json.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(bytes)); break;
            case MavlinkType.Int32: json.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(bytes)); break;
            case MavlinkType.UInt64: json.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes)); break;
            default:
                var value = BinaryPrimitives.ReadSingleLittleEndian(bytes);
                if (float.IsFinite(value))
                {
                    json.WriteNumberValue(value);
                }
                else
                {
                    json.WriteNullValue();
                }

                break;
        }
    }

    private void WritePack(ReadOnlySpan<byte> messages)
    {
        json.WriteStartArray("pack"u8);
        for (var at = 0; at < messages.Length; at += OdidMessage.Bytes)
        {
            json.WriteStartObject();
            OdidPrinter.Write(json, default, messages.Slice(at, OdidMessage.Bytes));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
