using System.Reflection;
using Trucewatch.Reports.Documents;
using Xunit;

namespace Trucewatch.Reports.Language;

public sealed class LoadedWordsTests
{
    [Theory]
    [InlineData(Tongue.En, "The terrorists were seen.", "terrorist", "terrorists")]
    [InlineData(Tongue.En, "Illegal armed formations", "illegal-armed", "Illegal armed formations")]
    [InlineData(Tongue.Uk, "Окупантів бачили біля мосту", "occupier", "Окупантів")]
    [InlineData(Tongue.Uk, "так звана «республіка»", "so-called", "так звана")]
    [InlineData(Tongue.Uk, "під час СВО", "smo", "СВО")]
    [InlineData(Tongue.Uk, "після звільнення міста", "liberated", "звільнення міста")]
    [InlineData(Tongue.Ru, "Боевики обстреляли", "militants", "Боевики")]
    [InlineData(Tongue.Ru, "нанесли ответный огонь", "return-fire", "ответный огонь")]
    [InlineData(Tongue.Ru, "режим в столице", "regime", "режим")]
    public void A_loaded_word_is_found_in_every_inflection(Tongue tongue, string text, string id, string words)
    {
        var flag = Assert.Single(LoadedWords.Check(text, tongue), flag => flag.Id == id);
        Assert.Equal(words, flag.Words);
        Assert.NotEqual("", flag.Reason);
    }

    [Theory]
    [InlineData(Tongue.Uk, "Сторони підтвердили режим припинення вогню")]
    [InlineData(Tongue.Uk, "про режиму тиші")]
    [InlineData(Tongue.Ru, "в режиме прекращения огня")]
    [InlineData(Tongue.Uk, "свого часу сво")]
    [InlineData(Tongue.En, "Human rights defenders were let through")]
    [InlineData(Tongue.En, "Two vehicles were seen 400 m inside the zone at 05:12.")]
    public void What_is_neutral_is_not_flagged(Tongue tongue, string text) =>
        Assert.Empty(LoadedWords.Check(text, tongue));

    [Fact]
    public void A_quotation_is_allowed_where_the_entry_says_so_and_only_within_its_marks()
    {
        var flags = LoadedWords.Check("Вона сказала: «терористи та орки». Терористи втекли.", Tongue.Uk);
        Assert.Equal(
            [("terrorist", FlagSeverity.Info, true), ("orcs", FlagSeverity.Block, false),
                ("terrorist", FlagSeverity.Block, false)],
            flags.Select(flag => (flag.Id, flag.Severity, flag.IsQuoted)));
    }

    [Fact]
    public void A_mark_that_is_not_closed_does_not_silence_the_next_paragraph() => Assert.Contains(
        LoadedWords.Check("«слово\n\nтерористи", Tongue.Uk), flag => flag is { Severity: FlagSeverity.Block, Line: 3 });

    [Fact]
    public void A_flag_says_where_it_stands()
    {
        var flag = Assert.Single(LoadedWords.Check("One.\nTwo puppets.", Tongue.En));
        Assert.Equal((2, 5, "puppets"), (flag.Line, flag.Column, flag.Words));
    }

    [Fact]
    public void Both_sides_are_protected_alike()
    {
        var blocks = LoadedWords.Entries.Where(entry => entry.Severity == FlagSeverity.Block).ToList();
        var (one, other) = (blocks.Count(entry => entry.AimedAt == "ua"), blocks.Count(entry => entry.AimedAt == "ru"));
        Assert.InRange(one, 5, 20);
        Assert.InRange(other, 5, 20);
        Assert.InRange(Math.Abs(one - other), 0, 3);
    }

    /// <summary>What the reports themselves say, in all three languages.</summary>
    [Fact]
    public void The_words_of_the_reports_are_neutral()
    {
        var phrases = new[] { typeof(ReportWords), typeof(ReportWords.Columns) }
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Select(field => field.GetValue(null)).OfType<Phrase>().ToList();
        Assert.InRange(phrases.Count, 50, 500);
        foreach (var (phrase, tongue) in phrases.SelectMany(phrase => Tongues.All.Select(tongue => (phrase, tongue))))
        {
            Assert.Empty(LoadedWords.Check(phrase.In(tongue), tongue));
            Assert.NotEqual("", phrase.In(tongue));
        }
    }

    [Fact]
    public void Every_term_has_its_three_languages_and_none_claims_a_review_that_nobody_made()
    {
        Assert.Equal(445, Terms.All.Count);
        Assert.All(Terms.All, term => Assert.False(term.IsReviewed));
        Assert.Equal(Terms.All.Count, Terms.All.Select(term => term.Id).Distinct().Count());
        Assert.All(Tongues.All, tongue => Assert.All(Terms.All, term => Assert.NotEqual("", term.In(tongue))));
    }
}
