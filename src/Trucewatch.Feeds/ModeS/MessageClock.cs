namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Tells how much time lies between two messages of one feed: by the receiver's 12 MHz counter where it runs on in
/// order, because a stalled connection hands over old and new messages at once and a file has no times of its own;
/// else by the receive times. When it changes from one to the other, or the counter starts anew, it leaps by
/// <see cref="LeapUs"/>, so that whatever came before is too old for everything.
/// </summary>
internal sealed class MessageClock
{
    /// <summary>The leap, in microseconds: an hour, longer than anything is remembered for.</summary>
    public const long LeapUs = 3600L * 1_000_000;

    /// <summary>Messages in order before the counter is believed again; the first counter of a feed is.</summary>
    public const int OrderBeforeBelief = 16;

    /// <summary>
    /// Times that the counter may run backwards, before it is taken for several receivers' and never believed again.
    /// </summary>
    public const int MaxDisorders = 8;

    private const int TicksPerUs = 12;
    private const ulong CounterMask = 0xFFFF_FFFF_FFFF;

    // Servers with several threads give messages out a little out of order; a step back beyond that is a new start.
    private const long BackstepTicks = TicksPerUs * 1_000_000L;

    private long ticks;
    private ulong lastCounter;
    private long lastReceivedUs = long.MinValue;
    private int inOrder = OrderBeforeBelief;
    private int disorders;
    private bool byCounter;

    /// <summary>Microseconds of this message on the feed's own line of time; only differences mean anything.</summary>
    public long Next(in Reception reception)
    {
        var receivedUs = reception.ReceivedAt.UnixMicroseconds;
        var waitedUs = lastReceivedUs == long.MinValue ? 0 : Math.Max(receivedUs - lastReceivedUs, 0);
        lastReceivedUs = receivedUs;
        if (reception.Ticks == 0 || reception.IsMultilateration || disorders > MaxDisorders)
        {
            return Wait(waitedUs);
        }

        var step = (long)((reception.Ticks - lastCounter) << 16) >> 16;
        var isFirst = lastCounter == 0;
        lastCounter = reception.Ticks & CounterMask;
        if (!isFirst && step < -BackstepTicks)
        {
            disorders++;
            inOrder = 0;
            Believe(false);
            return Wait(waitedUs);
        }

        inOrder++;
        if (!byCounter)
        {
            Believe(inOrder > OrderBeforeBelief);
            return Wait(waitedUs);
        }

        ticks += Math.Min(step, LeapUs * TicksPerUs);
        return ticks / TicksPerUs;
    }

    private long Wait(long waitedUs)
    {
        ticks += byCounter ? 0 : Math.Min(waitedUs, LeapUs) * TicksPerUs;
        return ticks / TicksPerUs;
    }

    private void Believe(bool counter)
    {
        if (byCounter != counter)
        {
            byCounter = counter;
            ticks += LeapUs * TicksPerUs;
        }
    }
}
