using CsCheck;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo;

/// <summary>The cheap plane against the geodesic.</summary>
public sealed class LocalScaleTests
{
    [Theory]
    [InlineData(20_000, 2e-6)]
    [InlineData(100_000, 5e-5)]
    public void LengthsAgreeWithTheGeodesic(double distanceM, double relative)
    {
        var worst = 0.0;
        for (var latitude = -60.0; latitude <= 60; latitude += 2.5)
        {
            for (var azimuth = 0; azimuth < 360; azimuth += 15)
            {
                var from = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: 37);
                var to = Geodesic.Direct(from, azimuth, distanceM).Point;
                var (east, north) = LocalScale.At(from).Offset(from, to);
                worst = Math.Max(worst, Math.Abs((Math.Sqrt((east * east) + (north * north)) / distanceM) - 1));
            }
        }

        Assert.True(worst < relative, $"{worst}");
    }

    [Fact]
    public void MoveIsTheInverseOfOffset() =>
        Gen.Select(Gen.Double[-70, 70], Gen.Double[-180, 179], Gen.Double[-50e3, 50e3], Gen.Double[-50e3, 50e3]).Sample(
            (latitude, longitude, east, north) =>
            {
                var from = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
                var scale = LocalScale.At(from);
                var (eastBack, northBack) = scale.Offset(from, scale.Move(from, east, north));
                return Math.Abs(eastBack - east) < 1e-6 && Math.Abs(northBack - north) < 1e-6;
            });
}
