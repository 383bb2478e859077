using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Reports.Release;

/// <summary>
/// The only way from a fact to a reader. It withholds what the label does not release, holds back what is too fresh
/// for the audience, and coarsens places. A missing or unknown label, or an empty release list, denies.
/// </summary>
public static class ReleaseGate
{
    /// <summary>The fact as the audience may see it at this time, or null: withheld.</summary>
    public static Fact? View(Fact fact, Audience audience, Instant now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(audience);
        if (!Shows(fact.Label, fact.KnownAt, audience, now))
        {
            return null;
        }

        if (audience.PlaceStepDeg == 0)
        {
            return fact;
        }

        // Frames, tracks, exact margins and what was measured would undo the rounding of the place, so they go with it.
        return fact switch
        {
            DetectionFact detection => detection with { Detection = Coarsen(detection.Detection, audience) },
            IncidentFact incident => incident with { Incident = Coarsen(incident.Incident, audience) },
            AcceptanceFact => fact,
            OperationalFact or SensorsFact or MergeFact or ExerciseFact => null,
            _ => null,
        };
    }

    /// <summary>True when something with this label, known since then, is no longer withheld: for counts.</summary>
    public static bool Shows(Label? label, Instant knownAt, Audience audience, Instant now) =>
        MayRead(label, audience) && knownAt + audience.Delay <= now;

    /// <summary>True when the label releases to the audience: the one policy says so.</summary>
    public static bool MayRead(Label? label, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(audience);
        return AccessPolicy.Reads(label, audience.By);
    }

    /// <summary>True when the audience may see live positions and raw frames with this label.</summary>
    public static bool MaySeeLive(Label? label, Audience audience) =>
        MayRead(label, audience) && audience.SeesTracks;

    /// <summary>An incident that is released to the audience, as coarsely as it is told.</summary>
    public static Incident Told(Incident incident, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(audience);
        return audience.PlaceStepDeg == 0 ? incident : Coarsen(incident, audience);
    }

    private static Detection Coarsen(Detection detection, Audience audience) => detection with
    {
        Place = Coarsen(detection.Place, audience),
        Track = null,
        Actor = WithoutName(detection.Actor),
        MarginM = null,
        Details = null,
        Sensor = null,
        Provisional = WithoutFeeds(detection.Provisional),
        Frames = [],
    };

    private static Incident Coarsen(Incident incident, Audience audience) => incident with
    {
        Place = Coarsen(incident.Place, audience),
        Tracks = [],
        Actors = [.. incident.Actors.Select(WithoutName).Distinct(StringComparer.Ordinal)],
        MarginM = null,
        Details = null,
        Sensors = null,
        Provisional = WithoutFeeds(incident.Provisional),
        Detections = [],
        Frames = [],
    };

    /// <summary>That something is provisional is told to all; which feed is late is the mission's own affair.</summary>
    private static ImmutableArray<string>? WithoutFeeds(ImmutableArray<string>? feeds) => feeds is null ? null : [];

    private static Place? Coarsen(Place? place, Audience audience)
    {
        if (place is null)
        {
            return null;
        }

        var step = audience.PlaceStepDeg;
        var metresPerStep = step * 111_200;
        return new Place(
            Math.Round(place.Latitude / step) * step,
            Math.Round(place.Longitude / step) * step,
            Math.Max(place.SigmaEastM, metresPerStep),
            Math.Max(place.SigmaNorthM, metresPerStep),
            0);
    }

    private static string WithoutName(string actor)
    {
        var colon = actor.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "reporter" : actor[..colon];
    }
}
