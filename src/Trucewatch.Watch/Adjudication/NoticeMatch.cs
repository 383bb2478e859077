using Trucewatch.Domain.Incidents;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Whether what was observed is what was notified.</summary>
public enum NoticeFit
{
    /// <summary>It is another time, another place or another party.</summary>
    Not,

    /// <summary>It may be: the place is not known well enough, or nobody knows whose it was.</summary>
    Perhaps,

    /// <summary>Time, place and party are those of the notice.</summary>
    Fits,
}

/// <summary>
/// Holds what was notified against what was observed: by time, place and party, and by nothing else. That something
/// fits a notice permits nothing; that is for the clause.
/// </summary>
public static class NoticeMatch
{
    // Half the axis of an error ellipse that holds 19 of 20, in standard deviations.
    private const double Sigmas = 2.448;

    /// <summary>Whether an incident fits a notice.</summary>
    public static NoticeFit Of(NoticeItem notice, Incident incident)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(incident);
        if (incident.Last < notice.Given.From || incident.First >= notice.Given.Until
            || (!incident.Parties.IsEmpty && !incident.Parties.Contains(notice.By, StringComparer.Ordinal)))
        {
            return NoticeFit.Not;
        }

        var place = PlaceFit(notice, incident);
        return place == NoticeFit.Fits && incident.Parties.IsEmpty ? NoticeFit.Perhaps : place;
    }

    private static NoticeFit PlaceFit(NoticeItem notice, Incident incident)
    {
        if (incident.Place is not { } place)
        {
            return NoticeFit.Perhaps;
        }

        var given = notice.Given.Place;
        var distance = Geodesic.Inverse(
            GeoPoint.FromDegrees(latitudeDeg: given.LatitudeDeg, longitudeDeg: given.LongitudeDeg),
            GeoPoint.FromDegrees(latitudeDeg: place.Latitude, longitudeDeg: place.Longitude)).DistanceM;
        var error = Sigmas * Math.Max(place.SigmaEastM, place.SigmaNorthM);
        return distance + error <= given.WithinM ? NoticeFit.Fits
            : distance - error <= given.WithinM ? NoticeFit.Perhaps
            : NoticeFit.Not;
    }
}
