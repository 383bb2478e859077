using Trucewatch.Geo;

namespace Trucewatch.Server.Past;

/// <summary>
/// Places on the square of web maps (spherical Mercator, EPSG:3857) as one number each: the bits of x from the west and
/// of y from the north take turns, y first, so that every tile of every zoom holds one run of consecutive numbers
/// (Morton 1966). Thirty-two bits each are a centimetre at the equator. What lies beyond 85.05 degrees is on no such
/// map; it counts to the edge.
/// </summary>
internal static class MapSquare
{
    /// <summary>Steps across a tile, as vector tiles count them.</summary>
    public const int Extent = 4096;

    /// <summary>The deepest zoom at which a tile still has all of its steps.</summary>
    public const int MaxZoom = 20;

    private const int ExtentBits = 12;
    private const double Side = 4_294_967_296;

    public static ulong KeyOf(GeoPoint place)
    {
        var sine = Math.Sin(place.LatitudeDeg * Math.PI / 180);
        var y = 0.5 - (Math.Atanh(sine) / (2 * Math.PI));
        return Spread(Step((place.LongitudeDeg + 180) / 360)) | (Spread(Step(y)) << 1);
    }

    /// <summary>First and last number in a tile.</summary>
    public static (ulong First, ulong Last) Tile(int zoom, int x, int y)
    {
        if (zoom == 0)
        {
            return (0, ulong.MaxValue);
        }

        var free = 64 - (2 * zoom);
        var first = (Spread((uint)x) | (Spread((uint)y) << 1)) << free;
        return (first, first | ((1UL << free) - 1));
    }

    /// <summary>Column and row of the tile with a place.</summary>
    public static (int X, int Y) TileOf(ulong key, int zoom)
    {
        var above = zoom == 0 ? 0 : key >> (64 - (2 * zoom));
        return ((int)Gather(above), (int)Gather(above >> 1));
    }

    /// <summary>Where in its tile a place is, in steps from the north-western corner.</summary>
    public static (int X, int Y) Within(ulong key, int zoom)
    {
        var inside = (key >> (64 - (2 * (zoom + ExtentBits)))) & ((1UL << (2 * ExtentBits)) - 1);
        return ((int)Gather(inside), (int)Gather(inside >> 1));
    }

    /// <summary>Which of the 4 to the power of <paramref name="levels"/> cells of its tile a place is in.</summary>
    public static int Cell(ulong key, int zoom, int levels) =>
        (int)((key >> (64 - (2 * (zoom + levels)))) & ((1UL << (2 * levels)) - 1));

    private static uint Step(double share) => (uint)Math.Clamp(share * Side, 0, Side - 1);

    private static ulong Spread(uint value)
    {
        ulong bits = value;
        bits = (bits | (bits << 16)) & 0x0000FFFF0000FFFF;
        bits = (bits | (bits << 8)) & 0x00FF00FF00FF00FF;
        bits = (bits | (bits << 4)) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | (bits << 2)) & 0x3333333333333333;
        return (bits | (bits << 1)) & 0x5555555555555555;
    }

    private static uint Gather(ulong bits)
    {
        bits &= 0x5555555555555555;
        bits = (bits | (bits >> 1)) & 0x3333333333333333;
        bits = (bits | (bits >> 2)) & 0x0F0F0F0F0F0F0F0F;
        bits = (bits | (bits >> 4)) & 0x00FF00FF00FF00FF;
        bits = (bits | (bits >> 8)) & 0x0000FFFF0000FFFF;
        return (uint)(bits | (bits >> 16));
    }
}
