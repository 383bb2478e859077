namespace Trucewatch.Geo.Rasters;

/// <summary>
/// Where the pixels of a raster lie: rows go south from its north-western corner. Degrees of WGS 84 or metres of a UTM
/// zone, by the EPSG code.
/// </summary>
/// <param name="Epsg">4326 or 4258 (degrees), 32601 to 32660 (UTM north) or 32701 to 32760 (UTM south).</param>
/// <param name="West">Western edge of the first column, in degrees or metres.</param>
/// <param name="North">Northern edge of the first row.</param>
/// <param name="PixelWidth">Width of a pixel; above 0.</param>
/// <param name="PixelHeight">Height of a pixel; above 0.</param>
public readonly record struct RasterPlace(int Epsg, double West, double North, double PixelWidth, double PixelHeight)
{
    /// <summary>WGS 84 in degrees.</summary>
    public const int Wgs84 = 4326;

    /// <summary>ETRS 89 in degrees: within a metre of WGS 84 in Europe, which no pixel of a picture notices.</summary>
    public const int Etrs89 = 4258;

    /// <summary>True where a code is one of those that are known.</summary>
    public static bool IsKnown(int epsg) =>
        epsg is Wgs84 or Etrs89 or (>= 32_601 and <= 32_660) or (>= 32_701 and <= 32_760);

    /// <summary>True for degrees, false for metres.</summary>
    public bool IsGeographic => Epsg is Wgs84 or Etrs89;

    /// <summary>What gives the point of a column and row; whole numbers are the north-western corners of pixels.
    /// </summary>
    public RasterPoints Points() => new(this);

    /// <summary>Width and height of a pixel in metres at a row.</summary>
    public (double WidthM, double HeightM) PixelM(double row)
    {
        if (!IsGeographic)
        {
            return (PixelWidth, PixelHeight);
        }

        var scale = LocalScale.At(GeoPoint.FromDegrees(
            latitudeDeg: Math.Clamp(North - (row * PixelHeight), -89, 89), longitudeDeg: 0));
        return (PixelWidth * scale.EastMPerDegree, PixelHeight * scale.NorthMPerDegree);
    }
}

/// <summary>Gives points for columns and rows of a raster.</summary>
/// <param name="place">Where it lies.</param>
public sealed class RasterPoints(RasterPlace place)
{
    private readonly UtmZone? zone = place.IsGeographic
        ? null
        : new UtmZone(place.Epsg % 100, isSouth: place.Epsg >= 32_700);

    /// <summary>The point of a column and a row; false where the raster lies at no place of the Earth.</summary>
    public bool TryAt(double column, double row, out GeoPoint point)
    {
        var (x, y) = (place.West + (column * place.PixelWidth), place.North - (row * place.PixelHeight));
        return zone is null
            ? GeoPoint.TryFromDegrees(latitudeDeg: y, longitudeDeg: x, out point)
            : zone.TryUnproject(x, y, out point);
    }

    /// <summary>Column and row of a point, which may lie outside the raster.</summary>
    public (double Column, double Row) Of(GeoPoint point)
    {
        var (x, y) = zone is null ? (point.LongitudeDeg, point.LatitudeDeg) : zone.Project(point);
        return ((x - place.West) / place.PixelWidth, (place.North - y) / place.PixelHeight);
    }
}
