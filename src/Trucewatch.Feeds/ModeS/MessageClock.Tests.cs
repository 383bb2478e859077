using Trucewatch.Domain;
using Xunit;

namespace Trucewatch.Feeds.ModeS;

public sealed class MessageClockTests
{
    private const ulong Second = 12_000_000;

    [Fact]
    public void WithoutACounterTheReceiveTimesCount()
    {
        var clock = new MessageClock();
        var first = clock.Next(At(1_000_000));
        Assert.Equal(2_500_000, clock.Next(At(3_500_000)) - first);
        // Receive times do not go back within a feed; if they do, no time passes.
        Assert.Equal(2_500_000, clock.Next(At(3_000_000)) - first);
    }

    [Fact]
    public void ACounterInOrderCountsAndABurstDoesNotDeceive()
    {
        var clock = new MessageClock();
        var first = clock.Next(At(0, 5 * Second));
        Assert.Equal(60_000_000, clock.Next(At(1, 65 * Second)) - first);
        // A little out of order, as servers with several threads write.
        Assert.Equal(59_500_000, clock.Next(At(2, (65 * Second) - (Second / 2))) - first);
        // Without a counter, or with the mark of a computed position, no time passes.
        Assert.Equal(59_500_000, clock.Next(At(9_000_000)) - first);
        Assert.Equal(59_500_000, clock.Next(At(9_000_000, Reception.MultilaterationMark)) - first);
    }

    [Fact]
    public void TheCounterMayWrap()
    {
        var clock = new MessageClock();
        var first = clock.Next(At(0, 0x1_0000_0000_0000 - Second));
        Assert.Equal(3_000_000, clock.Next(At(0, 2 * Second)) - first);
    }

    [Fact]
    public void ANewStartLeapsOverEverything()
    {
        var clock = new MessageClock();
        var first = clock.Next(At(0, 100 * Second));
        Assert.InRange(clock.Next(At(1, 3 * Second)) - first, MessageClock.LeapUs, MessageClock.LeapUs + 1);
        // From here the receive times count, until the counter has been in order for long enough.
        var latest = clock.Next(At(1, 3 * Second));
        for (ulong number = 0; number < MessageClock.OrderBeforeBelief - 1; number++)
        {
            var next = clock.Next(At(1, (4 * Second) + number));
            Assert.Equal(latest, next);
            latest = next;
        }

        Assert.Equal(MessageClock.LeapUs, clock.Next(At(1, 9 * Second)) - latest);
        Assert.Equal(MessageClock.LeapUs + 2_000_000, clock.Next(At(1, 11 * Second)) - latest);
    }

    [Fact]
    public void ABackstepOfASecondIsBorneAndOneTickMoreIsANewStart()
    {
        var clock = new MessageClock();
        var first = clock.Next(At(0, 100 * Second));
        Assert.Equal(-1_000_000, clock.Next(At(0, 99 * Second)) - first);
        Assert.True(clock.Next(At(0, (98 * Second) - 1)) - first >= MessageClock.LeapUs - 1_000_000);
    }

    [Fact]
    public void SeveralReceiversCountersAreGivenUpAfterSoManyDisorders()
    {
        var clock = new MessageClock();
        long receivedAt = 0;
        var latest = clock.Next(At(receivedAt, 1000 * Second));
        for (var disorder = 0; disorder <= MessageClock.MaxDisorders; disorder++)
        {
            clock.Next(At(receivedAt, 10 * Second));
            for (ulong number = 1; number <= MessageClock.OrderBeforeBelief + 1; number++)
            {
                latest = clock.Next(At(receivedAt, (1000 * Second) + number));
            }
        }

        for (ulong number = 0; number < 100; number++)
        {
            receivedAt += 10;
            var next = clock.Next(At(receivedAt, (2000 * Second) + (number * Second)));
            Assert.Equal(10, next - latest);
            latest = next;
        }
    }

    [Fact]
    public void NoCounterCanDriveTheTimeOverItsEnd()
    {
        var clock = new MessageClock();
        var latest = clock.Next(At(0, 1));
        ulong counter = 1;
        for (var number = 0; number < 300_000; number++)
        {
            counter = (counter + 0x7FFF_FFFF_FFFF) & 0xFFFF_FFFF_FFFF;
            var next = clock.Next(At(0, counter == 0 ? 1 : counter));
            Assert.InRange(next - latest, 0, 2 * MessageClock.LeapUs);
            latest = next;
        }
    }

    private static Reception At(long us, ulong ticks = 0) => new(new Instant(us), ticks);
}
