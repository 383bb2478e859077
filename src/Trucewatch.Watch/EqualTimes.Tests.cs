using System.Runtime.InteropServices;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch;

/// <summary>
/// What came at one receive time is a set: in whatever order the record has it, the same is said. Frames of one feed
/// keep their order, as their numbers are theirs.
/// </summary>
public sealed class EqualTimesTests
{
    private const int MaxFeeds = 80;

    private static readonly FeedNames feeds = new(Enumerable.Range(0, MaxFeeds).Select(feed => $"feed-{feed:00}"));

    private static readonly Clause formation = Scene.Clause(
        "formation", "formation", "after_s: 600; within_m: 900", "min_objects: 4; after_s: 400; lapse_s: 60");

    private static readonly Clause encounter = Scene.Clause(
        "encounter", "encounter", "close_s: 300; wide_s: 600; close_m: 250; wide_m: 600", "close_s: 0; min_fixes: 1");

    private static readonly Clause buildUp = Scene.Clause(
        "build-up", "build-up",
        "zones: [west-zone, east-zone]; window_h: 1; min_days: 1; baseline_days: 1; min_objects: 2; level: 0.2; "
        + "settle_s: 0; min_reception: 0.05");

    private static readonly Clause others = Scene.Clause(
        "stop", "stop", "zones: [west-zone, east-zone]; after_s: 300", "zones: [west-zone, east-zone]; min_fixes: 5");

    private static readonly Clause gnss = Scene.Clause("gnss", "gnss-interference", "min_ships: 3");

    private static readonly Clause gap = Scene.Clause("gap", "gap", "after_s: 120; min_reception: 0.1");

    private static readonly Clause conduct = Scene.Clause("conduct", "identity-conduct", "");

    private static readonly Clause dark = Scene.Clause(
        "dark", "dark-object", "after_s: 120; min_reception: 0.1; min_speed_mps: 0");

    /// <summary>Each object is heard by one feed, so that all rules see the same of it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_rules_say_the_same(ulong seed)
    {
        Clause[] clauses = [formation, encounter, buildUp, others, gnss, gap, conduct, dark];
        var record = World(seed, twoFeeds: false);
        var (plain, kinds) = Said(record, int.MaxValue, clauses);
        Assert.All(
            ["formation", "encounter", "stop", "conduct", "dark"],
            clause => Assert.Contains(clause, kinds));
        for (var order = 1UL; order <= 2; order++)
        {
            Assert.Equal(plain, Said(Shuffled(record, (seed * 100) + order), 7, clauses).Facts);
        }
    }

    /// <summary>The older of two messages of one object may come second: what relates many sees the state with both.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_relates_many_says_the_same_of_those_whom_two_feeds_bring(ulong seed)
    {
        Clause[] clauses = [formation, encounter, buildUp];
        var record = World(seed, twoFeeds: true);
        var (plain, kinds) = Said(record, int.MaxValue, clauses);
        Assert.All(["formation", "encounter"], clause => Assert.Contains(clause, kinds));
        for (var order = 1UL; order <= 2; order++)
        {
            Assert.Equal(plain, Said(Shuffled(record, (seed * 100) + order), 11, clauses).Facts);
        }
    }

