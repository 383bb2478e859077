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
        "under 1 'Clause 1', read as 'plain' (r): expected none, got breach\n"
        + "  why: mmsi:200100001, of west, at 2030-01-01T00:00:00.000Z, in east-zone with probability 1, 7,6")]
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
    [InlineData("report notice.x within=5 2030-01-01T00:00:00Z -> none", "within: expected a place around which")]
    [InlineData("report fire.gun by=party 2030-01-01T00:00:00Z 47,35.1 -> none", "by: expected patrol, post")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 +1m 47,35 -> none", "expected one time and place, got 2")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 -> 9 breach", "got '9 breach'")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 -> 2/odd breach", "got '2/odd breach'")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1 -> 2 guilty", "got '2 guilty'")]
    [InlineData("report fire.gun 2030-01-01T00:00:00Z 47,35.1", "expected '->' and what is expected")]
    [InlineData("drone x -> none", "baseline, event, plot, point, report, track, got 'drone'")]
    public void Planted_wrong_cases_fail_in_words(string line, string message)
    {
        var output = new StringWriter();
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(Agreement, "# A name\n" + line, output));
        Assert.StartsWith("cases.txt:2: A name: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The whole message, as a lawyer reads it; a backslash at a line's end joins the next.</summary>
    [Theory]
    [InlineData(
        "report strike.drone 2025-03-20T10:00:00Z 48,34~50 -> EN.1 breach",
        """
        cases.txt:2: A strike: under EN.1 'No strikes on energy facilities for thirty days', \
        read as 'from-25-march' (It binds from 25 March 2025): expected breach, got none
          why: the clause has nothing to say of what was given
          why: at 2025-03-20T10:00:00.000Z the clause binds nobody \
        (in force for ukraine and russia from 2025-03-24T22:00:00.000Z until 2025-04-23T21:00:00.000Z)
          why: the last place lies in theatre with probability 1
          given: report strike.drone 2025-03-20T10:00:00Z 48,34~50

        """)]
    [InlineData(
        "report strike.drone 2025-03-28T10:00:00Z 48,34.0134~300 -> EN.1 breach",
        """
        cases.txt:2: A strike: under EN.1 'No strikes on energy facilities for thirty days', \
        read as 'from-18-march' (It binds from 18 March 2025): expected breach, got undetermined
          why: patrol-1, whose party is not known, at 2025-03-28T10:00:00.000Z, \
        in plant-a with probability 0.439, 0 m outside its edge
          why: object: plant-a (energy.power-plant)
          why: on the list: yes
          why: duty of: whoever did it: not known
          why: at 2025-03-28T10:00:00.000Z the clause binds ukraine and russia \
        (in force for ukraine and russia from 2025-03-17T21:00:00.000Z until 2025-04-16T21:00:00.000Z)
          why: no exception covers it
          given: report strike.drone 2025-03-28T10:00:00Z 48,34.0134~300

        """)]
    public void A_wrong_case_is_explained_from_given_to_why(string line, string message)
    {
        var output = new StringWriter();
        var agreement = PackExample.BundledAgreement("energy-2025");
        _ = PackCases.Run(agreement, "# A strike\n" + line, output);
        var whole = message.ReplaceLineEndings("\n").Replace("\\\n", "", StringComparison.Ordinal);
        Assert.Equal(whole, output.ToString());
    }

    [Theory]
    [InlineData(
        "grain-2022",
        "track mmsi:538000001 2022-09-01T06:00:00Z 43.10,30.2396~20 +20m 43.10,30.35~20 +30m 43.08,30.36~20 -> none",
        ", out of corridor with probability 0.998, 54 m outside its edge\n")]
    [InlineData(
        "undof-1974",
        "report inspection.count items=equipment.tank:76 party=israel 1975-06-01T06:00:00Z 33,35.75~20 -> none",
        ", in west-10\n  why: counted: equipment.tank\n  why: at most: 75\n  why: in all: 76 to 76\n")]
    public void Reasons_say_where_it_was_as_the_clause_asks(string pack, string line, string expected)
    {
        var output = new StringWriter();
        _ = PackCases.Run(PackExample.BundledAgreement(pack), line, output);
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
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
