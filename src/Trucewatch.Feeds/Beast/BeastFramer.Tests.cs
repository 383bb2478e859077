using System.Buffers;
using CsCheck;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.ModeS;
using Xunit;

namespace Trucewatch.Feeds.Beast;

public sealed class BeastFramerTests
{
    private static readonly Gen<byte[]> streams = Gen.OneOf(
        Gen.OneOf(Gen.Const((byte)0x1A), Gen.Int[0, 4].Select(index => "1234x"u8[index])).Array[0, 90],
        Frames().Array[0, 5].Select(frames => frames.SelectMany(frame => frame).ToArray()),
        Gen.Select(Frames(), Gen.Int[0, 44], Frames()).Select(
            (first, length, second) => first.Take(length).Concat(second).ToArray()));

    [Fact]
    public void TheWayOfReadingChangesNothingAndNoByteIsLost() =>
        Gen.Select(streams, Gen.Int[1, 12]).Sample((bytes, step) =>
        {
            var whole = Cut(bytes, bytes.Length + 1);
            Assert.Equal(whole, Cut(bytes, step));
            Assert.Equal(bytes.Length, whole.Sum(cut => cut.Length));
        });

    [Fact]
    public void WhatIsWrittenIsCutAndRead() =>
        Gen.Select(Gen.UInt, Gen.ULong, Gen.ULong[0, 0xFFFF_FFFF_FFFF], Gen.Byte).Array[1, 20].Sample(items =>
        {
            var stream = new ArrayBufferWriter<byte>();
            foreach (var (head, body, ticks, signal) in items)
            {
                BeastEncoder.Write(stream, Message(head, body), ticks, signal);
            }

            Span<byte> room = stackalloc byte[23];
            var at = 0;
            var cuts = Cut(stream.WrittenSpan.ToArray(), stream.WrittenCount + 1);
            Assert.Equal(items.Length, cuts.Count);
            foreach (var ((kind, length), (head, body, ticks, signal)) in cuts.Zip(items))
            {
                Assert.Equal(CutKind.Frame, kind);
                var fault = BeastFrame.TryRead(
                    stream.WrittenSpan.Slice(at, length), room, out var message, out var reception, out var what);
                Assert.Equal((FrameFault.None, BeastKind.ModeS), (fault, what));
                Assert.Equal((ticks, (int)signal), (reception.Ticks, reception.Signal));
                Assert.Equal(FrameFault.None, ModeSMessage.TryRead(message, out var got));
                Assert.Equal(Message(head, body), got);
                at += length;
            }
        });

    [Theory]
    [InlineData(64, "Frame64")]
    [InlineData(65, "TooLong64 TooLong1")]
    [InlineData(200, "TooLong64 TooLong64 TooLong64 TooLong8")]
    public void JunkUpToTheLimitIsAFrameAndMoreIsTooLong(int length, string expected)
    {
        var junk = Enumerable.Repeat((byte)'x', length).ToArray();
        byte[] next = [0x1A, (byte)'4'];
        Assert.Equal(expected + " Frame2", Text(Cut([.. junk, .. next], 1000)));
    }

    [Fact]
    public void AFloodWithoutFramesNeedsNoMoreMemoryThanTheLimit()
    {
        var flood = new byte[1_000_000];
        Array.Fill(flood, (byte)0x1A);
        var framer = new BeastFramer();
        for (var at = 0; at < flood.Length - 66;)
        {
            var cut = framer.Next(flood.AsSpan(at, 66), final: false);
            Assert.Equal((CutKind.TooLong, 0), (cut.Kind, cut.Length % 2));
            at += cut.Consumed;
        }
    }

