using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Xunit;

namespace Trucewatch.Watch.Rules.DarkObject;

public sealed class DarkObjectRuleTests
{
    private const string Seen = "plot every=10s 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20";
    private const string Other = "track mmsi:200900009 every=1m 2030-06-01T00:00:00Z 45.05,35.1~20 +30m 45.05,35.11~20";

    [Theory]
    [InlineData($"""
        # A ship that nobody hears among others that are heard.
        {Seen} ; {Other} -> 1 breach, incidents 1
        # It tells who it is: the ship that the radar sees and the one that is heard are one.
        {Seen} ; {Other} ; track mmsi:200900001 every=10s 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20 -> none
        # Nobody is heard there, or far away only: the silence may be the receiver's.
        {Seen} -> none
        {Seen} ; track mmsi:200900009 every=1m 2030-06-01T00:00:00Z 49,35~20 +30m 49,35.1~20 -> none
        # Others are heard in the first minutes only.
        {Seen} ; track mmsi:200900009 every=1m 2030-06-01T00:00:00Z 45.05,35.1~20 +4m 45.05,35.11~20 -> none
        # Seen for five minutes; lying still; beside the lane.
        plot every=10s 2030-06-01T00:00:00Z 45,35~20 +5m 45,35.0125~20 ; {Other} -> none
        plot every=10s 2030-06-01T00:00:00Z 45,35~20 +20m 45,35~20 ; {Other} -> none
        plot every=10s 2030-06-01T00:00:00Z 45.8,35~20 +20m 45.8,35.05~20 ; track mmsi:200900009 every=1m \
            2030-06-01T00:00:00Z 45.8,35.1~20 +30m 45.8,35.11~20 -> none
        """)]
    public void Each_case_comes_out_as_its_line_says(string cases) =>
        RuleCases.Hold("kind: dark-object\nzones: [lane]", cases);

    [Theory]
    [InlineData("vessel", "1 breach, incidents 1")]
    [InlineData("drone", "none")]
    public void The_class_that_a_sensor_states_counts(string kind, string expected) => RuleCases.Hold(
        "kind: dark-object\nclasses: [vessel]",
        $"plot class={kind} every=10s 2030-06-01T00:00:00Z 45,35~20 +20m 45,35.05~20 ; {Other} -> {expected}");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(99, 0)]
    [InlineData(101, 1)]
    public void Where_a_length_is_asked_for_what_states_none_is_not_stated(double lengthM, int expected)
    {
        var facts = Play("min_length_m: 100", lengthM, isDisturbed: false);
        Assert.Equal(expected, facts.OfType<DetectionFact>().Count());
    }

    [Fact]
    public void What_is_stated_is_no_reproach_and_names_the_track()
    {
        var said = Assert.Single(Play("", 0, isDisturbed: false).OfType<DetectionFact>()).Detection;
        Assert.Equal((DetectionKind.Measured, Determination.Breach), (said.Kind, said.Determination));
        Assert.StartsWith("T-", said.Actor, StringComparison.Ordinal);
        Assert.Null(said.Party);
        Assert.InRange(said.At.SecondsSince(Scene.Start), 600, 680);
        Assert.Equal(2, said.Frames.Length);
        Assert.Contains("no evidence of wrongdoing", said.Details!.Value[3].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_satellite_navigation_is_disturbed_nothing_is_said() =>
        Assert.DoesNotContain(
            Play("", 0, isDisturbed: true).OfType<DetectionFact>(),
            fact => fact.Detection.Kind == DetectionKind.Measured);

    [Fact]
    public void When_it_tells_who_it_is_later_it_is_dark_no_longer()
    {
        // Twenty minutes dark; then it is told within reach, and no merge is made of so few words.
        var scene = new Scene();
        for (var second = 0; second < 1_300; second += 10)
        {
            Radar(scene, second, 0, 0);
            if (second % 60 == 0)
            {
                scene.Vessel(9, second, 3_000, 3_000, delayS: 1);
            }

            if (second >= 1_200 && second % 60 == 0)
            {
                scene.Vessel(1, second, 3.0 * second, 0, delayS: 1);
            }
        }

        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "dark-object", "")));
        var kinds = facts.OfType<DetectionFact>().Select(fact => fact.Detection.Kind);
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], kinds);
        Assert.Equal(IncidentStatus.Closed, facts.OfType<IncidentFact>().Last().Incident.Status);
    }

    private static List<Fact> Play(string settings, double lengthM, bool isDisturbed)
    {
        var scene = new Scene();
        for (var second = 0; second < 1_200; second += 10)
        {
            for (var aircraft = 0; aircraft < (isDisturbed ? 5 : 0); aircraft++)
            {
                var heard = scene.Position(
                    new ObjectIdentity(IdentityScheme.Icao, (ulong)(aircraft + 1), null), second, 100 * aircraft, 0, 10,
                    1, 0);
                (heard.Class, heard.NavigationAccuracy) = (ObjectClass.Aircraft, 0);
                scene.Add(heard);
            }

            Radar(scene, second, 0, lengthM);
            if (second % 60 == 0)
            {
                scene.Vessel(9, second, 3_000, 3_000, delayS: 1);
            }
        }

        return scene.Run(Scene.Agreement(Scene.Clause("1", "dark-object", settings)));
    }

    private static void Radar(Scene scene, double second, double northM, double lengthM)
    {
        var plot = scene.Position(ObjectIdentity.None, second, 3 * second, northM, 20, 1, 1);
        plot.Class = ObjectClass.Unknown;
        plot.Description = lengthM > 0 ? new ObjectDescription("", "", "", lengthM, 0) : null;
        scene.Add(plot);
    }
}
