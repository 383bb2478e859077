using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Feeds.Beast;

public sealed class BeastTrafficTests
{
    [Fact]
    public void Each_aircraft_is_placed_and_named_and_no_frame_is_at_fault()
    {
        var decoder = BeastFormat.Format.NewDecoder();
        var output = new ObservationBuffer();
        var sequence = 0L;
        foreach (var frame in BeastTraffic.Frames(seed: 1, aircraft: 20, seconds: 6))
        {
            var cut = BeastFormat.Format.NewFramer().Next(frame.Span, final: true);
            Assert.Equal(frame.Length, cut.Length);
            var at = Instant.FromUnixSeconds(1_900_000_000 + (sequence / 200));
            var view = new FrameView(new FrameRef(new FeedId(0), sequence++), at, frame.Span);
            Assert.Equal(FrameFault.None, decoder.Decode(view, output, new LateFaults()));
        }

        Assert.Equal(20 * 6 * 10, sequence);
        var items = output.Items.ToArray();
        foreach (var kind in new[] { ObservationKind.Position, ObservationKind.Description })
        {
            Assert.Equal(20, items.Where(one => one.Kind == kind).DistinctBy(one => one.Identity).Count());
        }

        // The first position of an aircraft needs a pair, of one zone; all others stand by themselves.
        Assert.InRange(items.Count(one => one.Kind == ObservationKind.Position), 20 * 10, 20 * 11);
    }

    [Fact]
    public void A_seed_gives_its_own_frames_and_always_the_same()
    {
        Assert.Equal(Bytes(1), Bytes(1));
        Assert.NotEqual(Bytes(1), Bytes(2));
    }

    private static byte[] Bytes(ulong seed) =>
        [.. BeastTraffic.Frames(seed, 3, 2).SelectMany(frame => frame.ToArray())];
}
