using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Xunit;

namespace Trucewatch.Reports.Release;

public sealed class ReleaseGateTests
{
    private static readonly Instant Noon = Instant.FromUnixSeconds(1_900_000_000);

    [Theory]
    [InlineData("trucewatch", Classification.Public, "*", true)]
    [InlineData("trucewatch", Classification.Restricted, "mission,west", true)]
    [InlineData("trucewatch", Classification.Confidential, "mission,west", false)]
    [InlineData("trucewatch", Classification.Restricted, "mission,east", false)]
    [InlineData("trucewatch", Classification.Public, "", false)]
    [InlineData("elsewhere", Classification.Public, "*", false)]
    public void A_party_reads_only_what_level_policy_and_release_list_all_allow(
        string policy, Classification level, string list, bool expected)
    {
        var label = new Label(policy, level, [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(expected, ReleaseGate.MayRead(label, Audience.Party("west")));
    }

    [Fact]
    public void A_missing_label_denies_everyone()
    {
        Assert.False(ReleaseGate.MayRead(null, Audience.Mission));
        Assert.False(ReleaseGate.MayRead(Label.Nobody, Audience.Mission));
    }

    [Fact]
    public void The_mission_sees_at_once_what_the_public_sees_late_and_coarse()
    {
        var fact = Fact();
        Assert.Same(fact, ReleaseGate.View(fact, Audience.Mission, Noon));
        Assert.Null(ReleaseGate.View(fact, Audience.Public, Noon + TimeSpan.FromMinutes(59)));
        var late = Assert.IsType<DetectionFact>(
            ReleaseGate.View(fact, Audience.Public, Noon + TimeSpan.FromMinutes(60)));
        Assert.Equal(47.1, late.Detection.Place!.Latitude, 9);
        Assert.Empty(late.Detection.Frames);
        Assert.Null(late.Detection.MarginM);
        Assert.Equal("cot", late.Detection.Actor);
    }

    [Fact]
    public void Two_worlds_that_differ_only_in_what_is_rounded_away_look_the_same()
    {
        var one = Fact();
        var elsewhere = one.Detection with { Actor = "cot:WEST-8", MarginM = 3, Track = "T-000009" };
        var other = one with { Detection = elsewhere };
        var later = Noon + TimeSpan.FromHours(2);
        Assert.Equal(
            FactJson.Write(ReleaseGate.View(one, Audience.Public, later)!),
            FactJson.Write(ReleaseGate.View(other, Audience.Public, later)!));
    }

    [Fact]
    public void No_party_and_not_the_public_may_see_live_positions()
    {
        var label = new Label("trucewatch", Classification.Public, ["*"]);
        Assert.True(ReleaseGate.MaySeeLive(label, Audience.Mission));
        Assert.False(ReleaseGate.MaySeeLive(label, Audience.Party("west")));
        Assert.False(ReleaseGate.MaySeeLive(label, Audience.Party("east")));
        Assert.False(ReleaseGate.MaySeeLive(label, Audience.Public));
    }

    private static DetectionFact Fact() => new(
        1,
        Noon,
        new Label("trucewatch", Classification.Public, ["*"]),
        new Detection(
            1, DetectionKind.Entered, "4.2(a)", "plain", "presence.zone-entry", "zone", "T-000001", "cot:WEST-7",
            "west", Noon, Noon, new Place(47.123456, 35.987654, 20, 20, 0), 0.97, 1800, null, null, null, [],
            [new("cot-1", 4)]));
}
