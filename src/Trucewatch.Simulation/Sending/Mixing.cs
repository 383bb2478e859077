using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Simulation.Sending;

/// <summary>
/// Puts what many senders send into the order of arrival. It holds the next message of each sender and those on their
/// way, so that a run of any length needs little memory.
/// </summary>
internal static class Mixing
{
    /// <summary>What arrives before the end of the run, in order of arrival; if at one moment, of sending.</summary>
    public static IEnumerable<WireEvent> Mix(ImmutableArray<Sender> senders, ScenarioRun run, Instant start)
    {
        var end = start + run.Length;
        var streams = new IEnumerator<Sent>[senders.Length];
        var next = new PriorityQueue<int, (Instant SentAt, int Sender)>(senders.Length);
        var onTheWay = new PriorityQueue<WireEvent, (Instant At, long Number)>();
        var number = 0L;
        try
        {
            for (var i = 0; i < senders.Length; i++)
            {
                streams[i] = senders[i].Send(run, start).GetEnumerator();
                Queue(i);
            }

            while (next.TryDequeue(out var sender, out var key))
            {
                // Whatever is sent from now on arrives later than this.
                while (onTheWay.TryPeek(out var arriving, out _) && arriving.At < key.SentAt)
                {
                    yield return onTheWay.Dequeue();
                }

                var sent = streams[sender].Current;
                if (sent.At < end)
                {
                    onTheWay.Enqueue(
                        new WireEvent(sent.At, senders[sender].Link.Feed, sent.Bytes), (sent.At, number++));
                }

                Queue(sender);
            }

            while (onTheWay.TryDequeue(out var last, out _))
            {
                yield return last;
            }
        }
        finally
        {
            foreach (var stream in streams)
            {
                stream?.Dispose();
            }
        }

        void Queue(int sender)
        {
            if (streams[sender].MoveNext())
            {
                next.Enqueue(sender, (streams[sender].Current.SentAt, sender));
            }
        }
    }
}
