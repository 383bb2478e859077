using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>What a plot says of where its object is.</summary>
public enum PlotKind : byte
{
    /// <summary>A place with a normal error.</summary>
    Place,

    /// <summary>Somewhere in an ellipse, all places in it alike.</summary>
    Footprint,

    /// <summary>On a ray from the observer.</summary>
    Bearing,
}

/// <summary>
/// One measurement of an object that does not say who it is, in the plane of the tracker; see <see cref="Reported"/>,
/// <see cref="Polar"/>, <see cref="OnBearing"/>, <see cref="Footprint"/> and <see cref="WithRangeRate"/>.
/// </summary>
public partial struct Plot
{
    /// <summary>Place to the east, metres; of a bearing nothing.</summary>
    public double EastM;

    /// <summary>Place to the north, metres.</summary>
    public double NorthM;

    /// <summary>Covariance of the place.</summary>
    public Covariance2 Error;

    /// <summary>Measured velocity; it counts only where <see cref="VelocitySigmaMps"/> is above zero.</summary>
    public double EastMps;

    /// <summary>The same to the north.</summary>
    public double NorthMps;

    /// <summary>Standard deviation of the velocity for each axis; 0 where none was measured.</summary>
    public double VelocitySigmaMps;

    /// <summary>Where the observer stood: it counts for bearing, range and range rate.</summary>
    public double ObserverEastM;

    /// <summary>The same to the north.</summary>
    public double ObserverNorthM;

    /// <summary>Bearing from the observer, clockwise from the plane's north; of a place only with a range.</summary>
    public double BearingDeg;

    /// <summary>Standard deviation of the bearing.</summary>
    public double BearingSigmaDeg;

    /// <summary>Range from the observer, of which the place was worked out.</summary>
    public double RangeM;

    /// <summary>Standard deviation of the range; 0 where the place itself was measured.</summary>
    public double RangeSigmaM;

    /// <summary>Rate of the range from an observer at rest; above zero goes away from it.</summary>
    public double RangeRateMps;

    /// <summary>Standard deviation of the range rate; 0 where none was measured.</summary>
    public double RangeRateSigmaMps;

    /// <summary>Height above <see cref="HeightReference"/>.</summary>
    public double HeightM;

    /// <summary>Standard deviation of the height; 0 where none was measured.</summary>
    public double HeightSigmaM;

    /// <summary>What the height is measured from; of an unknown one the height does not count.</summary>
    public HeightReference HeightReference;

    /// <summary>Number by which the sensor itself follows the object, for a while; 0: none.</summary>
    public uint SourceNumber;

    /// <summary>Kind of object, where the sensor says so.</summary>
    public ObjectClass Class;

    /// <summary>What the caller knows it by; it never bears on the tracks.</summary>
    public int Tag;

    /// <summary>Names it for good, as a tag does for one look; it never bears on the tracks either.</summary>
    public long Key;

    /// <summary>What it says of the place.</summary>
    public PlotKind Kind;

    /// <summary>True when a velocity was measured too.</summary>
    public readonly bool HasVelocity => VelocitySigmaMps > 0;

    /// <summary>True when the place is known by a range and a bearing.</summary>
    public readonly bool IsPolar => Kind == PlotKind.Place && RangeSigmaM > 0;

    /// <summary>True when a range rate was measured beside the place.</summary>
    public readonly bool HasRangeRate => RangeRateSigmaMps > 0;

    /// <summary>True when a height was measured that can be compared with others.</summary>
    public readonly bool HasHeight => HeightSigmaM > 0 && HeightReference != HeightReference.Unknown;

    /// <summary>True when the arithmetic can bear it.</summary>
    public readonly bool IsUsable =>
        IsPlaced && Class is >= ObjectClass.Unknown and <= ObjectClass.Installation
        && (!HasVelocity
            || (Math.Abs(EastMps) <= 1e5 && Math.Abs(NorthMps) <= 1e5
            && VelocitySigmaMps is >= 1e-3 and <= 1e5))
        && (!HasRangeRate
            || (Math.Abs(RangeRateMps) <= 1e5 && RangeRateSigmaMps is >= 1e-3 and <= 1e5 && IsObserved))
        && (!IsPolar || (RangeM is >= 0 and <= 1e8 && RangeSigmaM <= 1e6 && IsAimed))
        && (!HasHeight
            || (Math.Abs(HeightM) <= 1e6 && HeightSigmaM is >= 0.01 and <= 1e6
            && HeightReference is >= HeightReference.Unknown and <= HeightReference.Ground));

    private readonly bool IsAimed =>
        IsObserved && Math.Abs(BearingDeg) <= 720 && BearingSigmaDeg is >= LeastBearingSigmaDeg and <= 30;

    private readonly bool IsPlaced => Kind == PlotKind.Bearing
        ? IsAimed
        : Math.Abs(EastM) <= 1e8 && Math.Abs(NorthM) <= 1e8 && Kinematics.IsUsable(Error);

    private readonly bool IsObserved => Math.Abs(ObserverEastM) <= 1e8 && Math.Abs(ObserverNorthM) <= 1e8;

    /// <summary>Order by content, so that the order of arrival leaves no trace.</summary>
    public static int Compare(in Plot a, in Plot b)
    {
        var order = ((byte)a.Kind).CompareTo((byte)b.Kind);
        order = order != 0 ? order : a.EastM.CompareTo(b.EastM);
        order = order != 0 ? order : a.NorthM.CompareTo(b.NorthM);
        order = order != 0 ? order : a.Error.EastM2.CompareTo(b.Error.EastM2);
        order = order != 0 ? order : a.Error.NorthM2.CompareTo(b.Error.NorthM2);
        order = order != 0 ? order : a.Error.EastNorthM2.CompareTo(b.Error.EastNorthM2);
        order = order != 0 ? order : a.VelocitySigmaMps.CompareTo(b.VelocitySigmaMps);
        order = order != 0 ? order : a.EastMps.CompareTo(b.EastMps);
        order = order != 0 ? order : a.NorthMps.CompareTo(b.NorthMps);
        return order != 0 ? order : CompareRest(in a, in b);
    }

    private static int CompareRest(in Plot a, in Plot b)
    {
        var order = a.BearingDeg.CompareTo(b.BearingDeg);
        order = order != 0 ? order : a.BearingSigmaDeg.CompareTo(b.BearingSigmaDeg);
        order = order != 0 ? order : a.RangeM.CompareTo(b.RangeM);
        order = order != 0 ? order : a.RangeSigmaM.CompareTo(b.RangeSigmaM);
        order = order != 0 ? order : a.ObserverEastM.CompareTo(b.ObserverEastM);
        order = order != 0 ? order : a.ObserverNorthM.CompareTo(b.ObserverNorthM);
        order = order != 0 ? order : a.RangeRateMps.CompareTo(b.RangeRateMps);
        order = order != 0 ? order : a.RangeRateSigmaMps.CompareTo(b.RangeRateSigmaMps);
        order = order != 0 ? order : a.RangeRateSigmaMps.CompareTo(b.RangeRateSigmaMps);
        order = order != 0 ? order : a.SourceNumber.CompareTo(b.SourceNumber);
        order = order != 0 ? order : a.HeightM.CompareTo(b.HeightM);
        order = order != 0 ? order : a.HeightSigmaM.CompareTo(b.HeightSigmaM);
        order = order != 0 ? order : ((int)a.HeightReference).CompareTo((int)b.HeightReference);
        order = order != 0 ? order : ((int)a.Class).CompareTo((int)b.Class);
        return order != 0 ? order : a.Tag.CompareTo(b.Tag);
    }
}
