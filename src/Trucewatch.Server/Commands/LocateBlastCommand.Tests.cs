using System.Text.Json;
using Trucewatch.Geo.Locating;
using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class LocateBlastCommandTests
{
    private static readonly WaveMedium Medium = new(10, 2);

    // Sound of 337.36 m/s from 48 N 37.5 E at 12:00:00; each station is 0.05 degrees of latitude or 0.07 of longitude
    // away, 5,559.5 and 5,223.8 m by Vincenty's formula.
    private const string Cross = """
        station,lat,lon,time,sigma_s
        north,48.05,37.5,2030-06-01T12:00:16.480Z,0.01
        south,47.95,37.5,2030-06-01T12:00:16.480Z,0.01
        east,48,37.57,2030-06-01T12:00:15.484Z,0.01
        west,48,37.43,2030-06-01T12:00:15.484Z,0.01
        """;

    [Fact]
    public void A_place_is_stated_with_its_error_and_an_undetermined_origin()
    {
        var (code, found) = Run(Cross);
        Assert.Equal(CommandTable.Done, code);
        Assert.True(found.GetProperty("stated").GetBoolean());
        Assert.Equal(48, found.GetProperty("place").GetProperty("lat").GetDouble(), 1e-4);
        Assert.Equal(37.5, found.GetProperty("place").GetProperty("lon").GetDouble(), 1e-4);
        Assert.StartsWith("2030-06-01T1", found.GetProperty("time").GetString(), StringComparison.Ordinal);
        Assert.InRange(found.GetProperty("ellipse_95").GetProperty("semi_major_m").GetDouble(), 3, 10);
        Assert.Equal(4, found.GetProperty("stations").GetArrayLength());
        Assert.Equal("undetermined", found.GetProperty("origin").GetString());
    }

    [Fact]
    public void What_is_refused_has_its_reason_and_no_place()
    {
        var two = string.Join('\n', Cross.ReplaceLineEndings("\n").Split('\n').Take(3));
        var (code, found) = Run(two);
        Assert.Equal(CommandTable.Negative, code);
        Assert.Equal("too-few-stations", found.GetProperty("refusal").GetString());
        Assert.False(found.TryGetProperty("place", out _));

        (code, found) = Run(Cross.Replace("16.480Z,0.01\nsouth", "19.480Z,0.01\nsouth", StringComparison.Ordinal));
        Assert.Equal(CommandTable.Negative, code);
        Assert.Equal("residuals-too-large", found.GetProperty("refusal").GetString());
    }

    [Theory]
    [InlineData("", "line 1: expected the header station,lat,lon,time,sigma_s[,path], got ''")]
    [InlineData("station,lat,lon,time,sigma_s\na,1,2\n", "line 2: expected 5 fields, got 3")]
    [InlineData("station,lat,lon,time,sigma_s\na,91,2,x,1\n", "line 2: expected lat -90 to 90")]
    [InlineData("station,lat,lon,time,sigma_s\na,1,2,noon,1\n", "line 2: expected an RFC 3339 time, got 'noon'")]
    [InlineData(
        "station,lat,lon,time,sigma_s\na,1,2,2030-01-01T00:00:00Z,0\n", "line 2: expected sigma_s above 0 in seconds")]
    [InlineData(
        "station,lat,lon,time,sigma_s,path\na,1,2,2030-01-01T00:00:00Z,1,sea\n",
        "line 2: expected path air or ground, got 'sea'")]
    public void What_is_wrong_is_said_with_its_line(string csv, string message)
    {
        var wrong = Assert.Throws<UnusableException>(() => Run(csv));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ArrivalLocator.MaxArrivals, false)]
    [InlineData(ArrivalLocator.MaxArrivals + 1, true)]
    public void So_many_arrivals_are_read(int count, bool isRefused)
    {
        var csv = "station,lat,lon,time,sigma_s\n" + string.Concat(
            Enumerable.Repeat("a,48,37,2030-01-01T00:00:00Z,1\n", count));
        var wrong = Record.Exception(() => Run(csv));
        Assert.Equal(isRefused, wrong is UnusableException);
    }

    private static (int Code, JsonElement Found) Run(string csv)
    {
        using var output = new MemoryStream();
        var code = LocateBlastCommand.Run(
            new StringReader(csv.ReplaceLineEndings("\n")), Medium, new LocatingLimits(), output);
        using var parsed = JsonDocument.Parse(output.ToArray());
        return (code, parsed.RootElement.Clone());
    }
}
