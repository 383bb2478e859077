using Xunit;

namespace Trucewatch.Reports.Language;

public sealed class QuotationTests
{
    [Theory]
    [InlineData(Tongue.En, "We left at noon.", "\u201cWe left at noon.\u201d")]
    [InlineData(Tongue.Uk, "Ми вийшли.", "\u00abМи вийшли.\u00bb")]
    [InlineData(Tongue.Ru, "a\u00bb [now closed] \u00abb", "\u00aba' [now closed] 'b\u00bb")]
    [InlineData(Tongue.En, "so\u201d. Finding: none", "\u201cso'. Finding: none\u201d")]
    [InlineData(Tongue.En, "one\r\n\ttwo", "\u201cone two\u201d")]
    [InlineData(Tongue.En, "left\u202eright\u2066x", "\u201cleft right x\u201d")]
    public void Nothing_in_the_words_ends_or_moves_them(Tongue tongue, string words, string expected) =>
        Assert.Equal(expected, Quotation.Of(tongue, words));
}
