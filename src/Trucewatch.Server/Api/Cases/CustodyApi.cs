using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;
using Trucewatch.Server.Custody;
using Trucewatch.Server.Hosting;
using Act = Trucewatch.Domain.Custody.Act;

namespace Trucewatch.Server.Api.Cases;

/// <summary>
/// The custody of a case: who viewed, exported and passed on its evidence. It names people of the mission and counts
/// what parties may not know of, so the policy has it for those who answer for it.
/// </summary>
internal static class CustodyApi
{
    /// <summary>Most acts that are listed one by one.</summary>
    public const int MostActs = 100;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/cases/{id}/custody", (WatchFloor floor, HttpContext http, string id) => View(floor, http, id))
            .Needs(Operation.ReadCustody)
            .WithName("getCaseCustody")
            .WithSummary("Who viewed, exported and passed on the evidence of a case")
            .Produces<CaseCustodyView>().ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult View(WatchFloor floor, HttpContext http, string id)
    {
        var session = RequireSession.SessionOf(http);
        if (floor.Cases.Ask(id, session.By, known => known) is not { } known)
        {
            return CasesApi.Unknown(id);
        }

        var demand = new Demand(session.By, Operation.ReadCustody)
        {
            Label = known.Label, State = known.File.State, Parties = known.File.Terms.Parties,
        };
        if (AccessPolicy.Decide(demand) is { } denial)
        {
            return RequireSession.Denied(denial);
        }

        var incident = ((IncidentReceived)known.File.Entries[0].Act.Deed).Incident;
        floor.Views.Note(session, "case:" + id);
        return TypedResults.Ok(Of(floor, ["case:" + id, .. CustodyBook.PartsOf(floor.Store, "incident:" + incident)]));
    }

    private static CaseCustodyView Of(WatchFloor floor, HashSet<string> items)
    {
        var all = floor.Store.ReadActs(0, int.MaxValue)
            .Select(stored => new NumberedAct(stored.Number, stored.LogIndex, ActJson.Read(stored.Payload))).ToList();
        var acts = all.Where(each => each.Act.Items.Any(item => item == Act.All || items.Contains(item))).ToList();
        var people = PeopleOf(all);
        var done = acts.Where(each => each.Act.Kind != ActKind.Viewed).OrderByDescending(each => each.Number).ToList();
        return new CaseCustodyView(
            items.Count,
            [.. done.Take(MostActs).Select(each => Told(each, items))],
            Math.Max(0, done.Count - MostActs),
            [
                .. acts.Where(each => each.Act.Kind == ActKind.Viewed)
                    .GroupBy(each => Named(people, each.Act.By), StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new CustodyReaderView(
                        group.Key, group.Count(), group.Min(each => each.Act.At), group.Max(each => each.Act.At))),
            ]);
    }

    /// <summary>Whose each session is: signing in says so.</summary>
    private static Dictionary<string, string> PeopleOf(IEnumerable<NumberedAct> all) => all
        .Where(each => each.Act.Rights is { Deed: RightsDeed.SignedIn or RightsDeed.Vouched, Item: not null })
        .DistinctBy(each => each.Act.Rights!.Item, StringComparer.Ordinal)
        .ToDictionary(
            each => each.Act.Rights!.Item!, each => each.Act.Rights!.By.ToString(), StringComparer.Ordinal);

    /// <summary>The person in the place of their session; one of which nobody knows whose it is stays a session.
    /// </summary>
    private static string Named(Dictionary<string, string> people, string by) =>
        ViewDesk.SessionItem(by) is { } session ? people.GetValueOrDefault(session, by) : by;

    /// <summary>An act that is about other evidence too is told as far as it is about this.</summary>
    private static CustodyActView Told(NumberedAct each, HashSet<string> items) => new(
        each.Act.At, each.Act.Kind, each.Act.By, each.Act.To,
        [.. each.Act.Items.Where(item => item == Act.All || items.Contains(item))],
        each.Act.Copy, each.Act.Policy, each.LogIndex);
}
