using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Evidence;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;
using Xunit;

namespace Trucewatch.Server.Api.Floor;

public sealed class FloorApiTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(40);

    [Fact]
    public void Counts_are_those_of_what_the_list_shows()
    {
        using var world = new World([]);
        foreach (var audience in new[] { Audience.Mission, Audience.Party("west"), Audience.Public })
        {
            var listed = IncidentsApi.Page(world.Floor, audience, IncidentFilter.Open, 0, 200).Items.Count;
            Assert.Equal(listed, FloorApi.View(world.Floor, audience).OpenIncidents.Count);
            Assert.Equal(listed > 0, audience == Audience.Mission);
        }

        Assert.NotEmpty(FeedsApi.View(world.Floor, Audience.Mission).Items);
        Assert.Empty(FeedsApi.View(world.Floor, Audience.Party("west")).Items);
    }

    [Fact]
    public void Of_a_feed_whose_sensor_nobody_may_read_no_count_is_told()
    {
        var withheld = ServerRig.Exercise(TimeSpan.Zero).Feeds.All.Single(feed => feed.Format == "report").Name;
        using var world = new World([withheld]);
        using var without = new World([withheld], leftOut: withheld);
        var seen = Seen(world.Floor);
        Assert.Equal(Seen(without.Floor), seen);
        Assert.Contains($"\"name\":\"{world.Floor.Feeds.All[0].Name}\"", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(withheld, seen, StringComparison.Ordinal);

        // The two worlds do differ in what is withheld, or equality would say nothing.
        Assert.NotEqual(
            world.Floor.Store.CountIncidents(IncidentStatus.Open),
            without.Floor.Store.CountIncidents(IncidentStatus.Open));
    }

    [Fact]
    public void A_page_ends_where_the_reader_s_list_does()
    {
        using var world = new World([]);
        var all = IncidentsApi.Page(world.Floor, Audience.Mission, IncidentFilter.Any, 0, 200);
        Assert.Null(all.Next);
        var first = IncidentsApi.Page(world.Floor, Audience.Mission, IncidentFilter.Any, 0, all.Items.Count - 1);
        Assert.Equal($"{all.Items.Count - 1}", first.Next);
        var rest = IncidentsApi.Page(world.Floor, Audience.Mission, IncidentFilter.Any, all.Items.Count - 1, 1);
        Assert.Equal((all.Items[^1].Id, (string?)null), (Assert.Single(rest.Items).Id, rest.Next));
        var none = IncidentsApi.Page(world.Floor, Audience.Party("west"), IncidentFilter.Any, 0, 1);
        Assert.Equal((0, (string?)null), (none.Items.Count, none.Next));
    }

    /// <summary>What the floor tells the mission of its feeds and numbers, checkpoint and keys apart.</summary>
    private static string Seen(WatchFloor floor)
    {
        var view = FloorApi.View(floor, Audience.Mission);
        return JsonSerializer.Serialize(view with { Record = null! }, ApiJson.Default.FloorView);
    }

    /// <summary>A stretch of the exercise; the sensors of some feeds are released to nobody.</summary>
    private sealed class World : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly RunAssembly run;

        public World(string[] withheld, string? leftOut = null)
        {
            var (feeds, batches) = ServerRig.Exercise(Length);
            feeds.AddRegistry();
            run = new RunAssembly(
                ServerRig.Agreement, DataFolder.Open(folder.Path), feeds, exercise: true, new SetTime());
            var heard = new HeardRecord();
            var tracks = new LiveTracks();
            var sensors = withheld.Select(name =>
                $"  - {{ id: of-{name}, owner: o, kind: k, mount: m, consent: agreed, "
                + $"label: {{ classification: confidential, releasable_to: [] }}, feeds: [{name}], "
                + "calibrations: [{ version: \"1\", from: 2000-01-01T00:00:00Z }] }\n");
            var registry = ServerRig.Batch(
                feeds.Find(RegistryFeed.Name)!, 0, "format: 1\nsensors:\n" + string.Concat(sensors));
            foreach (var (position, batch) in batches.Prepend(registry).Index())
            {
                if (batch.Feed.Name != leftOut)
                {
                    batch.Position = position;
                    run.Host.Process(batch);
                    heard.Note(batch.Feed.Name, batch.ReceivedAtUs);
                }
            }

            var commit = run.Host.TakeCommit()!;
            run.Store.Commit(commit);
            tracks.Publish(commit.Tracks);

            Floor = ServerRig.Floor(run, feeds, new Instant(batches[^1].ReceivedAtUs[^1]), heard, tracks);
        }

        public WatchFloor Floor { get; }

        public void Dispose()
        {
            run.Dispose();
            folder.Dispose();
        }
    }
}
