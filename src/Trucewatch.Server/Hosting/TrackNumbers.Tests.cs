using Trucewatch.Domain.Facts;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class TrackNumbersTests
{
    [Fact]
    public void No_two_tracks_have_one_number_and_neighbours_tell_nothing()
    {
        var numbers = new TrackNumbers("a key");
        var given = Enumerable.Range(0, 200_000).Select(numbers.Of).ToList();
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.All(given, number => Assert.InRange(number, 1, TrackNumbers.Most));

        // Of a random order about half the steps go up, and hardly any is a step of one.
        var up = given.Zip(given.Skip(1)).Count(pair => pair.Second > pair.First);
        Assert.InRange(up, 98_000, 102_000);
        Assert.True(given.Zip(given.Skip(1)).Count(pair => Math.Abs(pair.Second - pair.First) < 100) < 10);
        Assert.Equal(given, Enumerable.Range(0, 200_000).Select(new TrackNumbers("a key").Of));
        Assert.NotEqual(given[..4], Enumerable.Range(0, 4).Select(new TrackNumbers("another key").Of));
    }

    [Fact]
    public void The_last_number_is_given_and_one_beyond_is_refused()
    {
        var numbers = new TrackNumbers("a key");
        Assert.InRange(numbers.Of(TrackNumbers.Most - 1), 1, TrackNumbers.Most);
        Assert.ThrowsAny<Exception>(() => numbers.Of(TrackNumbers.Most));
    }

    [Fact]
    public void A_served_folder_keeps_its_numbers_and_a_replayed_one_counts()
    {
        using var rig = new ServerRig();
        Assert.Null(rig.Data.OpenTrackNumbers(isFirstServed: false));
        var first = rig.Data.OpenTrackNumbers(isFirstServed: true)!.Of(0);
        Assert.Equal(first, rig.Data.OpenTrackNumbers(isFirstServed: false)!.Of(0));
        using var other = new ServerRig();
        Assert.NotEqual(first, other.Data.OpenTrackNumbers(isFirstServed: true)!.Of(0));
    }

    [Fact]
    public void What_the_sector_finds_is_the_same_but_for_the_numbers()
    {
        var counted = Run(null);
        var keyed = Run(new TrackNumbers("a key"));
        Assert.Equal(Enumerable.Range(1, counted.Tracks.Count), counted.Tracks);
        Assert.Empty(keyed.Tracks.Intersect(Enumerable.Range(1, keyed.Tracks.Count)));
        Assert.Equal(counted.Tracks.Count, keyed.Tracks.Count);
        Assert.Equal(counted.Facts, keyed.Facts);
    }

    private static (List<int> Tracks, List<string> Facts) Run(TrackNumbers? numbers)
    {
        var (feeds, batches) = ServerRig.Exercise(TimeSpan.FromMinutes(40));
        using var host = new SectorHost(
            ServerRig.Agreement, feeds, new MemoryPictureStore(), numbers is null ? null : numbers.Of);
        foreach (var (position, batch) in batches.Index())
        {
            batch.Position = position;
            host.Process(batch);
        }

        var commit = host.TakeCommit()!;
        List<int> tracks = [.. commit.Tracks.Select(state => state.Id.Value).Distinct()];
        var facts = commit.Facts.Select(fact => fact.Fact switch
        {
            DetectionFact { Detection: var found } => $"{found.Id} {found.Clause} {found.Actor} {found.At}",
            IncidentFact { Incident: var incident } => $"{incident.Id} {incident.Revision} {incident.Clause}",
            var other => other.GetType().Name,
        });
        return (tracks, [.. facts]);
    }
}
