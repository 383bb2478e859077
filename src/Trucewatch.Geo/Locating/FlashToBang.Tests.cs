using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Locating;

public sealed class FlashToBangTests
{
    private static readonly GeoPoint Camera = GeoPoint.FromDegrees(latitudeDeg: 48, longitudeDeg: 37.5);
    private static readonly LocatingLimits Limits = new();

    [Fact]
    public void Ten_seconds_are_three_point_four_kilometres()
    {
        var found = FlashToBang.Locate(Camera, 60, 0.5, 10, 0.05, new WaveMedium(15, 3), Limits);
        Assert.Equal(3_403.9, found.RangeM, 0.1);
        Assert.Equal(3_403.9, Geodesic.Inverse(Camera, found.Place!.Value).DistanceM, 0.1);
        Assert.Equal(60, Geodesic.Inverse(Camera, found.Place.Value).AzimuthStartDeg, 1e-6);

        // 17 m by the delay, 18 by the temperature and 116 by bent sound; 30 m across.
        Assert.Equal(118.6, found.RangeSigmaM, 0.5);
        Assert.Equal(60.0, found.Ellipse.AzimuthDeg, 0.1);
        Assert.Equal(found.RangeSigmaM * 2.4477, found.Ellipse.SemiMajorM, 0.1);
        Assert.Equal(29.7 * 2.4477, found.Ellipse.SemiMinorM, 0.2);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2_500, 0.025)]
    [InlineData(5_000, 0.05)]
    [InlineData(12_500, 0.075)]
    [InlineData(20_000, 0.10)]
    [InlineData(29_000, 0.10)]
    public void Bent_sound_makes_5_to_10_percent_beyond_5_km(double rangeM, double share) =>
        Assert.Equal(share, FlashToBang.BendingShare(rangeM), 1e-12);

    [Fact]
    public void Wind_from_the_flash_hastens_its_sound()
    {
        // The flash is in the north, the wind blows to the south.
        var found = FlashToBang.Locate(Camera, 0, 0.5, 10, 0.05, new WaveMedium(15, 3, 0, -10), Limits);
        Assert.Equal(3_503.9, found.RangeM, 0.1);
    }

    [Theory]
    [InlineData(1, LocatingRefusal.None)]
    [InlineData(0.7, LocatingRefusal.None)]
    [InlineData(1.4, LocatingRefusal.None)]
    public void The_ellipse_holds_as_much_as_it_says(double factor, LocatingRefusal refusal)
    {
        var draws = new Splitmix(9);
        var medium = new WaveMedium(5, 3, 0, 0, 2);
        const int count = 4_000;
        var covered = 0;
        for (var i = 0; i < count; i++)
        {
            var (range, bearing) = (draws.Between(500, 5_500), draws.Between(5, 355));
            var truth = Geodesic.Direct(Camera, bearing, range).Point;
            var speed = medium.SoundMps + (medium.SoundSigmaMps * draws.Normal())
                + (medium.WindSigmaMps * draws.Normal());
            var bent = range * (1 + (FlashToBang.BendingShare(range) * draws.Normal()));
            var found = FlashToBang.Locate(
                Camera, bearing + (0.7 * draws.Normal()), 0.7, (bent / speed) + (0.05 * draws.Normal()), 0.05, medium,
                Limits with { SemiMajorM = 5_000 });
            Assert.Equal(refusal, found.Refusal);
            covered += Shot.Covers(found.Place!.Value, found.Error, truth, factor) ? 1 : 0;
        }

        Assert.Equal(factor == 1, (double)covered / count is >= 0.93 and <= 0.97);
    }

    [Theory]
    [InlineData(30, LocatingRefusal.EllipseTooLarge)]
    [InlineData(0, LocatingRefusal.RangeOutOfLimits)]
    [InlineData(-1, LocatingRefusal.RangeOutOfLimits)]
    [InlineData(100, LocatingRefusal.RangeOutOfLimits)]
    [InlineData(double.NaN, LocatingRefusal.UnusableInput)]
    public void What_is_not_known_well_enough_has_no_place(double delayS, LocatingRefusal refusal)
    {
        var found = FlashToBang.Locate(Camera, 10, 1, delayS, 0.1, new WaveMedium(15, 3), Limits);
        Assert.Equal(refusal, found.Refusal);
        Assert.Null(found.Place);
        Assert.Equal(refusal == LocatingRefusal.EllipseTooLarge, found.RangeM > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(46)]
    [InlineData(double.NaN)]
    public void A_bearing_needs_an_error(double sigmaDeg) => Assert.Equal(
        LocatingRefusal.UnusableInput,
        FlashToBang.Locate(Camera, 10, sigmaDeg, 10, 0.1, new WaveMedium(15, 3), Limits).Refusal);

    [Theory]
    [InlineData(4, 0, 1, 90)]
    [InlineData(1, 0, 4, 0)]
    [InlineData(2.5, 1.5, 2.5, 45)]
    [InlineData(2.5, -1.5, 2.5, 135)]
    public void An_ellipse_has_the_axes_of_its_covariance(double east, double mixed, double north, double azimuth)
    {
        var ellipse = ErrorEllipse.Of95(new Covariance2(east, mixed, north));
        Assert.Equal(2 * 2.44774683, ellipse.SemiMajorM, 1e-7);
        Assert.Equal(2.44774683, ellipse.SemiMinorM, 1e-7);
        Assert.Equal(azimuth, ellipse.AzimuthDeg, 1e-9);
    }
}
