using Trucewatch.Domain.Agreements;
using Xunit;

namespace Trucewatch.Watch.Cases;

public sealed class PackCasesTests
{
    private static readonly Agreement Agreement = Made();

    [Theory]
    [InlineData("track mmsi:200100001 2030-01-01T00:00:00Z 47,35.1~20 +2m 47,35.11~20 -> 1 breach, incidents 1")]
    [InlineData(
        "track mmsi:200100001 2030-01-01T00:00:00Z 47,35.1~20 +1m 47,35.11~20 -> 1/plain breach, 1/other-1 none")]
    [InlineData("track mmsi:299900001 2030-01-01T00:00:00Z 47,35.1~20 +9m 47,35.11~20 -> none")]
    [InlineData("track mmsi:200100001 2030-01-02T00:00:00Z 47,35.1~20 +3m 47,35.11~20 -> 1 permitted, incidents 1")]
    [InlineData("track mmsi:200100001 2030-01-02T00:00:00Z 47,35.1~20 +3m 47,35.11~20 -> 1 permitted by-day")]
    [InlineData("report fire.mortar count=3..5 2030-01-01T00:00:00Z 47,35.1~20 -> 2 breach, count 3..5, incidents 1")]
    [InlineData("report fire.mortar 2030-01-01T00:00:00Z 48.9,35.1~20 -> none, incidents 0")]
    [InlineData(
        "report fire.mortar count=2 2030-01-01T00:00:00Z 47,35.1 ; report fire.gun from=b count=4..6 +5m 47,35.1 "
        + "-> 2 breach, incidents 1, count 4..6")]
    [InlineData("report fire.mortar by=party:west 2030-01-01T00:00:00Z 47,35.1 -> 2 breach")]
    [InlineData(
        "track mmsi:200100001 2030-01-01T00:00:00Z 47,35.1 +3m 47,35.1 ; report fire.gun +1m 47,35.1 "
        + "-> 1 breach, 2 breach, incidents 2")]
    public void Cases_that_hold(string line)
    {
        var output = new StringWriter();
        var count = PackCases.Run(Agreement, line, output);
        Assert.Equal("", output.ToString());
        Assert.Equal(new CaseCount(1, 0), count);
    }

    [Theory]
    [InlineData(
        "track mmsi:200100001 2030-01-01T00:00:00Z 47,35.1~20 +2m 47,35.11~20 -> 1 none",
        "under 1 'Clause 1', read as 'plain' (r): expected none, got breach (mmsi:200100001 at "
        + "2030-01-01T00:00:00.000Z, east-zone, probability inside 1, margin ")]
    [InlineData("track mmsi:299900001 2030-01-01T00:00:00Z 47,35.1 -> 1 breach", "expected breach, got none")]
    [InlineData("track mmsi:200100001 2030-01-01T00:00:00Z 47,35.1 +2m 47,35.1 -> 2 none", "expected none, got breach")]
    [InlineData(
        "track mmsi:200100001 2030-01-01T00:00:00Z 47,35.1 +2m 47,35.1 -> 1 breach, incidents 2",
        "expected 2 incidents, got 1: I-0001 under 1")]
    [InlineData(
        "report fire.gun count=3 2030-01-01T00:00:00Z 47,35.1 -> 2 breach, count 3..4",
        "expected at least 3 and at most 4, got in I-0001 at least 3 and at most 3")]
    [InlineData(
        "track mmsi:200100001 2030-01-02T00:00:00Z 47,35.1 +3m 47,35.1 -> 1 permitted of-night",
        "expected permitted by of-night, got permitted by by-day")]
    [InlineData("track mmsi:20010000 2030-01-01T00:00:00Z 47,35.1 -> none", "expected an identity such as")]
    [InlineData("track mmsi:200100001 2030-01-01T00:00:00Z -> none", "expected a place LAT,LON")]
    [InlineData("track mmsi:200100001 +10s 47,35 -> none", "expected a time such as")]
    [InlineData(
        "track mmsi:200100001 class=car 2030-01-01T00:00:00Z 47,35.1 -> none",
        "class: expected one of unknown, vessel")]
    [InlineData("track mmsi:200100001 colour=red 2030-01-01T00:00:00Z 47,35.1 -> none", "got 'colour=red'")]
    [InlineData("report fire.gun by=party 2030-01-01T00:00:00Z 47,35.1 -> none", "by: expected patrol, post")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 +1m 47,35 -> none", "expected one time and place, got 2")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 -> 9 breach", "got '9 breach'")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 -> 2/odd breach", "got '2/odd breach'")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 -> 2 guilty", "got '2 guilty'")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1", "expected '->' and what is expected")]
    [InlineData("drone x -> none", "baseline, point, report, track, got 'drone'")]
    public void Planted_wrong_cases_fail_in_words(string line, string message)
    {
        var output = new StringWriter();
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(Agreement, "# A name\n" + line, output));
        Assert.StartsWith("cases.txt:2: A name: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_may_go_on_in_the_next_line()
    {
        var cases = "report fire.gun 2030-01-01T00:00:00Z \\\n  47,35.1~20 \\\n  -> 2 breach\n";
        Assert.Equal(new CaseCount(1, 0), PackCases.Run(Agreement, cases, TextWriter.Null));
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(Agreement, "report fire.gun \\", TextWriter.Null));
    }

    [Fact]
    public void The_number_of_acts_is_limited()
    {
        var act = "report fire.gun 2030-01-01T00:00:00Z 48.9,35.1";
        var most = string.Join(" ; ", Enumerable.Repeat(act, SceneActs.MaxActs));
        Assert.Equal(new CaseCount(1, 0), PackCases.Run(Agreement, $"{most} -> none", TextWriter.Null));
        var output = new StringWriter();
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(Agreement, $"{most} ; {act} -> none", output));
        Assert.Contains("expected at most 64 acts, got 65", output.ToString(), StringComparison.Ordinal);
    }

    private static Agreement Made()
    {
        var made = Scene.Agreement(
            Scene.Clause(
                "1", "zone-entry", "zones: [east-zone]; who.parties: [west]; dwell_s: 10",
                "zones: [east-zone]; who.parties: [west]; dwell_s: 90"),
            Scene.Clause("2", "report-class", "classes: [fire.*]; zones: [east-zone, west-zone]"));
        PackNode Text(string text) => new PackNode.Scalar(1, text);
        var exception = new PackNode.Mapping(1,
        [
            new("id", Text("by-day")),
            new("title", new PackNode.Mapping(1, [new("en", Text("A day"))])),
            new("clauses", new PackNode.Sequence(1, [Text("1")])),
            new("from", Text("2030-01-02T00:00:00Z")),
            new("until", Text("2030-01-03T00:00:00Z")),
        ]);
        return made with
        {
            Sections = new PackNode.Mapping(1, [new("exceptions", new PackNode.Sequence(1, [exception]))]),
        };
    }
}
