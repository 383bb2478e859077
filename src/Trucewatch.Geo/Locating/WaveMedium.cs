namespace Trucewatch.Geo.Locating;

/// <summary>
/// How fast signals travel, and how well that is known. An error of it is common to all stations, so that the errors of
/// their times hang together.
/// </summary>
/// <param name="TemperatureC">Temperature of the air along the ways, degrees Celsius.</param>
/// <param name="TemperatureSigmaC">Its standard deviation.</param>
/// <param name="WindEastMps">The wind, towards east, metres per second.</param>
/// <param name="WindNorthMps">The wind, towards north, metres per second.</param>
/// <param name="WindSigmaMps">Standard deviation of either part of the wind.</param>
/// <param name="GroundSpeedMps">Speed of the wave in the ground.</param>
/// <param name="GroundSpeedSigmaMps">Its standard deviation.</param>
public sealed record WaveMedium(
    double TemperatureC,
    double TemperatureSigmaC,
    double WindEastMps = 0,
    double WindNorthMps = 0,
    double WindSigmaMps = 0,
    double GroundSpeedMps = 5_000,
    double GroundSpeedSigmaMps = 500)
{
    // c = 331.3 + 0.606 T is the tangent at 0 C of 331.3 sqrt(1 + T / 273.15): too fast by 0.5 m/s at -30 and 30 C.
    private const double AtFreezingMps = 331.3;
    private const double PerDegreeMps = 0.606;

    /// <summary>Speed of sound in still air, metres per second.</summary>
    public double SoundMps => AtFreezingMps + (PerDegreeMps * TemperatureC);

    /// <summary>Its standard deviation by that of the temperature.</summary>
    public double SoundSigmaMps => PerDegreeMps * TemperatureSigmaC;

    /// <summary>True where all values are within what occurs: -60 to 60 C, wind to 60 m/s, ground 100 to 9,000
    /// m/s, and each standard deviation at most 20 C, 20 m/s and a fifth of the ground's speed.</summary>
    public bool IsUsable =>
        Math.Abs(TemperatureC) <= 60 && TemperatureSigmaC is >= 0 and <= 20
        && Math.Abs(WindEastMps) <= 60 && Math.Abs(WindNorthMps) <= 60 && WindSigmaMps is >= 0 and <= 20
        && GroundSpeedMps is >= 100 and <= 9_000
        && GroundSpeedSigmaMps >= 0 && GroundSpeedSigmaMps <= 0.2 * GroundSpeedMps;
}
