using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>One measured place of an object that does not say who it is, in the plane of the tracker.</summary>
public struct Plot
{
    /// <summary>Place to the east, metres.</summary>
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

    /// <summary>What the caller knows it by; it never bears on the tracks.</summary>
    public int Tag;

    /// <summary>Names it for good, as a tag does for one look; it never bears on the tracks either.</summary>
    public long Key;

    // A position is broadcast again, or relayed, up to some seconds after it was true.
    private const double ReportDelayS = 3;
    private const double ReportedSpeedSigmaMps = 0.4;

    /// <summary>True when a velocity was measured too.</summary>
    public readonly bool HasVelocity => VelocitySigmaMps > 0;

    /// <summary>What an object says of itself: its place may be late along its course.</summary>
    /// <param name="eastM">Place.</param>
    /// <param name="northM">The same to the north.</param>
    /// <param name="sigmaM">Standard deviation of the place, per axis.</param>
    /// <param name="speedMps">Speed over ground.</param>
    /// <param name="courseDeg">Course over ground, clockwise from north.</param>
    public static Plot Reported(double eastM, double northM, double sigmaM, double speedMps, double courseDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(courseDeg);
        var late = speedMps * ReportDelayS;
        var (across, along) = (sigmaM * sigmaM, late * late);
        return new Plot
        {
            EastM = eastM,
            NorthM = northM,
            Error = new Covariance2(across + (along * sin * sin), along * sin * cos, across + (along * cos * cos)),
            EastMps = speedMps * sin,
            NorthMps = speedMps * cos,
            VelocitySigmaMps = ReportedSpeedSigmaMps,
        };
    }

    /// <summary>True when the arithmetic can bear it.</summary>
    public readonly bool IsUsable =>
        Math.Abs(EastM) <= 1e8 && Math.Abs(NorthM) <= 1e8 && Kinematics.IsUsable(Error)
        && (!HasVelocity
            || (Math.Abs(EastMps) <= 1e5 && Math.Abs(NorthMps) <= 1e5
            && VelocitySigmaMps is >= 1e-3 and <= 1e5));

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
