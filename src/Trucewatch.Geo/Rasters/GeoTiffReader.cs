using System.Buffers.Binary;
using System.Globalization;

namespace Trucewatch.Geo.Rasters;

/// <summary>
/// A strict reader of pictures of one band in classic TIFF 6.0 with the keys of GeoTIFF 1.1 (OGC 19-008r4): strips and
/// tiles; no packing, LZW, Deflate, PackBits; 8 and 16 bits without sign, 32 bits with a point; degrees or UTM.
/// Anything
/// else is refused, with what was expected. The first directory is read, further ones (smaller copies) are not.
/// </summary>
public static class GeoTiffReader
{
    /// <summary>Longest file in bytes.</summary>
    public const int MaxBytes = 1 << 29;

    /// <summary>Most strips or tiles.</summary>
    public const int MaxParts = 1 << 18;

    /// <summary>Most pixels of a part, because a part is unpacked whole.</summary>
    public const int MaxPartPixels = 1 << 26;

    /// <summary>Reads a picture, or says what is wrong first: one line with what, where, expected, got.</summary>
    public static Raster? Read(byte[] file, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(file);
        problem = null;
        if (file.Length > MaxBytes)
        {
            problem = FormattableString.Invariant($"expected at most {MaxBytes} bytes, got {file.Length}");
            return null;
        }

        try
        {
            return Read(file);
        }
        catch (RasterException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }

    private static Raster Read(byte[] file)
    {
        var directory = TiffDirectory.Read(file);
        var (width, height) = Sizes(directory);
        var sample = SampleOf(directory);
        var place = PlaceOf(directory);
        var values = new float[width * height];
        new TiffParts(file, directory, width, height, sample).Read(values);
        Blank(values, directory.Text(TiffTag.NoValue));
        return new Raster(width, height, place, values) { TakenAt = directory.Text(TiffTag.DateTime) };
    }

    private static (int Width, int Height) Sizes(TiffDirectory directory)
    {
        var (width, height) = (directory.Number(TiffTag.Width, 0), directory.Number(TiffTag.Height, 0));
        if (width is 0 or > Raster.MaxSide || height is 0 or > Raster.MaxSide
            || (long)width * height > Raster.MaxPixels)
        {
            throw new RasterException(FormattableString.Invariant(
                $"expected 1 to {Raster.MaxSide} columns and rows, {Raster.MaxPixels} pixels, got {width} x {height}"));
        }

        return ((int)width, (int)height);
    }

    private static TiffSample SampleOf(TiffDirectory directory)
    {
        Expect(directory, TiffTag.SamplesPerPixel, 1, "one band");
        Expect(directory, TiffTag.FillOrder, 1, "bits from the greatest");
        var photometric = directory.Number(TiffTag.Photometric, 1);
        if (photometric != 1)
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag 262: expected 1 (0 is black), got {photometric}"));
        }

        var (bits, format) = (directory.Number(TiffTag.BitsPerSample, 1), directory.Number(TiffTag.SampleFormat, 1));
        return (bits, format) switch
        {
            (8, 1) => TiffSample.Byte,
            (16, 1) => TiffSample.UInt16,
            (32, 3) => TiffSample.Float,
            _ => throw new RasterException(FormattableString.Invariant(
                $"tags 258, 339: expected 8 or 16 bits without sign or 32 with a point, got {bits}, format {format}")),
        };
    }

