using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Live;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Api.Audit;

/// <summary>
/// The auditor's room: what was adjudicated and published in time, what was corrected, disputed and left to the next
/// level, and where monitors were not let in; by side, in the same figures for each, with the cases that each figure
/// comes from. Nothing is stored for it: it is recomputed from the cases each time.
/// </summary>
internal static class AuditApi
{
    /// <summary>Most denials of access that are looked at: the most severe and newest ones.</summary>
    public const int MaxDenials = 1_000;

    private const string OfAccess = "access";

    // Disturbed navigation is put beside access in agreements, and is nobody at a barrier.
    private const string NotAtABarrier = "access.gnss-interference";

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/audit", (WatchFloor floor, HttpContext http) =>
        {
            var session = RequireSession.SessionOf(http);
            floor.Views.Note(session, "audit");
            return TypedResults.Ok(View(floor, session.By, session.Audience));
        })
            .Needs(Operation.ReadMissionAudit)
            .WithName("getMissionAudit")
            .WithSummary("How the mission dealt with what each side brought, and where access was denied");

    /// <summary>The audit as of now, of what somebody may see.</summary>
    internal static MissionAuditView View(WatchFloor floor, Asker by, Audience audience)
    {
        var known = floor.Cases.All(by).Where(each => MayCount(floor, each.Case, by))
            .Select(each => Seen(each.Id, each.Case.For(by, incident => floor.Ids.Shown(audience, incident)).File))
            .ToList();

        // An act is never dated before the one before it, and the newest of all may be dated a moment after now.
        var at = known.SelectMany(one => one.File.Entries).Select(entry => entry.Act.At).Append(floor.Clock.Now).Max();
        var denials = Denials(floor, audience, known, at);
        var rows = MissionAudit.Of([.. known.Select(one => one.File)], at)
            .ToDictionary(row => row.BroughtBy, StringComparer.Ordinal);
        return new MissionAuditView(
            at, AccessPolicy.IsStaff(by.Who.Role) && by.Who.Party is null ? floor.Publisher.Checkpoint.Size : null,
            [
                .. floor.Hotline.Ask(line => line.Sides).Select(side =>
                {
                    var own = denials.Where(denial => denial.DutyOf == side).ToList();
                    var row = rows.GetValueOrDefault(side);
                    return new AuditSideView(
                        side, row?.Cases ?? 0, Of(row), own.Count,
                        own.Count(denial => denial.Status == IncidentStatus.Open));
                }),
            ],
            [
                .. known.Select(one =>
                {
                    var row = MissionAudit.Of([one.File], at).Single(each => each.Cases == 1);
                    return new AuditCaseView(one.Id, row.BroughtBy, one.Incident, one.File.State, Of(row));
                }),
            ],
            denials, denials.Count(denial => denial.DutyOf is null));
    }

    private static bool MayCount(WatchFloor floor, CaseRecord known, Asker by) =>
        floor.Rights.Decide(by, Operation.ReadMissionAudit, known.Label) is null;

    private static (string Id, string Incident, CaseFile File) Seen(string id, CaseFile file) =>
        (id, ((IncidentReceived)file.Entries[0].Act.Deed).Incident, file);

    private static AuditFigures Of(AuditRow? row) => row is null
        ? new AuditFigures(0, default, default, 0, 0, 0, 0, 0, 0)
        : new AuditFigures(
            row.Closed, row.Findings, row.Bulletins, row.Corrections, row.Disputes, row.Kept, row.Changed,
            row.LevelsLost, row.Refused);

    private static List<AuditDenialView> Denials(
        WatchFloor floor, Audience audience, List<(string Id, string Incident, CaseFile File)> cases, Instant at)
    {
        var now = floor.Clock.Now;
        var filter = IncidentFilter.Any with { Class = OfAccess };
        return
        [
            .. floor.Incidents.List(audience, now, filter, 0, MaxDenials)
                .Select(listed => floor.Incidents.Find(listed.Id, audience, now)?.Fact).OfType<long>()
                .Select(floor.Store.FindFact).OfType<StoredFact>()
                .Select(stored => ReleaseGate.View(floor.Labelled(FactJson.Read(stored.Payload)), audience, now))
                .OfType<IncidentFact>().Select(fact => fact.Incident)
                .Where(seen => seen.Class != NotAtABarrier)
                .OrderByDescending(seen => seen.First).ThenBy(seen => seen.Id, StringComparer.Ordinal)
                .Select(seen =>
                {
                    var shown = floor.Ids.Shown(audience, seen.Id);
                    var own = cases.Where(one => one.Incident == shown).ToList();
                    var end = seen.Status == IncidentStatus.Open ? at : seen.Last;
                    return new AuditDenialView(
                        shown, seen.Class, DutyOf(floor, seen), seen.First, seen.Last, seen.Status,
                        (end - seen.First).TotalSeconds, [.. own.Select(one => one.Id)],
                        own.Select(one => MissionAudit.FirstFinding(one.File)).Where(found => found is not null).Min());
                }),
        ];
    }

    /// <summary>Whose duty it was to let monitors in; null where nobody knows.</summary>
    private static string? DutyOf(WatchFloor floor, Incident seen)
    {
        var named = seen.Details?.FirstOrDefault(detail => detail.Name == "duty_of")?.Value
            ?? (seen.Parties is [var only] ? only : null);
        return floor.Agreement.Parties.Any(party => party.Id == named) ? named : null;
    }
}
