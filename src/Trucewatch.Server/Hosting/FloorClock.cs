using Trucewatch.Domain;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// The time of the watch floor: the wall clock, or in an exercise the exercise's own time, which runs faster by a
/// factor and cannot be taken for the wall clock's.
/// </summary>
internal sealed class FloorClock
{
    /// <summary>Longer than this nobody need be told to wait: a very slow exercise would ask for centuries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimeProvider time;
    private readonly Instant? exerciseStart;
    private readonly long startedAt;

    public FloorClock(TimeProvider time, Instant? exerciseStart, double speed)
    {
        this.time = time;
        this.exerciseStart = exerciseStart;
        Speed = speed;
        startedAt = time.GetTimestamp();
    }

    /// <summary>Seconds of floor time per second.</summary>
    public double Speed { get; }

    /// <summary>The time now.</summary>
    public Instant Now => exerciseStart is { } start
        ? start + (time.GetElapsedTime(startedAt) * Speed)
        : Instant.From(time.GetUtcNow());

    /// <summary>
    /// How long to wait until floor time reaches an instant, at most <see cref="LongestWait"/>; zero when it has.
    /// </summary>
    public TimeSpan Until(Instant at)
    {
        var seconds = (at - Now).TotalSeconds / Speed;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWait.TotalSeconds));
    }
}
