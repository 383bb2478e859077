using Trucewatch.Domain.Access;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Api.Evidence;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Floor;

/// <summary>The state of the watch floor at a glance.</summary>
internal static class FloorApi
{
    public const int HeardBins = 96;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/floor", (WatchFloor floor, HttpContext http) =>
            TypedResults.Ok(View(floor, RequireSession.AudienceOf(http))))
        .Needs(Operation.ReadFloor)
        .WithName("getFloor").WithSummary("Time, agreement, record, feeds and counts");

    private static StampView? Stamped(StampedCheckpoint? stamped) => stamped is null
        ? null
        : new StampView(
            stamped.Checkpoint.Size, Domain.Instant.FromUnixSeconds(stamped.At.ToUnixTimeSeconds()), stamped.Authority);

    public static FloorView View(WatchFloor floor, Reports.Release.Audience audience)
    {
        var now = floor.Clock.Now;
        var checkpoint = floor.Publisher.Checkpoint;
        var feeds = FeedsApi.Shown(floor, audience).ToList();
        var from = floor.Heard.From(feeds.Select(feed => feed.Name));
        return new FloorView(
            floor.IsExercise,
            floor.ExerciseName,
            audience.Id,
            now,
            floor.Clock.Speed,
            AgreementApi.Head(floor.Agreement),
            [
                floor.Agreement.Theatre.WestDeg, floor.Agreement.Theatre.SouthDeg,
                floor.Agreement.Theatre.EastDeg, floor.Agreement.Theatre.NorthDeg,
            ],
            new RecordView(
                checkpoint.Size, floor.CheckpointAt, checkpoint.Origin, floor.Vkey,
                WitnessedViews.Of(floor.Publisher.Witnessed, floor.Policy), Stamped(floor.Stamped())),
            [.. FeedsApi.View(floor, audience).Items],
            CountView.Of(floor.Incidents.Count(audience, now), CoverageApi.Exposure(floor, audience)),
            floor.Tracks.Count(track => floor.Shows(track, audience)),
            [.. feeds.Select(feed => new HeardView(
                feed.Name, floor.Heard.Bins(feed.Name, from ?? now, now, HeardBins)))],
            from,
            now,
            AccessPolicy.IsStaff(audience.By.Who.Role) ? floor.Problems() : [],
            Announced(floor, audience.By));
    }

    /// <summary>Broken glass, to the mission; and what looks like targeting, to those who watch over access.</summary>
    private static IReadOnlyList<string> Announced(WatchFloor floor, Asker by) =>
    [
        .. AccessPolicy.IsStaff(by.Who.Role) ? floor.Rights.Announcements() : [],
        .. floor.Rights.Decide(by, Operation.ReadAccess) is null ? floor.Queries.Announcements() : [],
    ];
}
