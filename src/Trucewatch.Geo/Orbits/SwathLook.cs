using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// A satellite's swath over a zone in one pass: what of the zone it can look at, when, in what light, and how well that
/// is known. That it can look does not say that it does.
/// </summary>
/// <param name="Orbit">The satellite, by its place in the list of orbits.</param>
/// <param name="StartUs">Begin, microseconds since 1970, UTC.</param>
/// <param name="EndUs">End.</param>
/// <param name="Footprint">What of the zone lies in the swath; edges as those of <see cref="Region"/>.</param>
/// <param name="NearOffNadirDeg">Least angle from the vertical over the footprint, degrees.</param>
/// <param name="FarOffNadirDeg">Greatest angle.</param>
/// <param name="LeastSunDeg">Lowest Sun over the footprint's edge as the satellite passes it, degrees.</param>
/// <param name="MostSunDeg">Highest Sun.</param>
/// <param name="SunlitShare">Share of the time in which the satellite itself has the full Sun, 0 to 1.</param>
/// <param name="Age">Age of the elements in the middle of the look, and the error along the track.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SwathLook(
    int Orbit,
    long StartUs,
    long EndUs,
    ImmutableArray<GeoPolygon> Footprint,
    double NearOffNadirDeg,
    double FarOffNadirDeg,
    double LeastSunDeg,
    double MostSunDeg,
    double SunlitShare,
    ElementAge Age)
{
    /// <summary>True when one part of the footprint has day and another night.</summary>
    public bool IsDayAndNight => LeastSunDeg < 0 && MostSunDeg >= 0;
}
