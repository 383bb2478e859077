using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class FrameDecodingTests
{
    private static readonly GeoPoint place = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);

    [Theory]
    [InlineData(0, 0, false, 1)]
    [InlineData(0, 0, true, 1)]
    [InlineData(129, 0, false, 0)]
    [InlineData(129, 0, true, 1)]
    [InlineData(0, 130, false, 0)]
    [InlineData(0, 130, true, 1)]
    public void A_live_log_makes_nothing_of_what_is_marked_as_exercise(
        byte exercise, byte classification, bool isExercise, int expected)
    {
        var feeds = new FeedTable();
        var feed = feeds.Add(FeedFormats.Find("gmti")!);
        var decoding = new FrameDecoding(feeds, isExercise);
        var to = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteDwell(to, new GmtiHeader("Radar 1", 7, 3, exercise), new GmtiDwellReport(
            0, place, 9000, place, 5000, 1, [new GmtiTarget(place, Classification: classification)]));
        var batch = new FrameBatch();
        batch.Start(feed, 0);
        batch.Add(default, to.WrittenSpan);
        Assert.Equal(expected, decoding.Decode(batch).Length);
        var faults = decoding.Quarantine.Snapshot().SelectMany(one => one.Counts);
        Assert.Equal(expected == 1 ? [] : [(FrameFault.ExerciseMarked, 1L)], faults);
    }
}
