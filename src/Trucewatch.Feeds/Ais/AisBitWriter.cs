namespace Trucewatch.Feeds.Ais;

/// <summary>Writes the bits of one message: one byte for each six bits, most significant first.</summary>
internal readonly ref struct AisBitWriter
{
    /// <summary>Makes a writer of a message whose bits are all 0.</summary>
    public AisBitWriter(Span<byte> sixes)
    {
        Sixes = sixes;
        sixes.Clear();
    }

    /// <summary>The bits so far.</summary>
    public Span<byte> Sixes { get; }

    /// <summary>Writes a field of at most 32 bits; more significant bits of the value are left out.</summary>
    public void Put(AisField field, uint value) => Put(field.Start, field.Width, value);

    /// <summary>Writes so many bits.</summary>
    public void Put(int start, int width, ulong value)
    {
        for (var bit = start + width - 1; bit >= start; bit--, value >>= 1)
        {
            var place = 5 - (bit % 6);
            Sixes[bit / 6] = (byte)((Sixes[bit / 6] & ~(1 << place)) | (int)((value & 1) << place));
        }
    }

    /// <summary>Writes a text; what is left of the field is @, which is zero.</summary>
    /// <exception cref="ArgumentException">It does not fit, or has a letter that 6-bit ASCII lacks.</exception>
    public void Put(AisField field, string text) => Put(field.Name, field.Start, field.Width, text);

    /// <summary>Writes a text into so many bits.</summary>
    /// <exception cref="ArgumentException">It does not fit, or has a letter that 6-bit ASCII lacks.</exception>
    public void Put(string name, int start, int width, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > width / 6)
        {
            throw AisEncoder.Wrong(name, text);
        }

        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter is < ' ' or > '_' or '@')
            {
                throw AisEncoder.Wrong(name, text);
            }

            Put(start + (6 * i), 6, letter & 63u);
        }
    }
}
