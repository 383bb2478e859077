using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Server.Intake;

/// <summary>A file that is replayed as a feed.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Path">The file, or <c>-</c> for standard input.</param>
/// <param name="Times">Where its receive times come from.</param>
/// <param name="Profile">The profile of a mapped format, its feed's first frame; or null.</param>
internal sealed record ReplayFile(Feed Feed, string Path, ReceiveTimes Times, byte[]? Profile = null);

/// <summary>
/// Reads files as feeds, merged by receive time: the same files give the same batches in the same order. Frames that
/// were recorded before a restart are read over, so that a replay goes on where it stopped.
/// </summary>
internal sealed class ReplayReader
{
    /// <summary>With several feeds a batch covers at most this much receive time, so that they interleave.</summary>
    public static readonly TimeSpan MergeSpan = TimeSpan.FromSeconds(1);

    private readonly List<Source> sources = [];

    public ReplayReader(
        IReadOnlyList<ReplayFile> files, BatchPool pool, Func<string, long> nextSequence, Instant? asOf)
    {
        foreach (var file in files)
        {
            sources.Add(new Source(file, pool, files.Count > 1, nextSequence(file.Feed.Name), asOf));
        }
    }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => sources.Sum(source => source.BytesRead);

    /// <summary>The batches, in the order in which they are to be recorded.</summary>
    public IEnumerable<FrameBatch> ReadAll()
    {
        try
        {
            while (Earliest() is { } source)
            {
                yield return source.Take();
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private Source? Earliest()
    {
        Source? earliest = null;
        foreach (var source in sources)
        {
            if (source.Peek() is { } batch
                && (earliest is null || batch.ReceivedAtUs[0] < earliest.Peek()!.ReceivedAtUs[0]))
            {
                earliest = source;
            }
        }

        return earliest;
    }

    /// <summary>One file, read a chunk at a time.</summary>
    private sealed class Source : IDisposable
    {
        private readonly Stream stream;
        private readonly byte[] chunk = new byte[FileTransport.ChunkBytes];
        private readonly FrameBatcher batcher;
        private readonly Queue<FrameBatch> ready = new();
        private readonly BatchPool pool;
        private readonly bool merged;
        private readonly long from;
        private readonly long lastUs;
        private bool ended;

        public Source(ReplayFile file, BatchPool pool, bool merged, long from, Instant? asOf)
        {
            lastUs = asOf?.UnixMicroseconds ?? long.MaxValue;
            this.pool = pool;
            this.merged = merged;
            this.from = from;
            stream = Commands.CommandTable.OpenInput(file.Path);
            var format = Feeds.FeedFormats.Find(file.Feed.Format)!;
            batcher = new FrameBatcher(file.Feed, format, file.Times, pool, Sort);
            if (file.Profile is { } profile)
            {
                batcher.Add(profile, default);
            }
        }

        public long BytesRead { get; private set; }

        public FrameBatch? Peek()
        {
            while (ready.Count == 0 && !ended)
            {
                var count = stream.Read(chunk);
                BytesRead += count;
                ended |= count == 0;
                batcher.Push(chunk.AsSpan(0, count), final: count == 0, default);
            }

            return ready.TryPeek(out var batch) ? batch : null;
        }

        public FrameBatch Take() => ready.Dequeue();

        public void Dispose() => stream.Dispose();

        private void Sort(FrameBatch batch)
        {
            var first = (int)Math.Clamp(from - batch.FirstSequence, 0, batch.Count);

            // Receive times never go backwards within a feed: what comes after the first late frame is late too.
            var end = batch.Count;
            while (end > 0 && batch.ReceivedAtUs[end - 1] > lastUs)
            {
                end--;
            }

            ended |= end < batch.Count;
            if (first == 0 && end == batch.Count && !(merged && SpanOf(batch) > MergeSpan))
            {
                ready.Enqueue(batch);
                return;
            }

            FrameBatch? part = null;
            var start = 0L;
            for (var index = first; index < end; index++)
            {
                var frame = batch[index];
                if (part is null || (merged && frame.ReceivedAt.UnixMicroseconds - start >= MergeSpan.Ticks / 10))
                {
                    part = pool.Rent();
                    part.Start(batch.Feed, batch.FirstSequence + index);
                    start = frame.ReceivedAt.UnixMicroseconds;
                    ready.Enqueue(part);
                }

                part.Add(frame.ReceivedAt, frame.Bytes);
            }

            pool.Return(batch);
        }

        private static TimeSpan SpanOf(FrameBatch batch) =>
            new Instant(batch.ReceivedAtUs[^1]) - new Instant(batch.ReceivedAtUs[0]);
    }
}
