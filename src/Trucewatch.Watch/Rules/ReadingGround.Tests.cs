using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Cases;
using Xunit;

namespace Trucewatch.Watch.Rules;

public sealed class ReadingGroundTests
{
    [Fact]
    public void Each_reading_names_the_ground_that_it_takes()
    {
        var grounds = GroundsOf(PackExample.BundledAgreement("press-2025"));

        Assert.Equal(["west-20", "east-20"], grounds["R.1", "per-side"].Zones);
        Assert.Equal(["west-7", "east-7"], grounds["R.1", "proposal-gcsp"].Zones);
        Assert.Equal(["line"], grounds["G.2", "plain"].Lines);
        Assert.Empty(grounds["G.2", "plain"].Zones);
    }

    // The oracle knows nothing of kinds of rules: whatever stands in the settings and is the id of a zone, or stands
    // under a key that names lines and is the id of a line.
    [Theory]
    [MemberData(nameof(PackMirrorTests.Packs), MemberType = typeof(PackMirrorTests))]
    public void No_kind_of_rule_reads_ground_that_is_not_named(string pack) =>
        HoldToTheText(PackExample.BundledAgreement(pack));

    [Theory]
    [InlineData("kind: no-fly\nzones: [low]\nwho: {classes: [drone]}")]
    [InlineData("kind: zone-entry\nzones: [lane]\nexcept_zones: [islands]\nmax_speed_mps: 1.03\ndwell_s: 7200")]
    [InlineData("kind: stop\nzones: [lane]\nexcept_zones: [islands]\nwho: {roles: [merchant]}")]
    [InlineData(
        "kind: exclusion-circle\nradius_m: 3000\naround: {roles: [merchant]}\naround_zones: [lane]\n"
        + "except_zones: [cone]")]
    public void Nor_does_a_kind_that_no_bundled_pack_has_so(string rule) => HoldToTheText(RuleCases.Sound(rule));

    private static Lookup GroundsOf(Agreement agreement)
    {
        var (book, problems) = RuleBook.Compile(agreement);
        Assert.Empty(problems);
        return new Lookup(book!.Grounds);
    }

    private static void HoldToTheText(Agreement agreement)
    {
        var grounds = GroundsOf(agreement);
        foreach (var clause in agreement.Clauses)
        {
            foreach (var reading in clause.Readings)
            {
                var (ground, written) = (grounds[clause.Id, reading.Id], Written("", reading.Settings).ToList());
                bool Has(string id, Func<string, bool> key) => written.Any(one => one.Text == id && key(one.Key));
                var zones = agreement.Zones.Select(zone => zone.Id).ToList();
                Assert.Equal(zones.Where(id => Has(id, key => key == "except_zones")), ground.Except);
                Assert.Equal(zones.Where(id => Has(id, key => key is "zones" or "around_zones")), ground.Zones);
                Assert.Equal(
                    agreement.Lines.Select(line => line.Id).Where(id => Has(id, key => key is "line" or "lines")),
                    ground.Lines);
            }
        }
    }

    private static IEnumerable<(string Key, string Text)> Written(string key, PackNode node) => node switch
    {
        PackNode.Mapping map => map.Entries.SelectMany(entry => Written(entry.Key, entry.Value)),
        PackNode.Sequence list => list.Items.SelectMany(item => Written(key, item)),
        PackNode.Scalar scalar => [(key, scalar.Text)],
        _ => [],
    };

    private sealed class Lookup(ImmutableArray<ReadingGround> grounds)
    {
        public ReadingGround this[string clause, string reading] =>
            Assert.Single(grounds, one => one.Clause == clause && one.Reading == reading);
    }
}
