using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Watch.Coverage;

public sealed class HeardLedgerTests
{
    [Fact]
    public void A_minute_is_heard_once_however_much_is_heard()
    {
        var ledger = Heard(0, 0, 0, 1, 5);
        Assert.Equal(new FeedHeard("ais-1", 3, 6, 0), ledger.Summary()[0]);
        Assert.Equal(new FeedHeard("cot-1", 0, 0, 0), ledger.Summary()[1]);
        Assert.True(ledger.WasHeard(new FeedId(0), Scene.Time(60)));
        Assert.False(ledger.WasHeard(new FeedId(0), Scene.Time(120)));
    }

    [Fact]
    public void An_earlier_minute_within_the_ledger_counts_and_one_beyond_does_not()
    {
        const int held = HeardLedger.HeldMinutes;
        Assert.Equal(new FeedHeard("ais-1", 2, held, 0), Heard(held, 1).Summary()[0]);
        Assert.Equal(new FeedHeard("ais-1", 1, 1, 1), Heard(held, 0).Summary()[0]);
    }

    [Fact]
    public void Minutes_that_leave_the_ledger_stay_in_the_totals()
    {
        const int held = HeardLedger.HeldMinutes;
        var ledger = Heard(0, 1, held, held * 3);
        Assert.Equal(new FeedHeard("ais-1", 4, (held * 3) + 1, 0), ledger.Summary()[0]);
        Assert.False(ledger.WasHeard(new FeedId(0), Scene.Time(0)));
        Assert.False(ledger.WasHeard(new FeedId(0), Scene.Time(held * 60)));
    }

    private static HeardLedger Heard(params int[] minutes)
    {
        var ledger = new HeardLedger(Scene.Feeds);
        foreach (var minute in minutes)
        {
            var observation = new Observation { ReceivedAt = Scene.Time(minute * 60) };
            ledger.Note(in observation);
        }

        return ledger;
    }
}
