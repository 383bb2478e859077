namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// The eight characters of an identification: 6 bits each, a part of IA-5 (ICAO Annex 10, volume IV, table 3-9).
/// </summary>
internal static class CallSign
{
    /// <summary>Number of characters.</summary>
    public const int Length = 8;

    private const byte NoCharacter = 0;

    private static readonly byte[] letters = MakeLetters();

    /// <summary>
    /// Writes the characters from this bit on without trailing spaces; gives their number, or -1 when a code is no
    /// character. A zero, which is what senders without a name write, ends it.
    /// </summary>
    public static int Read(MessageBits body, int firstBit, Span<byte> to)
    {
        var length = 0;
        for (var index = 0; index < Length; index++)
        {
            var code = body.Unsigned(firstBit + (6 * index), firstBit + (6 * index) + 5);
            if (code == 0)
            {
                break;
            }

            if (letters[code] == NoCharacter)
            {
                return -1;
            }

            to[length++] = letters[code];
        }

        return to[..length].TrimEnd((byte)' ').Length;
    }

    /// <summary>True when all eight codes are characters.</summary>
    public static bool IsWhole(MessageBits body, int firstBit)
    {
        for (var index = 0; index < Length; index++)
        {
            if (letters[body.Unsigned(firstBit + (6 * index), firstBit + (6 * index) + 5)] == NoCharacter)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bits with these characters from a bit on; what is no character becomes a space.</summary>
    public static MessageBits Write(MessageBits body, int firstBit, ReadOnlySpan<char> text)
    {
        for (var index = 0; index < Length; index++)
        {
            var code = index < text.Length ? Array.IndexOf(letters, (byte)text[index]) : -1;
            body = body.With(firstBit + (6 * index), firstBit + (6 * index) + 5, code > 0 ? code : 32);
        }

        return body;
    }

    private static byte[] MakeLetters()
    {
        var table = new byte[64];
        for (var code = 1; code <= 26; code++)
        {
            table[code] = (byte)('A' + code - 1);
        }

        for (var code = 48; code <= 57; code++)
        {
            table[code] = (byte)code;
        }

        table[32] = (byte)' ';
        return table;
    }
}
