using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Blasts;

/// <summary>
/// Gathers what stations heard into shellings. Arrivals are held for a while, and all that are held are looked at
/// together when no more come, or at the latest after some minutes: the answer depends on which were held and on
/// nothing else. A late one is looked at with those still held, and what it adds is a new statement of the same
/// shelling.
/// </summary>
internal sealed class BlastDesk(BlastSettings settings, TimeSpan futureLimit)
{
    private readonly List<Held> held = [];
    private readonly HashSet<Key> keys = [];
    private readonly List<Known> known = [];
    private Instant dueAt = new(long.MaxValue);
    private Instant newSince = new(long.MaxValue);
    private int last;

    /// <summary>Shellings that are new, or of which more is known, since they were read; the reader empties it.
    /// </summary>
    public List<Shelling> Stated { get; } = [];

    /// <summary>Arrivals that were not used: without a place, of the future, a flash without a bearing, or more than
    /// are held.</summary>
    public long Unused { get; private set; }

    /// <summary>Arrivals that are held; for the tests.</summary>
    internal int HeldCount => held.Count;

    /// <summary>True when what is held is to be looked at.</summary>
    public bool IsDue(Instant receivedAt) => receivedAt >= dueAt;

    /// <summary>Takes an arrival in.</summary>
    public void Take(in Observation observation)
    {
        if (observation.Arrival is not { } arrival)
        {
            return;
        }

        var key = new Key(arrival.Station, arrival.Path, observation.At);
        if (keys.Contains(key))
        {
            // Networks send the same pick again and again.
            return;
        }

        Drop(observation.ReceivedAt);
        var isUsable = arrival.Path != SignalPath.Light || arrival is { BearingDeg: not null, BearingSigmaDeg: > 0 };
        if (!observation.HasPosition || !isUsable || held.Count >= settings.MaxHeld
            || observation.At > observation.ReceivedAt + futureLimit)
        {
            Unused++;
            return;
        }

        keys.Add(key);
        held.Add(new Held(
            key, observation.Position, arrival.SigmaS, observation.Frame, observation.ReceivedAt,
            observation.Sensor?.Label, observation.IsAuthenticated, arrival.BearingDeg ?? 0,
            arrival.BearingSigmaDeg ?? 0));
        newSince = observation.ReceivedAt < newSince ? observation.ReceivedAt : newSince;
        var (settled, latest) = (observation.ReceivedAt + settings.Settle, newSince + settings.LatestAfter);
        dueAt = settled < latest ? settled : latest;
    }

    /// <summary>Looks at all that is held.</summary>
    public void Run(Instant receivedAt)
    {
        // Where nothing else was heard meanwhile it is looked at late, and is not too old for that.
        Drop(dueAt < receivedAt ? dueAt : receivedAt);
        (dueAt, newSince) = (new Instant(long.MaxValue), new Instant(long.MaxValue));
        if (held.Count == 0)
        {
            return;
        }

        // Whatever came at one time came in no order.
        held.Sort();
        var first = held[0].Key.At;
        var ears = Indexes(one => one.Key.Path != SignalPath.Light);
        var used = new bool[held.Count];
        foreach (var found in ShellingFinder.Find(
            Array.ConvertAll(ears, one => OnsetOf(one, first)), settings.Medium, settings.Limits, settings.RangeM))
        {
            Note(found with { Onsets = [.. found.Onsets.Select(one => ears[one])] }, used, first, receivedAt);
        }

        var cameras = held.Where(one => one.Key.Path == SignalPath.Light).Select(one => one.Key.Station);
        foreach (var camera in cameras.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray())
        {
            var flashes = Indexes(one => one.Key.Station == camera && one.Key.Path == SignalPath.Light);
            var sounds = Indexes(one => one.Key.Station == camera && one.Key.Path == SignalPath.Air)
                .Where(one => !used[one]).ToArray();
            if (FlashFinder.Find(
                Array.ConvertAll(flashes, one => FlashOf(one, first)),
                Array.ConvertAll(sounds, one => OnsetOf(one, first)),
                [.. flashes, .. sounds], settings.Medium, settings.Limits) is { } found)
            {
                Note(found, used, first, receivedAt);
            }
        }
    }

