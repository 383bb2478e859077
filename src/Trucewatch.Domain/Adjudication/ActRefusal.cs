namespace Trucewatch.Domain.Adjudication;

/// <summary>Why an act has no effect.</summary>
public enum ActRefusal
{
    /// <summary>Only a named person may do it.</summary>
    NotNamed,

    /// <summary>It is dated before the act before.</summary>
    BeforeTheLast,

    /// <summary>A text is empty where one is needed.</summary>
    WordsMissing,

    /// <summary>A text is longer than is allowed.</summary>
    TooLong,

    /// <summary>The role may not do it.</summary>
    RoleMayNot,

    /// <summary>The case does not stand where this can be done.</summary>
    WrongState,

    /// <summary>The person belongs to a party to the case, by its own word or by nation.</summary>
    OfAParty,

    /// <summary>The person speaks for no party to the case.</summary>
    NotAParty,

    /// <summary>The person reported what is to be judged.</summary>
    ReportedIt,

    /// <summary>A second person is needed, and this is the first one again.</summary>
    SamePerson,

    /// <summary>A second person of another nation is needed.</summary>
    SameNation,

    /// <summary>The person is not on the panel that has the case.</summary>
    NotOnPanel,

    /// <summary>The person has a conflict of interest.</summary>
    Conflicted,

    /// <summary>Whoever did the thing has to be the one who takes it back.</summary>
    NotTheirs,

    /// <summary>Its time has not come.</summary>
    TooEarly,

    /// <summary>Its time has passed.</summary>
    TooLate,

    /// <summary>It is the other party's turn.</summary>
    NotTheirTurn,

    /// <summary>It has been done, and once is all.</summary>
    AlreadyDone,

    /// <summary>It names an act that is not there, was refused, or no longer counts.</summary>
    UnknownReference,

    /// <summary>It rests on nothing.</summary>
    NothingCited,

    /// <summary>No evidence that was not known before.</summary>
    NothingNew,

    /// <summary>It does not say how good its grounds are.</summary>
    ConfidenceMissing,

    /// <summary>It would be read by more people than what it rests on.</summary>
    LabelTooWide,

    /// <summary>A part of it is missing or contradicts another part.</summary>
    Incomplete,

    /// <summary>It uses a word that is not for its rung, or lacks one that is needed.</summary>
    WordNotForRung,

    /// <summary>The step before it has not been stated.</summary>
    StepSkipped,

    /// <summary>The evidence fits several answers alike.</summary>
    NotDiagnostic,

    /// <summary>What is revealed is not what was committed to.</summary>
    CommitmentMismatch,

    /// <summary>No panel can be drawn by the rule.</summary>
    NoPanel,

    /// <summary>There is no level above.</summary>
    NoLevelAbove,

    /// <summary>A violation stands, and nobody has checked whether it was remedied.</summary>
    NotRemedied,

    /// <summary>No violation stands.</summary>
    NoViolationStands,

    /// <summary>The file is full.</summary>
    LimitReached,
}

/// <summary>That an act was refused, and why.</summary>
/// <param name="Why">The reason.</param>
/// <param name="Words">The reason in words: what was expected and what came.</param>
public sealed record Refusal(ActRefusal Why, string Words);
