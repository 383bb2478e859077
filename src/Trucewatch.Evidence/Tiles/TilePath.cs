using System.Globalization;
using System.Text;

namespace Trucewatch.Evidence.Tiles;

/// <summary>
/// The place of a tile or an entry bundle in a tiled log (C2SP tlog-tiles): its level, its index within the level and
/// its width. Level <see cref="EntriesLevel"/> stands for the entry bundles.
/// </summary>
public readonly record struct TilePath
{
    /// <summary>Hashes in a full tile, and entries in a full bundle.</summary>
    public const int FullWidth = 256;

    /// <summary>The level that stands for entry bundles.</summary>
    public const int EntriesLevel = -1;

    /// <summary>The highest level that tlog-tiles knows.</summary>
    public const int MaxLevel = 63;

    /// <summary>The levels that a log of at most 2^63 entries can fill.</summary>
    public const int UsedLevels = 8;

    private const int BitsPerLevel = 8;

    private TilePath(int level, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, EntriesLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        (Level, Index, Width) = (level, index, width);
    }

    /// <summary>0 to 63, or <see cref="EntriesLevel"/>.</summary>
    public int Level { get; }

    /// <summary>The index within the level, from 0.</summary>
    public long Index { get; }

    /// <summary>1 to 255 for a partial tile, 256 for a full one; an empty tile has no path.</summary>
    public int Width { get; }

    /// <summary>True for a full tile, whose content never changes again.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>A tile of hashes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Level outside 0..63, width outside 1..256, or index below
    /// 0.</exception>
    public static TilePath Tile(int level, long index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        return new TilePath(level, index, width);
    }

    /// <summary>A bundle of entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Width outside 1..256, or index below 0.</exception>
    public static TilePath Entries(long index, int width = FullWidth) => new(EntriesLevel, index, width);

    /// <summary>How many full tiles a tree of this size has at a level: floor(size / 256^(level + 1)).</summary>
    public static long FullTiles(long size, int level) => ShiftLevels(size, Math.Max(level, 0) + 1);

    /// <summary>The width of the partial tile at a level: floor(size / 256^level) mod 256; 0 means none.</summary>
    public static int PartialWidth(long size, int level) => (int)(ShiftLevels(size, Math.Max(level, 0)) & 0xFF);

    /// <summary>The width that the tile has in a tree of this size; 0 where the tree does not reach it.</summary>
    public static int WidthIn(long size, int level, long index)
    {
        var full = FullTiles(size, level);
        return index < full ? FullWidth : index == full ? PartialWidth(size, level) : 0;
    }

    /// <summary>Reads a path; only the one spelling that <see cref="ToString"/> writes is taken.</summary>
    public static bool TryParse(string text, out TilePath path)
    {
        path = default;
        var parts = text.Split('/');
        if (parts.Length is < 3 or > 12 || parts[0] != "tile")
        {
            return false;
        }

        var level = EntriesLevel;
        if (parts[1] != "entries"
            && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out level))
        {
            return false;
        }

        var numbers = parts.AsSpan(2);
        var width = FullWidth;
        if (numbers.Length >= 2 && numbers[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(numbers[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width))
            {
                return false;
            }

            numbers = numbers[..^1];
        }

        var index = 0L;
        foreach (var part in numbers)
        {
            var digits = part.AsSpan(part.StartsWith('x') ? 1 : 0);
            digits = digits.EndsWith(".p") ? digits[..^2] : digits;
            if (digits.Length != 3
                || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var group)
                || index > (long.MaxValue / 1000) - 1)
            {
                return false;
            }

            index = (index * 1000) + group;
        }

        if (level is < EntriesLevel or > MaxLevel || width is < 1 or > FullWidth)
        {
            return false;
        }

        path = new TilePath(level, index, width);
        return path.ToString() == text;
    }

    /// <summary>The path below the log's address, such as <c>tile/0/x001/x234/067.p/5</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("tile/", 48);
        if (Level == EntriesLevel)
        {
            text.Append("entries/");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{Level}/");
        }

        var divisor = 1L;
        while (Index / divisor >= 1000)
        {
            divisor *= 1000;
        }

        for (; divisor > 1; divisor /= 1000)
        {
            text.Append(CultureInfo.InvariantCulture, $"x{Index / divisor % 1000:D3}/");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Index % 1000:D3}");
        if (!IsFull)
        {
            text.Append(CultureInfo.InvariantCulture, $".p/{Width}");
        }

        return text.ToString();
    }

    private static long ShiftLevels(long size, int levels) =>
        levels * BitsPerLevel >= 63 ? 0 : size >> (levels * BitsPerLevel);
}
