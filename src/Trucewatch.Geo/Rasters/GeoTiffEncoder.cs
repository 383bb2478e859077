using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Trucewatch.Geo.Rasters;

/// <summary>How a picture is written.</summary>
/// <param name="Sample">What its samples are; whole numbers are rounded and held within their range.</param>
public sealed record GeoTiffForm(TiffSample Sample)
{
    /// <summary>How its bytes are packed; LZW is only read.</summary>
    public TiffPacking Packing { get; init; } = TiffPacking.None;

    /// <summary>True where the greatest byte of a number comes first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Edge of its tiles; null: it has strips of sixteen rows.</summary>
    public int? TileSide { get; init; }

    /// <summary>What stands for nothing; null: nothing does.</summary>
    public double? NoValue { get; init; }

    /// <summary>True where differences of whole numbers are packed instead of them.</summary>
    public bool HasPredictor { get; init; }
}

/// <summary>Writes the pictures that <see cref="GeoTiffReader"/> reads, for exercises, pictures and tests.</summary>
public static class GeoTiffEncoder
{
    private const int StripRows = 16;

    /// <summary>Writes a picture.</summary>
    public static byte[] Encode(Raster raster, GeoTiffForm form)
    {
        ArgumentNullException.ThrowIfNull(raster);
        ArgumentNullException.ThrowIfNull(form);
        if (form.Packing == TiffPacking.Lzw)
        {
            throw new ArgumentException("expected a packing that is written, got LZW", nameof(form));
        }

        var writer = new TiffWriter(form.IsBigEndian);
        var (partWidth, partHeight) = form.TileSide is { } side ? (side, side) : (raster.Width, StripRows);
        var parts = Parts(raster, form, partWidth, partHeight);
        var place = raster.Place;
        writer.Longs(TiffTag.Width, [(uint)raster.Width]);
        writer.Longs(TiffTag.Height, [(uint)raster.Height]);
        writer.Shorts(TiffTag.BitsPerSample, [(ushort)(8 * SizeOf(form.Sample))]);
        writer.Shorts(TiffTag.Compression, [(ushort)form.Packing]);
        writer.Shorts(TiffTag.Photometric, [1]);
        writer.Shorts(TiffTag.SamplesPerPixel, [1]);
        writer.Shorts(TiffTag.SampleFormat, [(ushort)(form.Sample == TiffSample.Float ? 3 : 1)]);
        if (form.HasPredictor)
        {
            writer.Shorts(TiffTag.Predictor, [2]);
        }

        if (raster.TakenAt is { } taken)
        {
            writer.Text(TiffTag.DateTime, taken);
        }

        writer.Doubles(TiffTag.PixelScale, [place.PixelWidth, place.PixelHeight, 0]);
        writer.Doubles(TiffTag.TiePoint, [0, 0, 0, place.West, place.North, 0]);
        writer.Shorts(TiffTag.GeoKeys,
        [
            1, 1, 0, 3,
            TiffTag.ModelType, 0, 1, (ushort)(place.IsGeographic ? 2 : 1),
            TiffTag.RasterType, 0, 1, 1,
            place.IsGeographic ? TiffTag.GeographicType : TiffTag.ProjectedType, 0, 1, (ushort)place.Epsg,
        ]);
        if (form.NoValue is { } none)
        {
            writer.Text(TiffTag.NoValue, none.ToString(CultureInfo.InvariantCulture));
        }

        var isTiled = form.TileSide is not null;
        if (isTiled)
        {
            writer.Longs(TiffTag.TileWidth, [(uint)partWidth]);
            writer.Longs(TiffTag.TileHeight, [(uint)partHeight]);
        }
        else
        {
            writer.Longs(TiffTag.RowsPerStrip, [StripRows]);
        }

        return writer.Finish(
            parts, isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets,
            isTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts);
    }

    private static int SizeOf(TiffSample sample) => sample switch
    {
        TiffSample.Byte => 1,
        TiffSample.UInt16 => 2,
        _ => 4,
    };

    private static List<byte[]> Parts(Raster raster, GeoTiffForm form, int partWidth, int partHeight)
    {
        var parts = new List<byte[]>();
        for (var row = 0; row < raster.Height; row += partHeight)
        {
            for (var column = 0; column < raster.Width; column += partWidth)
            {
                var rows = form.TileSide is null ? Math.Min(partHeight, raster.Height - row) : partHeight;
                var bytes = new byte[rows * partWidth * SizeOf(form.Sample)];
                for (var line = 0; line < Math.Min(rows, raster.Height - row); line++)
                {
                    var values = raster.Values.AsSpan(
                        ((row + line) * raster.Width) + column, Math.Min(partWidth, raster.Width - column));
                    var size = bytes.Length / rows;
                    Row(values, form, bytes.AsSpan(line * size, size));
                }

                parts.Add(Packed(bytes, form.Packing, bytes.Length / rows));
            }
        }

        return parts;
    }

