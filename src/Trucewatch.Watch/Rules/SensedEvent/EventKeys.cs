using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.SensedEvent;

/// <summary>
/// Remembers which events were heard: sources give the same list again and again, and a second copy is no second event.
/// </summary>
internal sealed class EventKeys(int most = EventKeys.Most)
{
    /// <summary>Most events remembered; the oldest is forgotten first.</summary>
    public const int Most = 65_536;

    private readonly HashSet<Key> seen = [];
    private readonly Queue<Key> order = [];

    public int Count => seen.Count;

    /// <summary>True the first time that an event of this class, time, place and size is heard.</summary>
    public bool IsFirst(in Observation observation)
    {
        var key = new Key(
            observation.Event.Class, observation.At, observation.Position,
            BitConverter.SingleToInt32Bits(observation.Event.Size));
        if (seen.Contains(key))
        {
            return false;
        }

        if (order.Count == most)
        {
            seen.Remove(order.Dequeue());
        }

        seen.Add(key);
        order.Enqueue(key);
        return true;
    }

    private readonly record struct Key(EventClass Class, Instant At, GeoPoint Position, int SizeBits);
}
