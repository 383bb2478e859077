using System.Globalization;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Rules.IdentityConduct;

public sealed class IdentityConductRuleTests
{
    /// <summary>How many were planted and found of each kind, and what was said of ships that told the truth.</summary>
    private sealed class Tally
    {
        public int[] Planted { get; } = new int[5];

        public int[] Found { get; } = new int[5];

        public int OtherKinds { get; set; }

        public List<string> False { get; } = [];

        public List<string> Missed { get; } = [];

        public int Notes { get; set; }

        public double CleanHours { get; set; }

        public double Recall(int kind) => Found[kind] / (double)Planted[kind];

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{CleanHours:0} true hours, {False.Count} false flags, {Notes} notes, {OtherKinds} of other kinds: ")
            + string.Join(", ", Enum.GetValues<ConductPattern>().Select(kind => FormattableString.Invariant(
                $"{kind.ToString().ToLowerInvariant()} {Found[(int)kind]} of {Planted[(int)kind]}")))
            + string.Concat(False.Concat(Missed).Take(40).Select(one => "\n  " + one));
    }

    [Fact]
    public void Planted_falsifications_are_found_and_true_reports_are_left_alone()
    {
        var tally = new Tally();
        Try(tally, seed: 1, ships: 40, hours: 2.5, each: 2, inArea: 8, "");
        Assert.True(tally.False.Count == 0, tally.ToString());
        Assert.All(Enumerable.Range(0, 5), kind => Assert.True(tally.Recall(kind) >= 0.95, tally.ToString()));
    }

    [Theory]
    [InlineData(ConductPattern.Jump)]
    [InlineData(ConductPattern.Circle)]
    [InlineData(ConductPattern.Offset)]
    [InlineData(ConductPattern.Kinematics)]
    [InlineData(ConductPattern.Identity)]
    internal void A_pattern_that_is_not_looked_for_is_missed(ConductPattern off)
    {
        var on = Enum.GetValues<ConductPattern>().Where(pattern => pattern != off)
            .Select(pattern => pattern.ToString().ToLowerInvariant());
        var tally = new Tally();
        Try(tally, seed: 1, ships: 40, hours: 2.5, each: 2, inArea: 8, $"patterns: [{string.Join(", ", on)}]");
        Assert.Equal(0, tally.Found[(int)off]);
        Assert.All(Enumerable.Range(0, 5).Where(kind => kind != (int)off), kind => Assert.Equal(1, tally.Recall(kind)));
    }

    [Fact(Explicit = true)]
    public void Five_kinds_are_found_at_one_false_flag_in_a_thousand_track_hours()
    {
        var tally = new Tally();
        for (ulong seed = 5_000; seed < 5_040; seed++)
        {
            Try(tally, seed, ships: 80, hours: 4, each: 4, inArea: 12, "");
        }

        TestContext.Current.TestOutputHelper!.WriteLine(tally.ToString());
        Assert.True(tally.CleanHours >= 3_000, tally.ToString());
        Assert.All(Enumerable.Range(0, 5), kind => Assert.True(tally.Recall(kind) >= 0.95, tally.ToString()));
        Assert.True(tally.False.Count <= tally.CleanHours / 1_000, tally.ToString());
    }

