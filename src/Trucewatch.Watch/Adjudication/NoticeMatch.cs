using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Incidents;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Whether what was observed is what was notified.</summary>
public enum NoticeFit
{
    /// <summary>It is another time, another place, another party or something else altogether.</summary>
    Not,

    /// <summary>It may be: at least one thing is in doubt.</summary>
    Perhaps,

    /// <summary>Time, place, party and kind are those of the notice.</summary>
    Fits,
}

/// <summary>What is in doubt where something may be what was notified.</summary>
public enum NoticeDoubt
{
    /// <summary>The place is not known well enough.</summary>
    Place,

    /// <summary>Nobody knows whose it was.</summary>
    Party,

    /// <summary>It is of a kind that comes with what was notified, and with others too: a lorry to works.</summary>
    Kind,
}

/// <summary>How an incident stands to a notice.</summary>
/// <param name="Fit">Whether it is what was notified.</param>
/// <param name="Doubts">Where it may be: what is in doubt, sorted; else empty.</param>
public readonly record struct NoticeHeld(NoticeFit Fit, ImmutableArray<NoticeDoubt> Doubts);

/// <summary>
/// Holds what was notified against what was observed: by time, place, party and kind, and by nothing else. That
/// something fits a notice permits nothing; that is for the clause.
/// </summary>
public static class NoticeMatch
{
    // Half the axis of an error ellipse that holds 19 of 20, in standard deviations.
    private const double Sigmas = 2.448;

    /// <summary>How an incident stands to a notice.</summary>
    public static NoticeHeld Of(NoticeItem notice, Incident incident)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(incident);
        if (incident.Last < notice.Given.From || incident.First >= notice.Given.Until)
        {
            return new NoticeHeld(NoticeFit.Not, []);
        }

        (NoticeDoubt Doubt, NoticeFit Fit)[] each =
        [
            (NoticeDoubt.Place, PlaceFit(notice, incident)),
            (NoticeDoubt.Party, incident.Parties.IsEmpty ? NoticeFit.Perhaps
                : incident.Parties.Contains(notice.By, StringComparer.Ordinal) ? NoticeFit.Fits
                : NoticeFit.Not),
            (NoticeDoubt.Kind, KindFit(notice.Given.Subject, incident.Class)),
        ];
        var fit = each.Min(one => one.Fit);
        return new NoticeHeld(
            fit,
            fit == NoticeFit.Perhaps
                ? [.. each.Where(one => one.Fit == NoticeFit.Perhaps).Select(one => one.Doubt)]
                : []);
    }

    /// <summary>
    /// The classes of incidents that a subject is told by, and those that come with it but may be anything else. What
    /// is in neither was not notified: no notice of works tells of a shot.
    /// </summary>
    private static (string[] Told, string[] With) KindsOf(NoticeSubject subject) => subject switch
    {
        NoticeSubject.Movement => (["presence", "equipment", "maritime"], ["air"]),
        NoticeSubject.Works => (["works"], ["presence", "equipment", "fire.heat"]),
        NoticeSubject.Exercise => (["fire"], ["presence", "equipment", "air", "maritime"]),
        NoticeSubject.Flight => (["air"], ["presence"]),
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "expected a subject of a notice"),
    };

    private static NoticeFit KindFit(NoticeSubject subject, string kind)
    {
        var (told, with) = KindsOf(subject);
        return told.Any(IsOne) ? NoticeFit.Fits : with.Any(IsOne) ? NoticeFit.Perhaps : NoticeFit.Not;

        bool IsOne(string named) => kind.StartsWith(named, StringComparison.Ordinal)
            && (kind.Length == named.Length || kind[named.Length] == '.');
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
