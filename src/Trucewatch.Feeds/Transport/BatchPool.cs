using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Lends batches and takes them back, so that a running feed allocates none. Safe for several threads.
/// </summary>
public sealed class BatchPool
{
    /// <summary>Most idle batches kept.</summary>
    public const int MaxIdle = 512;

    private readonly Lock gate = new();
    private readonly Stack<FrameBatch> idle = new();

    /// <summary>Batches made so far.</summary>
    public int Made { get; private set; }

    /// <summary>A batch to be started.</summary>
    public FrameBatch Rent()
    {
        lock (gate)
        {
            if (idle.TryPop(out var batch))
            {
                return batch;
            }

            Made++;
            return new FrameBatch();
        }
    }

    /// <summary>Takes a batch back; its frames must not be looked at any more.</summary>
    public void Return(FrameBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        lock (gate)
        {
            if (idle.Count < MaxIdle)
            {
                idle.Push(batch);
            }
        }
    }
}
