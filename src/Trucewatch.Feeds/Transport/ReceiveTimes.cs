using Trucewatch.Domain;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Gives each frame of a feed its receive time, which never goes backwards within the feed. A live feed has the clock's
/// time. A replayed feed has the time that its frame carries (tag block, log line); a frame without one has the latest
/// time so far, and before the first such time the k-th frame has <c>start + k / rate</c>.
/// </summary>
public sealed class ReceiveTimes
{
    private readonly Instant start;
    private readonly double usPerFrame;
    private readonly ReceiveTimeReader? read;
    private readonly bool replayed;
    private long latestUs = long.MinValue;
    private long frames;
    private bool carried;

    private ReceiveTimes(bool replayed, Instant start, double framesPerSecond, ReceiveTimeReader? read)
    {
        this.replayed = replayed;
        this.start = start;
        this.read = read;
        usPerFrame = 1e6 / framesPerSecond;
    }

    /// <summary>Where a replayed feed without times begins, unless told otherwise.</summary>
    public static Instant DefaultStart { get; } = Instant.FromUnixSeconds(946_684_800);

    /// <summary>Frames a second of a replayed feed without times, unless told otherwise.</summary>
    public static double DefaultFramesPerSecond => 10;

    /// <summary>Frames whose carried time was earlier than one before it, and so was raised.</summary>
    public long Raised { get; private set; }

    /// <summary>Times of a live feed: the clock's.</summary>
    public static ReceiveTimes Live() => new(replayed: false, default, 1, read: null);

    /// <summary>Times of a replayed feed.</summary>
    /// <param name="start">Receive time of the first frame, if the feed carries none.</param>
    /// <param name="framesPerSecond">Frames a second, if the feed carries no times; finite and greater than 0.</param>
    /// <param name="read">Reads a frame's own time, or null where the format has none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a finite number above 0.</exception>
    public static ReceiveTimes Replayed(Instant start, double framesPerSecond, ReceiveTimeReader? read)
    {
        if (!(framesPerSecond > 0) || !double.IsFinite(1e6 / framesPerSecond))
        {
            throw new ArgumentOutOfRangeException(
                nameof(framesPerSecond),
                FormattableString.Invariant($"expected frames a second above 0, got {framesPerSecond}"));
        }

        return new ReceiveTimes(replayed: true, start, framesPerSecond, read);
    }

    /// <summary>The receive time of the feed's next frame.</summary>
    public Instant Next(ReadOnlySpan<byte> frame, Instant clock)
    {
        var us = replayed ? Replay(frame) : clock.UnixMicroseconds;
        latestUs = Math.Max(latestUs, us);
        return new Instant(latestUs);
    }

    private long Replay(ReadOnlySpan<byte> frame)
    {
        var number = frames++;
        if (read is not null && read(frame, out var us))
        {
            Raised += carried && us < latestUs ? 1 : 0;
            // The first carried time wins over the made-up ones before it, but time still does not go backwards.
            carried = true;
            return us;
        }

        return carried ? latestUs : start.UnixMicroseconds + (long)(number * usPerFrame);
    }
}
