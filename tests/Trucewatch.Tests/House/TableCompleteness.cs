using System.Collections;
using System.Reflection;

namespace Trucewatch.Tests.House;

/// <summary>
/// One folder, one line: each folder of a family has its line in the family's table, each line its folder, and each
/// folder has the parts that the family asks for.
/// </summary>
internal sealed record TableCompleteness(string Parent, string[] OtherFolders, string[] Parts)
{
    /// <summary>Wire formats: `FeedFormats.All`.</summary>
    public static readonly TableCompleteness FeedFormats = new(
        "src/Trucewatch.Feeds",
        ["Envelope", "Framing", "ModeS", "Profiles", "Times", "Transport", "Xml"],
        ["NOTES.md", "corpus/", "*.Tests.cs"]);

    /// <summary>Kinds of rules: `RuleKinds.All`.</summary>
    public static readonly TableCompleteness RuleKinds = new(
        "src/Trucewatch.Watch/Rules", [], ["NOTES.md", "*.Tests.cs"]);

    /// <summary>Agreement packs are found by folder, so that only their parts are asked for.</summary>
    public static readonly TableCompleteness Agreements = new(
        "agreements", [], ["agreement.yaml", "cases.txt", "NOTES.md"]);

    /// <summary>The folders of the family, sorted; empty where the parent is not there.</summary>
    public IReadOnlyList<string> Folders(IReadOnlyList<string> paths) =>
    [
        .. paths
            .Where(path => path.StartsWith(Parent + "/", StringComparison.Ordinal))
            .Select(path => path[(Parent.Length + 1)..].Split('/'))
            .Where(parts => parts.Length > 1 && parts[0] != "corpus")
            .Select(parts => parts[0])
            .Except(OtherFolders, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Folders without a line and lines without a folder; "zone-entry" is the line of ZoneEntry.</summary>
    public IEnumerable<Breach> Lines(IReadOnlyList<string> folders, IReadOnlyList<string> entries)
    {
        foreach (var folder in folders.Where(folder => !entries.Any(entry => Plain(entry) == Plain(folder))))
        {
            yield return new Breach($"{Parent}/{folder}", 1, "expected a line in the table, got none");
        }

        foreach (var entry in entries.Where(entry => !folders.Any(folder => Plain(folder) == Plain(entry))))
        {
            yield return new Breach(Parent, 1, $"line '{entry}': expected a folder of that name, got none");
        }
    }

    /// <summary>Parts that a folder of the family lacks.</summary>
    public IEnumerable<Breach> MissingParts(IReadOnlyList<string> paths) =>
        from folder in Folders(paths)
        let inside = paths.Where(path => path.StartsWith($"{Parent}/{folder}/", StringComparison.Ordinal)).ToArray()
        from part in Parts
        where !Array.Exists(inside, path => IsPart($"{Parent}/{folder}/", path, part))
        select new Breach($"{Parent}/{folder}", 1, $"expected {part}, got none");

    /// <summary>
    /// The ids in a table: a static member All with a sequence, each element with a text Id, Name, Kind or Format
    /// (or any value whose ToString is the id). Null where there is no such type.
    /// </summary>
    public static IReadOnlyList<string>? Entries(Assembly assembly, string table)
    {
        var type = assembly.GetTypes().FirstOrDefault(type => type.Name == table);
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var all = type?.GetProperty("All", Static)?.GetValue(null) ?? type?.GetField("All", Static)?.GetValue(null);
        return all is IEnumerable sequence ? [.. sequence.Cast<object>().Select(IdOf)] : null;
    }

    private static string IdOf(object entry)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var name in new[] { "Id", "Name", "Kind", "Format" })
        {
            if (entry.GetType().GetProperty(name, Instance)?.GetValue(entry)?.ToString() is { Length: > 0 } id)
            {
                return id;
            }
        }

        return entry.ToString() ?? "";
    }

    private static bool IsPart(string folder, string path, string part) => part switch
    {
        _ when part.EndsWith('/') => path.StartsWith(folder + part, StringComparison.Ordinal),
        _ when part.StartsWith('*') => path.EndsWith(part[1..], StringComparison.Ordinal),
        _ => path == folder + part,
    };

    private static string Plain(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
