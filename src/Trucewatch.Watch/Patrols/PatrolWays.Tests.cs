using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Watch.Patrols;

public sealed class PatrolWaysTests
{
    // A road from west to east, and a way round it by the north.
    private static readonly ImmutableArray<GeoPoint> Road =
        [Scene.At(0, 0), Scene.At(2_000, 0), Scene.At(4_000, 0), Scene.At(6_000, 0)];

    private static readonly ImmutableArray<GeoPoint> Round =
        [Scene.At(2_000, 0), Scene.At(2_000, 3_000), Scene.At(4_000, 3_000), Scene.At(4_000, 0)];

    [Fact]
    public void The_shortest_way_is_taken_unless_a_hazard_lies_near_it()
    {
        var free = Ways([Road, Round]).Find(Scene.At(0, 10), Scene.At(6_000, 0));
        Assert.Equal(6_000, free.LengthM, 1.0);
        Assert.Equal(4, free.Route.Length);

        // Ways go both ways.
        var back = Ways([Road, Round]).Find(Scene.At(6_000, 0), Scene.At(0, 10));
        Assert.Equal((free.LengthM, 4), (back.LengthM, back.Route.Length));

        // The field lies 30 m beside the road: 50 m are kept.
        var mined = Ways([Road, Round], Field("field", 2_500, 30, 3_500, 500));
        var answer = mined.Find(Scene.At(0, 0), Scene.At(6_000, 0));
        Assert.Equal(12_000, answer.LengthM, 5.0);
        Assert.Equal(6, answer.Route.Length);
        Assert.Empty(mined.Refused(answer.Route));
        Assert.Equal([new RefusedLeg(1, "field")], mined.Refused(Road));
        Assert.Empty(Ways([Road, Round], Field("field", 2_500, 60, 3_500, 500)).Refused(Road));
    }

    [Fact]
    public void Where_all_ways_lead_past_hazards_there_is_no_route_and_they_are_named()
    {
        var ways = Ways(
            [Road, Round], Field("south", 2_500, -500, 3_500, 500), Field("north", 2_900, 2_900, 3_100, 3_100),
            Field("elsewhere", 50_000, 0, 51_000, 1_000));
        var answer = ways.Find(Scene.At(0, 0), Scene.At(6_000, 0));
        Assert.Empty(answer.Route);
        Assert.Equal(["south"], answer.Hazards);
        Assert.Equal((PatrolOutcome.PastHazards, "all known ways lead past hazards"), (answer.Outcome, answer.Words));
    }

    [Fact]
    public void Who_stays_within_a_hazard_has_no_route_either()
    {
        var ways = Ways([Road], Field("field", 1_900, -100, 2_100, 100));
        Assert.Equal(["field"], ways.Find(Scene.At(2_000, 0), Scene.At(2_000, 0)).Hazards);
        Assert.Single(ways.Find(Scene.At(4_000, 0), Scene.At(4_000, 0)).Route);
    }

    [Fact]
    public void Beside_the_ways_and_between_parts_of_them_nothing_is_proposed()
    {
        var apart = Ways([Road, [Scene.At(0, 9_000), Scene.At(1_000, 9_000)]]);
        Assert.Equal("the known ways do not lead there", apart.Find(Scene.At(0, 0), Scene.At(0, 9_000)).Words);
        Assert.Contains(
            "expected places within 50 m", apart.Find(Scene.At(0, 60), Scene.At(0, 9_000)).Words,
            StringComparison.Ordinal);
    }

    /// <summary>A leg may begin and end outside, and cross.</summary>
    [Fact]
    public void A_leg_across_a_hazard_is_refused_wherever_its_ends_lie()
    {
        var ways = Ways([Road], Field("strip", 2_990, -5_000, 3_010, 5_000));
        Assert.Equal([new RefusedLeg(0, "strip")], ways.Refused([Scene.At(0, 0), Scene.At(6_000, 100)]));
        Assert.Equal([new RefusedLeg(0, "strip")], ways.Refused([Scene.At(3_000, 0), Scene.At(3_000, 10)]));
        Assert.Empty(ways.Refused([Scene.At(0, 0), Scene.At(2_900, 0)]));
    }

