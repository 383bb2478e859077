namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Memory that the connections of a feed share for frames which have not ended: each may be long, but not all at once.
/// Safe for several threads.
/// </summary>
/// <param name="most">Most bytes held together.</param>
internal sealed class BufferBudget(long most)
{
    /// <summary>
    /// Bytes of a feed: room for one frame of the longest format that never ends, with its pieces, and for a few whole
    /// ones beside it.
    /// </summary>
    public const long OfFeed = 128 * 1024 * 1024;

    private readonly Lock gate = new();
    private long held;

    /// <summary>Bytes held now.</summary>
    public long Held
    {
        get
        {
            lock (gate)
            {
                return held;
            }
        }
    }

    /// <summary>Takes bytes, or none where they would be more than the most.</summary>
    public bool TryTake(long bytes)
    {
        lock (gate)
        {
            if (bytes > most - held)
            {
                return false;
            }

            held += bytes;
            return true;
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Give(long bytes)
    {
        lock (gate)
        {
            held -= bytes;
        }
    }
}
