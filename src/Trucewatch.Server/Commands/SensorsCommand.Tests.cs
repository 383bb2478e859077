using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class SensorsCommandTests
{
    private const string Registry = """
        format: 1
        sensors:
          - id: field
            owner: mission
            kind: mixed
            mount: several
            consent: agreed
            label: { classification: confidential, releasable_to: [mission] }
            feeds: [FEED]
            calibrations:
              - { version: "1", from: 2030-01-01T00:00:00Z }
        """;

    [Fact]
    public async Task What_rests_on_a_sensor_is_what_cites_its_frames()
    {
        using var rig = new ServerRig();
        var (feeds, batches) = ServerRig.Exercise(TimeSpan.FromHours(1));
        var feed = feeds.All[0].Name;
        feeds.AddRegistry();
        using var run = new RunAssembly(ServerRig.Agreement, rig.Data, feeds, exercise: true, TimeProvider.System);
        run.Pipeline.Recover(feeds);
        RegistryFeed.Enter(
            Encoding.UTF8.GetBytes(Registry.Replace("FEED", feed, StringComparison.Ordinal)), run, default);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        foreach (var batch in batches)
        {
            await run.Pipeline.Inbox.WriteAsync(batch);
        }

        run.Pipeline.Inbox.Complete();
        await running;

        var frames = SensorsCommand.FramesOf(rig.Data, run.Store, "field", default, new Instant(long.MaxValue));
        Assert.All(frames, frame => Assert.Equal(feed, frame.Feed));
        var expected = run.Store.ReadFacts(0, int.MaxValue)
            .Select(stored => FactJson.Read(stored.Payload)).OfType<DetectionFact>()
            .Where(fact => fact.Detection.Frames.Any(frame => frame.Feed == feed))
            .Select(fact => fact.Number).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Listed(run, frames, "detection"));
        Assert.NotEmpty(Listed(run, frames, "incident"));

        // Of a period in which it saw nothing, nothing rests on it; and one that nobody registered is no answer.
        Assert.Empty(Listed(run, SensorsCommand.FramesOf(rig.Data, run.Store, "field", default, default), "detection"));
        Assert.Throws<UnusableException>(
            () => SensorsCommand.FramesOf(rig.Data, run.Store, "other", default, new Instant(long.MaxValue)));
    }

    private static List<long> Listed(RunAssembly run, HashSet<FrameCitation> frames, string kind)
    {
        using var output = new StringWriter();
        SensorsCommand.Write(run.Store, frames, output);
        return
        [
            .. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(line => line.Split(','))
                .Where(columns => columns[1] == kind)
                .Select(columns => long.Parse(columns[0], System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }
}
