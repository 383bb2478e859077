using Trucewatch.Domain.Access;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Api.Floor;

/// <summary>The feeds and how each does.</summary>
internal static class FeedsApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/feeds", (WatchFloor floor, HttpContext http) =>
            TypedResults.Ok(View(floor, RequireSession.AudienceOf(http))))
            .Needs(Operation.ReadFeeds)
            .WithName("getFeeds").WithSummary("Each feed's frames, faults, refusals, rate and lateness");

    public static FeedPage View(WatchFloor floor, Audience audience)
    {
        var faults = floor.Host.Quarantine.Snapshot().ToDictionary(ward => ward.Feed, StringComparer.Ordinal);
        return new FeedPage([.. Shown(floor, audience).Select(feed => Feed(floor, faults, feed))]);
    }

    /// <summary>
    /// The feeds that a reader may know of; the registry's own is no feed to anybody who watches.
    /// </summary>
    public static IEnumerable<Feed> Shown(WatchFloor floor, Audience audience) =>
        floor.Feeds.All.Where(feed => feed.Name != RegistryFeed.Name && floor.Shows(feed, audience));

    private static FeedView Feed(WatchFloor floor, Dictionary<string, QuarantinedFeed> faults, Feed feed)
    {
        var (frames, last) = floor.Heard.Of(feed.Name);
        var counts = faults.TryGetValue(feed.Name, out var ward)
            ? ward.Counts.ToDictionary(
                count => EnumWords.Of(count.Fault), count => count.Count, StringComparer.Ordinal)
            : [];
        var health = floor.Host.Health;
        var refusals = health.Refusals(feed.Name);
        var lateness = health.LatenessOf(feed.Name);
        var (all, authenticated, unregistered) = health.ObservationsOf(feed.Name);
        return new FeedView(
            feed.Name, feed.Format, frames, counts, last,
            Math.Round(health.FramesPerS(feed.Name, floor.Clock.Now), 3), lateness?.P50, lateness?.P99,
            floor.Host.LateFeeds.Contains(feed.Name, StringComparer.Ordinal),
            refusals.Snapshot().ToDictionary(
                refusal => EnumWords.Of(refusal.Reason), refusal => refusal.Count, StringComparer.Ordinal),
            refusals.Waits, all, authenticated, unregistered);
    }
}
