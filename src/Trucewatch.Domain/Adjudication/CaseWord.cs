namespace Trucewatch.Domain.Adjudication;

/// <summary>What was done to a case, as it is sealed in the log.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Opens">The terms of a case that this opens, else null.</param>
/// <param name="Act">The act, with its number left to the file.</param>
public sealed record CaseWord(string Case, CaseTerms? Opens, Act Act);
