using Trucewatch.Geo.Lines;
using Xunit;

namespace Trucewatch.Geo.Orbits;

/// <summary>Frames, the Sun and the shadow against published examples and slower geometry.</summary>
public sealed class EarthTurnTests
{
    /// <summary>
    /// The worked example of Vallado, "Fundamentals of Astrodynamics and Applications", 4th edition, example 3-15, with
    /// the TEME of its companion program: 6 April 2004, 07:51:28.386009 UTC.
    /// </summary>
    [Fact]
    public void The_published_example_comes_out()
    {
        var orientation = new EarthOrientation(-0.4399619, -0.140682, 0.333309, 0.0015563);
        var at = new DateTimeOffset(2004, 4, 6, 7, 51, 28, TimeSpan.Zero).ToUnixTimeSeconds() + 0.386009;
        var teme = new OrbitState(
            5094.18016210, 6127.64465950, 6380.34453270, -4.746131487, 0.785818041, 5.531931288);
        var (place, motion) = new EarthTurn(at, orientation).Ground(teme);
        var off = place - new Geocentric(-1033479.3830, 7901295.2754, 6380356.5958);
        var offMotion = motion - new Geocentric(-3225.636520, -2872.451450, 5531.924446);

        // The example writes tenths of millimetres, and carries the time in one number of days.
        Assert.InRange(Math.Sqrt(off.Length2), 0, 0.02);
        Assert.InRange(Math.Sqrt(offMotion.Length2), 0, 2e-5);
        var still = new EarthTurn(at, default).Ground(teme).Place;
        Assert.InRange(Math.Sqrt((still - place).Length2), 200, 500);
    }

    /// <summary>
    /// Greenwich at 0 h UT1 on 1 January 2000 and 1992-08-20 12:14, as published (Vallado, example 3-5).
    /// </summary>
    [Theory]
    [InlineData(2448854.5, 12 * 60 + 14, 152.578788)]
    [InlineData(2451545.0, 0, 280.46061837)]
    public void Mean_sidereal_time_is_that_of_the_tables(double day, double minutes, double degrees) =>
        Assert.Equal(degrees, SiderealTime.MeanRadians(day, minutes / 1440) * 180 / Math.PI, 1e-5);

