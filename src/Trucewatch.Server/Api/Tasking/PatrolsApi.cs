using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Patrols;

namespace Trucewatch.Server.Api.Tasking;

/// <summary>
/// Where patrols may go, and when they were heard. It is about people of third nations on the ground: nobody of a party
/// learns of any of it, nor whether there is a planning file.
/// </summary>
internal static class PatrolsApi
{
    /// <summary>Longest route to check in bytes: some thousand points.</summary>
    public const int MaxRouteBytes = 262_144;

    /// <summary>Most missed check-ins of a patrol: the newest ones.</summary>
    public const int MaxMissed = 50;

    /// <summary>What stands under every list of missed check-ins.</summary>
    public const string NothingConcluded = "nothing is concluded from it: a silent radio is not a harmed patrol";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tasking/ground", (HttpContext http) => Known(http, desk => TypedResults.Ok(Ground(desk))))
            .Needs(Operation.ReadPatrols)
            .WithName("getPatrolGround")
            .WithSummary("The ways that the mission knows, and the hazards that it keeps from")
            .Produces<PatrolGroundView>();
        api.MapGet("/tasking/patrols", (WatchFloor floor, HttpContext http) =>
            Known(http, desk => TypedResults.Ok(Board(floor, RequireSession.AudienceOf(http), desk))))
            .Needs(Operation.ReadPatrols)
            .WithName("listPatrols").WithSummary("The day's patrols: refused legs, heard, due and missed check-ins")
            .Produces<PatrolBoardView>();
        api.MapGet("/tasking/route", (HttpContext http, string? from, string? to) =>
            Known(http, desk => Route(desk, from, to)))
            .Needs(Operation.ReadPatrols)
            .WithName("findPatrolRoute")
            .WithSummary("The shortest route over known ways that keeps from hazards, or why not")
            .Produces<PatrolRouteView>().ProducesProblem(StatusCodes.Status400BadRequest);
        RequestBody.Map(
            api, "/tasking/route/check", RequestJson.Default.PatrolRouteRequest,
            (http, request) => Known(http, desk => Check(desk, request)), MaxRouteBytes)
            .Needs(Operation.ReadPatrols)
            .WithName("checkPatrolRoute").WithSummary("Which legs of a proposed route no patrol may go")
            .Produces<RouteCheckView>();
    }

    /// <summary>Answers who may know of patrols, by the desk or by none; the door asked for the role alone.</summary>
    private static IResult Known(HttpContext http, Func<PatrolDesk?, IResult> answer)
    {
        var (floor, by) = (http.RequestServices.GetRequiredService<WatchFloor>(), RequireSession.SessionOf(http).By);
        return floor.Rights.Decide(by, Operation.ReadPatrols, Label.Mission) is { } denied
            ? RequireSession.Denied(denied)
            : answer(floor.Patrols.IsSet ? floor.Patrols : null);
    }

    private static PatrolGroundView Ground(PatrolDesk? desk) =>
        desk is not { Terms: var terms }
            ? new PatrolGroundView(PlanState.NotSet, false, PatrolTerms.UsualDistanceM, [], [])
            : new PatrolGroundView(
                PlanState.Ready, desk.HasChanged, terms.HazardDistanceM, [.. terms.Ways.Select(PlanText.TextOf)],
                [
                    .. terms.Hazards.Select(hazard => new HazardView(
                        hazard.Id, hazard.Kind, hazard.Status, hazard.Source, hazard.AsOf,
                        PlanText.TextOf(hazard.Area.Polygons[0].Outer))),
                ]);

    private static IResult Route(PatrolDesk? desk, string? from, string? to)
    {
        if (PlaceOf(from) is not { } begin || PlaceOf(to) is not { } end)
        {
            return Unusable("expected from and to as latitude,longitude in degrees");
        }

        if (desk is null)
        {
            return TypedResults.Ok(new PatrolRouteView(PlanState.NotSet, null, [], 0, [], ""));
        }

        var answer = desk.Find(begin, end);
        return TypedResults.Ok(new PatrolRouteView(
            PlanState.Ready, answer.Outcome, PlanText.TextOf(answer.Route), Math.Round(answer.LengthM, 1),
            answer.Hazards, answer.Words));
    }

    private static IResult Check(PatrolDesk? desk, PatrolRouteRequest request)
    {
        if (request.Route.Length is < 2 or > TaskPlan.MaxRoutePoints || !request.Route.All(IsPlace))
        {
            return Unusable(FormattableString.Invariant(
                $"expected a route of 2 to {TaskPlan.MaxRoutePoints} places, each as latitude and longitude"));
        }

        if (desk is null)
        {
            return TypedResults.Ok(new RouteCheckView(PlanState.NotSet, []));
        }

        ImmutableArray<GeoPoint> route =
            [.. request.Route.Select(place => GeoPoint.FromDegrees(latitudeDeg: place[0], longitudeDeg: place[1]))];
        return TypedResults.Ok(new RouteCheckView(PlanState.Ready, Of(desk.Refused(route), route)));
    }

    private static PatrolBoardView Board(WatchFloor floor, Audience audience, PatrolDesk? desk)
    {
        var now = floor.Clock.Now;
        return desk is null
            ? new PatrolBoardView(
                PlanState.NotSet, false, now, null, PatrolTerms.UsualCheckIn.TotalMinutes, NothingConcluded, [])
            : new PatrolBoardView(
                PlanState.Ready, desk.HasChanged, now, desk.ListensFrom, desk.Terms.CheckInEvery.TotalMinutes,
                NothingConcluded,
                [.. desk.Day(now).Select(one => Of(floor, audience, one))]);
    }

    private static PatrolView Of(WatchFloor floor, Audience audience, PatrolOfDay one)
    {
        var (voice, route) = (one.Voice, one.Task.Route);
        ImmutableArray<GeoPoint> places = [.. route.Select(point => point.Place)];
        var bare = new PatrolView(
            one.Task.Id, one.Task.Owner, route[0].At, route[^1].At, PlanText.TextOf(places), Of(one.Refused, places),
            [.. voice.Reporters, .. voice.Vehicles.Select(vehicle => vehicle.ToString())], true, null,
            null, null, []);
        return !one.Feeds.All(feed => ReleaseGate.MaySeeLive(floor.Host.LabelOfAll(feed), audience))
            ? bare
            : bare with
            {
                Withheld = false, State = one.State, Due = one.Due,
                Last = one.Last is { } last
                    ? new PatrolHeardView(last.SaidAt, last.ReceivedAt, TextOf(last.Place), last.By, last.Feed.Name)
                    : null,
                Missed =
                [
                    .. one.Missed.TakeLast(MaxMissed).Select(missed => new MissedCheckInView(
                        missed.Due, missed.LastHeard, TextOf(missed.LastPlace), TextOf(missed.Expected)!)),
                ],
            };
    }

    private static List<RefusedLegView> Of(ImmutableArray<RefusedLeg> refused, ImmutableArray<GeoPoint> route) =>
    [
        .. refused.Select(each => new RefusedLegView(
            each.Leg + 1, each.Hazard, TextOf(route[each.Leg])!, TextOf(route[each.Leg + 1])!)),
    ];

    private static double[]? TextOf(GeoPoint? place) => place is { } at
        ? [Math.Round(at.LatitudeDeg, 6), Math.Round(at.LongitudeDeg, 6)]
        : null;

    private static GeoPoint? PlaceOf(string? text)
    {
        var parts = (text ?? "").Split(',');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && IsPlace([latitude, longitude])
            ? GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude)
            : null;
    }

    private static bool IsPlace(double[]? place) => place is [>= -90 and <= 90, >= -180 and <= 180];

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable query");
}
