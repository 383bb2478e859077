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

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> byText;

    /// <summary>Makes an empty table.</summary>
    public CotNames() => byText = entries.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Number of objects remembered.</summary>
    public int Count => entries.Count;

    /// <summary>The uid as a text, and the object's description as of this message.</summary>
    public string Find(in CotMessage message, out ObjectDescription? description)
    {
        Span<char> uid = stackalloc char[CotParser.MaxUidBytes];
        uid = uid[..Decode(message.Uid, uid)];
        Span<char> callSign = stackalloc char[CotParser.MaxCallSignBytes];
        callSign = callSign[..Decode(message.CallSign, callSign)];
        if (!byText.TryGetValue(uid, out var entry))
        {
            if (entries.Count == MaxObjects)
            {
                entries.Clear();
            }

            entry = new Entry { Uid = uid.ToString() };
            entries.Add(entry.Uid, entry);
        }

        if (!entry.Says(callSign, message.Type))
        {
            entry.Description = new ObjectDescription(
                "", callSign.ToString(), Encoding.ASCII.GetString(message.Type), LengthM: 0, BeamM: 0);
        }

        description = entry.Description;
        return entry.Uid;
    }

    private static int Decode(ReadOnlySpan<byte> raw, Span<char> into)
    {
        Span<byte> decoded = stackalloc byte[raw.Length];
        var length = XmlText.DecodeAttribute(raw, decoded);
        return Encoding.UTF8.GetChars(decoded[..length], into);
    }

    private sealed class Entry
    {
        public required string Uid { get; init; }

        public ObjectDescription? Description { get; set; }

        public bool Says(ReadOnlySpan<char> callSign, ReadOnlySpan<byte> type) =>
            Description is { } known && callSign.SequenceEqual(known.CallSign) && Ascii.Equals(type, known.TypeCode);
    }
}
