using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Tracks;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Live;

namespace Trucewatch.Server.Api.Tracks;

/// <summary>Tracks: the newest state of all, and the history of one. For the mission only.</summary>
internal static class TracksApi
{
    public const int MostPoints = 5000;

    /// <summary>In the past, a track stands where it was last heard for so long.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tracks", (WatchFloor floor, HttpContext http, string? asOf) =>
            AsOf.TryRead(asOf, out var time) ? List(floor, RequireSession.SessionOf(http), time) : AsOf.Unusable())
            .Needs(Operation.ReadTracks)
            .WithName("listTracks").WithSummary("Newest state of all tracks; asOf: by what was known then")
            .Produces<TrackPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/tracks/{id:int}/history", (
                WatchFloor floor, HttpContext http, int id, string? from, string? to, int? most) =>
            floor.Shows(new TrackId(id), RequireSession.AudienceOf(http))
                ? History(floor, RequireSession.SessionOf(http), id, (from, to, most ?? 500))
                : Denied())
            .Needs(Operation.ReadTracks)
            .WithName("getTrackHistory").WithSummary("States of one track, oldest first")
            .Produces<TrackHistory>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static IResult List(WatchFloor floor, Session session, Instant? asOf)
    {
        if (IsLive(floor, asOf))
        {
            floor.Queries.Note(session, LiveQuery.Picture, "tracks");
        }

        var audience = session.Audience;
        var states = asOf is { } then
            ? floor.Store.ReadTracksAsOf(then, then - Remembered).Select(record => record.State)
            : floor.Tracks.Newest();
        return TypedResults.Ok(new TrackPage(
            [.. states.Where(state => floor.Shows(state.Id, audience)).Select(View)]));
    }

    private static IResult Denied() => TypedResults.Problem(
        "Live positions are shown to the mission only.",
        statusCode: StatusCodes.Status403Forbidden,
        title: "Not released to this reader");

    /// <summary>Where something was an hour ago tells nobody where it is.</summary>
    private static bool IsLive(WatchFloor floor, Instant? until) =>
        until is not { } at || at > floor.Clock.Now - TimeSpan.FromHours(1);

    private static IResult History(
        WatchFloor floor, Session session, int id, (string? From, string? To, int Most) asked)
    {
        var (from, to, most) = asked;
        var start = new Instant(0);
        var end = floor.Clock.Now + TimeSpan.FromDays(1);
        if ((from is not null && !Instant.TryParse(from, out start))
            || (to is not null && !Instant.TryParse(to, out end))
            || most is < 1 or > MostPoints)
        {
            return TypedResults.Problem(
                $"expected from and to as RFC 3339 times and most 1..{MostPoints}",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        var points = floor.Store.ReadTrackHistory(new TrackId(id), start, end, most);
        if (points.Count > 0 && IsLive(floor, points[^1].State.At))
        {
            floor.Queries.Note(
                session, LiveQuery.Object, "track:" + new TrackId(id), points[^1].State.Position);
        }

        return TypedResults.Ok(new TrackHistory([.. points.Select(point =>
        {
            var state = View(point.State);
            return new TrackPoint(
                state.At, state.Latitude, state.Longitude, state.SigmaM, state.SpeedMps, state.CourseDeg,
                state.Standing, point.Feed, point.State.Evidence.Sequence);
        })]));
    }

    private static TrackView View(TrackUpdate state)
    {
        var speed = Math.Sqrt((state.EastMps * state.EastMps) + (state.NorthMps * state.NorthMps));
        var status = TrackWire.Status(in state);
        return new TrackView(
            state.Id.Value,
            state.Identity.ToString(),
            state.Class.ToString().ToLowerInvariant(),
            state.Description?.Name,
            state.At,
            state.Position.LatitudeDeg,
            state.Position.LongitudeDeg,
            TrackWire.SigmaM(state),
            speed,
            speed < 0.1 ? null : TrackWire.CourseDeg(state),
            state.Standing.ToString().ToLowerInvariant(),
            status?.ToString().ToLowerInvariant(),
            status is null or TrackStatus.Told ? null : state.Existence);
    }
}