    private static void Expect(TiffDirectory directory, ushort tag, uint expected, string words)
    {
        var got = directory.Number(tag, expected);
        if (got != expected)
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag {tag}: expected {expected} ({words}), got {got}"));
        }
    }

    /// <summary>Where it lies, by the scale, one tie point and the keys.</summary>
    private static RasterPlace PlaceOf(TiffDirectory directory)
    {
        if (directory.Has(TiffTag.Transformation) || directory.CountOf(TiffTag.PixelScale) != 3
            || directory.CountOf(TiffTag.TiePoint) != 6)
        {
            throw new RasterException(FormattableString.Invariant(
                $"tags 33550, 33922: expected a scale and one tie point, got {directory.CountOf(TiffTag.PixelScale)} ")
                + FormattableString.Invariant($"and {directory.CountOf(TiffTag.TiePoint)} numbers")
                + (directory.Has(TiffTag.Transformation) ? ", and a transformation" : ""));
        }

        var keys = KeysOf(directory);
        var model = keys.GetValueOrDefault(TiffTag.ModelType);
        var epsg = model switch
        {
            1 => keys.GetValueOrDefault(TiffTag.ProjectedType),
            2 => keys.GetValueOrDefault(TiffTag.GeographicType),
            _ => 0,
        };
        var place = new RasterPlace(
            epsg, 0, 0, directory.Double(TiffTag.PixelScale, 0), directory.Double(TiffTag.PixelScale, 1));
        if (!RasterPlace.IsKnown(epsg) || place.IsGeographic != (model == 2))
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag 34735: expected EPSG 4326, 4258, 32601-32660 or 32701-32760, got {epsg} (model {model})"));
        }

        if (!(place.PixelWidth > 0 && place.PixelHeight > 0))
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag 33550: expected a scale above 0, got {place.PixelWidth} and {place.PixelHeight}"));
        }

        // A tie point is of the corner of a pixel where pixels are areas, of its middle where they are points.
        var half = keys.GetValueOrDefault(TiffTag.RasterType, 1) == 2 ? 0.5 : 0;
        var west = directory.Double(TiffTag.TiePoint, 3)
            - ((directory.Double(TiffTag.TiePoint, 0) + half) * place.PixelWidth);
        var north = directory.Double(TiffTag.TiePoint, 4)
            + ((directory.Double(TiffTag.TiePoint, 1) + half) * place.PixelHeight);
        place = place with { West = west, North = north };
        return place.Points().TryAt(0, 0, out _) ? place : throw new RasterException(FormattableString.Invariant(
            $"tag 33922: expected a place on the Earth, got {west} and {north}"));
    }

    private static SortedDictionary<ushort, int> KeysOf(TiffDirectory directory)
    {
        const int Most = 128;
        var keys = new SortedDictionary<ushort, int>();
        var numbers = directory.CountOf(TiffTag.GeoKeys);
        if (numbers < 4 || numbers > 4 * Most || numbers % 4 != 0)
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag 34735: expected 4 numbers and 4 for each key, got {numbers}"));
        }

        for (var index = 4; index < numbers; index += 4)
        {
            // A key whose place is another tag holds a text or a number with a point: none of those matter here.
            if (directory.NumberAt(TiffTag.GeoKeys, index + 1) == 0)
            {
                keys[(ushort)directory.NumberAt(TiffTag.GeoKeys, index)] =
                    (int)directory.NumberAt(TiffTag.GeoKeys, index + 3);
            }
        }

        return keys;
    }

    /// <summary>What stands for nothing becomes NaN, and so does what is not finite.</summary>
    private static void Blank(float[] values, string? text)
    {
        var hasNone = double.TryParse(
            text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var none);
        if (text is not null && !hasNone)
        {
            throw new RasterException("tag 42113: expected a number, got " + Printable(text));
        }

        var blank = (float)none;
        foreach (ref var value in values.AsSpan())
        {
            value = (hasNone && value == blank) || !float.IsFinite(value) ? float.NaN : value;
        }
    }

    private static string Printable(string text) =>
        string.Concat(text.Where(letter => letter is >= ' ' and <= '~'));
}

/// <summary>The strips or tiles of a picture.</summary>
internal sealed class TiffParts
{
    private readonly byte[] file;
    private readonly TiffDirectory directory;
    private readonly int width;
    private readonly int height;
    private readonly int partWidth;
    private readonly int partHeight;
    private readonly bool isTiled;
    private readonly TiffSample sample;
    private readonly TiffPacking packing;
    private readonly uint predictor;

