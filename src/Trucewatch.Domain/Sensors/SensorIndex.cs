using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Domain.Sensors;

/// <summary>
/// Finds the sensor of an observation among many: of those that its feed brings, the first in the file that names the
/// source or the identity, else the one that names neither. Identities that are named in full are looked up; what ends
/// in a star, and sources, are tried in order.
/// </summary>
internal sealed class SensorIndex
{
    private readonly ImmutableArray<Sensor> sensors;
    private readonly Dictionary<string, OfFeed> byFeed = new(StringComparer.Ordinal);

    public SensorIndex(ImmutableArray<Sensor> sensors)
    {
        this.sensors = sensors;
        for (var number = 0; number < sensors.Length; number++)
        {
            foreach (var feed in sensors[number].Feeds)
            {
                if (!byFeed.TryGetValue(feed, out var known))
                {
                    byFeed.Add(feed, known = new OfFeed());
                }

                known.Add(number, sensors[number]);
            }
        }
    }

    public Sensor? Find(string feed, ReadOnlySpan<byte> source, in ObjectIdentity identity)
    {
        if (!byFeed.TryGetValue(feed, out var known))
        {
            return null;
        }

        var first = identity.Scheme != IdentityScheme.None && known.Named.TryGetValue(identity, out var number)
            ? number
            : int.MaxValue;
        foreach (var other in known.Others)
        {
            if (other > first)
            {
                break;
            }

            if (sensors[other].Names(source) || sensors[other].Names(in identity))
            {
                first = other;
                break;
            }
        }

        return first == int.MaxValue ? known.General : sensors[first];
    }

    /// <summary>The identity that a text names in full; null for any other text.</summary>
    private static ObjectIdentity? Named(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var rest = colon < 0 ? "" : text[(colon + 1)..];
        ObjectIdentity? named = colon < 0 ? null : text[..colon] switch
        {
            "mmsi" when uint.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var mmsi) =>
                ObjectIdentity.Mmsi(mmsi),
            "icao" when uint.TryParse(
                rest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var icao) =>
                new ObjectIdentity(IdentityScheme.Icao, icao, null),
            "cot" => ObjectIdentity.CotUid(rest),
            "rid" => ObjectIdentity.RemoteId(rest),
            _ => null,
        };
        return named?.ToString() == text ? named : null;
    }

    private sealed class OfFeed
    {
        public Sensor? General { get; private set; }

        public Dictionary<ObjectIdentity, int> Named { get; } = [];

        public List<int> Others { get; } = [];

        public void Add(int number, Sensor sensor)
        {
            if (sensor.IsGeneral)
            {
                General ??= sensor;
                return;
            }

            var isOther = !sensor.Sources.IsEmpty;
            foreach (var text in sensor.Identities)
            {
                if (!text.EndsWith('*') && SensorIndex.Named(text) is { } named)
                {
                    Named.TryAdd(named, number);
                }
                else
                {
                    isOther = true;
                }
            }

            if (isOther)
            {
                Others.Add(number);
            }
        }
    }
}
