using Trucewatch.Geo;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>Standard deviations of what is stated at a level of confidence, in percent.</summary>
internal static class Confidence
{
    /// <summary>Least and greatest level that is believed.</summary>
    public const double Least = 1, Most = 99.99;

    /// <summary>Standard deviations on each side that hold so much of the normal; 1 without a level.</summary>
    public static double OnLine(double percent)
    {
        if (!(percent is >= Least and <= Most))
        {
            return 1;
        }

        var (low, high) = (0.0, 8.0);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            var isBelow = Elementary.Erf(middle / Math.Sqrt(2)) * 100 < percent;
            (low, high) = isBelow ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>
    /// Size of the ellipse that holds so much of a normal distribution in the plane, against that of one standard
    /// deviation; 1 without a level.
    /// </summary>
    public static double InPlane(double percent) =>
        percent is >= Least and <= Most ? Math.Sqrt(-2 * Elementary.Log(1 - (percent / 100))) : 1;
}
