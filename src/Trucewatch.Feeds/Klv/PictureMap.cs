using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// From a place in a picture to the ground: the one projective map that takes the picture's corners to the footprint's
/// (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3).
/// </summary>
internal static class PictureMap
{
    /// <summary>The ground under a point of the picture, where 0, 0 is upper left and 1, 1 lower right.</summary>
    public static bool TryFind(in LookCorners corners, double across, double down, out GeoPoint place)
    {
        place = default;
        if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1))
        {
            return false;
        }

        var scale = LocalScale.At(corners[0]);
        var (x1, y1) = scale.Offset(corners[0], corners[1]);
        var (x2, y2) = scale.Offset(corners[0], corners[2]);
        var (x3, y3) = scale.Offset(corners[0], corners[3]);
        var (dx1, dy1, dx2, dy2) = (x1 - x2, y1 - y2, x3 - x2, y3 - y2);
        var (sx, sy) = (x2 - x1 - x3, y2 - y1 - y3);
        var whole = (dx1 * dy2) - (dx2 * dy1);
        var g = ((sx * dy2) - (dx2 * sy)) / whole;
        var h = ((dx1 * sy) - (sx * dy1)) / whole;
        var divisor = (g * across) + (h * down) + 1;
        var east = (((x1 * (g + 1)) * across) + ((x3 * (h + 1)) * down)) / divisor;
        var north = (((y1 * (g + 1)) * across) + ((y3 * (h + 1)) * down)) / divisor;
        if (!(divisor > 0 && Math.Abs(east) <= Footprint.MaxSpanM && Math.Abs(north) <= Footprint.MaxSpanM)
            || Math.Abs(corners[0].LatitudeDeg) > 85)
        {
            return false;
        }

        place = scale.Move(corners[0], east, north);
        return true;
    }
}
