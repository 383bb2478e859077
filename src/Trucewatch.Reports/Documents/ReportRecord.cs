using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;
using Trucewatch.Reports.Release;

namespace Trucewatch.Reports.Documents;

/// <summary>An incident as the reader may see it, with the record that says so.</summary>
/// <param name="Incident">The newest revision that was known at the end, under the id by which the reader knows it.
/// </param>
/// <param name="Fact">Number of the fact; 0: withheld, because it counts what is withheld too.</param>
/// <param name="LogIndex">Its place in the evidence log; null: not sealed yet, or withheld.</param>
public sealed record ReportedIncident(Incident Incident, long Fact, long? LogIndex)
{
    /// <summary>Id of the record: the fact, or for readers outside the incident under their own id of it.</summary>
    public string Record => Fact > 0
        ? FormattableString.Invariant($"fact:{Fact}")
        : $"incident:{Incident.Id}";
}

/// <summary>What a party did on a case by saying it.</summary>
public enum StatementKind
{
    /// <summary>Says what happened.</summary>
    Claim,

    /// <summary>Brings the case.</summary>
    Bringing,

    /// <summary>Takes the case back.</summary>
    Withdrawal,

    /// <summary>Leaves a decision as it is.</summary>
    Acceptance,

    /// <summary>Rejects a finding.</summary>
    Dispute,

    /// <summary>Takes a ruling to the next level.</summary>
    Appeal,

    /// <summary>Pleads.</summary>
    Pleading,

    /// <summary>Commits to evidence, or opens it.</summary>
    Evidence,

    /// <summary>Says what it did to end a breach.</summary>
    Remedy,
}

/// <summary>An act on a case as a record.</summary>
/// <param name="Id">For example <c>act:C-12/3</c>, in the reader's own numbers.</param>
/// <param name="LogIndex">Its place in the evidence log; null: not sealed yet, or withheld.</param>
public readonly record struct ActRecord(string Id, long? LogIndex);

/// <summary>What a party said on a case, in its own words.</summary>
/// <param name="Party">Id of the party.</param>
/// <param name="Kind">What it did by it.</param>
/// <param name="At">When.</param>
/// <param name="Text">Its words; may be empty.</param>
/// <param name="Record">The act.</param>
public sealed record PartyStatement(string Party, StatementKind Kind, Instant At, string Text, ActRecord Record);

/// <summary>A case as the reader may see it at the end.</summary>
/// <param name="Id">Id.</param>
/// <param name="Incident">The incident that it is about, under the id by which the reader knows it.</param>
/// <param name="Clause">The clause.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Standing">The outcome that stands, or null.</param>
/// <param name="Newest">The newest act that the reader sees: until there the case was folded.</param>
/// <param name="Corrections">Findings in the time of the report that stand in the place of others.</param>
/// <param name="Statements">What parties said in the time of the report, in the order in which it came.</param>
public sealed record ReportedCase(
    string Id,
    string Incident,
    string Clause,
    CaseState State,
    Outcome? Standing,
    ActRecord Newest,
    ImmutableArray<ActRecord> Corrections,
    ImmutableArray<PartyStatement> Statements);

/// <summary>What was watched of something: in the time of the report, and in the time before it.</summary>
/// <param name="Of">Id of the zone, or of the party on whose side it lies; null: everything.</param>
/// <param name="Now">In the time of the report.</param>
/// <param name="Before">In the time before.</param>
public sealed record WatchedPart(string? Of, Exposure Now, Exposure Before);

/// <summary>A place that was not watched though it would have been.</summary>
/// <param name="Cause">Id of the cause, for example <c>denied</c>.</param>
/// <param name="By">Party or sensor; <c>not known</c>.</param>
/// <param name="Modality">What was lost.</param>
/// <param name="Middle">Middle of the place.</param>
/// <param name="RadiusM">Radius in metres.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when.</param>
/// <param name="LostKm2H">Square kilometres times hours.</param>
/// <param name="Frame">A frame that says so, as <c>feed:sequence</c>, or null.</param>
public sealed record ReportedBlindSpot(
    string Cause,
    string By,
    Modality Modality,
    GeoPoint Middle,
    double RadiusM,
    Instant From,
    Instant Until,
    double LostKm2H,
    string? Frame);

