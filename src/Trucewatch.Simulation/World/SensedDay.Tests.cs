using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Simulation.World;

/// <summary>
/// What a sector states of a cell, an hour and a class of things is how often they are seen by sensors of which the
/// sector knows only what it was told: by the chance that is stated, by class, light, weather and range.
/// </summary>
public sealed class SensedDayTests(ITestOutputHelper output)
{
    /// <summary>Most by which the share that was seen may differ from what was stated.</summary>
    private const double Tolerance = 0.03;

    private static readonly Lazy<Seen> day = new(() => new Seen(SensedDay.Of(seed: 11, things: 120_000)));

    private static readonly Modality[] modalities = [.. TrueSensor.All.Select(sensor => sensor.Modality)];

    /// <summary>By what the shares are told apart.</summary>
    private enum By
    {
        Stated,
        Kind,
        Weather,
        PostKm,
    }

    [Fact]
    public void Of_things_that_are_there_as_many_are_seen_as_is_stated()
    {
        var shares = Measure(day.Value);
        Print(shares);
        Assert.True(shares.Count(one => one.IsEnough) >= 50, "expected enough to compare");
        Assert.DoesNotContain(shares, IsWrong);
    }

    /// <summary>Sixteen days with four times as many things each.</summary>
    [Fact(Explicit = true)]
    public void Of_millions_of_things_as_many_are_seen_as_is_stated()
    {
        var all = Enumerable.Range(1, 16)
            .SelectMany(seed => Measure(new Seen(SensedDay.Of((ulong)seed, 500_000))))
            .GroupBy(one => one.Name)
            .Select(group => new Share(
                group.Key, group.Sum(one => one.Count), group.Sum(one => one.Stated), group.Sum(one => one.SeenCount)))
            .ToList();
        Print(all);
        Assert.DoesNotContain(all, IsWrong);
    }

