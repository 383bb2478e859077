using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Access;

/// <summary>Somebody who asks.</summary>
/// <param name="Who">The person, in one role, of one nation.</param>
public sealed record Asker(Author Who)
{
    /// <summary>Restrictions that the person has been read into, for example <c>protected-persons</c>.</summary>
    public ImmutableArray<string> Holds { get; init; } = [];

    /// <summary>True while the person reads, announced to all, what is not released to them.</summary>
    public bool HasBrokenGlass { get; init; }

    /// <inheritdoc/>
    public bool Equals(Asker? other) => other is not null && Who == other.Who
        && HasBrokenGlass == other.HasBrokenGlass && Holds.AsSpan().SequenceEqual(other.Holds.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Who, HasBrokenGlass, Holds.Length);
}

/// <summary>What somebody asks to do, with what, and how that stands: all that an answer depends on.</summary>
/// <param name="By">Who asks.</param>
/// <param name="To">What is asked.</param>
public sealed record Demand(Asker By, Operation To)
{
    /// <summary>Label of the thing; null where it has none, which nobody may read.</summary>
    public Label? Label { get; init; }

    /// <summary>State of the case; <see cref="CaseState.None"/> before there is one.</summary>
    public CaseState State { get; init; }

    /// <summary>The parties to the case; empty where it is about no case.</summary>
    public ImmutableArray<CaseParty> Parties { get; init; } = [];
}

/// <summary>Why something is denied.</summary>
public enum Denial
{
    /// <summary>The role may not do it, or no rule knows of it.</summary>
    Role,

    /// <summary>It takes a person whom the roll knows by an id and a nation.</summary>
    NotNamed,

    /// <summary>The person speaks for no party to the case.</summary>
    NotAParty,

    /// <summary>The label does not release the thing to the person.</summary>
    Label,

    /// <summary>The case does not stand where this can be done.</summary>
    State,

    /// <summary>The person belongs to a party to the case, by their own word or by nation.</summary>
    OfAParty,
}
