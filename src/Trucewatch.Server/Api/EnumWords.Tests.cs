using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Server.Api;

public sealed class EnumWordsTests
{
    [Theory]
    [InlineData(FrameFault.BadChecksum, "bad-checksum")]
    [InlineData(FrameFault.Empty, "empty")]
    [InlineData(FrameFault.TimeOutOfWindow, "time-out-of-window")]
    public void A_fault_reads_in_words(FrameFault fault, string words) => Assert.Equal(words, EnumWords.Of(fault));

    [Fact]
    public void No_two_faults_read_the_same()
    {
        var words = Enum.GetValues<FrameFault>().Select(EnumWords.Of).ToList();
        Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        Assert.All(words, word => Assert.Matches("^[a-z]+(-[a-z]+)*$", word));
    }
}
