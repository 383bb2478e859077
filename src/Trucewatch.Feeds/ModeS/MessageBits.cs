namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// The 56 bits of an extended squitter (ME) or of a ground-initiated Comm-B register (MB), numbered from 1 as the
/// standards number them, the most significant first.
/// </summary>
/// <param name="Value">The bits, right-aligned.</param>
internal readonly record struct MessageBits(ulong Value)
{
    /// <summary>Number of bits.</summary>
    public const int Count = 56;

    /// <summary>One bit.</summary>
    public bool this[int bit] => ((Value >> (Count - bit)) & 1) != 0;

    /// <summary>An unsigned field from its first to its last bit, at most 32 bits.</summary>
    public uint Unsigned(int first, int last) => (uint)((Value >> (Count - last)) & ((1UL << (last - first + 1)) - 1));

    /// <summary>A field in two's complement whose sign is its first bit.</summary>
    public int Signed(int first, int last) => (int)Unsigned(first, last) - (this[first] ? 1 << (last - first + 1) : 0);

    /// <summary>The same bits with a field set; what does not fit into the field is cut off.</summary>
    public MessageBits With(int first, int last, long value)
    {
        var mask = (1UL << (last - first + 1)) - 1;
        var shift = Count - last;
        return new MessageBits((Value & ~(mask << shift)) | (((ulong)value & mask) << shift));
    }

    /// <summary>The same bits with one bit set or cleared.</summary>
    public MessageBits With(int bit, bool value) => With(bit, bit, value ? 1 : 0);
}
