using System.Collections.Immutable;
using System.Globalization;

namespace Trucewatch.Reports.Language;

/// <summary>A text of the reports in three languages, with places <c>{0}</c>, <c>{1}</c> for values.</summary>
/// <param name="En">English.</param>
/// <param name="Uk">Ukrainian. Reviewed by a native reader: no.</param>
/// <param name="Ru">Russian. Reviewed by a native reader: no.</param>
public sealed record Phrase(string En, string Uk, string Ru)
{
    /// <summary>The text in a language, without values.</summary>
    public string In(Tongue tongue) => tongue switch { Tongue.Uk => Uk, Tongue.Ru => Ru, _ => En };

    /// <summary>The text in a language with its values.</summary>
    public string With(Tongue tongue, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, In(tongue), values);
}
