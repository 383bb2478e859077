using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Xunit;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>One object that is seen and told is one object to the rules that count, time or pair objects.</summary>
public sealed class FusedRulesTests
{
    [Fact]
    public void A_ship_seen_and_told_stops_once() =>
        HoldsFor("stop", "zones: [east-zone]", [new Ship(8_000, 0, 0, 0)], 1_000, expected: 1);

    [Fact]
    public void A_ship_that_is_only_seen_stops_too()
    {
        var sea = new Sea(2);
        sea.Radar(1_000, [new Ship(8_000, 0, 0, 0)]);
        var (output, _) = sea.Run(Clause("stop", "zones: [east-zone]"));
        Assert.Equal(1, Breaches(output));
    }

    [Fact]
    public void Two_ships_seen_and_told_are_no_formation_of_three() => HoldsFor(
        "formation", "min_objects: 3; within_m: 1000; after_s: 600",
        [new Ship(-8_000, 0, 5, 0), new Ship(-8_000, 400, 5, 0)], 1_800, expected: 0);

    [Fact]
    public void Three_ships_seen_and_told_are_one_formation_of_three()
    {
        Ship[] ships = [new Ship(-8_000, 0, 5, 0), new Ship(-8_000, 400, 5, 0), new Ship(-8_000, 800, 5, 0)];
        var (output, _) = SeenAndTold(
            "formation", "min_objects: 3; within_m: 1000; after_s: 600", ships, ships, 1_800);
        var said = output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection)
            .Single(one => one.Kind == DetectionKind.Measured);
        Assert.Equal("3", said.Details!.Value.Single(one => one.Name == "objects").Value);
        Assert.DoesNotContain(
            output.Facts.OfType<DetectionFact>(), fact => fact.Detection.Kind == DetectionKind.StillInside);
    }

    [Fact]
    public void A_ship_does_not_meet_itself() =>
        HoldsFor("encounter", "close_s: 300; max_speed_mps: 3", [new Ship(1_000, 0, 0.2, 0)], 1_500, expected: 0);

    [Fact]
    public void Two_ships_side_by_side_of_which_a_radar_makes_one_meet_once()
    {
        // What is seen may be either: it counts as no third.
        Ship[] told = [new Ship(1_000, 0, 0.1, 0), new Ship(1_000, 30, 0.1, 0)];
        var (output, _) = SeenAndTold(
            "encounter", "close_s: 300; max_speed_mps: 3", told, [new Ship(1_000, 15, 0.1, 0)], 1_500);
        Assert.Equal(1, Breaches(output));
    }

    [Fact]
    public void A_ship_that_is_only_seen_meets_one_that_tells()
    {
        Ship[] both = [new Ship(1_000, 0, 0.1, 0), new Ship(1_000, 150, 0.1, 0)];
        var (output, _) = SeenAndTold("encounter", "close_s: 300; max_speed_mps: 3", both[..1], both, 1_500);
        Assert.Equal(1, Breaches(output));
    }

    [Fact]
    public void A_ship_seen_and_told_is_counted_once_in_a_build_up()
    {
        // Three days with none, then four ships seen and told: five are needed, and eight would be.
        Assert.Equal(0, BuildUps(ships: 4));
        Assert.Equal(1, BuildUps(ships: 5));
    }

    [Fact]
    public void A_dark_object_that_is_merged_afterwards_is_dark_no_longer()
    {
        var sea = new Sea(8);
        Ship[] ship = [new Ship(-6_000, 0, 4, 0)];
        sea.Radar(1_500, ship);
        sea.Told(1_500, [new Ship(0, 3_000, 0, 0), new Ship(-2_000, -4_000, 3, 0)], mmsiOf: index => 50 + (uint)index);
        var dark = sea.Observations;
        sea.Told(1_500, ship);
        var all = sea.Observations.Where(one =>
            one.Identity != ObjectIdentity.Mmsi(1) || one.At > Scene.Time(1_000)).ToArray();
        var clause = Clause("dark-object", "after_s: 300");
        var (silent, _) = sea.Run(clause, dark);
        Assert.Equal(IncidentStatus.Open, silent.Facts.OfType<IncidentFact>().Last().Incident.Status);
        var (output, sector) = sea.Run(clause, all);
        Assert.Contains(sector.Picture.Merges.Links, link => link.Track == Dark(output));
        var kinds = output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection.Kind);
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], kinds);
        Assert.Equal(IncidentStatus.Closed, output.Facts.OfType<IncidentFact>().Last().Incident.Status);
    }

    [Fact]
    public void A_person_who_merges_a_dark_object_ends_its_incident()
    {
        var sea = new Sea(9);
        sea.Radar(1_200, [new Ship(-6_000, 0, 4, 0)]);
        sea.Told(1_200, [new Ship(0, 3_000, 0, 0), new Ship(-2_000, -4_000, 3, 0)], mmsiOf: index => 50 + (uint)index);
        var clause = Clause("dark-object", "after_s: 300");
        var (plain, _) = sea.Run(clause);
        var told = plain.Tracks.First(track => track.Identity == ObjectIdentity.Mmsi(50)).Id;
        var (output, _) = sea.RunWith(
            clause, sea.Observations.Length - 20, _ => [FusionOrder.Merge(Dark(plain), told, "analyst-1", "its boat")]);
        var kinds = output.Facts.OfType<DetectionFact>().Select(fact => fact.Detection.Kind);
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], kinds);
        Assert.Equal(IncidentStatus.Closed, output.Facts.OfType<IncidentFact>().Last().Incident.Status);
    }

    private static TrackId Dark(SectorOutput output)
    {
        var track = output.Facts.OfType<DetectionFact>().First().Detection.Track!;
        return new TrackId(int.Parse(track[2..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static int BuildUps(int ships)
    {
        const int Day = 86_400;
        var start = -(Scene.Start.UnixMicroseconds / 1e6 % Day) + Day;
        var sea = new Sea(7);
        var scene = new Scene();
        for (var day = 0; day < 4; day++)
        {
            for (var second = 0; second < 21_600; second += 300)
            {
                sea.Add(scene.Position(ObjectIdentity.Mmsi(99), start + (day * Day) + second, 3_000, 35_000, 10, 1, 0));
            }
        }

        for (var ship = 0; ship < ships; ship++)
        {
            for (var second = 0; second < 600; second += 5)
            {
                var at = start + (3 * Day) + 3_600 + second;
                var (east, north) = (2_000 + (2 * second), 3_000 + (900 * ship));
                sea.Add(scene.Position(ObjectIdentity.Mmsi((uint)ship + 1), at, east, north, 10, 1, 0));
                var plot = scene.Position(ObjectIdentity.None, at + 2, east + 4, north, 20, 1, 1);
                plot.Class = ObjectClass.Unknown;
                sea.Add(plot);
            }
        }

        sea.Add(scene.Position(ObjectIdentity.Mmsi(99), start + (3 * Day) + 40_000, 3_000, 35_000, 10, 1, 0));
        var (output, _) = sea.Run(Clause("build-up", "zones: [east-zone]; min_objects: 5; level: 0.2; cell_deg: 0.5"));
        Assert.Equal(ships, output.Facts.OfType<MergeFact>().Count());
        return output.Facts.OfType<DetectionFact>().Count();
    }

    private static void HoldsFor(string kind, string settings, Ship[] ships, double until, int expected)
    {
        var (output, _) = SeenAndTold(kind, settings, ships, ships, until);
        Assert.Equal(ships.Length, output.Facts.OfType<MergeFact>().Count());
        Assert.Equal(expected, Breaches(output));
    }

    private static (SectorOutput Output, Sector Sector) SeenAndTold(
        string kind, string settings, Ship[] told, Ship[] seen, double until)
    {
        var sea = new Sea(1);
        sea.Told(until, told);
        sea.Radar(until, seen);
        return sea.Run(Clause(kind, settings));
    }

    private static Agreement Clause(string kind, string settings) =>
        Scene.Agreement(Scene.Clause("1", kind, settings));

    private static int Breaches(SectorOutput output) => output.Facts.OfType<DetectionFact>()
        .Count(fact => fact.Detection.Kind == DetectionKind.Measured);
}
