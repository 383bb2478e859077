using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Xunit;

namespace Trucewatch.Server.Bench.Decode;

public sealed class KlvPacketsTests
{
    [Fact]
    public void Each_packet_is_a_platform_and_a_look_raw_and_in_a_stream()
    {
        var raw = Decode(KlvPackets.Raw());
        Assert.InRange(raw.Count, 1000, 1024);
        Assert.Equal(raw.Count, raw.LookCount);
        var stream = Decode(KlvPackets.Stream());
        Assert.Equal((1024, 1024), (stream.Count, stream.LookCount));
    }

    private static ObservationBuffer Decode(IEnumerable<ReadOnlyMemory<byte>> frames)
    {
        var (decoder, buffer) = (FeedFormats.Find("klv")!.NewDecoder(), new ObservationBuffer());
        foreach (var frame in frames)
        {
            Assert.Equal(
                FrameFault.None, decoder.Decode(new FrameView(default, default, frame.Span), buffer, new LateFaults()));
        }

        return buffer;
    }
}
