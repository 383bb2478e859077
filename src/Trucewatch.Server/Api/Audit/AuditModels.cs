using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Incidents;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Api.Audit;

/// <summary>What the mission did, of one case or of all that one side brought: the same figures.</summary>
internal sealed record AuditFigures(
    int Closed, Punctuality Findings, Punctuality Bulletins, int Corrections, int Disputes, int Kept, int Changed,
    int LevelsLost, int Refused);

/// <summary>A side, with the number of cases and of denials of access that its figures come from.</summary>
internal sealed record AuditSideView(string Side, int Cases, AuditFigures Figures, int Denials, int DenialsOpen);

/// <summary>One case: what it adds to the figures of the side that brought it.</summary>
internal sealed record AuditCaseView(
    string Id, string BroughtBy, string Incident, CaseState State, AuditFigures Figures);

/// <summary>
/// Monitors who were not let in, or late: whose duty it was to let them (null: not known), how long it has gone on, and
/// what became of it.
/// </summary>
internal sealed record AuditDenialView(
    string Incident, string Class, string? DutyOf, Instant First, Instant Last, IncidentStatus Status, double LastsS,
    IReadOnlyList<string> Cases, Instant? FoundAt);

/// <summary>
/// The mission's audit of itself, made of what its reader may see. <c>Size</c> is how long the sealed record was: who
/// has so much of it comes to the same figures. Nobody outside the mission has it, and its length would tell them of
/// what they may not see; they get none.
/// </summary>
internal sealed record MissionAuditView(
    Instant At, long? Size, IReadOnlyList<AuditSideView> Sides, IReadOnlyList<AuditCaseView> Cases,
    IReadOnlyList<AuditDenialView> Denials, int DenialsOfNobody);
