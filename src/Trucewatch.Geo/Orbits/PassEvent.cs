using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Orbits;

/// <summary>What happens in a pass.</summary>
public enum PassEventKind
{
    /// <summary>The satellite comes above the least elevation.</summary>
    Rise,

    /// <summary>It stands highest.</summary>
    Culminate,

    /// <summary>It goes below the least elevation.</summary>
    Set,
}

/// <summary>A moment of a pass as a site sees it, without refraction.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="UnixUs">Microseconds since 1970, UTC.</param>
/// <param name="ElevationDeg">Height over the horizon of the ellipsoid, degrees.</param>
/// <param name="AzimuthDeg">Direction, degrees from north by east, 0 to below 360.</param>
/// <param name="RangeM">Distance, metres.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PassEvent(
    PassEventKind Kind, long UnixUs, double ElevationDeg, double AzimuthDeg, double RangeM);
