using System.Globalization;
using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class LocateTextTests
{
    private static readonly Agreement Example = PackExample.Read(PackExample.Yaml).Agreement!;

    [Fact]
    public void Each_point_has_a_row_for_each_zone_it_may_lie_in_or_one_without()
    {
        var output = new StringWriter();
        var wrong = LocateText.Run(
            Example,
            null,
            new StringReader("id,lat,lon,sigma_m\r\na,49,36,100\r\n\r\n\"b,\"\"c\"\"\",49,35.9,\nd,4.95e1,38,0"),
            output);

        Assert.Null(wrong);
        var rows = output.ToString().Split('\n');
        Assert.Equal("id,zone,p_inside,signed_distance_m", rows[0]);
        Assert.StartsWith("a,west-zone,0.500000,", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("a,airfield,1.000000,", rows[2], StringComparison.Ordinal);
        Assert.Equal(5000, double.Parse(rows[2].Split(',')[3], CultureInfo.InvariantCulture), 0.2);
        Assert.StartsWith("\"b,\"\"c\"\"\",west-zone,1.000000,73", rows[3], StringComparison.Ordinal);
        Assert.Equal("d,,,", rows[4]);
        Assert.Equal("", rows[5]);
    }

    [Theory]
    [InlineData("", "line 1: expected the header id,lat,lon[,sigma_m], got nothing")]
    [InlineData("id,lon,lat\n", "line 1: expected the header id,lat,lon[,sigma_m], got 'id,lon,lat'")]
    [InlineData("id,lat,lon\na,1\n", "line 2: expected 3 fields, got 2")]
    [InlineData("id,lat,lon\na,1,2,3\n", "line 2: expected 3 fields, got 4")]
    [InlineData(
        "id,lat,lon\na,1,2\nb,91,2\n",
        "line 3: expected lat -90 to 90 and lon -180 to 180 in degrees, got '91' and '2'")]
    [InlineData("id,lat,lon\na,NaN,2\n", "line 2: expected lat -90 to 90")]
    [InlineData("id,lat,lon\na,1e400,2\n", "line 2: expected lat -90 to 90")]
    [InlineData("id,lat,lon\na,\"1,5\",2\n", "line 2: expected lat -90 to 90")]
    [InlineData("id,lat,lon,sigma_m\na,1,2,-1\n", "line 2: expected sigma_m 0 to 1000000 in metres, got '-1'")]
    [InlineData("id,lat,lon,sigma_m\na,1,2,Infinity\n", "line 2: expected sigma_m")]
    [InlineData("id,lat,lon\n\"a,1,2\n", "line 2: expected a closing quote")]
    [InlineData("id,lat,lon\n\"a\"b,1,2\n", "line 2: expected a closing quote")]
    [InlineData("id,lat,lon\na\"b,1,2\n", "line 2: expected a closing quote")]
    public void What_is_wrong_is_said_with_its_line(string csv, string message)
    {
        var wrong = LocateText.Run(Example, null, new StringReader(csv), TextWriter.Null);
        Assert.StartsWith(message, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_limited()
    {
        Assert.Null(Of(4096 - ",1,2".Length));
        Assert.Equal("line 2: expected at most 4096 characters, got more", Of(4097 - ",1,2".Length));

        static string? Of(int idChars) => LocateText.Run(
            Example, null, new StringReader($"id,lat,lon\n{new string('a', idChars)},1,2\n"), TextWriter.Null);
    }

    [Fact]
    public void At_a_time_only_zones_of_clauses_in_force_and_zones_without_a_clause_count()
    {
        Assert.True(Instant.TryParse("2029-12-31T23:59:59Z", out var before));
        Assert.Equal("airfield", Ids(before));
        var start = before + TimeSpan.FromSeconds(1);
        Assert.Equal("west-zone airfield", Ids(start));
        Assert.Equal("west-zone airfield", Ids(null));

        static string Ids(Instant? at) => string.Join(' ', LocateText.ZonesAt(Example, at).Select(zone => zone.Id));
    }
}
