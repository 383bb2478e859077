using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Agreements;

/// <summary>One reading of one pack's terms. What is read first is what later terms refer to.</summary>
internal sealed partial class PackReader(PackFiles files, ProblemList problems)
{
    /// <summary>Greatest number of items in any list of a pack.</summary>
    public const int MaxItems = 4096;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly PackGeometry _geometry = new(files, problems);
    private ImmutableArray<string> _partyIds = [];
    private ImmutableArray<string> _lineIds = [];
    private ImmutableArray<string> _zoneIds = [];
    private ImmutableArray<AgreementLine> _lines = [];
    private ImmutableArray<Zone> _zones = [];
    private TheatreBox _theatre = new(-180, -90, 180, 90);

    /// <summary>The agreement, or null; the problems say why.</summary>
    public Agreement? Read(PackNode.Mapping root)
    {
        if (PackMap.Open(root, PackTerms.Pack, "agreement", problems) is not { } pack)
        {
            return null;
        }

        pack.Word("format", AgreementPack.Format);
        var title = pack.Local("title");
        var version = pack.Text("version");
        var illustrative = pack.Word("illustrative", "true", "false");
        _theatre = Theatre(pack) ?? _theatre;
        var zone = pack.Text("time_zone", IsTimeZone, "an IANA time zone such as Europe/Kyiv");

        _partyIds = Declared(pack, "parties");
        _effective = Effective(pack);
        _force = InForcePack(pack);
        _lineIds = Declared(pack, "lines");
        _zoneIds = Declared(pack, "zones");
        var parties = Each(pack, "parties", 1, ReadParty);
        _lines = Each(pack, "lines", 0, ReadLine);
        _ = Each(pack, "zones", 1, ReadZone);
        var actors = Each(pack, "actors", 0, ReadActor);
        var clauses = Each(pack, "clauses", 1, ReadClause);
        var guarded = Each(pack, "protected_objects", 0, ReadProtected);
        var supersedes = pack.Has("supersedes")
            ? pack.Text("supersedes", IsHash, "the SHA-256 of a pack, 64 lower-case hexadecimal digits")
            : null;

        if (problems.Count > 0)
        {
            return null;
        }

        return new Agreement(
            files.Folder, title!, version!, files.Hash(), illustrative == "true", _theatre, zone!,
            parties, _lines, _zones, clauses, actors, Sections(root), guarded, _effective, supersedes);
    }

