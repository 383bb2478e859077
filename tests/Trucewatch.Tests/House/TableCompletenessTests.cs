using System.Reflection;
using Xunit;

namespace Trucewatch.Tests.House;

public sealed class TableCompletenessTests
{
    private static readonly TableCompleteness Family = new("src/X", ["Framing"], ["NOTES.md", "corpus/", "*.Tests.cs"]);

    [Fact]
    public void Feed_formats_have_their_line_and_their_parts() =>
        AssertComplete(TableCompleteness.FeedFormats, "Trucewatch.Feeds", "FeedFormats");

    [Fact]
    public void Rule_kinds_have_their_line_and_their_parts() =>
        AssertComplete(TableCompleteness.RuleKinds, "Trucewatch.Watch", "RuleKinds");

    [Fact]
    public void Agreement_packs_have_their_parts()
    {
        Assert.SkipUnless(Exists(TableCompleteness.Agreements), "agreements is absent");
        Assert.Empty(TableCompleteness.Agreements.MissingParts(SourceTree.Paths));
    }

    [Fact]
    public void Folders_are_those_of_the_family() =>
        Assert.Equal(
            ["Ais", "Cot"],
            Family.Folders(["src/X/Cot/A.cs", "src/X/Ais/A.cs", "src/X/Ais/B.cs", "src/X/B.cs", "src/X/Framing/A.cs"]));

    [Fact]
    public void Folder_without_a_line_is_found() =>
        Assert.Contains("Cot", Assert.Single(Family.Lines(["Ais", "Cot"], ["ais"])).Path, StringComparison.Ordinal);

    [Fact]
    public void Line_without_a_folder_is_found() =>
        Assert.StartsWith("line 'klv'", Assert.Single(Family.Lines(["Ais"], ["ais", "klv"])).Message);

    [Fact]
    public void Hyphens_and_case_of_an_id_do_not_matter() => Assert.Empty(Family.Lines(["ZoneEntry"], ["zone-entry"]));

    [Fact]
    public void Missing_part_is_found()
    {
        string[] whole = ["src/X/Ais/NOTES.md", "src/X/Ais/corpus/a.txt", "src/X/Ais/Ais.Tests.cs"];
        Assert.Empty(Family.MissingParts(whole));
        Assert.All(whole, part => Assert.Single(
            Family.MissingParts([.. whole.Where(other => other != part), "src/X/Ais/A.cs"])));
    }

    [Fact]
    public void Ids_are_read_from_the_table()
    {
        Assert.Equal(["a", "b"], TableCompleteness.Entries(Assembly.GetExecutingAssembly(), nameof(SampleTable)));
        Assert.Null(TableCompleteness.Entries(Assembly.GetExecutingAssembly(), "NoSuchTable"));
    }

    private static bool Exists(TableCompleteness family) =>
        Directory.Exists(Path.Combine(RepositoryTree.Root, family.Parent));

    private static void AssertComplete(TableCompleteness family, string assembly, string table)
    {
        var folders = family.Folders(SourceTree.Paths);
        Assert.SkipUnless(Exists(family) && folders.Count > 0, $"{family.Parent} has no folders");
        var entries = TableCompleteness.Entries(Assembly.Load(assembly), table);
        Assert.True(entries is not null, $"{family.Parent}: expected a table {table}.All, got none");
        Assert.Empty(family.Lines(folders, entries));
        Assert.Empty(family.MissingParts(SourceTree.Paths));
    }

    private sealed record SampleEntry(string Id);

    private static class SampleTable
    {
        public static readonly SampleEntry[] All = [new("a"), new("b")];
    }
}
