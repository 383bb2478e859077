namespace Trucewatch.Domain.Adjudication;

/// <summary>Whether a time is up, where its start is known only as an interval.</summary>
public enum DeadlineState
{
    /// <summary>Not, whenever it started.</summary>
    NotYetDue,

    /// <summary>Cannot be told: it depends on when it started.</summary>
    MayBeDue,

    /// <summary>Up, whenever it started.</summary>
    Due,
}

/// <summary>The end of a time that started within an interval.</summary>
/// <param name="Earliest">The end where it started as early as may be.</param>
/// <param name="Latest">The end where it started as late as may be.</param>
public readonly record struct Deadline(Instant Earliest, Instant Latest)
{
    /// <summary>Where it stands at a time: the instant of the end belongs to what is due.</summary>
    public DeadlineState At(Instant now) => now >= Latest ? DeadlineState.Due
        : now >= Earliest ? DeadlineState.MayBeDue
        : DeadlineState.NotYetDue;

    /// <summary>Whether something done at a time was in time; null where that cannot be told. The end is in.</summary>
    public bool? IsKept(Instant done) => done <= Earliest ? true : done > Latest ? false : null;

    /// <summary>One time, or two with <c>to</c> between.</summary>
    public override string ToString() => Earliest == Latest ? $"{Earliest}" : $"{Earliest} to {Latest}";
}
