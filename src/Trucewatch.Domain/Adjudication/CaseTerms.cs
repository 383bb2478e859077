using System.Collections.Immutable;

namespace Trucewatch.Domain.Adjudication;

/// <summary>A party to a case.</summary>
/// <param name="Id">Its id in the agreement.</param>
/// <param name="Nations">The nations whose people count as its own.</param>
public sealed record CaseParty(string Id, ImmutableArray<string> Nations);

/// <summary>A person of whom panels can be drawn.</summary>
/// <param name="Person">Id on the roll.</param>
/// <param name="Nation">Id of the nation.</param>
/// <param name="NominatedBy">The party that named the person, or null.</param>
/// <param name="Conflicts">Ids of cases and parties that the person has an interest in.</param>
public sealed record Candidate(
    string Person, string Nation, string? NominatedBy, ImmutableArray<string> Conflicts);

/// <summary>A level of the ladder of commissions.</summary>
/// <param name="Id">Its id, for example <c>sector</c>.</param>
/// <param name="DeadlockAfter">After this time without a ruling the case is with the next level.</param>
public sealed record CommissionLevel(string Id, TimeSpan DeadlockAfter);

/// <summary>
/// What is settled before a case begins: parties, times, sizes and the roll. The values are proposals of the project;
/// an agreement's own take their place.
/// </summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Parties">Both parties.</param>
public sealed record CaseTerms(string Case, ImmutableArray<CaseParty> Parties)
{
    /// <summary>Most people on the roll.</summary>
    public const int MaxRoll = 256;

    /// <summary>How long a party may dispute a finding after it was made.</summary>
    public TimeSpan DisputeWithin { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long a party may appeal after a ruling.</summary>
    public TimeSpan AppealWithin { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long each party has for each of its pleadings.</summary>
    public TimeSpan PleadingWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many pleadings each party has.</summary>
    public int PleadingRounds { get; init; } = 2;

    /// <summary>Most characters of a pleading.</summary>
    public int PleadingMaxChars { get; init; } = 6_000;

    /// <summary>How long evidence may be sealed after a dispute or an appeal.</summary>
    public TimeSpan SealWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long, after that, it may be revealed.</summary>
    public TimeSpan RevealWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an effect that a text calls automatic may be confirmed or stayed.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Members of a panel.</summary>
    public int PanelSize { get; init; } = 3;

    /// <summary>How many of them are drawn from those whom each party has named.</summary>
    public int NominatedEach { get; init; } = 1;

    /// <summary>The people of whom panels are drawn.</summary>
    public ImmutableArray<Candidate> Roll { get; init; } = [];

    /// <summary>SHA-256 of the first draw's seed, in hexadecimal; each later seed hashes to the one before.</summary>
    public string SeedCommitment { get; init; } = "";

    /// <summary>The ladder of commissions, lowest first.</summary>
    public ImmutableArray<CommissionLevel> Levels { get; init; } =
    [
        new("team", TimeSpan.FromDays(7)),
        new("sector", TimeSpan.FromDays(14)),
        new("joint", TimeSpan.FromDays(14)),
        new("political", TimeSpan.FromDays(30)),
    ];

    /// <summary>The ladder of bulletins.</summary>
    public ImmutableArray<BulletinRule> Bulletins { get; init; } = BulletinRule.Proposed;

    /// <summary>The response ladders that may be used.</summary>
    public ImmutableArray<ResponseLadder> Ladders { get; init; } = [];

    /// <summary>How long both parties' pleadings last at most.</summary>
    public TimeSpan HearingAtMost => PleadingWithin * (2 * PleadingRounds);

    /// <summary>What is wrong with the terms, or null.</summary>
    public string? Fault()
    {
        var nations = Parties.SelectMany(party => party.Nations).ToList();
        var people = Roll.Select(candidate => candidate.Person).ToList();
        return this switch
        {
            { Case.Length: 0 } => "case: expected an id, got nothing",
            _ when Parties.Length != 2 || Parties[0].Id == Parties[1].Id =>
                FormattableString.Invariant($"parties: expected two, got {Parties.Length}"),
            _ when nations.Distinct(StringComparer.Ordinal).Count() != nations.Count =>
                "parties: expected each nation under one party",
            { Roll.Length: > MaxRoll } =>
                FormattableString.Invariant($"roll: expected at most {MaxRoll} people, got {Roll.Length}"),
            _ when people.Distinct(StringComparer.Ordinal).Count() != people.Count => "roll: expected each person once",
            _ when PanelSize is < 1 or > 9 || NominatedEach < 0 || 2 * NominatedEach > PanelSize =>
                "panel: expected 1 to 9 members, and no more named by the parties than that",
            _ when Levels.IsEmpty || Levels.Any(level => level.DeadlockAfter <= HearingAtMost
                || level.DeadlockAfter <= SealWithin + RevealWithin) =>
                "levels: expected at least one, each with more time than a hearing takes",
            { PleadingRounds: < 1 } => "pleadings: expected at least one round",
            _ => null,
        };
    }
}
