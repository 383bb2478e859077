using System.Globalization;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Geo.Orbits;

/// <summary>The theory against the test cases of its authors, and a time asked for alone against all batches.</summary>
public sealed class OrbitTests
{
    private const double LimitKm = 1e-6;

    // The rows print nine decimals of the speed.
    private const double LimitKmps = 1e-9;

    [Fact]
    public void Every_row_of_the_authors_agrees_to_a_millimetre()
    {
        var cases = VerificationCases.Read();
        var (rows, unable) = (0, new List<int>());
        var (worst, worstSpeed) = ((Value: 0.0, Where: ""), (Value: 0.0, Where: ""));
        foreach (var one in cases)
        {
            var orbit = new Orbit(one.Elements);
            foreach (var row in one.Rows)
            {
                if (orbit.At(row.Minutes, out var state) != OrbitFault.None)
                {
                    unable.Add(one.Elements.CatalogueNumber);
                    continue;
                }

                rows++;
                var where = FormattableString.Invariant($"{one.Elements.CatalogueNumber} at {row.Minutes}");
                worst = Larger(worst, row.DistanceKm(state), where);
                worstSpeed = Larger(worstSpeed, row.DifferenceKmps(state), where);
            }
        }

        var found = FormattableString.Invariant(
            $"{rows} rows; {worst.Value:E2} km, {worst.Where}; {worstSpeed.Value:E2} km/s, {worstSpeed.Where}");
        TestContext.Current.TestOutputHelper!.WriteLine(found);
        Assert.Equal([33334], unable);
        Assert.Equal(666, rows);
        Assert.True(worst.Value <= LimitKm && worstSpeed.Value <= LimitKmps, found);
    }

    /// <summary>
    /// Near and far, resonant and not, round and long, decayed and impossible: every kind of the cases.
    /// </summary>
    [Fact]
    public void A_time_has_the_same_bits_alone_and_in_any_batch()
    {
        var random = new Splitmix(3);
        foreach (var (elements, _) in VerificationCases.Read())
        {
            var orbit = new Orbit(elements);
            var minutes = Enumerable.Range(0, 37).Select(_ => random.Between(-50_000, 50_000))
                .Concat([0, 720, -720, 43_200, 43_200.001, -1e5, Orbit.MaxMinutes * 1.1, 1e300]).ToArray();
            var alone = minutes.Select(time => Bits(orbit, time)).ToArray();
            Assert.Equal(alone, Bits(orbit, minutes));
            var order = Enumerable.Range(0, minutes.Length).OrderBy(_ => random.Between(0, 1)).ToArray();
            for (var length = 1; length <= minutes.Length; length += 14)
            {
                var some = order[..length];
                Assert.Equal(
                    some.Select(index => alone[index]), Bits(orbit, [.. some.Select(index => minutes[index])]));
            }
        }
    }

