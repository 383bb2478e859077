using System.Collections.Concurrent;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Geo.Lines;
using Xunit;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// Looks against a search that shares only the theory: single points of the zone, second by second, by the azimuths of
/// the satellite's way and of the point, and a sidereal time of its own.
/// </summary>
public sealed class SwathPlannerTests
{
    // 2026-10-01T00:00:00Z
    private const long FromUs = 1_790_812_800_000_000;
    private const long DayUs = 86_400_000_000;
    private const double EdgeM = 300;

    private static readonly ConcurrentDictionary<double, List<(
        double X, double Y, double Z, double Lat, double Lon, double Azimuth)>> Tracks = new();

    public static TheoryData<string, double, double, double> Cases => new()
    {
        { "plain", -10.3, 10.3, 98.57 },
        { "plain", 20, 45, 98.57 },
        { "plain", -62, 62, 98.57 },
        { "plain", -62, -30, 98.57 },
        { "pole", -30, 30, 98.57 },
        { "date-line", -45, 45, 98.57 },
        { "holes", -20, 35, 98.57 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Points_are_in_the_footprints_when_the_search_sees_them(
        string name, double from, double to, double inclination)
    {
        var zone = Zone(name);
        var orbit = new Orbit(Elements(inclination));
        var looks = new List<SwathLook>();
        var planner = new SwathPlanner(zone, FromUs, FromUs + DayUs);
        Assert.Equal(OrbitFault.None, planner.Plan(orbit, 7, new Swath(from, to), looks));
        var footprints = looks.Select(look => Region.FromPolygons(look.Footprint)).ToArray();
        var ground = Tracks.GetOrAdd(inclination, _ => Track(orbit));
        var random = new Splitmix(4);
        var (seen, doubtful) = (0, 0);
        for (var round = 0; round < 20; round++)
        {
            var point = PointIn(zone, random);
            var times = Sightings(ground, point, from, to).ToArray();
            seen += times.Length;
            for (var index = 0; index < looks.Count; index++)
            {
                var distance = footprints[index].SignedDistanceM(point);
                if (Math.Abs(distance) < EdgeM)
                {
                    doubtful++;
                    continue;
                }

                var inTime = times.Count(time => time >= looks[index].StartUs - 300_000
                    && time <= looks[index].EndUs + 300_000);
                Assert.Equal((name, point, index, distance > 0 ? 1 : 0), (name, point, index, inTime));
            }

            Assert.All(times, time => Assert.Contains(
                looks, look => time >= look.StartUs - 300_000 && time <= look.EndUs + 300_000));
        }

        Assert.InRange(doubtful, 0, looks.Count * 2);
        Assert.True(seen >= 5, $"{name}: {looks.Count} looks, {seen} sightings");
        Assert.All(looks, look =>
        {
            Assert.Equal(7, look.Orbit);
            Assert.True(look.StartUs < look.EndUs && look.StartUs >= FromUs && look.EndUs <= FromUs + DayUs);
            Assert.InRange(look.FarOffNadirDeg, look.NearOffNadirDeg, Math.Max(Math.Abs(from), Math.Abs(to)) + 1e-6);
        });
    }

    /// <summary>
    /// The footprint of a narrow swath over a wide zone is as long as the way and as wide as the angle.
    /// </summary>
    [Fact]
    public void The_area_of_a_swath_is_that_of_its_geometry()
    {
        var zone = Box(west: 20, south: 40, east: 50, north: 55);
        var orbit = new Orbit(Elements(98.57) with { Eccentricity = 0 });
        var looks = new List<SwathLook>();
        new SwathPlanner(zone, FromUs, FromUs + DayUs).Plan(orbit, 0, new Swath(-2, 2), looks);
        var look = looks.First(one => one.EndUs - one.StartUs > 200_000_000);
        var middle = look.StartUs + ((look.EndUs - look.StartUs) / 2);
        Assert.Equal(OrbitFault.None, SatelliteNow.At(orbit, middle, out var now));
        var widthM = 2 * now.Place.HeightM * Math.Tan(2 * Math.PI / 180);
        var seconds = (look.EndUs - look.StartUs) / 1e6;
        Assert.Equal(OrbitFault.None, SatelliteNow.At(orbit, middle - 500_000, out var before));
        Assert.Equal(OrbitFault.None, SatelliteNow.At(orbit, middle + 500_000, out var after));
        var speed = Geodesic.Inverse(before.Place.Below, after.Place.Below).DistanceM;
        var area = Region.FromPolygons(look.Footprint).AreaM2;

        // The ends are slanted, the height changes by kilometres on the way, and the Earth is curved a little.
        Assert.Equal(widthM * speed * seconds, area, 0.01 * area);
    }

    [Fact]
    public void A_zone_that_a_swath_sees_whole_is_the_footprint_itself()
    {
        var zone = Box(west: 37, south: 48, east: 37.2, north: 48.1);
        var looks = new List<SwathLook>();
        new SwathPlanner(zone, FromUs, FromUs + (3 * DayUs)).Plan(
            new Orbit(Elements(98.57)), 0, new Swath(-60, 60), looks);
        Assert.NotEmpty(looks);
        Assert.All(looks, look => Assert.Equal(
            zone.AreaM2, Region.FromPolygons(look.Footprint).AreaM2, zone.AreaM2 * 1e-4));
    }

    [Fact]
    public void A_look_across_the_edge_of_night_says_so()
    {
        var zone = Box(west: 20, south: 40, east: 50, north: 55);
        var looks = new List<SwathLook>();

        // Along the twilight: the node a quarter of a turn from the Sun at the equinox.
        var orbit = new Orbit(Elements(98.57) with { AscendingNodeDeg = 90 });
        new SwathPlanner(zone, FromUs, FromUs + (3 * DayUs)).Plan(orbit, 0, new Swath(-60, 60), looks);
        var mixed = looks.Where(look => look.IsDayAndNight).ToArray();
        Assert.NotEmpty(mixed);
        Assert.All(mixed, look => Assert.True(look.LeastSunDeg < 0 && look.MostSunDeg > 0));
        Assert.All(mixed, look => Assert.Equal(1, look.SunlitShare));

        // At midnight the low satellite is in the shadow, and the ground has night.
        looks.Clear();
        new SwathPlanner(zone, FromUs, FromUs + (3 * DayUs)).Plan(
            new Orbit(Elements(98.57) with { AscendingNodeDeg = 8 }), 0, new Swath(-5, 5), looks);
        var night = looks.Where(look => look.MostSunDeg < -25).ToArray();
        Assert.NotEmpty(night);
        Assert.All(night, look => Assert.Equal(0, look.SunlitShare));
    }

    [Fact]
    public void Looks_do_not_depend_on_where_the_time_is_cut()
    {
        var zone = Zone("plain");
        var orbit = new Orbit(Elements(98.57));
        var whole = new List<SwathLook>();
        new SwathPlanner(zone, FromUs, FromUs + (2 * DayUs)).Plan(orbit, 0, new Swath(-40, 40), whole);
        var parts = new List<SwathLook>();
        for (var day = 0; day < 2; day++)
        {
            new SwathPlanner(zone, FromUs + (day * DayUs), FromUs + ((day + 1) * DayUs))
                .Plan(orbit, 0, new Swath(-40, 40), parts);
        }

        Assert.Equal(whole.Count, parts.Count);
        Assert.All(whole.Zip(parts), pair => Assert.InRange(
            Math.Abs(pair.First.StartUs - pair.Second.StartUs) + Math.Abs(pair.First.EndUs - pair.Second.EndUs),
            0, 2_000));
    }

    [Fact]
    public void What_cannot_be_planned_for_is_refused()
    {
        var zone = Zone("plain");
        var planner = new SwathPlanner(zone, FromUs, FromUs + DayUs);
        var looks = new List<SwathLook>();
        var swath = new Swath(-Swath.MaxOffNadirDeg, Swath.MaxOffNadirDeg);
        Assert.Equal(
            OrbitFault.TooFar, planner.Plan(new Orbit(Elements(55) with { MeanMotion = 2 }), 0, swath, looks));
        Assert.Equal(
            OrbitFault.TooFar, planner.Plan(new Orbit(Elements(55) with { MeanMotion = 11 }), 0, swath, looks));
        Assert.Equal(
            OrbitFault.TooFar,
            planner.Plan(new Orbit(Elements(55) with { EpochJulianDay = 2_455_000.5 }), 0, swath, looks));
        Assert.Empty(looks);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Swath(-Swath.MaxOffNadirDeg, 75.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Swath(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Swath(double.NaN, 3));
        Assert.NotNull(new SwathPlanner(zone, 0, SwathPlanner.MaxSpanUs));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SwathPlanner(zone, 0, SwathPlanner.MaxSpanUs + 1));
        Assert.NotNull(new SwathPlanner(Box(west: 0, south: -19.9, east: 0.1, north: 19.9), 0, 1));
        Assert.Throws<ArgumentException>(
            () => new SwathPlanner(Box(west: 0, south: -20.3, east: 0.1, north: 20.3), 0, 1));
    }

    private static OrbitalElements Elements(double inclination) => new()
    {
        CatalogueNumber = 1, EpochJulianDay = 2_461_313.5, EpochDayFraction = 0.3, MeanMotion = 14.308,
        Eccentricity = 0.0012, InclinationDeg = inclination, AscendingNodeDeg = 347, PerigeeDeg = 85,
        MeanAnomalyDeg = 274, BStar = 1e-5,
    };

    private static Region Zone(string name) => name switch
    {
        "plain" => Region.FromPolygons(new GeoPolygon(
        [
            At(30, 45), At(36, 44.2), At(40, 46), At(41, 50), At(37, 49), At(36, 52.5), At(31, 52), At(33, 48),
        ])),
        "pole" => Region.FromPolygons(new GeoPolygon(
        [
            At(-60, 80), At(60, 78), At(100, 82), At(170, 84), At(100, 89.5), At(20, 86), At(-60, 89),
        ])),
        "date-line" => Region.FromPolygons(
            new GeoPolygon([At(172, -5), At(179.9999, -6), At(179.9999, 4), At(171, 6)]),
            new GeoPolygon([At(-180, -6), At(-170, -3), At(-172, 5), At(-180, 4)])),
        _ => Region.FromPolygons(new GeoPolygon(
            [At(30, 45), At(40, 45), At(40, 52), At(30, 52)],
            [[At(32, 47), At(36, 47), At(36, 50), At(32, 50)], [At(37, 46), At(39, 46), At(38, 51)]])),
    };

    private static Region Box(double west, double south, double east, double north) =>
        Region.FromPolygons(new GeoPolygon([At(west, south), At(east, south), At(east, north), At(west, north)]));

    private static GeoPoint At(double longitude, double latitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);

    private static GeoPoint PointIn(Region zone, Splitmix random)
    {
        while (true)
        {
            var polygon = zone.Polygons[(int)random.Between(0, zone.Polygons.Length)].Outer;
            var point = At(
                random.Between(polygon.Min(one => one.LongitudeDeg), polygon.Max(one => one.LongitudeDeg)),
                random.Between(polygon.Min(one => one.LatitudeDeg), polygon.Max(one => one.LatitudeDeg)));
            if (zone.Contains(point))
            {
                return point;
            }
        }
    }

    /// <summary>The satellite second by second: its place, and the azimuth of its way over the ground.</summary>
    private static List<(double X, double Y, double Z, double Lat, double Lon, double Azimuth)> Track(Orbit orbit)
    {
        var places = new List<(double X, double Y, double Z, GeoPoint Below)>();
        for (var second = 0; second <= 86_401; second++)
        {
            var unix = (FromUs / 1e6) + second;
            Assert.Equal(OrbitFault.None, orbit.At(orbit.MinutesAt((long)(unix * 1e6)), out var state));
            var days = (unix / 86400) - 10957.5;
            var turn = 2 * Math.PI * ((0.7790572732640 + (0.00273781191135448 * days) + (days % 1)) % 1);
            turn += (0.014506 + (4612.156534 * days / 36525)) / 3600 * Math.PI / 180;
            var (sin, cos) = Math.SinCos(turn);
            var x = 1000 * ((state.XKm * cos) + (state.YKm * sin));
            var y = 1000 * ((state.YKm * cos) - (state.XKm * sin));
            places.Add((x, y, 1000 * state.ZKm, GroundPlace.From(new Geocentric(x, y, 1000 * state.ZKm)).Below));
        }

        return [.. Enumerable.Range(0, 86_401).Select(second =>
        {
            var (x, y, z, below) = places[second];
            var way = Geocentric.From(places[second + 1].Below)
                - Geocentric.From(places[Math.Max(0, second - 1)].Below);
            return (x, y, z, below.LatitudeDeg * Math.PI / 180, below.LongitudeDeg * Math.PI / 180,
                Math.Atan2(way.Dot(Geocentric.Ahead(below, 90)), way.Dot(Geocentric.Ahead(below, 0))));
        })];
    }

    private static IEnumerable<long> Sightings(
        List<(double X, double Y, double Z, double Lat, double Lon, double Azimuth)> track, GeoPoint point, double from,
        double to)
    {
        var place = Geocentric.From(point);
        var up = Geocentric.Up(point);
        var (aheadBefore, known) = (0.0, false);
        for (var second = 0; second < track.Count; second++)
        {
            var (x, y, z, lat, lon, azimuth) = track[second];
            var d = place - new Geocentric(x, y, z);
            if (d.Dot(up) > 0)
            {
                known = false;
                continue;
            }

            var east = (-Math.Sin(lon) * d.X) + (Math.Cos(lon) * d.Y);
            var north = (-Math.Sin(lat) * Math.Cos(lon) * d.X) - (Math.Sin(lat) * Math.Sin(lon) * d.Y)
                + (Math.Cos(lat) * d.Z);
            var down = -((Math.Cos(lat) * Math.Cos(lon) * d.X) + (Math.Cos(lat) * Math.Sin(lon) * d.Y)
                + (Math.Sin(lat) * d.Z));
            var ahead = (east * Math.Sin(azimuth)) + (north * Math.Cos(azimuth));
            var right = (east * Math.Cos(azimuth)) - (north * Math.Sin(azimuth));
            if (known && aheadBefore > 0 && ahead <= 0)
            {
                var angle = Math.Atan2(right, down) * 180 / Math.PI;
                if (angle >= from && angle <= to)
                {
                    yield return FromUs + (long)(1e6 * (second - 1 + (aheadBefore / (aheadBefore - ahead))));
                }
            }

            (aheadBefore, known) = (ahead, true);
        }
    }
}
