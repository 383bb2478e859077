using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trucewatch.Domain.Agreements;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Cases;

/// <summary>
/// The mirror image of a pack: the parties' labels are exchanged and each line is reversed, so that left is right;
/// coordinates stay. Whatever the rules say of one party they then have to say of the other.
/// </summary>
public sealed partial class PackMirrorTests
{
    public static TheoryData<string> Packs =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(RepositoryTree.Root, "agreements"))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Packs))]
    public void The_cases_of_a_mirrored_pack_hold_in_the_mirror(string name)
    {
        var (files, cases) = Mirrored(PackExample.Bundled(name), reverse: true);
        var reading = AgreementPack.Read(files);
        Assert.Empty(reading.Problems);
        var output = new StringWriter();
        var count = PackCases.Run(reading.Agreement!, cases, output);
        Assert.Equal("", output.ToString());
        Assert.True(count is { Failed: 0, Passed: > 0 });
    }

    [Fact]
    public void A_line_that_is_not_reversed_is_seen()
    {
        var (files, cases) = Mirrored(PackExample.Bundled("illustrative-eastern-line"), reverse: false);
        var count = PackCases.Run(AgreementPack.Read(files).Agreement!, cases, TextWriter.Null);
        Assert.NotEqual(0, count.Failed);
    }

    [Fact]
    public void The_mirror_of_the_mirror_is_the_pack()
    {
        var pack = PackExample.Bundled("illustrative-eastern-line");
        var twice = Mirrored(Mirrored(pack, reverse: true).Files, reverse: true).Files;
        Assert.Empty(PackTree.Between(PackTree.Read(pack)!, PackTree.Read(twice)!)
            .Where(difference => !difference.Path.EndsWith(".geojson", StringComparison.Ordinal)));
    }

    private static (PackFiles Files, string Cases) Mirrored(PackFiles pack, bool reverse)
    {
        var agreement = AgreementPack.Read(pack).Agreement!;
        var parties = agreement.Parties.Select(party => party.Id).ToImmutableArray();
        var points = agreement.Lines.ToDictionary(line => line.Id, line => line.Points.Length);
        var yaml = Text(pack, AgreementPack.MainFile);
        var tree = PackYaml.Read(AgreementPack.MainFile, Encoding.UTF8.GetBytes(yaml), new ProblemList())!;
        var mirrored = new Mirror(parties, points).Of(tree, "", 0);
        var files = pack.Files.Select(file =>
            file.Name == AgreementPack.MainFile ? new PackFile(file.Name, Bytes(Written(mirrored, 0)))
            : reverse && file.Name.EndsWith(".geojson", StringComparison.Ordinal)
                ? new PackFile(file.Name, Bytes(Reversed(Encoding.UTF8.GetString(file.Bytes.Span))))
            : file);
        return (new PackFiles(pack.Folder, files), Exchanged(Text(pack, PackCases.CasesFile), parties));
    }

    private static string Text(PackFiles pack, string name) => Encoding.UTF8.GetString(pack.Find(name)!.Bytes.Span);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Exchanges the parties where they stand as whole words; names of zones and units keep theirs.</summary>
    private static string Exchanged(string cases, ImmutableArray<string> parties) =>
        Words().Replace(cases, word => Other(word.Value, parties));

    private static string Other(string word, ImmutableArray<string> parties)
    {
        var at = parties.IndexOf(word);
        return at < 0 ? word : parties[parties.Length - 1 - at];
    }

    /// <summary>Each LineString of a GeoJSON text the other way round.</summary>
    private static string Reversed(string geoJson)
    {
        var root = JsonNode.Parse(geoJson)!;
        foreach (var feature in root["features"]!.AsArray())
        {
            var geometry = feature!["geometry"]!;
            if (geometry["type"]!.GetValue<string>() == "LineString")
            {
                var reversed = geometry["coordinates"]!.AsArray().Reverse().Select(point => point!.DeepClone());
                geometry["coordinates"] = new JsonArray([.. reversed]);
            }
        }

        return root.ToJsonString();
    }

    /// <summary>Writes a tree as YAML of flow style, which is easy to write right.</summary>
    private static string Written(PackNode node, int depth) => node switch
    {
        PackNode.Scalar scalar => $"\"{scalar.Text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"",
        PackNode.Sequence list => $"[{string.Join(",\n", list.Items.Select(item => Written(item, depth + 1)))}]",
        PackNode.Mapping map => depth == 0
            ? string.Concat(map.Entries.Select(entry => $"{entry.Key}: {Written(entry.Value, 1)}\n"))
            : "{" + string.Join(
                ",\n  ", map.Entries.Select(entry => $"\"{entry.Key}\": {Written(entry.Value, depth + 1)}")) + "}",
        _ => throw new InvalidOperationException("no such node"),
    };

    [GeneratedRegex("(?<![A-Za-z0-9-])[a-z][a-z0-9-]*(?![A-Za-z0-9-])")]
    private static partial Regex Words();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Mirror(ImmutableArray<string> parties, Dictionary<string, int> points)
    {
        public PackNode Of(PackNode node, string key, int linePoints) => node switch
        {
            PackNode.Scalar scalar => new PackNode.Scalar(scalar.Line, Word(scalar.Text, key, linePoints)),
            PackNode.Sequence list => List(list, key, linePoints),
            PackNode.Mapping map => Map(map, linePoints),
            _ => node,
        };

        private PackNode List(PackNode.Sequence list, string key, int linePoints)
        {
            var items = list.Items.Select(item => Of(item, key, linePoints));
            return new PackNode.Sequence(list.Line, [.. key is "stretches" or "not_agreed" ? items.Reverse() : items]);
        }

        private PackNode Map(PackNode.Mapping map, int linePoints)
        {
            var named = map.Find("line") ?? (map.Find("geometry") is null ? null : map.Find("id"));
            var own = named is PackNode.Scalar { Text: var id } && points.TryGetValue(id, out var count)
                ? count
                : linePoints;
            return new PackNode.Mapping(
                map.Line,
                [.. map.Entries.Select(entry => KeyValuePair.Create(Key(entry.Key), Of(entry.Value, entry.Key, own)))]);
        }

        private string Key(string key) => key switch
        {
            "left_m" => "right_m",
            "right_m" => "left_m",
            "from_point" => "to_point",
            "to_point" => "from_point",
            _ => Other(key, parties),
        };

        private string Word(string text, string key, int linePoints) => key switch
        {
            "en" or "uk" or "ru" => text,
            "from_point" or "to_point" => (linePoints + 1 - Number(text)).ToString(CultureInfo.InvariantCulture),
            _ => text switch
            {
                "left" => "right",
                "right" => "left",
                "left-to-right" => "right-to-left",
                "right-to-left" => "left-to-right",
                _ => Other(text, parties),
            },
        };
    }
}
