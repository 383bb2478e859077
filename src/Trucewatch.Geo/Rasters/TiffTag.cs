namespace Trucewatch.Geo.Rasters;

/// <summary>Tags of TIFF 6.0, its supplements and GeoTIFF 1.1 that the reader knows.</summary>
internal static class TiffTag
{
    public const ushort Width = 256;
    public const ushort Height = 257;
    public const ushort BitsPerSample = 258;
    public const ushort Compression = 259;
    public const ushort Photometric = 262;
    public const ushort FillOrder = 266;
    public const ushort StripOffsets = 273;
    public const ushort SamplesPerPixel = 277;
    public const ushort RowsPerStrip = 278;
    public const ushort StripByteCounts = 279;
    public const ushort DateTime = 306;
    public const ushort Predictor = 317;
    public const ushort TileWidth = 322;
    public const ushort TileHeight = 323;
    public const ushort TileOffsets = 324;
    public const ushort TileByteCounts = 325;
    public const ushort SampleFormat = 339;
    public const ushort PixelScale = 33_550;
    public const ushort TiePoint = 33_922;
    public const ushort Transformation = 34_264;
    public const ushort GeoKeys = 34_735;
    public const ushort NoValue = 42_113;

    // Keys within GeoKeys.
    public const ushort ModelType = 1024;
    public const ushort RasterType = 1025;
    public const ushort GeographicType = 2048;
    public const ushort ProjectedType = 3072;
}

/// <summary>How the bytes of a part are packed.</summary>
public enum TiffPacking
{
    /// <summary>As they are.</summary>
    None = 1,

    /// <summary>Lempel, Ziv and Welch.</summary>
    Lzw = 5,

    /// <summary>Deflate with the header of zlib.</summary>
    Deflate = 8,

    /// <summary>Runs of bytes.</summary>
    PackBits = 32_773,
}

/// <summary>What a sample is.</summary>
public enum TiffSample
{
    /// <summary>A whole number of 8 bits.</summary>
    Byte,

    /// <summary>A whole number of 16 bits without sign.</summary>
    UInt16,

    /// <summary>A number of 32 bits with a point.</summary>
    Float,
}
