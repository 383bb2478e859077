using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisGroupsTests
{
    // A type 5 message in two sentences; {0} is the sequential id.
    private const string First = "!AIVDM,2,1,{0},A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*??";
    private const string Second = "!AIVDM,2,2,{0},A,88888888880,2*??";

    private readonly AisDecoder decoder = new();
    private readonly ObservationBuffer output = new();
    private readonly LateFaults late = new();
    private long sequence;

    [Fact]
    public void TwoPartsMakeOneObservationThatCitesBoth()
    {
        Assert.Equal(FrameFault.None, Send(First, 3));
        Assert.Equal(0, output.Count);
        Assert.Equal(FrameFault.None, Send(Second, 3));
        var observation = Assert.Single(output.Items.ToArray());
        Assert.Equal((1L, 1), (observation.Frame.Sequence, observation.EarlierParts));
        Assert.Equal("EVER DIADEM", observation.Description!.Name);
    }

    [Fact]
    public void GroupsWithOtherIdsMayBeInterleaved()
    {
        Send(First, 3);
        Send(First, 4);
        Assert.Equal(FrameFault.None, Send(Second, 3));
        Assert.Equal(FrameFault.None, Send(Second, 4));
        Assert.Equal(2, output.Count);
    }

    [Fact]
    public void SourcesMayUseTheSameIds()
    {
        Send(@"\s:a*??\" + First, 3);
        Send(@"\s:b*??\" + First, 3);
        Assert.Equal(FrameFault.None, Send(@"\s:a*??\" + Second, 3));
        Assert.Equal(FrameFault.None, Send(@"\s:b*??\" + Second, 3));
        Assert.Equal((2, 0), (output.Count, late.Items.Count));
    }

    [Fact]
    public void ATagGroupMayNameItsSourceOnlyOnce()
    {
        Send(@"\g:1-2-77,s:a,c:1418169601*??\" + First, 3);
        Send(@"\g:1-2-78,s:a,c:1418169601*??\" + First, 3);
        Assert.Equal(FrameFault.None, Send(@"\g:2-2-78*??\" + Second, 3));
        Assert.Equal(FrameFault.IncompleteGroup, Send(@"\g:2-2-79*??\" + Second, 3));
        Assert.Equal(FrameFault.IncompleteGroup, Send(Second, 3));
        Assert.Equal(1, output.Count);
    }

    [Fact]
    public void ALaterPartAloneIsIncomplete() => Assert.Equal(FrameFault.IncompleteGroup, Send(Second, 3));

    [Fact]
    public void AChannelOfItsOwnIsAGroupOfItsOwn()
    {
        Send(First, 3);
        Assert.Equal(
            FrameFault.IncompleteGroup, Send(Second.Replace(",A,", ",B,", StringComparison.Ordinal), 3));
    }

    [Fact]
    public void ANewFirstPartGivesUpTheOldGroup()
    {
        Send(First, 3);
        Send(First, 3);
        Assert.Equal((new FrameRef(new FeedId(0), 0), FrameFault.IncompleteGroup), Assert.Single(late.Items));
        Assert.Equal(FrameFault.None, Send(Second, 3));
        Assert.Equal(FrameFault.IncompleteGroup, Send(Second, 3));
    }

    [Fact]
    public void APartOutOfOrderEndsTheGroup()
    {
        Send("!AIVDM,3,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf,0*??", 0);
        Assert.Equal(FrameFault.BadGroup, Send("!AIVDM,3,3,1,A,88888888880,2*??", 0));
        Assert.Equal((new FrameRef(new FeedId(0), 0), FrameFault.IncompleteGroup), Assert.Single(late.Items));
        Assert.Equal(FrameFault.IncompleteGroup, Send("!AIVDM,3,2,1,A,0NSQEp6ClRp8,0*??", 0));
    }

    [Theory]
    [InlineData(AisGroups.LifeUs, FrameFault.None)]
    [InlineData(AisGroups.LifeUs + 1, FrameFault.IncompleteGroup)]
    public void AGroupLivesTenSeconds(long laterUs, FrameFault expected)
    {
        Send(First, 3);
        Assert.Equal(expected, Send(Second, 3, laterUs));
        Assert.Equal(expected == FrameFault.None ? 0 : 1, late.Items.Count);
    }

    [Fact]
    public void AnyFrameOfTheSameClockEndsOldGroups()
    {
        Send(First, 3);
        Send("# nothing", 0, AisGroups.LifeUs + 1);
        Assert.Equal((new FrameRef(new FeedId(0), 0), FrameFault.IncompleteGroup), Assert.Single(late.Items));
    }

    [Fact]
    public void AnotherSourcesClockEndsNoGroup()
    {
        Send(@"\s:a,c:1418169601*??\" + First, 3);
        Send(@"\s:b,c:1418172113*??\" + First, 3, 2_512_000_000);
        Assert.Empty(late.Items);
        Assert.Equal(FrameFault.None, Send(@"\s:a,c:1418169602*??\" + Second, 3, 1_000_000));
    }

    [Fact]
    public void ASourceMayHaveTenOpenGroups()
    {
        // Ten ids on one channel, then one more on another; a second source is not touched.
        Send(@"\s:other*??\" + First, 0);
        for (var id = 0; id < AisGroups.MaxOpenOfSource; id++)
        {
            Send(First, id);
        }

        Assert.Empty(late.Items);
        Send(First.Replace(",A,", ",B,", StringComparison.Ordinal), 0);
        Assert.Equal((new FrameRef(new FeedId(0), 1), FrameFault.TooManyGroups), Assert.Single(late.Items));
        Assert.Equal(FrameFault.IncompleteGroup, Send(Second, 0));
        Assert.Equal(FrameFault.None, Send(Second, 1));
        Assert.Equal(FrameFault.None, Send(@"\s:other*??\" + Second, 0));
    }

    [Fact]
    public void AFeedMayHaveSixtyFourOpenGroups()
    {
        for (var source = 0; source < AisGroups.MaxOpen; source++)
        {
            Send(FormattableString.Invariant($@"\s:{source}*??\") + First, 0);
        }

        Assert.Empty(late.Items);
        Send(@"\s:more*??\" + First, 0);
        Assert.Equal((new FrameRef(new FeedId(0), 0), FrameFault.TooManyGroups), Assert.Single(late.Items));
    }

    [Fact]
    public void NinePartsMakeAMessage()
    {
        const string Payload = "55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp888888888880";
        for (var part = 1; part <= AisSentence.MaxParts; part++)
        {
            var piece = part < 9 ? Payload.Substring((part - 1) * 8, 8) : Payload[64..];
            Assert.Equal(FrameFault.None, Send(
                FormattableString.Invariant($"!AIVDM,9,{part},1,A,{piece},{(part < 9 ? 0 : 2)}*??"), 0));
        }

        Assert.Equal(8, Assert.Single(output.Items.ToArray()).EarlierParts);
    }

    [Fact]
    public void AGroupLongerThanTheBufferIsRefused()
    {
        var piece = new string('0', 400);
        Assert.Equal(FrameFault.None, Send($"!AIVDM,3,1,1,A,{piece},0*??", 0));
        Assert.Equal(FrameFault.None, Send($"!AIVDM,3,2,1,A,{piece},0*??", 0));
        Assert.Equal(FrameFault.BadGroup, Send($"!AIVDM,3,3,1,A,{piece},0*??", 0));
        Assert.Equal(2, late.Items.Count);
    }

    [Theory]
    [InlineData(AisBits.MaxPayloadChars, FrameFault.UnsupportedType)]
    [InlineData(AisBits.MaxPayloadChars + 1, FrameFault.WrongLength)]
    public void TheLongestPayloadFits(int letters, FrameFault expected) =>
        Assert.Equal(expected, Send($"!AIVDM,1,1,,A,{new string('0', letters)},0*??", 0));

    private FrameFault Send(string sentence, int id, long laterUs = 0)
    {
        var digit = id.ToString(CultureInfo.InvariantCulture);
        var text = AisLineTests.Sum(sentence.Replace("{0}", digit, StringComparison.Ordinal));
        var frame = new FrameView(
            new FrameRef(new FeedId(0), sequence++),
            new Instant(AisRun.StartUs + laterUs),
            Encoding.ASCII.GetBytes(text));
        return decoder.Decode(frame, output, late);
    }
}
