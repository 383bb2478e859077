namespace Trucewatch.Geo.Locating;

/// <summary>The ellipse around a place in which the truth lies with a stated probability.</summary>
/// <param name="SemiMajorM">Longer semi-axis, metres.</param>
/// <param name="SemiMinorM">Shorter semi-axis, metres.</param>
/// <param name="AzimuthDeg">Direction of the longer axis, degrees clockwise from north, from 0 to below 180.</param>
public readonly record struct ErrorEllipse(double SemiMajorM, double SemiMinorM, double AzimuthDeg)
{
    /// <summary>
    /// How many standard deviations the ellipse reaches that holds 95 % of a normal distribution in the plane:
    /// the root of -2 ln 0.05.
    /// </summary>
    public const double Scale95 = 2.4477468306808166;

    /// <summary>The ellipse that holds 95 %.</summary>
    /// <param name="error">The covariance of the place.</param>
    public static ErrorEllipse Of95(in Covariance2 error)
    {
        var half = 0.5 * (error.EastM2 + error.NorthM2);
        var difference = 0.5 * (error.EastM2 - error.NorthM2);
        var radius = Math.Sqrt((difference * difference) + (error.EastNorthM2 * error.EastNorthM2));

        // By the determinant: half - radius would lose the digits of a narrow ellipse.
        var greater = half + radius;
        var determinant = (error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2);
        var smaller = greater > 0 ? Math.Max(0, determinant / greater) : 0;
        var azimuth = 90 - (0.5 * Elementary.Atan2Degrees(error.EastNorthM2, difference));
        return new ErrorEllipse(
            Scale95 * Math.Sqrt(greater), Scale95 * Math.Sqrt(smaller), azimuth >= 180 ? azimuth - 180 : azimuth);
    }
}
