using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>The strip along a leg that somebody who moves along it sees.</summary>
internal static class LegStrip
{
    /// <summary>Number of its corners.</summary>
    public const int Corners = 4;

    /// <summary>Gives the four corners of the strip.</summary>
    /// <param name="from">Begin of the leg.</param>
    /// <param name="to">End of it.</param>
    /// <param name="asideM">How far the strip reaches to each side and beyond each end, in metres.</param>
    /// <param name="corners">Takes the corners.</param>
    public static void Of(GeoPoint from, GeoPoint to, double asideM, Span<GeoPoint> corners)
    {
        var scale = LocalScale.At(from);
        var (east, north) = scale.Offset(from, to);
        var length = Math.Sqrt((east * east) + (north * north));
        var (alongEast, alongNorth) = length > 0
            ? (east / length * asideM, north / length * asideM)
            : (0, asideM);
        corners[0] = scale.Move(from, -alongEast - alongNorth, -alongNorth + alongEast);
        corners[1] = scale.Move(from, -alongEast + alongNorth, -alongNorth - alongEast);
        corners[2] = scale.Move(to, alongEast + alongNorth, alongNorth - alongEast);
        corners[3] = scale.Move(to, alongEast - alongNorth, alongNorth + alongEast);
    }
}
