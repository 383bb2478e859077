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
/// <param name="Key">Verifier key of the signed notes by which it accepts a version, or null.</param>
public sealed record Party(string Id, LocalText Name, string? Key = null);

/// <summary>A time in which a clause binds a party.</summary>
/// <param name="Party">The party.</param>
/// <param name="Period">When.</param>
public readonly record struct ForcePeriod(string Party, Period Period);

/// <summary>Whether a clause binds somebody at an instant.</summary>
public enum Binding
{
    /// <summary>It does not.</summary>
    No,

    /// <summary>It binds some parties and not others, and whose act it is is not known.</summary>
    Unclear,

    /// <summary>It does.</summary>
    Yes,
}

/// <summary>A line that zones are measured from.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Name">Its name and version in words.</param>
/// <param name="Points">Vertices, in the direction that gives left and right their meaning.</param>
/// <param name="SigmaM">Standard deviation of the line's own place in metres; 0 when it is exact.</param>
/// <param name="NotAgreed">Stretches whose course the parties have not agreed, in order.</param>
public sealed record AgreementLine(
    string Id,
    LocalText Name,
    ImmutableArray<GeoPoint> Points,
    double SigmaM = 0,
    ImmutableArray<LineStretch>? NotAgreed = null);

/// <summary>A stretch of a line between two of its points.</summary>
/// <param name="FromPoint">Number of its first point, from 1.</param>
/// <param name="ToPoint">Number of its last point, greater than the first.</param>
public readonly record struct LineStretch(int FromPoint, int ToPoint);

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
/// <param name="Region">Its geometry, as far as it is agreed.</param>
/// <param name="Disputed">Where it is not agreed whether the zone is there, or null.</param>
/// <param name="EdgeSigmaM">Standard deviation of its edges in metres, from the line it is measured from.</param>
/// <param name="Height">Between which heights it lies, or null: at all heights.</param>
public sealed record Zone(
    string Id,
    LocalText Name,
    ZoneKind Kind,
    string? Side,
    string Definition,
    Region Region,
    Region? Disputed = null,
    double EdgeSigmaM = 0,
    HeightBand? Height = null)
{
    /// <summary>
    /// Where a position with an error stands to the zone, with the edge's own uncertainty counted in.
    /// </summary>
    public ZonePlace Locate(GeoPoint point, Covariance2 error)
    {
        var variance = EdgeSigmaM * EdgeSigmaM;
        var whole = variance == 0
            ? error
            : new Covariance2(error.EastM2 + variance, error.EastNorthM2, error.NorthM2 + variance);
        var agreed = Region.Locate(point, whole);
        if (Disputed is null)
        {
            return new ZonePlace(agreed.PInside, agreed.PInside, agreed.SignedDistanceM, agreed.SignedDistanceM);
        }

        var disputed = Disputed.Locate(point, whole);
        return new ZonePlace(
            agreed.PInside,
            Math.Min(1, agreed.PInside + disputed.PInside),
            agreed.SignedDistanceM,
            Math.Max(agreed.SignedDistanceM, disputed.SignedDistanceM));
    }
}

/// <summary>Heights between which a zone lies.</summary>
/// <param name="FloorM">Least height in metres, or null: from the bottom.</param>
/// <param name="CeilingM">Greatest height in metres, or null: without limit.</param>
/// <param name="Reference">What they are measured from.</param>
public sealed record HeightBand(double? FloorM, double? CeilingM, HeightReference Reference);