/// <summary>A square of the map of what was watched.</summary>
/// <param name="SouthWest">Its one corner.</param>
/// <param name="NorthEast">Its other corner.</param>
/// <param name="Share">The mean chance to see there over the time, of the ground in it; 0: nobody looked.</param>
public readonly record struct WatchedSquare(GeoPoint SouthWest, GeoPoint NorthEast, double Share);

/// <summary>How much was watched, in whole hours.</summary>
/// <param name="Whole">Everything.</param>
/// <param name="Zones">Each zone that is watched over, in the agreement's order.</param>
/// <param name="Sides">Each party's side.</param>
/// <param name="SidesByDay">The same by day.</param>
/// <param name="SidesByNight">The same by night.</param>
/// <param name="Means">What each way to look gave, in the order of the modalities.</param>
/// <param name="BlindSpots">In the order of their begins.</param>
/// <param name="Days">Each day by itself, where there are several.</param>
/// <param name="Squares">The map.</param>
/// <param name="SquareKm">Side of a square in kilometres.</param>
public sealed record CoverageSheet(
    WatchedPart Whole,
    ImmutableArray<WatchedPart> Zones,
    ImmutableArray<WatchedPart> Sides,
    ImmutableArray<WatchedPart> SidesByDay,
    ImmutableArray<WatchedPart> SidesByNight,
    ImmutableArray<(Modality Modality, Exposure Now)> Means,
    ImmutableArray<ReportedBlindSpot> BlindSpots,
    ImmutableArray<WatchedPart> Days,
    ImmutableArray<WatchedSquare> Squares,
    double SquareKm);

/// <summary>A feed and what came of it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Frames">Frames received in the time of the report.</param>
/// <param name="LastHeard">The newest one; null: none ever.</param>
public sealed record ReportedFeed(string Name, long Frames, Instant? LastHeard);

/// <summary>
/// All that a report is made of: what this reader may see of what was known at its end. The same record gives the
/// same bytes.
/// </summary>
public sealed record ReportRecord
{
    /// <summary>The agreement.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>The time.</summary>
    public required ReportWindow Window { get; init; }

    /// <summary>Whom it is for.</summary>
    public required Audience Audience { get; init; }

    /// <summary>True in an exercise.</summary>
    public required bool IsExercise { get; init; }

    /// <summary>Incidents that began in the time, by their begins.</summary>
    public required ImmutableArray<ReportedIncident> Incidents { get; init; }

    /// <summary>Incidents that began in the time before.</summary>
    public required ImmutableArray<ReportedIncident> Before { get; init; }

    /// <summary>Incidents that began earlier, and of which something else is known since the report before.</summary>
    public required ImmutableArray<ReportedIncident> Revised { get; init; }

    /// <summary>What was watched; null: withheld from this reader.</summary>
    public required CoverageSheet? Coverage { get; init; }

    /// <summary>The feeds by name; empty where they are withheld.</summary>
    public required ImmutableArray<ReportedFeed> Feeds { get; init; }

    /// <summary>Name of the evidence log.</summary>
    public required string LogOrigin { get; init; }

    /// <summary>Cases on which a party spoke, or a finding was corrected, in the time; in a pack all that are open.
    /// </summary>
    public ImmutableArray<ReportedCase> Cases { get; init; } = [];

    /// <summary>Id of the incident that a spot report is about, or null.</summary>
    public string? Spot { get; init; }

    /// <summary>Changes that people made to sentences.</summary>
    public ImmutableArray<SentenceEdit> Edits { get; init; } = [];

    /// <summary>A zone by its id, or null.</summary>
    public Zone? Zone(string? id) => Agreement.Zones.FirstOrDefault(zone => zone.Id == id);
}
