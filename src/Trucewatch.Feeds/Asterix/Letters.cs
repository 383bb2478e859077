namespace Trucewatch.Feeds.Asterix;

/// <summary>Call signs of eight letters of six bits (ICAO Annex 10, volume IV, table 3-9).</summary>
internal static class Letters
{
    /// <summary>Number of letters.</summary>
    public const int Length = 8;

    /// <summary>Writes the letters without blanks at the end; 0 where one of them is none.</summary>
    public static int Read(ulong sixes, Span<byte> to)
    {
        for (var at = 0; at < Length; at++)
        {
            var code = (int)(sixes >> (6 * (Length - 1 - at))) & 63;
            to[at] = code switch
            {
                >= 1 and <= 26 => (byte)('A' + code - 1),
                32 => (byte)' ',
                >= 48 and <= 57 => (byte)code,
                _ => 0,
            };
        }

        var text = to[..Length].TrimEnd((byte)' ');
        return text.Contains((byte)0) ? 0 : text.Length;
    }

    /// <summary>The letters of a text of capitals and digits, filled up with blanks.</summary>
    public static ulong Write(string text)
    {
        var sixes = 0UL;
        foreach (var letter in text.PadRight(Length)[..Length])
        {
            sixes = (sixes << 6) | (uint)(letter is >= 'A' and <= 'Z' ? letter - 'A' + 1 : letter);
        }

        return sixes;
    }
}
