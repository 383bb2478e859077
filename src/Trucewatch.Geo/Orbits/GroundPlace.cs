using System.Runtime.InteropServices;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>A place over the ellipsoid.</summary>
/// <param name="Below">The point of the ellipsoid under it.</param>
/// <param name="HeightM">Height above the ellipsoid, metres.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GroundPlace(GeoPoint Below, double HeightM)
{
    /// <summary>
    /// The place of coordinates from the Earth's centre, after Bowring (1985), who starts so well that a second round
    /// leaves less than a nanometre out to far beyond the Moon.
    /// </summary>
    internal static GroundPlace From(Geocentric at)
    {
        var axis = Math.Sqrt((at.X * at.X) + (at.Y * at.Y));
        var (sin, cos) = Unit(at.Z * Ellipsoid.EquatorialRadiusM, axis * Ellipsoid.PolarRadiusM);
        for (var round = 0; round < 3; round++)
        {
            var up = at.Z + (Ellipsoid.SecondEccentricitySquared * Ellipsoid.PolarRadiusM * sin * sin * sin);
            var outwards = axis - (Ellipsoid.EccentricitySquared * Ellipsoid.EquatorialRadiusM * cos * cos * cos);
            (sin, cos) = Unit(up, outwards);
            if (round < 2)
            {
                // From the latitude to the one on the auxiliary sphere, for the next round.
                (sin, cos) = Unit((1 - Ellipsoid.Flattening) * sin, cos);
            }
        }

        var radius = Ellipsoid.EquatorialRadiusM * Math.Sqrt(1 - (Ellipsoid.EccentricitySquared * sin * sin));
        var point = GeoPoint.FromDegrees(
            latitudeDeg: Elementary.Atan2Degrees(sin, cos), longitudeDeg: Elementary.Atan2Degrees(at.Y, at.X));
        return new GroundPlace(point, (axis * cos) + (at.Z * sin) - radius);
    }

    /// <summary>The place from the Earth's centre.</summary>
    internal Geocentric ToGeocentric() => Geocentric.From(Below) + (HeightM * Geocentric.Up(Below));

    private static (double Sin, double Cos) Unit(double y, double x)
    {
        var length = Math.Sqrt((x * x) + (y * y));
        return length > 0 ? (y / length, x / length) : (0, 1);
    }
}
