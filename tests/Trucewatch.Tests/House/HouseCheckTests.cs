using Xunit;

namespace Trucewatch.Tests.House;

public sealed class HouseCheckTests
{
    public static TheoryData<string> Names => [.. HouseChecks.All.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void House_keeps_the_rule(string name)
    {
        var breaches = Find(name).Run(SourceTree.Files).Select(breach => breach.ToString()).ToArray();
        Assert.True(breaches.Length == 0, $"{name}: {breaches.Length} found: {string.Join('\n', breaches)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_planted_failure_is_found(string name)
    {
        var check = Find(name);
        Assert.NotEmpty(check.Planted);
        Assert.All(check.Planted, files => Assert.NotEmpty(check.Run(files)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Innocent_files_pass(string name)
    {
        var check = Find(name);
        Assert.NotEmpty(check.Innocent);
        Assert.Empty(check.Run(check.Innocent));
    }

    [Fact]
    public void Tree_is_read_whole()
    {
        Assert.Contains(SourceTree.Files, file => file.Path == "Trucewatch.slnx");
        Assert.Contains(SourceTree.Files, file => file.Path == "src/Trucewatch.Geo/GeoPoint.cs");
        Assert.DoesNotContain(SourceTree.Paths, path => path.Contains("/obj/", StringComparison.Ordinal));
    }

    private static HouseChecks.Check Find(string name) => HouseChecks.All.Single(check => check.Name == name);
}
