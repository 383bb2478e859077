using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>A measured position: what the filter keeps of an observation.</summary>
internal struct Fix
{
    public Instant At;
    public GeoPoint Position;
    public Covariance2 Error;
    public double SpeedMps;
    public double CourseDeg;
    public FrameRef Frame;
    public ObjectClass Class;

    public static Fix From(in Observation observation) => new()
    {
        At = observation.At,
        Position = observation.Position,
        Error = observation.PositionError,
        SpeedMps = observation.SpeedMps,
        CourseDeg = observation.CourseDeg,
        Frame = observation.Frame,
        Class = observation.Class,
    };

    /// <summary>True when both say the same place at the same time: two copies of one message count once.</summary>
    public static bool SamePlaceAndTime(in Fix a, in Fix b) => a.At == b.At && a.Position == b.Position;

    /// <summary>
    /// Order by time, then by content, never by arrival: whoever gets the same observations in another order comes to
    /// the same state.
    /// </summary>
    public static int Compare(in Fix a, in Fix b)
    {
        var order = a.At.CompareTo(b.At);
        return order != 0 ? order : CompareContent(in a, in b);
    }

    private static int CompareContent(in Fix a, in Fix b)
    {
        var order = a.Position.LatitudeDeg.CompareTo(b.Position.LatitudeDeg);
        order = order != 0 ? order : a.Position.LongitudeDeg.CompareTo(b.Position.LongitudeDeg);
        order = order != 0 ? order : a.Error.EastM2.CompareTo(b.Error.EastM2);
        order = order != 0 ? order : a.Error.NorthM2.CompareTo(b.Error.NorthM2);
        order = order != 0 ? order : a.Error.EastNorthM2.CompareTo(b.Error.EastNorthM2);
        order = order != 0 ? order : a.SpeedMps.CompareTo(b.SpeedMps);
        order = order != 0 ? order : a.CourseDeg.CompareTo(b.CourseDeg);
        order = order != 0 ? order : ((int)a.Class).CompareTo((int)b.Class);
        order = order != 0 ? order : a.Frame.Feed.Value.CompareTo(b.Frame.Feed.Value);
        return order != 0 ? order : a.Frame.Sequence.CompareTo(b.Frame.Sequence);
    }
}
