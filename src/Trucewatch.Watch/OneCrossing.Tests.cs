using Trucewatch.Domain.Facts;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Watch;

/// <summary>
/// One crossing gives one incident, whatever the noise: ships that truly cross the winding edge of a zone once, at any
/// angle, with fixes that are off by what they state, 5 to 200 m (1 sigma).
/// </summary>
public sealed class OneCrossingTests
{
    private const int Ships = 150;

    /// <summary>A wavy coast of 60 km along the meridian of 35 E; the zone lies to the east of it.</summary>
    private static readonly Region East = WavyEdge();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_noisy_crossing_into_a_zone_is_one_incident(ulong seed) =>
        Assert.Equal(OneEach, Incidents(seed, "zones: [east-zone]; min_fixes: 3; dwell_s: 20", back: false));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_ship_that_comes_in_and_goes_out_again_is_one_incident(ulong seed) =>
        Assert.Equal(OneEach, Incidents(seed, "zones: [east-zone]; min_fixes: 3; dwell_s: 20", back: true));

    [Fact(Explicit = true)]
    public void Ten_thousand_noisy_crossings_are_ten_thousand_incidents() => Assert.All(
        Enumerable.Range(100, 67),
        seed => Assert.Equal(
            OneEach, Incidents((ulong)seed, "zones: [east-zone]; min_fixes: 3; dwell_s: 20", back: seed % 2 == 0)));

    [Fact]
    public void Without_hold_and_hysteresis_noise_makes_more_of_them() => Assert.NotEqual(
        OneEach,
        Incidents(1, "zones: [east-zone]; min_fixes: 1; dwell_s: 0; p_enter: 0.5; p_leave: 0.5", back: false));

    private static IEnumerable<(string Actor, int Count)> OneEach =>
        Enumerable.Range(1, Ships).Select(ship => (FormattableString.Invariant($"mmsi:{ship:D9}"), 1));

    private static (string Actor, int Count)[] Incidents(ulong seed, string settings, bool back)
    {
        var scene = new Scene();
        var ways = Enumerable.Range(1, Ships).Select(ship => new Way(seed, ship)).ToArray();
        for (var second = 0; second < (back ? 2 : 1) * Way.LengthS; second += 10)
        {
            foreach (var way in ways)
            {
                way.Send(scene, second);
            }
        }

        var agreement = Scene.Agreement(Scene.Clause("1", "zone-entry", settings));
        var zones = agreement.Zones.Select(zone => zone.Id == "east-zone" ? zone with { Region = East } : zone);
        return
        [
            .. scene.Run(agreement with { Zones = [.. zones] }).OfType<IncidentFact>().Select(fact => fact.Incident)
                .DistinctBy(incident => incident.Id)
                .GroupBy(incident => Assert.Single(incident.Actors))
                .Select(group => (group.Key, group.Count()))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal),
        ];
    }

    private static Region WavyEdge()
    {
        var edge = Enumerable.Range(0, 601).Select(index => Scene.At(
            (400 * Elementary.SinCosDegrees(index * 7).Sin) + (90 * Elementary.SinCosDegrees(index * 41).Sin),
            (index - 300) * 100));
        return Region.FromPolygons(
            new GeoPolygon([Scene.At(60_000, 31_000), .. edge.Reverse(), Scene.At(60_000, -31_000)]));
    }

    /// <summary>
    /// A ship's way across: from 4 km or more before the middle to as far behind it, and, for some, the same way
    /// home. It is far from the edge at both ends, measured in its error.
    /// </summary>
    private sealed class Way
    {
        public const int LengthS = 2_000;

        private readonly uint mmsi;
        private readonly Draws noise;
        private readonly double sigmaM;
        private readonly double northM;
        private readonly double speedEast;
        private readonly double speedNorth;

        public Way(ulong seed, int ship)
        {
            mmsi = (uint)ship;
            noise = Draws.Named(seed, FormattableString.Invariant($"way-{ship}"));
            sigmaM = 5 * Elementary.Exp(noise.Between(0, Elementary.Log(40)));
            do
            {
                northM = noise.Between(-10_000, 10_000);
                speedEast = noise.Between(4, 12);
                speedNorth = noise.Between(-8, 8);
            }
            while (Crossings() != 1);
        }

        public void Send(Scene scene, int second)
        {
            var (eastM, northM) = At(second < LengthS ? second : (2 * LengthS) - second);
            var (east, north) = noise.Normals();
            scene.Vessel(mmsi, second, eastM + (sigmaM * east), northM + (sigmaM * north), sigmaM);
        }

        private (double EastM, double NorthM) At(int second) =>
            (speedEast * (second - (LengthS / 2)), northM + (speedNorth * (second - (LengthS / 2))));

        private int Crossings()
        {
            var inside = Enumerable.Range(0, LengthS).Select(At)
                .Select(place => East.Contains(Scene.At(place.EastM, place.NorthM))).ToArray();
            return inside.Zip(inside.Skip(1)).Count(pair => pair.First != pair.Second);
        }
    }
}
