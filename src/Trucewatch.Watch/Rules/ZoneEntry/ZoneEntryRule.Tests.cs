using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Watch.Tracking;
using Xunit;

namespace Trucewatch.Watch.Rules.ZoneEntry;

public sealed class ZoneEntryRuleTests
{
    /// <summary>
    /// Probabilities of consecutive fixes a minute apart, in percent, and what is said at which fix: E entered,
    /// F first seen inside, U undetermined, S still inside, L left, a dot nothing. Restated after ten minutes.
    /// </summary>
    [Theory]
    [InlineData("min_fixes: 1", "0 100 0", ".EL")]
    [InlineData("min_fixes: 1", "100 0 100", "FLE")]
    [InlineData("min_fixes: 1", "50 100", ".F")]
    [InlineData("min_fixes: 1", "0 50 50 100 50 50 0", "...E..L")]
    [InlineData("min_fixes: 1; first_seen_inside: ignore", "100 100 0 100", "...E")]
    [InlineData("", "0 100 0 100 100", "....E")]
    [InlineData("", "0 100 100 0 100 0 0", "..E...L")]
    [InlineData("min_fixes: 3", "0 100 100 50 100 100 100", "......E")]
    [InlineData("min_fixes: 1; dwell_s: 120", "0 100 100 100 100", "...E.")]
    [InlineData("min_fixes: 2; dwell_s: 120", "0 100 100 0 100 100 100", "......E")]
    [InlineData("min_fixes: 1; p_enter: 0.6", "0 50 61", "..E")]
    [InlineData("min_fixes: 1", "0 95 96", "..E")]
    [InlineData("min_fixes: 1; p_leave: 0.3", "0 100 31 29", ".E.L")]
    [InlineData("min_fixes: 1", "0 100 100 100 100 100 100 100 100 100 100 100 100", ".E.........S.")]
    [InlineData("min_fixes: 1", "0 100 50 50 50 50 50 50 50 50 50 50 50 100", ".E.........U..")]
    public void Crossings(string settings, string percents, string expected)
    {
        var rule = Compile("zones: [west-zone]; " + settings);
        var crossing = default(Crossing);
        var said = "";
        var minute = 0;
        foreach (var percent in percents.Split(' '))
        {
            var moment = new Moment
            {
                At = Scene.Time(60 * minute++),
                PInside = int.Parse(percent, System.Globalization.CultureInfo.InvariantCulture) / 100.0,
                PAtMost = int.Parse(percent, System.Globalization.CultureInfo.InvariantCulture) / 100.0,
                MarginM = 10,
            };
            var kind = crossing.Advance(in moment, rule, null);
            said += kind is { } some ? some.ToString()[0] : '.';
        }

        Assert.Equal(expected, said);
    }

    [Theory]
    [InlineData("", 1, "zones: expected a list, got nothing")]
    [InlineData("zones: []", 1, "zones: expected a list of at least one text, got a list of 0")]
    [InlineData("zones: [x]", 1, "zones: expected one of 'west-zone', 'east-zone', got 'x'")]
    [InlineData("zones: [west-zone]; p_enter: 7", 2, "p_enter: expected a number from 0.5 to 0.999, got '7'")]
    [InlineData("zones: [west-zone]; p_enter: NaN", 2, "p_enter: expected a number from 0.5 to 0.999, got 'NaN'")]
    [InlineData("zones: [west-zone]; min_fixes: 101", 2, "min_fixes: expected a whole number from 1 to 100, got '101'")]
    [InlineData(
        "zones: [west-zone]; dwel_s: 1",
        2, "dwel_s: expected one of zones, who, p_enter, p_leave, dwell_s, min_fixes, first_seen_inside, presence, "
        + "max_speed_mps, except_zones, got 'dwel_s'")]
    [InlineData("zones: [west-zone]; who: all", 2, "who: expected a map, got 'all'")]
    [InlineData("zones: [west-zone]; who.parties: [north]", 2, "who.parties: expected one of west, east, got 'north'")]
    [InlineData(
        "zones: [west-zone]; who.classes: [ship]",
        2, "who.classes: expected one of unknown, vessel, vehicle, person, aircraft, drone, installation, got 'ship'")]
    [InlineData(
        "zones: [west-zone]; who.except: [2001*]",
        2, "who.except: expected such as mmsi:2370* or cot:TEAM-*, got '2001*'")]
    [InlineData(
        "zones: [west-zone]; presence: required; except_zones: [east-zone]",
        3, "except_zones: expected nothing where presence is required, got a list of 1")]
    [InlineData(
        "zones: [west-zone]; first_seen_inside: maybe",
        2, "first_seen_inside: expected one of report, ignore, got 'maybe'")]
    public void Faulty_settings_are_refused_with_their_line(string settings, int line, string expected)
    {
        var (book, problems) = RuleBook.Compile(Scene.Agreement(Scene.Clause("1", "zone-entry", settings)));
        Assert.Null(book);
        var where = FormattableString.Invariant($"agreement.yaml:{line}: clause '1', reading 'plain': ");
        Assert.Equal(where + expected, Assert.Single(problems).ToString());
    }

