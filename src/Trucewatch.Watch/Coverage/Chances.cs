using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// A chance as a byte: the square root in 255ths, so that a look of a minute still counts in an hour. It is never off
/// by more than 0.008. Where a whole hour is folded, what rounding leaves of one cell is handed on to the next one;
/// where a cell stands alone, whether it is rounded up or down follows from its number. Sums are of squares, in whole
/// numbers: the same in any order and on every machine.
/// </summary>
internal static class Chances
{
    /// <summary>The square that stands for a chance of 1.</summary>
    public const int One = 255 * 255;

    /// <summary>The byte of a chance from 0 to 1.</summary>
    /// <param name="chance">The chance.</param>
    /// <param name="cell">Number of the cell.</param>
    public static byte ToByte(double chance, int cell) =>
        Rounded(Math.Clamp(chance, 0, 1) * One, Mixed((uint)cell));

    /// <summary>
    /// The byte that is nearest to a chance and to what the cells before it left, so that the sum over cells that
    /// follow each other is off by no more than the last one is.
    /// </summary>
    /// <param name="chance">The chance, 0 to 1.</param>
    /// <param name="left">What the cells before it left, in squares; takes what this one leaves.</param>
    public static byte Next(double chance, ref double left)
    {
        var square = (chance * One) + left;
        var root = Math.Floor(Math.Sqrt(Math.Max(0, square)));
        var value = Math.Min(255, square - (root * root) > root + 0.5 ? root + 1 : root);
        left = square - (value * value);
        return (byte)value;
    }

    /// <summary>A number in 2^32 that looks like chance (the finisher of MurmurHash3, Appleby).</summary>
    private static uint Mixed(uint number)
    {
        number = unchecked((number ^ (number >> 16)) * 0x85EBCA6B);
        number = unchecked((number ^ (number >> 13)) * 0xC2B2AE35);
        return number ^ (number >> 16);
    }

    private static byte Rounded(double square, uint threshold)
    {
        var root = Math.Floor(Math.Sqrt(square));
        var above = (square - (root * root)) / ((2 * root) + 1);
        return (byte)(root + (above * 4_294_967_296.0 > threshold ? 1 : 0));
    }

    /// <summary>Sum of the squares, and how many are not zero, of the bytes that the mask lets through.</summary>
    /// <param name="values">The bytes.</param>
    /// <param name="mask">255 for those that are asked for, else 0; as long as the values, which are at most
    /// <see cref="CoverageGround.MaxCells"/>.</param>
    public static (long Squares, int Watched) Sum(ReadOnlySpan<byte> values, ReadOnlySpan<byte> mask)
    {
        var (squares, watched, at) = (0L, 0, 0);
        var lanes = Vector256<uint>.Zero;
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var wanted = ref MemoryMarshal.GetReference(mask[..values.Length]);
        for (; at <= values.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref value, (nuint)at) & Vector256.LoadUnsafe(ref wanted, (nuint)at);
            watched += Vector256<byte>.Count
                - BitOperations.PopCount(Vector256.ExtractMostSignificantBits(Vector256.Equals(bytes, default)));
            var (low, high) = Vector256.Widen(bytes);
            var (a, b) = Vector256.Widen(low * low);
            var (c, d) = Vector256.Widen(high * high);
            lanes += a + b + c + d;
        }

        // A lane takes at most four squares of 32 bytes: it holds those of half a million cells.
        for (var lane = 0; lane < Vector256<uint>.Count; lane++)
        {
            squares += lanes[lane];
        }

        for (; at < values.Length; at++)
        {
            var one = values[at] & mask[at];
            squares += one * one;
            watched += one == 0 ? 0 : 1;
        }

        return (squares, watched);
    }

    /// <summary>Adds the square of each byte to its own sum.</summary>
    public static void AddSquares(ReadOnlySpan<byte> values, Span<uint> sums)
    {
        var at = 0;
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var sum = ref MemoryMarshal.GetReference(sums[..values.Length]);
        for (; at <= values.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref value, (nuint)at));
            var (a, b) = Vector256.Widen(low * low);
            var (c, d) = Vector256.Widen(high * high);
            (Vector256.LoadUnsafe(ref sum, (nuint)at) + a).StoreUnsafe(ref sum, (nuint)at);
            (Vector256.LoadUnsafe(ref sum, (nuint)at + 8) + b).StoreUnsafe(ref sum, (nuint)at + 8);
            (Vector256.LoadUnsafe(ref sum, (nuint)at + 16) + c).StoreUnsafe(ref sum, (nuint)at + 16);
            (Vector256.LoadUnsafe(ref sum, (nuint)at + 24) + d).StoreUnsafe(ref sum, (nuint)at + 24);
        }

        for (; at < values.Length; at++)
        {
            sums[at] += (uint)(values[at] * values[at]);
        }
    }

    /// <summary>Takes the greater byte of each pair.</summary>
    public static void Raise(Span<byte> values, ReadOnlySpan<byte> others)
    {
        var at = 0;
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var other = ref MemoryMarshal.GetReference(others[..values.Length]);
        for (; at <= values.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref value, (nuint)at), Vector256.LoadUnsafe(ref other, (nuint)at))
                .StoreUnsafe(ref value, (nuint)at);
        }

        for (; at < values.Length; at++)
        {
            values[at] = Math.Max(values[at], others[at]);
        }
    }
}
