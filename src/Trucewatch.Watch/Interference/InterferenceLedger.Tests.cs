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
        Assert.Equal((false, 0), (ledger.IsDisturbed(Here), ledger.HeardCount));
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
    [InlineData(InterferenceLedger.MaxHeard)]
    [InlineData(InterferenceLedger.MaxHeard + 1)]
    public void Aircraft_are_counted_up_to_a_limit(int count)
    {
        var ledger = new InterferenceLedger();
        for (uint aircraft = 1; aircraft <= count; aircraft++)
        {
            Note(ledger, aircraft, 0, 9);
        }

        Assert.Equal(InterferenceLedger.MaxHeard, ledger.HeardCount);
        Assert.Equal(InterferenceLedger.MaxHeard, ledger[InterferenceCell.Of(Here)].Total);
    }

    /// <summary>NACp, then NIC, each so often that it counts; a dash is nothing said.</summary>
    [Theory]
    [InlineData("9 0", 1, 1)]
    [InlineData("9 3", 1, 1)]
    [InlineData("9 4", 1, 0)]
    [InlineData("9 8", 1, 0)]
    [InlineData("0 8", 1, 1)]
    [InlineData("- 0", 1, 1)]
    [InlineData("- 8", 1, 0)]
    [InlineData("- -", 0, 0)]
    public void Poor_integrity_counts_beside_accuracy(string said, int total, int bad)
    {
        var ledger = new InterferenceLedger();
        var parts = Array.ConvertAll(said.Split(' '), part => part == "-" ? (sbyte?)null : sbyte.Parse(
            part, System.Globalization.CultureInfo.InvariantCulture));
        for (var step = 0; step < 20; step++)
        {
            Note(ledger, 1, 5 * step, parts[0], integrity: parts[1]);
        }

        Assert.Equal(new InterferenceTally(total, bad), ledger[InterferenceCell.Of(Here)]);
    }

    /// <summary>Where a ship is told to be every 30 s, in km from its way east at 5 m/s, and whether it has jumped.
    /// </summary>
    [Theory]
    [InlineData("0 0 0 0 0 0", 0)]
    [InlineData("0 0 30 0 0 0", 0)]
    [InlineData("0 0 30 0 30 0", 0)]
    [InlineData("0 0 0.3 0.3 0.3 0.3", 0)]
    [InlineData("0 0 30 30 30 30", 1)]
    [InlineData("0 0 4 4 4 4", 1)]
    [InlineData("0 0 30 -20 10 5", 1)]
    public void One_place_beside_the_way_is_no_jump_and_two_in_a_row_are(string km, int bad)
    {
        var (ledger, scene) = (new InterferenceLedger(), new Scene());
        var second = 0;
        foreach (var north in km.Split(' '))
        {
            Sail(ledger, scene, 1, second, double.Parse(
                north, System.Globalization.CultureInfo.InvariantCulture) * 1_000);
            second += 30;
        }

        Assert.Equal(new InterferenceTally(1, bad), ledger[
            InterferenceCell.Of(Scene.At(0, 0)), InterferenceWitness.Ships]);
    }

    /// <summary>Ships of a cell, and how many of them jump 60 km north; where places are doubted then.</summary>
    [Theory]
    [InlineData(10, 1, false)]
    [InlineData(10, 2, false)]
    [InlineData(10, 3, true)]
    [InlineData(15, 3, false)]
    [InlineData(15, 4, true)]
    [InlineData(4, 4, false)]
    [InlineData(5, 3, true)]
    public void Many_ships_that_jump_make_a_cell_doubtful_and_where_they_jump_to(int ships, int jumping, bool expected)
    {
        var (ledger, scene) = (new InterferenceLedger(), new Scene());
        for (var second = 0; second <= 300; second += 30)
        {
            for (uint ship = 1; ship <= ships; ship++)
            {
                Sail(ledger, scene, ship, second, ship <= jumping && second >= 150 ? 60_000 : 0);
            }
        }

        Assert.Equal(expected, ledger.IsDisturbed(Scene.At(1_000, 0)));
        Assert.Equal(expected && jumping >= InterferenceLedger.MinShips, ledger.IsDisturbed(Scene.At(1_000, 60_000)));
        Assert.Equal(default, ledger[InterferenceCell.Of(Scene.At(1_000, 0))]);

        // Ten minutes of places that fit, and it is over.
        for (var second = 330; second <= 1_200; second += 30)
        {
            for (uint ship = 1; ship <= ships; ship++)
            {
                Sail(ledger, scene, ship, second, ship <= jumping ? 60_000 : 0);
            }
        }

        Assert.False(ledger.IsDisturbed(Scene.At(1_000, 0)));
    }

    [Fact]
    public void Nothing_is_allocated_for_who_is_known()
    {
        var (ledger, scene) = (new InterferenceLedger(), new Scene());
        for (var second = 0; second < 600; second += 10)
        {
            for (uint ship = 1; ship <= 5; ship++)
            {
                scene.Add(Ship(scene, ship, second, ship == 1 ? 0 : second % 20 * 3_000));
            }
        }

        foreach (ref readonly var observation in scene.Observations[..150])
        {
            ledger.Note(in observation);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly var observation in scene.Observations[150..])
        {
            ledger.Note(in observation);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
    }

    private static void Sail(InterferenceLedger ledger, Scene scene, uint ship, double second, double northM)
    {
        var observation = Ship(scene, ship, second, northM);
        ledger.Note(in observation);
    }

    private static Observation Ship(Scene scene, uint ship, double second, double northM)
    {
        var observation = scene.Position(ObjectIdentity.Mmsi(ship), second, 1_000 + (5 * second), northM, 10, 0, 0);
        (observation.SpeedMps, observation.CourseDeg) = (5, 90);
        return observation;
    }

    /// <summary>What came at one receive time is judged by what came before it, in any order.</summary>
    [Fact]
    public void What_shows_at_a_receive_time_counts_after_it()
    {
        var ledger = new InterferenceLedger();
        for (var step = 0; step < 18; step++)
        {
            Note(ledger, 3, 5 * step, 9);
            Note(ledger, 1, 5 * step, 0);
            Note(ledger, 2, 5 * step, 0);
        }

        Assert.Equal(2, ledger[InterferenceCell.Of(Here)].Bad);
        Assert.False(ledger.IsDisturbed(Here));
        Note(ledger, 3, 86, 9);
        Assert.True(ledger.IsDisturbed(Here));
    }

    private static void Note(
        InterferenceLedger ledger, uint aircraft, double second, sbyte? accuracy, GeoPoint? at = null,
        sbyte? integrity = null)
    {
        var observation = new Observation
        {
            Identity = new ObjectIdentity(IdentityScheme.Icao, aircraft, null),
            HasPosition = true,
            NavigationAccuracy = accuracy,
            NavigationIntegrity = integrity,
            Position = at ?? Here,

            // So unsure that no way from one to the next is too long.
            PositionError = Covariance2.Circular(50_000),
            SpeedMps = double.NaN,
            At = Scene.Time(second),
            ReceivedAt = Scene.Time(second),
        };
        ledger.Note(in observation);
    }
}
