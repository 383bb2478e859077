using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class FeedHealthTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_900_000_000);

    [Fact]
    public void Lateness_is_that_of_the_newest_observations_with_a_source_time()
    {
        var health = new FeedHealth();
        Assert.Null(health.LatenessOf("ais-1"));
        health.Note("ais-1", [], [Observed(null)]);
        Assert.Null(health.LatenessOf("ais-1"));
        health.Note("ais-1", [], [.. Enumerable.Range(1, 200).Select(seconds => Observed(seconds))]);
        Assert.Equal(new Lateness(100, 198), health.LatenessOf("ais-1"));
        health.Note("ais-1", [], [.. Enumerable.Repeat(Observed(7), FeedHealth.MostDelays)]);
        Assert.Equal(new Lateness(7, 7), health.LatenessOf("ais-1"));
        Assert.Null(health.LatenessOf("ais-2"));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_minute()
    {
        var health = new FeedHealth();
        for (var second = 0; second < 300; second++)
        {
            var at = Start.UnixMicroseconds + (second * 1_000_000L);
            health.Note("ais-1", [at, at, at], []);
        }

        Assert.Equal(3, health.FramesPerS("ais-1", Start + TimeSpan.FromSeconds(299)), 0.06);
        Assert.Equal(1.5, health.FramesPerS("ais-1", Start + TimeSpan.FromSeconds(329)), 0.06);
        Assert.Equal(0, health.FramesPerS("ais-1", Start + TimeSpan.FromSeconds(400)));
    }

    [Fact]
    public void Observations_are_counted_by_what_is_known_of_their_origin()
    {
        var health = new FeedHealth();
        var signed = Observed(1);
        signed.IsAuthenticated = true;
        health.Note("ais-1", [], [signed, Observed(1), Observed(1)]);
        Assert.Equal((3L, 1L, 3L), health.ObservationsOf("ais-1"));
    }

    private static Observation Observed(double? delayS) => new()
    {
        At = Start,
        HasSourceTime = delayS is not null,
        ReceivedAt = Start + TimeSpan.FromSeconds(delayS ?? 0),
    };
}
