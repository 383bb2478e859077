using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.Klv;

public sealed class KlvSetTests
{
    private static readonly Instant At = Instant.FromUnixSeconds(1_900_000_000);

    [Fact]
    public void The_checksum_is_verified_and_stands_last()
    {
        var good = Packet(set => set.Text(3, "M"));
        Assert.Equal(FrameFault.None, Read(good));
        for (var bit = 8 * KlvFrame.KeyBytes; bit < 8 * good.Length; bit++)
        {
            var flipped = (byte[])good.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(FrameFault.None, Read(flipped));
        }

        Assert.Equal(FrameFault.BadChecksum, Read([.. good[..^1], (byte)(good[^1] + 1)]));
        byte[] absent = [.. KlvFrame.UasKey, 3, 3, 1, (byte)'M'];
        Assert.Equal(FrameFault.BadChecksum, Read(absent));
        // Its own tag and length are the content of another item.
        Assert.Equal(FrameFault.BadChecksum, Read(Sealed([0x49, 4])));
        Assert.Equal(FrameFault.DuplicateMember, Read(Packet(set => set.Bytes(1, [0, 0]))));
    }

    [Theory]
    [InlineData("037F414243", FrameFault.Truncated)]
    [InlineData("038200FF41", FrameFault.Truncated)]
    [InlineData("0380", FrameFault.BadEncoding)]
    [InlineData("0385", FrameFault.BadEncoding)]
    [InlineData("80010100", FrameFault.BadEncoding)]
    [InlineData("FFFFFFFF00", FrameFault.BadEncoding)]
    [InlineData("0301410301 42", FrameFault.DuplicateMember)]
    [InlineData("0D03000000", FrameFault.WrongLength)]
    [InlineData("02070000000000 0000", FrameFault.WrongLength)]
    [InlineData("6809000000000000000000", FrameFault.WrongLength)]
    [InlineData("0301C3", FrameFault.BadEncoding)]
    [InlineData("0208FFFFFFFFFFFFFFFF", FrameFault.OutOfRange)]
    [InlineData("3003010201", FrameFault.Truncated)]
    [InlineData("3006010101010102", FrameFault.DuplicateMember)]
    [InlineData("300401020000", FrameFault.WrongLength)]
    [InlineData("30030D0100", FrameFault.WrongLength)]
    [InlineData("4A04650205 01", FrameFault.Truncated)]
    [InlineData("4A0465028101", FrameFault.Truncated)]
    [InlineData("4A066504030180 80", FrameFault.BadEncoding)]
    [InlineData("4A08650605 01110200 00", FrameFault.WrongLength)]
    [InlineData("4A0365010 0", FrameFault.Truncated)]
    public void What_is_no_set_faults(string items, FrameFault fault) =>
        Assert.Equal(fault, Read(Sealed(Convert.FromHexString(items.Replace(" ", "", StringComparison.Ordinal)))));

    [Theory]
    [InlineData("")]
    [InlineData("0300")]
    [InlineData("0D00")]
    [InlineData("0D8104 55555555")]
    [InlineData("0D83000004 55555555")]
    [InlineData("640130 640131 650130 650130 660130 660130")]
    [InlineData("8148 0130 8148 0131")]
    [InlineData("3000 4A00")]
    [InlineData("4A0265 00")]
    [InlineData("4A05650302 8101")]
    public void What_the_standard_allows_is_read(string items) => Assert.Equal(
        FrameFault.None,
        Read(Sealed(Convert.FromHexString(items.Replace(" ", "", StringComparison.Ordinal)))));