    /// <summary>Seeds on which nothing was set.</summary>
    [Fact(Explicit = true)]
    public void Five_kinds_are_found_in_another_traffic_too()
    {
        var tally = new Tally();
        for (ulong seed = 16_000; seed < 16_040; seed++)
        {
            TryOther(tally, seed, ships: 96, hours: 4, each: 4, inArea: 12);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(tally.ToString());
        Assert.True(tally.CleanHours >= 3_000, tally.ToString());
        Assert.All(Enumerable.Range(0, 5), kind => Assert.True(tally.Recall(kind) >= 0.95, tally.ToString()));
        Assert.True(tally.False.Count <= tally.CleanHours / 1_000, tally.ToString());
    }

    [Fact]
    public void Another_traffic_is_scored_as_the_first_one_is()
    {
        var tally = new Tally();
        TryOther(tally, seed: 2, ships: 48, hours: 3, each: 2, inArea: 8);
        Assert.True(tally.False.Count == 0, tally.ToString());
        Assert.Equal([2, 2, 1, 2, 2], tally.Planted);
        Assert.All([ConductPattern.Jump, ConductPattern.Offset, ConductPattern.Identity], kind => Assert.True(
            tally.Recall((int)kind) == 1, tally.ToString()));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("jump_min_m: 300", 1)]
    public void A_step_shorter_than_a_jump_is_a_burst_of_noise(string settings, int expected)
    {
        var scene = new Scene();
        for (var second = 0; second < 100; second += 5)
        {
            scene.Vessel(200_100_001, second, second is 50 or 55 ? 600 : 0, 0);
        }

        Assert.Equal(expected, Run(scene.Observations, settings).Count());
    }

    /// <summary>
    /// A ship that is heard every three minutes. What it tells is at rest, or five metres a second to the east; its
    /// places go on by the metres that are given for each report.
    /// </summary>
    [Theory]
    // At rest, and made: slow, fast, along a bend, and too little to say.
    [InlineData(0, "250 250 250 250 250 250 250 250", true)]
    [InlineData(0, "0 0 1200 1200 0 0", true)]
    [InlineData(0, "0 0 100 100 100 100 100 0", false)]
    // Told to go, and still: three spans, or two that contradict twice over.
    [InlineData(5, "900 900 0 0 900 900", false)]
    [InlineData(5, "900 900 0 0 0 900", true)]
    [InlineData(10, "1800 0 1800 1800", false)]
    [InlineData(10, "1800 0 0 1800", true)]
    // One wrong report leads as far back as it led aside, wherever it stands.
    [InlineData(0, "0 0 0 1500 -1500 0 0 0", false)]
    [InlineData(0, "1500 -1500 0 0 -1500 1500 0 0", false)]
    [InlineData(5, "900 900 2400 -600 900 900 900", false)]
    public void What_is_heard_now_and_then_is_compared_with_the_way_made(double mps, string made, bool isFound)
    {
        var scene = new Scene();
        var eastM = 0.0;
        scene.Vessel(200_100_001, 0, 0, 0);
        Tell(mps);
        foreach (var (index, metres) in made.Split(' ').Index())
        {
            eastM += double.Parse(metres, CultureInfo.InvariantCulture);
            scene.Vessel(200_100_001, 180 * (index + 1), eastM, 0);
            Tell(mps);
        }

        var said = Run(scene.Observations, "patterns: [kinematics]").ToList();
        Assert.Equal(isFound, said.Count > 0);

        void Tell(double speedMps)
        {
            var told = scene.Observations[^1];
            (told.SpeedMps, told.CourseDeg) = (speedMps, 90);
            scene.ReplaceLast(told);
        }
    }

    /// <summary>When between two reports a boat set off and stopped, nobody saw.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(179)]
    public void A_boat_that_sets_off_unseen_is_left_alone(int afterS)
    {
        var scene = new Scene();
        for (var round = 0; round < 6; round++)
        {
            var beginS = round * 720;
            Tell(beginS, 0, 0);
            Tell(beginS + 180, 11 * (180 - afterS), 11);
            Tell(beginS + 360, 11 * (360 - afterS), 11);
            Tell(beginS + 540, 11 * (360 - afterS), 0);
        }

        Assert.Empty(Run(scene.Observations, "patterns: [kinematics]"));

        void Tell(double second, double eastM, double speedMps)
        {
            // Out to the east and back to the west by turns, so that it stays where it is heard.
            var isBack = (int)(second / 720) % 2 == 1;
            scene.Vessel(200_100_001, second, isBack ? (11 * (360 - afterS)) - eastM : eastM, 0);
            var told = scene.Observations[^1];
            (told.SpeedMps, told.CourseDeg) = (speedMps, isBack ? 270 : 90);
            scene.ReplaceLast(told);
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_report_once_its_track_is_known()
    {
        var scene = new Scene();
        for (var index = 0; index < 12_000; index++)
        {
            scene.Vessel(200_100_000 + (uint)(index % 10) * 7_919, index, (index % 10 * 3_000) + (index * 0.5), 0);
            var told = scene.Observations[^1];
            (told.SpeedMps, told.CourseDeg) = (0.5, 90);
            scene.ReplaceLast(told);
        }

        var sector = new Sector(
            Scene.Agreement(Scene.Clause("1", "identity-conduct", "")), Scene.Feeds, new SectorSettings());
        var output = new SectorOutput();
        sector.Step(new SectorInput(0, scene.Observations[..10_000]), output);
        Assert.Empty(output.Facts);
        output.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        sector.Step(new SectorInput(1, scene.Observations[10_000..]), output);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
        Assert.Equal(2_000, output.Tracks.Count);
    }

    [Theory]
    [InlineData(237_000_001u, 237_000_001u ^ 64, 0, 1)]
    [InlineData(237_000_001u, 237_000_071u, 0, 1)]
    [InlineData(237_000_001u, 237_000_072u, 0, 0)]
    [InlineData(237_000_001u, 237_000_071u, 1_500, 0)]
    public void An_identity_a_bit_or_a_digit_away_is_noted_and_never_merged(
        uint known, uint like, double awayM, int notes)
    {
        var scene = new Scene();
        for (var second = 0; second < 300; second += 10)
        {
            scene.Vessel(second < 150 ? known : like, second, second < 150 ? 0 : awayM, 0);
        }

        var sector = new Sector(
            Scene.Agreement(Scene.Clause("1", "identity-conduct", "")), Scene.Feeds, new SectorSettings());
        var output = new SectorOutput();
        sector.Step(new SectorInput(0, scene.Observations), output);
        var said = output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal(notes, said.Count);
        Assert.All(said, note => Assert.Equal(Determination.Compliant, note.Determination));
        Assert.Equal(2, sector.Summary().Tracks);
        Assert.Equal(0, sector.Summary().IncidentCount);
    }

    [Fact]
    public void A_jump_keeps_both_tracks_and_names_no_party()
    {
        var scene = new Scene();
        for (var second = 0; second < 200; second += 10)
        {
            scene.Vessel(200_100_001, second, second < 100 ? 0 : 20_000, 0);
        }

        var said = Assert.Single(Run(scene.Observations, ""));
        Assert.Equal(ConductPattern.Jump, PatternOf(said));
        Assert.Equal((DetectionKind.Measured, Determination.Undetermined), (said.Kind, said.Determination));
        Assert.Null(said.Party);
        Assert.Equal("mmsi:200100001#2", said.Actor);
        Assert.Equal(2, said.Frames.Length);
        Assert.Contains(new Detail("limit_mps", "30.9"), said.Details!.Value);
    }

    /// <summary>A rival track that begins with a report older than the newest one cites its own.</summary>
    [Fact]
    public void A_track_that_begins_late_cites_its_own_reports()
    {
        var scene = new Scene();
        scene.Vessel(200100001, 0, 0, 0).Vessel(200100001, 20, 100, 0).Vessel(200100001, 19, 0, 25_000, feed: 1);
        for (var second = 40; second < 400; second += 20)
        {
            scene.Vessel(200100001, second, 5 * second, 0).Vessel(200100001, second + 9, 0, 25_000, feed: 1);
        }

        var clause = Scene.Clause("1", "identity-conduct", "patterns: [identity]; switches: 7");
        var said = scene.Run(Scene.Agreement(clause)).OfType<DetectionFact>()
            .Select(fact => fact.Detection).ToList();
        Assert.NotEmpty(said);
        Assert.All(said.Where(one => one.Actor.EndsWith("#2", StringComparison.Ordinal)), one =>
            Assert.All(one.Frames, frame => Assert.Equal(Scene.Feeds[new FeedId(1)], frame.Feed)));
        Assert.Contains(said, one => one.Actor.EndsWith("#2", StringComparison.Ordinal));
    }

    [Fact]
    public void One_wrong_message_is_no_jump()
    {
        var scene = new Scene();
        for (var second = 0; second < 200; second += 10)
        {
            scene.Vessel(200_100_001, second, second == 100 ? 20_000 : 0, 0);
        }

        Assert.Empty(Run(scene.Observations, ""));
    }

    [Theory]
    [InlineData("patterns: [jumps]", "expected one of jump, circle, offset, kinematics, identity, got 'jumps'")]
    [InlineData("min_fixes: 0", "min_fixes: expected a whole number from 1 to 100, got '0'")]
    [InlineData("switch: 4", "got 'switch'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: identity-conduct\n" + settings, message);

    [Fact]
    public void Tracks_that_are_given_up_are_forgotten()
    {
        var scene = new Scene();
        for (var ship = 0; ship < 20; ship++)
        {
            scene.Vessel(200_000_000 + (uint)ship * 7_919, ship, ship * 2_000, 0);
        }

        var sector = new Sector(
            Scene.Agreement(Scene.Clause("1", "identity-conduct", "")), Scene.Feeds,
            new SectorSettings { MaxObjects = 3 });
        sector.Step(new SectorInput(0, scene.Observations), new SectorOutput());
        Assert.Equal(3, sector.Rules.Rules.OfType<IdentityConductRule>().Single().FollowedCount);
    }

    /// <summary>
    /// 84 vessels of an hour in the Solent, ferries and yachts among them, none known to tell what is not so. Sister
    /// ships side by side whose MMSIs are a digit apart are noted, no more.
    /// </summary>
    [Fact]
    public void Real_vessels_of_an_hour_are_left_alone()
    {
        var scene = new Scene();
        var observations = new List<Observation>();
        foreach (var line in File.ReadLines(RepositoryTree.CorpusFile("tracking/solent_ais_first_half.csv")).Skip(1))
        {
            var cells = line.Split(',');
            double Cell(int at) => cells[at].Length == 0
                ? double.NaN
                : double.Parse(cells[at], CultureInfo.InvariantCulture);
            Assert.True(Instant.TryParse(cells[0].Replace(' ', 'T') + "Z", out var at));
            var one = scene.Position(
                ObjectIdentity.Mmsi(uint.Parse(cells[1], CultureInfo.InvariantCulture)), 0, 0, 0, 10, 0, 0);
            one.Position = GeoPoint.FromDegrees(latitudeDeg: Cell(2), longitudeDeg: Cell(3));
            (one.At, one.ReceivedAt) = (at, at);
            (one.CourseDeg, one.SpeedMps) = (Cell(4) >= 360 ? double.NaN : Cell(4), Cell(5) * 1852 / 3600);
            observations.Add(one);
        }

        Assert.True(observations.Count > 9_000);
        var said = Run(CollectionsMarshal.AsSpan(observations), "").ToList();
        Assert.All(said, one => Assert.Equal(Determination.Compliant, one.Determination));
        Assert.Equal(3, said.Count);
    }

    /// <summary>What is of one time and received at one time is a set: its order leaves no trace.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reports_of_one_time_are_judged_alike_in_any_order(ulong shuffle)
    {
        var traffic = new ConductTraffic(seed: 1, ships: 40, hours: 2.5);
        traffic.Plant(each: 2, inArea: 8);
        var sent = traffic.Send();
        foreach (ref var one in sent.AsSpan())
        {
            // Batches of ten seconds: many reports are of the same second and come at the same time.
            one.ReceivedAt = new Instant(((one.ReceivedAt.UnixMicroseconds / 10_000_000) + 1) * 10_000_000);
        }

        sent = [.. sent.OrderBy(one => one.ReceivedAt.UnixMicroseconds).ThenBy(one => one.At.UnixMicroseconds)];
        var draws = Draws.Named(shuffle, "order");
        var shuffled = sent.Select(one => (one, Key: draws.Next()))
            .OrderBy(pair => pair.one.ReceivedAt.UnixMicroseconds).ThenBy(pair => pair.one.At.UnixMicroseconds)
            .ThenBy(pair => pair.Key)
            .Select(pair => pair.one).ToArray();
        Assert.NotEqual(sent.Select(one => one.Frame), shuffled.Select(one => one.Frame));
        var (expected, got) = (Said(sent), Said(shuffled));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, got);

        static string[] Said(Observation[] observations) =>
        [
            .. Run(observations, "").Select(one => FormattableString.Invariant(
                $"{one.At} {one.Actor} {one.Determination} ")
                + string.Join(", ", one.Details!.Value.Select(detail => $"{detail.Name} {detail.Value}"))).Order(
                StringComparer.Ordinal),
        ];
    }

    private static void Try(
        Tally tally, ulong seed, int ships, double hours, int each, int inArea, string settings)
    {
        var traffic = new ConductTraffic(seed, ships, hours);
        traffic.Plant(each, inArea);
        Score(
            tally, seed, Run(traffic.Send(), settings), traffic.Planted, ships * hours,
            mmsi => Enumerable.Range(0, ships).First(ship => traffic.Mmsi(ship) == mmsi) % 10);
    }

    private static void TryOther(Tally tally, ulong seed, int ships, double hours, int each, int inArea)
    {
        var traffic = new HarbourTraffic(seed, ships, hours);
        var said = Run(traffic.Send(each, inArea), "");
        Score(
            tally, seed, said, traffic.Planted, ships * hours,
            mmsi => Enumerable.Range(0, ships).First(ship => HarbourTraffic.Mmsi(ship) == mmsi) % 12);
    }

    private static void Score(
        Tally tally, ulong seed, IEnumerable<Detection> said, IReadOnlyList<Planted> planted, double hours,
        Func<uint, int> kindOf)
    {
        var found = new bool[planted.Count];
        foreach (var detection in said)
        {
            var pattern = PatternOf(detection);
            var seconds = detection.At.SecondsSince(Scene.Start);
            var mmsi = uint.Parse(detection.Actor[5..].Split('#')[0], CultureInfo.InvariantCulture);
            var index = Enumerable.Range(0, found.Length).FirstOrDefault(
                at => planted[at] is var one && one.Ships.Contains(mmsi)
                    && seconds >= one.FromS && seconds <= one.UntilS + 600, -1);
            if (detection.Determination == Determination.Compliant)
            {
                tally.Notes++;
            }
            else if (index < 0)
            {
                tally.False.Add($"seed {seed}, kind {kindOf(mmsi)}: {detection.Actor} {seconds:0} s "
                    + string.Join(", ", detection.Details!.Value.Select(one => $"{one.Name} {one.Value}")));
            }
            else if (planted[index].Kind == pattern)
            {
                found[index] = true;
            }
            else
            {
                tally.OtherKinds++;
            }
        }

        tally.CleanHours += hours;
        for (var index = 0; index < found.Length; index++)
        {
            var one = planted[index];
            tally.Planted[(int)one.Kind]++;
            tally.Found[(int)one.Kind] += found[index] ? 1 : 0;
            if (!found[index])
            {
                tally.Missed.Add(
                    $"seed {seed}, missed: {one.Kind} of {string.Join(", ", one.Ships)} from {one.FromS:0} s");
            }

            tally.CleanHours -= one.Ships.Length * (one.UntilS + 600 - one.FromS) / 3600;
        }
    }

    private static IEnumerable<Detection> Run(ReadOnlySpan<Observation> observations, string settings)
    {
        var output = new SectorOutput();
        var agreement = Scene.Agreement(Scene.Clause("1", "identity-conduct", settings)) with
        {
            Theatre = new TheatreBox(-10, 40, 40, 60),
        };
        new Sector(agreement, Scene.Feeds, new SectorSettings())
            .Step(new SectorInput(0, observations), output);
        return output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection);
    }

    private static ConductPattern PatternOf(Detection detection) => detection.Details!.Value[0].Value switch
    {
        "jump" => ConductPattern.Jump,
        "circle" => ConductPattern.Circle,
        "many objects of an area moved aside together" => ConductPattern.Offset,
        "told motion against the way made" => ConductPattern.Kinematics,
        _ => ConductPattern.Identity,
    };
}
