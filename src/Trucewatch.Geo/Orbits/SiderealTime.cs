namespace Trucewatch.Geo.Orbits;

/// <summary>
/// How far the Earth has turned: Greenwich mean sidereal time as the IAU had it in 1982 (Aoki et al.), which is what
/// TEME goes with (AIAA 2006-6753, appendix C).
/// </summary>
public static class SiderealTime
{
    private const double TwoPi = 2 * Math.PI;
    private const double JulianDay2000 = 2451545;
    private const double CenturyDays = 36525;
    private const double DaySeconds = 86400;

    /// <summary>The angle from the mean equinox to Greenwich, radians, 0 to 2 pi.</summary>
    /// <param name="julianDay">A Julian day (UT1), to any fraction.</param>
    /// <param name="dayFraction">What has passed since, days; apart, so that no microseconds are lost.</param>
    public static double MeanRadians(double julianDay, double dayFraction)
    {
        var days = (julianDay - JulianDay2000) + dayFraction;
        var centuries = days / CenturyDays;

        // The whole turns of 86,400 s a day are left out: they would cost the digits that matter.
        var turns = (julianDay - JulianDay2000) % 1 + dayFraction;
        var seconds = 67310.54841 + (centuries * (8640184.812866 + (centuries * (0.093104 - (centuries * 6.2e-6)))))
            + (turns * DaySeconds);
        var angle = seconds / DaySeconds % 1 * TwoPi;
        return angle < 0 ? angle + TwoPi : angle;
    }
}
