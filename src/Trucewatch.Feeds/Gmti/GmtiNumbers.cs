using System.Buffers.Binary;

namespace Trucewatch.Feeds.Gmti;

/// <summary>The number formats of AEDP-7, and what they are turned into.</summary>
internal static class GmtiNumbers
{
    /// <summary>Degrees in one unit of SA32: 180 degrees in 32 bits, two's complement.</summary>
    public const double Sa32Deg = 90.0 / 2147483648;

    /// <summary>Degrees in one unit of BA32: a full turn in 32 bits.</summary>
    public const double Ba32Deg = 180.0 / 2147483648;

    /// <summary>Degrees in one unit of SA16.</summary>
    public const double Sa16Deg = 90.0 / 32768;

    /// <summary>Degrees in one unit of BA16.</summary>
    public const double Ba16Deg = 180.0 / 32768;

    private const int B16SignBit = 0x8000;
    private const double B16Units = 128;

    /// <summary>A binary decimal: a sign, 8 bits before the point and 7 after it.</summary>
    public static double B16(long raw) => ((raw & B16SignBit) != 0 ? -1 : 1) * ((raw & (B16SignBit - 1)) / B16Units);

    /// <summary>A full turn's longitude as one between -180 and 180.</summary>
    public static double LongitudeDeg(long ba32) => (int)(uint)ba32 * Ba32Deg;

    /// <summary>A big-endian number of 1, 2 or 4 bytes without a sign.</summary>
    public static uint Unsigned(ReadOnlySpan<byte> bytes, int count) => count switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
    };

    /// <summary>A big-endian number of 1, 2 or 4 bytes in two's complement.</summary>
    public static int Signed(ReadOnlySpan<byte> bytes, int count) => count switch
    {
        1 => (sbyte)bytes[0],
        2 => BinaryPrimitives.ReadInt16BigEndian(bytes),
        _ => BinaryPrimitives.ReadInt32BigEndian(bytes),
    };
}
