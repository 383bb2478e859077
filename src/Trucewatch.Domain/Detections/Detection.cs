using System.Collections.Immutable;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Domain.Detections;

/// <summary>What a rule saw happen.</summary>
public enum DetectionKind
{
    /// <summary>An object went in.</summary>
    Entered,

    /// <summary>An object was inside when it was first seen: no one saw it go in.</summary>
    FirstSeenInside,

    /// <summary>Neither inside nor outside can be said any more.</summary>
    Undetermined,

    /// <summary>An object that was inside is inside still, with better knowledge of how far.</summary>
    StillInside,

    /// <summary>An object that was inside went out.</summary>
    Left,

    /// <summary>Somebody reported something of a class that the clause names.</summary>
    Reported,

    /// <summary>An object went over a line.</summary>
    Crossed,

    /// <summary>What was counted or measured was compared with a limit of the clause.</summary>
    Measured,
}

/// <summary>
/// What a clause, read one way, says of what was detected. The machine's word, unreviewed: a possible breach is not a
/// finding. Of several about one event the later in this order stands.
/// </summary>
public enum Determination
{
    /// <summary>It meets what the clause asks.</summary>
    Compliant,

    /// <summary>The clause would forbid it, and a permit, notice or agreed exception covers it.</summary>
    Permitted,

    /// <summary>The evidence decides neither way. A full answer.</summary>
    Undetermined,

    /// <summary>The clause forbids it, as far as the machine can tell.</summary>
    Breach,
}

/// <summary>A named value that a determination rests on, for example <c>limit_m</c> and <c>15000</c>.</summary>
/// <param name="Name">What, with its unit at the end of the name.</param>
/// <param name="Value">The value in words, culture-invariant.</param>
public sealed record Detail(string Name, string Value);

/// <summary>
/// One machine statement: under this clause, read this way, this happened, and these frames say so. A detection is
/// not a finding; people decide.
/// </summary>
/// <param name="Id">Number in the sector, from 1.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Clause">Clause id.</param>
/// <param name="Reading">Reading id.</param>
/// <param name="IncidentClass">Class of the incident that it opens or feeds.</param>
/// <param name="Zone">Zone id, or null.</param>
/// <param name="Track">Track, for example <c>T-000042</c>, or null for a report.</param>
/// <param name="Actor">Identity, for example <c>mmsi:237000001</c>, or the reporter's name.</param>
/// <param name="Party">Party that the agreement's registers give for the actor, or null: not known. No
/// attribution.</param>
/// <param name="At">Time of the event.</param>
/// <param name="KnownAt">When it was received.</param>
/// <param name="Place">Where, with its error.</param>
/// <param name="PInside">Probability of being inside the zone, or null.</param>
/// <param name="MarginM">Signed distance to the zone's edge in metres, positive inside, or null.</param>
/// <param name="CountMin">Least number counted, or null.</param>
/// <param name="CountMax">Greatest number counted, or null.</param>
/// <param name="Words">The report's words, or null.</param>
/// <param name="Means">How it was perceived, sorted.</param>
/// <param name="Frames">Frames that it rests on, in order.</param>
/// <param name="Determination">What the clause, read this way, says of it.</param>
/// <param name="Exception">Exception of the agreement, or notice, that covers it, or null.</param>
/// <param name="Details">Values that the determination rests on, in the order of reasoning; null without any.</param>
/// <param name="Sensor">Registered sensor of the observation that raised it, with the version of its calibration, for
/// example <c>gate-7@2</c>; null: none is registered.</param>
/// <param name="Authenticated">True when a good signature of a registered key covers that observation's frame.</param>
/// <param name="Provisional">Feeds that were late when it was raised, sorted: what they bring may change it; null:
/// none.</param>
public sealed record Detection(
    int Id,
    DetectionKind Kind,
    string Clause,
    string Reading,
    string IncidentClass,
    string? Zone,
    string? Track,
    string Actor,
    string? Party,
    Instant At,
    Instant KnownAt,
    Place? Place,
    double? PInside,
    double? MarginM,
    int? CountMin,
    int? CountMax,
    string? Words,
    ImmutableArray<string> Means,
    ImmutableArray<FrameCitation> Frames,
    Determination Determination = Determination.Breach,
    string? Exception = null,
    ImmutableArray<Detail>? Details = null,
    string? Sensor = null,
    bool Authenticated = false,
    ImmutableArray<string>? Provisional = null);

/// <summary>A place with its error, as facts state it.</summary>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="SigmaEastM">Standard deviation to the east in metres.</param>
/// <param name="SigmaNorthM">Standard deviation to the north in metres.</param>
/// <param name="Correlation">Correlation of the two, -1 to 1.</param>
public sealed record Place(
    double Latitude, double Longitude, double SigmaEastM, double SigmaNorthM, double Correlation);
