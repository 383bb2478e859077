using System.Globalization;
using CsCheck;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Geo.Geodesics;

/// <summary>Geodesics against Karney's test set, a set of the region, and what must hold for any geodesic.</summary>
public sealed class GeodesicTests
{
    private const double LimitM = 15e-9;
    private const double LimitM2 = 0.1;

    private static readonly Gen<GeoPoint> _points =
        from latitude in Gen.Double[-89, 89]
        from longitude in Gen.Double[-180, 179.9]
        select Point(latitude, longitude);

    [Fact]
    public void InverseAgreesWithTheTestSet()
    {
        var rows = Rows("geodesic/GeodTest-100.dat", ' ');
        var worst = rows.Max(row => Math.Abs(
            Geodesic.Inverse(Point(row[0], row[1]), Point(row[3], row[4])).DistanceM - row[6]));
        Assert.Equal(100, rows.Length);
        Assert.True(worst <= LimitM, $"{worst} m");
    }

    [Fact]
    public void DirectAgreesWithTheTestSetBothWays()
    {
        var worst = 0.0;
        foreach (var row in Rows("geodesic/GeodTest-100.dat", ' '))
        {
            var (a, b) = (Point(row[0], row[1]), Point(row[3], row[4]));
            worst = Math.Max(worst, Separation(Geodesic.Direct(a, row[2], row[6]).Point, b));
            worst = Math.Max(worst, Separation(Geodesic.Direct(b, row[5], -row[6]).Point, a));
        }

        Assert.True(worst <= LimitM, $"{worst} m");
    }

    [Fact]
    public void AzimuthsAgreeWithTheTestSet()
    {
        // An azimuth matters by the way it leads sideways: its error times the reduced length m12.
        var worst = 0.0;
        foreach (var row in Rows("geodesic/GeodTest-100.dat", ' '))
        {
            var got = Geodesic.Inverse(Point(row[0], row[1]), Point(row[3], row[4]));
            var perDegree = Math.Abs(row[8]) * Math.PI / 180;
            worst = Math.Max(worst, Math.Abs(got.AzimuthStartDeg - row[2]) * perDegree);
            worst = Math.Max(worst, Math.Abs(got.AzimuthEndDeg - row[5]) * perDegree);
        }

        Assert.True(worst <= LimitM, $"{worst} m");
    }

    [Fact]
    public void AreaUnderAGeodesicAgreesWithTheTestSet()
    {
        // The quadrilateral between a geodesic and the equator, closed along meridians, has the area S12. Towards the
        // antipode a shift of the end by the 15 nm of the coordinates turns the geodesic by 15 nm / m12, and the area
        // by the square of the Earth's radius times that: only the rest is an error of the computation.
        var (worst, sharp) = (0.0, 0);
        foreach (var row in Rows("geodesic/GeodTest-100.dat", ' ').Where(row => row[8] > 100))
        {
            GeoPoint[] ring =
            [
                Point(row[0], row[1]), Point(0, row[1]), Point(0, (row[1] + row[4]) / 2), Point(0, row[4]),
                Point(row[3], row[4]),
            ];
            var allowance = 6.4e6 * 6.4e6 * LimitM / row[8];
            sharp += allowance < LimitM2 ? 1 : 0;
            var error = Math.Abs(Geodesic.Area(ring).AreaM2 - row[9]);
            worst = Math.Max(worst, error - allowance);
        }

        Assert.True(worst <= LimitM2, $"{worst} m2");
        Assert.True(sharp >= 10, $"only {sharp} rows are well conditioned");
    }

