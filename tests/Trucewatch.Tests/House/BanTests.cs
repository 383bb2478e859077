using Xunit;

namespace Trucewatch.Tests.House;

public sealed class BanTests
{
    public static TheoryData<string> Lists =>
        ["BannedSymbols.txt", "BannedSymbols.Deterministic.txt", "BannedSymbols.Watch.txt"];

    [Fact]
    public void Deterministic_list_is_complete_for_this_runtime() =>
        Golden.Equal(Bans.DeterministicList, Bans.DeterministicText());

    [Theory]
    [MemberData(nameof(Lists))]
    public void Each_banned_symbol_exists_and_has_a_reason(string list)
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryTree.Root, list));
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            var parts = line.Split(';', 2);
            Assert.True(parts.Length == 2 && parts[1].EndsWith('.'), $"{list}: '{line}' has no reason");

            // The tensor package is not part of the platform; it is banned in advance.
            Assert.True(
                parts[0] == "T:System.Numerics.Tensors.TensorPrimitives" || DocumentationIds.Exists(parts[0]),
                $"{list}: '{parts[0]}' names nothing");
        });
    }

    [Fact]
    public void Misspelt_symbol_is_seen()
    {
        Assert.True(DocumentationIds.Exists("M:System.Math.Sin(System.Double)"));
        Assert.False(DocumentationIds.Exists("M:System.Math.Sin(System.Single)"));
        Assert.False(DocumentationIds.Exists("T:System.Maths"));
    }
}
