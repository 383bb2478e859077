using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Evidence;
using Trucewatch.Reports.Language;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.DailyReports;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Cases;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Api.Cases;

/// <summary>
/// Cases: opened from an incident, driven by acts of people, shown to each reader as far as they may see. Who acts is
/// who is signed in; no address decides anything by itself.
/// </summary>
internal static class CasesApi
{
    /// <summary>Longest act in bytes.</summary>
    public const int MaxActBytes = 65_536;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases", (WatchFloor floor, HttpContext http) => TypedResults.Ok(new CasePageView(
            [
                .. floor.Cases.All(By(http)).Select(each =>
                    Summary(each.Case, Seen(floor, http, each.Case), floor.Clock.Now)),
            ],
            floor.Rights.Decide(By(http), Operation.ReceiveIncident) is null)))
            .Needs(Operation.ReadCase).WithName("listCases").WithSummary("Cases, the oldest first");
        api.MapGet("/cases/{id}", (WatchFloor floor, HttpContext http, string id) => View(floor, http, id))
            .Needs(Operation.ReadCase)
            .WithName("getCase").WithSummary("A case: where it stands, its times, its acts")
            .Produces<CaseView>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/cases/{id}/page", (WatchFloor floor, HttpContext http, string id) => Page(floor, http, id))
            .Needs(Operation.ReadCase)
            .WithName("getCasePage").WithSummary("The case on one page of plain text")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
        CustodyApi.Map(api);
        RequestBody.Map(api, "/cases/wording", RequestJson.Default.CaseWordingRequest, Judge, MaxActBytes)
            .Needs(Operation.ActOnCase)
            .WithName("judgeActWording").WithSummary("Loaded words among the words of an act")
            .Produces<CaseWordingView>();
        RequestBody.Map(api, "/cases", RequestJson.Default.CaseRequest, Open)
            .Needs(Operation.ReceiveIncident).WithName("openCase").WithSummary("Open a case of an incident")
            .Produces<CaseView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        RequestBody.Map(api, "/cases/{id}/acts", RequestJson.Default.CaseActRequest, Act, MaxActBytes)
            .Needs(Operation.ActOnCase)
            .WithName("actOnCase").WithSummary("Do something to a case, in one's own name")
            .Produces<CaseActView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static ReleasedCase Seen(WatchFloor floor, HttpContext http, CaseRecord known)
    {
        var session = RequireSession.SessionOf(http);
        return known.For(session.By, incident => floor.Ids.Shown(session.Audience, incident));
    }

    private static Asker By(HttpContext http) => RequireSession.SessionOf(http).By;

    private static IResult View(WatchFloor floor, HttpContext http, string id)
    {
        var view = floor.Cases.Ask(
            id, By(http), known => Of(known, Seen(floor, http, known), floor.Clock.Now, By(http)));
        if (view is null)
        {
            return Unknown(id);
        }

        floor.Views.Note(RequireSession.SessionOf(http), "case:" + id);
        return TypedResults.Ok(view);
    }

    private static IResult Page(WatchFloor floor, HttpContext http, string id)
    {
        var page = floor.Cases.Ask(id, By(http), known =>
            Watch.Adjudication.CasePage.Write(Seen(floor, http, known).File, floor.Clock.Now));
        if (page is null)
        {
            return Unknown(id);
        }

        floor.Views.Note(RequireSession.SessionOf(http), "case:" + id);
        return TypedResults.Text((floor.IsExercise ? ExerciseMark.Word + "\n" : "") + page, "text/plain");
    }

    private static IResult Open(HttpContext http, CaseRequest request)
    {
        var (floor, session) = (http.RequestServices.GetRequiredService<WatchFloor>(), RequireSession.SessionOf(http));
        var newest = floor.Store
            .ReadIncidentRevisions(floor.Ids.Meant(session.Audience, request.Incident))
            .Where(stored => IncidentsApi.Summary(floor, session.Audience, stored) is not null)
            .Select(stored => floor.Labelled(FactJson.Read(stored.Payload))).OfType<IncidentFact>().LastOrDefault();
        if (newest is null)
        {
            return TypedResults.Problem(
                $"no incident {request.Incident} that this reader may see",
                statusCode: StatusCodes.Status404NotFound,
                title: "Unknown incident");
        }

        // A case tells of its incident, and its opener has to be able to read what they open.
        var label = request.Label?.ToLabel() ?? newest.Label;
        if (!label.IsWithin(newest.Label) || !AccessPolicy.Reads(label, session.By))
        {
            return Refused("label-too-wide", $"expected a label within that of the incident, {newest.Label}");
        }

        var first = newest.Incident.First;
        var (id, answer) = floor.Cases.Open(
            session.By,
            new IncidentReceived(
                newest.Incident.Id, newest.Incident.Clause, request.Earliest ?? first, request.Latest ?? first,
                request.Text),
            label);
        return id is null
            ? Refused("not opened", answer.Problem!)
            : TypedResults.Created(
                $"{ApiTable.Root}/cases/{id}",
                floor.Cases.Ask(
                    id, session.By, known => Of(known, Seen(floor, http, known), floor.Clock.Now, session.By)));
    }

    private static IResult Act(HttpContext http, CaseActRequest request)
    {
        var floor = http.RequestServices.GetRequiredService<WatchFloor>();
        var id = (string)http.Request.RouteValues["id"]!;
        var answer = floor.Cases.Append(
            By(http), id, request.Deed, request.Confidence, request.Label?.ToLabel());
        return answer switch
        {
            null => Unknown(id),
            { Problem: { } problem } => Refused("label", problem),
            { Entry: { Refusal: { } refusal } } => Refused(Words.Of(refusal.Why), refusal.Words),
            { Entry: { } entry } => TypedResults.Created($"{ApiTable.Root}/cases/{id}", Of(entry)),
            _ => Unknown(id),
        };
    }

    internal static CaseSummary Summary(CaseRecord known, ReleasedCase seen, Instant now)
    {
        var file = seen.File;
        var incident = (IncidentReceived)file.Entries[0].Act.Deed;
        return new CaseSummary(
            file.Terms.Case, file.State, incident.Incident, incident.Clause, known.Label.ToString(),
            file.Entries[0].Act.At, file.Standing, file.Entries.Count,
            CaseClocks.Next(file, now) is { } next ? Of(next, now) : null);
    }

    internal static CaseView Of(CaseRecord known, ReleasedCase seen, Instant now, Asker by) => new(
        Summary(known, seen, now),
        seen.File.Finding,
        [.. seen.File.Terms.Parties.Select(party => party.Id)],
        [.. CaseClocks.Of(seen.File, now).Select(clock => Of(clock, now))],
        [.. seen.File.Entries.Select(Of)],
        [.. DeedOperation.OnOpenCase.Append(Operation.ReadCustody).Where(to => AccessPolicy.Decide(new Demand(by, to)
        {
            Label = known.Label, State = seen.File.State, Parties = seen.File.Terms.Parties,
        }) is null)],
        CasePieces.Matrices(seen.File),
        CasePieces.Bulletins(seen.File),
        Of(seen.File.Terms));

    private static CaseTermsView Of(CaseTerms terms) => new(
        Deed.MaxChars,
        terms.PleadingMaxChars,
        [
            .. terms.Ladders.Select(ladder => new CaseLadderView(
                ladder.Id, ladder.Dated, ladder.Source,
                [.. ladder.Steps.Select(step => new CaseStepView(step.Id, step.Words, step.IsAutomatic))])),
        ],
        [.. terms.Bulletins.Select(rule => new CaseRungView(rule.Rung, [.. rule.Needs], rule.May))]);

    private static CaseClockView Of(CaseClock clock, Instant now) => new(
        clock.What, clock.Due.Earliest, clock.Due.Latest, clock.Due.At(now), clock.Done,
        clock.Done is { } done ? clock.Due.IsKept(done) : null, clock.Whose);

    private static CaseActView Of(CaseEntry entry)
    {
        var author = entry.Act.Author;
        return new CaseActView(
            entry.Number, entry.Act.At, new CaseAuthorView(author.Person, author.Role, author.Nation, author.Party),
            entry.Act.Confidence, entry.Act.Label.ToString(), entry.Act.Deed, entry.State,
            entry.Refusal is { } refusal ? new CaseRefusalView(refusal.Why, refusal.Words) : null);
    }

    /// <summary>Told before it is sent, and forbidding nothing: an act is in its author's own words.</summary>
    private static IResult Judge(HttpContext http, CaseWordingRequest request) =>
        Tongues.OfCode(request.Language) is not { } tongue
            ? TypedResults.Problem(
                "expected language en, uk or ru",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable request")
            : TypedResults.Ok(new CaseWordingView(
                [.. LoadedWords.Check(request.Text, tongue).Select(WordingFlagView.Of)]));

    internal static IResult Unknown(string id) => TypedResults.Problem(
        $"no case {id} that this reader may see",
        statusCode: StatusCodes.Status404NotFound,
        title: "Unknown case");

    private static IResult Refused(string why, string words) => TypedResults.Problem(
        words, statusCode: StatusCodes.Status409Conflict, title: $"Refused: {why}");
}
