namespace Trucewatch.Domain.Adjudication;

/// <summary>What a call on the hotline came to.</summary>
public enum CallOutcome
{
    /// <summary>What it was about is settled.</summary>
    Settled,

    /// <summary>It is not.</summary>
    NotSettled,

    /// <summary>Nobody answered.</summary>
    NotAnswered,
}

/// <summary>Somebody calls a side.</summary>
/// <param name="Call">Id of the call.</param>
/// <param name="To">The party that is called, or <c>mission</c>.</param>
/// <param name="Text">What it is about.</param>
public sealed record CallPlaced(string Call, string To, string Text) : HotlineDeed(Text);

/// <summary>The side that is called says that it has the call.</summary>
/// <param name="Call">Id of the call.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record CallAcknowledged(string Call, string Text) : HotlineDeed(Text);

/// <summary>The side that is called answers.</summary>
/// <param name="Call">Id of the call.</param>
/// <param name="Text">The answer.</param>
public sealed record CallAnswered(string Call, string Text) : HotlineDeed(Text);

/// <summary>Whoever called says what it came to.</summary>
/// <param name="Call">Id of the call.</param>
/// <param name="Outcome">What.</param>
/// <param name="Text">In words.</param>
public sealed record CallConcluded(string Call, CallOutcome Outcome, string Text) : HotlineDeed(Text);
