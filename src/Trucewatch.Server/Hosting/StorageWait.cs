namespace Trucewatch.Server.Hosting;

/// <summary>
/// Tells a slow storage from a quiet one: how long one part has waited for it, while it waits and for a while after. By
/// the clock that no jump of the wall clock moves. One thread waits at a time; any may ask.
/// </summary>
/// <param name="part">The part's name, as readers are told it.</param>
/// <param name="time">Measures.</param>
internal sealed class StorageWait(string part, TimeProvider time)
{
    /// <summary>From so long a wait on, readers are told: what they see is as old, or older.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary>So long after its end a slow wait is still told, because the next one often follows.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long? since;
    private (long EndedAt, TimeSpan Length)? slow;

    /// <summary>What readers are told, or null.</summary>
    public string? Problem
    {
        get
        {
            lock (gate)
            {
                var waiting = since is { } begun ? time.GetElapsedTime(begun) : TimeSpan.Zero;
                if (waiting >= Slow)
                {
                    return FormattableString.Invariant(
                        $"{part} slow: has waited for storage for {waiting.TotalSeconds:F0} s");
                }

                return slow is { } last && time.GetElapsedTime(last.EndedAt) < Told
                    ? FormattableString.Invariant($"{part} slow: waited for storage for {
                        last.Length.TotalSeconds:F0} s")
                    : null;
            }
        }
    }

    /// <summary>Does what waits for storage.</summary>
    public T During<T>(Func<T> work)
    {
        lock (gate)
        {
            since = time.GetTimestamp();
        }

        try
        {
            return work();
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        lock (gate)
        {
            var length = time.GetElapsedTime(since!.Value);
            slow = length >= Slow ? (time.GetTimestamp(), length) : slow;
            since = null;
        }
    }
}
