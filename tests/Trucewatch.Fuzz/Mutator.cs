namespace Trucewatch.Fuzz;

/// <summary>Makes inputs out of seeds, the same for the same seed number (SplitMix64, Steele et al. 2014).</summary>
internal sealed class Mutator(FuzzTarget target, ulong seed)
{
    /// <summary>Longest input in bytes.</summary>
    public const int MaxBytes = 8192;

    private readonly byte[] buffer = new byte[MaxBytes];
    private ulong state = seed;
    private int length;

    /// <summary>The next input; one in sixteen is a seed as it is.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var start = target.Seeds[Below(target.Seeds.Count)].AsSpan();
        start = start[..Math.Min(start.Length, MaxBytes)];
        start.CopyTo(buffer);
        length = start.Length;
        for (var times = Below(16) == 0 ? 0 : 1 + Below(4); times > 0; times--)
        {
            Change();
        }

        return buffer.AsSpan(0, length);
    }

    private void Change()
    {
        var at = Below(length + 1);
        switch (Below(8))
        {
            case 0 when at < length: buffer[at] ^= (byte)(1 << Below(8)); break;
            case 1 when at < length: buffer[at] = (byte)Below(256); break;
            case 2: Remove(at, Below(8)); break;
            case 3: Remove(at, Below(length + 1)); break;
            case 4: Insert(at, buffer.AsSpan(0, length)[Below(length + 1)..].ToArray().AsSpan()); break;
            case 5:
                var other = target.Seeds[Below(target.Seeds.Count)];
                Insert(at, other.AsSpan(Below(other.Length + 1)));
                break;
            default: Insert(at, target.Words[Below(target.Words.Count)]); break;
        }
    }

    private void Remove(int at, int count)
    {
        count = Math.Min(count, length - at);
        buffer.AsSpan(at + count, length - at - count).CopyTo(buffer.AsSpan(at));
        length -= count;
    }

    private void Insert(int at, ReadOnlySpan<byte> piece)
    {
        piece = piece[..Math.Min(piece.Length, MaxBytes - length)];
        buffer.AsSpan(at, length - at).CopyTo(buffer.AsSpan(at + piece.Length));
        piece.CopyTo(buffer.AsSpan(at));
        length += piece.Length;
    }

    private int Below(int bound)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return bound <= 1 ? 0 : (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }
}