    [Theory]
    [InlineData("", FrameFault.BadSyntax)]
    [InlineData("1A", FrameFault.BadSyntax)]
    [InlineData("1A1A", FrameFault.BadSyntax)]
    [InlineData("6A75", FrameFault.BadSyntax)]
    [InlineData("1A34", FrameFault.None)]
    [InlineData("1A35", FrameFault.UnsupportedType)]
    [InlineData("1A31000000000001027700", FrameFault.None)]
    [InlineData("1A310000000000010277", FrameFault.Truncated)]
    [InlineData("1A31000000000001021A1A00", FrameFault.None)]
    [InlineData("1A31000000000001021A1A", FrameFault.Truncated)]
    [InlineData("1A3100000000000102771A00", FrameFault.Truncated)]
    [InlineData("1A3100000000000102771A", FrameFault.Truncated)]
    [InlineData("1A310000000000010277001122", FrameFault.Truncated)]
    public void AFrameIsReadInFullOrAFault(string hex, FrameFault expected)
    {
        Span<byte> room = stackalloc byte[23];
        Assert.Equal(expected, BeastFrame.TryRead(Convert.FromHexString(hex), room, out _, out _, out _));
    }

    [Fact]
    public void TheSteadyStateAllocatesNothingEvenWithEscapes()
    {
        var stream = new ArrayBufferWriter<byte>();
        var at = ModeSRun.Place(48.5, 37.25);
        for (uint number = 0; number < 64; number++)
        {
            BeastEncoder.Write(
                stream,
                ModeSEncoder.Squitter(0x1A_1A00 + (number / 2), ModeSEncoder.AirbornePosition(
                    11, at, 10_000, odd: number % 2 == 1)),
                ticks: 0x1A_0000 + (number * 1000),
                signal: 0x1A);
        }

        var bytes = stream.WrittenSpan.ToArray();
        var (decoder, output, late) = (BeastFormat.Format.NewDecoder(), new Domain.Observations.ObservationBuffer(),
            new LateFaults());
        var seen = 0;
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var framer = new BeastFramer();
            for (var time = 0; time < times; time++)
            {
                for (var start = 0; start < bytes.Length;)
                {
                    var cut = framer.Next(bytes.AsSpan(start), final: false);
                    var frame = new FrameView(default, default, bytes.AsSpan(start, cut.Length));
                    Assert.True(decoder.Decode(frame, output, late) == FrameFault.None);
                    seen += output.Count;
                    output.Clear();
                    start += cut.Consumed;
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(20);
        Assert.InRange(Round(1000), 0, Tests.House.AllocationNoise.Bytes);
        Assert.InRange(seen, 1000 * 32, 1020 * 64);
    }

    private static ModeSMessage Message(uint head, ulong body) => ModeSEncoder.Seal(
        head, new MessageBits(head >> 31 != 0 ? body >> 8 : 0), head >> 31 != 0, overlay: 0);

    private static Gen<byte[]> Frames() =>
        Gen.Select(Gen.Int[0, 4], Gen.ULong, Gen.OneOf(Gen.Const((byte)0x1A), Gen.Byte).Array[14]).Select(
            (type, ticks, message) =>
            {
                var to = new ArrayBufferWriter<byte>();
                var length = type switch { 1 => 2, 2 => 7, _ => 14 };
                BeastEncoder.Write(to, (byte)('1' + type), ticks, 0x1A, message.AsSpan(0, length));
                return to.WrittenSpan.ToArray();
            });

    private static string Text(List<(CutKind Kind, int Length)> cuts) =>
        string.Join(' ', cuts.Select(cut => FormattableString.Invariant($"{cut.Kind}{cut.Length}")));

    private static List<(CutKind Kind, int Length)> Cut(byte[] bytes, int step)
    {
        var framer = new BeastFramer();
        var found = new List<(CutKind, int)>();
        var (from, shown) = (0, 0);
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from, shown - from), shown == bytes.Length);
            if (cut.Kind != CutKind.NeedMore)
            {
                Assert.Equal((0, cut.Length), (cut.Start, cut.Consumed));
                Assert.InRange(cut.Length, 1, BeastFormat.MaxFrameBytes + 1);
                found.Add((cut.Kind, cut.Length));
                from += cut.Consumed;
            }
            else if (shown == bytes.Length)
            {
                Assert.Equal(from, shown);
                return found;
            }
            else
            {
                shown = Math.Min(bytes.Length, shown + step);
            }
        }
    }
}
