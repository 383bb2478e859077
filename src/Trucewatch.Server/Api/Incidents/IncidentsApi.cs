using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Live;

namespace Trucewatch.Server.Api.Incidents;

/// <summary>Incidents: the list, and the file of one.</summary>
internal static class IncidentsApi
{
    public const int MostAtOnce = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/incidents", (
            [AsParameters] IncidentQuery query, WatchFloor floor, ApiMark mark, HttpContext http) =>
            List(floor, mark, RequireSession.AudienceOf(http), query))
            .Needs(Operation.ReadIncidents)
            .WithName("listIncidents").WithSummary(
                "Incidents, most severe first, then newest first; asOf: by what was known then")
            .Produces<IncidentPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/incidents/{id}", (WatchFloor floor, HttpContext http, string id, string? asOf) =>
            AsOf.TryRead(asOf, out var time) ? File(floor, RequireSession.SessionOf(http), id, time) : AsOf.Unusable())
            .Needs(Operation.ReadIncidents)
            .WithName("getIncident").WithSummary("One incident with its clause, revisions and detections")
            .Produces<IncidentFile>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The summary that the audience may see of a stored incident fact, or null.</summary>
    public static IncidentSummary? Summary(WatchFloor floor, Audience audience, StoredFact stored) =>
        Seen(floor, audience, stored) is { } seen ? Summary(floor, audience, seen, stored, []) : null;

    /// <summary>What stands in the list for an incident of which a fact came: itself, or what it is one with.</summary>
    public static IncidentSummary? Standing(WatchFloor floor, Audience audience, StoredFact stored)
    {
        if (Seen(floor, audience, stored) is not { } seen)
        {
            return null;
        }

        var groups = floor.Incidents.Groups(audience, floor.Clock.Now);
        return groups.TryGetValue(seen.Id, out var group)
            ? Whole(floor, audience, [group.Into, .. group.Others])
            : Summary(floor, audience, seen, stored, []);
    }

    /// <summary>Incidents that are one, the one that stands for all first, by the revisions that are told.</summary>
    private static IncidentSummary? Whole(WatchFloor floor, Audience audience, IEnumerable<string> ids)
    {
        var now = floor.Clock.Now;
        return Listed(
            floor, audience, [.. ids.Select(id => floor.Incidents.Find(id, audience, now)?.Fact).OfType<long>()]);
    }

    private static IncidentSummary? Listed(WatchFloor floor, Audience audience, IReadOnlyList<long> facts)
    {
        var parts = facts.Select(floor.Store.FindFact).OfType<StoredFact>()
            .Select(stored => (Stored: stored, Seen: Seen(floor, audience, stored)))
            .Where(each => each.Seen is not null).ToList();
        return parts.Count == 0
            ? null
            : Summary(
                floor, audience, MergedIncident.Of(parts[0].Seen!.Id, [.. parts.Select(each => each.Seen!)]),
                parts[0].Stored, [.. parts.Skip(1).Select(each => floor.Ids.Shown(audience, each.Seen!.Id))]);
    }

    /// <summary>An incident under the id of the record, as released to the audience; null: withheld.</summary>
    private static Incident? Seen(WatchFloor floor, Audience audience, StoredFact stored) =>
        ReleaseGate.View(floor.Labelled(FactJson.Read(stored.Payload)), audience, floor.Clock.Now) is IncidentFact seen
            ? seen.Incident
            : null;

    private static IncidentSummary Summary(
        WatchFloor floor, Audience audience, Incident seen, StoredFact stored, IReadOnlyList<string> others)
    {
        var clause = floor.Agreement.Clauses.First(
            known => string.Equals(known.Id, seen.Clause, StringComparison.Ordinal));
        if (!ReaderIds.AreKeyed(audience))
        {
            return IncidentSummary.From(seen, clause.Title, stored, others);
        }

        // Numbers of facts and places in the log count what is withheld too.
        var shown = seen with { Id = floor.Ids.Shown(audience, seen.Id) };
        return IncidentSummary.From(shown, clause.Title, stored with { Number = 0, LogIndex = null }, others);
    }

    private static IResult List(WatchFloor floor, ApiMark mark, Audience audience, IncidentQuery query)
    {
        var skip = 0;
        if (query.ToFilter(floor.Agreement, !ReaderIds.AreKeyed(audience)) is not { } filter
            || (query.Most ?? 50) is < 1 or > MostAtOnce
            || (query.After is not null
                && !int.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out skip)))
        {
            return TypedResults.Problem(
                $"expected status open, closed or all, most 1..{MostAtOnce}, after as a page gave it as next, box as "
                + "west,south,east,north in degrees, from and until as times, and text of at most "
                + $"{IncidentFilter.MaxText} characters",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        if (!AsOf.TryRead(query.AsOf, out var time))
        {
            return AsOf.Unusable();
        }

        // Who holds this page already is answered that it has not changed.
        var most = query.Most ?? 50;
        var page = time is { } then
            ? PageAsOf(floor, audience, filter, skip, most, then)
            : Page(floor, audience, filter, skip, most);
        var json = Encoding.UTF8.GetBytes(mark.Write(page));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\"";
        return TypedResults.Bytes(
            json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue(tag));
    }

    /// <summary>A page of what the reader sees: pages and their ends count nothing that is withheld.</summary>
    internal static IncidentPage Page(
        WatchFloor floor, Audience audience, IncidentFilter filter, int skip, int most)
    {
        var listed = floor.Incidents.List(audience, floor.Clock.Now, filter, skip, most + 1);
        return Of(listed, floor, audience, skip, most, CoverageApi.Exposure(floor, audience));
    }

    /// <summary>The page as it was at a time in the past: by the revisions, and the merges, that were known then.
    /// </summary>
    private static IncidentPage PageAsOf(
        WatchFloor floor, Audience audience, IncidentFilter filter, int skip, int most, Instant then)
    {
        var known = floor.Store.ReadIncidents(null, 0, int.MaxValue)
            .Select(stored => ((IncidentFact)FactJson.Read(stored.Payload)).Incident.Id)
            .Select(id => floor.Store.ReadIncidentRevisions(id).Reverse()
                .Select(stored => (Fact: stored.Number, Seen: Seen(floor, audience, stored)))
                .FirstOrDefault(each => each.Seen is not null && each.Seen.KnownAt <= then))
            .Where(each => each.Seen is not null)
            .ToDictionary(each => each.Seen!.Id, each => (each.Fact, Seen: each.Seen!), StringComparer.Ordinal);
        var until = floor.Clock.Now - audience.Delay;
        var groups = floor.Merges.Book.Groups(known.ContainsKey, then < until ? then : until);
        var listed = known.Values.Where(each =>
                !groups.TryGetValue(each.Seen.Id, out var group) || group.Into == each.Seen.Id)
            .Select(each => groups.TryGetValue(each.Seen.Id, out var group)
                ? group.Others.Prepend(group.Into).Select(id => known[id]).ToList()
                : [each])
            .Select(parts => (
                Whole: MergedIncident.Of(parts[0].Seen.Id, [.. parts.Select(part => part.Seen)]),
                Facts: parts.Select(part => part.Fact).ToList()))
            .Where(each => filter.Matches(each.Whole))
            .OrderByDescending(each => each.Whole.Severity).ThenByDescending(each => each.Whole.KnownAt)
            .ThenBy(each => floor.Ids.Shown(audience, each.Whole.Id), StringComparer.Ordinal)
            .Skip(skip).Take(most + 1)
            .Select(each => new ListedIncident(each.Whole.Id, each.Facts)).ToList();
        return Of(listed, floor, audience, skip, most, CoverageApi.Exposure(floor, audience, then));
    }

    private static IncidentPage Of(
        IReadOnlyList<ListedIncident> listed, WatchFloor floor, Audience audience, int skip, int most,
        Exposure? exposure) => new(
        [
            .. listed.Take(most).Select(one => Listed(floor, audience, one.Facts)).OfType<IncidentSummary>(),
        ],
        ExposureView.Of(exposure),
        listed.Count > most ? (skip + most).ToString(CultureInfo.InvariantCulture) : null);

    internal static IResult File(WatchFloor floor, Session session, string id, Instant? asOf = null)
    {
        var audience = session.Audience;
        var own = floor.Ids.Meant(audience, id);
        var revisions = new List<RevisionView>();
        IncidentSummary? newest = null;
        foreach (var stored in floor.Store.ReadIncidentRevisions(own))
        {
            if (Summary(floor, audience, stored) is { } seen && (asOf is not { } then || seen.KnownAt <= then))
            {
                newest = seen;
                revisions.Add(new RevisionView(
                    seen.Revision, seen.FactNumber, seen.LogIndex, seen.KnownAt, seen.Status, seen.PInside,
                    seen.MarginM, seen.Last));
            }
        }

        if (newest is null)
        {
            return TypedResults.Problem(
                $"no incident {id} that this reader may see",
                statusCode: StatusCodes.Status404NotFound,
                title: "Unknown incident");
        }

        floor.Views.Note(session, "incident:" + id);
        var group = floor.Incidents.Groups(audience, floor.Clock.Now).GetValueOrDefault(own);
        var isWhole = group is not null && group.Into == own;
        var parts = isWhole
            ? group!.Others.Select(other => Whole(floor, audience, [other])).OfType<IncidentSummary>().ToList()
            : [];
        var shown = isWhole ? Whole(floor, audience, [own, .. group!.Others]) ?? newest : newest;
        return TypedResults.Ok(Of(floor, audience, shown, revisions) with
        {
            Parts = parts.Count == 0 ? [] : [newest, .. parts],
            StandsIn = group is null || isWhole ? null : floor.Ids.Shown(audience, group.Into),
        });
    }

    private static IncidentFile Of(
        WatchFloor floor, Audience audience, IncidentSummary shown, IReadOnlyList<RevisionView> revisions)
    {
        var clause = floor.Agreement.Clauses.First(
            known => string.Equals(known.Id, shown.Clause, StringComparison.Ordinal));
        var detections = shown.Detections
            .Select(number => floor.Store.FindDetection(number))
            .OfType<StoredFact>()
            .Select(fact => ReleaseGate.View(FactJson.Read(fact.Payload), audience, floor.Clock.Now))
            .OfType<DetectionFact>()
            .ToList();
        var segments = shown.Frames.Concat(detections.SelectMany(fact => fact.Detection.Frames))
            .Select(frame => floor.Store.FindSegment(frame.Feed, frame.Sequence)?.Digest).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var coverage = CoverageApi.Exposure(floor, audience, shown.Zone, shown.Last);
        return new IncidentFile(
            shown, AgreementApi.Clause(clause), ExposureView.Of(coverage), revisions,
            [.. detections.Select(fact => fact.Detection)],
            [.. detections.Select(fact => fact.Number)], [.. segments], [], null);
    }
}