    [Fact]
    public void Another_key_is_another_type_and_an_edition_of_the_register_is_not()
    {
        var good = Packet(set => set.Text(3, "M"));
        byte[] edition = [.. good[..7], 9, .. good[8..^2], 0, 0];
        var sum = KlvFrame.Checksum(edition.AsSpan()[..^2]);
        (edition[^2], edition[^1]) = ((byte)(sum >> 8), (byte)sum);
        Assert.Equal(FrameFault.None, Read(edition));
        // The universal set of older equipment.
        byte[] older = [0x06, 0x0E, 0x2B, 0x34, 2, 1, 1, 1, 0x0E, 1, 1, 2, 1, 1, 0, 0, 0];
        Assert.Equal(FrameFault.UnsupportedType, Read(older));
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_one_past_it()
    {
        // The checksum is an item, too.
        Assert.Equal(FrameFault.None, Read(Sealed(Unknown(KlvSet.MaxItems - 1))));
        Assert.Equal(FrameFault.TooMany, Read(Sealed(Unknown(KlvSet.MaxItems))));
        Assert.Equal(FrameFault.None, Read(Packet(set => set.Text(3, new string('x', KlvSet.MaxTextBytes)))));
        Assert.Equal(
            FrameFault.WrongLength, Read(Packet(set => set.Text(3, new string('x', KlvSet.MaxTextBytes + 1)))));
        Assert.Equal(FrameFault.None, Read(Targets(Vmti.MaxTargets)));
        Assert.Equal(FrameFault.TooMany, Read(Targets(Vmti.MaxTargets + 1)));
        var most = KlvFrame.MaxBytes - KlvFrame.KeyBytes - 3 - 4 - 5;
        Assert.Equal(FrameFault.None, Read(Packet(set => set.Bytes(200, new byte[most]))));
        Assert.Throws<ArgumentException>(() => Packet(set => set.Bytes(200, new byte[most + 1])));
        Assert.Equal(FrameFault.TooLong, Read(new byte[KlvFrame.MaxBytes + 1]));
        Assert.Equal(FrameFault.None, Read(Sealed([0xFF, 0xFF, 0x7F, 0])));
        Assert.Equal(FrameFault.BadEncoding, Read(Sealed([0x81, 0x80, 0x80, 0x00, 0])));

        static byte[] Unknown(int count) =>
            [.. Enumerable.Repeat(new byte[] { 0x81, 0x48, 0 }, count).SelectMany(item => item)];
    }

    /// <summary>Sets in sets in sets are passed over in one step, so that depth costs nothing.</summary>
    [Fact]
    public void Nothing_nests_but_what_is_read()
    {
        var inner = new KlvWriter();
        inner.Text(3, "M");
        for (var depth = 0; depth < 1000; depth++)
        {
            var outer = new KlvWriter();
            outer.Bytes(101, inner.Written);
            inner = outer;
        }

        Assert.Equal(FrameFault.None, Read(Packet(set => set.Bytes(101, inner.Written))));
        // A VMTI set inside a VMTI set is no set that it knows.
        var vmti = new KlvWriter();
        vmti.Bytes(UasItems.VmtiTag, [0xFF]);
        Assert.Equal(FrameFault.None, Read(Packet(set => set.Bytes(UasItems.VmtiTag, vmti.Written))));
    }

    /// <summary>Readers differ in the sign of item 136; UTC has only ever lagged.</summary>
    [Theory]
    [InlineData(null, 0)]
    [InlineData(-29.0, -29)]
    [InlineData(29.0, -29)]
    [InlineData(60.0, -60)]
    [InlineData(61.0, 0)]
    public void Leap_seconds_put_the_time_back_whichever_their_sign(double? leap, int expected)
    {
        var packet = Packet(set =>
        {
            set.Time(2, At);
            set.Known(UasItems.Find(136), leap ?? double.NaN);
            set.Number(UasItems.Find(137)!, -250_000);
        });
        var set = new KlvSet();
        Assert.Equal(FrameFault.None, set.Read(packet, out var value));
        Assert.True(set.TryTime(set.Bytes(2, value), out var time));
        Assert.Equal(At.UnixMicroseconds + (1_000_000L * expected) - 250_000, time.UnixMicroseconds);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_packet()
    {
        var packet = new ArrayBufferWriter<byte>();
        KlvEncoder.Write(packet, KlvObserverTests.Full);
        var decoder = new KlvDecoder();
        var buffer = new ObservationBuffer();
        var late = new LateFaults();
        AllocatesNothing(() => Decode(packet.WrittenSpan));
        var stream = new ArrayBufferWriter<byte>();
        var writer = new TransportWriter(TransportForm.Cells);
        writer.WriteLists(stream);
        for (ulong i = 0; i < 16; i++)
        {
            writer.Write(stream, packet.WrittenSpan, i);
        }

        AllocatesNothing(() =>
        {
            for (var rest = stream.WrittenSpan; !rest.IsEmpty; rest = rest[TransportPacket.Bytes..])
            {
                Decode(rest[..TransportPacket.Bytes]);
            }
        });

        void Decode(ReadOnlySpan<byte> bytes)
        {
            buffer.Clear();
            if (decoder.Decode(new FrameView(default, At, bytes), buffer, late) != FrameFault.None)
            {
                throw new InvalidOperationException("a fault");
            }
        }

        static void AllocatesNothing(Action action)
        {
            action();
            action();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 2000; round++)
            {
                action();
            }

            Assert.InRange(
                GC.GetAllocatedBytesForCurrentThread() - before, 0, Trucewatch.Tests.House.AllocationNoise.Bytes);
        }
    }

    /// <summary>The costliest content: words, targets by a pixel each, items that are printed by their bytes.</summary>
    [Fact]
    public void A_message_costs_no_more_than_64_times_its_bytes()
    {
        byte[][] messages =
        [
            Packet(_ => { }),
            Packet(set => set.Text(4, new string('x', 4096))),
            Targets(Vmti.MaxTargets),
            Sealed([.. Enumerable.Repeat(new byte[] { 0x81, 0x48, 0 }, 900).SelectMany(item => item)]),
            Packet(set => set.Bytes(200, new byte[60_000])),
        ];
        Assert.All(messages, bytes => MessageCost.Hold(KlvFormat.Format, [bytes]));
    }

    /// <summary>The words of a text that is not theirs are never put together as if they were.</summary>
    [Theory]
    [InlineData("1581F5FJD229600A1B2C", true)]
    [InlineData("ABCD4WXYZ", true)]
    [InlineData("ABCD4WXY", false)]
    [InlineData("ABCD4WXYO", false)]
    [InlineData("abcd4wxyz", false)]
    [InlineData("AF-101", false)]
    [InlineData("ABCD0", false)]
    [InlineData("ABCDG1234567890123456", false)]
    public void Only_a_text_in_the_form_of_a_serial_number_is_one(string text, bool isSerial) =>
        Assert.Equal(isSerial, PlatformNames.IsSerial(Encoding.ASCII.GetBytes(text)));

    internal static byte[] Packet(Action<KlvWriter> fill)
    {
        var set = new KlvWriter();
        fill(set);
        return set.Packet(KlvFrame.UasKey);
    }

    /// <summary>These bytes as the value of a packet with a checksum that fits.</summary>
    internal static byte[] Sealed(byte[] items)
    {
        var length = items.Length + 4;
        byte[] packet =
        [
            .. KlvFrame.UasKey, 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. items, 1, 2, 0, 0,
        ];
        var sum = KlvFrame.Checksum(packet.AsSpan()[..^2]);
        (packet[^2], packet[^1]) = ((byte)(sum >> 8), (byte)sum);
        return packet;
    }

    internal static FrameFault Read(ReadOnlySpan<byte> packet) =>
        new KlvDecoder().Decode(new FrameView(default, At, packet), new ObservationBuffer(), new LateFaults());

    private static byte[] Targets(int count) => Packet(set =>
    {
        var place = GeoPoint.FromDegrees(latitudeDeg: 48, longitudeDeg: 37);
        set.Known(UasItems.Find(23), place.LatitudeDeg);
        set.Known(UasItems.Find(24), place.LongitudeDeg);
        for (var corner = 0; corner < 4; corner++)
        {
            set.Known(UasItems.Find(26 + (2 * corner)), corner < 2 ? 0.01 : -0.01);
            set.Known(UasItems.Find(27 + (2 * corner)), corner is 1 or 2 ? 0.01 : -0.01);
        }

        // Each target is four bytes: its length, its number, and its pixel.
        var series = Enumerable.Repeat(new byte[] { 4, 1, 1, 1, 1 }, count).SelectMany(target => target).ToArray();
        var vmti = new KlvWriter();
        vmti.Number(VmtiItems.Find(8)!, 1);
        vmti.Number(VmtiItems.Find(9)!, 1);
        vmti.Bytes(VmtiItems.TargetsTag, series);
        set.Bytes(UasItems.VmtiTag, vmti.Written);
    });
}
