using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Odid;

/// <summary>
/// What the categories of accuracy are in metres: bounds that hold 95 %, the horizontal ones those of NACp (F3411,
/// tables of the location message).
/// </summary>
internal static class OdidAccuracy
{
    private const double NauticalMile = 1852;
    private const double SigmasIn95Percent = 1.96;

    /// <summary>Category 0 is "ten nautical miles or more, or not known": twice the largest that is known.</summary>
    private static readonly double[] horizontalM =
    [
        20 * NauticalMile, 10 * NauticalMile, 4 * NauticalMile, 2 * NauticalMile, NauticalMile, 0.5 * NauticalMile,
        0.3 * NauticalMile, 0.1 * NauticalMile, 0.05 * NauticalMile, 30, 10, 3, 1,
    ];

    private static readonly double[] verticalM = [double.NaN, 150, 45, 25, 10, 3, 1];
    private static readonly Covariance2[] horizontal = Array.ConvertAll(horizontalM, PositionQuality.ErrorOf);

    /// <summary>Error of a place; a reserved category is not known.</summary>
    public static Covariance2 ErrorOf(int category) => horizontal[IsKnown(category) ? category : 0];

    /// <summary>True for a category that states an accuracy.</summary>
    public static bool IsKnown(int category) => category > 0 && category < horizontalM.Length;

    /// <summary>Sigma of a height in metres; NaN: not known.</summary>
    public static double VerticalSigmaM(int category) =>
        (category < verticalM.Length ? verticalM[category] : double.NaN) / SigmasIn95Percent;
}
