using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class PanelDrawTests
{
    private static readonly SortedSet<string> Nobody = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_first_set_that_the_rule_allows_is_drawn(ulong seed)
    {
        var random = new Splitmix(seed);
        for (var round = 0; round < 120; round++)
        {
            var roll = Roll(random, 9);
            var terms = new CaseScene().Terms with
            {
                Roll = roll, PanelSize = 1 + (int)(random.Next() % 4), NominatedEach = 0,
            };
            terms = terms with { NominatedEach = (int)(random.Next() % (ulong)((terms.PanelSize / 2) + 1)) };
            var drawSeed = SHA256.HashData(BitConverter.GetBytes(random.Next()));
            Assert.Equal(Expected(terms, drawSeed), Persons(PanelDraw.Draw(terms, drawSeed, Nobody)));
        }
    }

    [Fact]
    public void Another_seed_draws_others_and_each_of_equals_about_as_often()
    {
        var terms = new CaseScene().Terms;
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        const int Draws = 3_000;
        for (var i = 0; i < Draws; i++)
        {
            foreach (var person in Persons(PanelDraw.Draw(terms, SHA256.HashData(BitConverter.GetBytes(i)), Nobody))!)
            {
                counts[person] = counts.GetValueOrDefault(person) + 1;
            }
        }

        // One of five, one of four, one of four; six standard deviations are 131 and 142.
        Assert.Equal(13, counts.Count);
        Assert.All(counts, count =>
        {
            var expected = Draws / (IsNeutral(count.Key) ? 5 : 4);
            Assert.InRange(count.Value, expected - 142, expected + 142);
        });

        static bool IsNeutral(string person) => person is "p-1" or "p-2" or "p-3" or "p-4" or "p-5";
    }

    [Fact]
    public void Who_has_a_part_in_the_case_is_left_out()
    {
        var terms = new CaseScene().Terms;
        SortedSet<string> acted = ["p-1", "p-2", "p-3", "p-4", "p-6", "p-7", "p-8", "p-10", "p-11", "p-12"];
        Assert.Equal(
            ["p-13", "p-5", "p-9"], Persons(PanelDraw.Draw(terms, new byte[32], acted))!.Order(StringComparer.Ordinal));
        acted.Add("p-5");
        Assert.Null(PanelDraw.Draw(terms, new byte[32], acted));
    }

    [Fact]
    public void A_roll_of_too_few_nations_draws_nobody_within_its_tries()
    {
        var terms = new CaseScene().Terms with
        {
            PanelSize = 9,
            NominatedEach = 0,
            Roll =
            [
                .. Enumerable.Range(0, CaseTerms.MaxRoll).Select(i => new Candidate($"q-{i}", $"n-{i % 8}", null, [])),
            ],
        };
        Assert.Null(PanelDraw.Draw(terms, new byte[32], Nobody));
    }

    private static ImmutableArray<Candidate> Roll(Splitmix random, int size) =>
    [
        .. Enumerable.Range(0, size).Select(i => new Candidate(
            $"q-{i}",
            $"n-{random.Next() % 5}",
            (random.Next() % 4) switch { 0 => "east", 1 => "west", _ => null },
            random.Next() % 8 == 0 ? ["west"] : [])),
    ];

    /// <summary>Every subset that the rule allows, and of them the one whose members come first in the draw.</summary>
    private static List<string>? Expected(CaseTerms terms, byte[] seed)
    {
        var order = terms.Roll.Where(candidate => candidate.Conflicts.IsEmpty).OrderBy(
            candidate => Convert.ToHexStringLower(SHA256.HashData(
                seed.Concat(Encoding.UTF8.GetBytes("C-0001\0" + candidate.Person)).ToArray())),
            StringComparer.Ordinal).ToArray();
        return Enumerable.Range(0, 1 << order.Length)
            .Select(bits => Enumerable.Range(0, order.Length).Where(i => (bits >> i & 1) == 1).ToArray())
            .Where(set => set.Length == terms.PanelSize
                && set.Select(i => order[i].Nation).Distinct().Count() == set.Length
                && set.Count(i => order[i].NominatedBy == "east") == terms.NominatedEach
                && set.Count(i => order[i].NominatedBy == "west") == terms.NominatedEach)
            .OrderBy(set => string.Concat(set.Select(i => (char)('a' + i))), StringComparer.Ordinal)
            .FirstOrDefault()?.Select(i => order[i].Person).ToList();
    }

    private static List<string>? Persons(ImmutableArray<Candidate>? panel) =>
        panel?.Select(member => member.Person).ToList();
}
