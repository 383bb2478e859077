namespace Trucewatch.Geo;

/// <summary>The covariance of a horizontal position in the local tangent plane, in square metres.</summary>
/// <param name="EastM2">Variance along east.</param>
/// <param name="EastNorthM2">Covariance of east and north.</param>
/// <param name="NorthM2">Variance along north.</param>
public readonly record struct Covariance2(double EastM2, double EastNorthM2, double NorthM2)
{
    /// <summary>The same standard deviation in every direction, in metres.</summary>
    public static Covariance2 Circular(double sigmaM) => new(sigmaM * sigmaM, 0, sigmaM * sigmaM);

    /// <summary>Variance along a unit direction given by its east and north parts.</summary>
    public double Along(double east, double north) =>
        (east * east * EastM2) + (2 * east * north * EastNorthM2) + (north * north * NorthM2);
}
