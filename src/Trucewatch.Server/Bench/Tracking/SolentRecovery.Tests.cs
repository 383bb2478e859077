using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Server.Bench.Tracking;

public sealed class SolentRecoveryTests
{
    [Fact]
    public void Identities_of_a_recorded_hour_are_recovered()
    {
        var found = SolentRecovery.Read(RepositoryTree.CorpusFile("tracking/solent_ais_first_half.csv")).Run();
        Assert.Equal(84, found.Vessels);
        Assert.InRange(found.Tracks, 60, 110);
        Assert.InRange(found.Links, 9_100, 9_312 - found.Tracks);
        Assert.InRange(found.Wrong, 0, found.Links / 50);
        Assert.InRange(found.OspaM, 0, 100);
    }
}
