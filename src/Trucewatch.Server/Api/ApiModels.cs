using System.Text.Json.Serialization;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Api.Audit;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Api.DailyReports;
using Trucewatch.Server.Api.Tasking;
using Trucewatch.Server.Api.Field;
using Trucewatch.Server.Api.Hotline;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Api.Shift;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Server.Api;

internal sealed record SessionRequest(string Token);

internal sealed record PartyView(string Id, LocalText Name);

internal sealed record AgreementHead(
    string Name, LocalText Title, string Version, string Hash, bool Illustrative, string TimeZone,
    IReadOnlyList<PartyView> Parties);

internal sealed record RecordView(
    long Size, Instant CheckpointAt, string Origin, string Vkey, WitnessedView Witnessed, StampView? Stamped);

/// <summary>Which size of the log an authority stamped last, and when by its clock.</summary>
internal sealed record StampView(long Size, Instant At, string Authority);

/// <summary>Who cosigned, and whether it is a mirror, which also stores every entry.</summary>
internal sealed record CosignatureView(string Name, string KeyName, Instant At, bool IsMirror);

/// <summary>Which witnesses saw which size of the log; the quorum is "none" where the policy asks for none.</summary>
internal sealed record WitnessedView(
    long Size, IReadOnlyList<CosignatureView> By, bool HasQuorum, string? Quorum);

internal sealed record FeedView(
    string Name, string Format, long Frames, IReadOnlyDictionary<string, long> Faults, Instant? LastReceivedAt,
    double FramesPerS, double? LatenessP50S, double? LatenessP99S, bool Late,
    IReadOnlyDictionary<string, long> Refusals, long Waits, long Observations, long Authenticated, long Unregistered);

internal sealed record FeedPage(IReadOnlyList<FeedView> Items);

internal sealed record HeardView(string Feed, int[] Bins);

internal sealed record FloorView(
    bool Exercise,
    string? ExerciseName,
    string Audience,
    Instant Now,
    double Speed,
    AgreementHead Agreement,
    double[] Theatre,
    RecordView Record,
    IReadOnlyList<FeedView> Feeds,
    CountView OpenIncidents,
    int Tracks,
    IReadOnlyList<HeardView> Heard,
    Instant? HeardFrom,
    Instant HeardTo,
    IReadOnlyList<string> Degraded,
    IReadOnlyList<string> Announced);

internal sealed record ZoneView(
    string Id, LocalText Name, ZoneKind Kind, string? Side, string Definition, double AreaKm2);

internal sealed record ReadingView(string Id, LocalText Name, IReadOnlyList<string> HeldBy, string Settings);

internal sealed record ClauseView(
    string Id, LocalText Title, LocalText Text, string RuleKind, string RuleWords, int Severity,
    string IncidentClass, string Label, Instant? InForceFrom, IReadOnlyList<ReadingView> Readings);

internal sealed record AgreementView(
    string Name, LocalText Title, string Version, string Hash, bool Illustrative, string Notes,
    IReadOnlyList<PartyView> Parties, IReadOnlyList<ZoneView> Zones, IReadOnlyList<ClauseView> Clauses,
    IReadOnlyList<ReadingGround> Grounds);

