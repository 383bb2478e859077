namespace Trucewatch.Domain.Adjudication;

/// <summary>Where a case stands.</summary>
public enum CaseState
{
    /// <summary>Nothing has been received.</summary>
    None,

    /// <summary>Arrived and logged.</summary>
    Received,

    /// <summary>Sorted by clause and urgency.</summary>
    Triaged,

    /// <summary>Reviewers work on it.</summary>
    UnderReview,

    /// <summary>The clause was breached; the evidence suffices.</summary>
    ConfirmedViolation,

    /// <summary>A breach of form without effect on security.</summary>
    TechnicalViolation,

    /// <summary>The facts are known, and the clause was kept.</summary>
    NoViolation,

    /// <summary>Covered by an exception or a notice.</summary>
    Permitted,

    /// <summary>No means to check the facts.</summary>
    Unverifiable,

    /// <summary>The clause was breached; whose act it was is not determined.</summary>
    UndeterminedActor,

    /// <summary>The same event as another case.</summary>
    Duplicate,

    /// <summary>Taken back by whoever brought it.</summary>
    Withdrawn,

    /// <summary>A party rejects the finding, or the ruling on it.</summary>
    Disputed,

    /// <summary>A panel has kept the finding.</summary>
    Upheld,

    /// <summary>A panel has put another outcome in its place.</summary>
    Amended,

    /// <summary>A panel has found that the finding does not stand.</summary>
    SetAside,

    /// <summary>The breach has ended, and that was checked.</summary>
    Remedied,

    /// <summary>It was checked, and the breach has not ended.</summary>
    Unremedied,

    /// <summary>No further work.</summary>
    Closed,
}

/// <summary>What a finding says.</summary>
public enum Outcome
{
    /// <inheritdoc cref="CaseState.ConfirmedViolation"/>
    ConfirmedViolation,

    /// <inheritdoc cref="CaseState.TechnicalViolation"/>
    TechnicalViolation,

    /// <inheritdoc cref="CaseState.NoViolation"/>
    NoViolation,

    /// <inheritdoc cref="CaseState.Permitted"/>
    Permitted,

    /// <inheritdoc cref="CaseState.Unverifiable"/>
    Unverifiable,

    /// <inheritdoc cref="CaseState.UndeterminedActor"/>
    UndeterminedActor,

    /// <inheritdoc cref="CaseState.Duplicate"/>
    Duplicate,
}

/// <summary>What a panel says of a finding that is disputed.</summary>
public enum Ruling
{
    /// <summary>It stands.</summary>
    Uphold,

    /// <summary>Another outcome stands in its place.</summary>
    Amend,

    /// <summary>It does not stand, and nothing stands in its place.</summary>
    SetAside,
}

/// <summary>What can happen to a case.</summary>
public enum CaseEvent
{
    /// <summary>It arrives.</summary>
    Receive,

    /// <summary>It is sorted.</summary>
    Triage,

    /// <summary>A reviewer takes it up.</summary>
    TakeUp,

    /// <summary>Two reviewers find a confirmed violation.</summary>
    FindConfirmedViolation,

    /// <summary>Two reviewers find a technical violation.</summary>
    FindTechnicalViolation,

    /// <summary>Two reviewers find no violation.</summary>
    FindNoViolation,

    /// <summary>Two reviewers find it permitted.</summary>
    FindPermitted,

    /// <summary>Two reviewers find that it cannot be checked.</summary>
    FindUnverifiable,

    /// <summary>Two reviewers find a violation, and cannot tell whose.</summary>
    FindUndeterminedActor,

    /// <summary>Two reviewers find that another case is of the same event.</summary>
    FindDuplicate,

    /// <summary>Two reviewers put another finding in the place of the one that stands.</summary>
    Correct,

    /// <summary>Whoever brought it takes it back.</summary>
    Withdraw,

    /// <summary>A party rejects the finding.</summary>
    Dispute,

    /// <summary>A panel keeps the finding.</summary>
    Uphold,

    /// <summary>A panel puts another outcome in its place.</summary>
    Amend,

    /// <summary>A panel sets it aside.</summary>
    SetAside,

    /// <summary>A party takes the ruling to the next level.</summary>
    Appeal,

    /// <summary>A remedy is verified.</summary>
    VerifyRemedy,

    /// <summary>It is verified that there is no remedy.</summary>
    VerifyNoRemedy,

    /// <summary>Work on it ends.</summary>
    Close,

    /// <summary>New evidence takes it back under review.</summary>
    Reopen,
}
