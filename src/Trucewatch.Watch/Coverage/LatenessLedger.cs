using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
/// times, several in a row, so that one straggler says nothing; and, where its sensors state how often they are to be
/// heard, while one of them has been silent for longer, as far as the receive times of other feeds and sensors tell.
/// </summary>
internal sealed class LatenessLedger
{
    /// <summary>Positions in a row that make a feed late, or bring it back.</summary>
    public const int InARow = 8;

    private readonly FeedNames feeds;
    private readonly SectorSettings settings;
    private readonly State[] states;
    private readonly List<Due> dues = [];
    private readonly Dictionary<(int Feed, string Sensor), int> places = [];
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
        if (observation.Sensor is { HeardEvery: { } every } sensor)
        {
            NoteHeard(ref state, index, sensor, now + every);
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

    /// <summary>Forgets when a sensor is due where the edition in force says so no more.</summary>
    public void Use(SensorRegistry edition)
    {
        var kept = dues.Where(due => IsDue(edition, due)).ToList();
        foreach (var due in dues.Where(due => due.IsSilent && !IsDue(edition, due)))
        {
            ref var state = ref states[due.Feed];
            var wasLate = state.IsLate;
            state.Silent--;
            NoteChange(in state, due.Feed, wasLate, $"nothing says any more when sensor {due.Sensor} is due");
        }

        dues.Clear();
        places.Clear();
        foreach (var due in kept)
        {
            places.Add((due.Feed, due.Sensor), dues.Count);
            dues.Add(due);
        }
    }

    private bool IsDue(SensorRegistry edition, Due due)
    {
        var name = feeds[new Domain.Frames.FeedId(due.Feed)];
        return edition.Sensors.Any(sensor => sensor.Id == due.Sensor && sensor.HeardEvery is not null
            && (sensor.Feeds.Contains(name, StringComparer.Ordinal) || !sensor.Keys.IsEmpty));
    }

    /// <summary>Each sensor of a feed is due by itself: one that talks must not hide another that is silent.</summary>
    private void NoteHeard(ref State state, int index, Sensor sensor, Instant silentAfter)
    {
        nextSilence = silentAfter < nextSilence ? silentAfter : nextSilence;
        if (!places.TryGetValue((index, sensor.Id), out var place))
        {
            places.Add((index, sensor.Id), dues.Count);
            dues.Add(new Due { Feed = index, Sensor = sensor.Id, SilentAfter = silentAfter });
            return;
        }

        ref var due = ref CollectionsMarshal.AsSpan(dues)[place];
        due.SilentAfter = silentAfter;
        if (due.IsSilent)
        {
            var wasLate = state.IsLate;
            due.IsSilent = false;
            state.Silent--;
            NoteChange(in state, index, wasLate, $"sensor {sensor.Id} is heard again");
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
        foreach (ref var due in CollectionsMarshal.AsSpan(dues))
        {
            if (due.IsSilent)
            {
                continue;
            }

            if (now > due.SilentAfter)
            {
                ref var state = ref states[due.Feed];
                var wasLate = state.IsLate;
                due.IsSilent = true;
                state.Silent++;
                NoteChange(
                    in state, due.Feed, wasLate,
                    $"nothing was heard of sensor {due.Sensor} until {due.SilentAfter}, when it was due");
            }
            else
            {
                nextSilence = due.SilentAfter < nextSilence ? due.SilentAfter : nextSilence;
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

        /// <summary>Sensors of the feed that are silent.</summary>
        public int Silent;

        public readonly bool IsLate => IsBehind || Silent > 0;
    }

    /// <summary>A sensor that is to be heard by a feed.</summary>
    private struct Due
    {
        public int Feed;
        public string Sensor;
        public Instant SilentAfter;
        public bool IsSilent;
    }
}
