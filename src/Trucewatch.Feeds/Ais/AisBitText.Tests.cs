using System.Text;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Messages as texts of 0 and 1: a bit writer and reader of the tests' own, which shares nothing with what it tests.
/// </summary>
internal sealed class AisBitText
{
    private readonly char[] bits;

    public AisBitText(int length) => bits = new string('0', length).ToCharArray();

    public AisBitText(string text) => bits = text.ToCharArray();

    public int Length => bits.Length;

    public AisBitText Put(int start, int width, long value)
    {
        for (var i = 0; i < width; i++)
        {
            bits[start + i] = ((value >> (width - 1 - i)) & 1) != 0 ? '1' : '0';
        }

        return this;
    }

    public ulong Get(int start, int width) => width == 0 ? 0 : Convert.ToUInt64(new string(bits, start, width), 2);

    public AisBitText Randomize(Random random)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = random.Next(2) == 0 ? '0' : '1';
        }

        return this;
    }

    public string Sentence()
    {
        var text = new string(bits).PadRight((bits.Length + 5) / 6 * 6, '0');
        var payload = new StringBuilder();
        for (var i = 0; i < text.Length; i += 6)
        {
            var value = Convert.ToInt32(text.Substring(i, 6), 2);
            payload.Append((char)(value < 40 ? value + 48 : value + 56));
        }

        return AisLineTests.Sum(FormattableString.Invariant($"!AIVDM,1,1,,A,{payload},{text.Length - bits.Length}*??"));
    }

    public override string ToString() => new(bits);

    /// <summary>The bits of the message that these sentences, one a line, hold together.</summary>
    public static AisBitText OfSentences(string text)
    {
        var joined = new StringBuilder();
        foreach (var line in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line[line.IndexOf('!', StringComparison.Ordinal)..].Split(',');
            foreach (var letter in fields[5])
            {
                var value = letter - 48;
                joined.Append(Convert.ToString(value > 40 ? value - 8 : value, 2).PadLeft(6, '0'));
            }

            joined.Length -= fields[6][0] - '0';
        }

        return new AisBitText(joined.ToString());
    }
}