    /// <summary>Each check can fail: a sector that is kept from knowing one thing is found out by it.</summary>
    [Theory]
    [InlineData("weather", "Optical Weather")]
    [InlineData("range", "Optical Stated")]
    [InlineData("height", "Optical Stated")]
    [InlineData("light", "Optical Weather night")]
    [InlineData("class", "Person")]
    public void Who_forgets_a_thing_is_found_out(string forgotten, string by)
    {
        var shares = Measure(day.Value, forgotten);
        Print(shares);
        Assert.Contains(
            shares,
            one => IsWrong(one) && one.Stated > one.SeenCount && one.Name.Contains(by, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_clouds_move_between_looks_no_less_is_seen_than_stated()
    {
        var shares = Measure(new Seen(day.Value.Day, areCloudsFast: true));
        Assert.DoesNotContain(shares, one => IsWrong(one) && one.SeenCount < one.Stated);
    }

    private static bool IsWrong(Share one) =>
        one.IsEnough && Math.Abs((one.SeenCount - one.Stated) / one.Count) > Tolerance;

    private void Print(List<Share> shares)
    {
        foreach (var one in shares)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{(IsWrong(one) ? "WRONG " : "")}{one.Name}: {one.Count} {(one.IsEnough ? "" : "too few ")}stated ")
                + FormattableString.Invariant(
                    $"{one.Stated / one.Count:F4} off by {(one.SeenCount - one.Stated) / one.Count:F4}"));
        }
    }

    /// <summary>By modality, and by all that a chance may depend on: what was stated and what was seen.</summary>
    private static List<Share> Measure(Seen seen, string forgotten = "")
    {
        var ledger = Run(seen.Day, forgotten);
        var all = new Dictionary<(Modality, By, int, int), (int Count, double Stated, int Seen)>();
        void Add((Modality, By, int, int) key, double stated, bool isSeen)
        {
            var known = all.GetValueOrDefault(key);
            all[key] = (known.Count + 1, known.Stated + stated, known.Seen + (isSeen ? 1 : 0));
        }

        var things = seen.Day.Things;
        foreach (var hour in Enumerable.Range(0, things.Length).GroupBy(index => HourOf(things[index])))
        {
            var number = CoverageLedger.HourOf(SensedDay.Start) + hour.Key;
            var clouds = SensedDay.CloudsAt(hour.Key) > 0 ? 1 : 0;
            foreach (var (modality, kind) in Asked())
            {
                var plane = ledger.PlaneOf(
                    number, modality == Modality.Unknown ? ModalitySet.Seeing : ModalitySet.Of(modality),
                    forgotten == "class" || kind == ObjectClass.Vehicle ? ObjectClass.Unknown : kind);
                foreach (var index in hour.Where(index => things[index].Kind == kind))
                {
                    var cell = seen.Cells[index];
                    if (cell < 0)
                    {
                        continue;
                    }

                    var stated = plane.IsEmpty ? 0 : plane[cell] * plane[cell] / (double)Chances.One;
                    var isSeen = seen.By(index, modality);
                    var night = ledger.IsNight(number, ledger.Ground.TileOf(cell)) ? 1 : 0;
                    Add((modality, By.Stated, stated == 0 ? -1 : (int)(stated * 10), 0), stated, isSeen);
                    Add((modality, By.Kind, (int)kind, night), stated, isSeen);
                    Add((modality, By.Weather, clouds, night), stated, isSeen);
                    if (modality is Modality.Human or Modality.Thermal)
                    {
                        Add((modality, By.PostKm, seen.PostKm(index, modality), night), stated, isSeen);
                    }
                }
            }
        }

        return
        [
            .. all.OrderBy(one => one.Key).Select(one => new Share(
                NameOf(one.Key), one.Value.Count, one.Value.Stated, one.Value.Seen)),
        ];
    }

    private static string NameOf((Modality Modality, By By, int What, int Night) key)
    {
        var who = key.Modality == Modality.Unknown ? "All" : key.Modality.ToString();
        var light = key.By == By.Stated ? "" : key.Night == 1 ? "night" : "day";
        return key.By == By.Kind
            ? $"{who} {light} {(ObjectClass)key.What}"
            : FormattableString.Invariant($"{who} {key.By} {light} {key.What}");
    }

    /// <summary>The classes are asked for of each modality; all modalities together state no class exactly.</summary>
    private static IEnumerable<(Modality Modality, ObjectClass Kind)> Asked()
    {
        foreach (var modality in modalities)
        {
            yield return (modality, ObjectClass.Vehicle);
            yield return (modality, ObjectClass.Person);
            yield return (modality, ObjectClass.Drone);
        }

        yield return (Modality.Unknown, ObjectClass.Vehicle);
    }

    private static int HourOf(SensedThing thing) =>
        (int)(CoverageLedger.HourOf(SensedDay.Time(thing.MiddleS)) - CoverageLedger.HourOf(SensedDay.Start));

    private static CoverageLedger Run(SensedDay day, string forgotten)
    {
        var sector = new Sector(SensedDay.Agreement, new FeedNames("all"), new SectorSettings());
        var output = new SectorOutput();
        sector.Step(new SectorInput(0, day.Registry, SensedDay.Start - TimeSpan.FromHours(1)), output);
        var looks = day.Looks.Select(look => forgotten switch
        {
            "weather" => look with { CloudShare = double.NaN },
            "range" => look with { HasSensorPosition = false },
            "height" => look with { SensorHeightM = 0 },
            "light" => look with
            {
                DetectionProbability = DetectionModels.Of(look.Modality).Chance(double.NaN, false, look.CloudShare),
            },
            _ => look,
        }).ToArray();
        sector.Step(new SectorInput(1, day.Observations.AsSpan(), looks), output);
        sector.Step(
            new SectorInput(2, [], [new Look { ReceivedAt = SensedDay.Start + TimeSpan.FromHours(30) }]), output);
        return sector.Looks.Ledger;
    }

    private sealed record Share(string Name, int Count, double Stated, int SeenCount)
    {
        /// <summary>
        /// True where chance alone moves the share by the tolerance in one of some hundred cases at most.
        /// </summary>
        public bool IsEnough => Count >= 100 + (8_000 * Stated / Count * (1 - (Stated / Count)));
    }

    /// <summary>A day and what was seen in it, worked out once.</summary>
    private sealed class Seen(SensedDay day, bool areCloudsFast = false)
    {
        private readonly byte[] bits =
        [
            .. day.Things.Select(thing => (byte)modalities.Select((modality, index) =>
                day.IsSeen(thing, modality, areCloudsFast) ? 1 << index : 0).Sum()),
        ];

        public SensedDay Day { get; } = day;

        public int[] Cells { get; } = CellsOf(day);

        public bool By(int thing, Modality modality) => modality == Modality.Unknown
            ? bits[thing] != 0
            : (bits[thing] & (1 << Array.IndexOf(modalities, modality))) != 0;

        public int PostKm(int thing, Modality modality) => Math.Min(8, (int)(Day.Posts
            .Where(post => post.Modality == modality).Min(post => post.At.To(Day.Things[thing].Spot)) / 1_000));

        private static int[] CellsOf(SensedDay day)
        {
            var ground = CoverageGround.Of(SensedDay.Agreement);
            return [.. day.Things.Select(thing => ground.CellOf(thing.Place))];
        }
    }
}
