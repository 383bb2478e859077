using Xunit;

namespace Trucewatch.Tests.House;

public sealed class DirectionTests
{
    public static TheoryData<string> Built => [.. Directions.All
        .Where(room => Directory.Exists(Path.Combine(RepositoryTree.Root, "src", "Trucewatch." + room.Name)))
        .Select(room => room.Name)];

    [Theory]
    [MemberData(nameof(Built))]
    public void Built_assembly_references_only_what_the_table_allows(string name)
    {
        var room = Directions.All.Single(room => room.Name == name);
        Assert.Empty(Directions.OfAssembly(room, Directions.ReferencesOf(room)));
    }

    [Theory]
    [InlineData("Watch", "System.Runtime", false)]
    [InlineData("Watch", "Trucewatch.Geo", false)]
    [InlineData("Watch", "Trucewatch.Evidence", true)]
    [InlineData("Watch", "Microsoft.AspNetCore.Http", true)]
    [InlineData("Geo", "Trucewatch.Domain", true)]
    [InlineData("Evidence", "System.CommandLine", true)]
    [InlineData("Verifier", "trucewatch", true)]
    [InlineData("Server", "Microsoft.AspNetCore.Http", false)]
    [InlineData("Server", "trucewatch-verify", true)]
    [InlineData("Storage.Sqlite", "SQLitePCLRaw.core", false)]
    [InlineData("Domain", "Microsoft.Data.Sqlite", true)]
    public void Planted_reference_is_judged(string from, string to, bool isBreach)
    {
        var room = Directions.All.Single(room => room.Name == from);
        Assert.Equal(isBreach, Directions.OfAssembly(room, [to]).Any());
    }

    [Fact]
    public void Table_has_no_circle()
    {
        var settled = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < Directions.All.Count; round++)
        {
            settled.UnionWith(Directions.All.Where(room => room.Rooms.All(settled.Contains)).Select(room => room.Name));
        }

        Assert.Equal(Directions.All.Count, settled.Count);
    }
}
