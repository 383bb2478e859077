using System.Collections.Immutable;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Agreements;

/// <summary>A text in several languages; English is compulsory.</summary>
/// <param name="En">English.</param>
/// <param name="Uk">Ukrainian, or null.</param>
/// <param name="Ru">Russian, or null.</param>
public sealed record LocalText(string En, string? Uk = null, string? Ru = null);

/// <summary>A party to the agreement. Parties stand in the pack's order and are treated alike.</summary>
/// <param name="Id">Short id, for example <c>west</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record Party(string Id, LocalText Name);

/// <summary>A line that zones are measured from.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Name">Its name and version in words.</param>
/// <param name="Points">Vertices, in the direction that gives left and right their meaning.</param>
public sealed record AgreementLine(string Id, LocalText Name, ImmutableArray<GeoPoint> Points);

/// <summary>What a zone is on the map.</summary>
public enum ZoneKind
{
    /// <summary>A land zone.</summary>
    Land,

    /// <summary>A sea area.</summary>
    Sea,

    /// <summary>A protected corridor.</summary>
    Corridor,

    /// <summary>Airspace above an area.</summary>
    Air,
}

/// <summary>An area with a definition in words that its geometry follows from.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Side">Id of the party on whose side of the line it lies, or null.</param>
/// <param name="Definition">The definition in words, for example <c>20000 m left of line eastern-line</c>.</param>
/// <param name="Region">Its geometry.</param>
public sealed record Zone(
    string Id, LocalText Name, ZoneKind Kind, string? Side, string Definition, Region Region);

/// <summary>Says which party an object belongs to, as far as the agreement's registers tell.</summary>
/// <param name="Scheme">Naming scheme of the identity.</param>
/// <param name="Pattern">The identity's text (an MMSI is nine digits); a trailing <c>*</c> stands for any rest.</param>
/// <param name="Party">Party id, or null: belongs to no party (civilian, mission).</param>
/// <param name="Role">What it is, for example <c>forces</c>, <c>civilian</c>, <c>mission</c>.</param>
/// <param name="Class">Class of object to assume where the feed does not say.</param>
public sealed record ActorEntry(
    IdentityScheme Scheme, string Pattern, string? Party, string Role, ObjectClass Class);

/// <summary>One way to read a clause. Every clause has at least one; the first is the wording as it stands.</summary>
/// <param name="Id">Short id, for example <c>plain</c>.</param>
/// <param name="Name">The reading in words.</param>
/// <param name="HeldBy">Ids of the parties that hold it; empty when all do.</param>
/// <param name="Settings">Settings of the rule without its kind: the clause's with the reading's own laid over.</param>
public sealed record Reading(string Id, LocalText Name, ImmutableArray<string> HeldBy, PackNode Settings);

/// <summary>A clause of the agreement with the rule that watches it.</summary>
/// <param name="Id">Number in the text, for example <c>4.2(b)</c>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">The wording.</param>
/// <param name="RuleKind">Id of the rule kind.</param>
/// <param name="Line">Line in agreement.yaml where the rule stands.</param>
/// <param name="Severity">1 (least) to 4, for an incident under this clause.</param>
/// <param name="IncidentClass">Class of the incident that a detection opens: <c>presence.zone-entry</c>.</param>
/// <param name="Label">Release label of what the clause's rule concludes.</param>
/// <param name="InForceFrom">First instant at which it binds, or null: always.</param>
/// <param name="Readings">At least one.</param>
public sealed record Clause(
    string Id,
    LocalText Title,
    LocalText Text,
    string RuleKind,
    int Line,
    int Severity,
    string IncidentClass,
    Label Label,
    Instant? InForceFrom,
    ImmutableArray<Reading> Readings);

/// <summary>An agreement as data: a lawyer reads it, a machine runs it.</summary>
/// <param name="Name">Name of the pack's folder.</param>
/// <param name="Title">Title in words.</param>
/// <param name="Version">Version in the pack's own words.</param>
/// <param name="Hash">SHA-256 (hex) over all files of the pack: names the version without doubt.</param>
/// <param name="Illustrative">True when no such agreement exists.</param>
/// <param name="Theatre">West, south, east, north bounds in degrees; a position outside is suspect.</param>
/// <param name="TimeZone">IANA name of the local time zone shown second.</param>
/// <param name="Parties">The parties, in the pack's order.</param>
/// <param name="Lines">Lines.</param>
/// <param name="Zones">Zones.</param>
/// <param name="Clauses">Clauses.</param>
/// <param name="Actors">Registers of who is who, first match counts.</param>
public sealed record Agreement(
    string Name,
    LocalText Title,
    string Version,
    string Hash,
    bool Illustrative,
    TheatreBox Theatre,
    string TimeZone,
    ImmutableArray<Party> Parties,
    ImmutableArray<AgreementLine> Lines,
    ImmutableArray<Zone> Zones,
    ImmutableArray<Clause> Clauses,
    ImmutableArray<ActorEntry> Actors);

/// <summary>Bounds of the theatre in degrees.</summary>
/// <param name="WestDeg">Least longitude.</param>
/// <param name="SouthDeg">Least latitude.</param>
/// <param name="EastDeg">Greatest longitude.</param>
/// <param name="NorthDeg">Greatest latitude.</param>
public readonly record struct TheatreBox(double WestDeg, double SouthDeg, double EastDeg, double NorthDeg)
{
    /// <summary>True when the point lies within the bounds.</summary>
    public bool Contains(GeoPoint point) =>
        point.LongitudeDeg >= WestDeg && point.LongitudeDeg <= EastDeg
        && point.LatitudeDeg >= SouthDeg && point.LatitudeDeg <= NorthDeg;
}
