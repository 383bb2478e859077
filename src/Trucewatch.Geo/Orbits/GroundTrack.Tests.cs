using Xunit;

namespace Trucewatch.Geo.Orbits;

public sealed class GroundTrackTests
{
    private const long EpochUs = 1_790_812_800_000_000;

    [Fact]
    public void A_track_goes_round_in_lines_that_end_at_the_date_line()
    {
        var orbit = new Orbit(Elements());
        var lines = GroundTrack.Of(orbit, EpochUs, EpochUs + 86_400_000_000, 30);
        Assert.InRange(lines.Count, 13, 17);
        foreach (var line in lines)
        {
            Assert.All(line.Zip(line.Skip(1)), pair =>
                Assert.True(Math.Abs(pair.First.LongitudeDeg - pair.Second.LongitudeDeg) < 90));
        }

        foreach (var (line, next) in lines.Zip(lines.Skip(1)))
        {
            Assert.InRange(Math.Abs(line[^1].LongitudeDeg), 179.9999999, 180);
            Assert.Equal(-Math.Sign(line[^1].LongitudeDeg), Math.Sign(next[0].LongitudeDeg));
            Assert.Equal(line[^1].LatitudeDeg, next[0].LatitudeDeg);
        }

        // As far north as the inclination lets it: 180 - 98.57, and a little for the flattening.
        var north = lines.SelectMany(line => line).Max(point => point.LatitudeDeg);
        Assert.InRange(north, 81.4, 81.7);
    }

    [Fact]
    public void A_track_ends_where_the_satellite_has_come_down()
    {
        var falling = new Orbit(Elements() with { MeanMotion = 16.46, Eccentricity = 0.03, BStar = 2e-4 });
        var lines = GroundTrack.Of(falling, EpochUs, EpochUs + 86_400_000_000, 30);
        Assert.InRange(lines.Sum(line => line.Length), 2, 2_700);
    }

    [Fact]
    public void Tracks_have_limits()
    {
        var orbit = new Orbit(Elements());
        Assert.Throws<ArgumentOutOfRangeException>(() => GroundTrack.Of(orbit, 0, 1, 0.99));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => GroundTrack.Of(orbit, 0, (GroundTrack.MaxPoints - 1) * 1_000_000L, 1));
    }

    /// <summary>What the age of elements is said to cost: by the days, and with the square of the days by the drag.
    /// </summary>
    [Theory]
    [InlineData(0, 0, 1_000)]
    [InlineData(3, 0, 7_000)]
    [InlineData(-3, 0, 7_000)]
    [InlineData(2, 1e-5, 5_000 + (0.25 * 4e-5 * 45_015_000))]
    public void Old_elements_have_a_stated_error(int days, double dot, double errorM)
    {
        var orbit = new Orbit(Elements() with { MeanMotionDot = dot });
        var age = ElementAge.Of(orbit, orbit.EpochUnixUs + (days * 86_400_000_000L));
        Assert.Equal(days, age.AgeDays, 1e-12);
        Assert.Equal(errorM, age.AlongTrackErrorM, 0.5);
        Assert.Equal(errorM / 7_454.7, age.TimeErrorS, errorM * 1e-7);
    }

    private static OrbitalElements Elements() => new()
    {
        CatalogueNumber = 1, EpochJulianDay = 2_461_314.5, EpochDayFraction = 0.25, MeanMotion = 14.308,
        Eccentricity = 0.001, InclinationDeg = 98.57, AscendingNodeDeg = 347, PerigeeDeg = 85, MeanAnomalyDeg = 274,
        BStar = 1e-5,
    };
}
