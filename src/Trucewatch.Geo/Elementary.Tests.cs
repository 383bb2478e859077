using CsCheck;
using Xunit;

namespace Trucewatch.Geo;

/// <summary>The elementary functions against the platform's C library, which the shipped code may not call.</summary>
public sealed class ElementaryTests
{
    private const int Samples = 200_000;

    public static TheoryData<string, double, double, double> Cases => new()
    {
        { "sin", -0.8, 0.8, 1 },
        { "sin", -1000, 1000, 1 },
        { "sin", -1e6, 1e6, 1 },
        { "sin", -1e18, 1e18, 1 },
        { "sin", -1e300, 1e300, 1 },
        { "cos", -1000, 1000, 1 },
        { "cos", -1e15, 1e15, 1 },
        { "cos", -1e300, 1e300, 1 },
        { "tan", -100, 100, 2 },
        { "atan", -1, 1, 1 },
        { "atan", -50, 50, 1 },
        { "asin", -1, 1, 2 },
        { "acos", -1, 1, 2 },
        { "exp", -1, 1, 1 },
        { "exp", -700, 700, 1 },
        { "log", 0, 4, 1 },
        { "log", 0, 1e300, 1 },
        { "cbrt", -1000, 1000, 4 },
        { "sinh", -20, 20, 3 },
        { "cosh", -20, 20, 3 },
        { "tanh", -3, 3, 3 },
        { "asinh", -30, 30, 3 },
        { "atanh", -1, 1, 3 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheLibraryWithinUlps(string function, double from, double to, double limitUlp)
    {
        var (ours, library) = Pair(function);
        var worst = WorstUlp(ours, library, from, to, out var at);
        Assert.True(worst <= limitUlp, FormattableString.Invariant($"{function}({at:R}): {worst:F2} ulp"));
    }

    /// <summary>Lanes of all sizes beside each other, the limits of the ways of reduction among them.</summary>
    [Fact]
    public void Four_lanes_have_the_bits_of_the_scalar_functions()
    {
        var random = new Splitmix(9);
        double[] special =
        [
            0, -0.0, 7.450580596923828e-09, 1e-300, Math.PI / 4, Math.BitIncrement(Math.PI / 4), Math.PI / 2, Math.PI,
            999_999.9999999999, 1e6, -1e6, 1e15, double.NaN, double.PositiveInfinity, double.MaxValue, double.Epsilon,
        ];
        for (var round = 0; round < Samples / 4; round++)
        {
            double[] four =
            [
                random.Between(-1, 1), random.Between(-1000, 1000), random.Between(-1e6, 1e6),
                round % 16 == 0 ? special[round / 16 % special.Length] : random.Between(-1e-4, 1e-4),
            ];
            Elementary.SinCos(System.Runtime.Intrinsics.Vector256.Create<double>(four), out var sin, out var cos);
            for (var lane = 0; lane < four.Length; lane++)
            {
                AssertSameBits(Elementary.Sin(four[lane]), sin[lane]);
                AssertSameBits(Elementary.Cos(four[lane]), cos[lane]);
            }
        }

        static void AssertSameBits(double expected, double actual) =>
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
    }

    [Fact]
    public void TheMeasureSeesAPlantedError()
    {
        // A cosine whose argument lacks 1e-14 is wrong by tens of ulps: the measure must notice.
        var worst = WorstUlp(x => Elementary.Cos(x + 1e-14), Math.Cos, 1, 100, out _);
        Assert.True(worst > 20);
    }

    [Fact]
    public void ArcTangentOfTwoAgreesInAllQuadrants()
    {
        var worst = 0.0;
        var random = new Splitmix(7);
        for (var i = 0; i < Samples; i++)
        {
            var y = random.Between(-1, 1);
            var x = random.Between(-1, 1) * (i % 3 == 0 ? 1e-3 : 1);
            worst = Math.Max(worst, Ulps(Elementary.Atan2(y, x), Math.Atan2(y, x)));
        }

        Assert.True(worst <= 1, $"{worst} ulp");
    }

    [Fact]
    public void PowerAgreesOverTheWholeRange()
    {
        var worst = 0.0;
        var random = new Splitmix(8);
        for (var i = 0; i < Samples; i++)
        {
            var x = Math.Exp(random.Between(-20, 20));
            var y = random.Between(-30, 30);
            worst = Math.Max(worst, Ulps(Elementary.Pow(x, y), Math.Pow(x, y)));
        }

        Assert.True(worst <= 2, $"{worst} ulp");
    }

    [Fact]
    public void ZerosInfinitiesAndNotANumberAreAsInTheStandard()
    {
        double[] specials =
        [
            0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5,
            double.PositiveInfinity, double.NegativeInfinity, double.NaN,
            5e-324, -5e-324, double.MaxValue, double.MinValue, 1e-300, 1e-12, -1e-12, 709.5, -745, 710, -746,
        ];
        string[] names = ["sin", "cos", "tan", "atan", "asin", "acos", "exp", "log", "sinh", "tanh", "asinh"];
        foreach (var name in names)
        {
            var (ours, library) = Pair(name);
            foreach (var x in specials)
            {
                AssertSame($"{name}({x})", library(x), ours(x));
            }
        }

        foreach (var x in specials)
        {
            foreach (var y in specials)
            {
                AssertSame($"atan2({y},{x})", Math.Atan2(y, x), Elementary.Atan2(y, x));
                AssertSame($"pow({x},{y})", Math.Pow(x, y), Elementary.Pow(x, y));
                AssertSame($"hypot({x},{y})", double.Hypot(x, y), Elementary.Hypot(x, y));
            }
        }
    }

    [Theory]
    [InlineData(0.0, 0.0, 1.0)]
    [InlineData(0.1, 0.1124629160182849, 0.8875370839817151)]
    [InlineData(0.5, 0.5204998778130465, 0.4795001221869535)]
    [InlineData(0.7, 0.6778011938374185, 0.3221988061625815)]
    [InlineData(1.0, 0.8427007929497149, 0.15729920705028513)]
    [InlineData(2.0, 0.9953222650189527, 0.004677734981047266)]
    [InlineData(5.0, 0.9999999999984626, 1.5374597944280349e-12)]
    [InlineData(10.0, 1.0, 2.088487583762545e-45)]
    [InlineData(26.0, 1.0, 5.663192408856143e-296)]
    [InlineData(-1.0, -0.8427007929497149, 1.8427007929497148)]
    public void ErrorFunctionHasTheTabulatedValues(double x, double erf, double erfc)
    {
        Assert.True(Ulps(Elementary.Erf(x), erf) <= 2, $"erf {Elementary.Erf(x):R}");
        Assert.True(Ulps(Elementary.Erfc(x), erfc) <= 8, $"erfc {Elementary.Erfc(x):R}");
    }

    [Fact]
    public void NormalDistributionIsMonotoneAndSymmetric()
    {
        Assert.Equal(0.5, Elementary.NormalCdf(0));
        Assert.Equal(0.9750021048517795, Elementary.NormalCdf(1.96), 1e-15);
        Assert.Equal(1, Elementary.NormalCdf(double.PositiveInfinity));
        Assert.Equal(0, Elementary.NormalCdf(double.NegativeInfinity));
        var before = 0.0;
        for (var z = -9.0; z <= 9; z += 0.001)
        {
            var value = Elementary.NormalCdf(z);
            Assert.True(value >= before);
            Assert.Equal(1, value + Elementary.NormalCdf(-z), 1e-15);
            before = value;
        }
    }

    [Fact]
    public void DegreesAreExactOnTheAxes()
    {
        Assert.Equal((0.0, 1.0), Elementary.SinCosDegrees(0));
        Assert.Equal((1.0, 0.0), Elementary.SinCosDegrees(90));
        Assert.Equal((0.0, -1.0), Elementary.SinCosDegrees(180));
        Assert.Equal((-1.0, 0.0), Elementary.SinCosDegrees(-90));
        Assert.Equal((1.0, 0.0), Elementary.SinCosDegrees(90 + (360.0 * 1000)));
        Assert.Equal(0.5, Elementary.SinCosDegrees(30).Sin, 1e-16);
        Assert.Equal(180, Elementary.Atan2Degrees(0.0, -1));
        Assert.Equal(-180, Elementary.Atan2Degrees(-0.0, -1));
        Assert.Equal(45, Elementary.Atan2Degrees(0.1, 0.1));
        Assert.Equal(-90, Elementary.Atan2Degrees(-5, 0));
    }

    [Fact]
    public void AngleSurvivesSineCosineAndArcTangent() =>
        Gen.Double[-3.14159, 3.14159].Sample(angle =>
        {
            var (sin, cos) = Elementary.SinCos(angle);
            return Math.Abs(Elementary.Atan2(sin, cos) - angle) < 1e-15 * 4
                && sin.Equals(Elementary.Sin(angle)) && cos.Equals(Elementary.Cos(angle));
        });

    [Fact]
    public void NothingIsAllocated()
    {
        var sum = CallThemAll(2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += CallThemAll(1000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
        Assert.False(double.IsNaN(sum));
    }

    private static double CallThemAll(int times)
    {
        var sum = 0.0;
        for (var i = 1; i < times; i++)
        {
            sum += Elementary.Sin(i) + Elementary.Atan2(i, 3) + Elementary.Exp(-i) + Elementary.Log(i)
                + Elementary.Pow(i, 0.3) + Elementary.NormalCdf(1.0 / i) + Elementary.Sin(i * 1e20);
        }

        return sum;
    }

    private static (Func<double, double> Ours, Func<double, double> Library) Pair(string function) => function switch
    {
        "sin" => (Elementary.Sin, Math.Sin),
        "cos" => (Elementary.Cos, Math.Cos),
        "tan" => (Elementary.Tan, Math.Tan),
        "atan" => (Elementary.Atan, Math.Atan),
        "asin" => (Elementary.Asin, Math.Asin),
        "acos" => (Elementary.Acos, Math.Acos),
        "exp" => (Elementary.Exp, Math.Exp),
        "log" => (Elementary.Log, Math.Log),
        "cbrt" => (Elementary.Cbrt, Math.Cbrt),
        "sinh" => (Elementary.Sinh, Math.Sinh),
        "cosh" => (Elementary.Cosh, Math.Cosh),
        "tanh" => (Elementary.Tanh, Math.Tanh),
        "asinh" => (Elementary.Asinh, Math.Asinh),
        _ => (Elementary.Atanh, Math.Atanh),
    };

    private static void AssertSame(string what, double expected, double got)
    {
        var same = double.IsNaN(expected)
            ? double.IsNaN(got)
            : expected.Equals(got) || Ulps(got, expected) <= 2;
        Assert.True(same && (expected != 0 || double.IsNegative(expected) == double.IsNegative(got)),
            FormattableString.Invariant($"{what}: expected {expected:R}, got {got:R}"));
    }

    private static double WorstUlp(
        Func<double, double> ours, Func<double, double> library, double from, double to, out double at)
    {
        var random = new Splitmix(1);
        var worst = at = 0.0;
        for (var i = 0; i < Samples; i++)
        {
            var x = random.Between(from, to);
            var error = Ulps(ours(x), library(x));
            (worst, at) = error > worst ? (error, x) : (worst, at);
        }

        return worst;
    }

    private static double Ulps(double got, double expected) =>
        got.Equals(expected)
            ? 0
            : Math.Abs(got - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
}
