using System.Globalization;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// What one source may send: so many a second on the long run, and as much at once as one second's worth.
/// </summary>
/// <param name="BytesPerS">Bytes a second, greater than 0.</param>
/// <param name="FramesPerS">Frames a second, greater than 0.</param>
public sealed record QuotaLimits(long BytesPerS, long FramesPerS)
{
    /// <summary>
    /// Quota of a feed unless told otherwise: far above what a network of receivers sends, and below what the pipeline
    /// can take in.
    /// </summary>
    public static readonly QuotaLimits OfFeed = new(8 * 1024 * 1024, 50_000);

    /// <summary>Greatest number of bytes or frames a second that can be asked for.</summary>
    public const long Most = 1_000_000_000_000;

    /// <summary>
    /// Reads <c>FEED=BYTES,FRAMES</c>, both a second; otherwise says in one line what was expected and what was found.
    /// </summary>
    public static bool TryParse(string text, out (string Feed, QuotaLimits Limits) quota, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (equals, comma) = (text.IndexOf('=', StringComparison.Ordinal), text.LastIndexOf(','));
        (quota, error) = (default, "");
        if (equals > 0 && comma > equals && TryRate(text[(equals + 1)..comma], out var bytes)
            && TryRate(text[(comma + 1)..], out var frames))
        {
            quota = (text[..equals], new QuotaLimits(bytes, frames));
            return true;
        }

        error = FormattableString.Invariant(
            $"quota: expected FEED=BYTES,FRAMES, both a second and 1 to {Most}, got '{text}'");
        return false;
    }

    private static bool TryRate(string text, out long rate) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rate) && rate is >= 1 and <= Most;

    /// <summary>
    /// Quota of one connection of a feed: half of the feed's, so that no connection has it to itself.
    /// </summary>
    public QuotaLimits OfConnection => new(Math.Max(1, BytesPerS / 2), Math.Max(1, FramesPerS / 2));
}

/// <summary>
/// A bucket of bytes and one of frames that fill with time. What is taken in is charged when its frames are known, so a
/// bucket may fall below zero once; nothing more is taken until it is above it again. Safe for several threads.
/// </summary>
public sealed class Quota
{
    private readonly QuotaLimits limits;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private double bytes;
    private double frames;
    private long filledAt;

    /// <summary>Makes full buckets.</summary>
    /// <param name="limits">What may be taken.</param>
    /// <param name="clock">The clock by which they fill.</param>
    public Quota(QuotaLimits limits, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.BytesPerS, 1, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.FramesPerS, 1, nameof(limits));
        this.limits = limits;
        this.clock = clock;
        (bytes, frames) = (limits.BytesPerS, limits.FramesPerS);
        filledAt = clock.GetTimestamp();
    }

    /// <summary>True when something may be taken in now.</summary>
    public bool HasRoom()
    {
        lock (gate)
        {
            Fill();
            return bytes > 0 && frames > 0;
        }
    }

    /// <summary>Charges what was taken in, and gives the time to wait before more is taken; usually zero.</summary>
    public TimeSpan Charge(long takenBytes, long takenFrames)
    {
        lock (gate)
        {
            Fill();
            bytes -= takenBytes;
            frames -= takenFrames;
            var seconds = Math.Max(-bytes / limits.BytesPerS, -frames / limits.FramesPerS);
            return seconds > 0 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        }
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        var seconds = clock.GetElapsedTime(filledAt, now).TotalSeconds;
        filledAt = now;
        bytes = Math.Min(limits.BytesPerS, bytes + (seconds * limits.BytesPerS));
        frames = Math.Min(limits.FramesPerS, frames + (seconds * limits.FramesPerS));
    }
}
