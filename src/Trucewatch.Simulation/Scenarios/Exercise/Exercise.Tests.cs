using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Tracks;
using Trucewatch.Simulation.Sending;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Simulation.Scenarios.Exercise;

public sealed class ExerciseTests
{
    private static readonly Scenario exercise = Scenarios.Find("exercise")!;
    private static readonly ScenarioRun day = new(1, TimeSpan.FromHours(24));
    private static readonly Agreement agreement =
        AgreementPack.Read(PackExample.Bundled(exercise.Agreement!)).Agreement!;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        var sent = exercise.Play(new ScenarioRun(1, TimeSpan.FromMinutes(40))).ToLookup(sent => sent.Feed);
        var text = new StringBuilder("# 40 minutes with seed 1: feed, frames, SHA-256 of feeds, times and bytes.\n");
        for (var feed = 0; feed < exercise.Feeds.Length; feed++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{exercise.Feeds[feed].Name} {sent[feed].Count()} {Hearing.Hash(sent[feed])}\n");
        }

        Golden.Equal("src/Trucewatch.Simulation/Scenarios/Exercise/corpus/bytes.txt", text.ToString());
    }

    [Fact]
    public void The_culture_makes_no_difference_and_the_seed_does()
    {
        var run = new ScenarioRun(1, TimeSpan.FromMinutes(3));
        var plain = Hearing.Hash(exercise.Play(run));
        var before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            odd.DateTimeFormat.TimeSeparator = ".";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(plain, Hearing.Hash(exercise.Play(run)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.NotEqual(plain, Hearing.Hash(exercise.Play(run with { Seed = 2 })));
    }

    [Fact]
    public void Another_actor_does_not_shift_the_draws_of_the_others()
    {
        var run = new ScenarioRun(1, TimeSpan.FromMinutes(10));
        var few = Traffic.All(1).Take(30).ToArray();
        var more = Traffic.All(1).Take(31).ToArray();
        var alone = Mixing.Mix([.. few], run, Ground.Start).Select(Text).ToArray();
        var newcomer = Mixing.Mix([more[^1]], run, Ground.Start).Select(Text).ToHashSet(StringComparer.Ordinal);

        var together = Mixing.Mix([.. more], run, Ground.Start).Select(Text).Where(text => !newcomer.Contains(text));

        Assert.NotEmpty(newcomer);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void What_is_sent_decodes_with_only_the_intended_faults()
    {
        var run = new ScenarioRun(1, TimeSpan.FromHours(1));
        var hearing = new Hearing(exercise).Take(exercise.Play(run));

        Assert.Equal([FrameFault.BadChecksum], hearing.Faults.Keys);
        Assert.InRange(hearing.Faults[FrameFault.BadChecksum], 5, 40);
        Assert.InRange(hearing.Overtaken, 50, 400);
        Assert.InRange(hearing.Frames / run.Length.TotalMinutes, 150, 500);
    }

    [Fact]
    public void Frames_come_in_order_of_receive_time_and_end_with_the_run()
    {
        var run = new ScenarioRun(3, TimeSpan.FromMinutes(30));
        var at = exercise.Play(run).Select(sent => sent.At).ToArray();

        Assert.Equal(at.Order(), at);
        Assert.True(at[0] >= exercise.Start && at[^1] < exercise.Start + run.Length);
    }

    [Fact]
    public void While_a_feed_is_out_nothing_of_it_comes_and_the_others_go_on()
    {
        var run = new ScenarioRun(1, TimeSpan.FromMinutes(140));
        var counts = exercise.Play(run)
            .Where(sent => sent.At > exercise.Start + TimeSpan.FromMinutes(131)
                && sent.At < exercise.Start + TimeSpan.FromMinutes(135))
            .CountBy(sent => sent.Feed)
            .ToDictionary();

        Assert.False(counts.ContainsKey(Links.Sea.Feed));
        Assert.True(counts[Links.Air.Feed] > 20 && counts[Links.Land.Feed] > 100);
    }

    [Fact]
    public void Over_the_day_both_sides_have_as_many_incidents_of_each_class()
    {
        var counts = exercise.Incidents(day).CountBy(incident => (incident.Class, incident.Side)).ToDictionary();
        var classes = counts.Keys.Select(key => key.Class).Distinct().Except(["maritime.hazard"]).ToArray();

        Assert.Equal(7, classes.Length);
        Assert.All(classes, kind => Assert.Equal(counts[(kind, "west")], counts[(kind, "east")]));
        Assert.Equal(1, counts[("maritime.hazard", "none")]);
    }

    [Fact]
    public void Both_sides_send_as_much_everyday_traffic()
    {
        var sides = Traffic.All(1).CountBy(sender => sender switch
        {
            AisSender ship => ship.Player.Side + ship.Player.Class,
            CotSender unit => unit.Player.Side + unit.Player.Class,
            _ => "",
        }).ToDictionary();

        Assert.All(["vessel", "vehicle", "drone"], kind => Assert.Equal(sides["west" + kind], sides["east" + kind]));
    }

    [Fact]
    public void The_first_vehicle_is_inside_before_five_minutes_have_passed()
    {
        var first = exercise.Incidents(day).First(incident => incident.Clause == "4.2(a)");
        var row = exercise.Truth(new ScenarioRun(1, TimeSpan.FromMinutes(6)))
            .First(row => row.Id == first.Actor && row.At == exercise.Start + TimeSpan.FromMinutes(5));

        Assert.InRange((first.From - exercise.Start).TotalMinutes, 2, 4);
        Assert.Equal("west-zone", Ground.ZoneOf(row.Position));
        Assert.True(agreement.Zones.Single(zone => zone.Id == "west-zone").Region.Contains(row.Position));
    }

    [Theory]
    [InlineData(671, 19.75)]
    [InlineData(671, 20.02)]
    [InlineData(548, 11)]
    [InlineData(398, -19.9)]
    [InlineData(340, 12)]
    [InlineData(228, -20.1)]
    public void Script_and_agreement_mean_the_same_places(double alongKm, double leftKm)
    {
        var place = Ground.Line.At(alongKm, leftKm);
        var zone = agreement.Zones.Single(zone => zone.Id == (leftKm > 0 ? "west-zone" : "east-zone"));
        var insideM = Math.Min(20_000 - Math.Abs(leftKm * 1000), Math.Abs(leftKm * 1000));

        Assert.Equal(leftKm * 1000, Ground.Line.LeftM(place), 0.5);
        Assert.Equal(insideM, zone.Region.SignedDistanceM(place), 2.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    public void A_watch_finds_the_incidents_of_the_script_and_no_others(ulong seed)
    {
        var run = day with { Seed = seed };
        var found = new Hearing(exercise, agreement)
            .Take(Mixing.Mix(ExerciseScenario.Happenings(), run, exercise.Start)).Summary;

        var expected = exercise.Incidents(run).ToArray();
        Assert.Equal(
            expected.Select(truth => $"{truth.Clause} {truth.Zone} {truth.Actor}").Order(StringComparer.Ordinal),
            found.Incidents.Select(seen => $"{seen.Clause} {seen.Zone} {ActorOf(seen)}").Order(StringComparer.Ordinal));
        Assert.All(expected, truth =>
        {
            var seen = found.Incidents.Single(seen => seen.Clause == truth.Clause && seen.Zone == truth.Zone
                && (truth.Actor is null || truth.Actor == ActorOf(seen))
                && Math.Abs((seen.First - truth.From).TotalSeconds) < 120);
            Assert.Equal((truth.CountMin, truth.CountMax), (seen.CountMin, seen.CountMax));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_first_incident_is_known_within_five_minutes(ulong seed)
    {
        var run = new ScenarioRun(seed, TimeSpan.FromMinutes(5));
        var hearing = new Hearing(exercise, agreement).Take(exercise.Play(run));

        var said = hearing.Standings["cot:WEST-12"];
        Assert.Equal(ZoneStanding.Outside, said[0]);
        Assert.Equal(ZoneStanding.Undetermined, said[1]);
        Assert.Equal(ZoneStanding.Inside, said[^1]);
        var incident = Assert.Single(hearing.Summary.Incidents);
        Assert.Equal(("4.2(a)", "cot:WEST-12"), (incident.Clause, ActorOf(incident)));
        Assert.False(incident.FirstSeenInside);
    }

    [Fact]
    public void A_happening_that_is_left_out_is_missed_and_one_too_many_is_noticed()
    {
        var senders = ExerciseScenario.Happenings();
        var run = new ScenarioRun(1, TimeSpan.FromMinutes(30));
        var stranger = new Strays("X-99", 0, Side.East, Unit: 99, LineKm: 665, StaysMinutes: 20).Sender;

        Assert.Equal(exercise.Incidents(run).Count(), CountIncidents([.. senders], run));
        Assert.Equal(exercise.Incidents(run).Count() - 1, CountIncidents(senders.RemoveAt(0), run));
        Assert.Equal(exercise.Incidents(run).Count() + 1, CountIncidents(senders.Add(stranger), run));
    }

    [Fact]
    public void The_shelling_is_one_incident_of_fourteen_to_seventeen_impacts_and_the_image_joins_it()
    {
        var run = new ScenarioRun(1, TimeSpan.FromHours(2));
        var shelling = Assert.Single(
            new Hearing(exercise, agreement)
                .Take(Mixing.Mix(ExerciseScenario.Happenings(), run, exercise.Start)).Summary.Incidents,
            incident => incident.Clause == "4.2(c)");

        Assert.Equal((14, 17), (shelling.CountMin, shelling.CountMax));
        Assert.Equal(["acoustic", "camera", "seen", "thermal"], shelling.Means);
        Assert.Equal(5, shelling.Actors.Length);
    }

    [Fact]
    public void Everyday_traffic_is_no_incident()
    {
        var run = new ScenarioRun(1, TimeSpan.FromHours(1));
        var found = new Hearing(exercise, agreement).Take(Mixing.Mix([.. Traffic.All(1)], run, exercise.Start)).Summary;

        Assert.Empty(found.Incidents);
        Assert.InRange(found.Tracks, 120, 140);
        Assert.False(found.VerdictsStopped);
    }

    [Fact(Explicit = true)]
    public void The_whole_day_has_the_incidents_of_the_script_and_no_others()
    {
        var hearing = new Hearing(exercise, agreement).Take(exercise.Play(day));

        Assert.Equal(exercise.Incidents(day).Count(), hearing.Summary.IncidentCount);
        Assert.Equal([FrameFault.BadChecksum], hearing.Faults.Keys);
        Assert.InRange(hearing.Bytes, 30_000_000, 60_000_000);
    }

    [Fact]
    public void Nothing_in_it_can_be_taken_for_real()
    {
        var run = new ScenarioRun(1, TimeSpan.FromHours(2));
        foreach (var sent in exercise.Play(run).Where(sent => sent.Feed != Links.Sea.Feed))
        {
            Assert.Contains("EXERCISE", Encoding.UTF8.GetString(sent.Bytes.Span), StringComparison.Ordinal);
        }

        foreach (var ship in Traffic.All(1).OfType<AisSender>())
        {
            Assert.StartsWith("EXERCISE ", ship.Static.Name, StringComparison.Ordinal);
            Assert.StartsWith("mmsi:200", ship.Player.Id, StringComparison.Ordinal);
        }
    }

    private static int CountIncidents(ImmutableArray<Sender> senders, ScenarioRun run) =>
        new Hearing(exercise, agreement).Take(Mixing.Mix(senders, run, exercise.Start)).Summary.IncidentCount;

    private static string? ActorOf(Incident incident) => incident.Tracks.IsEmpty ? null : incident.Actors.Single();

    private static string Text(WireEvent sent) =>
        FormattableString.Invariant($"{sent.At} {sent.Feed} {Encoding.UTF8.GetString(sent.Bytes.Span)}");
}
