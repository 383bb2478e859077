namespace Trucewatch.Feeds.Transport;

/// <summary>Why an intake did not take something in. What is refused is in no record: so it is counted.</summary>
public enum Refusal
{
    /// <summary>A message beyond the feed's quota, where the sender cannot be made to wait.</summary>
    OverQuota,

    /// <summary>A message that came while too many waited already.</summary>
    Overflow,

    /// <summary>A connection beyond the number that a listener keeps.</summary>
    TooManyConnections,

    /// <summary>A message longer than its transport takes.</summary>
    TooLong,

    /// <summary>A datagram that the system dropped before we could read it.</summary>
    DroppedBySystem,

    /// <summary>A connection that was ended because its unfinished frame had no room beside those of others.</summary>
    BufferFull,

    /// <summary>A message of a client that showed the token of an exercise; nothing of it was read.</summary>
    ExerciseToken,
}

/// <summary>Counts what the intake of one feed refused, by reason. Safe for several threads.</summary>
public sealed class RefusalCounts
{
    private readonly long[] counts = new long[Enum.GetValues<Refusal>().Length];
    private long waits;

    /// <summary>How often a sender was made to wait because of a quota; nothing is lost by that.</summary>
    public long Waits => Interlocked.Read(ref waits);

    /// <summary>How many were refused for a reason.</summary>
    public long this[Refusal reason] => Interlocked.Read(ref counts[(int)reason]);

    /// <summary>Counts one refusal, or several.</summary>
    public void Note(Refusal reason, long count = 1) => Interlocked.Add(ref counts[(int)reason], count);

    /// <summary>Counts one wait.</summary>
    public void NoteWait() => Interlocked.Increment(ref waits);

    /// <summary>Reasons that occurred, with their counts.</summary>
    public IReadOnlyList<(Refusal Reason, long Count)> Snapshot() =>
        [.. Enum.GetValues<Refusal>().Select(reason => (reason, this[reason])).Where(pair => pair.Item2 > 0)];
}
