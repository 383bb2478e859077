using System.Buffers;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// Numbers in little-endian groups of seven bits (LEB128), of which only the shortest form is read, so that equal
/// batches have one spelling. Signed numbers are folded first: 0, -1, 1, -2 become 0, 1, 2, 3.
/// </summary>
internal static class Varint
{
    public const int MaxBytes = 10;

    public static int Write(Span<byte> target, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        return length;
    }

    public static void Write(ArrayBufferWriter<byte> target, ulong value) =>
        target.Advance(Write(target.GetSpan(MaxBytes), value));

    public static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>
    /// Reads a number up to a limit and moves on; false for a cut, too large or longer than needed form.
    /// </summary>
    public static bool TryRead(ref ReadOnlySpan<byte> source, ulong limit, out ulong value)
    {
        value = 0;
        for (var i = 0; i < source.Length && i < MaxBytes; i++)
        {
            var part = source[i];
            if (i == MaxBytes - 1 && part > 1)
            {
                return false;
            }

            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                source = source[(i + 1)..];
                return value <= limit && (part != 0 || i == 0);
            }
        }

        return false;
    }
}