/// <summary>How a position stands to a zone.</summary>
/// <param name="PInside">Probability of being in the zone as far as it is agreed.</param>
/// <param name="PAtMost">Probability with the parts counted in that are not agreed.</param>
/// <param name="SignedDistanceM">Distance to the agreed zone's edge in metres, positive inside.</param>
/// <param name="ReachM">Distance to anything of the zone, agreed or not, negative outside.</param>
public readonly record struct ZonePlace(double PInside, double PAtMost, double SignedDistanceM, double ReachM);

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
/// <param name="InForce">When it binds which party, each party named; null: always.</param>
public sealed record Reading(
    string Id,
    LocalText Name,
    ImmutableArray<string> HeldBy,
    PackNode Settings,
    ImmutableArray<ForcePeriod>? InForce = null)
{
    /// <summary>Whether the clause, read this way, binds a party at an instant.</summary>
    /// <param name="party">Party id, or null: not known.</param>
    /// <param name="at">The instant.</param>
    public Binding Binds(string? party, Instant at)
    {
        if (InForce is not { } periods)
        {
            return Binding.Yes;
        }

        // Asked for every state of every track: no enumerator, no closure.
        var (bound, free) = (false, periods.IsEmpty);
        for (var index = 0; index < periods.Length; index++)
        {
            var name = periods[index].Party;
            if (party is null || party == name)
            {
                var binds = IsBound(periods, name, at);
                bound |= binds;
                free |= !binds;
            }
        }

        return bound ? free ? Binding.Unclear : Binding.Yes : Binding.No;
    }

    private static bool IsBound(ImmutableArray<ForcePeriod> periods, string party, Instant at)
    {
        foreach (var period in periods)
        {
            if (period.Party == party && period.Period.Contains(at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first instant at which it binds anybody, or null: it always binds somebody.</summary>
    public Instant? FirstBinding
    {
        get
        {
            Instant? first = null;
            foreach (var period in InForce ?? [])
            {
                if (period.Period.From is not { } from)
                {
                    return null;
                }

                // A period that ends as it starts stands for "never".
                if (!(period.Period.Until <= from))
                {
                    first = first is { } known && known < from ? known : from;
                }
            }

            return first;
        }
    }
}

/// <summary>A thing that the agreement protects by name.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is: dotted words such as <c>energy.power-plant</c>.</param>
/// <param name="Owner">Party that holds it and has duties for it, or null.</param>
/// <param name="Region">Its ground.</param>
/// <param name="Listed">When it stood on the list: any of these periods; none: always.</param>
public sealed record ProtectedObject(
    string Id, LocalText Name, string Kind, string? Owner, Region Region, ImmutableArray<Period> Listed)
{
    /// <summary>True when it stood on the list at an instant.</summary>
    public bool IsListed(Instant at) => Listed.IsEmpty || Listed.Any(period => period.Contains(at));
}

/// <summary>A clause of the agreement with the rule that watches it.</summary>
/// <param name="Id">Number in the text, for example <c>4.2(b)</c>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">The wording.</param>
/// <param name="RuleKind">Id of the rule kind.</param>
/// <param name="Line">Line in agreement.yaml where the rule stands.</param>
/// <param name="Severity">1 (least) to 4, for an incident under this clause.</param>
/// <param name="IncidentClass">Class of the incident that a detection opens: <c>presence.zone-entry</c>.</param>
/// <param name="Label">Release label of what the clause's rule concludes.</param>
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
    ImmutableArray<Reading> Readings)
{
    /// <summary>The first instant at which any reading binds anybody, or null: one always does.</summary>
    public Instant? FirstBinding
    {
        get
        {
            var first = Readings[0].FirstBinding;
            foreach (var reading in Readings)
            {
                first = reading.FirstBinding is { } own && first is { } known && own < known ? own
                    : reading.FirstBinding is null ? null : first;
            }

            return first;
        }
    }
}

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
/// <param name="Sections">Sections that the rules' engine compiles: exceptions and machinery; null without any.</param>
/// <param name="ProtectedObjects">What is protected by name; null without any.</param>
/// <param name="Effective">From when until when this version judges events.</param>
/// <param name="Supersedes">Hash of the version that it takes the place of, or null.</param>
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
    ImmutableArray<ActorEntry> Actors,
    PackNode.Mapping? Sections = null,
    ImmutableArray<ProtectedObject>? ProtectedObjects = null,
    Period Effective = default,
    string? Supersedes = null);

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
