using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Where batches wait to be recorded. Each feed has a short lane of its own, and lanes are read in turn by their bytes
/// (deficit round robin, Shreedhar and Varghese 1995): a feed that floods fills its own lane, and the others wait for
/// one of its batches at most. A replay, whose order is its meaning, has one lane for all.
/// </summary>
/// <param name="inOrder">True: what was written first is read first, whatever its feed.</param>
internal sealed class BatchInbox(bool inOrder)
{
    /// <summary>Most batches that wait where the order is kept.</summary>
    public const int MostInOrder = 256;

    /// <summary>Most batches of one feed that wait where feeds take turns.</summary>
    public const int MostOfFeed = 4;

    /// <summary>Bytes that a lane may send on in one turn.</summary>
    public const int TurnBytes = FrameBatch.TargetBytes;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Lane> byFeed = new(StringComparer.Ordinal);
    private readonly List<Lane> lanes = [];
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private int turn;
    private bool isCompleted;
    private Exception? failure;

    /// <summary>Puts a batch into its feed's lane, and waits while that is full.</summary>
    /// <exception cref="ChannelClosedException">Nobody reads any more.</exception>
    public async ValueTask WriteAsync(FrameBatch batch, CancellationToken stop = default)
    {
        await LaneOf(batch.Feed).Waiting.Writer.WriteAsync(batch, stop);
        wake.Writer.TryWrite(true);
    }

    /// <summary>Says that nothing more comes.</summary>
    public void Complete() => TryComplete();

    /// <summary>Says that nothing more comes, or that nothing more can be taken.</summary>
    public void TryComplete(Exception? problem = null)
    {
        lock (gate)
        {
            if (isCompleted)
            {
                return;
            }

            (isCompleted, failure) = (true, problem);
            foreach (var lane in lanes)
            {
                lane.Waiting.Writer.TryComplete(problem);
            }
        }

        wake.Writer.TryWrite(true);
    }

    /// <summary>Waits for a batch; false when all are read and no more come.</summary>
    public async Task<bool> WaitToReadAsync(CancellationToken stop)
    {
        while (true)
        {
            lock (gate)
            {
                if (lanes.Exists(lane => lane.Waiting.Reader.TryPeek(out _)))
                {
                    return true;
                }

                if (isCompleted)
                {
                    return failure is null ? false : throw failure;
                }
            }

            await wake.Reader.ReadAsync(stop);
        }
    }

    /// <summary>The next batch of the lane whose turn it is; for one reader.</summary>
    public bool TryRead([MaybeNullWhen(false)] out FrameBatch batch)
    {
        lock (gate)
        {
            for (var empty = 0; empty < lanes.Count;)
            {
                var lane = lanes[turn % lanes.Count];
                if (!lane.Waiting.Reader.TryPeek(out var head))
                {
                    lane.Credit = 0;
                    empty++;
                }
                else if (lane.Credit >= head.ByteCount)
                {
                    lane.Credit -= head.ByteCount;
                    return lane.Waiting.Reader.TryRead(out batch);
                }
                else
                {
                    empty = 0;
                }

                turn = (turn + 1) % lanes.Count;
                lanes[turn].Credit += TurnBytes;
            }
        }

        batch = null;
        return false;
    }

    private Lane LaneOf(Feed feed)
    {
        lock (gate)
        {
            var key = inOrder ? "" : feed.Name;
            if (!byFeed.TryGetValue(key, out var lane))
            {
                lane = new Lane(inOrder ? MostInOrder : MostOfFeed);
                byFeed.Add(key, lane);
                lanes.Add(lane);
                if (isCompleted)
                {
                    lane.Waiting.Writer.TryComplete(failure);
                }
            }

            return lane;
        }
    }

    private sealed class Lane(int capacity)
    {
        public Channel<FrameBatch> Waiting { get; } = Channel.CreateBounded<FrameBatch>(
            new BoundedChannelOptions(capacity) { SingleReader = true });

        public long Credit { get; set; }
    }
}
