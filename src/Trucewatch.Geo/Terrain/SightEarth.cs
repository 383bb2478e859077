namespace Trucewatch.Geo.Terrain;

/// <summary>
/// The Earth as a line of sight finds it: refraction bends the line down, which a straight line over a larger Earth
/// does too. A factor of 7/6 (k = 1/7) is the surveyor's usual one for light; 4/3 that of radio waves in a standard
/// atmosphere (ITU-R P.834-9, section 2). The factors stand in the horizon in metres by the root of the height in
/// metres, the root of twice the radius.
/// </summary>
/// <param name="HorizonM">Distance of the horizon from a height of one metre, in metres.</param>
public readonly record struct SightEarth(double HorizonM)
{
    /// <summary>That of light.</summary>
    public static readonly SightEarth Light = new(3_856);

    /// <summary>That of radar.</summary>
    public static readonly SightEarth Radar = new(4_122);

    /// <summary>Twice the radius in metres.</summary>
    public double DiameterM => HorizonM * HorizonM;

    /// <summary>How far one sees from a height to another over a smooth Earth, in metres.</summary>
    public double ReachM(double eyeM, double targetM) => (Math.Sqrt(eyeM) + Math.Sqrt(targetM)) * HorizonM;
}
