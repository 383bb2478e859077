using Trucewatch.Domain;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class FloorClockTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_000_000);

    [Fact]
    public void Without_an_exercise_it_is_the_wall_clock()
    {
        var time = new SetTime();
        var clock = new FloorClock(time, null, 1);
        Assert.Equal(Instant.From(time.Now), clock.Now);
        time.Now += TimeSpan.FromMinutes(3);
        Assert.Equal(Instant.From(time.Now), clock.Now);
        Assert.Equal(TimeSpan.FromSeconds(5), clock.Until(clock.Now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void An_exercise_begins_at_its_start_and_runs_faster_by_the_factor()
    {
        var time = new SetTime();
        var clock = new FloorClock(time, Start, 60);
        Assert.Equal(Start, clock.Now);
        time.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(Start + TimeSpan.FromMinutes(2), clock.Now);
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Until(Start + TimeSpan.FromMinutes(3)));
    }

    [Theory]
    [InlineData(-10, 1, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(3600, 1, 3600)]
    [InlineData(3601, 1, 3600)]
    [InlineData(60, 1e-12, 3600)]
    public void Nobody_waits_for_the_past_or_longer_than_a_timer_can(double seconds, double speed, double wait)
    {
        var clock = new FloorClock(new SetTime(), Start, speed);
        Assert.Equal(TimeSpan.FromSeconds(wait), clock.Until(Start + TimeSpan.FromSeconds(seconds)));
    }
}
