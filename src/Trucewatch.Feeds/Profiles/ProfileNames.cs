using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// Remembers the texts of the objects seen, so that a known object costs no allocation. It only saves memory: nothing
/// that is put out depends on what it remembers.
/// </summary>
internal sealed class ProfileNames
{
    /// <summary>Most texts remembered of each kind; when full, all are forgotten.</summary>
    public const int MaxTexts = 16_384;

    private readonly Dictionary<string, string> uids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObjectDescription> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> uidOf;
    private readonly Dictionary<string, ObjectDescription>.AlternateLookup<ReadOnlySpan<char>> nameOf;

    /// <summary>Makes an empty table.</summary>
    public ProfileNames() => (uidOf, nameOf) = (
        uids.GetAlternateLookup<ReadOnlySpan<char>>(), names.GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>The uid as a text.</summary>
    public string Uid(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[utf8.Length];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (!uidOf.TryGetValue(text, out var known))
        {
            Trim(uids);
            known = text.ToString();
            uids.Add(known, known);
        }

        return known;
    }

    /// <summary>The description that says no more than a name.</summary>
    public ObjectDescription Name(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[utf8.Length];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (!nameOf.TryGetValue(text, out var known))
        {
            Trim(names);
            known = new ObjectDescription(text.ToString(), "", "", LengthM: 0, BeamM: 0);
            names.Add(known.Name, known);
        }

        return known;
    }

    private static void Trim<T>(Dictionary<string, T> texts)
    {
        if (texts.Count == MaxTexts)
        {
            texts.Clear();
        }
    }
}