/// <summary>The newest revision of an incident as lists show it: the members of <see cref="Incident"/>, flat.</summary>
internal sealed record IncidentSummary(
    string Id, int Revision, IncidentStatus Status, string Class, string Clause, LocalText Title,
    IReadOnlyList<string> Readings, IReadOnlyList<string> ReadingsTried, string? Zone, int Severity, Instant First,
    Instant Last, Instant KnownAt, IReadOnlyList<string> Actors, IReadOnlyList<string> Parties,
    IReadOnlyList<string> Tracks, Place? Place, bool FirstSeenInside, double? PInside, double? MarginM, int? CountMin,
    int? CountMax, int Origins, IReadOnlyList<string> Means, IReadOnlyList<int> Detections, int DetectionCount,
    IReadOnlyList<FrameCitation> Frames, int FrameCount, IReadOnlyList<ReadingOutcome> Outcomes,
    IReadOnlyList<Detail>? Details, IReadOnlyList<string>? Sensors, bool Authenticated,
    IReadOnlyList<string>? Provisional, long FactNumber, long? LogIndex, IReadOnlyList<string> Merged)
{
    /// <summary>An incident under the id and with the numbers that its reader knows.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="title">Title of its clause.</param>
    /// <param name="stored">The fact that it rests on; of several that are one, that of the first.</param>
    /// <param name="merged">Ids of the others that are one with it.</param>
    public static IncidentSummary From(
        Incident incident, LocalText title, StoredFact stored, IReadOnlyList<string> merged) => new(
        incident.Id, incident.Revision, incident.Status, incident.Class, incident.Clause, title,
        incident.Readings, incident.ReadingsTried, incident.Zone, incident.Severity, incident.First,
        incident.Last, incident.KnownAt, incident.Actors, incident.Parties,
        incident.Tracks, incident.Place, incident.FirstSeenInside, incident.PInside, incident.MarginM,
        incident.CountMin, incident.CountMax, incident.Origins, incident.Means, incident.Detections,
        incident.DetectionCount, incident.Frames, incident.FrameCount, incident.Outcomes, incident.Details,
        incident.Sensors, incident.Authenticated, incident.Provisional,
        stored.Number, stored.LogIndex, merged);
}

internal sealed record IncidentPage(IReadOnlyList<IncidentSummary> Items, ExposureView Coverage, string? Next);

internal sealed record RevisionView(
    int Revision, long FactNumber, long? LogIndex, Instant KnownAt, IncidentStatus Status, double? PInside,
    double? MarginM, Instant Last);

internal sealed record IncidentFile(
    IncidentSummary Incident, ClauseView Clause, ExposureView Coverage, IReadOnlyList<RevisionView> Revisions,
    IReadOnlyList<Detection> Detections, IReadOnlyList<long> DetectionFacts, IReadOnlyList<string> Segments,
    IReadOnlyList<IncidentSummary> Parts, string? StandsIn);

internal sealed record ProofView(
    long Number, long Index, long TreeSize, string PayloadBase64, string KeyBase64, string EntryBase64,
    IReadOnlyList<string> Proof, string Checkpoint, string Vkey, string TlogProof, WitnessedView Witnessed);

internal sealed record SegmentView(string Digest, long? LogIndex);

internal sealed record FrameDetail(
    string Feed, long Sequence, Instant? ReceivedAt, string? BytesBase64, string? Text, SegmentView? Segment);

internal sealed record TrackView(
    int Id, string Identity, string Class, string? Name, Instant At, double Latitude, double Longitude, double SigmaM,
    double SpeedMps, double? CourseDeg, string Standing, string? Status, double? Existence);

internal sealed record TrackPage(IReadOnlyList<TrackView> Items);

internal sealed record TrackPoint(
    Instant At, double Latitude, double Longitude, double SigmaM, double SpeedMps, double? CourseDeg, string Standing,
    string Feed, long Sequence);

internal sealed record TrackHistory(IReadOnlyList<TrackPoint> Items);

/// <summary>An act that is to be put in: <c>at</c>, or so many seconds from now, or at once.</summary>
internal sealed record InjectionRequest(
    string? Act, string? Side, Instant? At, double? InS, string? By, double? LineKm, double? DepthM, double? StaysS,
    double? SpeedMps, double? SigmaM, double? IntervalS, int? Size);

internal sealed record InjectionView(
    int Number, string Act, string Side, Instant At, string By, double? LineKm, double? DepthM, double? StaysS,
    double? SpeedMps, double? SigmaM, double? IntervalS, int? Size);

internal sealed record InjectionPage(IReadOnlyList<InjectionView> Items);

/// <summary>Who one is, in which role; the session ends at <c>until</c> at the latest.</summary>
internal sealed record MeView(
    string Person, Role Role, string Nation, string? Party, IReadOnlyList<string> Holds, bool HasBrokenGlass,
    DateTimeOffset Until);

internal sealed record LinkRequest(string Person, Role Role);

internal sealed record LinkView(string Token);

internal sealed record RevocationRequest(string Person, string Words);

