using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;

namespace Trucewatch.Reports.OpenData;

/// <summary>
/// The open data as GeoParquet 1.1: one row group, one page for each column, plain and not compressed, so that the same
/// rows give the same bytes. Sources: apache/parquet-format (parquet.thrift, Encodings.md) and the GeoParquet
/// specification; places are points in WKB, longitude first, in OGC:CRS84.
/// </summary>
public static class GeoParquet
{
    private const string Geometry = "geometry";
    private const int PlainEncoding = 0;
    private const int RleEncoding = 3;

    private static readonly byte[] magic = "PAR1"u8.ToArray();

    /// <summary>A column's name, physical and logical kind and values; null: none.</summary>
    private sealed record Column(string Name, OpenType? Type, ImmutableArray<object?> Values)
    {
        /// <summary>BOOLEAN, INT64, DOUBLE or BYTE_ARRAY.</summary>
        public int Physical => Type switch
        {
            OpenType.Flag => 0,
            OpenType.Whole or OpenType.Time => 2,
            OpenType.Number => 5,
            _ => 6,
        };
    }

    /// <summary>The file.</summary>
    public static byte[] Write(OpenTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ImmutableArray<Column> columns =
        [
            .. table.Columns.Select(column => new Column(
                column.Name, column.Type, [.. table.Rows.Select(column.Of)])),
            new(Geometry, null, [.. table.Rows.Select(row => row.Incident.Place is { } place
                ? (object)Point(place.Longitude, place.Latitude)
                : null)]),
        ];
        using var file = new MemoryStream();
        file.Write(magic);
        var chunks = new List<(Column Column, long At, long Length)>();
        foreach (var column in columns)
        {
            var at = file.Position;
            var page = Page(column);
            var head = PageHead(column.Values.Length, page.Length);
            file.Write(head);
            file.Write(page);
            chunks.Add((column, at, head.Length + page.Length));
        }

        var foot = Foot(table, chunks);
        file.Write(foot);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, foot.Length);
        file.Write(length);
        file.Write(magic);
        return file.ToArray();
    }

    /// <summary>A point in well-known binary, little-endian.</summary>
    private static byte[] Point(double longitude, double latitude)
    {
        var wkb = new byte[21];
        wkb[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(wkb.AsSpan(1), 1);
        BinaryPrimitives.WriteDoubleLittleEndian(wkb.AsSpan(5), longitude);
        BinaryPrimitives.WriteDoubleLittleEndian(wkb.AsSpan(13), latitude);
        return wkb;
    }

    /// <summary>Which values are there, as runs of equal levels, then those that are.</summary>
    private static byte[] Page(Column column)
    {
        using var page = new MemoryStream();
        using var writer = new BinaryWriter(page);
        var levels = Levels(column.Values);
        writer.Write(levels.Length);
        writer.Write(levels);
        var present = column.Values.Where(value => value is not null).ToList();
        if (column.Type == OpenType.Flag)
        {
            var bits = new byte[(present.Count + 7) / 8];
            for (var at = 0; at < present.Count; at++)
            {
                bits[at / 8] |= (byte)(present[at] is true ? 1 << (at % 8) : 0);
            }

            writer.Write(bits);
        }
        else
        {
            present.ForEach(value => Plain(writer, value!));
        }

        writer.Flush();
        return page.ToArray();
    }

    private static void Plain(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case long whole:
                writer.Write(whole);
                break;
            case double number:
                writer.Write(number);
                break;
            case Instant at:
                writer.Write(at.UnixMicroseconds);
                break;
            case string text:
                Plain(writer, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                writer.Write(bytes.Length);
                writer.Write(bytes);
                break;
            default:
                throw new InvalidOperationException($"expected a value of a column, got {value.GetType().Name}");
        }
    }

    /// <summary>Definition levels of one bit, as runs: twice the length as a varint, then the level in a byte.
    /// </summary>
    private static byte[] Levels(ImmutableArray<object?> values)
    {
        var levels = new List<byte>();
        for (var at = 0; at < values.Length;)
        {
            var isThere = values[at] is not null;
            var end = at;
            while (end < values.Length && values[end] is not null == isThere)
            {
                end++;
            }

            for (var run = (uint)(end - at) << 1;; run >>= 7)
            {
                levels.Add((byte)(run >= 0x80 ? run | 0x80 : run));
                if (run < 0x80)
                {
                    break;
                }
            }

            levels.Add((byte)(isThere ? 1 : 0));
            at = end;
        }

        return [.. levels];
    }

    private static byte[] PageHead(int count, int length)
    {
        var thrift = new CompactThrift();
        thrift.I32(1, 0);
        thrift.I32(2, length);
        thrift.I32(3, length);
        thrift.Struct(5, () =>
        {
            thrift.I32(1, count);
            thrift.I32(2, PlainEncoding);
            thrift.I32(3, RleEncoding);
            thrift.I32(4, RleEncoding);
        });
        thrift.End();
        return thrift.Written.ToArray();
    }

    private static byte[] Foot(OpenTable table, List<(Column Column, long At, long Length)> chunks)
    {
        var thrift = new CompactThrift();
        thrift.I32(1, 2);
        thrift.Structs(
            2, [null, .. chunks.Select(chunk => (Column?)chunk.Column)],
            column => Schema(thrift, column, chunks.Count));
        thrift.I64(3, table.Rows.Length);
        thrift.Structs(4, [chunks], group =>
        {
            thrift.Structs(1, group, chunk =>
            {
                thrift.I64(2, chunk.At);
                thrift.Struct(3, () =>
                {
                    thrift.I32(1, chunk.Column.Physical);
                    thrift.I32s(2, PlainEncoding, RleEncoding);
                    thrift.Texts(3, chunk.Column.Name);
                    thrift.I32(4, 0);
                    thrift.I64(5, chunk.Column.Values.Length);
                    thrift.I64(6, chunk.Length);
                    thrift.I64(7, chunk.Length);
                    thrift.I64(9, chunk.At);
                });
            });
            thrift.I64(2, group.Sum(chunk => chunk.Length));
            thrift.I64(3, table.Rows.Length);
        });
        thrift.Structs(5, Words(table), word =>
        {
            thrift.Text(1, word.Key);
            thrift.Text(2, word.Value);
        });
        thrift.Text(6, "Trucewatch");
        thrift.End();
        return thrift.Written.ToArray();
    }

    /// <summary>The root of the schema, or a column of it that may be without a value.</summary>
    private static void Schema(CompactThrift thrift, Column? column, int columns)
    {
        if (column is null)
        {
            thrift.Text(4, "schema");
            thrift.I32(5, columns);
            return;
        }

        thrift.I32(1, column.Physical);
        thrift.I32(3, 1);
        thrift.Text(4, column.Name);
        if (column.Type == OpenType.Text)
        {
            thrift.I32(6, 0);
            thrift.Struct(10, () => thrift.Struct(1, () => { }));
        }
        else if (column.Type == OpenType.Time)
        {
            thrift.I32(6, 10);
            thrift.Struct(10, () => thrift.Struct(8, () =>
            {
                thrift.Bool(1, true);
                thrift.Struct(2, () => thrift.Struct(2, () => { }));
            }));
        }
    }

    private static List<KeyValuePair<string, string>> Words(OpenTable table)
    {
        var places = table.Rows.Select(row => row.Incident.Place).OfType<Trucewatch.Domain.Detections.Place>().ToList();
        var box = places.Count == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $",\"bbox\":[{places.Min(p => p.Longitude)},{places.Min(p => p.Latitude)},")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{places.Max(p => p.Longitude)},{places.Max(p => p.Latitude)}]");
        List<KeyValuePair<string, string>> words =
        [
            new("geo", "{\"version\":\"1.1.0\",\"primary_column\":\"geometry\",\"columns\":{\"geometry\":{"
                + $"\"encoding\":\"WKB\",\"geometry_types\":[\"Point\"]{box}}}}}}}"),
            new("as_of", table.Until.ToString()),
        ];
        if (table.IsExercise)
        {
            words.Add(new("mark", "EXERCISE"));
        }

        return words;
    }
}
