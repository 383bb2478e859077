using Trucewatch.Domain;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// One event as it stands in the frame. Texts are raw slices; numbers that the sender does not know are NaN.
/// </summary>
internal ref struct CotMessage
{
    /// <summary>Raw attribute value: the object's own name.</summary>
    public ReadOnlySpan<byte> Uid;

    /// <summary>The type, for example <c>a-n-G</c>: plain ASCII.</summary>
    public ReadOnlySpan<byte> Type;

    /// <summary>How the position came about, for example <c>m-g</c>: plain ASCII; empty when not said.</summary>
    public ReadOnlySpan<byte> How;

    /// <summary>When the event was generated.</summary>
    public Instant Time;

    /// <summary>When it begins to hold.</summary>
    public Instant Start;

    /// <summary>When it ceases to hold.</summary>
    public Instant Stale;

    /// <summary>Latitude in degrees, -90 to 90.</summary>
    public double LatitudeDeg;

    /// <summary>Longitude in degrees, -180 to 180.</summary>
    public double LongitudeDeg;

    /// <summary>Height above the WGS 84 ellipsoid in metres, or NaN.</summary>
    public double HaeM;

    /// <summary>Circular error in metres, one sigma, or NaN.</summary>
    public double CircularErrorM;

    /// <summary>Linear error in metres, one sigma, or NaN.</summary>
    public double LinearErrorM;

    /// <summary>Course in degrees from true north, 0 to below 360, or NaN.</summary>
    public double CourseDeg;

    /// <summary>Speed in metres per second, or NaN.</summary>
    public double SpeedMps;

    /// <summary>True when a contact element gives a call sign.</summary>
    public bool HasCallSign;

    /// <summary>Raw attribute value of the call sign.</summary>
    public ReadOnlySpan<byte> CallSign;

    /// <summary>True when there is a remarks element.</summary>
    public bool HasRemarks;

    /// <summary>Raw content of the remarks element.</summary>
    public ReadOnlySpan<byte> Remarks;
}