    [Fact]
    public void RegionalInverseAndDirectAgree()
    {
        // The tables print 1e-6 m, 1e-11 degrees of azimuth and full coordinates.
        var inverse = Rows("geodesic/inverse_region.csv", ',').Select(row =>
        {
            var got = Geodesic.Inverse(Point(row[0], row[1]), Point(row[2], row[3]));
            Assert.Equal(row[4], got.AzimuthStartDeg, 2e-11);
            Assert.Equal(row[5], got.AzimuthEndDeg, 2e-11);
            return Math.Abs(got.DistanceM - row[6]);
        });
        var direct = Rows("geodesic/direct_region.csv", ',').Select(row =>
        {
            var got = Geodesic.Direct(Point(row[0], row[1]), row[2], row[3]);
            Assert.Equal(row[6], got.AzimuthEndDeg, 1e-12);
            return Separation(got.Point, Point(row[4], row[5]));
        });
        Assert.True(inverse.Max() <= 0.5e-6 + LimitM);
        Assert.True(direct.Max() <= LimitM);
    }

    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e-12)]
    public void TheLimitSeesAPlantedError(double relative)
    {
        var worst = Rows("geodesic/GeodTest-100.dat", ' ').Max(row => Math.Abs(
            (Geodesic.Inverse(Point(row[0], row[1]), Point(row[3], row[4])).DistanceM * (1 + relative)) - row[6]));
        Assert.Equal(relative > 5e-15, worst > LimitM * 2);
    }

    [Fact]
    public void DirectOfInverseReturns() => _points.Select(_points).Sample(
        (a, b) =>
        {
            var way = Geodesic.Inverse(a, b);
            return Separation(Geodesic.Direct(a, way.AzimuthStartDeg, way.DistanceM).Point, b) < 2 * LimitM;
        },
        iter: 2000);

    [Fact]
    public void InverseIsSymmetricAndMirrors() => _points.Select(_points).Sample(
        (a, b) =>
        {
            var way = Geodesic.Inverse(a, b);
            var back = Geodesic.Inverse(b, a);
            var mirrored = Geodesic.Inverse(
                Point(-a.LatitudeDeg, a.LongitudeDeg), Point(-b.LatitudeDeg, b.LongitudeDeg));
            return way.DistanceM.Equals(back.DistanceM) && way.DistanceM.Equals(mirrored.DistanceM);
        },
        iter: 2000);

    [Theory]
    [InlineData(0, 0, 0, 180, 20003931.458625447)]
    [InlineData(0, 0, 0.5, 179.5, 19936288.578965314)]
    [InlineData(0, 0, 0.5, 179.7, 19944127.420750458)]
    [InlineData(30, 0, -30, 179.9, 20003008.421509411)]
    [InlineData(90, 0, -90, 0, 20003931.458625447)]
    [InlineData(48, 37, 48, 37, 0)]
    [InlineData(0, -10, 0, 10, 2226389.8158654715)]
    public void HardCasesHaveTheKnownLength(double lat1, double lon1, double lat2, double lon2, double expected) =>
        Assert.Equal(expected, Geodesic.Inverse(Point(lat1, lon1), Point(lat2, lon2)).DistanceM, 1e-6);

    [Fact]
    public void WholeEarthAndPolarRingsHaveTheirArea()
    {
        GeoPoint[] octant = [Point(0, 0), Point(0, 90), Point(90, 0)];
        GeoPoint[] aroundPole = [Point(60, 0), Point(60, 90), Point(60, -180), Point(60, -90)];
        GeoPoint[] acrossDateLine = [Point(10, 179), Point(10, -179), Point(11, -179), Point(11, 179)];
        GeoPoint[] elsewhere = [Point(10, 19), Point(10, 21), Point(11, 21), Point(11, 19)];
        const double earth = 510065621724088.5;
        Assert.Equal(earth / 8, Geodesic.Area(octant).AreaM2, 0.1);
        Assert.Equal(-earth / 8, Geodesic.Area([octant[2], octant[1], octant[0]]).AreaM2, 0.1);
        Assert.InRange(Geodesic.Area(aroundPole).AreaM2, 1e13, 4e13);
        Assert.Equal(Geodesic.Area(elsewhere).AreaM2, Geodesic.Area(acrossDateLine).AreaM2, 1e-3);
        Assert.Equal(Geodesic.Area(elsewhere).PerimeterM, Geodesic.Area(acrossDateLine).PerimeterM, 1e-7);
        Assert.Equal(new GeodesicArea(0, 0, 0), Geodesic.Area([]));
    }

    private static double Separation(GeoPoint a, GeoPoint b)
    {
        // Too short for the inverse to be the judge of itself: the plane is exact enough here.
        var (east, north) = LocalScale.At(a).Offset(a, b);
        return Math.Sqrt((east * east) + (north * north));
    }

    private static GeoPoint Point(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);

    private static double[][] Rows(string file, char separator) =>
        [.. File.ReadLines(RepositoryTree.CorpusFile(file))
            .Where(line => !char.IsAsciiLetter(line[0]))
            .Select(line => line.Split(separator)
                .Select(s => double.Parse(s, CultureInfo.InvariantCulture)).ToArray())];
}
