using System.Text;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Domain.Agreements;

/// <summary>Packs for tests: the example of the reference, changed in one place, and the bundled ones.</summary>
internal static class PackExample
{
    public static string Yaml { get; } = Fenced("yaml");

    public static string Lines { get; } = Fenced("json");

    /// <summary>A line of 2 km, whose zones are made in no time.</summary>
    public static string ShortLines { get; } = Lines.Replace("[[36, 47], [36, 50]]", "[[36, 48], [36, 48.018]]");

    public static PackReading Read(string yaml, params (string Name, string Text)[] others)
    {
        var files = new List<PackFile> { new("agreement.yaml", Encoding.UTF8.GetBytes(yaml)) };
        if (others.All(other => other.Name != "lines.geojson"))
        {
            files.Add(new PackFile("lines.geojson", Encoding.UTF8.GetBytes(Lines)));
        }

        files.AddRange(others.Select(other => new PackFile(other.Name, Encoding.UTF8.GetBytes(other.Text))));
        return AgreementPack.Read(new PackFiles("example", files));
    }

    /// <summary>The example with one text replaced; the text must stand in it once.</summary>
    public static string With(string from, string to)
    {
        var parts = Yaml.Split(from);
        Assert.True(
            parts.Length == 2,
            FormattableString.Invariant($"'{from}' stands {parts.Length - 1} times in the example, expected once"));
        return parts[0] + to + parts[1];
    }

    public static PackFiles Bundled(string name)
    {
        var folder = Path.Combine(RepositoryTree.Root, "agreements", name);
        return new PackFiles(
            name,
            Directory.EnumerateFiles(folder)
                .Select(path => new PackFile(Path.GetFileName(path), File.ReadAllBytes(path))));
    }

    public static Agreement BundledAgreement(string name)
    {
        var reading = AgreementPack.Read(Bundled(name));
        return reading.Agreement ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
    }

    private static string Fenced(string language)
    {
        var path = Path.Combine(RepositoryTree.Root, "docs", "reference", "agreement-pack.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var from = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
