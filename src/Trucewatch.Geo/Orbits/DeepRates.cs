namespace Trucewatch.Geo.Orbits;

/// <summary>
/// How Sun and Moon together change an orbit's elements in a minute, and where Greenwich was at its epoch.
/// </summary>
/// <param name="Eccentricity">Rate of the eccentricity.</param>
/// <param name="Inclination">Rate of the inclination, radians a minute.</param>
/// <param name="Anomaly">Rate of the mean anomaly.</param>
/// <param name="Perigee">Rate of the argument of the perigee.</param>
/// <param name="Node">Rate of the node.</param>
/// <param name="SiderealAtEpoch">Mean sidereal time of Greenwich at the epoch, radians.</param>
internal readonly record struct DeepRates(
    double Eccentricity, double Inclination, double Anomaly, double Perigee, double Node, double SiderealAtEpoch)
{
    /// <summary>The Earth's turning, radians a minute.</summary>
    public const double EarthRate = 4.37526908801129966e-3;

    public static DeepRates Of(ThirdBody sun, ThirdBody moon, double siderealAtEpoch) => new(
        sun.EccentricityRate + moon.EccentricityRate,
        sun.InclinationRate + moon.InclinationRate,
        sun.AnomalyRate + moon.AnomalyRate,
        sun.PerigeeRate + moon.PerigeeRate,
        sun.NodeRate + moon.NodeRate,
        siderealAtEpoch);
}
