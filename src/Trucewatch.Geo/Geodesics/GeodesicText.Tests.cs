using System.Globalization;
using Xunit;

namespace Trucewatch.Geo.Geodesics;

/// <summary>
/// The lines in and out of the geodesic command, against GeographicLib's GeodSolve and Planimeter 2.1.2.
/// </summary>
public sealed class GeodesicTextTests
{
    private static readonly char[] _separators = [' ', '\n'];

    [Theory]
    [InlineData(
        "inverse", "48 37 50 30\n\n40,10,41,11\n",
        "-63.91132773543502 -69.19793753547521 558124.830799160\n"
        + "37.03329990175315 37.68278231363789 139698.755392749\n")]
    [InlineData("direct", "48 37 45 100000\n", "48.63193821301570 37.95932217483309 45.71646274368255\n")]
    [InlineData(
        "area", "0 0\n0 1\n1 1\n1 0\n\n10 10\n11 10\n11 11",
        "4 443770.917248302 12308778361.4695\n3 375518.895117878 -6044504021.8535\n")]
    [InlineData("area", "", "")]
    public void LinesAreAnswered(string verb, string input, string expected)
    {
        using var output = new StringWriter();
        Assert.True(GeodesicText.Run(verb, new StringReader(input), output, out var error), error);

        // The two programs round differently in the last digit or two: the numbers agree, and the form is the same.
        var (got, want) = (output.ToString().Split(_separators), expected.Split(_separators));
        Assert.Equal(want.Select(field => field.Length), got.Select(field => field.Length));
        foreach (var (w, g) in want.Zip(got).Where(pair => pair.First.Length > 0))
        {
            var number = double.Parse(w, CultureInfo.InvariantCulture);
            Assert.Equal(number, double.Parse(g, CultureInfo.InvariantCulture), 2e-13 * Math.Max(1, Math.Abs(number)));
        }
    }

    [Theory]
    [InlineData("inverse", "1 2 3 4\n1 2 3", 2)]
    [InlineData("inverse", "91 2 3 4", 1)]
    [InlineData("inverse", "1 2 3 x", 1)]
    [InlineData("inverse", "1 2 3 1e999", 1)]
    [InlineData("inverse", "1 541 3 4", 1)]
    [InlineData("direct", "1 2 3 1e10", 1)]
    [InlineData("area", "1 2\n\n1 2\nnan 3", 4)]
    public void ABadLineIsNamed(string verb, string input, int line)
    {
        using var output = new StringWriter();
        Assert.False(GeodesicText.Run(verb, new StringReader(input), output, out var error));
        Assert.StartsWith(FormattableString.Invariant($"line {line}: expected "), error, StringComparison.Ordinal);
    }

    [Fact]
    public void LineLengthHasALimit()
    {
        var atLimit = "1 2 3 4".PadRight(GeodesicText.MaxLineLength);
        Assert.True(GeodesicText.Run("inverse", new StringReader(atLimit), TextWriter.Null, out _));
        Assert.False(GeodesicText.Run("inverse", new StringReader(atLimit + " "), TextWriter.Null, out _));
        Assert.False(GeodesicText.Run("rhumb", new StringReader(atLimit), TextWriter.Null, out var error));
        Assert.Equal("geodesic: expected inverse, direct or area, got rhumb", error);
    }
}
