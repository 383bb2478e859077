using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Server.Intake;

/// <summary>How late a feed's observations came, in seconds from their source times to their receive times.</summary>
/// <param name="P50">Half of the newest ones came within so many seconds.</param>
/// <param name="P99">And 99 of a hundred.</param>
internal readonly record struct Lateness(double P50, double P99);

/// <summary>
/// How each feed does: what its intake refused, how many frames it brings and how late they are. For people to look at;
/// what verdicts use is judged by the sector from the record alone.
/// </summary>
internal sealed class FeedHealth
{
    /// <summary>Observations of a feed whose delays are kept, the newest ones.</summary>
    public const int MostDelays = 1024;

    private const long RateSpanUs = 60_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, State> states = new(StringComparer.Ordinal);

    /// <summary>The counts of what a feed's intake refuses, to be handed to it.</summary>
    public RefusalCounts Refusals(string feed)
    {
        lock (gate)
        {
            return Of(feed).Refusals;
        }
    }

    /// <summary>Notes a batch that was decoded.</summary>
    public void Note(string feed, ReadOnlySpan<long> receivedAtUs, ReadOnlySpan<Observation> observations)
    {
        lock (gate)
        {
            var state = Of(feed);
            foreach (var at in receivedAtUs)
            {
                state.NoteFrame(at);
            }

            foreach (ref readonly var observation in observations)
            {
                state.Authenticated += observation.IsAuthenticated ? 1 : 0;
                state.Unregistered += observation.Sensor is null ? 1 : 0;
                if (observation.HasSourceTime)
                {
                    state.NoteDelay((observation.ReceivedAt - observation.At).TotalSeconds);
                }
            }

            state.Observations += observations.Length;
        }
    }

    /// <summary>Frames a second over the last minute before a time.</summary>
    public double FramesPerS(string feed, Instant now)
    {
        lock (gate)
        {
            return Of(feed).FramesIn(now.UnixMicroseconds) / 60.0;
        }
    }

    /// <summary>How late the newest observations were, or null: none had a time of its source.</summary>
    public Lateness? LatenessOf(string feed)
    {
        lock (gate)
        {
            return Of(feed).Lateness();
        }
    }

    /// <summary>
    /// Observations of a feed: all, those that a good signature covers, those of no registered sensor.
    /// </summary>
    public (long All, long Authenticated, long Unregistered) ObservationsOf(string feed)
    {
        lock (gate)
        {
            var state = Of(feed);
            return (state.Observations, state.Authenticated, state.Unregistered);
        }
    }

    private State Of(string feed)
    {
        if (!states.TryGetValue(feed, out var state))
        {
            state = new State();
            states.Add(feed, state);
        }

        return state;
    }

    private sealed class State
    {
        private readonly double[] delaysS = new double[MostDelays];
        private readonly long[] secondOf = new long[60];
        private readonly long[] framesIn = new long[60];
        private long delays;

        public RefusalCounts Refusals { get; } = new();

        public long Observations { get; set; }

        public long Authenticated { get; set; }

        public long Unregistered { get; set; }

        public void NoteFrame(long atUs)
        {
            var second = atUs / 1_000_000;
            var place = (int)(((second % 60) + 60) % 60);
            framesIn[place] = secondOf[place] == second ? framesIn[place] + 1 : 1;
            secondOf[place] = second;
        }

        public long FramesIn(long untilUs)
        {
            var sum = 0L;
            for (var place = 0; place < framesIn.Length; place++)
            {
                var age = untilUs - (secondOf[place] * 1_000_000);
                sum += age is >= 0 and <= RateSpanUs ? framesIn[place] : 0;
            }

            return sum;
        }

        public void NoteDelay(double seconds) => delaysS[delays++ % MostDelays] = seconds;

        public Lateness? Lateness()
        {
            if (delays == 0)
            {
                return null;
            }

            var sorted = delaysS[..(int)Math.Min(delays, MostDelays)];
            Array.Sort(sorted);
            return new Lateness(sorted[(sorted.Length - 1) / 2], sorted[(sorted.Length - 1) * 99 / 100]);
        }
    }
}