    private static void Row(ReadOnlySpan<float> values, GeoTiffForm form, Span<byte> bytes)
    {
        var before = 0;
        for (var column = 0; column < values.Length; column++)
        {
            var value = float.IsNaN(values[column]) ? form.NoValue ?? double.NaN : values[column];
            if (form.Sample == TiffSample.Float)
            {
                Put(bytes[(4 * column)..], BitConverter.SingleToUInt32Bits((float)value), 4, form.IsBigEndian);
                continue;
            }

            var size = SizeOf(form.Sample);
            var whole = (int)Math.Clamp(Math.Round(double.IsNaN(value) ? 0 : value), 0, size == 1 ? 255 : 65_535);
            Put(bytes[(size * column)..], (uint)(whole - (form.HasPredictor ? before : 0)), size, form.IsBigEndian);
            before = whole;
        }
    }

    private static void Put(Span<byte> bytes, uint value, int size, bool isBigEndian)
    {
        for (var at = 0; at < size; at++)
        {
            bytes[at] = (byte)(value >> (8 * (isBigEndian ? size - 1 - at : at)));
        }
    }

    private static byte[] Packed(byte[] bytes, TiffPacking packing, int rowBytes)
    {
        if (packing == TiffPacking.None)
        {
            return bytes;
        }

        using var stream = new MemoryStream();
        if (packing == TiffPacking.Deflate)
        {
            using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            {
                zlib.Write(bytes);
            }

            return stream.ToArray();
        }

        for (var from = 0; from < bytes.Length;)
        {
            // No run goes on into the next row (TIFF 6.0, section 9).
            var rowEnd = ((from / rowBytes) + 1) * rowBytes;
            var run = 1;
            while (run < 128 && from + run < rowEnd && bytes[from + run] == bytes[from])
            {
                run++;
            }

            if (run > 1)
            {
                stream.Write([(byte)(1 - run), bytes[from]]);
                from += run;
                continue;
            }

            var end = from + 1;
            while (end < rowEnd && end - from < 128 && bytes[end] != bytes[end - 1])
            {
                end++;
            }

            stream.WriteByte((byte)(end - from - 1));
            stream.Write(bytes, from, end - from);
            from = end;
        }

        return stream.ToArray();
    }

    /// <summary>The header, the parts, the values that have no room in the directory, and the directory.</summary>
    private sealed class TiffWriter(bool isBigEndian)
    {
        private readonly SortedDictionary<ushort, (ushort Type, int Count, byte[] Bytes)> entries = [];

        public void Shorts(ushort tag, ReadOnlySpan<ushort> values)
        {
            var bytes = new byte[2 * values.Length];
            for (var index = 0; index < values.Length; index++)
            {
                Put(bytes.AsSpan(2 * index), values[index], 2, isBigEndian);
            }

            entries.Add(tag, (3, values.Length, bytes));
        }

        public void Longs(ushort tag, ReadOnlySpan<uint> values)
        {
            var bytes = new byte[4 * values.Length];
            for (var index = 0; index < values.Length; index++)
            {
                Put(bytes.AsSpan(4 * index), values[index], 4, isBigEndian);
            }

            entries.Add(tag, (4, values.Length, bytes));
        }

        public void Doubles(ushort tag, ReadOnlySpan<double> values)
        {
            var bytes = new byte[8 * values.Length];
            for (var index = 0; index < values.Length; index++)
            {
                if (isBigEndian)
                {
                    BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(8 * index), values[index]);
                }
                else
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * index), values[index]);
                }
            }

            entries.Add(tag, (12, values.Length, bytes));
        }

        public void Text(ushort tag, string text)
        {
            var bytes = Encoding.ASCII.GetBytes(text + "\0");
            entries.Add(tag, (2, bytes.Length, bytes));
        }

        public byte[] Finish(List<byte[]> parts, ushort offsetsTag, ushort countsTag)
        {
            using var stream = new MemoryStream();
            stream.Write(isBigEndian ? "MM\0*\0\0\0\0"u8 : "II*\0\0\0\0\0"u8);
            var offsets = new List<uint>();
            foreach (var part in parts)
            {
                offsets.Add((uint)stream.Position);
                stream.Write(part);
            }

            Longs(offsetsTag, offsets.ToArray());
            Longs(countsTag, parts.Select(part => (uint)part.Length).ToArray());
            var directory = new byte[2 + (12 * entries.Count) + 4];
            Put(directory, (uint)entries.Count, 2, isBigEndian);
            var at = 2;
            foreach (var (tag, (type, count, bytes)) in entries)
            {
                Put(directory.AsSpan(at), tag, 2, isBigEndian);
                Put(directory.AsSpan(at + 2), type, 2, isBigEndian);
                Put(directory.AsSpan(at + 4), (uint)count, 4, isBigEndian);
                if (bytes.Length <= 4)
                {
                    bytes.CopyTo(directory.AsSpan(at + 8));
                }
                else
                {
                    // Values begin at even bytes.
                    stream.Position += stream.Position % 2;
                    Put(directory.AsSpan(at + 8), (uint)stream.Position, 4, isBigEndian);
                    stream.Write(bytes);
                }

                at += 12;
            }

            stream.Position += stream.Position % 2;
            var start = (uint)stream.Position;
            stream.Write(directory);
            var file = stream.ToArray();
            Put(file.AsSpan(4), start, 4, isBigEndian);
            return file;
        }
    }
}
