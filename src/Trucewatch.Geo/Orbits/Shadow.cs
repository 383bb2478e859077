using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>How much of the Sun a satellite sees.</summary>
public enum Sunlight
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>Part of it: the Earth's edge is before the rest.</summary>
    Partial,

    /// <summary>Nothing: the satellite is in the Earth's shadow.</summary>
    None,
}

/// <summary>The Earth's shadow, as cones behind the ellipsoid; the air, which bends and dims, is left out.</summary>
internal static class Shadow
{
    /// <summary>What a place sees of the Sun; both from the Earth's centre in the frame of the ground.</summary>
    public static Sunlight On(Geocentric place, Geocentric sun)
    {
        // Drawn out along the axis until the Earth is a ball, which bends no straight line.
        const double stretch = Ellipsoid.EquatorialRadiusM / Ellipsoid.PolarRadiusM;
        var at = place with { Z = place.Z * stretch };
        var way = (sun with { Z = sun.Z * stretch }) - at;
        var distance = Math.Sqrt(at.Length2);
        var toSun = Math.Sqrt(way.Length2);
        var apart = Elementary.Acos(Math.Clamp(-at.Dot(way) / (distance * toSun), -1, 1));
        var earth = Elementary.Asin(Math.Min(1, Ellipsoid.EquatorialRadiusM / distance));
        var half = Elementary.Asin(Sun.RadiusM / toSun);
        return apart >= earth + half ? Sunlight.Full : apart <= earth - half ? Sunlight.None : Sunlight.Partial;
    }
}
