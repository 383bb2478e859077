using CsCheck;
using Xunit;

namespace Trucewatch.Feeds.ModeS;

public sealed class ModeSParityTests
{
    // Extended squitters as received, each a fact: their parity holds.
    [Theory]
    [InlineData("8D4840D6202CC371C32CE0576098")]
    [InlineData("8D40621D58C382D690C8AC2863A7")]
    [InlineData("8D485020994409940838175B284F")]
    [InlineData("5D4D20237A55A6")]
    public void WhatWasReceivedHolds(string hex) => Assert.Equal(0u, ModeSParity.Remainder(Message(hex)));

    [Fact]
    public void TheTablesAgreeWithLongDivision() =>
        Gen.Select(Gen.UInt, Gen.ULong, Gen.Bool).Sample((head, body, isLong) =>
        {
            var bits = new MessageBits(isLong ? body >> 8 : 0);
            Assert.Equal(ByLongDivision(head, bits.Value, isLong), ModeSParity.Of(head, bits, isLong));
        });

    [Fact]
    public void EveryWrongBitIsSeenAndFound()
    {
        var whole = Message("8D4840D6202CC371C32CE0576098");
        for (var bit = 0; bit < 112; bit++)
        {
            var remainder = ModeSParity.Remainder(ModeSParity.Turn(whole, bit));
            Assert.NotEqual(0u, remainder);
            Assert.Equal(bit, ModeSParity.FindWrongBit(remainder));
            Assert.Equal(whole, ModeSParity.Turn(ModeSParity.Turn(whole, bit), bit));
        }

        Assert.Equal(-1, ModeSParity.FindWrongBit(0));
    }

    [Fact]
    public void EveryTwoWrongBitsAreSeenAndMostAreTakenForNoSingleOne()
    {
        var whole = Message("8D4840D6202CC371C32CE0576098");
        var mistaken = 0;
        for (var first = 0; first < 112; first++)
        {
            for (var second = first + 1; second < 112; second++)
            {
                var remainder = ModeSParity.Remainder(ModeSParity.Turn(ModeSParity.Turn(whole, first), second));
                Assert.NotEqual(0u, remainder);
                mistaken += ModeSParity.FindWrongBit(remainder) >= 0 ? 1 : 0;
            }
        }

        Assert.Equal(0, mistaken);
    }

    [Fact]
    public void MessagesAreWrittenAsTheyAreRead() =>
        Gen.Select(Gen.Byte.Array[14], Gen.Bool).Sample((bytes, isLong) =>
        {
            bytes[0] = (byte)(isLong ? bytes[0] | 0x80 : bytes[0] & 0x7F);
            var given = bytes.AsSpan(0, isLong ? 14 : 7);
            Assert.Equal(Domain.Frames.FrameFault.None, ModeSMessage.TryRead(given, out var message));
            Span<byte> written = stackalloc byte[14];
            Assert.Equal(given.ToArray(), written[..message.Write(written)].ToArray());
        });

    [Fact]
    public void FieldsAreSetAndReadByTheStandardsNumbers() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 56], Gen.Int[0, 31], Gen.UInt).Sample((value, first, more, field) =>
        {
            var last = Math.Min(first + more, 56);
            var bits = new MessageBits(value >> 8);
            var changed = bits.With(first, last, field);
            var text = Convert.ToString((long)bits.Value, 2).PadLeft(56, '0');
            var width = last - first + 1;
            var fieldText = Convert.ToString(field, 2).PadLeft(32, '0')[^width..];
            Assert.Equal(Convert.ToUInt32(text.Substring(first - 1, width), 2), bits.Unsigned(first, last));
            Assert.Equal(
                text[..(first - 1)] + fieldText + text[last..],
                Convert.ToString((long)changed.Value, 2).PadLeft(56, '0'));
            Assert.Equal(fieldText[0] == '1', changed[first]);
            var signed = Convert.ToInt64(fieldText, 2) - (fieldText[0] == '1' ? 1L << width : 0);
            if (width < 32)
            {
                Assert.Equal(signed, changed.Signed(first, last));
            }
        });

    internal static ModeSMessage Message(string hex)
    {
        Assert.Equal(Domain.Frames.FrameFault.None, ModeSMessage.TryRead(Convert.FromHexString(hex), out var message));
        return message;
    }

    // The remainder of data * x^24 by x^24 + x^23 + ... as Annex 10 writes the generator, one bit at a time.
    private static uint ByLongDivision(uint head, ulong body, bool isLong)
    {
        var bits = Convert.ToString(head, 2).PadLeft(32, '0')
            + (isLong ? Convert.ToString((long)body, 2).PadLeft(56, '0') : "") + new string('0', 24);
        const string Generator = "1111111111111010000001001";
        var work = bits.ToCharArray();
        for (var at = 0; at + 24 < work.Length; at++)
        {
            for (var bit = 0; work[at] == '1' && bit < 25; bit++)
            {
                // The first bit is divided out last, because it decides.
                var index = at + 24 - bit;
                work[index] = work[index] == Generator[24 - bit] ? '0' : '1';
            }
        }

        return Convert.ToUInt32(new string(work)[^24..], 2);
    }
}
