using CsCheck;
using Xunit;

namespace Trucewatch.Feeds.ModeS;

public sealed class AircraftTableTests
{
    [Fact]
    public void AtTheLimitAllAreKeptAndOnePastItTheLongestSilentIsForgotten()
    {
        var table = new AircraftTable();
        for (uint key = 0; key < AircraftTable.MaxAircraft; key++)
        {
            table.Hear(key * 7919, key);
        }

        Assert.Equal((AircraftTable.MaxAircraft, 0L), (table.Count, table.Forgotten));
        Assert.All(
            Enumerable.Range(0, AircraftTable.MaxAircraft),
            key => Assert.NotEqual(AircraftTable.None, table.Find((uint)key * 7919)));

        table.Hear(0, AircraftTable.MaxAircraft);
        table.Hear(0xFF_FFFF, AircraftTable.MaxAircraft + 1);
        Assert.Equal((AircraftTable.MaxAircraft, 1L), (table.Count, table.Forgotten));
        Assert.NotEqual(AircraftTable.None, table.Find(0));
        Assert.Equal(AircraftTable.None, table.Find(7919));
        Assert.NotEqual(AircraftTable.None, table.Find(0xFF_FFFF));
    }

    [Fact]
    public void GrowingForgetsNobody()
    {
        var table = new AircraftTable();
        for (uint key = 1; key <= 1000; key++)
        {
            table[table.Hear(key, key)].SpeedMps = key;
            for (var earlier = key; earlier >= 1; earlier -= Math.Min(earlier, 37))
            {
                Assert.Equal(earlier, table[table.Find(earlier)].SpeedMps);
            }
        }
    }

    [Fact]
    public void WhoeverIsNewHasNoPast()
    {
        var table = new AircraftTable(1);
        table[table.Hear(1, 0)].SpeedMps = 5;
        Assert.Equal(5, table[table.Hear(1, 1)].SpeedMps);
        Assert.Equal(Aircraft.Unknown, table[table.Hear(2, 2)]);
        Assert.Equal(Aircraft.Unknown, table[table.Hear(1, 3)]);
    }

    [Fact]
    public void ItBehavesAsAListInOrderOfHearing() =>
        Gen.Select(Gen.Int[1, 6], Gen.UInt[0, 12].Array[0, 80]).Sample((limit, heard) =>
        {
            var table = new AircraftTable(limit);
            var list = new List<(uint Key, long At)>();
            long at = 0;
            foreach (var key in heard)
            {
                var isKnown = list.RemoveAll(entry => entry.Key == key) > 0;
                if (!isKnown && list.Count == limit)
                {
                    list.RemoveAt(0);
                }

                list.Add((key, ++at));
                Assert.Equal(table.Hear(key, at), table.Find(key));
                Assert.Equal(list.Count, table.Count);
                for (uint other = 0; other <= 12; other++)
                {
                    var place = table.Find(other);
                    var entry = list.Find(entry => entry.Key == other);
                    Assert.Equal(entry.At > 0, place != AircraftTable.None);
                    if (entry.At > 0)
                    {
                        Assert.Equal(entry.At, table.HeardAtUs(place));
                    }
                }
            }
        });

    [Fact]
    public void ATableForNobodyIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AircraftTable(0));
}
