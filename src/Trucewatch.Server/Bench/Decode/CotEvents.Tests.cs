using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Xunit;

namespace Trucewatch.Server.Bench.Decode;

public sealed class CotEventsTests
{
    [Fact]
    public void Events_have_the_length_that_they_are_named_by_and_each_is_a_position()
    {
        foreach (var bytes in new[] { CotEvents.ShortBytes, CotEvents.LongBytes })
        {
            var events = CotEvents.Xml(bytes);
            Assert.All(events, one => Assert.Equal(bytes, one.Length));
            Decode("cot", events);
        }

        Decode("tak", [.. CotEvents.Tak()]);
    }

    private static void Decode(string format, ReadOnlyMemory<byte>[] frames)
    {
        var decoder = FeedFormats.Find(format)!.NewDecoder();
        var buffer = new ObservationBuffer();
        foreach (var frame in frames)
        {
            Assert.Equal(
                FrameFault.None, decoder.Decode(new FrameView(default, default, frame.Span), buffer, new LateFaults()));
        }

        Assert.Equal(frames.Length, buffer.Count);
        Assert.All(buffer.Items.ToArray(), one => Assert.Equal(ObservationKind.Position, one.Kind));
    }
}
