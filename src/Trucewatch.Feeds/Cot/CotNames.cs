using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Remembers the texts of the objects seen, so that a known object costs no allocation. It only saves memory: nothing
/// that is put out depends on what it remembers.
/// </summary>
internal sealed class CotNames
{
    /// <summary>Most objects remembered; when full, all are forgotten.</summary>
    public const int MaxObjects = 16_384;

    private readonly Dictionary<byte[], Entry> entries = new(new ByBytes());
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> byRawUid;

    /// <summary>Makes an empty table.</summary>
    public CotNames() => byRawUid = entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Number of objects remembered.</summary>
    public int Count => entries.Count;

    /// <summary>The uid as a text, and the object's description as of this message.</summary>
    public string Find(in CotMessage message, out ObjectDescription description)
    {
        if (!byRawUid.TryGetValue(message.Uid.Raw, out var entry))
        {
            if (entries.Count == MaxObjects)
            {
                entries.Clear();
            }

            entry = new Entry(message.Uid.ToString());
            byRawUid[message.Uid.Raw] = entry;
        }

        description = entry.Describe(message);
        return entry.Uid;
    }

    /// <summary>What is remembered of one object; raw texts, because they are compared with each message's.</summary>
    private sealed class Entry(string uid)
    {
        private byte[] callSign = [];
        private CotTextForm form;
        private byte[] type = [];
        private ObjectDescription? description;

        public string Uid { get; } = uid;

        public ObjectDescription Describe(in CotMessage message)
        {
            if (description is null || form != message.CallSign.Form
                || !message.CallSign.Raw.SequenceEqual(callSign) || !message.Type.SequenceEqual(type))
            {
                callSign = message.CallSign.Raw.ToArray();
                form = message.CallSign.Form;
                type = message.Type.ToArray();
                description = new ObjectDescription(
                    "", message.CallSign.ToString(), Encoding.ASCII.GetString(type), LengthM: 0, BeamM: 0);
            }

            return description;
        }
    }

    /// <summary>
    /// The hash differs from process to process, so that no sender can choose uids that fall together.
    /// </summary>
    private sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
