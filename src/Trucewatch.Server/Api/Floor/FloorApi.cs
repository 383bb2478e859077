using Trucewatch.Domain.Incidents;
using Trucewatch.Feeds;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Floor;

/// <summary>The state of the watch floor at a glance.</summary>
internal static class FloorApi
{
    public const int HeardBins = 96;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/floor", (WatchFloor floor, HttpContext http) =>
            TypedResults.Ok(View(floor, RequireSession.AudienceOf(http))))
        .WithName("getFloor").WithSummary("Time, agreement, record, feeds and counts");

    public static FloorView View(WatchFloor floor, Reports.Release.Audience audience)
    {
        var now = floor.Clock.Now;
        var from = floor.Heard.From();
        var checkpoint = floor.Publisher.Checkpoint;
        var feeds = floor.Feeds.All;
        var faults = floor.Host.Quarantine.Snapshot().ToDictionary(ward => ward.Feed, StringComparer.Ordinal);
        return new FloorView(
            floor.ExerciseName is not null,
            floor.ExerciseName,
            audience.Id,
            now,
            floor.Clock.Speed,
            AgreementApi.Head(floor.Agreement),
            [
                floor.Agreement.Theatre.WestDeg, floor.Agreement.Theatre.SouthDeg,
                floor.Agreement.Theatre.EastDeg, floor.Agreement.Theatre.NorthDeg,
            ],
            new RecordView(checkpoint.Size, floor.CheckpointAt, checkpoint.Origin, floor.Vkey),
            [.. feeds.Select(feed => Feed(floor, faults, feed))],
            floor.Store.CountIncidents(IncidentStatus.Open),
            audience.SeesTracks ? floor.Tracks.Count : 0,
            [.. feeds.Select(feed => new HeardView(
                feed.Name, floor.Heard.Bins(feed.Name, from ?? now, now, HeardBins)))],
            from,
            now);
    }

    private static FeedView Feed(
        WatchFloor floor, Dictionary<string, QuarantinedFeed> faults, Domain.Frames.Feed feed)
    {
        var (frames, last) = floor.Heard.Of(feed.Name);
        var counts = faults.TryGetValue(feed.Name, out var ward)
            ? ward.Counts.ToDictionary(
                count => FaultWords.Of(count.Fault), count => count.Count, StringComparer.Ordinal)
            : [];
        return new FeedView(feed.Name, feed.Format, frames, counts, last);
    }
}
