using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>Type of a field.</summary>
internal enum MavlinkType
{
    /// <summary>A letter.</summary>
    Char,

    /// <summary>One byte.</summary>
    UInt8,

    /// <summary>One byte with a sign.</summary>
    Int8,

    /// <summary>Two bytes.</summary>
    UInt16,

    /// <summary>Two bytes with a sign.</summary>
    Int16,

    /// <summary>Four bytes.</summary>
    UInt32,

    /// <summary>Four bytes with a sign.</summary>
    Int32,

    /// <summary>Eight bytes.</summary>
    UInt64,

    /// <summary>A floating-point number of four bytes.</summary>
    Float,
}

/// <summary>A field of a message.</summary>
/// <param name="Name">Its name in the public definitions.</param>
/// <param name="Type">Its type.</param>
/// <param name="Count">Number of elements; 0 where it is no array.</param>
/// <param name="At">First byte in the content.</param>
internal sealed record MavlinkField(string Name, MavlinkType Type, int Count, int At)
{
    /// <summary>Length of one element in bytes.</summary>
    public int ElementBytes => BytesOf(Type);

    /// <summary>Length in bytes.</summary>
    public int Bytes => Math.Max(Count, 1) * ElementBytes;

    /// <summary>Length of an element of a type.</summary>
    public static int BytesOf(MavlinkType type) => type switch
    {
        MavlinkType.Char or MavlinkType.UInt8 or MavlinkType.Int8 => 1,
        MavlinkType.UInt16 or MavlinkType.Int16 => 2,
        MavlinkType.UInt64 => 8,
        _ => 4,
    };
}

/// <summary>
/// Where the fields of a message stand. On the wire, fields come by the size of their elements, the largest first, and
/// extensions after them as they are declared; the checksum's extra byte is made from the names and types of all but
/// the extensions (MAVLink, "Serialization").
/// </summary>
internal sealed class MavlinkLayout
{
    private static readonly string[] typeNames =
        ["char", "uint8_t", "int8_t", "uint16_t", "int16_t", "uint32_t", "int32_t", "uint64_t", "float"];

    /// <summary>Makes a layout from its declaration: fields as in C, extensions after a bar.</summary>
    public MavlinkLayout(int id, string name, string declaration)
    {
        Id = id;
        Name = name;
        var parts = declaration.Split('|');
        var plain = Parse(parts[0]);
        var wire = plain.OrderByDescending(field => field.ElementBytes)
            .Concat(parts.Length > 1 ? Parse(parts[1]) : []).ToList();
        var at = 0;
        var placed = new Dictionary<string, MavlinkField>(StringComparer.Ordinal);
        foreach (var field in wire)
        {
            placed.Add(field.Name, field with { At = at });
            at += field.Bytes;
        }

        ContentBytes = at;
        Fields = [.. plain.Concat(wire.Skip(plain.Count)).Select(field => placed[field.Name])];
        Extra = ExtraOf(name, wire.Take(plain.Count));
    }

    /// <summary>Number of the message.</summary>
    public int Id { get; }

    /// <summary>Its name in the public definitions.</summary>
    public string Name { get; }

    /// <summary>Length of the content with all extensions.</summary>
    public int ContentBytes { get; }

    /// <summary>The fields as they are declared.</summary>
    public ImmutableArray<MavlinkField> Fields { get; }

    /// <summary>The byte that goes into the checksum after the content.</summary>
    public byte Extra { get; }

    /// <summary>The field of this name.</summary>
    public MavlinkField this[string name] => Fields.First(field => field.Name == name);

    private static List<MavlinkField> Parse(string declaration)
    {
        var fields = new List<MavlinkField>();
        foreach (var text in declaration.Split(','))
        {
            // A type holds until another is named.
            var words = text.Trim().Split(' ');
            var type = words.Length > 1 ? (MavlinkType)Array.IndexOf(typeNames, words[0]) : fields[^1].Type;
            var name = words[^1];
            var bracket = name.IndexOf('[', StringComparison.Ordinal);
            var count = bracket < 0 ? 0 : int.Parse(name[(bracket + 1)..^1], CultureInfo.InvariantCulture);
            fields.Add(new MavlinkField(bracket < 0 ? name : name[..bracket], type, count, 0));
        }

        return fields;
    }

    private static byte ExtraOf(string name, IEnumerable<MavlinkField> fields)
    {
        var text = new List<byte>(Encoding.ASCII.GetBytes(name + " "));
        foreach (var field in fields)
        {
            text.AddRange(Encoding.ASCII.GetBytes($"{typeNames[(int)field.Type]} {field.Name} "));
            if (field.Count > 0)
            {
                text.Add((byte)field.Count);
            }
        }

        var sum = MavlinkChecksum.Of(text.ToArray());
        return (byte)(sum ^ (sum >> 8));
    }
}
