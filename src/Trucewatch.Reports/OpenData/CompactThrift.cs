using System.Buffers;
using System.Text;

namespace Trucewatch.Reports.OpenData;

/// <summary>
/// Writes the compact protocol of Apache Thrift (thrift-compact-protocol.md), as far as the metadata of Parquet needs
/// it. Fields of a structure come in the order of their numbers.
/// </summary>
internal sealed class CompactThrift
{
    private const byte TrueType = 1;
    private const byte FalseType = 2;
    private const byte I32Type = 5;
    private const byte I64Type = 6;
    private const byte BinaryType = 8;
    private const byte ListType = 9;
    private const byte StructType = 12;

    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly Stack<int> outer = new();
    private int last;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public void Bool(int field, bool value) => Head(field, value ? TrueType : FalseType);

    public void I32(int field, int value)
    {
        Head(field, I32Type);
        ZigZag(value);
    }

    public void I64(int field, long value)
    {
        Head(field, I64Type);
        ZigZag(value);
    }

    public void Text(int field, string value)
    {
        Head(field, BinaryType);
        Text(value);
    }

    /// <summary>A structure; what is written until it is left stands in it.</summary>
    public void Struct(int field, Action inside)
    {
        Head(field, StructType);
        Inside(inside);
    }

    public void Texts(int field, params ReadOnlySpan<string> values)
    {
        List(field, BinaryType, values.Length);
        foreach (var value in values)
        {
            Text(value);
        }
    }

    public void I32s(int field, params ReadOnlySpan<int> values)
    {
        List(field, I32Type, values.Length);
        foreach (var value in values)
        {
            ZigZag(value);
        }
    }

    public void Structs<T>(int field, IReadOnlyList<T> values, Action<T> inside)
    {
        List(field, StructType, values.Count);
        foreach (var value in values)
        {
            Inside(() => inside(value));
        }
    }

    /// <summary>Ends the outermost structure.</summary>
    public void End() => Byte(0);

    private void Inside(Action inside)
    {
        outer.Push(last);
        last = 0;
        inside();
        Byte(0);
        last = outer.Pop();
    }

    private void List(int field, byte type, int count)
    {
        Head(field, ListType);
        if (count < 15)
        {
            Byte((byte)((count << 4) | type));
        }
        else
        {
            Byte((byte)(0xf0 | type));
            Varint((ulong)count);
        }
    }

    /// <summary>The distance from the field before, at most 15, and the type.</summary>
    private void Head(int field, byte type)
    {
        Byte((byte)(((field - last) << 4) | type));
        last = field;
    }

    private void Text(string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        Varint((ulong)text.Length);
        bytes.Write(text);
    }

    private void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    private void Byte(byte value) => bytes.Write([value]);
}
