using Xunit;

namespace Trucewatch.Geo.Geodesics;

public sealed class GeodesicTextTests
{
    [Fact]
    public void Inverse_and_direct_undo_each_other()
    {
        Assert.Null(Run("inverse", "46.5 30.7 50.25 38.125\n", out var inverse));
        var fields = inverse.Split(' ');
        Assert.Null(Run("direct", $"46.5 30.7 {fields[0]} {fields[2]}", out var direct));
        Assert.StartsWith("50.2500000000000", direct, StringComparison.Ordinal);
        Assert.Contains(" 38.125000000000", direct, StringComparison.Ordinal);
    }

    [Fact]
    public void Rings_are_parted_by_blank_lines()
    {
        Assert.Null(Run("area", "0 0\n0 1\n1 1\n1 0\n\n0 0\n0 1\n1 0\n", out var text));
        var lines = text.Split('\n');
        Assert.Equal(2, lines.Length);

        // GeographicLib's Planimeter gives 443770.917 m and 12308778361.469 m2 for the first ring.
        Assert.StartsWith("4 443770.917", lines[0], StringComparison.Ordinal);
        Assert.Contains(" 12308778361.469", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("3 ", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inverse", "1 2 3", "line 1: expected lat1 lon1 lat2 lon2")]
    [InlineData("inverse", "1 2 3 4\n91 2 3 4", "line 2: ")]
    [InlineData("direct", "1 2 1e400 4", "line 1: expected lat1 lon1 azi1 s12")]
    [InlineData("area", "1 two", "line 1: expected lat lon")]
    public void What_cannot_be_read_is_named_with_its_line(string verb, string input, string expected) =>
        Assert.StartsWith(expected, Run(verb, input, out _), StringComparison.Ordinal);

    [Fact]
    public void Lines_are_read_to_the_limit_and_not_beyond()
    {
        var line = "1 2 3 4";
        Assert.Null(Run("inverse", line.PadRight(GeodesicText.MaxLineChars), out _));
        Assert.NotNull(Run("inverse", line.PadRight(GeodesicText.MaxLineChars + 1), out _));
    }

    private static string? Run(string verb, string input, out string output)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var error = GeodesicText.Run(verb, new StringReader(input), writer);
        output = writer.ToString().TrimEnd('\n');
        return error;
    }
}
