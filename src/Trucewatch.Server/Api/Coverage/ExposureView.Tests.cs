using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Counts;
using Xunit;

namespace Trucewatch.Server.Api.Coverage;

public sealed class ExposureViewTests
{
    /// <summary>A page may be asked for before the first frame came.</summary>
    [Fact]
    public void Before_anything_came_no_time_is_stated()
    {
        var view = ExposureView.Of(new Exposure(0, 0, Instant.Beginning, Instant.Beginning));
        Assert.Equal((WatchState.NotWatched, null, null), (view.State, view.From, view.Until));
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(view, ApiJson.Default.ExposureView));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("from").ValueKind);
    }

    [Fact]
    public void A_time_is_stated_from_its_begin_to_its_end()
    {
        var (from, until) = (Instant.FromUnixSeconds(0), Instant.FromUnixSeconds(3600));
        var view = ExposureView.Of(new Exposure(1, 2, from, until));
        Assert.Equal((WatchState.Watched, from, until, 0.5), (view.State, view.From, view.Until, view.Share));
    }
}
