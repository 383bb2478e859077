using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Incidents;
using Trucewatch.Geo;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Hotline;
using Trucewatch.Server.Live;
using Trucewatch.Watch.Adjudication;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Api.Hotline;

/// <summary>
/// The desk of the hotline: calls, notices and queries, windows of silence, corrections. Each is an act in somebody's
/// own name; each reader gets what is released to them by then, and figures made of that alone.
/// </summary>
internal static class HotlineApi
{
    /// <summary>Longest act in bytes.</summary>
    public const int MaxActBytes = 32_768;

    /// <summary>Most items of a kind in an answer: the newest ones. Figures are of all.</summary>
    public const int MaxItems = 200;

    /// <summary>Most incidents that a notice is held against.</summary>
    public const int MaxHeldAgainst = 500;

    private static readonly ImmutableArray<Operation> actOperations =
    [
        Operation.UseHotline, Operation.GiveNotice, Operation.Inquire, Operation.KeepWindow, Operation.ConfirmWindow,
        Operation.AskCorrection, Operation.ReportCorrection, Operation.CheckCorrection,
    ];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/hotline", (WatchFloor floor, HttpContext http) =>
            TypedResults.Ok(View(floor, RequireSession.SessionOf(http).By, RequireSession.AudienceOf(http))))
            .Needs(Operation.ReadHotline)
            .WithName("getHotline")
            .WithSummary("Calls, notices and queries, windows of silence and corrections, and how each side did");
        RequestBody.Map(api, "/hotline/acts", RequestJson.Default.HotlineRequest, Act, MaxActBytes)
            .Needs(Operation.ActOnHotline)
            .WithName("actOnHotline").WithSummary("Do something at the desk of the hotline, in one's own name")
            .Produces<HotlineActDone>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The desk as somebody may know it; nothing in it depends on what they may not.</summary>
    internal static HotlineView View(WatchFloor floor, Asker by, Audience audience)
    {
        var now = floor.Clock.Now;
        var (sides, side, calls, notices, queries, windows, corrections) = floor.Hotline.Ask(line => (
            line.Sides, line.SideOf(by.Who), Seen(line.Calls), Seen(line.Notices), Seen(line.Queries),
            Seen(line.Windows), Seen(line.Corrections)));
        var acts = new ActsOf(sides);
        return new HotlineView(
            now, side,
            [.. actOperations.Where(to => side is not null && AccessPolicy.MayAsk(by.Who.Role, to))],
            [.. sides.Select(one => Side(one, calls, queries, corrections, now))],
            [.. calls.Take(MaxItems).Select(call => Of(call, now, acts))],
            [.. notices.Take(MaxItems).Select(notice => Of(notice, floor, audience, acts))],
            [.. queries.Take(MaxItems).Select(query => Of(query, acts))],
            [.. windows.Take(MaxItems).Select(window => Of(window, now, acts))],
            [.. corrections.Take(MaxItems).Select(one => Of(one, floor, by, acts))]);

        List<T> Seen<T>(IEnumerable<T> items)
            where T : HotlineItem =>
            [
                .. items.Where(item => floor.Hotline.MayRead(item, by)).OrderByDescending(item => item.Opened.At)
                    .ThenBy(item => item.Id, StringComparer.Ordinal),
            ];
    }

    private static IResult Act(HttpContext http, HotlineRequest request)
    {
        var (floor, session) = (http.RequestServices.GetRequiredService<WatchFloor>(), RequireSession.SessionOf(http));
        if (request.Key is { Length: 0 or > HotlineDesk.MaxKeyChars })
        {
            return TypedResults.Problem(
                FormattableString.Invariant($"expected a key of 1 to {HotlineDesk.MaxKeyChars} characters"),
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable request");
        }

        if (request.Deed is CorrectionAsked { Case: { } named }
            && floor.Cases.Ask(named, session.By, known => known) is null)
        {
            return Refused(ActRefusal.UnknownReference, $"no case {named} that this reader may see");
        }

        return floor.Hotline.Append(session.By, request.Deed, request.Key) switch
        {
            { Denied: { } denied } => RequireSession.Denied(denied),
            { Refusal: { } refusal } => Refused(refusal.Why, refusal.Words),
            { Subject: var id } => TypedResults.Created($"{ApiTable.Root}/hotline", new HotlineActDone(id)),
        };
    }

    private static IResult Refused(ActRefusal why, string words) => TypedResults.Problem(
        words, statusCode: StatusCodes.Status409Conflict, title: $"Refused: {Words.Of(why)}");

    private static HotlineSideView Side(
        string side, List<CallItem> calls, List<QueryItem> queries, List<CorrectionItem> corrections, Instant now)
    {
        var (row, replies, credit) = (
            HotlineRow.Of(side, calls, now), QueryRow.Of(side, queries, now), CreditRow.Of(side, corrections, now));
        return new HotlineSideView(
            side, row.Calls, row.Acknowledged, row.Answered, row.Median?.TotalSeconds, row.P90?.TotalSeconds,
            row.Longest?.TotalSeconds, replies.Asked, replies.Replies, credit.Asked, credit.Verified, credit.Remedies,
            credit.Credit);
    }

    private static CallView Of(CallItem call, Instant now, ActsOf acts)
    {
        var (answered, concluded) = (call.At<CallAnswered>(), call.At<CallConcluded>());
        return new CallView(
            call.Id, call.From, call.To, call.Opened.At, call.At<CallAcknowledged>(), answered, concluded,
            call.Outcome, ((answered ?? now) - call.Opened.At).TotalSeconds, acts.Of(call));
    }

    private static NoticeView Of(NoticeItem notice, WatchFloor floor, Audience audience, ActsOf acts)
    {
        var (given, now) = (notice.Given, floor.Clock.Now);
        var matches = notice.IsWithdrawn || now < given.From ? [] : Matches(notice, floor, audience);
        return new NoticeView(
            notice.Id, notice.By, given.Subject, given.From, given.Until, given.Place, notice.Opened.At,
            (given.From - notice.Opened.At).TotalSeconds, given.OthersFrom,
            notice.IsWithdrawn ? NoticeState.Withdrawn
                : now < given.From ? NoticeState.Waits
                : matches.Any(match => match.Fit == NoticeFit.Fits) ? NoticeState.Matched
                : matches.Count > 0 ? NoticeState.PerhapsMatched
                : NoticeState.NothingObserved,
            matches, Watched(notice, floor, audience), acts.Of(notice));
    }

    /// <summary>What the reader is told of and fits, under the ids that the reader knows.</summary>
    private static List<NoticeMatchView> Matches(NoticeItem notice, WatchFloor floor, Audience audience)
    {
        var now = floor.Clock.Now;
        var filter = IncidentFilter.Any with { From = notice.Given.From, Until = notice.Given.Until };
        return
        [
            .. floor.Incidents.List(audience, now, filter, 0, MaxHeldAgainst)
                .Select(listed => floor.Incidents.Find(listed.Id, audience, now)?.Seen).OfType<Incident>()
                .Select(seen => (seen, Held: NoticeMatch.Of(notice, seen)))
                .Where(each => each.Held.Fit != NoticeFit.Not)
                .Select(each => new NoticeMatchView(
                    floor.Ids.Shown(audience, each.seen.Id), each.Held.Fit, each.Held.Doubts, each.seen.Class,
                    each.seen.First, each.seen.Last)),
        ];
    }

    /// <summary>How much of the notice's circle and time was watched so far; null: it has not begun, or is none.
    /// </summary>
    private static ExposureView? Watched(NoticeItem notice, WatchFloor floor, Audience audience)
    {
        var (given, now) = (notice.Given, floor.Clock.Now);
        if (notice.IsWithdrawn || now < given.From)
        {
            return null;
        }

        var middle = GeoPoint.FromDegrees(
            latitudeDeg: given.Place.LatitudeDeg, longitudeDeg: given.Place.LongitudeDeg);
        return ExposureView.Of(CoverageApi.Exposure(
            floor, audience, new CoverageCircle(middle, given.Place.WithinM), given.From,
            now < given.Until ? now : given.Until));
    }

    private static QueryView Of(QueryItem query, ActsOf acts)
    {
        var replied = query.At<QueryReplied>();
        return new QueryView(
            query.Id, query.From, query.To, query.Opened.At, query.ReplyBy, replied,
            replied is { } at ? at <= query.ReplyBy : null, acts.Of(query));
    }

    private static WindowView Of(WindowItem window, Instant now, ActsOf acts)
    {
        var proposed = window.Proposed;
        return new WindowView(
            window.Id, proposed.Purpose, proposed.From, proposed.Until, proposed.Place, proposed.AbortWord,
            window.StateAt(now), window.Parties, window.Confirmed, window.Reported, window.At<WindowAborted>(),
            window.IsByWord, acts.Of(window));
    }

    private static CorrectionView Of(CorrectionItem one, WatchFloor floor, Asker by, ActsOf acts)
    {
        var hidden = one.Asked.Case is { } named && floor.Cases.Ask(named, by, known => known) is null;
        return new CorrectionView(
            one.Id, one.Asked.Of, hidden ? null : one.Asked.Case, one.Opened.At, one.Asked.Due, one.Asked.OthersFrom,
            one.State, one.Report?.At,
            one.State == CorrectionState.Verified ? one.Report!.At <= one.Asked.Due : null,
            [
                .. acts.Of(one).Select(act => hidden && act.Deed is CorrectionAsked asked
                    ? act with { Deed = asked with { Case = null } }
                    : act),
            ]);
    }

    /// <summary>The acts of an item with the side that each was done for.</summary>
    private sealed class ActsOf(ImmutableArray<string> sides)
    {
        public IReadOnlyList<HotlineActView> Of(HotlineItem item) =>
        [
            .. item.Acts.Select(act => new HotlineActView(
                act.At, act.Author.Person, act.Author.Nation,
                act.Author.Party is { } party && sides.Contains(party, StringComparer.Ordinal)
                    ? party
                    : Watch.Adjudication.Hotline.Mission,
                (HotlineDeed)act.Deed)),
        ];
    }
}
