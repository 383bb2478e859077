using System.Collections.Immutable;

namespace Trucewatch.Domain.Adjudication;

/// <summary>The rungs of the ladder of bulletins, lowest first.</summary>
public enum BulletinRung
{
    /// <summary>Automatic.</summary>
    A1,

    /// <summary>Automatic, refined with late data.</summary>
    A2,

    /// <summary>Preliminary review by one analyst.</summary>
    R1,

    /// <summary>Reviewed by two of different nations.</summary>
    R2,

    /// <summary>The commission's.</summary>
    R3,
}

/// <summary>What one rung may say, and by when.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Within">Time after the event, or null: no time set.</param>
/// <param name="Needs">Of each group, one word has to stand in the text.</param>
/// <param name="May">Further words of the ladder that may.</param>
public sealed record BulletinRule(
    BulletinRung Rung, TimeSpan? Within, ImmutableArray<ImmutableArray<string>> Needs, ImmutableArray<string> May)
{
    private static readonly ImmutableArray<string> Confidences =
        ["low confidence", "moderate confidence", "high confidence"];

    private static readonly ImmutableArray<string> Verdicts = ["violation", "no violation", "undetermined"];

    /// <summary>
    /// The project's proposal: times that leave room within clocks of 24 and 72 hours, and words that say no more than
    /// was done. An agreement's own take its place.
    /// </summary>
    public static readonly ImmutableArray<BulletinRule> Proposed =
    [
        new(BulletinRung.A1, TimeSpan.FromHours(1), [["detection", "possible"]], []),
        new(BulletinRung.A2, TimeSpan.FromHours(4), [["incident"], ["unreviewed"]], ["detection", "possible"]),
        new(BulletinRung.R1, TimeSpan.FromHours(6), [["assessed as"], Confidences],
            ["detection", "incident", "possible"]),
        new(BulletinRung.R2, TimeSpan.FromHours(18), [Verdicts],
            ["detection", "incident", "violated", .. Confidences]),
        new(BulletinRung.R3, null, [["attribution", "remedy", .. Verdicts]],
            ["detection", "incident", "violated", "attributed", "responsible", .. Confidences]),
    ];

    /// <summary>All words of the ladder that this rung may use.</summary>
    public IEnumerable<string> Words => Needs.SelectMany(group => group).Concat(May);
}
