using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;

namespace Trucewatch.Watch.Coverage;

/// <summary>A feed began to be late, or is in time again.</summary>
/// <param name="Feed">Name of the feed.</param>
/// <param name="IsLate">True when it began to be late.</param>
/// <param name="Words">Why, in words.</param>
internal readonly record struct LatenessChange(string Feed, bool IsLate, string Words);

/// <summary>
/// Which feeds are late, judged from the record alone. A feed is late while its positions come long after their source
/// times, several in a row, so that one straggler says nothing; and, where its sensor states how often it is to be
/// heard, while it has been silent for longer, as far as the receive times of other feeds tell.
/// </summary>
internal sealed class LatenessLedger
{
    /// <summary>Positions in a row that make a feed late, or bring it back.</summary>
    public const int InARow = 8;

    private readonly FeedNames feeds;
    private readonly SectorSettings settings;
    private readonly State[] states;
    private Instant nextSilence = new(long.MaxValue);

    public LatenessLedger(FeedNames feeds, SectorSettings settings)
    {
        this.feeds = feeds;
        this.settings = settings;
        states = new State[feeds.Count];
    }

    /// <summary>What the last observation changed; the reader empties it.</summary>
    public List<LatenessChange> Changes { get; } = [];

    /// <summary>Names of the feeds that are late, sorted.</summary>
    public ImmutableArray<string> Late { get; private set; } = [];

    /// <summary>Takes an observation in.</summary>
    public void Note(in Observation observation)
    {
        var now = observation.ReceivedAt;
        var index = observation.Frame.Feed.Value;
        ref var state = ref states[index];
        if (observation.Sensor?.HeardEvery is { } every)
        {
            state.SilentAfter = now + every;
            nextSilence = state.SilentAfter.Value < nextSilence ? state.SilentAfter.Value : nextSilence;
            if (state.IsSilent)
            {
                state.IsSilent = false;
                NoteChange(in state, index, wasLate: true, "it is heard again");
            }
        }

        if (observation.Kind == ObservationKind.Position && observation.HasSourceTime)
        {
            NoteDelay(ref state, index, in observation);
        }

        if (now > nextSilence)
        {
            FindSilent(now);
        }
    }

    /// <summary>Forgets when a feed is due where no sensor of the edition in force says so any more.</summary>
    public void Use(SensorRegistry edition)
    {
        for (var index = 0; index < states.Length; index++)
        {
            ref var state = ref states[index];
            var name = feeds[new Domain.Frames.FeedId(index)];
            var isDue = edition.Sensors.Any(sensor => sensor.HeardEvery is not null
                && (sensor.Feeds.Contains(name, StringComparer.Ordinal) || !sensor.Keys.IsEmpty));
            if (isDue || state.SilentAfter is null)
            {
                continue;
            }

            var wasSilent = state.IsSilent;
            (state.SilentAfter, state.IsSilent) = (null, false);
            if (wasSilent)
            {
                NoteChange(in state, index, wasLate: true, "no sensor says any more when it is due");
            }
        }
    }

    private void NoteDelay(ref State state, int index, in Observation observation)
    {
        var limit = observation.Sensor?.LateAfter ?? settings.LateAfter;
        var isBehind = observation.ReceivedAt - observation.At > limit;
        state.Row = isBehind == state.IsBehind ? 0 : state.Row + 1;
        if (state.Row == InARow)
        {
            var wasLate = state.IsLate;
            state.IsBehind = isBehind;
            state.Row = 0;
            NoteChange(in state, index, wasLate, isBehind
                ? FormattableString.Invariant(
                    $"its last {InARow} positions came more than {limit.TotalSeconds} s after their source times")
                : FormattableString.Invariant($"its last {InARow} positions came in time"));
        }
    }

    private void FindSilent(Instant now)
    {
        nextSilence = new Instant(long.MaxValue);
        for (var index = 0; index < states.Length; index++)
        {
            ref var state = ref states[index];
            if (state.SilentAfter is not { } after || state.IsSilent)
            {
                continue;
            }

            if (now > after)
            {
                var wasLate = state.IsLate;
                state.IsSilent = true;
                NoteChange(in state, index, wasLate, $"nothing was heard of it until {after}, when it was due");
            }
            else
            {
                nextSilence = after < nextSilence ? after : nextSilence;
            }
        }
    }

    private void NoteChange(in State state, int index, bool wasLate, string words)
    {
        if (state.IsLate == wasLate)
        {
            return;
        }

        var name = feeds[new Domain.Frames.FeedId(index)];
        Changes.Add(new LatenessChange(name, state.IsLate, words));
        Late = state.IsLate
            ? [.. Late.Add(name).Order(StringComparer.Ordinal)]
            : Late.Remove(name, StringComparer.Ordinal);
    }

    private struct State
    {
        public int Row;
        public bool IsBehind;
        public bool IsSilent;
        public Instant? SilentAfter;

        public readonly bool IsLate => IsBehind || IsSilent;
    }
}
