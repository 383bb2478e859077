using System.Runtime.InteropServices;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>Where over the ground a satellite is at a time, and in what light.</summary>
/// <param name="UnixUs">Microseconds since 1970, UTC.</param>
/// <param name="Place">Its place over the ellipsoid.</param>
/// <param name="Light">What it sees of the Sun.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SatelliteNow(long UnixUs, GroundPlace Place, Sunlight Light)
{
    /// <summary>The satellite at a time, or why it is nowhere.</summary>
    /// <param name="orbit">Its orbit.</param>
    /// <param name="unixUs">Microseconds since 1970, UTC.</param>
    /// <param name="now">The satellite.</param>
    /// <param name="orientation">How the Earth is turned; default for the mean.</param>
    public static OrbitFault At(Orbit orbit, long unixUs, out SatelliteNow now, EarthOrientation orientation = default)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        var fault = orbit.At(orbit.MinutesAt(unixUs), out var state);
        if (fault != OrbitFault.None)
        {
            now = default;
            return fault;
        }

        var (place, _) = new EarthTurn(unixUs / 1e6, orientation).Ground(state);
        now = new SatelliteNow(unixUs, GroundPlace.From(place), Shadow.On(place, Sun.Ground(unixUs / 1e6)));
        return OrbitFault.None;
    }
}
