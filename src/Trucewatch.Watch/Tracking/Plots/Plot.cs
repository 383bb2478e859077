using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>One measured place of an object that does not say who it is, in the plane of the tracker.</summary>
internal struct Plot
{
    public double EastM;
    public double NorthM;
    public Covariance2 Error;

    /// <summary>Measured velocity; it counts only where <see cref="VelocitySigmaMps"/> is above zero.</summary>
    public double EastMps;
    public double NorthMps;

    /// <summary>Standard deviation of the velocity for each axis; 0 where none was measured.</summary>
    public double VelocitySigmaMps;

    /// <summary>What the caller knows it by; it never bears on the tracks.</summary>
    public int Tag;

    public readonly bool HasVelocity => VelocitySigmaMps > 0;

    /// <summary>True when the arithmetic can bear it.</summary>
    public readonly bool IsUsable =>
        Math.Abs(EastM) <= 1e8 && Math.Abs(NorthM) <= 1e8 && Kinematics.IsUsable(Error)
        && (!HasVelocity || (Math.Abs(EastMps) <= 1e5 && Math.Abs(NorthMps) <= 1e5 && VelocitySigmaMps is >= 1e-3 and <= 1e5));

    /// <summary>Order by content, so that the order of arrival leaves no trace.</summary>
    public static int Compare(in Plot a, in Plot b)
    {
        var order = a.EastM.CompareTo(b.EastM);
        order = order != 0 ? order : a.NorthM.CompareTo(b.NorthM);
        order = order != 0 ? order : a.Error.EastM2.CompareTo(b.Error.EastM2);
        order = order != 0 ? order : a.Error.NorthM2.CompareTo(b.Error.NorthM2);
        order = order != 0 ? order : a.Error.EastNorthM2.CompareTo(b.Error.EastNorthM2);
        order = order != 0 ? order : a.VelocitySigmaMps.CompareTo(b.VelocitySigmaMps);
        order = order != 0 ? order : a.EastMps.CompareTo(b.EastMps);
        order = order != 0 ? order : a.NorthMps.CompareTo(b.NorthMps);
        return order != 0 ? order : a.Tag.CompareTo(b.Tag);
    }
}
