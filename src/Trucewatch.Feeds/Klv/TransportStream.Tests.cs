using System.Buffers;
using System.Buffers.Binary;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Xunit;

namespace Trucewatch.Feeds.Klv;

public sealed class TransportStreamTests
{
    private const int Pid = 0x0101;

    public static TheoryData<TransportForm> Forms => [TransportForm.Private, TransportForm.Cells];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Packets_come_out_as_they_went_in(TransportForm form)
    {
        foreach (var length in new[] { 0, 1, 60, 130, 140, 150, 151, 152, 153, 154, 160, 200, 1000, 60_000 })
        {
            var klv = Klv(length);
            var stream = Stream(form, klv, klv);
            Assert.Equal(0, stream.Length % TransportPacket.Bytes);
            var (printed, raw) = (FeedRun.Print(KlvFormat.Format, stream), FeedRun.Print(KlvFormat.Format, klv));
            Assert.Empty(printed.Faults);
            var expected = raw.Lines[0].Replace("\"uas\",", "\"uas\",\"pid\":257,", StringComparison.Ordinal);
            Assert.Equal([expected, expected], printed.Lines);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_observation_counts_the_frames_of_its_unit(TransportForm form)
    {
        var klv = new ArrayBufferWriter<byte>();
        KlvEncoder.Write(klv, KlvObserverTests.Full);
        var seen = FeedRun.Decode(KlvFormat.Format, Stream(form, klv.WrittenSpan.ToArray())).Observations;
        Assert.Equal(4, seen.Count);
        Assert.All(seen, one => Assert.Equal((3L, 1), (one.Frame.Sequence, one.EarlierParts)));
    }

    [Fact]
    public void A_unit_has_so_many_packets_and_no_more()
    {
        var assembly = new Assembly(Pid, StreamRole.Perhaps, program: 1);
        assembly.Open();
        var taken = Enumerable.Range(0, Assembly.MaxParts + 1)
            .TakeWhile(number => assembly.TryAppend(new FrameRef(default, number), [0x47])).Count();
        Assert.Equal((Assembly.MaxParts, Assembly.MaxParts - 1), (taken, (int)assembly.EarlierParts));
        var late = new LateFaults();
        assembly.GiveUp(late);
        Assert.Equal(Assembly.MaxParts, late.Count);
        assembly.Open();
        Assert.True(assembly.TryAppend(default, [0x47]));
    }

    [Fact]
    public void A_stream_among_raw_packets_and_junk_is_read_with_them()
    {
        var (klv, stream) = (Klv(40), Stream(TransportForm.Private, Klv(300)));
        byte[] mixed = [1, 2, 3, .. klv, .. stream, .. klv, 0x47, 0x06, .. stream];
        var run = FeedRun.Print(KlvFormat.Format, mixed);
        // The second stream begins anew, and so do its counters: what was open is not.
        Assert.Equal(4, run.Lines.Count);
        Assert.Equal((1, 1), (run.Faults[FrameFault.BadSyntax], run.Faults[FrameFault.Truncated]));
    }

    [Fact]
    public void A_lost_packet_costs_its_unit_and_says_so()
    {
        var stream = Stream(TransportForm.Private, Klv(1000), Klv(1));
        for (var lost = 2; lost < (stream.Length / TransportPacket.Bytes) - 1; lost++)
        {
            var at = lost * TransportPacket.Bytes;
            var run = FeedRun.Print(KlvFormat.Format, [.. stream[..at], .. stream[(at + TransportPacket.Bytes)..]]);
            Assert.Single(run.Lines);
            Assert.Equal(5, run.Faults[FrameFault.IncompleteGroup]);
            Assert.Single(run.Faults);
        }
    }

    [Fact]
    public void A_packet_sent_twice_counts_once_and_sent_thrice_is_a_break()
    {
        var stream = Stream(TransportForm.Private, Klv(300));
        var (before, last) = (stream[..^TransportPacket.Bytes], stream[^TransportPacket.Bytes..]);
        var first = before[^TransportPacket.Bytes..];
        var twice = FeedRun.Print(KlvFormat.Format, [.. before, .. first, .. last, .. last]);
        Assert.Equal((1, 0), (twice.Lines.Count, twice.Faults.Count));
        var thrice = FeedRun.Print(KlvFormat.Format, [.. before, .. first, .. first, .. last]);
        Assert.NotEmpty(thrice.Faults);
    }

    [Fact]
    public void Where_a_break_is_announced_the_same_counter_is_no_repetition()
    {
        var stream = Stream(TransportForm.Private, Klv(1), Klv(2));
        var at = stream.Length - TransportPacket.Bytes;
        stream[at + 3] = stream[at - TransportPacket.Bytes + 3];
        Assert.Single(FeedRun.Print(KlvFormat.Format, stream).Lines);
        // The packet has an adaptation field, and so room for its flags.
        stream[at + 5] |= 0x80;
        var run = FeedRun.Print(KlvFormat.Format, stream);
        Assert.Equal((2, 0), (run.Lines.Count, run.Faults.Count));
    }

    [Theory]
    [InlineData(1, 0x80, FrameFault.BadChecksum)]
    [InlineData(3, 0x40, FrameFault.UnsupportedType)]
    public void Broken_and_scrambled_packets_fault(int offset, byte bit, FrameFault fault)
    {
        var stream = Stream(TransportForm.Private, Klv(1));
        stream[(2 * TransportPacket.Bytes) + offset] |= bit;
        var run = FeedRun.Print(KlvFormat.Format, stream);
        Assert.Equal((0, 1), (run.Lines.Count, run.Faults[fault]));
    }

    [Fact]
    public void Of_several_packets_in_a_unit_a_bad_one_does_not_cost_the_others()
    {
        var (good, bad) = (Klv(5), Klv(6));
        bad[^1]++;
        byte[] unit = [.. good, .. bad, .. good, .. bad];
        var run = FeedRun.Print(KlvFormat.Format, Stream(TransportForm.Cells, unit));
        Assert.Equal((2, 2), (run.Lines.Count, run.Faults[FrameFault.BadChecksum]));
        var filled = FeedRun.Print(KlvFormat.Format, Stream(TransportForm.Private, (byte[])[.. good, 0xFF, 0xFF]));
        Assert.Equal((1, 0), (filled.Lines.Count, filled.Faults.Count));
        var junk = FeedRun.Print(KlvFormat.Format, Stream(TransportForm.Private, (byte[])[.. good, 0xFF, 0xFE]));
        Assert.Equal((1, 1), (junk.Lines.Count, junk.Faults[FrameFault.BadSyntax]));
    }

    [Fact]
    public void A_unit_that_states_no_length_ends_with_its_packet()
    {
        foreach (var form in new[] { TransportForm.Private, TransportForm.Cells })
        {
            var stream = Stream(form, Klv(900), Klv(1));
            foreach (var at in new[] { 2, (stream.Length / TransportPacket.Bytes) - 1 })
            {
                var packet = stream.AsSpan(at * TransportPacket.Bytes, TransportPacket.Bytes);
                var head = packet.IndexOf([(byte)0, (byte)0, (byte)1]);
                packet.Slice(head + 4, 2).Clear();
            }

            var run = FeedRun.Print(KlvFormat.Format, stream);
            Assert.Equal((2, 0), (run.Lines.Count, run.Faults.Count));
        }
    }

    /// <summary>Teletext and sound come as private data, too.</summary>
    [Fact]
    public void Private_data_that_nobody_registered_is_passed_over_unless_it_is_metadata()
    {
        var words = Stream(TransportForm.Private, "teletext, say"u8.ToArray());
        Assert.Equal(1, FeedRun.Print(KlvFormat.Format, words).Faults[FrameFault.BadSyntax]);
        var anybody = new Lists { Registration = "AC-3" };
        Assert.Empty(FeedRun.Print(KlvFormat.Format, [.. anybody.Write(), .. words[(2 * 188)..]]).Faults);
        var klv = Stream(TransportForm.Private, Klv(4));
        Assert.Single(FeedRun.Print(KlvFormat.Format, [.. anybody.Write(), .. klv[(2 * 188)..]]).Lines);
        // Video is none of our business.
        var video = new Lists { Type = 0x1B };
        var run = FeedRun.Print(KlvFormat.Format, [.. video.Write(), .. words[(2 * 188)..]]);
        Assert.Equal((3, 0, 0), (run.Frames, run.Lines.Count, run.Faults.Count));
    }

    [Fact]
    public void Lists_with_a_bad_checksum_are_not_taken_over_and_lists_to_come_neither()
    {
        var klv = Stream(TransportForm.Private, Klv(4));
        foreach (var (at, bit, faults) in new[] { (12, 1, 1), (188 + 12, 1, 1), (188 + 10, 1, 0) })
        {
            var bad = (byte[])klv.Clone();
            bad[at] ^= (byte)bit;
            if (faults == 0)
            {
                // Only announced: the checksum fits.
                var section = bad.AsSpan(188 + 5, 27);
                BinaryPrimitives.WriteUInt32BigEndian(section[23..], TransportStream.SumOf(section[..23]));
            }

            var run = FeedRun.Print(KlvFormat.Format, bad);
            Assert.Empty(run.Lines);
            Assert.Equal(faults, run.Faults.GetValueOrDefault(FrameFault.BadChecksum));
        }
    }

    [Fact]
    public void A_list_that_no_longer_names_a_stream_ends_it()
    {
        var klv = Stream(TransportForm.Private, Klv(400));
        var half = klv[..(3 * 188)];
        byte[] stream = [.. half, .. new Lists { Type = 0x1B, Counter = 1 }.Write(), .. klv[(3 * 188)..]];
        var run = FeedRun.Print(KlvFormat.Format, stream);
        Assert.Equal((0, 1), (run.Lines.Count, run.Faults[FrameFault.IncompleteGroup]));
    }

    [Fact]
    public void Limits_of_programs_streams_and_sections_hold_at_the_limit_and_one_past_it()
    {
        const int Programs = TransportStream.MaxPrograms;
        foreach (var (count, faults) in new[] { (Programs, 0), (Programs + 1, 1) })
        {
            var run = FeedRun.Print(KlvFormat.Format, new Lists { Programs = count }.Write());
            Assert.Equal(faults, run.Faults.GetValueOrDefault(FrameFault.TooMany));
        }

        foreach (var (count, faults) in new[] { (TransportStream.MaxStreams, 0), (TransportStream.MaxStreams + 1, 1) })
        {
            var run = FeedRun.Print(KlvFormat.Format, new Lists { Streams = count }.Write());
            Assert.Equal(faults, run.Faults.GetValueOrDefault(FrameFault.TooMany));
        }

        foreach (var (length, faults) in new[] { (1021, 0), (1022, 1) })
        {
            var run = FeedRun.Print(KlvFormat.Format, new Lists { Padding = length - 24 }.Write());
            Assert.Equal(faults, run.Faults.GetValueOrDefault(FrameFault.TooLong));
        }
    }

    [Fact]
    public void A_unit_of_the_limit_is_put_together_and_one_byte_more_is_too_long()
    {
        var assembly = new Assembly(1, StreamRole.Registered, 1);
        assembly.Open();
        Assert.True(assembly.TryAppend(default, new byte[Assembly.MaxBytes]));
        Assert.False(assembly.TryAppend(default, new byte[1]));
        // The longest that a unit can state.
        const int Most = ushort.MaxValue - 8;
        var klv = Klv(Most - Klv(0).Length - 4);
        Assert.Equal(Most, klv.Length);
        Assert.Single(FeedRun.Print(KlvFormat.Format, Stream(TransportForm.Private, klv)).Lines);
        Assert.Throws<ArgumentException>(() => Stream(TransportForm.Private, (byte[])[.. klv, 0]));
        // One that states none and never ends.
        var writer = new TransportWriter(TransportForm.Private);
        var output = new ArrayBufferWriter<byte>();
        writer.WriteLists(output);
        writer.Write(output, [.. KlvFrame.UasKey, 0x83, 0, 0xFF, 0xEC, .. new byte[60_000]], 0);
        writer.Write(output, new byte[60_000], 0);
        var endless = output.WrittenSpan.ToArray();
        endless[(2 * 188) + 4 + 4] = endless[(2 * 188) + 4 + 5] = 0;
        for (var at = 3 * 188; at < endless.Length; at += 188)
        {
            endless[at + 1] &= 0xBF;
        }

        var run = FeedRun.Print(KlvFormat.Format, endless);
        Assert.Equal((0, 1), (run.Lines.Count, run.Faults[FrameFault.TooLong]));
    }

    /// <summary>A packet may make its reader remember at most so much.</summary>
    [Fact]
    public void A_packet_costs_no_more_than_64_times_its_bytes()
    {
        byte[][] streams =
        [
            new Lists { Programs = TransportStream.MaxPrograms }.Write(),
            new Lists { Streams = TransportStream.MaxStreams }.Write(),
            Stream(TransportForm.Cells, Klv(60_000)),
        ];
        foreach (var stream in streams)
        {
            var buffer = new ObservationBuffer();
            var late = new LateFaults();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var decoder = new KlvDecoder();
            for (var at = 0; at < stream.Length; at += TransportPacket.Bytes)
            {
                decoder.Decode(
                    new FrameView(default, default, stream.AsSpan(at, TransportPacket.Bytes)), buffer, late);
            }

            Assert.InRange(
                GC.GetAllocatedBytesForCurrentThread() - before,
                0,
                (64 * stream.Length) + Trucewatch.Tests.House.AllocationNoise.Bytes);
        }
    }

    internal static byte[] Klv(int length) => KlvSetTests.Packet(set =>
    {
        set.Number(UasItems.Find(5)!, 90);
        set.Bytes(200, new byte[length]);
    });

    internal static byte[] Stream(TransportForm form, params ReadOnlySpan<byte[]> units)
    {
        var writer = new TransportWriter(form);
        var output = new ArrayBufferWriter<byte>();
        writer.WriteLists(output);
        foreach (var unit in units)
        {
            writer.Write(output, unit, 90_000);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The two lists, with more in them than the writer has.</summary>
    private sealed class Lists
    {
        private const int FirstList = 0x1000;

        public byte Type { get; init; } = 0x06;

        public string Registration { get; init; } = "KLVA";

        public int Programs { get; init; } = 1;

        public int Streams { get; init; } = 1;

        public int Padding { get; init; }

        public int Counter { get; init; }

        public byte[] Write()
        {
            List<byte> programs = [0, 1, 0xC1, 0, 0];
            for (var program = 0; program < Programs; program++)
            {
                var pid = FirstList + program;
                programs.AddRange([0, (byte)(program + 1), (byte)(0xE0 | (pid >> 8)), (byte)pid]);
            }

            List<byte> streams = [0, 1, (byte)(0xC1 ^ (Type == 0x06 ? 0 : 2)), 0, 0, 0xE1, 1, 0xF0, 0];
            for (var stream = 0; stream < Streams; stream++)
            {
                var pid = Pid + stream;
                streams.AddRange([Type, (byte)(0xE0 | (pid >> 8)), (byte)pid, 0xF0, 6, 5, 4]);
                streams.AddRange(System.Text.Encoding.ASCII.GetBytes(Registration));
            }

            var left = Padding;
            if (left > 0)
            {
                // A stream of video whose descriptors take up the rest.
                streams.AddRange([0x1B, 0xE2, 0, (byte)(0xF0 | ((left - 5) >> 8)), (byte)(left - 5)]);
                streams.AddRange(new byte[left - 5]);
            }

            return [.. Section(0, 0, programs), .. Section(FirstList, 2, streams)];
        }

        private List<byte> Section(int pid, byte table, List<byte> body)
        {
            var length = body.Count + 4;
            byte[] section = [table, (byte)(0xB0 | (length >> 8)), (byte)length, .. body, 0, 0, 0, 0];
            BinaryPrimitives.WriteUInt32BigEndian(
                section.AsSpan(section.Length - 4), TransportStream.SumOf(section.AsSpan()[..^4]));
            var packets = new List<byte>();
            byte[] rest = [0, .. section];
            for (var number = 0; number * 184 < rest.Length; number++)
            {
                var part = rest[(number * 184)..Math.Min(rest.Length, (number + 1) * 184)];
                packets.AddRange(
                [
                    0x47, (byte)((number == 0 ? 0x40 : 0) | (pid >> 8)), (byte)pid,
                    (byte)(0x10 | ((Counter + number) & 0x0F)), .. part,
                    .. Enumerable.Repeat((byte)0xFF, 184 - part.Length),
                ]);
            }

            return packets;
        }
    }
}
