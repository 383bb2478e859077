using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Tests.Guides;

/// <summary>Follows docs/guides/add-a-feed.md: its code is the code that runs here.</summary>
public sealed class AddAFeedTests
{
    [Fact]
    public void The_guide_shows_the_example_as_it_is_compiled()
    {
        var guide = Text("docs/guides/add-a-feed.md");
        var shown = guide.Split("```csharp\n")[1].Split("```")[0];
        Assert.Equal(Text("tests/Trucewatch.Tests/Guides/BuoyFormat.cs"), shown);
    }

    [Fact]
    public void The_example_is_found_framed_decoded_and_printed()
    {
        Assert.True(FeedAddress.TryParse("buoy:buoys.txt", Find, out var address, out var error), error);
        var pool = new BatchPool();
        var batches = new List<FrameBatch>();
        var feed = new Feed(new FeedId(0), "buoy-1", "buoy", Label.Mission);
        var batcher = new FrameBatcher(feed, address!.Format, ReceiveTimes.Live(), pool, batches.Add);
        var text = "B,123456789,2030-06-03T06:00:00Z,46.5,31.25\njunk\nB,1,2030-06-03T06:00:00Z,91,0\n"
            + "B,1,2030-06-03T06:00:00Z,1,2,3\nB,1,2030-06-03T06:00:00Z,1,2,3,4,5\n" + new string('x', 200);
        batcher.Push(Encoding.ASCII.GetBytes(text), final: true, Instant.FromUnixSeconds(1_906_700_000));
        var (decoder, output, late) = (address.Format.NewDecoder(), new ObservationBuffer(), new LateFaults());
        var faults = new List<FrameFault>();
        var batch = Assert.Single(batches);
        for (var index = 0; index < batch.Count; index++)
        {
            var frame = batch[index];
            faults.Add(address.Format.IsTooLong(frame) ? FrameFault.TooLong : decoder.Decode(frame, output, late));
        }

        Assert.Equal(
            [
                FrameFault.None, FrameFault.BadSyntax, FrameFault.OutOfRange, FrameFault.BadSyntax,
                FrameFault.BadSyntax, FrameFault.TooLong,
            ],
            faults);
        Assert.Equal("mmsi:123456789", Assert.Single(output.Items.ToArray()).Identity.ToString());
        var lines = new System.Buffers.ArrayBufferWriter<byte>();
        var printer = address.Format.NewPrinter(new PrintOptions(Unscaled: false));
        Assert.Equal(FrameFault.None, printer.Print(batch[0], lines, late));
        Assert.Equal(
            """{"mmsi":123456789,"lat":46.5,"lon":31.25}""" + "\n", Encoding.UTF8.GetString(lines.WrittenSpan));
    }

    private static FeedFormat? Find(string id) => id == BuoyFormat.Format.Id ? BuoyFormat.Format : FeedFormats.Find(id);

    private static string Text(string path) =>
        File.ReadAllText(Path.Combine(RepositoryTree.Root, path)).ReplaceLineEndings("\n");
}