    [Theory]
    [InlineData("zones: [islands]", """
        # Into the ring; about in its hole; from the hole to the island in it.
        track cot:WEST-1 2030-06-01T00:00:00Z 45.25,36.1~5 +10m 45.25,36.25~5 +1m 45.25,36.25~5 -> 1 breach
        track cot:WEST-1 2030-06-01T00:00:00Z 45.35,36.32~5 +10m 45.45,36.32~5 -> none
        track cot:WEST-1 2030-06-01T00:00:00Z 45.45,36.35~5 +10m 45.4,36.4~5 +1m 45.4,36.4~5 -> 1 breach, incidents 1
        """)]
    [InlineData("zones: [cone]", """
        # East of the centre is in the sector, west of it is not.
        track cot:WEST-1 2030-06-01T00:00:00Z 47,33.6~5 +10m 47,33.61~5 -> 1 breach
        track cot:WEST-1 2030-06-01T00:00:00Z 47,33.4~5 +10m 47,33.41~5 -> none
        """)]
    [InlineData("zones: [islands]\nmax_speed_mps: 0.5\ndwell_s: 600", """
        # Who sails through does not loiter; nor who stops for nine minutes; who stops for a quarter of an hour does.
        track mmsi:200100001 2030-06-01T00:00:00Z 45.25,36.1~5 +2h 45.25,36.7~5 -> none
        track mmsi:200100001 2030-06-01T00:00:00Z 45.25,36.3~5 +9m 45.25,36.3~5 -> none
        track mmsi:200100001 2030-06-01T00:00:00Z 45.25,36.3~5 +15m 45.25,36.3~5 -> 1 breach, incidents 1
        """)]
    public void Shapes_and_loitering(string settings, string cases) =>
        RuleCases.Hold("kind: zone-entry\nwho: {roles: [forces]}\n" + settings, cases);

    [Fact]
    public void Two_hours_below_two_knots_outside_the_masks_are_loitering() => RuleCases.Hold(
        "kind: zone-entry\nzones: [lane]\nexcept_zones: [islands]\nmax_speed_mps: 1.03\ndwell_s: 7200", """
        track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45,35~5 +150m 45,35.01~5 -> 1 breach, incidents 1
        # Ninety minutes; twice the speed; half an hour of sailing on between two times of ninety minutes.
        track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45,35~5 +90m 45,35.01~5 -> none
        track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45,35~5 +150m 45,35.24~5 -> none
        track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45,35~5 +90m 45,35~5 +30m 45,35.1~5 +90m 45,35.1~5 -> none
        # In the masked part, which is beside the lane, as on its edge.
        track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45.25,36.3~5 +150m 45.25,36.3~5 -> none
        """);

    [Fact]
    public void A_mask_within_the_zone_keeps_out_what_lies_in_it() => RuleCases.Hold(
        "kind: zone-entry\nzones: [islands]\nexcept_zones: [islands]\nmax_speed_mps: 1.03\ndwell_s: 7200",
        "track mmsi:200900001 every=1m 2030-06-01T00:00:00Z 45.25,36.3~5 +150m 45.25,36.3~5 -> none");

