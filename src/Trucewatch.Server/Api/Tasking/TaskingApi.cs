using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Tasking;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Tasking;

namespace Trucewatch.Server.Api.Tasking;

/// <summary>
/// Shared tasking: nations ask for looks and offer them, and the mission accepts. It commands nobody: an accepted offer
/// is a promise of the nation that made it.
/// </summary>
internal static class TaskingApi
{
    /// <summary>Longest act in bytes: a route of some thousand points.</summary>
    public const int MaxActBytes = 262_144;

    /// <summary>Most requests and offers of an answer: the newest ones.</summary>
    public const int MaxItems = 500;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tasking", (WatchFloor floor, HttpContext http) =>
            TypedResults.Ok(View(floor, RequireSession.SessionOf(http).By)))
            .Needs(Operation.ReadTasking)
            .WithName("getTasking").WithSummary("Who asked for which look, who offered one, and the timetable");
        RequestBody.Map(api, "/tasking/acts", RequestJson.Default.TaskingRequest, Act, MaxActBytes)
            .Needs(Operation.ActOnTasking)
            .WithName("actOnTasking").WithSummary("Ask for a look, offer one, accept an offer, or take one back")
            .Produces<TaskingActView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The board as somebody may know it; nothing in it depends on what they may not.</summary>
    internal static TaskingBoardView View(WatchFloor floor, Asker by) => floor.Tasking.Ask(board =>
    {
        var acts = board.Entries.Where(entry => entry.Refusal == TaskingRefusal.None)
            .Where(entry => entry.Act.Deed is LookRequested or LookOffered)
            .ToDictionary(entry => IdOf(entry.Act.Deed), entry => entry.Act, StringComparer.Ordinal);
        var offers = board.Offers.Where(one => TaskingDesk.MayKnow(one.Offer, by)).ToList();
        var open = board.OpenRequests.Select(request => request.Request).ToHashSet(StringComparer.Ordinal);
        return new TaskingBoardView(
            floor.Clock.Now, by.Who.Nation, AccessPolicy.MayAsk(by.Who.Role, Operation.RequestLook),
            AccessPolicy.MayAsk(by.Who.Role, Operation.OfferLook),
            AccessPolicy.MayAsk(by.Who.Role, Operation.AcceptOffer),
            [
                .. acts.Values.Where(act => act.Deed is LookRequested).OrderByDescending(act => act.At).Take(MaxItems)
                    .Select(act => Of(act, (LookRequested)act.Deed, open, offers)),
            ],
            [
                .. offers.Select(one => (one, Act: acts[one.Offer.Offer])).OrderByDescending(each => each.Act.At)
                    .Take(MaxItems).Select(each => Of(each.Act, each.one.Offer, each.one.State, by)),
            ],
            [
                .. board.Timetable.Where(offer => TaskingDesk.MayKnow(offer, by))
                    .Where(offer => TaskingBoard.TimesOf(offer.Task).Until > floor.Clock.Now)
                    .Select(offer => offer.Offer),
            ]);
    });

    private static string IdOf(TaskingDeed deed) =>
        deed is LookRequested request ? request.Request : ((LookOffered)deed).Offer;

    private static LookRequestView Of(
        TaskingAct act, LookRequested request, HashSet<string> open,
        List<(LookOffered Offer, OfferState State)> offers) => new(
        request.Request, act.Author.Nation, act.Author.Person, act.At,
        PlanText.TextOf(request.Area.Polygons[0].Outer), request.From, request.Until, request.Modality, request.Why,
        open.Contains(request.Request),
        offers.Count(one => one.Offer.Request == request.Request && one.State != OfferState.Withdrawn));

    private static OfferView Of(TaskingAct act, LookOffered offer, OfferState state, Asker by)
    {
        var (from, until) = TaskingBoard.TimesOf(offer.Task);
        return new OfferView(
            offer.Offer, offer.Request, act.Author.Nation, act.Author.Person, act.At, state,
            PlanText.TextOf(offer.Task), from, until, offer.Heights?.LowM, offer.Heights?.HighM,
            offer.Release.ToString(), act.Author.Nation == by.Who.Nation);
    }

    private static IResult Act(HttpContext http, TaskingRequest request)
    {
        var (floor, session) = (http.RequestServices.GetRequiredService<WatchFloor>(), RequireSession.SessionOf(http));
        var answer = floor.Tasking.Append(session.By, new TaskingWord(
            new TaskingAuthor("", "", false), request.Kind, request.Id ?? "", request.Area, request.From, request.Until,
            request.Modality, request.Request, request.Task, request.LowM, request.HighM, request.Release?.ToLabel(),
            request.Why));
        return answer switch
        {
            { Problem: { } problem } => TypedResults.Problem(
                problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable request"),
            { Denied: { } denied } => RequireSession.Denied(denied),
            { Entry: { Refusal: not TaskingRefusal.None } refused } => TypedResults.Problem(
                Words.Said(refused.Refusal) + (refused.Words.Length > 0 ? $": {refused.Words}" : ""),
                statusCode: StatusCodes.Status409Conflict,
                title: $"Refused: {EnumWords.Of(refused.Refusal)}"),
            _ => TypedResults.Created($"{ApiTable.Root}/tasking", new TaskingActView(
                answer.Entry!.Number, IdOf(answer.Entry, request), request.Kind, TaskingRefusal.None,
                answer.Entry.Words)),
        };
    }

    private static string IdOf(TaskingEntry entry, TaskingRequest request) =>
        entry.Act.Deed is LookRequested or LookOffered ? IdOf(entry.Act.Deed) : request.Id!;
}
