using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// How the Earth is turned apart from what can be computed, as the IERS publishes it. Left at zero, a place on the
/// ground is wrong by up to 465 m for each second of UT1 - UTC, which is held within 0.9 s (usually far less), and by
/// up to 15 m for the wandering pole: less than elements are good for.
/// </summary>
/// <param name="Ut1MinusUtcS">UT1 - UTC, seconds.</param>
/// <param name="PoleXArcsec">The pole's x, seconds of arc.</param>
/// <param name="PoleYArcsec">The pole's y, seconds of arc.</param>
/// <param name="ExcessDayS">Length of the day over 86,400 s, seconds.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EarthOrientation(
    double Ut1MinusUtcS, double PoleXArcsec, double PoleYArcsec, double ExcessDayS);
