using System.Text;
using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisLineTests
{
    private const string Whole = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";

    // One case a line: what stands on the wire, then the fault. A $ or ! body ending in *?? gets its right checksum.
    [Theory]
    [InlineData(Whole, FrameFault.None)]
    [InlineData("2026-03-01 12:00:00 rx1: " + Whole, FrameFault.None)]
    [InlineData("what! " + Whole, FrameFault.None)]
    [InlineData(Whole + ",b003669794,1272412827", FrameFault.None)]
    [InlineData(Whole + "   ", FrameFault.None)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4a", FrameFault.None)]
    [InlineData("!BSVDO,1,1,3,,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.None)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B", FrameFault.BadChecksum)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0", FrameFault.BadChecksum)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4", FrameFault.BadChecksum)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*GG", FrameFault.BadChecksum)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CX,0*??", FrameFault.BadEncoding)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ*??", FrameFault.BadSyntax)]
    [InlineData("!AIVDM,1,1,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.BadSyntax)]
    [InlineData("!AIVDM,1,1,,AB,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.BadSyntax)]
    [InlineData("!AIVDM,1,1,x,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.BadSyntax)]
    [InlineData("!AIVDM,x,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.BadSyntax)]
    [InlineData("!AIVDM,,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.BadSyntax)]
    [InlineData("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,6*??", FrameFault.OutOfRange)]
    [InlineData("!AIVDM,0,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.OutOfRange)]
    [InlineData("!AIVDM,1,0,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.OutOfRange)]
    [InlineData("!AIVDM,1,2,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.OutOfRange)]
    [InlineData("!AIVDM,2,1,1,A,15RTgt0PAso;90TKcjM8h6g208CQ,2*??", FrameFault.OutOfRange)]
    [InlineData("!AIVDM,9,1,1,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.None)]
    [InlineData("!AIVDM,10,1,1,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*??", FrameFault.TooMany)]
    [InlineData("!AIVDM,1,1,,A,,0*??", FrameFault.Empty)]
    [InlineData("!AIVDM,*??", FrameFault.BadSyntax)]
    [InlineData("!AI*VDM,", FrameFault.BadChecksum)]
    [InlineData("$GPGSA,A,3,11,32*??", FrameFault.None)]
    [InlineData("$GPGSA,A,3,11,32*00", FrameFault.BadChecksum)]
    [InlineData("# a comment", FrameFault.None)]
    [InlineData("# " + Whole, FrameFault.None)]
    [InlineData("AIVDM,2,2,1,B,00000000000,2*26", FrameFault.BadSyntax)]
    [InlineData("   ", FrameFault.Empty)]
    [InlineData(@"\s:rx1,c:1418169601*02\" + Whole, FrameFault.None)]
    [InlineData(@"\s:rx1,c:1418169601*03\" + Whole, FrameFault.BadChecksum)]
    [InlineData(@"\s:rx1,c:1418169601\" + Whole, FrameFault.BadChecksum)]
    [InlineData(@"\s:rx1,c:1418169601*02" + Whole, FrameFault.BadChecksum)]
    [InlineData(@"junk \s:rx1,c:1418169601*02\" + Whole, FrameFault.None)]
    public void LinesAreJudged(string line, FrameFault expected) =>
        Assert.Equal(expected == FrameFault.None ? "" : $"{expected}:1", AisRun.Decode(Sum(line)).FaultText());

    [Theory]
    [InlineData(@"\s:rx1,c:1418169601*02\" + Whole, 1_418_169_601_000_000)]
    [InlineData(@"\c:1418169601123*??\" + Whole, 1_418_169_601_123_000)]
    [InlineData(@"\c:99999999999*??\" + Whole, 99_999_999_999_000_000)]
    [InlineData(@"\c:100000000000*??\" + Whole, 100_000_000_000_000)]
    [InlineData(@"\c:123456789012345*??\" + Whole, null)]
    [InlineData(@"\c:-5*??\" + Whole, null)]
    [InlineData(@"\s:rx1*??\\c:1418169601*??\" + Whole, 1_418_169_601_000_000)]
    [InlineData(@"\s:rx1,c:1418169601*03\" + Whole, null)]
    [InlineData(Whole + ",b003669794,1272412827", 1_272_412_827_000_000)]
    [InlineData(Whole + ",d-093,S2212,t235959.00,T59.00339837,r09STOL1,1272844797", 1_272_844_797_000_000)]
    [InlineData(Whole + ",12724128", null)]
    [InlineData(Whole + ",127241282700", null)]
    [InlineData(Whole, null)]
    [InlineData(@"!AIVDM-\c:1418169601*??\!AIVDM,*??", 1_418_169_601_000_000)]
    [InlineData("# nothing", null)]
    [InlineData("# " + Whole + ",b003669794,1272412827", null)]
    [InlineData("", null)]
    public void ReceiveTimesAreFound(string line, long? expected)
    {
        var found = AisLine.TryReadReceiveTime(Encoding.ASCII.GetBytes(Sum(line)), out var at);
        Assert.Equal(expected, found ? at : null);
    }

    [Fact]
    public void ChecksumIsTheExclusiveOrOfAllBytes()
    {
        var bytes = Encoding.ASCII.GetBytes("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0");
        for (var length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(bytes.Take(length).Aggregate((byte)0, (sum, b) => (byte)(sum ^ b)),
                AisLine.Checksum(bytes.AsSpan(0, length)));
        }
    }

    /// <summary>Puts the right checksum where the text says <c>*??</c>.</summary>
    internal static string Sum(string line)
    {
        for (var star = line.IndexOf("*??", StringComparison.Ordinal); star >= 0;
            star = line.IndexOf("*??", StringComparison.Ordinal))
        {
            var start = line.LastIndexOfAny(['!', '$', '\\'], star);
            var sum = line[(start + 1)..star].Aggregate(0, (s, letter) => s ^ letter);
            line = $"{line[..star]}*{sum:X2}{line[(star + 3)..]}";
        }

        return line;
    }
}
