namespace Trucewatch.Reports.Language;

/// <summary>A term of the field in three languages.</summary>
/// <param name="Id">Id, for example <c>cf-contact-line</c>.</param>
/// <param name="Domain">What it belongs to.</param>
/// <param name="En">English.</param>
/// <param name="Uk">Ukrainian; empty: not translated.</param>
/// <param name="Ru">Russian; empty: not translated.</param>
/// <param name="Definition">What it means, in English.</param>
/// <param name="IsAttested">True when a form in Ukrainian or Russian was seen in use.</param>
/// <param name="Note">What a translator should know.</param>
/// <param name="IsReviewed">True when a native reader has checked it.</param>
public sealed record Term(
    string Id,
    string Domain,
    string En,
    string Uk,
    string Ru,
    string Definition,
    bool IsAttested,
    string Note,
    bool IsReviewed)
{
    /// <summary>The term in a language; empty where it is not translated.</summary>
    public string In(Tongue tongue) => tongue switch { Tongue.Uk => Uk, Tongue.Ru => Ru, _ => En };
}

/// <summary>The terms of the field.</summary>
public static class Terms
{
    /// <summary>All terms in the order of the list.</summary>
    public static IReadOnlyList<Term> All { get; } =
    [
        .. Tables.Read("terms.csv").Select(row => new Term(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6] == "yes", row[7], row[8] == "yes")),
    ];

    private static readonly Dictionary<string, Term> byId =
        All.ToDictionary(term => term.Id, StringComparer.Ordinal);

    /// <summary>The term with this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Term Of(string id) => byId.TryGetValue(id, out var term)
        ? term
        : throw new KeyNotFoundException($"expected a term of terms.csv, got {id}");
}
