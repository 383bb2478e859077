using System.Collections.Immutable;
using Xunit;

namespace Trucewatch.Domain.Labels;

public sealed class LabelTests
{
    [Theory]
    [InlineData("Public *", "Public *", "Public *")]
    [InlineData("Public *", "Confidential mission", "Confidential mission")]
    [InlineData("Restricted east,mission,west", "Restricted mission,west", "Restricted mission,west")]
    [InlineData("Restricted east", "Confidential west", "Confidential ")]
    [InlineData("Restricted ", "Public *", "Restricted ")]
    [InlineData("Public * victims", "Restricted east minors", "Restricted east minors,victims")]
    [InlineData("Public * victims", "Public *", "Public * victims")]
    public void What_comes_of_two_is_released_to_those_to_whom_both_are(string a, string b, string both)
    {
        Assert.Equal(Of(both), Of(a).Meet(Of(b)));
        Assert.Equal(Of(both), Of(b).Meet(Of(a)));
    }

    [Fact]
    public void Words_of_two_policies_mean_nothing_together() =>
        Assert.Equal(Label.Nobody, Label.Everyone.Meet(Label.Everyone with { Policy = "other" }));

    private static Label Of(string words)
    {
        var parts = words.Split(' ');
        ImmutableArray<string> releasedTo = [.. parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries)];
        return new Label(
            "trucewatch", Enum.Parse<Classification>(parts[0]), releasedTo,
            parts.Length > 2 ? [.. parts[2].Split(',')] : null);
    }

    [Theory]
    [InlineData("Public * victims", "Public *", true)]
    [InlineData("Public *", "Public * victims", false)]
    [InlineData("Restricted east victims", "Public * victims", true)]
    public void What_is_under_more_restrictions_is_within_what_is_under_fewer(string a, string b, bool expected) =>
        Assert.Equal(expected, Of(a).IsWithin(Of(b)));

    [Fact]
    public void A_label_reads_back_and_what_is_none_is_none()
    {
        foreach (var label in (Label[])[Label.Mission, Label.Nobody, Label.Everyone, Of("Public * victims")])
        {
            Assert.Equal(label, Label.TryParse(label.ToString()));
        }

        foreach (var text in (string[])["", "trucewatch", "trucewatch/Secret/mission", "a/0/mission", "a/Public/b/c/d"])
        {
            Assert.Null(Label.TryParse(text));
        }
    }
}