    /// <summary>
    /// The sections that say what is agreed beside the clauses. The rules' engine reads their inside, because what may
    /// stand there follows from what it can run.
    /// </summary>
    private static PackNode.Mapping Sections(PackNode.Mapping root) => new(
        root.Line, [.. root.Entries.Where(entry => entry.Key is "exceptions" or "machinery")]);

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads each item of a list; an item with a problem is left out.</summary>
    private static ImmutableArray<T> Each<T>(PackMap map, string term, int least, Func<PackNode, T?> read)
        where T : class
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var node in map.List(term, least, MaxItems))
        {
            if (read(node) is { } item)
            {
                items.Add(item);
            }
        }

        return items.ToImmutable();
    }

    /// <summary>
    /// The ids that a list defines, also those of items with other problems, so that one mistake is said once and not
    /// again wherever the item is named.
    /// </summary>
    private static ImmutableArray<string> Declared(PackMap map, string term) =>
    [
        .. ((map.Node(term) as PackNode.Sequence)?.Items ?? [])
            .OfType<PackNode.Mapping>()
            .Select(item => item.Find("id"))
            .OfType<PackNode.Scalar>()
            .Select(id => id.Text)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Says so where an id was used before for the same kind of thing.</summary>
    private bool IsNew(PackMap map, string kind, string id)
    {
        if (_ids.Add($"{kind} {id}"))
        {
            return true;
        }

        map.Say("id", $"expected an id that no other {kind} has, got '{id}' a second time");
        return false;
    }

    /// <summary>How messages name an item: by its id where it has a text for one.</summary>
    private static string Named(string kind, PackNode node) =>
        node is PackNode.Mapping map && map.Find("id") is PackNode.Scalar id
            ? $"{kind} {PackWords.Quote(id.Text)}"
            : kind;

    private static bool IsTimeZone(string text) =>
        text.Length <= 64 && char.IsAsciiLetterUpper(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    private TheatreBox? Theatre(PackMap pack)
    {
        if (PackMap.Open(pack.Node("theatre"), PackTerms.Theatre, "theatre", problems) is not { } map)
        {
            return null;
        }

        var west = map.Number("west_deg", -180, 180, "degrees");
        var south = map.Number("south_deg", -90, 90, "degrees");
        var east = map.Number("east_deg", -180, 180, "degrees");
        var north = map.Number("north_deg", -90, 90, "degrees");
        if (west is null || south is null || east is null || north is null)
        {
            return null;
        }

        if (west < east && south < north)
        {
            return new TheatreBox(west.Value, south.Value, east.Value, north.Value);
        }

        map.Say("west_deg", string.Create(
            CultureInfo.InvariantCulture,
            $"expected west < east and south < north, got {west} to {east} and {south} to {north}"));
        return null;
    }

    private Party? ReadParty(PackNode node)
    {
        if (PackMap.Open(node, PackTerms.Party, Named("party", node), problems) is not { } map)
        {
            return null;
        }

        var (id, name) = (map.Id("id"), map.Local("name"));
        if (id is "any" or "none" or "mission" or "public")
        {
            map.Say("id", $"expected a word with no meaning of its own in this format, got '{id}'");
            return null;
        }

        var key = map.Has("key") ? map.Text("key") : null;
        return id is not null && IsNew(map, "party", id) && name is not null ? new Party(id, name, key) : null;
    }

    private ActorEntry? ReadActor(PackNode node)
    {
        var where = node is PackNode.Mapping shown && shown.Find("identity") is PackNode.Scalar text
            ? $"actor {PackWords.Quote(text.Text)}"
            : "actor";
        if (PackMap.Open(node, PackTerms.Actor, where, problems) is not { } map)
        {
            return null;
        }

        var identity = Identity(map);
        var party = map.Word("party", [.. _partyIds, "none"]);
        var role = map.Id("role");
        var kind = Enumerated<ObjectClass>(map, "class");
        return identity is null || party is null || role is null || kind is null
            ? null
            : new ActorEntry(
                identity.Value.Scheme, identity.Value.Pattern, party == "none" ? null : party, role, kind.Value);
    }

    /// <summary>An identity as observations show it, for example <c>mmsi:2001*</c>.</summary>
    private (IdentityScheme Scheme, string Pattern)? Identity(PackMap map)
    {
        if (map.Text("identity") is not { } text)
        {
            return null;
        }

        var at = text.IndexOf(':', StringComparison.Ordinal);
        var scheme = at < 0 ? "" : text[..at];
        var pattern = at < 0 ? "" : text[(at + 1)..];
        var accepted = scheme switch
        {
            "mmsi" => IsPattern(pattern, 9, char.IsAsciiDigit),
            "icao" => IsPattern(pattern, 6, char.IsAsciiHexDigitLower),
            "cot" => pattern.Length > 0 && !pattern.AsSpan(0, pattern.Length - 1).Contains('*'),
            _ => false,
        };
        if (!accepted)
        {
            map.Say(
                "identity",
                "expected mmsi: and nine digits, icao: and six lower-case hexadecimal digits, or cot: and a uid, "
                + $"with '*' for any rest, got '{PackWords.Quote(text)}'");
            return null;
        }

        if (!_ids.Add($"actor {text}"))
        {
            map.Say("identity", $"expected it once, got '{PackWords.Quote(text)}' a second time");
        }

        var known = scheme switch
        {
            "mmsi" => IdentityScheme.Mmsi,
            "icao" => IdentityScheme.Icao,
            _ => IdentityScheme.CotUid,
        };
        return (known, pattern);
    }

    private static bool IsPattern(string pattern, int length, Func<char, bool> isDigit) =>
        pattern.EndsWith('*')
            ? pattern.Length <= length && pattern.AsSpan(0, pattern.Length - 1).ToArray().All(isDigit)
            : pattern.Length == length && pattern.All(isDigit);

    /// <summary>One of an enumeration's names, written in lower case.</summary>
    private static TEnum? Enumerated<TEnum>(PackMap map, string term)
        where TEnum : struct, Enum
    {
        string[] names = [.. Enum.GetNames<TEnum>().Select(name => name.ToLowerInvariant())];
        return map.Word(term, names) is { } word ? Enum.Parse<TEnum>(word, ignoreCase: true) : null;
    }
}
