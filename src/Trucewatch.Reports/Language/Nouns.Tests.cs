using Xunit;

namespace Trucewatch.Reports.Language;

public sealed class NounsTests
{
    /// <summary>The examples of CLDR for whole numbers in Ukrainian and Russian, which share their rules.</summary>
    [Theory]
    [InlineData("1 21 31 41 51 61 71 81 101 1001", PluralCategory.One)]
    [InlineData("2 3 4 22 23 24 32 33 34 42 43 44 52 53 54 62 102 1002", PluralCategory.Few)]
    [InlineData("0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 100 111 112 114 1000 10000 1000000", PluralCategory.Many)]
    public void Whole_numbers_have_the_categories_of_CLDR(string numbers, PluralCategory expected)
    {
        foreach (var number in numbers.Split(' ').Select(long.Parse))
        {
            Assert.Equal(expected, Nouns.Category(Tongue.Uk, number));
            Assert.Equal(expected, Nouns.Category(Tongue.Ru, number));
            Assert.Equal(number == 1 ? PluralCategory.One : PluralCategory.Other, Nouns.Category(Tongue.En, number));
        }
    }

    [Theory]
    [InlineData(Tongue.En, 1, "incident", "1\u00a0incident")]
    [InlineData(Tongue.En, 0, "incident", "0\u00a0incidents")]
    [InlineData(Tongue.Uk, 1, "explosion", "1\u00a0вибух")]
    [InlineData(Tongue.Uk, 3, "explosion", "3\u00a0вибухи")]
    [InlineData(Tongue.Uk, 12, "explosion", "12\u00a0вибухів")]
    [InlineData(Tongue.Ru, 22, "incident", "22\u00a0инцидента")]
    [InlineData(Tongue.Ru, 25, "incident", "25\u00a0инцидентов")]
    public void A_noun_has_the_form_of_its_number(Tongue tongue, long count, string noun, string expected) =>
        Assert.Equal(expected, Nouns.Counted(tongue, count, noun));

    [Fact]
    public void Every_noun_has_every_form()
    {
        foreach (var noun in Nouns.Ids)
        {
            foreach (var tongue in Tongues.All)
            {
                Assert.All(new[] { 1L, 2, 5 }, count => Assert.NotEqual("", Nouns.Form(tongue, count, noun)));
            }
        }

        Assert.Throws<KeyNotFoundException>(() => Nouns.Form(Tongue.En, 1, "weasel"));
    }

    [Theory]
    [InlineData(Tongue.En, 1234.5, 1, "1234.5")]
    [InlineData(Tongue.Uk, 12345.678, 2, "12\u202f345,68")]
    [InlineData(Tongue.Ru, -1234567, 0, "\u22121\u202f234\u202f567")]
    [InlineData(Tongue.En, -0.001, 2, "0.00")]
    public void Numbers_are_printed_alike_everywhere(Tongue tongue, double value, int decimals, string expected) =>
        Assert.Equal(expected, tongue.Number(value, decimals));
}
