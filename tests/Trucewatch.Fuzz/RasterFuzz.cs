using Trucewatch.Geo.Rasters;

namespace Trucewatch.Fuzz;

/// <summary>Drives the reader of pictures with any bytes.</summary>
internal static class RasterFuzz
{
    /// <summary>A picture of each packing, in both orders of bytes, in strips and tiles.</summary>
    public static IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Enum.GetValues<TiffSample>().SelectMany(sample =>
            new[] { TiffPacking.None, TiffPacking.Deflate, TiffPacking.PackBits }.Select(packing =>
                GeoTiffEncoder.Encode(new Raster(
                    9, 7, new RasterPlace(32_637, 412_345, 5_312_345, 10, 10),
                    [.. Enumerable.Range(0, 63).Select(at => (float)(at % 11))]),
                new GeoTiffForm(sample)
                {
                    Packing = packing, IsBigEndian = sample == TiffSample.UInt16, NoValue = 0,
                    TileSide = packing == TiffPacking.None ? 16 : null,
                    HasPredictor = sample == TiffSample.Byte,
                }))),
    ];

    /// <summary>Pieces of directories.</summary>
    public static IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "4949", "4D4D", "2A00", "002A", "2B00", "0001", "0100", "FFFF", "FFFFFFFF", "00000000", "0500", "0005",
            "3D0103000100000003000000", "030103000100000005000000", "1C010300", "42010400", "80008000", "789C",
        }.Select(Convert.FromHexString),
    ];

    /// <summary>Either a picture within the limits or a problem in one line, never both, never neither.</summary>
    public static bool Run(ReadOnlySpan<byte> input)
    {
        // What a header claims is bounded by the reader; a fuzzer would still spend its day on large empty pictures.
        var raster = GeoTiffReader.Read(input.ToArray(), out var problem);
        if (raster is null == problem is null || problem?.Contains('\n', StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException($"expected a picture or one line of words, got '{problem}'");
        }

        if (raster is { } read && (read.Values.Length != read.Width * read.Height || read.Values.Any(float.IsInfinity)
            || !read.Place.Points().TryAt(0, 0, out _)))
        {
            throw new InvalidOperationException("expected a picture that lies somewhere, with finite values");
        }

        return raster is not null;
    }
}
