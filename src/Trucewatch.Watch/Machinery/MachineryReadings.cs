using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// The readings of a machinery: where the text contradicts itself or is disputed, an entry has <c>readings</c>, each
/// with settings in the place of its own. The whole is read once under each of them, so that what refers to an entry
/// follows the same reading.
/// </summary>
internal static class MachineryReadings
{
    /// <summary>Most readings of one machinery.</summary>
    public const int MaxCount = 8;

    private const string Term = "readings";

    /// <summary>Ids of the readings in the pack's order; one empty id where there are none.</summary>
    public static ImmutableArray<string> Ids(
        Agreement agreement, PackNode machinery, Action<int, string> refuse)
    {
        var ids = new List<string>();
        foreach (var entry in Entries(machinery))
        {
            foreach (var reading in Readings(entry))
            {
                if (reading.Find("id") is PackNode.Scalar { Text.Length: > 0 } id)
                {
                    ids.Add(id.Text);
                }
                else
                {
                    refuse(reading.Line, $"{Term}: expected an id, got nothing");
                }

                Check(agreement, reading, refuse);
            }

            if (entry.Find(Term) is { } node && !Readings(entry).Any())
            {
                refuse(node.Line, $"{Term}: expected a list of maps with id and settings, got none");
            }
        }

        ImmutableArray<string> known = [.. ids.Distinct(StringComparer.Ordinal)];
        if (known.Length > MaxCount)
        {
            refuse(machinery.Line, FormattableString.Invariant(
                $"{Term}: expected at most {MaxCount} in all, got {known.Length}"));
        }

        return known.IsEmpty ? [""] : known.Length > MaxCount ? known[..MaxCount] : known;
    }

    /// <summary>The machinery as one reading has it.</summary>
    public static PackNode Under(string reading, PackNode machinery) => machinery is not PackNode.Mapping map
        ? machinery
        : new PackNode.Mapping(map.Line, [.. map.Entries.Select(section =>
            KeyValuePair.Create(section.Key, Section(reading, section.Value)))]);

    private static PackNode Section(string reading, PackNode section) => section switch
    {
        PackNode.Mapping map => Entry(reading, map),
        PackNode.Sequence list => new PackNode.Sequence(
            list.Line, [.. list.Items.Select(item => item is PackNode.Mapping map ? Entry(reading, map) : item)]),
        _ => section,
    };

    private static PackNode.Mapping Entry(string reading, PackNode.Mapping entry)
    {
        var own = Readings(entry).FirstOrDefault(each => each.Find("id") is PackNode.Scalar id && id.Text == reading);
        var settings = own?.Find("settings") as PackNode.Mapping;
        var kept = entry.Entries.Where(term => term.Key != Term && settings?.Find(term.Key) is null);
        return new PackNode.Mapping(entry.Line, [.. kept, .. settings?.Entries ?? []]);
    }

    private static void Check(Agreement agreement, PackNode.Mapping reading, Action<int, string> refuse)
    {
        foreach (var (name, node) in reading.Entries)
        {
            if (name is not ("id" or "title" or "held_by" or "settings"))
            {
                refuse(node.Line, $"{Term}: expected one of id, title, held_by, settings, got '{name}'");
            }

            foreach (var held in name == "held_by" && node is PackNode.Sequence list ? list.Items : [])
            {
                if (agreement.Parties.All(party => held is not PackNode.Scalar text || text.Text != party.Id))
                {
                    var known = string.Join(", ", agreement.Parties.Select(party => party.Id));
                    refuse(held.Line, $"{Term}: held_by: expected parties ({known})");
                }
            }
        }

        if (reading.Find("settings") is not PackNode.Mapping settings || settings.Find("id") is not null)
        {
            refuse(reading.Line, $"{Term}: expected settings, a map without an id");
        }
    }

    private static IEnumerable<PackNode.Mapping> Readings(PackNode.Mapping entry) =>
        (entry.Find(Term) as PackNode.Sequence)?.Items.OfType<PackNode.Mapping>() ?? [];

    private static IEnumerable<PackNode.Mapping> Entries(PackNode machinery) =>
        ((machinery as PackNode.Mapping)?.Entries ?? []).SelectMany(section => section.Value switch
        {
            PackNode.Mapping map => [map],
            PackNode.Sequence list => list.Items.OfType<PackNode.Mapping>(),
            _ => Enumerable.Empty<PackNode.Mapping>(),
        });
}
