using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Custody;

/// <summary>A person's word that a sentence of a daily report shall be worded otherwise.</summary>
/// <param name="By">Who says so.</param>
/// <param name="Day">Day of the report, for example <c>2030-06-03</c>.</param>
/// <param name="Language">Code of its language.</param>
/// <param name="Sentence">Id of the sentence.</param>
/// <param name="Was">What stood there when it was said: it holds for nothing else.</param>
/// <param name="Is">What shall stand there.</param>
public sealed record ReportWord(
    Author By, string Day, string Language, string Sentence, string Was, string Is)
{
    /// <summary>Longest wording in characters.</summary>
    public const int MaxText = 2_000;

    /// <summary>Longest reason in characters.</summary>
    public const int MaxWhy = 500;
}
