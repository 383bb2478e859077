using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>What the sections are read from: the agreement, and what all sections declare.</summary>
/// <param name="Agreement">The agreement.</param>
/// <param name="Machinery">All sections as they stand; null where they are not a map.</param>
/// <param name="Refuse">Takes a line and what is wrong.</param>
internal sealed record MachinerySource(
    Agreement Agreement, PackNode.Mapping? Machinery, Action<int, string> Refuse)
{
    /// <summary>Most items in any list of the machinery.</summary>
    public const int MaxItems = 256;

    /// <summary>The reading of an item that names none.</summary>
    public const string Plain = "plain";

    private static readonly ImmutableArray<string> Common = ["id", "title", "note", "clauses", "readings"];

    /// <summary>The names of some kinds that the pack declares, in its order; also those with other problems.</summary>
    public ImmutableArray<string> Names(Naming kinds)
    {
        var names = new List<string>();
        Add(Naming.Clause, Agreement.Clauses.Select(clause => clause.Id).Concat(Ids(Machinery?.Find("articles"))));
        Add(Naming.Party, Agreement.Parties.Select(party => party.Id));
        Add(Naming.Body, Ids(Machinery?.Find("bodies")));
        Add(Naming.Member, Items(Machinery?.Find("bodies")).SelectMany(body => Ids(body.Find("members"))));
        Add(Naming.Outsider, Ids(Machinery?.Find("outside")));
        Add(Naming.Gate, Ids(Machinery?.Find("gates")));
        Add(Naming.Tier, Ids(Machinery?.Find("tiers")));
        Add(Naming.Step, Ids(Machinery?.Find("steps")));
        Add(Naming.Zone, Agreement.Zones.Select(zone => zone.Id));
        return [.. names.Distinct(StringComparer.Ordinal)];

        void Add(Naming kind, IEnumerable<string> known)
        {
            if ((kinds & kind) != 0)
            {
                names.AddRange(known);
            }
        }
    }

    /// <summary>The words that a list in a section declares: its ids, or its texts.</summary>
    public ImmutableArray<string> Declared(string section, string list) =>
        [.. Ids((Machinery?.Find(section) as PackNode.Mapping)?.Find(list))];

    /// <summary>The kinds of decision of a body.</summary>
    public ImmutableArray<string> Decisions(string body) =>
    [
        .. Items(Machinery?.Find("bodies"))
            .Where(item => item.Find("id") is PackNode.Scalar id && id.Text == body)
            .SelectMany(item => Items(item.Find("decisions")))
            .Select(decision => decision.Find("kind"))
            .OfType<PackNode.Scalar>()
            .Select(kind => kind.Text),
    ];

    /// <summary>A name that must be known, or null when absent.</summary>
    public string? Reference(SettingsReader reader, string name, Naming kinds)
    {
        var line = reader.Node(name)?.Line ?? 0;
        if (reader.OptionalText(name) is not { } text)
        {
            return null;
        }

        Check(reader, name, [new SettingText(line, text)], Names(kinds));
        return text;
    }

    /// <summary>A name that must stand and be known; empty when it does not.</summary>
    public string NeededReference(SettingsReader reader, string name, Naming kinds)
    {
        if (reader.Has(name))
        {
            return Reference(reader, name, kinds) ?? "";
        }

        reader.Refuse(name, $"one of {PackWords.AnyOf(Names(kinds))}");
        return "";
    }

    /// <summary>Names that must be known; empty when absent.</summary>
    public ImmutableArray<string> References(SettingsReader reader, string name, Naming kinds) =>
        Known(reader, name, Names(kinds));

    /// <summary>Texts that must be among others; empty when absent.</summary>
    public ImmutableArray<string> Known(SettingsReader reader, string name, ImmutableArray<string> known)
    {
        var texts = reader.OptionalTexts(name) ?? [];
        Check(reader, name, texts, known);
        return [.. texts.Select(text => text.Text).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Refuses texts that are not among others, with the nearest as a hint.</summary>
    public void Check(
        SettingsReader reader, string name, ImmutableArray<SettingText> texts, ImmutableArray<string> known)
    {
        foreach (var text in texts)
        {
            if (!known.Contains(text.Text, StringComparer.Ordinal))
            {
                Refuse(
                    text.Line,
                    $"{reader.Path}{name}: expected one of {PackWords.AnyOf(known)}, got "
                    + $"'{PackWords.Quote(text.Text)}'{PackWords.DidYouMean(text.Text, known)}");
            }
        }
    }

    /// <summary>The maps in a list, at most <see cref="MaxItems"/>.</summary>
    public IEnumerable<SettingsReader> Maps(SettingsReader reader, string name)
    {
        if (reader.Node(name) is PackNode.Sequence { Items.Length: > MaxItems } list)
        {
            Refuse(list.Line, FormattableString.Invariant(
                $"{reader.Path}{name}: expected at most {MaxItems} items, got {list.Items.Length}"));
            return [];
        }

        return reader.Maps(name);
    }

    /// <summary>The items of a section that is a list, each under each of its readings.</summary>
    /// <param name="machinery">The sections.</param>
    /// <param name="section">Name of the section.</param>
    /// <param name="read">Reads an item's own terms; id, title, note, clauses and readings are read here.</param>
    public ImmutableArray<Item<T>> Items<T>(
        SettingsReader machinery, string section, Func<SettingsReader, string, T> read)
    {
        if (machinery.Node(section) is not PackNode.Sequence { Items.Length: > 0 and <= MaxItems } list)
        {
            machinery.Refuse(section, FormattableString.Invariant($"a list of 1 to {MaxItems} maps"));
            return [];
        }

        var items = ImmutableArray.CreateBuilder<Item<T>>(list.Items.Length);
        for (var index = 0; index < list.Items.Length; index++)
        {
            var path = FormattableString.Invariant($"{section}[{index + 1}].");
            if (list.Items[index] is not PackNode.Mapping map)
            {
                Refuse(list.Items[index].Line, $"{path.TrimEnd('.')}: expected a map");
                continue;
            }

            var reader = SettingsReader.Over(Refuse, map, path);
            var id = NewId(reader, [.. items.Select(item => item.Id)]);
            items.Add(Read(map, path, id, read));
        }

        return items.ToImmutable();
    }

    /// <summary>A section that is one map, under each of its readings.</summary>
    public Item<T> One<T>(SettingsReader machinery, string section, Func<SettingsReader, T> read)
    {
        if (machinery.Node(section) is not PackNode.Mapping map)
        {
            machinery.Refuse(section, "a map");
            map = new PackNode.Mapping(machinery.Line, []);
        }

        return Read(map, section + ".", "", (reader, _) => read(reader));
    }

    /// <summary>An id that must stand and that none before has.</summary>
    public static string NewId(SettingsReader reader, ImmutableArray<string> before, string name = "id")
    {
        var id = reader.Text(name);
        if (id.Length > 0 && !PackWords.IsClauseId(id))
        {
            reader.Refuse(name, "an id: letters, digits, '.', '-' and brackets");
        }
        else if (before.Contains(id, StringComparer.Ordinal))
        {
            reader.Refuse(name, $"{name} that no other before has");
        }

        return id;
    }

    private Item<T> Read<T>(PackNode.Mapping map, string path, string id, Func<SettingsReader, string, T> read)
    {
        var whole = SettingsReader.Over(Refuse, map, path);
        var (title, clauses) = (Terms.Title(whole), References(whole, "clauses", Naming.Clause));
        _ = whole.OptionalText("note");
        var variants = ImmutableArray.CreateBuilder<Variant<T>>();
        foreach (var (reading, name, heldBy, settings) in Readings(map, whole))
        {
            var reader = SettingsReader.Over(Refuse, settings, path);
            foreach (var common in Common)
            {
                _ = id.Length == 0 && common == "id" ? null : reader.Node(common);
            }

            variants.Add(new Variant<T>(reading, name, heldBy, read(reader, id)));
            reader.RefuseRest();
        }

        return new Item<T>(id, title, clauses, variants.ToImmutable());
    }

    /// <summary>The readings of an item: its own terms, with those that a reading puts in their place.</summary>
    private IEnumerable<(string Id, LocalText? Name, ImmutableArray<string> HeldBy, PackNode.Mapping Settings)> Readings(
        PackNode.Mapping map, SettingsReader reader)
    {
        if (!reader.Has("readings"))
        {
            yield return (Plain, null, [], map);
            yield break;
        }

        var ids = new List<string>();
        foreach (var reading in Maps(reader, "readings"))
        {
            var id = NewId(reading, [.. ids]);
            ids.Add(id);
            var name = Terms.Title(reading, "name");
            var heldBy = References(reading, "held_by", Naming.Party);
            var own = reading.Node("settings");
            reading.RefuseRest();
            if (own is not (null or PackNode.Mapping))
            {
                reading.Refuse("settings", "a map of terms");
            }

            var entries = own is PackNode.Mapping terms ? terms.Entries : [];
            foreach (var (term, node) in entries.Where(entry => Common.Contains(entry.Key, StringComparer.Ordinal)))
            {
                Refuse(node.Line, $"{reading.Path}settings: expected terms that a reading may change, got '{term}'");
            }

            var kept = map.Entries.Where(entry => entries.All(other => other.Key != entry.Key));
            yield return (id, name, heldBy, new PackNode.Mapping(map.Line, [.. kept, .. entries]));
        }
    }

    private static IEnumerable<PackNode.Mapping> Items(PackNode? list) =>
        ((list as PackNode.Sequence)?.Items ?? []).OfType<PackNode.Mapping>();

    private static IEnumerable<string> Ids(PackNode? list) =>
        ((list as PackNode.Sequence)?.Items ?? [])
            .Select(item => item is PackNode.Mapping map ? map.Find("id") : item)
            .OfType<PackNode.Scalar>()
            .Select(id => id.Text);
}