    [Fact]
    public void Places_over_the_ground_come_back()
    {
        var random = new Splitmix(5);
        for (var round = 0; round < 20_000; round++)
        {
            var latitude = round switch { 0 => 90, 1 => -90, 2 => 0, _ => random.Between(-90, 90) };
            var height = round % 3 == 0 ? random.Between(-5_000, 9_000) : random.Between(0, 5e7);
            var place = new GroundPlace(
                GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: random.Between(-180, 180)), height);
            var back = GroundPlace.From(place.ToGeocentric());
            Assert.Equal(height, back.HeightM, 1e-7);
            Assert.Equal(latitude, back.Below.LatitudeDeg, 1e-12);
            if (Math.Abs(latitude) < 89.99)
            {
                Assert.Equal(place.Below.LongitudeDeg, back.Below.LongitudeDeg, 1e-10);
            }
        }
    }

    /// <summary>
    /// The Sun of Meeus, "Astronomical Algorithms", 2nd edition, example 25.a (1992-10-13, 0 h TD): right ascension
    /// 198.38083 and declination -7.78507 degrees, so that it stands in the zenith there and nowhere else.
    /// </summary>
    [Fact]
    public void The_Sun_is_where_the_published_example_has_it()
    {
        var at = new DateTimeOffset(1992, 10, 13, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() - 59.2;
        var greenwich = SiderealTime.MeanRadians(2440587.5 + Math.Floor(at / 86400), at / 86400 % 1) * 180 / Math.PI;
        var below = GeoPoint.FromDegrees(
            latitudeDeg: -7.78507, longitudeDeg: Math.IEEERemainder(198.38083 - greenwich, 360));
        var ground = GroundPlace.From(Sun.Ground(at)).Below;
        Assert.InRange(Math.Abs(ground.LongitudeDeg - below.LongitudeDeg), 0, 0.015);

        // A point's vertical and the way from the Earth's centre differ by up to 0.19 degrees, but not for the Sun.
        Assert.InRange(Math.Abs(ground.LatitudeDeg - below.LatitudeDeg), 0, 0.015);
        Assert.InRange(Sun.ElevationDeg(below, (long)(at * 1e6)), 89.97, 90);
    }

    /// <summary>March equinox of 2026 (20 March, 14:46 UTC): day and night part at the poles.</summary>
    [Fact]
    public void At_the_equinox_the_Sun_stands_on_the_horizon_of_both_poles()
    {
        var at = new DateTimeOffset(2026, 3, 20, 14, 46, 0, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000;
        foreach (var pole in new[] { 90.0, -90.0 })
        {
            Assert.InRange(
                Math.Abs(Sun.ElevationDeg(GeoPoint.FromDegrees(latitudeDeg: pole, longitudeDeg: 0), at)), 0, 0.02);
        }
    }

    /// <summary>The light of a place by rays to the Sun's rim and middle, each of which the ellipsoid stops or not.
    /// </summary>
    [Fact]
    public void The_shadow_is_where_rays_to_the_Sun_end_at_the_ellipsoid()
    {
        var random = new Splitmix(11);
        var counts = new int[3];
        for (var round = 0; round < 5_000; round++)
        {
            var unix = 1.77e9 + random.Between(0, 3e7);
            var sun = Sun.Ground(unix);
            var behind = (-1 / Math.Sqrt(sun.Length2)) * sun;
            var aside = behind.Cross(new Geocentric(0, 0, 1)).Unit();
            var other = behind.Cross(aside);
            var (sin, cos) = Math.SinCos(random.Between(0, 2 * Math.PI));

            // Around the edge of the shadow at the heights of satellites.
            var height = random.Between(3e5, 4e7);
            var edge = random.Between(6.2e6, 6.6e6);
            var place = (Math.Sqrt(Math.Max(0, Math.Pow(6.378e6 + height, 2) - (edge * edge))) * behind)
                + (edge * ((cos * aside) + (sin * other)));
            var seen = Enumerable.Range(0, 360).Count(degree => IsFree(place, Rim(sun, place, degree)));
            var light = Shadow.On(place, sun);
            counts[(int)light]++;

            // Drawing the Earth out to a ball draws the Sun out too, by 0.3 %: that much of its rim, 10 degrees, may
            // be on the other side.
            Assert.True(light switch
            {
                Sunlight.Full => seen >= 350,
                Sunlight.None => seen <= 10,
                _ => seen is > 0 and < 360 || IsAtEdge(place, sun),
            }, FormattableString.Invariant($"{light}, and {seen} of 360 rays"));
        }

        Assert.All(counts, count => Assert.True(count > 75));
    }

    /// <summary>True when a Sun of a hundredth more or less distance is seen otherwise.</summary>
    private static bool IsAtEdge(Geocentric place, Geocentric sun) =>
        Shadow.On(place, 1.01 * sun) != Sunlight.Partial || Shadow.On(place, 0.99 * sun) != Sunlight.Partial;

    private static Geocentric Rim(Geocentric sun, Geocentric place, int degree)
    {
        var way = (sun - place).Unit();
        var aside = way.Cross(new Geocentric(0.1, 0.2, 0.97)).Unit();
        var other = way.Cross(aside);
        var (sin, cos) = Math.SinCos(degree * Math.PI / 180);
        return sun + (Sun.RadiusM * ((cos * aside) + (sin * other)));
    }

    private static bool IsFree(Geocentric from, Geocentric to)
    {
        const double a2 = Ellipsoid.EquatorialRadiusM * Ellipsoid.EquatorialRadiusM;
        const double b2 = Ellipsoid.PolarRadiusM * Ellipsoid.PolarRadiusM;
        var way = (to - from).Unit();
        double Form(Geocentric p, Geocentric q) => (((p.X * q.X) + (p.Y * q.Y)) / a2) + (p.Z * q.Z / b2);
        var (square, half, rest) = (Form(way, way), Form(from, way), Form(from, from) - 1);
        var root = (half * half) - (square * rest);
        return root < 0 || -half + Math.Sqrt(root) < 0;
    }
}
