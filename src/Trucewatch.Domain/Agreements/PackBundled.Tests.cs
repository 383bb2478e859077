using System.Text;
using Trucewatch.Watch.Cases;
using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class PackBundledTests
{
    private static readonly Agreement Eastern = PackExample.BundledAgreement("illustrative-eastern-line");

    private static readonly Agreement Aegean = PackExample.BundledAgreement("aegean-test");

    public static TheoryData<string> Names =>
        ["aegean-test", "illustrative-eastern-line", "illustrative-many-sensors", "full-front"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bundled_pack_has_no_problems_and_says_that_it_is_not_real(string name)
    {
        var reading = AgreementPack.Read(PackExample.Bundled(name));

        Assert.Empty(reading.Problems);
        Assert.True(reading.Agreement!.Illustrative);
        Assert.Contains("not a real agreement", reading.Agreement.Title.En, StringComparison.Ordinal);
        Assert.NotNull(PackExample.Bundled(name).Find("NOTES.md"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_cases_of_a_bundled_pack_hold(string name)
    {
        var files = PackExample.Bundled(name);
        var cases = Encoding.UTF8.GetString(files.Find(PackCases.CasesFile)!.Bytes.Span);
        var output = new StringWriter();

        var count = PackCases.Run(PackExample.BundledAgreement(name), cases, output);

        Assert.Equal("", output.ToString());
        Assert.Equal(0, count.Failed);
        Assert.True(count.Passed >= 9);
    }

    [Theory]
    [InlineData(
        "point 47.60 35.55 0 -> east-zone 1",
        "cases.txt:1: point 47.60 35.55 0: expected east-zone 1, got west-zone 1")]
    [InlineData("point 47.60 35.55 0 -> none", "expected none, got west-zone 1")]
    [InlineData("point 47.60 35.55 0 -> west-zone 0.98", "expected west-zone 0.98, got west-zone 1")]
    [InlineData("point 51 30 0 -> west-zone 1", "expected west-zone 1, got none")]
    [InlineData("point 47.60 35.55 0 -> no-zone 1", "expected 'point LAT LON SIGMA_M -> ZONE P, ...'")]
    [InlineData("point 47.60 35.55 -> none", "expected 'point LAT LON SIGMA_M -> ZONE P, ...'")]
    [InlineData("point 147.60 35.55 0 -> none", "expected 'point LAT LON SIGMA_M -> ZONE P, ...'")]
    public void A_planted_wrong_case_fails(string cases, string message)
    {
        var output = new StringWriter();

        Assert.Equal(new CaseCount(0, 1), PackCases.Run(Eastern, cases, output));
        Assert.Contains(message, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_illustrative_agreement_treats_the_parties_alike()
    {
        Assert.Equal(Unordered(Eastern, exchange: false), Unordered(Eastern, exchange: true));
    }

    [Fact]
    public void The_number_of_case_lines_is_limited()
    {
        var most = new string('\n', PackCases.MaxLines - 1);
        Assert.Equal(new CaseCount(0, 0), PackCases.Run(Aegean, most, TextWriter.Null));
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(Aegean, most + "\n", TextWriter.Null));
    }

    [Theory]
    [MemberData(nameof(PackMirrorTests.Packs), MemberType = typeof(PackMirrorTests))]
    public void Show_prints_every_bundled_pack_whole(string name)
    {
        var agreement = PackExample.BundledAgreement(name);
        var output = new StringWriter();
        AgreementText.Show(agreement, output);
        Assert.All(agreement.Clauses, clause =>
            Assert.Contains($"\n{clause.Id} {clause.Title.En}\n", output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Show_says_each_clause_in_words()
    {
        var output = new StringWriter();
        AgreementText.Show(Eastern, output);
        var text = output.ToString();

        Assert.Contains("illustrative: no such agreement exists", text, StringComparison.Ordinal);
        Assert.Contains("\n4.2(a) No forces of a party in the zone\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "classes: [fire.*], reporters: [patrol, post, station, imagery], zones: [west-zone, east-zone], join",
            text,
            StringComparison.Ordinal);
        Assert.Contains("reading passage (held by west, east)", text, StringComparison.Ordinal);
    }

    /// <summary>What the clauses and registers say of the parties, without the order in which they are named.</summary>
    private static List<string> Unordered(Agreement agreement, bool exchange)
    {
        var words = new List<string>();
        foreach (var clause in agreement.Clauses)
        {
            foreach (var reading in clause.Readings)
            {
                words.Add($"{clause.Id} {reading.Id} {Names(string.Join(' ', reading.HeldBy))}: "
                    + $"{Names(AgreementText.Settings(reading.Settings))} {Names(clause.Label.ToString())}");
            }
        }

        words.AddRange(agreement.Actors.Select(actor => Names($"{actor.Party} {actor.Role} {actor.Class}")));
        words.AddRange(agreement.Zones.Select(zone => Names($"{zone.Id} {zone.Side} {zone.Kind}")));
        words.Sort(StringComparer.Ordinal);
        return words;

        string Names(string text)
        {
            var swapped = exchange
                ? text.Replace("west", "\u0001").Replace("east", "west").Replace("\u0001", "east")
                : text;
            return string.Concat(swapped.Split(',', ' ', '[', ']', '/').Order(StringComparer.Ordinal));
        }
    }
}
