namespace Trucewatch.Server.Live;

/// <summary>
/// Wakes the readers of the event stream. What they read comes from the store by fact number, so that a reader who was
/// away misses nothing, and nothing is queued for one who is slow.
/// </summary>
internal sealed class LiveFacts
{
    private readonly Lock gate = new();
    private TaskCompletionSource news = NewSource();

    /// <summary>Completes at the next commit or checkpoint.</summary>
    public Task Next
    {
        get
        {
            lock (gate)
            {
#pragma warning disable VSTHRD003 // The task's source is this object's own and runs its waiters asynchronously.
                return news.Task;
#pragma warning restore VSTHRD003
            }
        }
    }

    /// <summary>Wakes all who wait.</summary>
    public void Wake()
    {
        TaskCompletionSource old;
        lock (gate)
        {
            old = news;
            news = NewSource();
        }

        old.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
