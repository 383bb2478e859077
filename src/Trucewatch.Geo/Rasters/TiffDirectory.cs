using System.Buffers.Binary;
using System.Text;

namespace Trucewatch.Geo.Rasters;

/// <summary>The first directory of a classic TIFF file, in either order of bytes.</summary>
internal sealed class TiffDirectory
{
    /// <summary>Most entries; a picture of one band has about twenty.</summary>
    public const int MaxEntries = 256;

    private const int EntryBytes = 12;

    private readonly byte[] file;
    private readonly SortedDictionary<ushort, Entry> entries = [];

    private TiffDirectory(byte[] file, bool isBigEndian) => (this.file, IsBigEndian) = (file, isBigEndian);

    /// <summary>True where the greatest byte of a number comes first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Reads the header and the first directory.</summary>
    /// <exception cref="RasterException">They are not those of a classic TIFF file.</exception>
    public static TiffDirectory Read(byte[] file)
    {
        if (file.Length < 8 || !(file.AsSpan(0, 2).SequenceEqual("II"u8) || file.AsSpan(0, 2).SequenceEqual("MM"u8)))
        {
            throw new RasterException("expected a TIFF file (II or MM), got something else");
        }

        var directory = new TiffDirectory(file, file[0] == (byte)'M');
        var version = directory.UInt16At(2);
        if (version != 42)
        {
            throw new RasterException(version == 43
                ? "expected a classic TIFF file, got BigTIFF"
                : FormattableString.Invariant($"byte 2: expected 42, got {version}"));
        }

        directory.ReadEntries(directory.UInt32At(4));
        return directory;
    }

    public ushort UInt16At(long at)
    {
        var bytes = Bytes(at, 2);
        return IsBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint UInt32At(long at)
    {
        var bytes = Bytes(at, 4);
        return IsBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ReadOnlySpan<byte> Bytes(long at, long count) => at >= 0 && count >= 0 && at + count <= file.Length
        ? file.AsSpan((int)at, (int)count)
        : throw new RasterException(FormattableString.Invariant(
            $"byte {at}: expected {count} bytes, got the end of the file at {file.Length}"));

    public bool Has(ushort tag) => entries.ContainsKey(tag);

    /// <summary>Number of values of a tag; 0 where there is none.</summary>
    public int CountOf(ushort tag) => entries.TryGetValue(tag, out var entry) ? entry.Count : 0;

    /// <summary>The only whole number of a tag, or what holds without it.</summary>
    public uint Number(ushort tag, uint without)
    {
        if (!entries.TryGetValue(tag, out var entry))
        {
            return without;
        }

        return entry.Count == 1 ? Whole(tag, entry, 0) : throw new RasterException(
            FormattableString.Invariant($"tag {tag}: expected one number, got {entry.Count}"));
    }

    /// <summary>A whole number of a tag that has several.</summary>
    public uint NumberAt(ushort tag, int index) => entries.TryGetValue(tag, out var entry) && index < entry.Count
        ? Whole(tag, entry, index)
        : throw new RasterException(FormattableString.Invariant($"tag {tag}: expected more than {index} numbers"));

    /// <summary>A number of 64 bits with a point.</summary>
    public double Double(ushort tag, int index)
    {
        if (!entries.TryGetValue(tag, out var entry) || index >= entry.Count || entry.Type != FieldType.Double)
        {
            throw new RasterException(FormattableString.Invariant(
                $"tag {tag}: expected more than {index} numbers of 64 bits"));
        }

        var bytes = Bytes(entry.At + (8L * index), 8);
        var value = IsBigEndian
            ? BinaryPrimitives.ReadDoubleBigEndian(bytes)
            : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        return double.IsFinite(value) ? value : throw new RasterException(
            FormattableString.Invariant($"tag {tag}: expected a finite number, got {value}"));
    }

    /// <summary>The text of a tag, or null.</summary>
    public string? Text(ushort tag)
    {
        if (!entries.TryGetValue(tag, out var entry) || entry.Type != FieldType.Ascii || entry.Count > 64)
        {
            return null;
        }

        var bytes = Bytes(entry.At, entry.Count);
        var end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private uint Whole(ushort tag, Entry entry, int index) => entry.Type switch
    {
        FieldType.Byte => Bytes(entry.At + index, 1)[0],
        FieldType.Short => UInt16At(entry.At + (2L * index)),
        FieldType.Long => UInt32At(entry.At + (4L * index)),
        _ => throw new RasterException(FormattableString.Invariant(
            $"tag {tag}: expected a whole number, got type {(int)entry.Type}")),
    };

    private void ReadEntries(long at)
    {
        var count = UInt16At(at);
        if (count is 0 or > MaxEntries)
        {
            throw new RasterException(FormattableString.Invariant(
                $"byte {at}: expected 1 to {MaxEntries} tags, got {count}"));
        }

        for (var index = 0; index < count; index++)
        {
            var from = at + 2 + ((long)index * EntryBytes);
            var (tag, type, values) = (UInt16At(from), (FieldType)UInt16At(from + 2), UInt32At(from + 4));
            var bytes = SizeOf(type) * (long)values;
            if (bytes == 0)
            {
                // A type of a later edition, or nothing: TIFF 6.0 says that readers skip it.
                continue;
            }

            var place = bytes <= 4 ? from + 8 : UInt32At(from + 8);
            if (place + bytes > file.Length)
            {
                throw new RasterException(FormattableString.Invariant(
                    $"tag {tag}: expected {bytes} bytes at {place}, got the end of the file at {file.Length}"));
            }

            if (!entries.TryAdd(tag, new Entry(type, (int)values, place)))
            {
                throw new RasterException(FormattableString.Invariant($"tag {tag}: expected once, got it twice"));
            }
        }
    }

    private static int SizeOf(FieldType type) => type switch
    {
        FieldType.Byte or FieldType.Ascii => 1,
        FieldType.Short => 2,
        FieldType.Long => 4,
        FieldType.Double => 8,
        _ => 0,
    };

    private enum FieldType
    {
        Byte = 1,
        Ascii = 2,
        Short = 3,
        Long = 4,
        Double = 12,
    }

    private readonly record struct Entry(FieldType Type, int Count, long At);
}

/// <summary>Bytes are no raster that is understood; the message is one line: what, where, expected, got.</summary>
internal sealed class RasterException(string message) : Exception(message);
