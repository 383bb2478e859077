using System.Collections.Immutable;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Detections;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Domain.Incidents;

public sealed class MergeBookTests
{
    private static readonly Author analyst = new("a-1", Role.Analyst, "nation-a");
    private static readonly Instant noon = Instant.FromUnixSeconds(1_900_000_000);

    /// <summary>One line for each word; the last word of a line is the expectation, of all lines before it.</summary>
    [Theory]
    [InlineData("A<B", "A:AB")]
    [InlineData("A<B C<A", "C:ABC")]
    [InlineData("A<B C<A -1", "C:AC")]
    [InlineData("A<B C<A -2", "A:AB")]
    [InlineData("A<B C<D A<C", "A:ABCD")]
    [InlineData("A<B C<D A<C -3", "A:AB C:CD")]
    [InlineData("A<B C<D A<C -1", "A:ACD")]
    [InlineData("A<BCD -1", "")]
    [InlineData("A<B -1 B<A", "B:AB")]
    [InlineData("A<B -1 -1", "refused: expected the number of a merge that holds, got 1")]
    [InlineData("A<A", "refused: expected each incident once")]
    [InlineData("A<B B<C", "refused: B is one with A already: name that one")]
    [InlineData("A<B C<B", "refused: B is one with A already: name that one")]
    [InlineData("A<X", "refused: no incident X that is known")]
    [InlineData("A<Z", "refused: expected incidents under one clause: one event under two clauses is two incidents")]
    public void Words_join_and_are_taken_back(string words, string expected) =>
        Assert.Equal(expected, Play(words, _ => true));

    [Fact]
    public void Whoever_is_not_told_of_an_incident_is_told_of_no_word_about_it()
    {
        Assert.Equal("C:AC", Play("A<B C<A", id => id != "B"));
        Assert.Equal("", Play("B<A", id => id != "B"));
    }

    [Fact]
    public void Nothing_is_one_before_it_was_said_nor_after_it_was_taken_back()
    {
        var book = Said("A<B -1", _ => true, out _);
        Assert.Equal("", Text(book, _ => true, noon));
        Assert.Equal("A:AB", Text(book, _ => true, noon + TimeSpan.FromMinutes(1)));
        Assert.Equal("", Text(book, _ => true, noon + TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void A_word_that_is_taken_back_leaves_what_the_others_alone_make()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var random = new Splitmix(seed);
            var (book, alone) = (MergeBook.Empty, new List<(long Number, MergeWord Word)>());
            for (var number = 1L; number <= 24; number++)
            {
                var word = alone.Count > 0 && random.Next() % 3 == 0
                    ? Back(alone[(int)(random.Next() % (ulong)alone.Count)].Number)
                    : Joins(Name(random), [Name(random)]);
                if (book.Refuses(word, _ => true, Clause, noon + TimeSpan.FromMinutes(number)) is not null)
                {
                    continue;
                }

                book = book.With(number, noon + TimeSpan.FromMinutes(number), word);
                _ = word.Reverses is { } back
                    ? alone.RemoveAll(one => one.Number == back)
                    : Add(alone, (number, word));
                var other = alone.Aggregate(MergeBook.Empty, (sum, one) => sum.With(one.Number, noon, one.Word));
                var end = noon + TimeSpan.FromDays(1);
                Assert.True(
                    Text(other, _ => true, end) == Text(book, _ => true, end),
                    $"seed {seed}, word {number}: expected {Text(other, _ => true, end)}, "
                    + $"got {Text(book, _ => true, end)}");
            }
        }
    }

    [Fact]
    public void What_is_one_says_no_more_than_its_parts()
    {
        var one = Incident("A", 100, 2, 5, place: new Place(47, 35, 30, 30, 0));
        var other = Incident("B", 50, 3, 9, place: new Place(47.1, 35, 400, 10, 0)) with
        {
            Status = IncidentStatus.Open, Zone = "other", Parties = ["east"], Authenticated = true,
            Outcomes = [new ReadingOutcome("plain", Determination.Breach, null)], Readings = ["plain"],
        };
        var merged = MergedIncident.Of("A", [other, one]);
        Assert.Equal(("A", IncidentStatus.Open, (string?)null), (merged.Id, merged.Status, merged.Zone));
        Assert.Equal((other.First, one.Last), (merged.First, merged.Last));
        Assert.Equal(((int?)3, (int?)14), (merged.CountMin, merged.CountMax));
        Assert.Equal(one.Place, merged.Place);
        Assert.Equal(1, merged.Origins);
        Assert.False(merged.Authenticated);
        Assert.Equal(["east", "west"], merged.Parties);
        Assert.Equal(Determination.Breach, Assert.Single(merged.Outcomes).Determination);
        Assert.Equal(2, merged.DetectionCount);
        Assert.Same(one, MergedIncident.Of("A", [one]));
    }

    private static Incident Incident(string id, long seconds, int min, int max, Place place) => new(
        id, 1, IncidentStatus.Closed, "fire", "1", [], ["plain"], "zone", 2, noon + TimeSpan.FromSeconds(seconds),
        noon + TimeSpan.FromSeconds(seconds), noon, ["report:" + id], ["west"], [], place, false, null, null, min, max,
        1, ["report"], [1 + id[0]], 1, [], 0, [new ReadingOutcome("plain", Determination.Permitted, "x")]);

    private static string Play(string words, Func<string, bool> isTold)
    {
        var book = Said(words, isTold, out var refusal);
        return refusal is null ? Text(book, isTold, noon + TimeSpan.FromDays(1)) : $"refused: {refusal}";
    }

    /// <summary>Words as <c>A&lt;BC</c> for B and C into A, and <c>-1</c> for the first one taken back.</summary>
    private static MergeBook Said(string words, Func<string, bool> isTold, out string? refusal)
    {
        var (book, number) = (MergeBook.Empty, 0L);
        refusal = null;
        foreach (var text in words.Split(' '))
        {
            var word = text[0] == '-'
                ? Back(text[1] - '0')
                : Joins(text[..1], [.. text[2..].Select(one => $"{one}")]);
            var at = noon + TimeSpan.FromMinutes(++number);
            refusal ??= book.Refuses(word, id => id != "X", Clause, at);
            book = refusal is null ? book.With(number, at, word) : book;
        }

        return book;
    }

    private static string Text(MergeBook book, Func<string, bool> isTold, Instant until) => string.Join(
        ' ', book.Groups(isTold, until).Values.Distinct()
            .Select(group => $"{group.Into}:{string.Concat(group.Members)}").Order(StringComparer.Ordinal));

    private static MergeWord Joins(string into, ImmutableArray<string> others) => new(analyst, into, others, "So");

    private static MergeWord Back(long number) => new(analyst, null, [], "Not so", number);

    private static string Clause(string id) => id == "Z" ? "2" : "1";

    private static string Name(Splitmix random) => $"{(char)('A' + (int)(random.Next() % 8))}";

    private static int Add(List<(long Number, MergeWord Word)> alone, (long Number, MergeWord Word) one)
    {
        alone.Add(one);
        return alone.Count;
    }
}
