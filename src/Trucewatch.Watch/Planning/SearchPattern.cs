using Trucewatch.Geo;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// How a drone searches a block: strips along its longer edge, one beside the other, as far apart as they have to be
/// for the swath to leave nothing out (creeping line search, IAMSAR Manual II).
/// </summary>
internal static class SearchPattern
{
    /// <summary>In how many ways a block can be searched: from each of its corners.</summary>
    public const int Ways = 4;

    /// <summary>Metres that are flown over a block.</summary>
    public static double LengthM(Block block, double swathM)
    {
        var (strips, alongM, apartM) = Shape(block, swathM);
        return (strips * alongM) + ((strips - 1) * apartM);
    }

    /// <summary>Adds the turning points of a search.</summary>
    /// <param name="block">The block.</param>
    /// <param name="swathM">How wide a strip is seen.</param>
    /// <param name="way">From which corner: bit 0 from the east, bit 1 from the north.</param>
    /// <param name="points">Takes the points.</param>
    public static void Add(Block block, double swathM, int way, List<GeoPoint> points)
    {
        var (strips, alongM, apartM) = Shape(block, swathM);
        var scale = LocalScale.At(block.Middle);
        var isEastWest = block.WidthM >= block.HeightM;
        var (east, north) = ((way & 1) == 0 ? 1.0 : -1.0, (way & 2) == 0 ? 1.0 : -1.0);
        for (var strip = 0; strip < strips; strip++)
        {
            var aside = (strip - ((strips - 1) / 2.0)) * apartM;
            for (var end = 0; end < 2; end++)
            {
                var along = (end == strip % 2 ? -0.5 : 0.5) * alongM;
                var (x, y) = isEastWest ? (along, aside) : (aside, along);
                points.Add(scale.Move(block.Middle, east * x, north * y));
            }
        }
    }

    private static (int Strips, double AlongM, double ApartM) Shape(Block block, double swathM)
    {
        var (wide, narrow) = (Math.Max(block.WidthM, block.HeightM), Math.Min(block.WidthM, block.HeightM));
        var strips = Math.Max(1, (int)Math.Ceiling(narrow / swathM));
        return (strips, Math.Max(0, wide - swathM), narrow / strips);
    }
}
