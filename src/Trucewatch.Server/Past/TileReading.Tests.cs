using System.Text;

namespace Trucewatch.Server.Past;

/// <summary>A feature as it was read: its layer, its place, and its values by name.</summary>
internal sealed record TilePoint(string Layer, int X, int Y, IReadOnlyDictionary<string, ulong> Values);

/// <summary>Reads vector tiles by the specification; it shares nothing with the writer.</summary>
internal static class TileReading
{
    public static List<TilePoint> Points(byte[] tile) => [.. Fields(tile).SelectMany(layer => Layer(layer.Bytes))];

    private static IEnumerable<TilePoint> Layer(byte[] layer)
    {
        var fields = Fields(layer);
        var name = Encoding.UTF8.GetString(fields.Single(field => field.Number == 1).Bytes);
        var keys = fields.Where(field => field.Number == 3).Select(field => Encoding.UTF8.GetString(field.Bytes))
            .ToList();
        var values = fields.Where(field => field.Number == 4).Select(field => Fields(field.Bytes).Single().Value)
            .ToList();
        foreach (var feature in fields.Where(field => field.Number == 2).Select(field => Fields(field.Bytes)))
        {
            var tags = Varints(feature.Single(field => field.Number == 2).Bytes);
            var geometry = Varints(feature.Single(field => field.Number == 4).Bytes);
            if (feature.Single(field => field.Number == 3).Value != 1 || geometry.Count != 3 || geometry[0] != 9)
            {
                throw new InvalidDataException("expected a feature that is one point");
            }

            yield return new TilePoint(
                name, Signed(geometry[1]), Signed(geometry[2]),
                tags.Chunk(2).ToDictionary(tag => keys[(int)tag[0]], tag => values[(int)tag[1]]));
        }
    }

    private static int Signed(ulong zigzag) => (int)(zigzag >> 1) ^ -(int)(zigzag & 1);

    private static List<(int Number, ulong Value, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, ulong, byte[])>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            var value = Varint(message, ref at);
            var bytes = (key & 7) switch
            {
                0 => [],
                2 => message[at..(at += (int)value)],
                var wire => throw new InvalidDataException($"expected wire type 0 or 2, got {wire}"),
            };
            fields.Add(((int)(key >> 3), value, bytes));
        }

        return fields;
    }

    private static List<ulong> Varints(byte[] packed)
    {
        var (numbers, at) = (new List<ulong>(), 0);
        while (at < packed.Length)
        {
            numbers.Add(Varint(packed, ref at));
        }

        return numbers;
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }
}
