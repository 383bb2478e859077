using System.Globalization;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Reports.Language;

/// <summary>The languages of the mission.</summary>
public enum Tongue
{
    /// <summary>English.</summary>
    En,

    /// <summary>Ukrainian.</summary>
    Uk,

    /// <summary>Russian.</summary>
    Ru,
}

/// <summary>Words about languages.</summary>
public static class Tongues
{
    private static readonly CultureInfo plain = CultureInfo.InvariantCulture;

    /// <summary>All languages, in the order in which they stand everywhere.</summary>
    public static readonly Tongue[] All = [Tongue.En, Tongue.Uk, Tongue.Ru];

    /// <summary>The code of BCP 47: <c>en</c>, <c>uk</c> or <c>ru</c>.</summary>
    public static string Code(this Tongue tongue) => tongue.ToString().ToLowerInvariant();

    /// <summary>The language with this code, or null.</summary>
    public static Tongue? OfCode(string code)
    {
        foreach (var tongue in All)
        {
            if (string.Equals(tongue.Code(), code, StringComparison.Ordinal))
            {
                return tongue;
            }
        }

        return null;
    }

    /// <summary>A text in this language; in English where it has none.</summary>
    public static string In(this LocalText text, Tongue tongue)
    {
        ArgumentNullException.ThrowIfNull(text);
        return tongue switch { Tongue.Uk => text.Uk ?? text.En, Tongue.Ru => text.Ru ?? text.En, _ => text.En };
    }

    /// <summary>
    /// A number as it is printed: a narrow no-break space between groups of three from five digits on, and a comma or
    /// a point before the fraction. Nothing comes from the machine's own settings.
    /// </summary>
    /// <param name="tongue">The language.</param>
    /// <param name="value">A finite number.</param>
    /// <param name="decimals">Digits after the point, 0 to 6.</param>
    public static string Number(this Tongue tongue, double value, int decimals = 0)
    {
        var digits = Math.Abs(value).ToString("F" + decimals.ToString(plain), plain);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        if (whole.Length > 4)
        {
            for (var at = whole.Length - 3; at > 0; at -= 3)
            {
                whole = whole.Insert(at, "\u202f");
            }
        }

        var rest = point < 0 ? "" : (tongue == Tongue.En ? "." : ",") + digits[(point + 1)..];
        var isZero = digits.AsSpan().IndexOfAnyExcept('0', '.') < 0;
        return (value < 0 && !isZero ? "\u2212" : "") + whole + rest;
    }
}
