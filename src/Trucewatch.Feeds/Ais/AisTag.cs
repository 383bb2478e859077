namespace Trucewatch.Feeds.Ais;

/// <summary>What a tag block (NMEA 0183 4.10, section 7) says about the sentence that follows it.</summary>
internal struct AisTag
{
    /// <summary>From this value on, <c>c:</c> is in milliseconds: as seconds it would be after the year 5138.</summary>
    private const long LeastMilliseconds = 100_000_000_000;

    /// <summary>Longest <c>c:</c> in digits.</summary>
    private const int MaxDigits = 14;

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

    /// <summary>Reads a run of digits of at most <paramref name="maxDigits"/>.</summary>
    public static bool TryReadDigits(ReadOnlySpan<byte> digits, int maxDigits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > maxDigits)
        {
            return false;
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
