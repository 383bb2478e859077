using System.Buffers.Binary;

namespace Trucewatch.Feeds.Ais;

/// <summary>What a tag block (NMEA 0183 4.10, section 7) says about the sentence that follows it.</summary>
internal struct AisTag
{
    /// <summary>From this value on, <c>c:</c> is in milliseconds: as seconds it would be after the year 5138.</summary>
    private const long LeastMilliseconds = 100_000_000_000;

    /// <summary>Longest <c>c:</c> in digits.</summary>
    private const int MaxDigits = 14;

    private const int DigitsAtOnce = 8;
    private const ulong EachOne = 0x0101_0101_0101_0101;
    private const ulong HighBits = 0x80 * EachOne;
    private const ulong Zeros = '0' * EachOne;
    private const ulong NotAboveNine = (0x80 - '9' - 1) * EachOne;

    /// <summary>A number that stands for the source name <c>s:</c>; 0 without one.</summary>
    public ulong Source;

    /// <summary>Id of the sentence group <c>g:</c>, plus one; 0 without one.</summary>
    public long GroupIdPlusOne;

    /// <summary>Receive time <c>c:</c> in Unix microseconds.</summary>
    public long TimeUs;

    /// <summary>True when <see cref="TimeUs"/> is set.</summary>
    public bool HasTime;

    /// <summary>Whose clock gave the receive time: 0 for the intake's own, else a number for the source's.</summary>
    public readonly ulong Clock => HasTime ? Source | 1 : 0;

    /// <summary>Reads the fields between the backslashes, without the checksum; unknown ones are passed over.</summary>
    public void Read(ReadOnlySpan<byte> fields)
    {
        while (!fields.IsEmpty)
        {
            var comma = fields.IndexOf((byte)',');
            var field = comma < 0 ? fields : fields[..comma];
            fields = comma < 0 ? default : fields[(comma + 1)..];
            if (field.Length < 3 || field[1] != ':')
            {
                continue;
            }

            var value = field[2..];
            switch (field[0])
            {
                case (byte)'c':
                    ReadTime(value);
                    break;
                case (byte)'s':
                    Source = Hash(value);
                    break;
                case (byte)'g':
                    ReadGroup(value);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Reads only the receive time; of several the last that is one.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> fields, out long timeUs)
    {
        AisTag tag = default;
        while (!fields.IsEmpty)
        {
            var comma = fields.IndexOf((byte)',');
            var field = comma < 0 ? fields : fields[..comma];
            fields = comma < 0 ? default : fields[(comma + 1)..];
            if (field.Length >= 3 && field[1] == ':' && field[0] == 'c')
            {
                tag.ReadTime(field[2..]);
            }
        }

        timeUs = tag.TimeUs;
        return tag.HasTime;
    }

    /// <summary>Reads a run of digits of at most <paramref name="maxDigits"/>.</summary>
    public static bool TryReadDigits(ReadOnlySpan<byte> digits, int maxDigits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > maxDigits)
        {
            return false;
        }

        if (digits.Length >= DigitsAtOnce)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(digits);
            if ((((word + NotAboveNine) | (word - Zeros) | word) & HighBits) != 0)
            {
                return false;
            }

            value = EightDigits(word - Zeros);
            digits = digits[DigitsAtOnce..];
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    // The first digit is in the lowest byte: pairs, then fours, then all eight.
    private static long EightDigits(ulong digits)
    {
        var pairs = ((digits * 10) + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
        var fours = ((pairs * 100) + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
        return (long)(((fours * 10_000) + (fours >> 32)) & 0xFFFF_FFFF);
    }

    private void ReadTime(ReadOnlySpan<byte> value)
    {
        if (TryReadDigits(value, MaxDigits, out var time))
        {
            TimeUs = time >= LeastMilliseconds ? time * 1_000 : time * 1_000_000;
            HasTime = true;
        }
    }

    // g: holds the sentence's number, the number of sentences and the group's id: 1-2-1234.
    private void ReadGroup(ReadOnlySpan<byte> value)
    {
        var last = value.LastIndexOf((byte)'-');
        if (last > 0 && TryReadDigits(value[(last + 1)..], MaxDigits, out var id))
        {
            GroupIdPlusOne = id + 1;
        }
    }

    // FNV-1a, 64 bit. It only tells the open groups of one feed apart.
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return hash == 0 ? 1 : hash;
    }
}
