using System.Buffers.Binary;
using System.Numerics;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// The cyclic check of RFC 3720, appendix B.4 (Castagnoli): sees each burst of up to 32 flipped bits.
/// </summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
