using System.Globalization;

namespace Trucewatch.Geo.Terrain;

/// <summary>
/// The south-western corner of a tile of heights in whole degrees: what its file is named by, such as
/// <c>N48E037</c>.
/// </summary>
/// <param name="SouthDeg">Latitude of its south edge, -90 to 89.</param>
/// <param name="WestDeg">Longitude of its west edge, -180 to 179.</param>
public readonly record struct TerrainCorner(int SouthDeg, int WestDeg) : IComparable<TerrainCorner>
{
    private const int NameChars = 7;

    /// <summary>The corner of the tile that a point lies in; one on an edge lies in the tile north and east of it.
    /// </summary>
    /// <param name="latitudeDeg">Latitude, less than 90.</param>
    /// <param name="longitudeDeg">Longitude, -180 to 180.</param>
    public static TerrainCorner Of(double latitudeDeg, double longitudeDeg)
    {
        var west = (int)Math.Floor(longitudeDeg);
        return new TerrainCorner((int)Math.Floor(latitudeDeg), west == 180 ? -180 : west);
    }

    /// <summary>Reads a name; each corner has one, so that <c>S00E037</c> and lower case are none.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out TerrainCorner corner)
    {
        corner = default;
        if (name.Length != NameChars || name[0] is not ('N' or 'S') || name[3] is not ('E' or 'W')
            || !TryDigits(name[1..3], out var latitude) || !TryDigits(name[4..], out var longitude))
        {
            return false;
        }

        corner = new TerrainCorner(
            name[0] == 'N' ? latitude : -latitude, name[3] == 'E' ? longitude : -longitude);
        return corner.SouthDeg is >= -90 and < 90 && corner.WestDeg is >= -180 and < 180
            && name.SequenceEqual(corner.ToString());
    }

    /// <inheritdoc/>
    public int CompareTo(TerrainCorner other) =>
        SouthDeg != other.SouthDeg ? SouthDeg.CompareTo(other.SouthDeg) : WestDeg.CompareTo(other.WestDeg);

    /// <summary>The name.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(SouthDeg < 0 ? 'S' : 'N')}{Math.Abs(SouthDeg):D2}{(WestDeg < 0 ? 'W' : 'E')}{Math.Abs(WestDeg):D3}");

    private static bool TryDigits(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