    [Fact]
    public void A_missed_check_in_is_stated_once_for_each_silence()
    {
        var patrol = new PatrolTask(
            "p", "a",
            [new RoutePoint(Scene.Time(0), Scene.At(0, 0)), new RoutePoint(Scene.Time(3_600), Scene.At(6_000, 0))]);
        var checks = new CheckIns(patrol, TimeSpan.FromMinutes(15));
        Assert.Null(checks.Advance(Scene.Time(900)));
        checks.Hear(Scene.Time(900), Scene.At(1_500, 0));
        Assert.Null(checks.Advance(Scene.Time(1_800)));
        var missed = checks.Advance(Scene.Time(1_860));
        Assert.Equal((Scene.Time(1_800), Scene.Time(900)), (missed!.Due, missed.LastHeard!.Value));
        Assert.Equal(Scene.At(3_100, 0).LongitudeDeg, missed.Expected.LongitudeDeg, 1e-6);
        Assert.Null(checks.Advance(Scene.Time(2_800)));
        checks.Hear(Scene.Time(2_900), null);
        Assert.Null(checks.Advance(Scene.Time(3_700)));
        Assert.NotNull(checks.Advance(Scene.Time(3_801)));
        Assert.Equal(2, checks.Missed.Length);
        checks.Hear(Scene.Time(3_900), null);
        Assert.Null(checks.Due);
        Assert.Null(checks.Advance(Scene.Time(90_000)));
    }

    /// <summary>What was said before the begin, and comes in the silence, is no news of the patrol.</summary>
    [Fact]
    public void What_does_not_move_the_time_when_it_is_due_ends_no_silence()
    {
        var patrol = new PatrolTask(
            "p", "a",
            [new RoutePoint(Scene.Time(0), Scene.At(0, 0)), new RoutePoint(Scene.Time(3_600), Scene.At(6_000, 0))]);
        var checks = new CheckIns(patrol, TimeSpan.FromMinutes(15));
        Assert.NotNull(checks.Advance(Scene.Time(1_000)));
        checks.Hear(Scene.Time(-600), null);
        Assert.Null(checks.Advance(Scene.Time(1_100)));
        Assert.Single(checks.Missed);

        // Nobody listened before: nothing was missed then, and nothing of a patrol that had ended.
        var late = new CheckIns(patrol, TimeSpan.FromMinutes(15), Scene.Time(2_000));
        Assert.Equal(Scene.Time(2_900), late.Due);
        Assert.Null(new CheckIns(patrol, TimeSpan.FromMinutes(15), Scene.Time(3_600)).Due);
    }

    /// <summary>A patrol that is heard too late was silent before: that is not taken back.</summary>
    [Fact]
    public void Being_heard_late_takes_nothing_back()
    {
        var patrol = new PatrolTask(
            "p", "a",
            [new RoutePoint(Scene.Time(0), Scene.At(0, 0)), new RoutePoint(Scene.Time(3_600), Scene.At(6_000, 0))]);
        var checks = new CheckIns(patrol, TimeSpan.FromMinutes(15));
        checks.Hear(Scene.Time(1_000), null);
        Assert.Equal((null, Scene.Time(900)), (Assert.Single(checks.Missed).LastHeard, checks.Missed[0].Due));
        checks.Hear(Scene.Time(500), null);
        Assert.Equal(Scene.Time(1_900), checks.Due);
    }

    private static PatrolWays Ways(
        ImmutableArray<ImmutableArray<GeoPoint>> ways, params ImmutableArray<Hazard> hazards) =>
        new(ways, hazards, 50);

    private static Hazard Field(string id, double west, double south, double east, double north) =>
        new(
            id, Region.FromPolygons(new GeoPolygon([.. CoverageLedgerTests.Box(west, south, east, north)])),
            HazardKind.Mines, HazardStatus.Confirmed, "survey", Scene.Time(0));
}
