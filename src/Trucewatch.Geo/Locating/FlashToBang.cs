using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Locating;

/// <summary>
/// Range and place of a flash that a camera saw, from its bearing and the delay of its sound: range = speed of sound
/// times delay.
/// </summary>
public static class FlashToBang
{
    /// <summary>Farthest range, metres: farther away sound is bent too much to count by.</summary>
    public const double MaxRangeM = 30_000;

    // Gradients of wind and temperature bend sound. Practice allows 5 to 10 % of the range beyond 5 km; it is taken as
    // one standard deviation, growing from nothing at the camera to 5 % at 5 km and on to 10 % at 20 km.
    private const double FirstM = 5_000;
    private const double FirstShare = 0.05;
    private const double LastM = 20_000;
    private const double LastShare = 0.10;

    /// <summary>Standard deviation of a range by bent sound, as a share of the range.</summary>
    public static double BendingShare(double rangeM) =>
        rangeM <= FirstM
            ? FirstShare * rangeM / FirstM
            : FirstShare + ((LastShare - FirstShare) * (Math.Min(rangeM, LastM) - FirstM) / (LastM - FirstM));

    /// <summary>Finds the place of a flash.</summary>
    /// <param name="camera">Where camera and microphone are.</param>
    /// <param name="bearingDeg">Bearing of the flash, degrees clockwise from north.</param>
    /// <param name="bearingSigmaDeg">Its standard deviation, above 0 and at most 45.</param>
    /// <param name="delayS">Seconds from flash to sound.</param>
    /// <param name="delaySigmaS">Its standard deviation, above 0.</param>
    /// <param name="medium">How fast sound travels.</param>
    /// <param name="limits">What may be stated: the ellipse, and the range.</param>
    public static FlashRange Locate(
        GeoPoint camera,
        double bearingDeg,
        double bearingSigmaDeg,
        double delayS,
        double delaySigmaS,
        WaveMedium medium,
        LocatingLimits limits)
    {
        if (!(Math.Abs(bearingDeg) <= 360 && bearingSigmaDeg is > 0 and <= 45 && double.IsFinite(delayS)
            && delaySigmaS > 0 && double.IsFinite(delaySigmaS) && medium.IsUsable))
        {
            return new FlashRange { Refusal = LocatingRefusal.UnusableInput };
        }

        // The sound comes back along the bearing: wind towards the flash slows it.
        var (sin, cos) = Elementary.SinCosDegrees(bearingDeg);
        var speed = medium.SoundMps - (medium.WindEastMps * sin) - (medium.WindNorthMps * cos);
        var rangeM = speed * delayS;
        if (!(speed > 0 && rangeM > 0 && rangeM <= Math.Min(MaxRangeM, limits.RangeM)))
        {
            return new FlashRange { Refusal = LocatingRefusal.RangeOutOfLimits };
        }

        var speedM = delayS * Elementary.Hypot(medium.SoundSigmaMps, medium.WindSigmaMps);
        var bentM = rangeM * BendingShare(rangeM);
        var alongM = Elementary.Hypot(Elementary.Hypot(speed * delaySigmaS, speedM), bentM);
        var acrossM = rangeM * Elementary.DegreesToRadians(bearingSigmaDeg);
        var there = Geodesic.Direct(camera, bearingDeg, rangeM);
        var (east, north) = Elementary.SinCosDegrees(there.AzimuthEndDeg);
        var (along2, across2) = (alongM * alongM, acrossM * acrossM);
        var error = new Covariance2(
            (along2 * east * east) + (across2 * north * north),
            (along2 - across2) * east * north,
            (along2 * north * north) + (across2 * east * east));
        var ellipse = ErrorEllipse.Of95(in error);
        var isStated = ellipse.SemiMajorM <= limits.SemiMajorM;
        return new FlashRange
        {
            Refusal = isStated ? LocatingRefusal.None : LocatingRefusal.EllipseTooLarge,
            RangeM = rangeM,
            RangeSigmaM = alongM,
            Place = isStated ? there.Point : null,
            Error = error,
            Ellipse = ellipse,
        };
    }
}

/// <summary>Range and place of a flash, or why no place is stated.</summary>
public sealed record FlashRange
{
    /// <summary>Why no place is stated.</summary>
    public required LocatingRefusal Refusal { get; init; }

    /// <summary>Range, metres; 0 where it is not known. It may be stated where the place is not.</summary>
    public double RangeM { get; init; }

    /// <summary>Standard deviation of the range, metres.</summary>
    public double RangeSigmaM { get; init; }

    /// <summary>The place; null where none is stated.</summary>
    public GeoPoint? Place { get; init; }

    /// <summary>Its error.</summary>
    public Covariance2 Error { get; init; }

    /// <summary>The ellipse of 95 %.</summary>
    public ErrorEllipse Ellipse { get; init; }
}
