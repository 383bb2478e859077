using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Access;

/// <summary>What a rule asks of the label of the thing.</summary>
public enum LabelRule
{
    /// <summary>It is about no single thing; what it shows is judged thing by thing.</summary>
    None,

    /// <summary>The label releases it to the person.</summary>
    Read,

    /// <summary>That, and the role sees where forces are: it is a frame, a segment of frames, or a position.</summary>
    Live,
}

/// <summary>How somebody has to stand to the parties of a case.</summary>
public enum Distance
{
    /// <summary>It does not matter.</summary>
    Free,

    /// <summary>Who speaks for a party speaks for one of this case.</summary>
    OwnCase,

    /// <summary>That; and everybody else, contributors apart, is of neither party.</summary>
    NeitherParty,
}

/// <summary>One row of the policy.</summary>
/// <param name="To">What may be done.</param>
/// <param name="Roles">By whom; an operation has one row at most for a role.</param>
/// <param name="Label">Under which label.</param>
/// <param name="Distance">At which distance to the parties.</param>
/// <param name="States">In which states of a case; empty where no case is needed.</param>
/// <param name="NeedsPerson">True where a person has to be known by id and nation.</param>
public sealed record AccessRule(
    Operation To,
    ImmutableArray<Role> Roles,
    LabelRule Label,
    Distance Distance,
    ImmutableArray<CaseState> States,
    bool NeedsPerson);
