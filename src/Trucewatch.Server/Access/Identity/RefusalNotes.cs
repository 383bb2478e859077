namespace Trucewatch.Server.Access.Identity;

/// <summary>
/// Which refused sign-ins are noted. Anybody can be refused, without a session and as often as they like, and the
/// record keeps for ever: each is noted, up to so many in a time, and the next one says how many were not.
/// </summary>
internal sealed class RefusalNotes(TimeProvider time)
{
    /// <summary>Most that are noted in a span.</summary>
    public const int Most = 30;

    /// <summary>The span.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> noted = new();
    private long unnoted;

    /// <summary>How many were not noted since the last one that was; null where this one is not noted either.</summary>
    public long? Next()
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (noted.TryPeek(out var first) && first + Span <= now)
            {
                noted.Dequeue();
            }

            if (noted.Count >= Most)
            {
                unnoted++;
                return null;
            }

            noted.Enqueue(now);
            var before = unnoted;
            unnoted = 0;
            return before;
        }
    }
}
