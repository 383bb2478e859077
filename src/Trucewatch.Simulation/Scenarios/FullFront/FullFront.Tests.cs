using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Sensors;
using Xunit;

namespace Trucewatch.Simulation.Scenarios.FullFront;

public sealed class FullFrontTests
{
    [Fact]
    public void Ten_thousand_are_heard_more_than_two_thousand_times_a_second_and_all_can_be_read()
    {
        var hearing = new Hearing(FullFrontScenario.Scenario);

        hearing.Take(FullFrontScenario.Scenario.Play(new ScenarioRun(3, TimeSpan.FromSeconds(10.3))));

        Assert.Empty(hearing.Faults);
        Assert.Equal(0, hearing.Overtaken);
        Assert.InRange(hearing.Frames, 20_000, 22_500);
        Assert.Equal(10_000, Fleet.Size);
        Assert.InRange(Front.Line.LengthM, 1_199_000, 1_202_000);
    }

    [Fact]
    public void Ten_thousand_sensors_are_registered_and_radars_see_what_moves()
    {
        var run = new ScenarioRun(3, TimeSpan.FromSeconds(40));
        var reading = SensorRegistry.Read("sensors.yaml", FullFrontScenario.Scenario.Sensors(run)!);
        Assert.Empty(reading.Problems);
        Assert.Equal(10_000, reading.Registry!.Sensors.Length);

        var radars = Fleet.RadarsOver(run.Seed, Fleet.All(run.Seed));
        Assert.Equal(Fleet.Radars, radars.Length);
        var hearing = new Hearing(FullFrontScenario.Scenario);
        hearing.Take(FullFrontScenario.Play(radars, run));
        Assert.Empty(hearing.Faults);
        Assert.InRange(hearing.Frames, 6 * Fleet.Radars, 7 * Fleet.Radars);
        Assert.InRange(hearing.Places, 1_000, 120 * 5 * Fleet.Radars);
    }

    [Fact]
    public void The_same_seed_says_the_same_and_another_seed_something_else()
    {
        var scenario = FullFrontScenario.Scenario;
        var run = new ScenarioRun(3, TimeSpan.FromSeconds(1.5));

        Assert.Equal(Hearing.Hash(scenario.Play(run)), Hearing.Hash(scenario.Play(run)));
        Assert.NotEqual(Hearing.Hash(scenario.Play(run)), Hearing.Hash(scenario.Play(run with { Seed = 4 })));
    }

    [Fact]
    public void Both_sides_have_as_many_of_everything()
    {
        var truth = FullFrontScenario.Scenario.Truth(new ScenarioRun(3, TimeSpan.FromSeconds(1)))
            .GroupBy(row => (row.Class, row.Side)).ToDictionary(group => group.Key, group => group.Count());

        foreach (var kind in new[] { "vessel", "vehicle", "drone" })
        {
            Assert.Equal(truth[(kind, "west")], truth[(kind, "east")]);
        }

        var incidents = FullFrontScenario.Scenario.Incidents(new ScenarioRun(3, TimeSpan.FromHours(1))).ToList();
        Assert.Equal(
            incidents.Where(one => one.Side == "west").Select(one => one.Class).Order(),
            incidents.Where(one => one.Side == "east").Select(one => one.Class).Order());
        Assert.Equal(40, incidents.Count);
    }

    [Fact]
    public void A_watch_finds_those_who_enter_the_zone_and_nobody_else()
    {
        var run = new ScenarioRun(3, TimeSpan.FromMinutes(12));
        var truth = FullFrontScenario.Scenario.Incidents(run).ToList();
        var watch = new Hearing(FullFrontScenario.Scenario, PackExample.BundledAgreement(Front.Agreement));

        // Beside the forty one in 97 of all others: each is as likely to be among them.
        var others = Fleet.All(run.Seed).Where((_, number) => number % 97 == 0);
        watch.Take(FullFrontScenario.Play(
            [.. others, .. Incursion.All(run.Seed).Select(incursion => incursion.Mover)], run));

        Assert.Equal(
            truth.Select(one => (one.Clause, one.Zone, one.Actor)).Order(),
            watch.Summary.Incidents.Select(found => (found.Clause, found.Zone, found.Actors.SingleOrDefault()))
                .Order());
        Assert.Equal(truth.Count, watch.Summary.IncidentCount);
        Assert.InRange(truth.Count, 10, 20);
        var sighted = FullFrontScenario.Scenario.Sightings(run).ToList();
        Assert.All(truth, one => Assert.Contains(sighted, sighting => sighting.Incident == one.Id));
        Assert.All(sighted, sighting => Assert.InRange(sighting.InsideM, -20, 6_000));
    }

    [Fact]
    public void Making_a_message_allocates_less_than_thirty_two_bytes()
    {
        var run = new ScenarioRun(3, TimeSpan.FromSeconds(12));
        using var events = FullFrontScenario.Scenario.Play(run).GetEnumerator();
        Take(5_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Take(10_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 10_000);

        void Take(int count)
        {
            while (count-- > 0)
            {
                Assert.True(events.MoveNext());
            }
        }
    }
}