    [Fact]
    public void A_batch_leaves_nothing_of_the_one_before()
    {
        var cases = VerificationCases.Read();
        var states = new OrbitStates(8);
        var decayed = new Orbit(cases.Single(one => one.Elements.CatalogueNumber == 28872).Elements);
        decayed.Propagate([0, 55, 10, 55, 55, 55, 55, 55], states);
        Assert.Equal(OrbitFault.Decayed, states.FaultOf(1));
        Assert.True(double.IsNaN(states[1].XKm));
        var good = new Orbit(cases[0].Elements);
        good.Propagate([1, 2, 3], states);
        Assert.Equal(3, states.Count);
        Assert.All(Enumerable.Range(0, 3), index => Assert.Equal(OrbitFault.None, states.FaultOf(index)));
        Assert.Throws<ArgumentOutOfRangeException>(() => states.FaultOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => good.Propagate(new double[9], states));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrbitStates(OrbitStates.MaxTimes + 1));
        Assert.Equal(OrbitStates.MaxTimes, new OrbitStates(OrbitStates.MaxTimes).Capacity);
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        var orbits = VerificationCases.Read().Select(one => new Orbit(one.Elements)).ToArray();
        var states = new OrbitStates(101);
        var minutes = Enumerable.Range(0, 101).Select(index => index * 7.0).ToArray();
        foreach (var orbit in orbits)
        {
            orbit.Propagate(minutes, states);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var orbit in orbits)
        {
            orbit.Propagate(minutes, states);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_time_is_answered_up_to_the_limit_and_not_beyond()
    {
        var orbit = new Orbit(VerificationCases.Read().First(one => one.Elements.CatalogueNumber == 28129).Elements);
        Assert.Equal(OrbitFault.None, orbit.At(Orbit.MaxMinutes, out _));
        Assert.Equal(OrbitFault.TooFar, orbit.At(Math.BitIncrement(Orbit.MaxMinutes), out _));
        Assert.Equal(OrbitFault.TooFar, orbit.At(-Math.BitIncrement(Orbit.MaxMinutes), out _));
        Assert.Equal(OrbitFault.TooFar, orbit.At(double.NaN, out _));
        Assert.Equal(OrbitFault.TooFar, orbit.At(double.MaxValue, out _));
    }

    [Fact]
    public void Elements_that_make_no_orbit_are_refused()
    {
        var good = VerificationCases.Read()[0].Elements;
        Assert.NotNull(new Orbit(good with { MeanMotion = 20, Eccentricity = 0 }));
        Assert.All(
            new[]
            {
                good with { MeanMotion = 0 }, good with { MeanMotion = Math.BitIncrement(20.0) },
                good with { MeanMotion = double.NaN }, good with { Eccentricity = 1 },
                good with { Eccentricity = -1e-9 }, good with { InclinationDeg = 180.001 },
                good with { BStar = double.PositiveInfinity }, good with { EpochJulianDay = 0 },
            },
            elements => Assert.Throws<ArgumentException>(() => new Orbit(elements)));
    }

    private static (long, long, long, long, long, long, OrbitFault) Bits(Orbit orbit, double minutes)
    {
        var fault = orbit.At(minutes, out var state);
        return Bits(state, fault);
    }

    private static (long, long, long, long, long, long, OrbitFault)[] Bits(Orbit orbit, double[] minutes)
    {
        var states = new OrbitStates(minutes.Length);
        orbit.Propagate(minutes, states);
        return [.. Enumerable.Range(0, states.Count).Select(index => Bits(states[index], states.FaultOf(index)))];
    }

    private static (long, long, long, long, long, long, OrbitFault) Bits(OrbitState state, OrbitFault fault)
    {
        static long Of(double value) => BitConverter.DoubleToInt64Bits(value);
        return fault == OrbitFault.None
            ? (Of(state.XKm), Of(state.YKm), Of(state.ZKm), Of(state.VxKmps), Of(state.VyKmps), Of(state.VzKmps), fault)
            : (0, 0, 0, 0, 0, 0, fault);
    }

    private static (double, string) Larger((double Value, string) known, double value, string where) =>
        value > known.Value ? (value, where) : known;
}

/// <summary>The authors' test cases, read by their columns and nothing of the shipped readers.</summary>
internal static class VerificationCases
{
    public static List<(OrbitalElements Elements, List<Row> Rows)> Read()
    {
        var lines = File.ReadAllLines(RepositoryTree.CorpusFile("orbits/SGP4-VER.TLE"))
            .Where(line => line[0] != '#').ToArray();
        var sets = lines.Where(line => line[0] == '1').Zip(lines.Where(line => line[0] == '2'), Elements).ToArray();
        var cases = new List<(OrbitalElements, List<Row>)>();
        foreach (var line in File.ReadLines(RepositoryTree.CorpusFile("orbits/tcppver.out")))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [_, "xx"])
            {
                Assert.Equal(sets[cases.Count].CatalogueNumber, int.Parse(words[0], CultureInfo.InvariantCulture));
                cases.Add((sets[cases.Count], []));
                continue;
            }

            var numbers = words.Take(7).Select(Number).ToArray();
            cases[^1].Item2.Add(new Row(
                numbers[0],
                new OrbitState(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6])));
        }

        return cases;
    }

    private static OrbitalElements Elements(string first, string second)
    {
        var year = (int)Number(first[18..20]);
        var day = Number(first[20..32]);
        var drag = Number("." + first[54..59].Trim()) * Math.Pow(10, Number(first[59..61]));
        return new OrbitalElements
        {
            CatalogueNumber = (int)Number(first[2..7]),
            EpochJulianDay = new DateTime(year < 57 ? 2000 + year : 1900 + year, 1, 1).ToOADate() + 2415018.5
                + Math.Floor(day) - 1,
            EpochDayFraction = day - Math.Floor(day),
            BStar = first[53] == '-' ? -drag : drag,
            InclinationDeg = Number(second[8..16]),
            AscendingNodeDeg = Number(second[17..25]),
            Eccentricity = Number("." + second[26..33]),
            PerigeeDeg = Number(second[34..42]),
            MeanAnomalyDeg = Number(second[43..51]),
            MeanMotion = Number(second[52..63]),
        };
    }

    private static double Number(string text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    internal sealed record Row(double Minutes, OrbitState State)
    {
        public double DistanceKm(OrbitState of) => Math.Max(
            Math.Abs(of.XKm - State.XKm), Math.Max(Math.Abs(of.YKm - State.YKm), Math.Abs(of.ZKm - State.ZKm)));

        public double DifferenceKmps(OrbitState of) => Math.Max(
            Math.Abs(of.VxKmps - State.VxKmps),
            Math.Max(Math.Abs(of.VyKmps - State.VyKmps), Math.Abs(of.VzKmps - State.VzKmps)));
    }
}