    private int[] Indexes(Func<Held, bool> fits) =>
        [.. Enumerable.Range(0, held.Count).Where(one => fits(held[one]))];

    private Onset OnsetOf(int index, Instant first)
    {
        var one = held[index];
        return new Onset(one.Key.Station, one.Place, one.Key.Path, one.Key.At.SecondsSince(first), one.SigmaS);
    }

    private Flash FlashOf(int index, Instant first)
    {
        var one = held[index];
        return new Flash(
            one.Place, one.Key.At.SecondsSince(first), one.SigmaS, one.BearingDeg, one.BearingSigmaDeg);
    }

    private void Note(FoundShelling found, bool[] used, Instant first, Instant receivedAt)
    {
        foreach (var one in found.Onsets)
        {
            used[one] = true;
        }

        var members = found.Onsets.Select(one => held[one]).ToList();
        var ofKeys = members.Select(one => one.Key).ToHashSet();

        // The one of the known ones with which it shares most; the older of two equal ones.
        var before = known.Where(one => one.Keys.Overlaps(ofKeys)).MaxBy(one => one.Keys.Count(ofKeys.Contains));
        if (before is not null && before.Keys.SetEquals(ofKeys))
        {
            return;
        }

        if (before is null)
        {
            last++;
            before = new Known(last, first + TimeSpan.FromSeconds(found.FirstS));
            known.Add(before);
        }

        before.Keys = ofKeys;
        before.OldestReceived = members.Min(one => one.ReceivedAt);
        Label? label = null;
        foreach (var one in members)
        {
            label = label is null || one.Label is null ? label ?? one.Label : label.Meet(one.Label);
        }

        Stated.Add(new Shelling(
            before.Number, before.At, found.LastS - found.FirstS, found.Source.Place, found.Source.Error,
            found.Source.Refusal, found.CountMin, found.CountMax,
            [.. members.Select(one => one.Key.Station).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. members.Select(one => one.Frame)], receivedAt, label, members.TrueForAll(one => one.IsAuthenticated)));
    }

    /// <summary>
    /// Gives up what was received too long ago, and with it all that is of the same shelling: what is stated of it
    /// stands, and what falls there later is counted by itself.
    /// </summary>
    private void Drop(Instant receivedAt)
    {
        var from = receivedAt - settings.Hold;
        var gone = known.Where(one => one.OldestReceived < from).ToList();
        known.RemoveAll(one => one.OldestReceived < from);
        held.RemoveAll(one =>
        {
            var isGone = one.ReceivedAt < from || gone.Exists(shelling => shelling.Keys.Contains(one.Key));
            if (isGone)
            {
                keys.Remove(one.Key);
            }

            return isGone;
        });
    }

    /// <summary>By what an arrival is known again.</summary>
    private readonly record struct Key(string Station, SignalPath Path, Instant At);

    /// <summary>A shelling that was stated, while what it rests on is held.</summary>
    private sealed class Known(int number, Instant at)
    {
        public int Number => number;

        public Instant At => at;

        public HashSet<Key> Keys { get; set; } = [];

        public Instant OldestReceived { get; set; }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Held(
        Key Key, GeoPoint Place, double SigmaS, FrameRef Frame, Instant ReceivedAt, Label? Label, bool IsAuthenticated,
        double BearingDeg, double BearingSigmaDeg)
        : IComparable<Held>
    {
        public int CompareTo(Held other)
        {
            var order = Key.At.CompareTo(other.Key.At);
            order = order != 0 ? order : string.CompareOrdinal(Key.Station, other.Key.Station);
            return order != 0 ? order : Key.Path.CompareTo(other.Key.Path);
        }
    }
}
