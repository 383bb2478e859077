using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Feeds.Cot;

namespace Trucewatch.Feeds.Tak;

/// <summary>How messages are told apart on the way.</summary>
public enum TakFraming
{
    /// <summary>A datagram holds one message.</summary>
    Mesh,

    /// <summary>A stream holds one message after the other, each with its length before it.</summary>
    Stream,
}

/// <summary>
/// Writes messages of TAK protocol version 1: the simulator's counterpart of the decoder. Fields stand in the order of
/// their numbers and those of value zero are left out, as every protobuf library writes them.
/// </summary>
public static class TakEncoder
{
    /// <summary>Writes one event with the header of its framing.</summary>
    /// <exception cref="ArgumentException">The message is longer than a frame may be.</exception>
    public static void Write(IBufferWriter<byte> output, in CotEvent happening, TakFraming framing)
    {
        ArgumentNullException.ThrowIfNull(output);
        var message = new ArrayBufferWriter<byte>(512);
        WriteBytes(message, 2, Event(happening));
        if (message.WrittenCount > TakFrame.MaxBytes - 1 - TakFrame.MaxLengthBytes)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"expected a message that fits into {TakFrame.MaxBytes} bytes, got {message.WrittenCount}"),
                nameof(happening));
        }

        output.Write((ReadOnlySpan<byte>)[TakFrame.Magic]);
        if (framing == TakFraming.Mesh)
        {
            output.Write((ReadOnlySpan<byte>)[1, TakFrame.Magic]);
        }
        else
        {
            WriteVarint(output, (ulong)message.WrittenCount);
        }

        output.Write(message.WrittenSpan);
    }

    private static ReadOnlySpan<byte> Event(in CotEvent happening)
    {
        var output = new ArrayBufferWriter<byte>(512);
        WriteText(output, 1, happening.Type);
        WriteText(output, 2, happening.More?.Access);
        WriteText(output, 3, happening.More?.Qos);
        WriteText(output, 4, happening.More?.Opex);
        WriteText(output, 5, happening.Uid);
        WriteTime(output, 6, happening.Time);
        WriteTime(output, 7, happening.Start);
        WriteTime(output, 8, happening.Stale);
        WriteText(output, 9, happening.How);
        WriteReal(output, 10, happening.Position.LatitudeDeg);
        WriteReal(output, 11, happening.Position.LongitudeDeg);
        WriteReal(output, 12, OrNotKnown(happening.HaeM));
        WriteReal(output, 13, OrNotKnown(happening.CircularErrorM));
        WriteReal(output, 14, OrNotKnown(happening.LinearErrorM));
        WriteBytes(output, 15, Detail(happening));
        return output.WrittenSpan;
    }

    private static ReadOnlySpan<byte> Detail(in CotEvent happening)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var xml = new ArrayBufferWriter<byte>(256);
        CotEncoder.WriteXmlDetail(xml, happening);
        if (xml.WrittenCount > 0)
        {
            WriteBytes(output, 1, xml.WrittenSpan);
        }

        var more = happening.More;
        WriteTexts(output, 2, more?.Endpoint, happening.CallSign);
        WriteTexts(output, 3, more?.Group, more?.Role);
        WriteTexts(output, 4, more?.PointSource, more?.HeightSource);
        if (more?.BatteryPercent is { } percent)
        {
            var status = new ArrayBufferWriter<byte>(16);
            if (percent != 0)
            {
                WriteVarint(status, Key(1, WireType.Varint));
                WriteVarint(status, (ulong)percent);
            }

            WriteBytes(output, 5, status.WrittenSpan);
        }

        WriteTexts(output, 6, more?.Device, more?.Platform, more?.Os, more?.Version);
        if (!double.IsNaN(happening.SpeedMps) || !double.IsNaN(happening.CourseDeg))
        {
            var track = new ArrayBufferWriter<byte>(32);
            WriteReal(track, 1, OrNotKnown(happening.SpeedMps));
            WriteReal(track, 2, OrNotKnown(happening.CourseDeg));
            WriteBytes(output, 7, track.WrittenSpan);
        }

        return output.WrittenSpan;
    }

    private static double OrNotKnown(double value) => double.IsNaN(value) ? CotNumbers.NotKnown : value;

    private static ulong Key(int field, WireType wire) => ((ulong)field << 3) | (ulong)wire;

    /// <summary>A message of texts numbered from 1, if any of them is said.</summary>
    private static void WriteTexts(IBufferWriter<byte> output, int field, params ReadOnlySpan<string?> texts)
    {
        var message = new ArrayBufferWriter<byte>(64);
        var any = false;
        for (var i = 0; i < texts.Length; i++)
        {
            any |= texts[i] is not null;
            WriteText(message, i + 1, texts[i]);
        }

        if (any)
        {
            WriteBytes(output, field, message.WrittenSpan);
        }
    }

    private static void WriteText(IBufferWriter<byte> output, int field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            WriteBytes(output, field, Encoding.UTF8.GetBytes(text));
        }
    }

    private static void WriteBytes(IBufferWriter<byte> output, int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint(output, Key(field, WireType.Bytes));
        WriteVarint(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteTime(IBufferWriter<byte> output, int field, Instant time)
    {
        WriteVarint(output, Key(field, WireType.Varint));
        WriteVarint(output, (ulong)(time.UnixMicroseconds / 1000));
    }

    private static void WriteReal(IBufferWriter<byte> output, int field, double value)
    {
        if (value == 0)
        {
            return;
        }

        WriteVarint(output, Key(field, WireType.Fixed64));
        BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), value);
        output.Advance(sizeof(double));
    }

    private static void WriteVarint(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(ProtobufReader.MaxVarintBytes);
        var written = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[written++] = (byte)(value | 0x80);
        }

        span[written++] = (byte)value;
        output.Advance(written);
    }
}
