using System.IO.Compression;

namespace Trucewatch.Geo.Rasters;

/// <summary>
/// Unpacks a part of a picture into as many bytes as it must have, and never into more: what a file of bombs holds
/// beyond is not looked at.
/// </summary>
internal static class TiffUnpacking
{
    private const int LzwClear = 256;
    private const int LzwEnd = 257;
    private const int LzwCodes = 4096;

    /// <summary>Unpacks.</summary>
    /// <exception cref="RasterException">The bytes are damaged, or too few.</exception>
    public static void Unpack(TiffPacking packing, byte[] file, ReadOnlySpan<byte> packed, int at, Span<byte> output)
    {
        var got = packing switch
        {
            TiffPacking.None => Copy(packed, output),
            TiffPacking.Deflate => Inflate(file, at, packed.Length, output),
            TiffPacking.PackBits => Runs(packed, output),
            TiffPacking.Lzw => Lzw(packed, output),
            _ => throw new RasterException(FormattableString.Invariant(
                $"tag 259: expected packing 1, 5, 8 or 32773, got {(int)packing}")),
        };
        if (got < output.Length)
        {
            throw new RasterException(FormattableString.Invariant(
                $"byte {at}: expected {output.Length} bytes of picture in a part, got {got}"));
        }
    }

    private static int Copy(ReadOnlySpan<byte> packed, Span<byte> output)
    {
        var count = Math.Min(packed.Length, output.Length);
        packed[..count].CopyTo(output);
        return count;
    }

    private static int Inflate(byte[] file, int at, int count, Span<byte> output)
    {
        using var bytes = new MemoryStream(file, at, count, writable: false);
        using var stream = new ZLibStream(bytes, CompressionMode.Decompress);
        try
        {
            return stream.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            // A stream that asks for a dictionary is told of in another way than one that is damaged.
            throw new RasterException(FormattableString.Invariant($"byte {at}: expected deflated bytes, got damage"));
        }
    }

    private static int Runs(ReadOnlySpan<byte> packed, Span<byte> output)
    {
        var (from, to) = (0, 0);
        while (from < packed.Length && to < output.Length)
        {
            var head = (sbyte)packed[from++];
            if (head >= 0)
            {
                var count = Math.Min(Math.Min(head + 1, packed.Length - from), output.Length - to);
                packed.Slice(from, count).CopyTo(output[to..]);
                (from, to) = (from + head + 1, to + count);
            }
            else if (head != sbyte.MinValue && from < packed.Length)
            {
                var count = Math.Min(1 - head, output.Length - to);
                output.Slice(to, count).Fill(packed[from++]);
                to += count;
            }
        }

        return to;
    }

    /// <summary>
    /// TIFF 6.0, section 13: codes grow by a bit one code early; a code is a code before and one more byte.
    /// </summary>
    private static int Lzw(ReadOnlySpan<byte> packed, Span<byte> output)
    {
        Span<short> before = stackalloc short[LzwCodes];
        Span<byte> last = stackalloc byte[LzwCodes];
        Span<short> lengths = stackalloc short[LzwCodes];
        for (var code = 0; code < LzwClear; code++)
        {
            (before[code], last[code], lengths[code]) = (-1, (byte)code, 1);
        }

        var (bit, bits, next, previous, to) = (0L, 9, LzwEnd + 1, -1, 0);
        while (to < output.Length && bit + bits <= 8L * packed.Length)
        {
            var code = CodeAt(packed, bit, bits);
            bit += bits;
            if (code == LzwEnd)
            {
                break;
            }

            if (code == LzwClear)
            {
                (bits, next, previous) = (9, LzwEnd + 1, -1);
                continue;
            }

            if (code > next || (code == next && previous < 0) || (previous >= 0 && next >= LzwCodes))
            {
                throw new RasterException(FormattableString.Invariant(
                    $"a packed part: expected a code below {next}, got {code}"));
            }

            if (previous >= 0)
            {
                // The byte to add is the first one of this code, which may be the code that is made here.
                var first = FirstOf(code == next ? previous : code, before, last);
                (before[next], last[next], lengths[next]) = ((short)previous, first, (short)(lengths[previous] + 1));
                next++;
            }

            to += Write(code, before, last, lengths, output[to..]);
            previous = code;
            bits = next >= LzwCodes - 1 ? 12 : next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }

        return to;
    }

    private static int CodeAt(ReadOnlySpan<byte> packed, long bit, int bits)
    {
        var at = (int)(bit / 8);
        var word = packed[at] << 16;
        word |= at + 1 < packed.Length ? packed[at + 1] << 8 : 0;
        word |= at + 2 < packed.Length ? packed[at + 2] : 0;
        return (word >> (24 - bits - (int)(bit % 8))) & ((1 << bits) - 1);
    }

    private static byte FirstOf(int code, Span<short> before, Span<byte> last)
    {
        while (before[code] >= 0)
        {
            code = before[code];
        }

        return last[code];
    }

    /// <summary>Writes the bytes of a code from the last to the first; what has no room is left out.</summary>
    private static int Write(int code, Span<short> before, Span<byte> last, Span<short> lengths, Span<byte> output)
    {
        var length = lengths[code];
        for (var at = length - 1; at >= 0; at--)
        {
            if (at < output.Length)
            {
                output[at] = last[code];
            }

            code = before[code];
        }

        return Math.Min(length, output.Length);
    }
}
