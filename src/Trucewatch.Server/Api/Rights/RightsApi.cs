using System.Globalization;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Rights;

/// <summary>
/// What people do with rights: hand out links, end sessions, lend a role, look past labels in an emergency, release
/// something by two. Each is sealed in the log, and so is what is denied.
/// </summary>
internal static class RightsApi
{
    public const int MostAtOnce = 200;
    public const int MaxWords = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", (HttpContext http) => TypedResults.Ok(Me(RequireSession.SessionOf(http))))
            .Needs(Operation.ReadOwnSession).WithName("getMe").WithSummary("Who the session is of");
        api.MapGet("/rights/acts", (WatchFloor floor, string? after, int? most) => List(floor, after, most ?? 50))
            .Needs(Operation.ReadAccess)
            .WithName("listRightsActs").WithSummary("What was done with rights, and denied")
            .Produces<RightsPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        RequestBody.Map(api, "/rights/links", RequestJson.Default.LinkRequest, Link)
            .Needs(Operation.IssueLink)
            .WithName("issueLink").WithSummary("A one-time link for a person of the roll")
            .Produces<LinkView>().ProducesProblem(StatusCodes.Status409Conflict);
        RequestBody.Map(api, "/rights/revocations", RequestJson.Default.RevocationRequest, Revoke)
            .Needs(Operation.RevokePerson)
            .WithName("revokePerson").WithSummary("End all sessions of a person at once")
            .Produces<RightsDone>();
        RequestBody.Map(api, "/rights/delegations", RequestJson.Default.DelegationRequest, Delegate)
            .Needs(Operation.Delegate)
            .WithName("delegateRole").WithSummary("Let another person act in one's own role")
            .Produces<RightsDone>().ProducesProblem(StatusCodes.Status409Conflict);
        RequestBody.Map(api, "/rights/glass", RequestJson.Default.GlassRequest, BreakGlass)
            .Needs(Operation.BreakGlass).WithName("breakGlass")
            .WithSummary("Look past labels for an hour, announced to all").Produces<RightsDone>();
        MapReleases(api);
    }

    private static void MapReleases(RouteGroupBuilder api)
    {
        RequestBody.Map(api, "/rights/releases", RequestJson.Default.ReleaseRequest, Propose)
            .Needs(Operation.ProposeRelease).WithName("proposeRelease")
            .WithSummary("Propose to release an incident more widely")
            .Produces<RightsDone>().ProducesProblem(StatusCodes.Status404NotFound);
        RequestBody.Map(api, "/rights/releases/{number:long}/approval", RequestJson.Default.ApprovalRequest, Approve)
            .Needs(Operation.ApproveRelease)
            .WithName("approveRelease").WithSummary("Release it, as the second person")
            .Produces<RightsDone>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static MeView Me(Session session)
    {
        var who = session.By.Who;
        return new MeView(
            who.Person, who.Role, who.Nation, who.Party, session.By.Holds, session.By.HasBrokenGlass, session.Until);
    }

    private static IResult List(WatchFloor floor, string? after, int most)
    {
        var from = 0L;
        if (most is < 1 or > MostAtOnce
            || (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from)))
        {
            return Unusable($"expected most 1..{MostAtOnce}, and after as a page gave it as next");
        }

        var found = floor.Rights.Read(from).Take(most + 1).Select(each => new RightsActView(
            each.Stored.Number, each.Act.At, each.Act.Rights!, each.Act.Words, each.Stored.LogIndex)).ToList();
        return TypedResults.Ok(new RightsPage(
            found[..Math.Min(most, found.Count)],
            found.Count > most ? found[most - 1].Number.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static IResult Link(HttpContext http, LinkRequest request)
    {
        var (floor, session) = Asked(http);
        var word = new RightsWord(RightsDeed.LinkIssued, session.By.Who, request.Person, request.Role);
        return floor.Rights.Say(word, null).Refusal is { } refusal
            ? Refused(refusal)
            : TypedResults.Ok(new LinkView(http.RequestServices.GetRequiredService<SignIn>().NewLink(
                floor.Rights.Find(request.Person, request.Role)!)));
    }

    private static IResult Revoke(HttpContext http, RevocationRequest request)
    {
        var (floor, session) = Asked(http);
        if (!IsSaid(request.Words))
        {
            return Unusable(WordsExpected);
        }

        try
        {
            // Said first: who comes from the identity provider meanwhile is either refused, or in before the end.
            return Done(floor, new RightsWord(RightsDeed.Revoked, session.By.Who, request.Person), request.Words);
        }
        finally
        {
            http.RequestServices.GetRequiredService<SignIn>().EndAll(who =>
                string.Equals(who.Person, request.Person, StringComparison.Ordinal));
        }
    }

    private static IResult Delegate(HttpContext http, DelegationRequest request)
    {
        var (floor, session) = Asked(http);
        return Done(
        floor,
        new RightsWord(
            RightsDeed.Delegated, session.By.Who, request.Person, session.By.Who.Role, request.Until),
            request.Words);
    }

    private static IResult BreakGlass(HttpContext http, GlassRequest request)
    {
        var (floor, session) = Asked(http);
        return Done(
        floor,
        new RightsWord(
            RightsDeed.GlassBroken, session.By.Who, session.By.Who.Person,
            Until: floor.Clock.Now + Domain.Access.Rights.GlassLife),
            request.Words);
    }

    private static IResult Propose(HttpContext http, ReleaseRequest request)
    {
        var (floor, session) = Asked(http);
        if (Denied(floor, session, Operation.ProposeRelease, request.Incident) is { } denied)
        {
            return denied;
        }

        var wider = new Label(
            AccessPolicy.KnownPolicy, request.Classification,
            [.. request.ReleasableTo.Order(StringComparer.Ordinal)],
            request.Restrictions.Count == 0 ? null : [.. request.Restrictions.Order(StringComparer.Ordinal)]);
        return Done(
            floor,
            new RightsWord(
                RightsDeed.ReleaseProposed, session.By.Who, Item: "incident:" + request.Incident, Label: wider),
            request.Words);
    }

    private static IResult Approve(HttpContext http, ApprovalRequest request)
    {
        var (floor, session) = Asked(http);
        var number = Convert.ToInt64(http.Request.RouteValues["number"], CultureInfo.InvariantCulture);
        var item = floor.Rights.ProposedItem(number);
        return item is null
            ? Unknown(FormattableString.Invariant($"of proposal {number}"))
            : Denied(floor, session, Operation.ApproveRelease, item["incident:".Length..]) ?? Done(
                floor,
                new RightsWord(RightsDeed.ReleaseApproved, session.By.Who, Item: item, Answers: number),
                request.Words);
    }

    /// <summary>The answer to who may not; to whom the incident is withheld there is none.</summary>
    private static IResult? Denied(WatchFloor floor, Session session, Operation to, string incident) =>
        Label(floor, incident) is not { } label ? Unknown(incident)
            : floor.Rights.Decide(session.By, to, label) switch
            {
                null => null,
                Denial.Label => Unknown(incident),
                var denial => RequireSession.Denied(denial.Value),
            };

    private static (WatchFloor Floor, Session Session) Asked(HttpContext http) =>
        (http.RequestServices.GetRequiredService<WatchFloor>(), RequireSession.SessionOf(http));

    /// <summary>The label in force of an incident's newest revision; null where there is none.</summary>
    private static Label? Label(WatchFloor floor, string incident) =>
        floor.Store.ReadIncidentRevisions(incident).LastOrDefault() is { } stored
            ? floor.Labelled(FactJson.Read(stored.Payload)).Label
            : null;

    private const string WordsExpected = "expected words that say why, at most 1000 characters";

    private static bool IsSaid(string words) => words.Length <= MaxWords && !string.IsNullOrWhiteSpace(words);

    private static IResult Done(WatchFloor floor, RightsWord word, string words)
    {
        if (!IsSaid(words))
        {
            return Unusable(WordsExpected);
        }

        var (number, refusal) = floor.Rights.Say(word, words);
        return refusal is null ? TypedResults.Ok(new RightsDone(number)) : Refused(refusal);
    }

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable request");

    private static IResult Refused(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status409Conflict, title: "Not possible");

    private static IResult Unknown(string incident) => TypedResults.Problem(
        $"no incident {incident} that this reader may see",
        statusCode: StatusCodes.Status404NotFound,
        title: "Unknown incident");
}
