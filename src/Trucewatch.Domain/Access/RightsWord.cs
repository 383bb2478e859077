using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Access;

/// <summary>What was done with rights.</summary>
public enum RightsDeed
{
    /// <summary>A roll came in and takes the place of the one before.</summary>
    RollEntered,

    /// <summary>A person was handed a link to sign in.</summary>
    LinkIssued,

    /// <summary>A person used it.</summary>
    SignedIn,

    /// <summary>All sessions of a person were ended.</summary>
    Revoked,

    /// <summary>Something was denied.</summary>
    Denied,

    /// <summary>A person lets another one act in their role for a time.</summary>
    Delegated,

    /// <summary>A person reads for a time what is not released to them.</summary>
    GlassBroken,

    /// <summary>A person proposes to release something more widely.</summary>
    ReleaseProposed,

    /// <summary>A second person releases it.</summary>
    ReleaseApproved,

    /// <summary>A person asks for live positions in a way that looks like targeting.</summary>
    QueriesNoticed,

    /// <summary>The identity provider said who somebody is, and who it is was let in.</summary>
    Vouched,

    /// <summary>Somebody came from the identity provider and was not let in.</summary>
    SignInRefused,
}

/// <summary>Something that was done with rights, as it is sealed in the log.</summary>
/// <param name="Deed">What.</param>
/// <param name="By">Who did it.</param>
/// <param name="Person">The person whom it is about, or null.</param>
/// <param name="Role">The role that it is about, or null.</param>
/// <param name="Until">When it ends, or null.</param>
/// <param name="To">What was denied, or null.</param>
/// <param name="Why">Why it was denied, or null.</param>
/// <param name="Item">What is released, for example <c>incident:I-0001</c>, or null.</param>
/// <param name="Label">Its new label, or null.</param>
/// <param name="Answers">Number of the act that it answers, or null.</param>
/// <param name="Roll">The roll, or null.</param>
public sealed record RightsWord(
    RightsDeed Deed,
    Author By,
    string? Person = null,
    Role? Role = null,
    Instant? Until = null,
    Operation? To = null,
    Denial? Why = null,
    string? Item = null,
    Label? Label = null,
    long? Answers = null,
    Roll? Roll = null);
