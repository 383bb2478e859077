using Xunit;

namespace Trucewatch.Geo.Locating;

public sealed class ChiSquareTests
{
    /// <summary>Quantiles as tables print them (Abramowitz and Stegun, table 26.8, and later ones with more digits).
    /// </summary>
    [Theory]
    [InlineData(0.05, 1, 3.841458821)]
    [InlineData(0.05, 2, 5.991464547)]
    [InlineData(0.05, 3, 7.814727903)]
    [InlineData(0.05, 4, 9.487729037)]
    [InlineData(0.05, 5, 11.07049769)]
    [InlineData(0.05, 10, 18.30703805)]
    [InlineData(0.001, 1, 10.82756617)]
    [InlineData(0.001, 2, 13.81551056)]
    [InlineData(0.001, 3, 16.2662362)]
    [InlineData(0.001, 5, 20.51500565)]
    [InlineData(0.95, 5, 1.145476226)]
    [InlineData(0.95, 30, 18.49266098)]
    public void It_is_what_the_tables_say(double probability, int degrees, double quantile) =>
        Assert.Equal(probability, ChiSquare.Beyond(quantile, degrees), 2e-9);

    [Fact]
    public void The_sum_is_the_integral_of_the_density()
    {
        foreach (var degrees in new[] { 7, 12, 29 })
        {
            // Simpson over a density without its constant, which the whole integral gives.
            double Integral(double from, double to)
            {
                const int parts = 20_000;
                var width = (to - from) / parts;
                var sum = 0.0;
                for (var i = 0; i <= parts; i++)
                {
                    var x = from + (i * width);
                    sum += (i == 0 || i == parts ? 1 : i % 2 == 1 ? 4 : 2)
                        * Math.Pow(x, (degrees / 2.0) - 1) * Math.Exp(-x / 2);
                }

                return sum * width / 3;
            }

            var at = 0.8 * degrees;
            Assert.Equal(Integral(at, 400) / Integral(0, 400), ChiSquare.Beyond(at, degrees), 1e-6);
        }
    }

    [Fact]
    public void Without_a_degree_of_freedom_nothing_is_tested()
    {
        Assert.Equal(1, ChiSquare.Beyond(5, 0));
        Assert.Equal(1, ChiSquare.Beyond(0, 1));
        Assert.InRange(ChiSquare.Beyond(1_000, ChiSquare.MaxDegrees), 0.4, 0.6);
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.Beyond(1, ChiSquare.MaxDegrees + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.Beyond(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.Beyond(-1, 1));
    }
}
