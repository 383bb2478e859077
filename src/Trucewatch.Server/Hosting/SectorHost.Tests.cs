using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Feeds;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class SectorHostTests
{
    private static readonly Lazy<(FeedTable Feeds, List<FrameBatch> Batches)> Exercise =
        new(() => ServerRig.Exercise(TimeSpan.FromMinutes(40)));

    [Fact]
    public void A_repeated_step_gives_the_same_and_commits_nothing_again()
    {
        var store = new MemoryPictureStore();
        using var host = Host(store);
        Step(host);
        var commit = host.TakeCommit()!;
        store.Commit(commit);
        Assert.NotEmpty(commit.Facts);
        Assert.Null(host.TakeCommit());

        using var again = Host(store);
        Step(again);
        again.EndRecovery();
        Assert.Null(again.TakeCommit());
        Assert.Equal(host.Hash(), again.Hash());
        Assert.Equal(host.FrameCount, again.FrameCount);
        Assert.Equal(host.ObservationCount, again.ObservationCount);
    }

    [Fact]
    public void A_restart_in_the_middle_concludes_what_an_uninterrupted_run_does()
    {
        using var whole = Host(new MemoryPictureStore());
        Step(whole);
        var store = new MemoryPictureStore();
        using (var first = Host(store))
        {
            Step(first, to: Exercise.Value.Batches.Count / 2);
            store.Commit(first.TakeCommit()!);
        }

        using var second = Host(store);
        Step(second);
        store.Commit(second.TakeCommit()!);

        Assert.Equal(whole.Hash(), second.Hash());
        Assert.Equal(
            whole.TakeCommit()!.Facts.Select(fact => Convert.ToBase64String(fact.Payload)),
            store.ReadFacts(0, int.MaxValue).Select(fact => Convert.ToBase64String(fact.Payload)));
    }

    [Fact]
    public void A_store_with_another_payload_is_refused()
    {
        var store = new MemoryPictureStore();
        using (var host = Host(store))
        {
            Step(host);
            var commit = host.TakeCommit()!;
            var facts = commit.Facts.ToList();
            facts[^1] = facts[^1] with { Payload = [.. facts[^1].Payload, (byte)' '] };
            store.Commit(commit with { Facts = facts });
        }

        using var again = Host(store);
        var refused = Assert.Throws<InvalidDataException>(() => Step(again));
        Assert.StartsWith(
            FormattableString.Invariant($"fact {store.LastFactNumber}: expected"),
            refused.Message,
            StringComparison.Ordinal);
        Assert.Contains("use another --data folder", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_knows_more_facts_than_the_record_gives_is_refused()
    {
        var store = new MemoryPictureStore();
        using (var host = Host(store))
        {
            Step(host);
            var commit = host.TakeCommit()!;
            var last = commit.Facts[^1];
            var more = last.Fact with { Number = last.Fact.Number + 1 };
            var record = new FactRecord(more, FactJson.Write(more), last.Key);
            store.Commit(commit with { Facts = [.. commit.Facts, record] });
        }

        using var again = Host(store);
        Step(again);
        var refused = Assert.Throws<InvalidDataException>(again.EndRecovery);
        Assert.Contains("another version of the program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_ends_before_the_picture_is_refused()
    {
        var store = new MemoryPictureStore();
        store.Commit(new PictureCommit(0, 7, [], [], []));
        using var host = Host(store);
        Step(host, to: 7);
        var refused = Assert.Throws<InvalidDataException>(host.EndRecovery);
        Assert.Contains("up to position 7, got one up to 6", refused.Message, StringComparison.Ordinal);
        Step(host, from: 7, to: 8);
        host.EndRecovery();
    }

    [Fact]
    public void Faults_are_counted_by_feed_and_the_other_frames_go_on()
    {
        using var rig = new ServerRig();
        using var host = new SectorHost(ServerRig.Agreement, rig.Feeds, rig.Store);
        var batch = ServerRig.Batch(
            rig.First, 0, "junk", "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A", new string('x', 100_000));
        batch.Position = 0;
        host.Process(batch);
        Assert.Equal(3, host.FrameCount);
        Assert.Equal(1, host.ObservationCount);
        var ward = Assert.Single(host.Quarantine.Snapshot());
        Assert.Equal("ais-1", ward.Feed);
        Assert.Equal(2, ward.Counts.Sum(count => count.Count));
        Assert.Contains(ward.Counts, count => count.Fault == FrameFault.TooLong);
    }

    [Fact]
    public void A_row_of_the_year_1_is_kept_counted_and_not_tracked()
    {
        var feeds = new FeedTable();
        var feed = feeds.Add(FeedFormats.Find("csv")!);
        using var host = new SectorHost(ServerRig.Agreement, feeds, new MemoryPictureStore());
        var batch = ServerRig.Batch(
            feed, 0, "time,id,lat,lon", "0001-01-01T00:00:00Z,a,48,37.8", "1970-01-01T00:00:00Z,b,48,37.8");
        batch.Position = 0;
        host.Process(batch);
        Assert.Equal(2, host.ObservationCount);
        Assert.Equal((1, 1L), (host.Summary().Tracks, host.Summary().PastTime));
        var ward = Assert.Single(host.Quarantine.Snapshot());
        Assert.Equal((FrameFault.TimeOutOfWindow, 1L), Assert.Single(ward.Counts));
        Assert.Equal(1, Assert.Single(ward.Latest).Sequence);
    }

    [Fact]
    public void What_a_restricted_sensor_tells_is_restricted_as_track_and_as_frame_also_after_a_restart()
    {
        var (feeds, batches) = ServerRig.Exercise(TimeSpan.FromMinutes(10));
        feeds.AddRegistry();
        var registry = ServerRig.Batch(feeds.Find(RegistryFeed.Name)!, 0, "format: 1\nsensors:\n  - { id: s, owner: o, "
            + "kind: k, mount: m, consent: agreed, label: { classification: confidential, releasable_to: [] }, feeds: "
            + $"[{batches[0].Feed.Name}], calibrations: [{{ version: \"1\", from: 2000-01-01T00:00:00Z }}] }}\n");
        var store = new MemoryPictureStore();
        for (var start = 0; start < 2; start++)
        {
            using var host = new SectorHost(ServerRig.Agreement, feeds, store, isExercise: true);
            foreach (var (position, batch) in new[] { registry }.Concat(batches).Index())
            {
                batch.Position = position;
                host.Process(batch);
            }

            if (host.TakeCommit() is { } commit)
            {
                store.Commit(commit);
            }

            var ofSensor = store.ReadTracks().Where(track => track.State.Evidence.Feed == batches[0].Feed.Id).ToList();
            Assert.NotEmpty(ofSensor);
            Assert.All(ofSensor, track => Assert.False(ReleaseGate.MaySeeLive(
                host.LabelOf(track.State.Id), Audience.Mission)));
            Assert.False(ReleaseGate.MaySeeLive(host.LabelOf(batches[0].Feed, []), Audience.Mission));
            var other = feeds.All.First(feed => feed != batches[0].Feed && feed.Name != RegistryFeed.Name);
            Assert.True(ReleaseGate.MaySeeLive(host.LabelOf(other, []), Audience.Mission));
        }
    }

    private static SectorHost Host(MemoryPictureStore store) =>
        new(ServerRig.Agreement, Exercise.Value.Feeds, store, isExercise: true);

    private static void Step(SectorHost host, int from = 0, int? to = null)
    {
        var batches = Exercise.Value.Batches;
        for (var position = from; position < (to ?? batches.Count); position++)
        {
            batches[position].Position = position;
            host.Process(batches[position]);
        }
    }
}
