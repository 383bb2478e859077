using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;
using Trucewatch.Reports.Release;

namespace Trucewatch.Reports.Daily;

/// <summary>An incident as the reader may see it, with the record that says so.</summary>
/// <param name="Incident">The newest revision that was known at the end.</param>
/// <param name="Fact">Number of the fact.</param>
/// <param name="LogIndex">Its place in the evidence log; null: not sealed yet.</param>
public sealed record ReportedIncident(Incident Incident, long Fact, long? LogIndex);

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

/// <summary>How much was watched, in whole hours.</summary>
/// <param name="Whole">Everything.</param>
/// <param name="Zones">Each zone that is watched over, in the agreement's order.</param>
/// <param name="Sides">Each party's side.</param>
/// <param name="SidesByDay">The same by day.</param>
/// <param name="SidesByNight">The same by night.</param>
/// <param name="Means">What each way to look gave, in the order of the modalities.</param>
/// <param name="BlindSpots">In the order of their begins.</param>
public sealed record CoverageSheet(
    WatchedPart Whole,
    ImmutableArray<WatchedPart> Zones,
    ImmutableArray<WatchedPart> Sides,
    ImmutableArray<WatchedPart> SidesByDay,
    ImmutableArray<WatchedPart> SidesByNight,
    ImmutableArray<(Modality Modality, Exposure Now)> Means,
    ImmutableArray<ReportedBlindSpot> BlindSpots);

/// <summary>A feed and what came of it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Frames">Frames received in the time of the report.</param>
/// <param name="LastHeard">The newest one; null: none ever.</param>
public sealed record ReportedFeed(string Name, long Frames, Instant? LastHeard);

/// <summary>
/// All that a daily report is made of: what this reader may see of what was known at its end. The same record gives the
/// same bytes.
/// </summary>
public sealed record DailyRecord
{
    /// <summary>The agreement.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>The time.</summary>
    public required DailyWindow Window { get; init; }

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

    /// <summary>Changes that people made to sentences.</summary>
    public ImmutableArray<SentenceEdit> Edits { get; init; } = [];

    /// <summary>A zone by its id, or null.</summary>
    public Zone? Zone(string? id) => Agreement.Zones.FirstOrDefault(zone => zone.Id == id);
}
