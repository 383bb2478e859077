using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Heights of observations and how exact they are.</summary>
internal static class Heights
{
    /// <summary>One foot in metres.</summary>
    public const double FootM = 0.3048;

    /// <summary>
    /// Sigma of a pressure altitude: transponder and altimeter agree within 125 ft in 95 % (Annex 10, volume IV).
    /// It is the error of the pressure level, not of a height over the ground.
    /// </summary>
    public const double PressureSigmaM = 125 * FootM / Sigmas;

    /// <summary>Sigma of being on the ground: aerials stand a few metres above it.</summary>
    public const double GroundSigmaM = 5;

    /// <summary>Standard deviations on each side that hold 95 %.</summary>
    private const double Sigmas = 1.96;

    // Half a step either way, evenly: a step over the root of twelve. Above 50,175 ft and in Mode C steps are 100 ft.
    private const double FineStepSigmaM = 25 * FootM / 3.4641016151377544;
    private const double CoarseStepSigmaM = 100 * FootM / 3.4641016151377544;

    /// <summary>95 % of the geometric height by its category (GVA 0 to 3); not known is twice the largest known.
    /// </summary>
    private static readonly double[] geometricM = [300, 150, 45, 45];

    /// <summary>Sets a pressure altitude.</summary>
    public static void SetPressure(ref Observation to, double feet, bool fine)
    {
        to.HeightM = feet * FootM;
        to.HeightReference = HeightReference.Pressure;
        to.HeightSigmaM = Join(PressureSigmaM, fine);
    }

    /// <summary>Sets a height over the ellipsoid, of this accuracy category.</summary>
    public static void SetGeometric(ref Observation to, double feet, bool fine, int category)
    {
        to.HeightM = feet * FootM;
        to.HeightReference = HeightReference.Ellipsoid;
        to.HeightSigmaM = Join(geometricM[category] / Sigmas, fine);
    }

    /// <summary>Sets being on the ground.</summary>
    public static void SetGround(ref Observation to)
    {
        to.HeightM = 0;
        to.HeightReference = HeightReference.Ground;
        to.HeightSigmaM = GroundSigmaM;
    }

    private static double Join(double sigmaM, bool fine)
    {
        var step = fine ? FineStepSigmaM : CoarseStepSigmaM;
        return Math.Sqrt((sigmaM * sigmaM) + (step * step));
    }
}
