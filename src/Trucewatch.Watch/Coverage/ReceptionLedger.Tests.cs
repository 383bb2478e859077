using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Coverage;

public sealed class ReceptionLedgerTests
{
    private const int SlotS = 300;

    private static readonly FeedId Feed = new(0);
    private static readonly GeoPoint Here = GeoPoint.FromDegrees(latitudeDeg: 45.1, longitudeDeg: -0.1);

    [Fact]
    public void The_share_is_that_of_a_set_of_slots()
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var random = new Splitmix(seed);
            var ledger = new ReceptionLedger(TimeSpan.FromSeconds(SlotS));
            var (heard, newest) = (new HashSet<long>(), long.MinValue);
            for (var step = 0; step < 60; step++)
            {
                // Times before 1970 too, where a division that rounds to zero would go wrong.
                var slot = (long)random.Between(-60, 60);
                newest = Math.Max(newest, slot);
                heard.RemoveWhere(old => old <= newest - ReceptionLedger.HeldSlots);
                if (slot > newest - ReceptionLedger.HeldSlots)
                {
                    heard.Add(slot);
                }

                Note(ledger, (slot * SlotS) + 17, latitudeDeg: 45.1, longitudeDeg: -0.1);
                var from = (long)random.Between(-60, 30);
                var until = from + 2 + (long)random.Between(0, 40);
                var asked = Enumerable.Range(1, (int)(until - from) - 1).Select(each => from + each).ToList();
                var wanted = (double)asked.Count(heard.Contains) / asked.Count;

                Assert.Equal(wanted, Share(ledger, from, until), 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(0, 45.1, -0.1, 1)]
    [InlineData(0, 45.3, 0.1, 1)]
    [InlineData(0, 45.5, -0.1, 0)]
    [InlineData(0, 45.1, 0.3, 0)]
    [InlineData(1, 45.1, -0.1, 0)]
    public void Only_the_feed_and_the_cells_beside_count(
        int feed, double latitudeDeg, double longitudeDeg, double expected)
    {
        var ledger = new ReceptionLedger(TimeSpan.FromSeconds(SlotS));
        for (var slot = 0; slot < 5; slot++)
        {
            Note(ledger, slot * SlotS, latitudeDeg, longitudeDeg, feed);
        }

        Assert.Equal(expected, Share(ledger, 0, 4));
    }

    [Fact]
    public void What_runs_ahead_counts_at_its_receipt()
    {
        var ledger = new ReceptionLedger(TimeSpan.FromSeconds(SlotS));
        Note(ledger, 10 * SlotS, 45.1, -0.1, receivedS: SlotS);
        Assert.Equal((1, 0), (Share(ledger, 0, 2), Share(ledger, 9, 11)));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 2, 1)]
    [InlineData(0, ReceptionLedger.HeldSlots + 1, 1)]
    [InlineData(0, ReceptionLedger.HeldSlots + 2, 0)]
    public void Nothing_is_said_without_a_whole_slot_nor_of_more_than_are_held(long from, long until, double expected)
    {
        var ledger = new ReceptionLedger(TimeSpan.FromSeconds(SlotS));
        for (var slot = from; slot <= until; slot++)
        {
            Note(ledger, slot * SlotS, 45.1, -0.1);
        }

        Assert.Equal(expected, Share(ledger, from, until) >= 1 - (1.0 / ReceptionLedger.HeldSlots) ? 1 : 0);
    }

    [Fact]
    public void Cells_are_bounded()
    {
        var ledger = new ReceptionLedger(TimeSpan.FromSeconds(SlotS));
        for (var index = 0; index <= ReceptionLedger.MaxCells; index++)
        {
            Note(ledger, 0, -79.9 + (index / 1_000 * 0.2), -169.9 + (index % 1_000 * 0.2));
            Assert.Equal(Math.Min(index + 1, ReceptionLedger.MaxCells), ledger.CellCount);
        }
    }

    private static void Note(
        ReceptionLedger ledger, double second, double latitudeDeg, double longitudeDeg, int feed = 0,
        double? receivedS = null)
    {
        var observation = new Observation
        {
            Frame = new FrameRef(new FeedId(feed), 0),
            At = At(second),
            ReceivedAt = At(receivedS ?? second),
            Position = GeoPoint.FromDegrees(latitudeDeg: latitudeDeg, longitudeDeg: longitudeDeg),
        };
        ledger.Note(in observation);
    }

    private static double Share(ReceptionLedger ledger, long from, long until) =>
        ledger.Share(Feed, Here, At(from * SlotS), At(until * SlotS));

    private static Instant At(double second) => new((long)(second * 1e6));
}
