using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// The way from the frame of elements (TEME) to that of the ground (ITRS) at one time: the turn by mean sidereal time,
/// then the pole (AIAA 2006-6753, appendix C). The equation of the equinoxes is not for TEME.
/// </summary>
internal readonly struct EarthTurn
{
    private const double RateRadps = 7.292115146706979e-5;
    private const double UnixJulianDay = 2_440_587.5;
    private const double DaySeconds = 86_400;
    private const double ArcsecRad = Math.PI / 648_000;

    private readonly double sin;
    private readonly double cos;
    private readonly double poleX;
    private readonly double poleY;
    private readonly double rate;

    public EarthTurn(double unixSeconds, EarthOrientation orientation)
    {
        var day = Math.Floor(unixSeconds / DaySeconds);
        var rest = unixSeconds - (day * DaySeconds) + orientation.Ut1MinusUtcS;
        (sin, cos) = Elementary.SinCos(SiderealTime.MeanRadians(UnixJulianDay + day, rest / DaySeconds));
        poleX = orientation.PoleXArcsec * ArcsecRad;
        poleY = orientation.PoleYArcsec * ArcsecRad;
        rate = RateRadps * (1 - (orientation.ExcessDayS / DaySeconds));
    }

    /// <summary>A place, in whatever unit it comes.</summary>
    public Geocentric Place(double x, double y, double z)
    {
        var (px, py) = ((cos * x) + (sin * y), (cos * y) - (sin * x));
        return Pole(px, py, z);
    }

    /// <summary>Place and motion in metres and metres a second, the motion as the turning ground sees it.</summary>
    public (Geocentric Place, Geocentric Motion) Ground(OrbitState state)
    {
        var (x, y) = ((cos * state.XKm) + (sin * state.YKm), (cos * state.YKm) - (sin * state.XKm));
        var (vx, vy) = ((cos * state.VxKmps) + (sin * state.VyKmps), (cos * state.VyKmps) - (sin * state.VxKmps));
        return (1000 * Pole(x, y, state.ZKm), 1000 * Pole(vx + (rate * y), vy - (rate * x), state.VzKmps));
    }

    private Geocentric Pole(double x, double y, double z) =>
        new(x + (poleX * z), y - (poleY * z), z - (poleX * x) + (poleY * y));
}