    /// <summary>Half a harbour the day before, the whole one now: more than that lets one expect.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_rise_is_said_alike_and_cites_the_same_frames(ulong seed)
    {
        var today = World(seed, twoFeeds: false);
        var day = TimeSpan.FromDays(1);
        List<Observation> record =
        [
            .. today.Where(one => one.Identity.Number is 200_100_013 or 200_100_014).Select(one => one with
            {
                Frame = new FrameRef(new FeedId(MaxFeeds - 2), one.Frame.Sequence),
                At = one.At - day,
                ReceivedAt = one.ReceivedAt - day,
            }),
            .. today,
        ];
        var (plain, kinds) = Said(record, int.MaxValue, buildUp);
        Assert.Contains("build-up", kinds);
        for (var order = 1UL; order <= 2; order++)
        {
            Assert.Equal(plain, Said(Shuffled(record, order), 9, buildUp).Facts);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Circles_that_move_say_the_same(ulong seed)
    {
        var agreement = Rules.RuleCases.Read(
            "kind: exclusion-circle\nradius_m: 3000\nmin_fixes: 2\nmax_age_s: 60\nwho: {roles: [forces]}\n"
            + "around: {roles: [merchant]}").Agreement!;
        var record = World(seed, twoFeeds: false);
        foreach (ref var one in CollectionsMarshal.AsSpan(record))
        {
            var isOdd = one.Identity.Number % 2 == 1;
            one.Identity = ObjectIdentity.Mmsi(
                (uint)(one.Identity.Number % 1_000) + (isOdd ? 200_900_000u : 200_100_000u));
        }

        var (plain, kinds) = Said(record, int.MaxValue, agreement);
        Assert.NotEmpty(kinds);
        for (var order = 1UL; order <= 2; order++)
        {
            Assert.Equal(plain, Said(Shuffled(record, order), 5, agreement).Facts);
        }
    }

    /// <summary>What waits is stated by the next receive time, however far away and whatever it brings, and no later.
    /// </summary>
    [Fact]
    public void A_detection_comes_with_the_next_receive_time()
    {
        var record = World(1, twoFeeds: false);
        var output = new SectorOutput();
        var sector = new Sector(Scene.Agreement(formation), feeds, new SectorSettings());
        var last = Instant.Beginning;
        var before = Instant.Beginning;
        var count = 0;
        foreach (var one in record)
        {
            (before, last) = one.ReceivedAt != last ? (last, one.ReceivedAt) : (before, last);
            output.Clear();
            sector.Step(new SectorInput(0, [one]), output);
            foreach (var fact in output.Facts.OfType<DetectionFact>())
            {
                Assert.Equal(before, fact.KnownAt);
                count++;
            }
        }

        Assert.True(count > 0);
    }

    private static (List<string> Facts, HashSet<string> Clauses) Said(
        List<Observation> record, int cut, params Clause[] clauses) => Said(record, cut, Scene.Agreement(clauses));

    /// <summary>All detections and the newest revision of each incident, without numbers, sorted.</summary>
    private static (List<string> Facts, HashSet<string> Clauses) Said(
        List<Observation> record, int cut, Agreement agreement)
    {
        var output = new SectorOutput();
        var sector = new Sector(agreement, feeds, new SectorSettings());
        var span = CollectionsMarshal.AsSpan(record);
        for (var from = 0; from < span.Length; from += Math.Min(cut, span.Length - from))
        {
            sector.Step(new SectorInput(0, span.Slice(from, Math.Min(cut, span.Length - from))), output);
        }

        sector.Settle(output);
        var lines = output.Facts.OfType<DetectionFact>()
            .Select(fact => (Fact)(fact with
            {
                Number = 1, Detection = fact.Detection with { Id = 0, Track = null },
            }))
            .Concat(output.Facts.OfType<IncidentFact>().GroupBy(fact => fact.Incident.Id).Select(all => all.Last())
                .Select(fact => fact with
                {
                    Number = 1, Incident = fact.Incident with { Id = "", Tracks = [], Detections = [] },
                }))
            .Select(fact => Encoding.UTF8.GetString(FactJson.Write(fact)));
        return (
            [.. lines.Order(StringComparer.Ordinal)],
            [.. output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection.Clause)]);
    }

    /// <summary>
    /// Ships in columns, ships that lie side by side, ships that sail about and some that jump, and a radar that sees
    /// one that tells nothing; gateways hand over what they have every ten seconds.
    /// </summary>
    private static List<Observation> World(ulong seed, bool twoFeeds)
    {
        var random = new Splitmix(seed);
        var ways = new List<(double East, double North, double EastMps, double NorthMps)>();
        for (var column = 0; column < 3; column++)
        {
            var (east, north, mps) = (random.Between(-9_000, 9_000), (column * 4_000) - 9_000, random.Between(3, 7));
            for (var place = 0; place < 4; place++)
            {
                ways.Add((east - (place * random.Between(300, 500)), north, mps, random.Between(-0.05, 0.05)));
            }
        }

        for (var ship = 0; ship < 12; ship++)
        {
            ways.Add((random.Between(-900, 900), random.Between(4_000, 5_200), 0, 0));
        }

        for (var ship = 0; ship < 6; ship++)
        {
            ways.Add((random.Between(-9_000, 9_000), random.Between(-9_000, 9_000), random.Between(-8, 8),
                random.Between(-8, 8)));
        }

        var sent = new List<Observation>();
        var maker = new Scene();
        var sequences = new long[MaxFeeds];
        for (var ship = 0; ship < ways.Count; ship++)
        {
            var way = ways[ship];
            for (var second = random.Between(0, 12); second < 4_600; second += random.Between(9, 14))
            {
                var isSilent = ship % 9 == 8 && second is > 1_500 and < 2_400;
                var jump = ship % 5 == 4 && second is > 3_000 and < 3_090 ? 7_000 : 0;
                var feed = twoFeeds && random.Between(0, 1) < 0.5 ? ship + 40 : ship;
                if (!isSilent)
                {
                    var one = maker.Position(
                        ObjectIdentity.Mmsi((uint)(200_100_001 + ship)), second,
                        way.East + (way.EastMps * second) + jump, way.North + (way.NorthMps * second), 10,
                        random.Between(0, twoFeeds ? 15 : 4), 0);
                    one.Frame = new FrameRef(new FeedId(feed), 0);
                    (one.SpeedMps, one.CourseDeg) = (new Rules.Way(way.EastMps, way.NorthMps).LengthM, 90);
                    sent.Add(Handed(one));
                }
            }
        }

        for (double second = 3; second < 2_000; second += 10)
        {
            var one = maker.Position(
                ObjectIdentity.None, second, (4 * second) - 4_000, -15_000 + random.Between(-10, 10), 15, 1, 0);
            one.Frame = new FrameRef(new FeedId(MaxFeeds - 1), 0);
            one.Class = ObjectClass.Unknown;
            sent.Add(Handed(one));
        }

        sent = [.. sent.OrderBy(one => one.ReceivedAt.UnixMicroseconds).ThenBy(one => one.At.UnixMicroseconds)];
        foreach (ref var one in CollectionsMarshal.AsSpan(sent))
        {
            one.Frame = new FrameRef(one.Frame.Feed, sequences[one.Frame.Feed.Value]++);
        }

        return sent;

        static Observation Handed(Observation one) => one with
        {
            ReceivedAt = new Instant(((one.ReceivedAt.UnixMicroseconds / 10_000_000) + 1) * 10_000_000),
        };
    }

    private static List<Observation> Shuffled(List<Observation> record, ulong seed)
    {
        var random = new Splitmix(seed);
        var shuffled = new List<Observation>(record.Count);
        foreach (var group in record.GroupBy(one => one.ReceivedAt.UnixMicroseconds))
        {
            var lanes = group.GroupBy(one => one.Frame.Feed.Value)
                .Select(lane => new Queue<Observation>(lane)).ToList();
            while (lanes.Count > 0)
            {
                var lane = (int)random.Between(0, lanes.Count - 1e-9);
                shuffled.Add(lanes[lane].Dequeue());
                if (lanes[lane].Count == 0)
                {
                    lanes.RemoveAt(lane);
                }
            }
        }

        Assert.NotEqual(record.Select(one => one.Frame), shuffled.Select(one => one.Frame));
        return shuffled;
    }
}
