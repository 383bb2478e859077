using System.Buffers;
using System.Buffers.Binary;

namespace Trucewatch.Feeds.Klv;

/// <summary>How metadata stands in a transport stream.</summary>
public enum TransportForm
{
    /// <summary>As private data that is registered as KLVA (stream type 0x06).</summary>
    Private,

    /// <summary>As metadata in cells, in step with the video (stream type 0x15).</summary>
    Cells,
}

/// <summary>
/// Writes packets of KLV as an MPEG transport stream of one program with one stream of metadata. Keeps the counters, so
/// that one of it writes a stream from begin to end.
/// </summary>
/// <param name="form">How the metadata stands in it.</param>
public sealed class TransportWriter(TransportForm form)
{
    private const int ListPid = 0x1000;
    private const int Pid = 0x0101;
    private const int Program = 1;
    private const int LongHeadBytes = 14;
    private const int PesHeadBytes = 6;
    private readonly Dictionary<int, int> counters = [];
    private byte cells;

    /// <summary>Writes the lists that say where the metadata is; they stand at the begin, and again every now and
    /// then.</summary>
    public void WriteLists(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        WriteSection(output, 0, [0, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, Program, 0xE0 | (ListPid >> 8), ListPid & 0xFF]);
        byte[] descriptor = [5, 4, .. "KLVA"u8];
        var type = form == TransportForm.Private ? (byte)0x06 : (byte)0x15;
        WriteSection(
            output,
            ListPid,
            [
                2, 0xB0, (byte)(18 + descriptor.Length), 0, Program, 0xC1, 0, 0, 0xE0 | (Pid >> 8), Pid & 0xFF, 0xF0, 0,
                type, 0xE0 | (Pid >> 8), Pid & 0xFF, 0xF0, (byte)descriptor.Length, .. descriptor,
            ]);
    }

    /// <summary>Writes packets of KLV as one unit.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="klv">The packets.</param>
    /// <param name="stamp">Presentation time stamp in steps of 1/90,000 s; 33 bits are written.</param>
    /// <exception cref="ArgumentException">They are longer than a unit may be.</exception>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> klv, ulong stamp)
    {
        ArgumentNullException.ThrowIfNull(output);
        var cell = form == TransportForm.Cells ? 5 : 0;
        var length = LongHeadBytes - PesHeadBytes + cell + klv.Length;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected at most {ushort.MaxValue} bytes, got {length}"), nameof(klv));
        }

        var unit = new byte[PesHeadBytes + length];
        unit[2] = 1;
        unit[3] = form == TransportForm.Private ? (byte)0xBD : (byte)0xFC;
        BinaryPrimitives.WriteUInt16BigEndian(unit.AsSpan(4), (ushort)length);
        (unit[6], unit[7], unit[8]) = (0x84, 0x80, 5);
        unit[9] = (byte)(0x21 | ((stamp >> 29) & 0x0E));
        BinaryPrimitives.WriteUInt16BigEndian(unit.AsSpan(10), (ushort)(((stamp >> 14) & 0xFFFE) | 1));
        BinaryPrimitives.WriteUInt16BigEndian(unit.AsSpan(12), (ushort)((stamp << 1) | 1));
        if (cell > 0)
        {
            unit[LongHeadBytes + 1] = cells++;
            unit[LongHeadBytes + 2] = 0xDF;
            BinaryPrimitives.WriteUInt16BigEndian(unit.AsSpan(LongHeadBytes + 3), (ushort)klv.Length);
        }

        klv.CopyTo(unit.AsSpan(LongHeadBytes + cell));
        WritePackets(output, Pid, unit);
    }

    private void WriteSection(IBufferWriter<byte> output, int pid, ReadOnlySpan<byte> section)
    {
        var payload = new byte[TransportPacket.Bytes - TransportPacket.HeaderBytes];
        payload.AsSpan().Fill(0xFF);
        payload[0] = 0;
        section.CopyTo(payload.AsSpan(1));
        BinaryPrimitives.WriteUInt32BigEndian(
            payload.AsSpan(1 + section.Length), TransportStream.SumOf(section));
        WritePackets(output, pid, payload);
    }

    private void WritePackets(IBufferWriter<byte> output, int pid, ReadOnlySpan<byte> unit)
    {
        const int Room = TransportPacket.Bytes - TransportPacket.HeaderBytes;
        for (var isStart = true; !unit.IsEmpty; isStart = false)
        {
            var packet = output.GetSpan(TransportPacket.Bytes)[..TransportPacket.Bytes];
            var taken = Math.Min(unit.Length, Room);
            var fill = Room - taken;
            var counter = counters.GetValueOrDefault(pid);
            counters[pid] = (counter + 1) & 0x0F;
            packet.Fill(0xFF);
            packet[0] = TransportPacket.Sync;
            BinaryPrimitives.WriteUInt16BigEndian(packet[1..], (ushort)(pid | (isStart ? 0x4000 : 0)));
            packet[3] = (byte)((fill > 0 ? 0x30 : 0x10) | counter);
            if (fill > 0)
            {
                // What fills up the last packet stands before the payload: the adaptation field.
                packet[4] = (byte)(fill - 1);
                if (fill > 1)
                {
                    packet[5] = 0;
                }
            }

            unit[..taken].CopyTo(packet[(TransportPacket.HeaderBytes + fill)..]);
            output.Advance(TransportPacket.Bytes);
            unit = unit[taken..];
        }
    }
}
