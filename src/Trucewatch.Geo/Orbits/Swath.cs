using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// How far aside an instrument looks, from the vertical below the satellite, across its way over the ground: degrees,
/// to the right of the way above 0, to the left below. A camera that looks down has both signs; a radar that looks to
/// one side has one; a satellite that can be turned has the widest that it may be turned to.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Swath
{
    /// <summary>Farthest aside, degrees; from there on the Earth's limb is what ends every swath.</summary>
    public const double MaxOffNadirDeg = 75;

    /// <summary>Makes a swath.</summary>
    /// <param name="fromDeg">Farthest left, or nearest right.</param>
    /// <param name="toDeg">Farthest right, or nearest left.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is beyond 75 degrees, or the first not below the second.
    /// </exception>
    public Swath(double fromDeg, double toDeg)
    {
        if (!(fromDeg >= -MaxOffNadirDeg && toDeg <= MaxOffNadirDeg && fromDeg < toDeg))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fromDeg),
                FormattableString.Invariant($"expected -75 <= from < to <= 75 degrees, got {fromDeg} and {toDeg}"));
        }

        (FromDeg, ToDeg) = (fromDeg, toDeg);
    }

    /// <summary>Farthest left, or nearest right.</summary>
    public double FromDeg { get; }

    /// <summary>Farthest right, or nearest left.</summary>
    public double ToDeg { get; }
}
