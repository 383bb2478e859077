using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Rules.ExclusionCircle;

public sealed class ExclusionCircleRuleTests
{
    private const string Ship = "track mmsi:200900001 2030-06-01T00:00:00Z 45,35~20 +1h 45,35.1~20";

    /// <summary>At 45 N a degree of longitude is 78.85 km: 10 nautical miles are 0.2349 degrees.</summary>
    [Theory]
    [InlineData($"""
        {Ship} ; track mmsi:200200001 2030-06-01T00:00:00Z 45,35.5~20 +1h 45,35.2~20 -> 1 breach, incidents 1
        {Ship} ; track mmsi:200100001 2030-06-01T00:00:00Z 45,34.5~20 +1h 45,34.95~20 -> 1 breach, incidents 1
        {Ship} ; track mmsi:200200001 2030-06-01T00:00:00Z 45,35.7~20 +1h 45,35.4~20 -> none
        # A merchant ship may come near another.
        {Ship} ; track mmsi:200900002 2030-06-01T00:00:00Z 45,35.5~20 +1h 45,35.2~20 -> none
        # Outside the lane the ship has no circle.
        track mmsi:200900001 2030-06-01T00:00:00Z 46.5,35~20 +1h 46.5,35.1~20 ; track mmsi:200200001 \
            2030-06-01T00:00:00Z 46.5,35.5~20 +1h 46.5,35.2~20 -> none
        # The merchant ship comes near one that lies still and is heard but every five minutes.
        track mmsi:200200001 every=5m 2030-06-01T00:00:00Z 45,35.5~20 +3h 45,35.5~20 ; track mmsi:200900001 every=20s \
            2030-06-01T00:00:30Z 45,35.23~20 +4m 45,35.28~20 -> 1 breach, incidents 1
        # The ship fell silent half an hour before: nothing can be said of where it is.
        track mmsi:200900001 2030-06-01T00:00:00Z 45,35~20 +1m 45,35~20 ; track mmsi:200200001 \
            2030-06-01T00:30:00Z 45,35.5~20 +1h 45,35.05~20 -> none
        """)]
    public void Each_case_comes_out_as_its_line_says(string cases) => RuleCases.Hold(
        "kind: exclusion-circle\nradius_m: 18520\nmax_age_s: 300\nwho: {roles: [forces]}\n"
            + "around: {roles: [merchant]}\naround_zones: [lane]",
        cases);

    [Theory]
    [InlineData(ExclusionCircleRule.MaxCentres)]
    [InlineData(ExclusionCircleRule.MaxCentres + 1)]
    public void Objects_are_remembered_up_to_the_limits(int count)
    {
        const string Settings = "kind: exclusion-circle\nradius_m: 100\nwho: {roles: [forces]}\n"
            + "around: {roles: [merchant]}";
        var agreement = RuleCases.Read(Settings).Agreement!;
        var (merchants, forces) = (Compiled(agreement), Compiled(agreement));
        for (var track = 1; track <= count; track++)
        {
            RuleCases.See(merchants, agreement, track, new("mmsi:1", null, "merchant", ObjectClass.Vessel), 45, 35);
            RuleCases.See(forces, agreement, track, new("mmsi:1", "west", "forces", ObjectClass.Vessel), 45, 35);
        }

        Assert.Equal((ExclusionCircleRule.MaxCentres, 0), merchants.KnownCount);
        Assert.Equal((0, ExclusionCircleRule.MaxApproachers), forces.KnownCount);
        merchants.Forget(new TrackId(count));
        Assert.Equal((ExclusionCircleRule.MaxCentres - 1, 0), merchants.KnownCount);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_is_said_is_as_restricted_as_the_stricter_of_the_two(
        bool isApproacherSecret, bool isCentreHeardLast)
    {
        var agreement = RuleCases.Read(
            "kind: exclusion-circle\nradius_m: 5000\nmin_fixes: 1\nwho: {roles: [forces]}\n"
                + "around: {roles: [merchant]}").Agreement!;
        var secret = TestSensors.Of("secret") with { Label = Label.Nobody };
        var open = TestSensors.Of("open");
        var scene = new Scene();
        const uint Approacher = 200_100_001, Centre = 200_900_001;
        for (var seconds = 0; seconds < 100; seconds += 20)
        {
            var (first, last) = isCentreHeardLast ? (Approacher, Centre) : (Centre, Approacher);
            See(first, seconds);
            See(last, seconds + 1);
        }

        var said = scene.Run(agreement).OfType<DetectionFact>().ToList();
        Assert.NotEmpty(said);
        Assert.All(said, fact => Assert.Empty(fact.Label.ReleasableTo));

        void See(uint mmsi, double seconds)
        {
            scene.Vessel(mmsi, seconds, 0, 0);
            var seen = scene.Observations[^1];
            seen.Position = GeoPoint.FromDegrees(latitudeDeg: 45, longitudeDeg: mmsi == Approacher ? 35.01 : 35);
            seen.Sensor = (mmsi == Approacher) == isApproacherSecret ? secret : open;
            scene.ReplaceLast(seen);
        }
    }

    private static ExclusionCircleRule Compiled(Agreement agreement)
    {
        var clause = agreement.Clauses[0];
        return (ExclusionCircleRule)ExclusionCircleRule.Compile(
            new RuleSource(agreement, clause, clause.Readings[0], new SectorSettings(), []))!;
    }

    [Theory]
    [InlineData("around: {roles: [merchant]}", "radius_m: expected a distance in metres, got nothing")]
    [InlineData("radius_m: 100", "around: expected whom the circle is around, got nothing")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: exclusion-circle\n" + settings, message);
}
