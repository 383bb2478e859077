using System.Buffers;
using System.Text;

namespace Trucewatch.Server.Past;

/// <summary>A value of a feature: a number, or true or false.</summary>
internal readonly record struct TileValue(ulong Number, bool IsFlag)
{
    public static TileValue Of(long number) => new(checked((ulong)number), IsFlag: false);

    public static TileValue Of(bool flag) => new(flag ? 1UL : 0, IsFlag: true);
}

/// <summary>
/// A layer of points in a Mapbox Vector Tile, version 2 (github.com/mapbox/vector-tile-spec, 2.1): what this service
/// draws, and no more of the format.
/// </summary>
internal sealed class TileLayer(string name, int extent)
{
    private const uint MoveToOnce = 1 | (1 << 3);
    private const int PointType = 1;

    private readonly ArrayBufferWriter<byte> features = new();
    private readonly List<string> keys = [];
    private readonly List<TileValue> values = [];
    private readonly Dictionary<TileValue, int> places = [];

    /// <summary>Points so far.</summary>
    public int Count { get; private set; }

    /// <summary>The layers as a tile.</summary>
    public static byte[] Tile(params ReadOnlySpan<TileLayer> layers)
    {
        var tile = new ArrayBufferWriter<byte>();
        foreach (var layer in layers)
        {
            Bytes(tile, 3, layer.Written());
        }

        return tile.WrittenSpan.ToArray();
    }

    /// <summary>Adds a point, in steps from the north-western corner.</summary>
    public void Point(int x, int y, params ReadOnlySpan<(string Key, TileValue Value)> tags)
    {
        var feature = new ArrayBufferWriter<byte>(32);
        var packed = new ArrayBufferWriter<byte>(16);
        foreach (var (key, value) in tags)
        {
            Varint(packed, (ulong)Place(key));
            Varint(packed, (ulong)Place(value));
        }

        Bytes(feature, 2, packed.WrittenSpan);
        Number(feature, 3, PointType);
        packed.ResetWrittenCount();
        Varint(packed, MoveToOnce);
        Varint(packed, ZigZag(x));
        Varint(packed, ZigZag(y));
        Bytes(feature, 4, packed.WrittenSpan);
        Bytes(features, 2, feature.WrittenSpan);
        Count++;
    }

    private ReadOnlySpan<byte> Written()
    {
        var layer = new ArrayBufferWriter<byte>();
        Bytes(layer, 1, Encoding.UTF8.GetBytes(name));
        layer.Write(features.WrittenSpan);
        foreach (var key in keys)
        {
            Bytes(layer, 3, Encoding.UTF8.GetBytes(key));
        }

        foreach (var value in values)
        {
            var message = new ArrayBufferWriter<byte>(12);
            Number(message, value.IsFlag ? 7 : 5, value.Number);
            Bytes(layer, 4, message.WrittenSpan);
        }

        Number(layer, 5, (ulong)extent);
        Number(layer, 15, 2);
        return layer.WrittenSpan;
    }

    private int Place(string key)
    {
        var at = keys.IndexOf(key);
        if (at < 0)
        {
            at = keys.Count;
            keys.Add(key);
        }

        return at;
    }

    private int Place(TileValue value)
    {
        if (!places.TryGetValue(value, out var at))
        {
            places.Add(value, at = values.Count);
            values.Add(value);
        }

        return at;
    }

    private static ulong ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static void Number(ArrayBufferWriter<byte> to, int field, ulong value)
    {
        Varint(to, (ulong)field << 3);
        Varint(to, value);
    }

    private static void Bytes(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> bytes)
    {
        Varint(to, ((ulong)field << 3) | 2);
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Varint(ArrayBufferWriter<byte> to, ulong value)
    {
        var room = to.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        to.Advance(length);
    }
}
