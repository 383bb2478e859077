using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisBitsTests
{
    [Fact]
    public void EveryCharacterAtEveryPlaceIsUnpackedOrRefused()
    {
        var buffer = new byte[AisBits.BufferBytes];
        var used = 0;
        for (var length = 1; length <= 50; length++)
        {
            for (var place = 0; place < length; place++)
            {
                for (var letter = 0; letter < 256; letter++)
                {
                    var payload = Enumerable.Repeat((byte)'w', length).ToArray();
                    payload[place] = (byte)letter;
                    var isArmour = letter is (>= 48 and <= 87) or (>= 96 and <= 119);
                    var got = AisBits.TryUnpack(payload, 0, buffer, ref used, out var bits);
                    Assert.Equal(isArmour, got);
                    if (isArmour)
                    {
                        var value = letter < 88 ? letter - 48 : letter - 56;
                        Assert.Equal((uint)value, bits.Unsigned(6 * place, 6));
                        Assert.True(place == 0 || bits.Unsigned(6 * (place - 1), 6) == 63);
                        Assert.True(place == length - 1 || bits.Unsigned(6 * (place + 1), 6) == 63);
                        Assert.Equal(0u, bits.Unsigned(6 * length, 32));
                    }
                }
            }
        }
    }

    [Fact]
    public void RandomPayloadsAreUnpackedToTheBitAndNothingStaysBehind()
    {
        var random = new Random(20261122);
        var buffer = new byte[AisBits.BufferBytes];
        var used = 0;
        for (var round = 0; round < 3000; round++)
        {
            var length = random.Next(1, random.Next(4) == 0 ? AisBits.MaxPayloadChars : 60);
            var fill = random.Next(6);
            var payload = new byte[length];
            var expected = new StringBuilder();
            for (var i = 0; i < length; i++)
            {
                var value = random.Next(64);
                payload[i] = (byte)(value < 40 ? value + 48 : value + 56);
                expected.Append(Convert.ToString(value, 2).PadLeft(6, '0'));
            }

            expected.Length -= fill;
            expected.Append('0', fill);
            Assert.True(AisBits.TryUnpack(payload, fill, buffer, ref used, out var bits));
            Assert.Equal((6 * length) - fill, bits.Length);
            var text = string.Concat(Enumerable.Range(0, length).Select(i => Bits(buffer, 6 * i)));
            Assert.Equal(expected.ToString(), text);
            Assert.True(buffer.AsSpan((6 * length / 8) + 1).IndexOfAnyExcept((byte)0) < 0);
        }
    }

    [Theory]
    [InlineData("0", 14, 0L)]
    [InlineData("12345678", 14, 12_345_678L)]
    [InlineData("99999999999999", 14, 99_999_999_999_999L)]
    [InlineData("00000000000001", 14, 1L)]
    [InlineData("1418169601", 14, 1_418_169_601L)]
    [InlineData("1418169601", 10, 1_418_169_601L)]
    [InlineData("1418169601", 9, null)]
    [InlineData("", 14, null)]
    [InlineData("1234567:", 14, null)]
    [InlineData("/2345678", 14, null)]
    [InlineData("123456789:", 14, null)]
    [InlineData("1234\u00b15678", 14, null)]
    public void RunsOfDigitsAreRead(string digits, int most, long? expected)
    {
        var isNumber = AisTag.TryReadDigits(Encoding.Latin1.GetBytes(digits), most, out var value);
        Assert.Equal(expected, isNumber ? value : null);
    }

    [Fact]
    public void AnyByteAtAnyPlaceOfEightDigitsIsJudged()
    {
        for (var place = 0; place < 8; place++)
        {
            for (var letter = 0; letter < 256; letter++)
            {
                var digits = "12345678"u8.ToArray();
                digits[place] = (byte)letter;
                var isNumber = AisTag.TryReadDigits(digits, 14, out var value);
                Assert.Equal(letter is >= '0' and <= '9', isNumber);
                if (isNumber)
                {
                    Assert.Equal(long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), value);
                }
            }
        }
    }

    [Fact]
    public void APlainLineIsReadAsAnyLineIs()
    {
        // The short way gives up on each of these, or both ways agree; AisFuzz looks at many more.
        string[] lines =
        [
            "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", "!AIVDO,1,1,,,15RTgt0PAso;90TKcjM8h6g208CQ,5*??",
            "!BSVDM,1,1,7,B,1,0*??", "!AIVDM,1,1,,,1,0*??", "!AIVDM,1,1,,*,1,0*??", "!A*VDM,1,1,,A,1,0*??",
            "!AIVDM,1,1,,A,1,6*??", "!AIVDM,1,1,,A,,0*??", "!AIVDM,1,1,12,A,15RT,0*??", "!AIVDM,1,1,,AB,15RT,0*??",
            "!AIVDM,1,1,,A,15,RT,0*??", "!AIVDM,1,1,,A,15*RT,0*??", "!AIVDM,1,1,,A,15RT0*??", "!AIVDM,1,1,,A15RT,0*??",
            "!AIVDQ,1,1,,A,15RT,0*??", "!AIVDM,1,2,,A,15RT,0*??", "!AIVDM,2,1,,A,15RT,0*??", "!AIVDM,1,1,,A,15RT,0*00",
            @"\s:a*??\!AIVDM,1,1,,A,15RT,0*??", @"\s:a*b*??\!AIVDM,1,1,,A,15RT,0*??", @"\*00\!AIVDM,1,1,,A,15RT,0*??",
            @"\s:!AIVDM,1*??\!AIVDM,1,1,,A,15RT,0*??", @"\c:1418169601*??\\s:a*??\!AIVDM,1,1,,A,15RT,0*??",
            @"\c:1418169601*??\!AIVDM,1,1,,A,15RT,0*??", @"\c:1418169601*00\!AIVDM,1,1,,A,15RT,0*??",
            @"\c:1,c:2,c:x*??\!AIVDM,1,1,,A,15RT,0*??", @"\c:1418169601*??\!AIVXM,1,1,,A,15RT,0*??", @"\", "!", "*00",
        ];
        foreach (var line in lines)
        {
            AisFuzz.Run(Encoding.ASCII.GetBytes(AisLineTests.Sum(line)));
        }
    }

    [Fact]
    public void OpenGroupsDoNotHideWhoseClockALineHas()
    {
        var groups = new AisGroups();
        var late = new LateFaults();
        FrameFault Take(string line, long atUs) => groups.Accept(
            new FrameView(
                new FrameRef(new FeedId(0), 0), new Instant(atUs), Encoding.ASCII.GetBytes(AisLineTests.Sum(line))),
            late, out _);
        Assert.Equal(FrameFault.None, Take("!AIVDM,2,1,3,A,15RT,0*??", 0));
        Assert.Equal(FrameFault.None, Take(@"\s:a,c:1418169601*??\!AIVDM,1,1,,A,15RT,0*??", AisGroups.LifeUs + 1));
        Assert.Empty(late.Items);
        Assert.Equal(FrameFault.None, Take("!AIVDM,1,1,,A,15RT,0*??", AisGroups.LifeUs));
        Assert.Empty(late.Items);
        Assert.Equal(FrameFault.None, Take("!AIVDM,1,1,,A,15RT,0*??", AisGroups.LifeUs + 1));
        Assert.Single(late.Items);
    }

    private static string Bits(byte[] buffer, int start) => string.Concat(
        Enumerable.Range(start, 6).Select(bit => (buffer[bit / 8] >> (7 - (bit % 8))) & 1));
}
