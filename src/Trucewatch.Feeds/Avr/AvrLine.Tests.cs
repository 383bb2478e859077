using System.Text;
using CsCheck;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.ModeS;
using Xunit;

namespace Trucewatch.Feeds.Avr;

public sealed class AvrLineTests
{
    private const string Hex = "8D4840D6202CC371C32CE0576098";

    [Theory]
    [InlineData("*" + Hex + ";", 0, -1)]
    [InlineData(":" + Hex + ";", 0, -1)]
    [InlineData("*" + Hex, 0, -1)]
    [InlineData(Hex, 0, -1)]
    [InlineData("  *" + Hex + ";\t", 0, -1)]
    [InlineData("@016CE3671C74" + Hex + ";", 0x016CE3671C74, -1)]
    [InlineData("%FFFFFFFFFFFF" + Hex + ";", 0xFFFFFFFFFFFF, -1)]
    [InlineData("<016CE3671C74A5" + Hex + ";", 0x016CE3671C74, 0xA5)]
    [InlineData("1457996400,\"" + Hex + "\",\"406B90\",19", 0, -1)]
    [InlineData("1457996400.123456789,406B90, " + Hex, 0, -1)]
    public void EveryFormGivesTheMessage(string line, long ticks, int signal)
    {
        Assert.Equal(FrameFault.None, Read(line, out var bytes, out var gotTicks, out var gotSignal));
        Assert.Equal((Hex, (ulong)ticks, signal), (Convert.ToHexString(bytes), gotTicks, gotSignal));
        Assert.Equal(FrameFault.None, Read(line.Replace(Hex, Hex.ToLowerInvariant()), out bytes, out _, out _));
        Assert.Equal(Hex, Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData("", FrameFault.Empty)]
    [InlineData(" \t", FrameFault.Empty)]
    [InlineData("*;", FrameFault.WrongLength)]
    [InlineData("*8D4840D6202CC371C32CE057609;", FrameFault.WrongLength)]
    [InlineData("*8D4840D6202CC371C32CE057609800;", FrameFault.WrongLength)]
    [InlineData("*8D4840D6202CC371C32CE057609;;", FrameFault.BadSyntax)]
    [InlineData("@016CE3671C7;", FrameFault.WrongLength)]
    [InlineData("<016CE3671C74A;", FrameFault.WrongLength)]
    [InlineData("@016CE3671C7X" + Hex + ";", FrameFault.BadSyntax)]
    [InlineData("8D4840D6202CC371C32CE057609", FrameFault.BadSyntax)]
    [InlineData(",8D4840D6202CC371C32CE0576098", FrameFault.BadSyntax)]
    [InlineData("1457996400", FrameFault.BadSyntax)]
    [InlineData("1457996400,", FrameFault.BadSyntax)]
    [InlineData("-1," + Hex, FrameFault.BadSyntax)]
    [InlineData("1e9," + Hex, FrameFault.BadSyntax)]
    [InlineData("253402300800," + Hex, FrameFault.BadSyntax)]
    [InlineData("1.1234567890," + Hex, FrameFault.BadSyntax)]
    [InlineData("$PGRMZ,1,2", FrameFault.BadSyntax)]
    public void WhatIsNoMessageIsAFault(string line, FrameFault fault) =>
        Assert.Equal(fault, Read(line, out _, out _, out _));

    [Theory]
    [InlineData("1457996400," + Hex, true, 1457996400_000000)]
    [InlineData("\uFEFF1495353600,4D010D," + Hex, true, 1495353600_000000)]
    [InlineData("\"1457996400.5\"," + Hex, true, 1457996400_500000)]
    [InlineData("0.0000019," + Hex, true, 1)]
    [InlineData("253402300799.999999," + Hex, true, 253402300799_999999)]
    [InlineData("253402300800," + Hex, false, 0)]
    [InlineData("." + Hex, false, 0)]
    [InlineData("*" + Hex + ";", false, 0)]
    [InlineData(Hex, false, 0)]
    public void ALogsTimeIsItsReceiveTime(string line, bool isThere, long expected)
    {
        Assert.Equal(isThere, AvrLine.TryReadReceiveTime(Encoding.UTF8.GetBytes(line), out var us));
        Assert.Equal(expected, us);
    }

    [Fact]
    public void WhatIsWrittenIsRead() =>
        Gen.Select(Gen.UInt, Gen.ULong, Gen.ULong[0, 0xFFFF_FFFF_FFFF]).Sample((head, body, ticks) =>
        {
            var isLong = head >> 31 != 0;
            var message = ModeSEncoder.Seal(head, new MessageBits(isLong ? body >> 8 : 0), isLong, 0);
            var lines = new System.Buffers.ArrayBufferWriter<byte>();
            AvrEncoder.Write(lines, message, ticks);
            var text = Encoding.ASCII.GetString(lines.WrittenSpan);
            Assert.EndsWith(";\n", text);
            Assert.Equal(FrameFault.None, Read(text[..^1], out var bytes, out var gotTicks, out _));
            Assert.Equal(FrameFault.None, ModeSMessage.TryRead(bytes, out var got));
            Assert.Equal((message, ticks), (got, gotTicks));
        });

    [Theory]
    [InlineData(256, FrameFault.None)]
    [InlineData(257, FrameFault.TooLong)]
    public void ALineMayBeSoLongAndNoLonger(int length, FrameFault expected)
    {
        var line = ("1457996400," + Hex + ",").PadRight(length, 'x') + "\n";
        var cut = AvrFormat.Format.NewFramer().Next(Encoding.ASCII.GetBytes(line), final: true);
        Assert.Equal(
            expected == FrameFault.None ? Framing.CutKind.Frame : Framing.CutKind.TooLong, cut.Kind);
    }

    private static FrameFault Read(string text, out byte[] bytes, out ulong ticks, out int signal)
    {
        bytes = [];
        var fault = AvrLine.TryRead(Encoding.Latin1.GetBytes(text), out var line);
        (ticks, signal) = (line.Ticks, line.Signal);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        Span<byte> room = stackalloc byte[ModeSMessage.LongBytes];
        fault = line.TryUnpack(room, out var count);
        bytes = room[..count].ToArray();
        return fault;
    }
}