internal sealed record DelegationRequest(string Person, Instant Until, string Words);

internal sealed record GlassRequest(string Words);

internal sealed record ReleaseRequest(
    string Incident, Classification Classification, IReadOnlyList<string> ReleasableTo,
    IReadOnlyList<string> Restrictions, string Words);

internal sealed record ApprovalRequest(string Words);

internal sealed record RightsActView(long Number, Instant At, RightsWord Word, string? Words, long? LogIndex);

internal sealed record RightsPage(IReadOnlyList<RightsActView> Items, string? Next);

internal sealed record RightsDone(long Number);

internal sealed record AcknowledgementRequest(string Incident);

internal sealed record AcknowledgementPage(IReadOnlyList<string> Incidents);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(FloorView))]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(AgreementView))]
[JsonSerializable(typeof(CoverageView))]
[JsonSerializable(typeof(CoverageMapView))]
[JsonSerializable(typeof(IncidentPage))]
[JsonSerializable(typeof(IncidentFile))]
[JsonSerializable(typeof(ProofView))]
[JsonSerializable(typeof(FrameDetail))]
[JsonSerializable(typeof(TrackPage))]
[JsonSerializable(typeof(TrackHistory))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
[JsonSerializable(typeof(IncidentSummary))]
[JsonSerializable(typeof(RecordView))]
[JsonSerializable(typeof(InjectionRequest))]
[JsonSerializable(typeof(InjectionPage))]
[JsonSerializable(typeof(AcknowledgementRequest))]
[JsonSerializable(typeof(AcknowledgementPage))]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkView))]
[JsonSerializable(typeof(RevocationRequest))]
[JsonSerializable(typeof(DelegationRequest))]
[JsonSerializable(typeof(GlassRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(RightsPage))]
[JsonSerializable(typeof(RightsDone))]
[JsonSerializable(typeof(CaseRequest))]
[JsonSerializable(typeof(CaseActRequest))]
[JsonSerializable(typeof(CaseWordingRequest))]
[JsonSerializable(typeof(CaseWordingView))]
[JsonSerializable(typeof(CasePageView))]
[JsonSerializable(typeof(CaseView))]
[JsonSerializable(typeof(CaseActView))]
[JsonSerializable(typeof(CaseCustodyView))]
[JsonSerializable(typeof(ReportPage))]
[JsonSerializable(typeof(ReportTextView))]
[JsonSerializable(typeof(ReportEditView))]
[JsonSerializable(typeof(ReportEditRequest))]
[JsonSerializable(typeof(WordingRequest))]
[JsonSerializable(typeof(WordingView))]
[JsonSerializable(typeof(TaskingRequest))]
[JsonSerializable(typeof(TaskingBoardView))]
[JsonSerializable(typeof(TaskingActView))]
[JsonSerializable(typeof(ForecastView))]
[JsonSerializable(typeof(CreditView))]
[JsonSerializable(typeof(HotlineRequest))]
[JsonSerializable(typeof(HotlineView))]
[JsonSerializable(typeof(HotlineActDone))]
[JsonSerializable(typeof(MissionAuditView))]
[JsonSerializable(typeof(ProposalView))]
[JsonSerializable(typeof(PassTimetableView))]
[JsonSerializable(typeof(PatrolRouteRequest))]
[JsonSerializable(typeof(PatrolGroundView))]
[JsonSerializable(typeof(PatrolRouteView))]
[JsonSerializable(typeof(RouteCheckView))]
[JsonSerializable(typeof(PatrolBoardView))]
[JsonSerializable(typeof(SeenPage))]
[JsonSerializable(typeof(ShiftRequest))]
[JsonSerializable(typeof(ShiftPage))]
[JsonSerializable(typeof(ShiftLineView))]
[JsonSerializable(typeof(FieldReportRequest))]
[JsonSerializable(typeof(FieldDeskView))]
[JsonSerializable(typeof(FieldReceiptView))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(ReversalRequest))]
[JsonSerializable(typeof(MergePage))]
[JsonSerializable(typeof(GroupPage))]
[JsonSerializable(typeof(MergeDone))]
internal sealed partial class ApiJson : JsonSerializerContext;
