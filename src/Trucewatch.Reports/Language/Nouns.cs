namespace Trucewatch.Reports.Language;

/// <summary>The plural categories that the three languages need (CLDR, "Language Plural Rules", cardinals).</summary>
public enum PluralCategory
{
    /// <summary>1 incident; 21 інцидент.</summary>
    One,

    /// <summary>2 інциденти.</summary>
    Few,

    /// <summary>5 інцидентів.</summary>
    Many,

    /// <summary>2 incidents; 1,5 інцидента.</summary>
    Other,
}

/// <summary>Counted nouns: which form stands beside which number.</summary>
public static class Nouns
{
    private static readonly Dictionary<string, string[]> forms = Tables.Read("nouns.csv")
        .ToDictionary(row => row[0], row => row, StringComparer.Ordinal);

    /// <summary>Ids of all nouns, for example <c>incident</c>.</summary>
    public static IReadOnlyCollection<string> Ids => forms.Keys;

    /// <summary>The category of a whole number.</summary>
    public static PluralCategory Category(Tongue tongue, long count)
    {
        var (tens, units) = (Math.Abs(count % 100), Math.Abs(count % 10));
        return tongue == Tongue.En
            ? Math.Abs(count) == 1 ? PluralCategory.One : PluralCategory.Other
            : units == 1 && tens != 11 ? PluralCategory.One
            : units is >= 2 and <= 4 && tens is < 12 or > 14 ? PluralCategory.Few
            : PluralCategory.Many;
    }

    /// <summary>A number with its noun, for example <c>22 інциденти</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such noun.</exception>
    public static string Counted(Tongue tongue, long count, string noun) =>
        $"{tongue.Number(count)}\u00a0{Form(tongue, count, noun)}";

    /// <summary>Least to most with its noun: <c>14 to 17 explosions</c>; the form follows the last number.</summary>
    public static string Counted(Tongue tongue, long least, long most, string noun) => least == most
        ? Counted(tongue, least, noun)
        : $"{tongue.Number(least)}\u2013{tongue.Number(most)}\u00a0{Form(tongue, most, noun)}";

    /// <summary>The form of a noun beside a whole number.</summary>
    public static string Form(Tongue tongue, long count, string noun)
    {
        var row = forms.TryGetValue(noun, out var known)
            ? known
            : throw new KeyNotFoundException($"expected a noun of nouns.csv, got {noun}");
        var category = Category(tongue, count);
        return tongue switch
        {
            Tongue.En => row[category == PluralCategory.One ? 1 : 2],
            Tongue.Uk => row[3 + (int)category],
            _ => row[7 + (int)category],
        };
    }
}
