using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Incidents;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Incidents;

/// <summary>Says that incidents are one: the first stands for all.</summary>
internal sealed record MergeRequest(string Into, IReadOnlyList<string> Others, string Text);

/// <summary>Takes such a word back.</summary>
internal sealed record ReversalRequest(string Text);

/// <summary>A word that was taken in.</summary>
internal sealed record MergeDone(long Number);

/// <summary>A word that incidents are one, and the one that took it back.</summary>
internal sealed record MergeView(
    long Number, Instant At, CaseAuthorView Author, string Into, IReadOnlyList<string> Others, string Text,
    ReversalView? Reversal);

internal sealed record ReversalView(Instant At, CaseAuthorView Author, string Text);

internal sealed record MergePage(IReadOnlyList<MergeView> Items);

/// <summary>Incidents that are one, as they are now.</summary>
internal sealed record GroupView(string Into, IReadOnlyList<string> Others);

internal sealed record GroupPage(IReadOnlyList<GroupView> Items);

/// <summary>
/// Merges of incidents: a named person says that they are one, and any who may say so takes it back. Both are sealed;
/// what is shown of incidents after both is what was shown before.
/// </summary>
internal static class MergesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/merges", (WatchFloor floor, HttpContext http) =>
            TypedResults.Ok(List(floor, RequireSession.SessionOf(http))))
            .Needs(Operation.ReadIncidents)
            .WithName("listMerges").WithSummary("Who said that incidents are one, and who took it back");
        RequestBody.Map(api, "/merges", RequestJson.Default.MergeRequest, Merge)
            .Needs(Operation.MergeIncidents)
            .WithName("mergeIncidents").WithSummary("Say that incidents are one, in one's own name")
            .Produces<MergeDone>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        RequestBody.Map(api, "/merges/{number:long}/reversal", RequestJson.Default.ReversalRequest, Reverse)
            .Needs(Operation.MergeIncidents)
            .WithName("unmergeIncidents").WithSummary("Say that incidents are not one after all")
            .Produces<MergeDone>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>What is one now, as an audience is told.</summary>
    internal static GroupPage Groups(WatchFloor floor, Audience audience) => new(
    [
        .. floor.Incidents.Groups(audience, floor.Clock.Now).Values.Distinct()
            .Select(group => new GroupView(
                floor.Ids.Shown(audience, group.Into),
                [.. group.Others.Select(one => floor.Ids.Shown(audience, one)).Order(StringComparer.Ordinal)]))
            .OrderBy(group => group.Into, StringComparer.Ordinal),
    ]);

    /// <summary>Words about incidents that the reader is told of; to others they are as if never said.</summary>
    internal static MergePage List(WatchFloor floor, Session session)
    {
        var (audience, now) = (session.Audience, floor.Clock.Now);
        var until = now - audience.Delay;
        return new MergePage(
        [
            .. floor.Merges.Book.Said
                .Where(one => one.At <= until && MergeBook.IsTold(one, id => IsTold(floor, audience, id)))
                .Select((one, index) => new MergeView(
                    ReaderIds.AreKeyed(audience) ? index + 1 : one.Number,
                    one.At, Author(one.Word, audience), floor.Ids.Shown(audience, one.Word.Into!),
                    [.. one.Word.Others.Select(other => floor.Ids.Shown(audience, other))], Text(one.Word, audience),
                    one.ReversedAt is { } at && at <= until
                        ? new ReversalView(at, Author(one.Reversal!, audience), Text(one.Reversal!, audience))
                        : null)),
        ]);
    }

    private static bool IsTold(WatchFloor floor, Audience audience, string id) =>
        floor.Incidents.Find(id, audience, floor.Clock.Now) is not null;

    /// <summary>Words of the mission to itself may tell of what is withheld from others.</summary>
    private static string Text(MergeWord word, Audience audience) => ReaderIds.AreKeyed(audience) ? "" : word.Text;

    /// <summary>Who of the mission said it is its own affair; that a person of it did is told to all.</summary>
    private static CaseAuthorView Author(MergeWord word, Audience audience) =>
        new(ReaderIds.AreKeyed(audience) ? "" : word.By.Person, word.By.Role,
            ReaderIds.AreKeyed(audience) ? "" : word.By.Nation, word.By.Party);

    private static IResult Merge(HttpContext http, MergeRequest request)
    {
        var (floor, session) = Asked(http);
        if (request.Others.Count > MergeWord.MaxOthers || request.Others.Any(one => one is null))
        {
            return Unusable(FormattableString.Invariant($"expected at most {MergeWord.MaxOthers} others"));
        }

        string[] named = [request.Into, .. request.Others];
        foreach (var id in named)
        {
            if (Label(floor, session.Audience, id) is not { } label
                || floor.Rights.Decide(session.By, Operation.MergeIncidents, label) == Denial.Label)
            {
                return Unknown(id);
            }

            if (floor.Rights.Decide(session.By, Operation.MergeIncidents, label) is { } denial)
            {
                return RequireSession.Denied(denial);
            }
        }

        return Say(floor, session, new MergeWord(
            session.By.Who, request.Into, [.. request.Others.Order(StringComparer.Ordinal)], request.Text));
    }

    private static IResult Reverse(HttpContext http, ReversalRequest request)
    {
        var (floor, session) = Asked(http);
        var number = Convert.ToInt64(http.Request.RouteValues["number"], CultureInfo.InvariantCulture);
        var said = floor.Merges.Book.Said.FirstOrDefault(one => one.Number == number);
        foreach (var id in said?.Word.Named() ?? [])
        {
            if (Label(floor, session.Audience, id) is { } label
                && floor.Rights.Decide(session.By, Operation.MergeIncidents, label) is { } denial
                && denial != Denial.Label)
            {
                return RequireSession.Denied(denial);
            }
        }

        return Say(floor, session, new MergeWord(session.By.Who, null, [], request.Text, number));
    }

    private static IResult Say(WatchFloor floor, Session session, MergeWord word)
    {
        if (word.Text.Length > MergeWord.MaxText || string.IsNullOrWhiteSpace(word.Text))
        {
            return Unusable(FormattableString.Invariant(
                $"expected a text that says why, of at most {MergeWord.MaxText} characters"));
        }

        var (number, refusal) = floor.Merges.Say(
            word,
            id => IsTold(floor, session.Audience, id),
            id => floor.Incidents.Find(id, session.Audience, floor.Clock.Now)!.Value.Seen.Clause);
        return refusal is null
            ? TypedResults.Created($"{ApiTable.Root}/merges", new MergeDone(number))
            : TypedResults.Problem(refusal, statusCode: StatusCodes.Status409Conflict, title: "Not possible");
    }

    private static Domain.Labels.Label? Label(WatchFloor floor, Audience audience, string id) =>
        floor.Incidents.Find(id, audience, floor.Clock.Now) is { } told && floor.Store.FindFact(told.Fact) is { } stored
            ? floor.Labelled(Domain.Facts.FactJson.Read(stored.Payload)).Label
            : null;

    private static (WatchFloor Floor, Session Session) Asked(HttpContext http) =>
        (http.RequestServices.GetRequiredService<WatchFloor>(), RequireSession.SessionOf(http));

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable request");

    private static IResult Unknown(string incident) => TypedResults.Problem(
        $"no incident {incident} that this reader may see",
        statusCode: StatusCodes.Status404NotFound,
        title: "Unknown incident");
}
