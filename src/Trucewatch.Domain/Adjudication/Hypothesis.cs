using System.Collections.Immutable;

namespace Trucewatch.Domain.Adjudication;

/// <summary>The four statements of an attribution, in their order; none is skipped.</summary>
public enum AttributionStep
{
    /// <summary>From which direction.</summary>
    Direction,

    /// <summary>From which area.</summary>
    AreaOfOrigin,

    /// <summary>Which side controlled that area at that time.</summary>
    ControllingSide,

    /// <summary>Who ordered it.</summary>
    WhoOrdered,
}

/// <summary>How a piece of evidence fits a hypothesis.</summary>
public enum Fit
{
    /// <summary>Would hardly be seen if it were true.</summary>
    StronglyAgainst = -2,

    /// <summary>Would rather not be seen if it were true.</summary>
    Against = -1,

    /// <summary>Says nothing of it.</summary>
    Neutral = 0,

    /// <summary>Would be seen if it were true.</summary>
    For = 1,

    /// <summary>Would be seen if it were true, and hardly otherwise.</summary>
    StronglyFor = 2,
}

/// <summary>One answer that competes with others.</summary>
/// <param name="Id">Its id; for a side, the party's.</param>
/// <param name="Words">What it says.</param>
public sealed record Hypothesis(string Id, string Words)
{
    /// <summary>The answer that the evidence does not decide: a full one, and always at hand.</summary>
    public const string Undetermined = "undetermined";
}

/// <summary>How one observation fits each hypothesis.</summary>
/// <param name="Observation">Number of the act that states the observation.</param>
/// <param name="Fits">One for each hypothesis, in their order.</param>
public sealed record EvidenceRow(int Observation, ImmutableArray<Fit> Fits)
{
    /// <inheritdoc/>
    public bool Equals(EvidenceRow? other) => other is not null && Observation == other.Observation
        && Fits.AsSpan().SequenceEqual(other.Fits.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Observation, Fits.Length);
}
