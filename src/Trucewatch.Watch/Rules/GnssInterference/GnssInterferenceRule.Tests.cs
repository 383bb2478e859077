using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Interference;
using Xunit;

namespace Trucewatch.Watch.Rules.GnssInterference;

public sealed class GnssInterferenceRuleTests
{
    [Fact]
    public void Disturbed_aircraft_open_one_incident_that_ends_when_they_are_well()
    {
        var scene = new Scene();
        Fly(scene, 0, 600, aircraft: 5, poor: 4);
        Fly(scene, 600, 1_200, aircraft: 5, poor: 0);
        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "gnss-interference", "")));
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], said.Select(detection => detection.Kind));
        Assert.All(said, detection => Assert.Equal(("gnss:47.0,35.0", null), (detection.Zone, detection.Party)));
        Assert.Equal(
            ["aircraft=5", "aircraft_bad=4", "score=0.60", "limit_score=0.20"],
            said[0].Details!.Value.Take(4).Select(detail => $"{detail.Name}={detail.Value}"));
        var incident = facts.OfType<IncidentFact>().Last().Incident;
        Assert.Equal(("I-0001", IncidentStatus.Closed), (incident.Id, incident.Status));
    }

    [Theory]
    [InlineData("", 5, 0, 0)]
    [InlineData("", 5, 1, 0)]
    [InlineData("", 2, 2, 0)]
    [InlineData("", 3, 2, 1)]
    [InlineData("min_aircraft: 4", 3, 3, 0)]
    [InlineData("min_score: 0.5", 5, 3, 0)]
    [InlineData("min_score: 0.5", 5, 4, 1)]
    [InlineData("zones: [west-zone]", 5, 4, 0)]
    [InlineData("zones: [east-zone]", 5, 4, 1)]
    public void Thresholds_stand_in_the_clause(string settings, int aircraft, int poor, int expected)
    {
        var scene = new Scene();
        Fly(scene, 0, 600, aircraft, poor);
        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "gnss-interference", settings)));
        Assert.Equal(expected, facts.OfType<DetectionFact>().Count());
    }

    /// <summary>Twelve ships, some of which are told to be 20 km to the north for ten minutes.</summary>
    [Theory]
    [InlineData("", 2, 0)]
    [InlineData("", 4, 2)]
    [InlineData("min_ships: 13", 4, 0)]
    [InlineData("min_score: 0.4", 4, 0)]
    public void Ships_whose_places_jump_open_an_incident_of_their_own(string settings, int jumping, int expected)
    {
        var scene = new Scene();
        for (var second = 0; second < 3_000; second += 30)
        {
            for (uint ship = 1; ship <= 12; ship++)
            {
                var north = ship <= jumping && second is > 600 and < 1_200 ? 20_000 : 0;
                scene.Vessel(ship, second + (ship * 0.5), 500 * ship, 1_000 + north);
            }
        }

        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "gnss-interference", settings)));
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal(expected, said.Count);
        Assert.All(said, detection => Assert.Equal(("gnss:47.0,35.0 ships", null), (detection.Zone, detection.Party)));
        Assert.All(said, detection => Assert.Equal("ships=12", string.Join(
            '=', detection.Details!.Value[0].Name, detection.Details.Value[0].Value)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, true)]
    public void Places_in_a_disturbed_cell_are_less_sure_and_what_they_show_says_so(int poor, bool isDisturbed)
    {
        var scene = new Scene();
        Fly(scene, 0, 300, aircraft: 5, poor);
        scene.Vessel(200100001, 301, 8_000, 8_000).Vessel(200100001, 320, 8_000, 8_000);
        var output = new SectorOutput();
        new Sector(
            Scene.Agreement(Scene.Clause("1", "zone-entry", "zones: [east-zone]; who.roles: [forces]")), Scene.Feeds,
            new SectorSettings()).Step(new SectorInput(0, scene.Observations), output);
        var ship = output.Tracks.First(update => update.Identity == ObjectIdentity.Mmsi(200100001));
        var sigmaM = Math.Sqrt(ship.PositionError.EastM2);
        var added = isDisturbed ? InterferenceLedger.AddedSigmaM : 0;
        Assert.Equal(Math.Sqrt(100 + (added * added)), sigmaM, 1e-6);
        var detection = Assert.Single(output.Facts.OfType<DetectionFact>()).Detection;
        Assert.Equal(isDisturbed, detection.Details?.Any(detail => detail.Name == "gnss_interference") == true);
    }

    [Fact]
    public void A_place_near_the_edge_is_no_breach_any_more()
    {
        var scene = new Scene();
        Fly(scene, 0, 300, aircraft: 5, poor: 5);
        scene.Vessel(200100001, 301, 300, 8_000).Vessel(200100001, 320, 300, 8_000);
        var clause = Scene.Clause("1", "zone-entry", "zones: [east-zone]; who.roles: [forces]");
        Assert.Empty(scene.Run(Scene.Agreement(clause)).OfType<DetectionFact>());
    }

    [Theory]
    [InlineData("min_aircraft: 1", "min_aircraft: expected a whole number from 2 to 1000, got '1'")]
    [InlineData("min_ships: 1", "min_ships: expected a whole number from 2 to 1000, got '1'")]
    [InlineData("min_score: 0", "min_score: expected a number from 0.01 to 1, got '0'")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: gnss-interference\n" + settings, message);

    /// <summary>Aircraft east of 35 E and north of 47 N, heard every five seconds; the first are poor.</summary>
    private static void Fly(Scene scene, int from, int until, int aircraft, int poor)
    {
        for (var second = from; second < until; second += 5)
        {
            for (var number = 1; number <= aircraft; number++)
            {
                var observation = scene.Position(
                    new ObjectIdentity(IdentityScheme.Icao, (ulong)number, null), second, 2_000 * number, 2_000, 50,
                    1, 1);
                observation.Class = ObjectClass.Aircraft;
                observation.NavigationAccuracy = (sbyte)(number <= poor ? number % 3 : 9);
                scene.Add(observation);
            }
        }
    }
}