    [Theory]
    [InlineData("", "2001 2002 9990")]
    [InlineData("; who.parties: any", "2001 2002 9990")]
    [InlineData("; who.parties: [west]", "2001")]
    [InlineData("; who.roles: [forces]", "2001 2002")]
    [InlineData("; who.roles: [civilian]", "")]
    [InlineData("; who.except: [mmsi:2002*]", "2001 9990")]
    [InlineData("; who.classes: [vessel, drone]", "2001 2002 9990")]
    [InlineData("; who.classes: [drone]", "")]
    public void Whom_it_concerns(string who, string expected)
    {
        var scene = new Scene();
        foreach (var mmsi in new uint[] { 200100001, 200200001, 999000001 })
        {
            scene.Vessel(mmsi, 0, 5_000, 0).Vessel(mmsi, 10, 5_000, 0);
        }

        var actors = Detections(scene, "zones: [east-zone]" + who).Select(detection => detection.Actor);
        var wanted = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted, actors.Select(actor => actor["mmsi:".Length..].Replace("00001", "")));
    }

    [Fact]
    public void A_clause_binds_from_its_first_instant()
    {
        var scene = new Scene();
        for (var second = 0; second <= 100; second += 10)
        {
            scene.Vessel(1, second, 5_000, 0);
        }

        var clause = Scene.Clause("1", "zone-entry", "zones: [east-zone]");
        ImmutableArray<ForcePeriod> later =
            [new("west", new Period(Scene.Time(50), null)), new("east", new Period(Scene.Time(50), null))];
        clause = clause with { Readings = [clause.Readings[0] with { InForce = later }] };
        var first = scene.Run(Scene.Agreement(clause)).OfType<DetectionFact>().First().Detection;
        Assert.Equal((DetectionKind.FirstSeenInside, Scene.Time(50)), (first.Kind, first.At));
    }

    [Fact]
    public void One_entry_and_one_leaving_for_each_crossing_under_noise()
    {
        // A ship goes in and out four times, 300 m deep at least, at 4 m/s and a slant; fixes are 50 m off (1 sigma).
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new Splitmix(seed);
            var scene = new Scene();
            for (var second = 0; second < 4_000; second += 10)
            {
                var phase = second % 1_000;
                var east = phase < 500 ? (4 * phase) - 1_000 : 1_000 - (4 * (phase - 500));
                var north = (2 * second) - 4_000 + (50 * random.Normal());
                scene.Vessel(1, second, east + (50 * random.Normal()), north, 50);
            }

            var kinds = Detections(scene, "zones: [east-zone]; min_fixes: 3; dwell_s: 20")
                .Select(detection => detection.Kind)
                .Where(kind => kind is DetectionKind.Entered or DetectionKind.Left or DetectionKind.FirstSeenInside);
            var crossings = Enumerable.Repeat(new[] { DetectionKind.Entered, DetectionKind.Left }, 4);
            Assert.Equal(crossings.SelectMany(both => both), kinds);
        }
    }

    [Fact]
    public void A_ship_that_passes_outside_is_not_said_to_enter()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new Splitmix(seed);
            var scene = new Scene();
            for (var second = 0; second < 3_000; second += 10)
            {
                var north = (5 * second) - 8_000 + (50 * random.Normal());
                scene.Vessel(1, second, -75 + (50 * random.Normal()), north, 50);
            }

            Assert.Empty(Detections(scene, "zones: [east-zone]; min_fixes: 3; dwell_s: 20"));
        }
    }

    [Fact]
    public void The_stated_probability_is_the_true_frequency()
    {
        // Ships drawn from the tracker's own model start anywhere about the edge; ten classes of stated probability.
        const double noise = 0.05, stepS = 10, sigmaM = 50;
        var random = new Splitmix(77);
        var region = Scene.Agreement().Zones[1].Region;
        var (stated, inside, total) = (new double[10], new int[10], new int[10]);
        for (var run = 0; run < 4_000; run++)
        {
            var scene = new Scene();
            var tracker = new Tracker(new TheatreBox(33, 45, 37, 49), new SectorSettings());
            double east = random.Between(-400, 400), speed = 8 * random.Normal();
            TrackUpdate update = default;
            for (var step = 0; step < 6; step++)
            {
                var first = random.Normal();
                east += step == 0 ? 0 : (speed * stepS) + (Math.Sqrt(noise * stepS * stepS * stepS / 3) * first);
                speed += step == 0
                    ? 0
                    : Math.Sqrt(noise * stepS) * ((Math.Sqrt(3) / 2 * first) + (0.5 * random.Normal()));
                var fix = scene.Position(
                    ObjectIdentity.Mmsi(1), step * stepS, east + (sigmaM * random.Normal()), sigmaM * random.Normal(),
                    sigmaM, 0, 0);
                tracker.Update(in fix, ref update);
            }

            var p = region.Locate(update.Position, update.PositionError).PInside;
            var bin = Math.Min(9, (int)(p * 10));
            stated[bin] += p;
            inside[bin] += east > 0 ? 1 : 0;
            total[bin]++;
        }

        var error = Enumerable.Range(0, 10).Sum(bin => Math.Abs(stated[bin] - inside[bin])) / total.Sum();
        Assert.InRange(error, 0, 0.02);
    }

    private static List<Detection> Detections(Scene scene, string settings) =>
    [
        .. scene.Run(Scene.Agreement(Scene.Clause("1", "zone-entry", settings))).OfType<DetectionFact>()
            .Select(fact => fact.Detection),
    ];

    private static CrossingSettings Compile(string settings)
    {
        var clause = Scene.Clause("1", "zone-entry", settings);
        var problems = new List<PackProblem>();
        var source = new RuleSource(
            Scene.Agreement(clause), clause, clause.Readings[0], new SectorSettings(), problems);
        var rule = Assert.IsType<ZoneEntryRule>(ZoneEntryRule.Compile(source));
        Assert.Empty(problems);
        return rule.Settings;
    }
}
