using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Odid;

/// <summary>Names a transmitter: an address of six bytes, or what else a receiver calls it by, up to twenty.</summary>
internal readonly record struct OdidTransmitter(ulong First, ulong Second, uint Third)
{
    /// <summary>No transmitter is named.</summary>
    public static readonly OdidTransmitter None;

    /// <summary>The transmitter with an address of 48 bits.</summary>
    public static OdidTransmitter OfAddress(ulong address)
    {
        Span<byte> bytes = stackalloc byte[6];
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = (byte)(address >> (8 * (bytes.Length - 1 - at)));
        }

        return Of(bytes);
    }

    /// <summary>The transmitter of at most twenty bytes; zeros at the end do not count.</summary>
    public static OdidTransmitter Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> all = stackalloc byte[OdidMessage.IdBytes];
        bytes.CopyTo(all);
        return new OdidTransmitter(
            BitConverter.ToUInt64(all), BitConverter.ToUInt64(all[8..]), BitConverter.ToUInt32(all[16..]));
    }
}

/// <summary>
/// Remembers who a transmitter says it is, because a location names nobody. The one heard first is forgotten when there
/// are too many.
/// </summary>
internal sealed class OdidTransmitters
{
    /// <summary>Most transmitters remembered.</summary>
    public const int MaxTransmitters = 4096;

    private const int SerialNumber = 1;

    private readonly Dictionary<OdidTransmitter, int> places = [];
    private readonly List<Entry> entries = [];
    private int next;

    /// <summary>What a basic id says; true when it is a serial number and the description is set.</summary>
    public bool Note(OdidTransmitter transmitter, in OdidMessage message, out ObjectDescription? description)
    {
        description = null;
        var id = message.Id.TrimEnd("\0 "u8);
        if (message.Upper != SerialNumber || id.IsEmpty)
        {
            return false;
        }

        return Note(transmitter, id, message.Lower, out description);
    }

    /// <summary>A transmitter says that it has this serial number; false where that is no plain text.</summary>
    public bool Note(
        OdidTransmitter transmitter, ReadOnlySpan<byte> serial, int droneKind, out ObjectDescription? description)
    {
        description = null;
        if (serial.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) || serial.Length > OdidMessage.IdBytes)
        {
            return false;
        }

        var entry = entries[Find(transmitter)];
        if (entry.Description is null || !serial.SequenceEqual(entry.Serial) || entry.DroneKind != droneKind)
        {
            entry.Serial = serial.ToArray();
            entry.DroneKind = droneKind;
            entry.Identity = ObjectIdentity.RemoteId(Encoding.ASCII.GetString(serial));
            entry.Description = new ObjectDescription("", "", OdidWords.Drone(droneKind), 0, 0);
        }

        description = entry.Description;
        return true;
    }

    /// <summary>Who a transmitter said that it is, and its number.</summary>
    public ObjectIdentity Identify(OdidTransmitter transmitter, out uint sourceTrack)
    {
        sourceTrack = 0;
        if (transmitter == OdidTransmitter.None)
        {
            return ObjectIdentity.None;
        }

        var place = Find(transmitter);
        sourceTrack = (uint)place + 1;
        return entries[place].Identity;
    }

    private int Find(OdidTransmitter transmitter)
    {
        if (places.TryGetValue(transmitter, out var place))
        {
            return place;
        }

        place = next;
        next = (next + 1) % MaxTransmitters;
        if (place == entries.Count)
        {
            entries.Add(new Entry());
        }
        else
        {
            places.Remove(entries[place].Transmitter);
            entries[place].Forget();
        }

        entries[place].Transmitter = transmitter;
        places.Add(transmitter, place);
        return place;
    }

    private sealed class Entry
    {
        public OdidTransmitter Transmitter { get; set; }

        public byte[] Serial { get; set; } = [];

        public int DroneKind { get; set; }

        public ObjectIdentity Identity { get; set; }

        public ObjectDescription? Description { get; set; }

        public void Forget() => (Identity, Description, Serial) = (ObjectIdentity.None, null, []);
    }
}