    public TiffParts(byte[] file, TiffDirectory directory, int width, int height, TiffSample sample)
    {
        (this.file, this.directory, this.width, this.height, this.sample) = (file, directory, width, height, sample);
        isTiled = directory.Has(TiffTag.TileWidth);
        var (across, down) = isTiled
            ? (directory.Number(TiffTag.TileWidth, 0), directory.Number(TiffTag.TileHeight, 0))
            : ((uint)width, Math.Min((uint)height, directory.Number(TiffTag.RowsPerStrip, (uint)height)));
        if (across is 0 or > Raster.MaxSide || down is 0 or > Raster.MaxSide
            || (long)across * down > GeoTiffReader.MaxPartPixels)
        {
            throw new RasterException(FormattableString.Invariant(
                $"expected parts of at most {GeoTiffReader.MaxPartPixels} pixels, got {across} x {down}"));
        }

        (partWidth, partHeight) = ((int)across, (int)down);
        packing = (TiffPacking)directory.Number(TiffTag.Compression, 1);
        packing = (uint)packing == 32_946 ? TiffPacking.Deflate : packing;
        predictor = directory.Number(TiffTag.Predictor, 1);
        if (!(predictor == 1 || predictor == (sample == TiffSample.Float ? 3u : 2u)))
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag 317: expected predictor 1, 2 (whole numbers) or 3 (with a point), got {predictor}"));
        }
    }

    private int SampleBytes => sample switch { TiffSample.Byte => 1, TiffSample.UInt16 => 2, _ => 4 };

    /// <summary>Reads all parts into the rows of a picture.</summary>
    public void Read(float[] values)
    {
        var (across, down) = ((width + partWidth - 1) / partWidth, (height + partHeight - 1) / partHeight);
        var (offsets, counts) = isTiled
            ? (TiffTag.TileOffsets, TiffTag.TileByteCounts)
            : (TiffTag.StripOffsets, TiffTag.StripByteCounts);
        if ((long)across * down > GeoTiffReader.MaxParts || directory.CountOf(offsets) != across * down
            || directory.CountOf(counts) != across * down)
        {
            throw new RasterException(FormattableString.Invariant(
                $"tags {offsets}, {counts}: expected {(long)across * down} parts, got {directory.CountOf(offsets)}"));
        }

        var rowBytes = partWidth * SampleBytes;
        var bytes = new byte[(long)rowBytes * partHeight];
        for (var part = 0; part < across * down; part++)
        {
            var (column, row) = (part % across * partWidth, part / across * partHeight);

            // The last strip ends with the picture; tiles are always whole.
            var rows = isTiled ? partHeight : Math.Min(partHeight, height - row);
            var at = directory.NumberAt(offsets, part);
            var packed = directory.Bytes(at, directory.NumberAt(counts, part));
            var output = bytes.AsSpan(0, rowBytes * rows);
            TiffUnpacking.Unpack(packing, file, packed, (int)at, output);
            for (var line = 0; line < Math.Min(rows, height - row); line++)
            {
                Row(
                    output.Slice(line * rowBytes, rowBytes),
                    values.AsSpan(((row + line) * width) + column, Math.Min(partWidth, width - column)));
            }
        }
    }

    private void Row(Span<byte> bytes, Span<float> values)
    {
        if (predictor == 3)
        {
            FloatRow(bytes, values);
            return;
        }

        var sum = 0;
        for (var column = 0; column < values.Length; column++)
        {
            switch (sample)
            {
                case TiffSample.Byte:
                    sum = (byte)((predictor == 2 ? sum : 0) + bytes[column]);
                    values[column] = sum;
                    break;
                case TiffSample.UInt16:
                    var two = bytes.Slice(2 * column, 2);
                    var word = directory.IsBigEndian
                        ? BinaryPrimitives.ReadUInt16BigEndian(two)
                        : BinaryPrimitives.ReadUInt16LittleEndian(two);
                    sum = (ushort)((predictor == 2 ? sum : 0) + word);
                    values[column] = sum;
                    break;
                default:
                    var four = bytes.Slice(4 * column, 4);
                    values[column] = directory.IsBigEndian
                        ? BinaryPrimitives.ReadSingleBigEndian(four)
                        : BinaryPrimitives.ReadSingleLittleEndian(four);
                    break;
            }
        }
    }

    /// <summary>
    /// Adobe's technical note 3: differences of the bytes of a row, of which the greatest bytes of all numbers come
    /// first, whatever the file's order.
    /// </summary>
    private void FloatRow(Span<byte> bytes, Span<float> values)
    {
        for (var at = 1; at < bytes.Length; at++)
        {
            bytes[at] += bytes[at - 1];
        }

        for (var column = 0; column < values.Length; column++)
        {
            var bits = ((uint)bytes[column] << 24) | ((uint)bytes[partWidth + column] << 16)
                | ((uint)bytes[(2 * partWidth) + column] << 8) | bytes[(3 * partWidth) + column];
            values[column] = BitConverter.UInt32BitsToSingle(bits);
        }
    }
}
