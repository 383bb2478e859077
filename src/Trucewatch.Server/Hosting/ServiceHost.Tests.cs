using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Commands;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class ServiceHostTests
{
    [Theory]
    [InlineData("ais-1,csv-1", "ais-1,csv-1", null)]
    [InlineData("", "", null)]
    [InlineData("ais-2", "ais-1,csv-1", "--quota: expected a feed of ais-1, csv-1, got 'ais-2'")]
    [InlineData("AIS-1", "ais-1", "--quota: expected a feed of ais-1, got 'AIS-1'")]
    [InlineData("ais-1", "", "--quota: expected no quota without --feed, got 'ais-1'")]
    [InlineData("ais-1,ais-1", "ais-1", "--quota: expected one for each feed, got two for ais-1")]
    public void A_quota_is_of_one_feed(string quotas, string feeds, string? problem)
    {
        var refused = Record.Exception(() => ServiceHost.CheckQuotas(
            [.. Words(quotas).Select(feed => (feed, QuotaLimits.OfFeed))], Words(feeds)));
        Assert.Equal(problem, refused?.Message);
        Assert.True(refused is null or UnusableException);
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
