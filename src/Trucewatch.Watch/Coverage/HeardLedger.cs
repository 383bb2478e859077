using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Coverage;

/// <summary>In how many minutes a feed was heard. Hearing a feed is not seeing an area.</summary>
/// <param name="Feed">Name of the feed.</param>
/// <param name="HeardMinutes">Minutes of receive time with at least one observation.</param>
/// <param name="SpanMinutes">Minutes from the first to the last one heard, both counted.</param>
/// <param name="UncountedObservations">Observations older than the minutes that are held.</param>
public readonly record struct FeedHeard(string Feed, long HeardMinutes, long SpanMinutes, long UncountedObservations);

/// <summary>
/// Notes for each feed and minute of receive time whether anything was heard: the least that must be known before
/// silence may mean anything. Older minutes than the ledger holds live on in the totals.
/// </summary>
public sealed class HeardLedger
{
    /// <summary>Minutes that are held one by one for each feed: 48 hours.</summary>
    public const int HeldMinutes = 48 * 60;

    private const long MinuteUs = 60_000_000;
    private const int Words = HeldMinutes / 64;

    private readonly FeedNames feeds;
    private readonly Ledger[] ledgers;

    /// <summary>Makes an empty ledger for the run's feeds.</summary>
    public HeardLedger(FeedNames feeds)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        this.feeds = feeds;
        ledgers = new Ledger[feeds.Count];
    }

    /// <summary>Notes that the observation's feed was heard in the minute of its receive time.</summary>
    public void Note(in Observation observation)
    {
        ref var ledger = ref ledgers[observation.Frame.Feed.Value];
        ledger.Note(Minute(observation.ReceivedAt));
    }

    /// <summary>True when the feed was heard in that minute, as far as the ledger still holds it.</summary>
    public bool WasHeard(FeedId feed, Instant at) => ledgers[feed.Value].WasHeard(Minute(at));

    /// <summary>Totals of all feeds in the order of their indexes.</summary>
    public IReadOnlyList<FeedHeard> Summary()
    {
        var summary = new FeedHeard[ledgers.Length];
        for (var index = 0; index < summary.Length; index++)
        {
            ref readonly var ledger = ref ledgers[index];
            var span = ledger.IsStarted ? ledger.Last - ledger.First + 1 : 0;
            summary[index] = new FeedHeard(feeds[new FeedId(index)], ledger.Heard, span, ledger.TooOld);
        }

        return summary;
    }

    private static long Minute(Instant at)
    {
        var minute = at.UnixMicroseconds / MinuteUs;
        return at.UnixMicroseconds % MinuteUs < 0 ? minute - 1 : minute;
    }

    private struct Ledger
    {
        private ulong[]? bits;

        public long First { get; private set; }

        public long Last { get; private set; }

        public long Heard { get; private set; }

        public long TooOld { get; private set; }

        public readonly bool IsStarted => bits is not null;

        public void Note(long minute)
        {
            if (bits is null)
            {
                bits = new ulong[Words];
                (First, Last) = (minute, minute);
            }
            else if (minute > Last)
            {
                Forget(Last + 1, minute);
                Last = minute;
            }
            else if (minute <= Last - HeldMinutes)
            {
                TooOld++;
                return;
            }

            First = Math.Min(First, minute);
            var (word, mask) = Place(minute);
            Heard += (bits[word] & mask) == 0 ? 1 : 0;
            bits[word] |= mask;
        }

        public readonly bool WasHeard(long minute)
        {
            if (bits is null || minute > Last || minute <= Last - HeldMinutes)
            {
                return false;
            }

            var (word, mask) = Place(minute);
            return (bits[word] & mask) != 0;
        }

        /// <summary>Clears the places that the new minutes take over from those 48 hours before.</summary>
        private readonly void Forget(long from, long to)
        {
            if (to - from >= HeldMinutes)
            {
                Array.Clear(bits!);
                return;
            }

            for (var minute = from; minute <= to; minute++)
            {
                var (word, mask) = Place(minute);
                bits![word] &= ~mask;
            }
        }

        private static (int Word, ulong Mask) Place(long minute)
        {
            var index = (int)(((minute % HeldMinutes) + HeldMinutes) % HeldMinutes);
            return (index >> 6, 1UL << (index & 63));
        }
    }
}
