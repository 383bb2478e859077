using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>The probability within a disk against three computations that share nothing with it.</summary>
public sealed class DiskTests
{
    [Fact]
    public void ARoundErrorIsANoncentralChiSquare()
    {
        var random = new Splitmix(3);
        for (var draw = 0; draw < 400; draw++)
        {
            var sigma = Math.Exp(random.Between(0, 7));
            var radius = sigma * Math.Exp(random.Between(-3, 3));
            var distance = Math.Max(0, radius + (sigma * random.Between(-6, 6)));
            var angle = random.Between(0, 7);
            var got = Disk.ProbabilityWithin(
                distance * Math.Cos(angle), distance * Math.Sin(angle), Covariance2.Circular(sigma), radius);
            Assert.Equal(NoncentralChiSquare(radius / sigma, distance / sigma), got, 1e-6);
        }
    }

    [Fact]
    public void AnyErrorIsWhatPolarIntegrationSays()
    {
        var random = new Splitmix(8);
        for (var draw = 0; draw < 120; draw++)
        {
            var (wide, narrow) = (random.Between(5, 50), random.Between(2, 5));
            var angle = random.Between(0, 7);
            var (c, s) = (Math.Cos(angle), Math.Sin(angle));
            var error = new Covariance2(
                (wide * wide * c * c) + (narrow * narrow * s * s),
                ((wide * wide) - (narrow * narrow)) * s * c,
                (wide * wide * s * s) + (narrow * narrow * c * c));
            var (east, north, radius) = (random.Between(-90, 90), random.Between(-90, 90), random.Between(1, 100));
            Assert.Equal(Polar(east, north, error, radius), Disk.ProbabilityWithin(east, north, error, radius), 1e-5);
        }
    }

    [Theory]
    [InlineData(800, 300, 250_000, 90_000, 160_000, 1_000)]
    [InlineData(0, 0, 100, 99.9, 100, 15)]
    [InlineData(18_500, 0, 40_000, -1_000, 90, 18_520)]
    [InlineData(-18_520, 40, 40, 0, 4_000_000, 18_520)]
    public void DrawsFallAsOftenWithinTheDisk(
        double east, double north, double ee, double en, double nn, double radius)
    {
        const int draws = 400_000;
        var random = new Splitmix(21);
        var (l11, l21) = (Math.Sqrt(ee), en / Math.Sqrt(ee));
        var l22 = Math.Sqrt(nn - (l21 * l21));
        var within = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var (a, b) = (random.Normal(), random.Normal());
            var (x, y) = (east + (l11 * a), north + (l21 * a) + (l22 * b));
            within += (x * x) + (y * y) <= radius * radius ? 1 : 0;
        }

        // Four standard deviations of the count at its widest.
        var got = Disk.ProbabilityWithin(east, north, new Covariance2(ee, en, nn), radius);
        Assert.Equal((double)within / draws, got, 4 * 0.5 / Math.Sqrt(draws));
    }

    [Fact]
    public void ALargeDiskIsAHalfPlaneNearItsRim()
    {
        // The rim of a disk of 10,000 km is flat within 5 um over ten metres.
        foreach (var offset in new[] { -20.0, -3, 0, 0.5, 11 })
        {
            var got = Disk.ProbabilityWithin(0, 1e7 + offset, new Covariance2(25, 3, 49), 1e7);
            Assert.Equal(Elementary.NormalCdf(-offset / 7), got, 1e-5);
        }
    }

    [Fact]
    public void WithoutSpreadItIsZeroOrOne()
    {
        Assert.Equal(1, Disk.ProbabilityWithin(3, 4, default, 5));
        Assert.Equal(1, Disk.ProbabilityWithin(0, 0, default, 0));
        Assert.Equal(0, Disk.ProbabilityWithin(3, 4, default, 4.999));
        Assert.Equal(0, Disk.ProbabilityWithin(0, 0, Covariance2.Circular(1), 0));
    }

    [Fact]
    public void ASpreadAlongOneLineOnlyIsCutAsALine()
    {
        // Along the diagonal, at the height of 3 over a chord of half-length 4.
        var error = new Covariance2(50, 50, 50);
        var (east, north) = (-3 / Math.Sqrt(2), 3 / Math.Sqrt(2));
        var expected = Elementary.NormalCdf(0.4) - Elementary.NormalCdf(-0.4);
        Assert.Equal(expected, Disk.ProbabilityWithin(east, north, error, 5), 1e-9);
        Assert.Equal(0, Disk.ProbabilityWithin(2 * east, 2 * north, error, 5));
    }

    [Fact]
    public void NumbersThatAreNoneAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Disk.ProbabilityWithin(double.NaN, 0, default, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Disk.ProbabilityWithin(0, 0, default, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Disk.ProbabilityWithin(0, 0, default, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Disk.ProbabilityWithin(0, 0, new Covariance2(double.PositiveInfinity, 0, 1), 1));
    }

    /// <summary>
    /// The distribution of two squared normal variables as a Poisson mixture of central ones, summed from its mode.
    /// </summary>
    private static double NoncentralChiSquare(double r, double d)
    {
        var (x, mean) = (0.5 * r * r, 0.5 * d * d);
        var sum = 0.0;
        var logWeight = -mean;
        var logTerm = -x;
        var below = Math.Exp(logTerm);

        // The chance that k+1 exponential waits fit in x is one less the first k+1 terms of a Poisson sum.
        for (var k = 0; k < 20_000; k++)
        {
            sum += Math.Exp(logWeight) * Math.Max(0, 1 - below);
            logWeight += Math.Log(mean / (k + 1));
            logTerm += Math.Log(x / (k + 1));
            below += Math.Exp(logTerm);
        }

        return sum;
    }

    private static double Polar(double east, double north, Covariance2 error, double radius)
    {
        const int rings = 600;
        const int spokes = 900;
        var determinant = (error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2);
        var sum = 0.0;
        for (var i = 0; i < rings; i++)
        {
            var r = radius * (i + 0.5) / rings;
            for (var j = 0; j < spokes; j++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * j / spokes);
                var (x, y) = ((r * cos) - east, (r * sin) - north);
                var square = ((error.NorthM2 * x * x) - (2 * error.EastNorthM2 * x * y) + (error.EastM2 * y * y))
                    / determinant;
                sum += r * Math.Exp(-0.5 * square);
            }
        }

        return sum * (radius / rings) * (2 * Math.PI / spokes) / (2 * Math.PI * Math.Sqrt(determinant));
    }
}
