using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Incidents;

/// <summary>Incidents: the list, and the file of one.</summary>
internal static class IncidentsApi
{
    public const int MostAtOnce = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/incidents", (
                WatchFloor floor, HttpContext http, string? status, string? after, int? most, string? asOf) =>
            List(floor, RequireSession.AudienceOf(http), status ?? "all", after, most ?? 50, asOf))
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
    public static IncidentSummary? Summary(WatchFloor floor, Audience audience, StoredFact stored)
    {
        if (ReleaseGate.View(floor.Labelled(FactJson.Read(stored.Payload)), audience, floor.Clock.Now)
            is not IncidentFact seen)
        {
            return null;
        }

        var clause = floor.Agreement.Clauses.First(
            known => string.Equals(known.Id, seen.Incident.Clause, StringComparison.Ordinal));
        if (!ReaderIds.AreKeyed(audience))
        {
            return IncidentSummary.From(seen.Incident, clause.Title, stored);
        }

        // Numbers of facts and places in the log count what is withheld too.
        var shown = seen.Incident with { Id = floor.Ids.Shown(audience, seen.Incident.Id) };
        return IncidentSummary.From(shown, clause.Title, stored with { Number = 0, LogIndex = null });
    }

    private static IResult List(
        WatchFloor floor, Audience audience, string status, string? after, int most, string? asOf)
    {
        IncidentStatus? wanted = status switch
        {
            "open" => IncidentStatus.Open,
            "closed" => IncidentStatus.Closed,
            _ => null,
        };
        var skip = 0;
        if (status is not ("open" or "closed" or "all")
            || most is < 1 or > MostAtOnce
            || (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out skip)))
        {
            return TypedResults.Problem(
                $"expected status open, closed or all, most 1..{MostAtOnce}, and after as a page gave it as next",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        return !AsOf.TryRead(asOf, out var time) ? AsOf.Unusable()
            : TypedResults.Ok(time is { } then
                ? Page(Told(floor, audience, then), wanted, skip, most, CoverageApi.Exposure(floor, audience, then))
                : Page(floor, audience, wanted, skip, most));
    }

    /// <summary>A page of what the reader sees: pages and their ends count nothing that is withheld.</summary>
    internal static IncidentPage Page(WatchFloor floor, Audience audience, IncidentStatus? wanted, int skip, int most)
    {
        if (audience.Delay > TimeSpan.Zero)
        {
            return Page(Told(floor, audience), wanted, skip, most, CoverageApi.Exposure(floor, audience));
        }

        var items = new List<IncidentSummary>();
        var left = skip;
        for (var from = 0;; from += MostAtOnce)
        {
            var stored = floor.Store.ReadIncidents(wanted, from, MostAtOnce);
            foreach (var seen in stored.Select(fact => Summary(floor, audience, fact)).OfType<IncidentSummary>())
            {
                if (items.Count == most)
                {
                    return new IncidentPage(
                        items, ExposureView.Of(CoverageApi.Exposure(floor, audience)),
                        (skip + most).ToString(CultureInfo.InvariantCulture));
                }

                if (left-- <= 0)
                {
                    items.Add(seen);
                }
            }

            if (stored.Count < MostAtOnce)
            {
                return new IncidentPage(items, ExposureView.Of(CoverageApi.Exposure(floor, audience)), null);
            }
        }
    }

    private static IncidentPage Page(
        IEnumerable<IncidentSummary> all, IncidentStatus? wanted, int skip, int most, Exposure? exposure)
    {
        var told = all.Where(one => wanted is null || one.Status == wanted).ToList();
        return new IncidentPage(
            [.. told.Skip(skip).Take(most)], ExposureView.Of(exposure),
            told.Count - skip > most ? (skip + most).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>
    /// Each incident by the newest revision that a reader is told of by now, and that was known at a time: a fresher
    /// one neither shows nor hides it.
    /// </summary>
    private static IEnumerable<IncidentSummary> Told(WatchFloor floor, Audience audience, Instant? asOf = null) =>
        floor.Store.ReadIncidents(null, 0, int.MaxValue)
            .Select(stored => ((IncidentFact)FactJson.Read(stored.Payload)).Incident.Id)
            .Select(id => floor.Store.ReadIncidentRevisions(id).Reverse()
                .Select(stored => Summary(floor, audience, stored)).FirstOrDefault(seen => seen is not null && (asOf is not { } then || seen.KnownAt <= then)))
            .OfType<IncidentSummary>()
            .OrderByDescending(seen => seen.Severity).ThenByDescending(seen => seen.KnownAt)
            .ThenBy(seen => seen.Id, StringComparer.Ordinal);

    internal static IResult File(WatchFloor floor, Session session, string id, Instant? asOf = null)
    {
        var audience = session.Audience;
        var revisions = new List<RevisionView>();
        IncidentSummary? newest = null;
        foreach (var stored in floor.Store.ReadIncidentRevisions(floor.Ids.Meant(audience, id)))
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
        var clause = floor.Agreement.Clauses.First(
            known => string.Equals(known.Id, newest.Clause, StringComparison.Ordinal));
        var detections = newest.Detections
            .Select(number => floor.Store.FindDetection(number))
            .OfType<StoredFact>()
            .Select(fact => ReleaseGate.View(FactJson.Read(fact.Payload), audience, floor.Clock.Now))
            .OfType<DetectionFact>()
            .ToList();
        var segments = newest.Frames.Concat(detections.SelectMany(fact => fact.Detection.Frames))
            .Select(frame => floor.Store.FindSegment(frame.Feed, frame.Sequence)?.Digest).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var coverage = CoverageApi.Exposure(floor, audience, newest.Zone, newest.Last);
        return TypedResults.Ok(new IncidentFile(
            newest, AgreementApi.Clause(clause), ExposureView.Of(coverage), revisions,
            [.. detections.Select(fact => fact.Detection)],
            [.. detections.Select(fact => fact.Number)], [.. segments]));
    }
}
