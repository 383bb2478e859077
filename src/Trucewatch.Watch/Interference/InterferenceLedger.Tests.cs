using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Interference;

public sealed class InterferenceLedgerTests
{
    private static readonly GeoPoint Here = GeoPoint.FromDegrees(latitudeDeg: 47.2, longitudeDeg: 35.2);

    /// <summary>An aircraft says these accuracies, each so many times 5 s apart; a dash is nothing said.</summary>
    [Theory]
    [InlineData("2x18", 1, 1)]
    [InlineData("2x17", 1, 0)]
    [InlineData("0x18", 1, 1)]
    [InlineData("-x18", 0, 0)]
    [InlineData("3x40", 1, 0)]
    [InlineData("0x40 9x2", 1, 1)]
    [InlineData("0x40 9x3", 1, 0)]
    [InlineData("0x40 3x9", 1, 1)]
    [InlineData("9x40 0x17", 1, 0)]
    [InlineData("9x40 0x18", 1, 1)]
    [InlineData("0x17 4x1 0x1", 1, 0)]
    public void The_counter_of_an_aircraft(string said, int total, int bad)
    {
        var ledger = new InterferenceLedger();
        var second = 0;
        foreach (var part in said.Split(' '))
        {
            var pair = part.Split('x');
            for (var time = 0; time < int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture); time++)
            {
                Note(ledger, 1, second += 5, pair[0] == "-" ? null : sbyte.Parse(
                    pair[0], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(new InterferenceTally(total, bad), ledger[InterferenceCell.Of(Here)]);
    }

    [Fact]
    public void What_is_said_again_within_five_seconds_counts_once()
    {
        var ledger = new InterferenceLedger();
        for (var half = 0; half < 170; half++)
        {
            Note(ledger, 1, 0.5 * half, 0);
        }

        Assert.Equal(0, ledger[InterferenceCell.Of(Here)].Bad);
    }

    /// <summary>Bad ones and all in one cell; (bad - 1) / total is to reach 0.2, and three are needed.</summary>
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 3, false)]
    [InlineData(2, 2, false)]
    [InlineData(2, 3, true)]
    [InlineData(2, 5, true)]
    [InlineData(2, 6, false)]
    [InlineData(3, 10, true)]
    [InlineData(3, 11, false)]
    public void A_cell_is_disturbed_by_its_share(int bad, int total, bool expected)
    {
        var ledger = new InterferenceLedger();
        for (var step = 0; step < 20; step++)
        {
            for (uint aircraft = 1; aircraft <= total; aircraft++)
            {
                Note(ledger, aircraft, 5 * step, aircraft <= bad ? (sbyte)0 : (sbyte)9);
            }
        }

        Assert.Equal(expected, ledger.IsDisturbed(Here));
        Assert.False(ledger.IsDisturbed(GeoPoint.FromDegrees(latitudeDeg: 47.7, longitudeDeg: 35.2)));

        // Ten minutes without any of them, and nothing is known any more.
        Note(ledger, 99, 100 + 601, null);
        Assert.Equal((false, 0), (ledger.IsDisturbed(Here), ledger.AircraftCount));
    }

    [Fact]
    public void Tallies_are_those_of_a_count_through_all()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new Splitmix(seed);
            var ledger = new InterferenceLedger();
            var known = new Dictionary<uint, (double At, double SteppedAt, int Counter, InterferenceCell Cell)>();
            var second = 0.0;
            for (var step = 0; step < 1_500; step++)
            {
                second += random.Between(0, 2) * (random.Between(0, 300) < 1 ? 400 : 1);
                var aircraft = (uint)random.Between(1, 12);
                var accuracy = (sbyte)(aircraft < 6 ? random.Between(0, 3) : random.Between(0, 12));
                var point = GeoPoint.FromDegrees(
                    latitudeDeg: random.Between(46.6, 47.4), longitudeDeg: random.Between(34.6, 35.4));
                Note(ledger, aircraft, second, accuracy, point);
                foreach (var gone in known.Where(each => second - each.Value.At > 600).ToList())
                {
                    known.Remove(gone.Key);
                }

                var isKnown = known.TryGetValue(aircraft, out var state);
                if (!isKnown || second - state.SteppedAt >= 5 - 1e-9)
                {
                    state.SteppedAt = second;
                    state.Counter = Math.Clamp(
                        state.Counter + (accuracy <= 2 ? 1 : accuracy >= 4 ? -1 : 0), 0, 20);
                }

                known[aircraft] = (second, state.SteppedAt, state.Counter, InterferenceCell.Of(point));
            }

            foreach (var cell in known.Values.Select(each => each.Cell).Distinct())
            {
                var there = known.Values.Where(each => each.Cell == cell).ToList();
                Assert.Equal(
                    new InterferenceTally(there.Count, there.Count(each => each.Counter >= 18)), ledger[cell]);
            }
        }
    }

    [Theory]
    [InlineData(InterferenceLedger.MaxAircraft)]
    [InlineData(InterferenceLedger.MaxAircraft + 1)]
    public void Aircraft_are_counted_up_to_a_limit(int count)
    {
        var ledger = new InterferenceLedger();
        for (uint aircraft = 1; aircraft <= count; aircraft++)
        {
            Note(ledger, aircraft, 0, 9);
        }

        Assert.Equal(InterferenceLedger.MaxAircraft, ledger.AircraftCount);
        Assert.Equal(InterferenceLedger.MaxAircraft, ledger[InterferenceCell.Of(Here)].Total);
    }

    private static void Note(
        InterferenceLedger ledger, uint aircraft, double second, sbyte? accuracy, GeoPoint? at = null)
    {
        var observation = new Observation
        {
            Identity = new ObjectIdentity(IdentityScheme.Icao, aircraft, null),
            HasPosition = true,
            NavigationAccuracy = accuracy,
            Position = at ?? Here,
            ReceivedAt = Scene.Time(second),
        };
        ledger.Note(in observation);
    }
}
