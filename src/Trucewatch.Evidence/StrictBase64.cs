namespace Trucewatch.Evidence;

/// <summary>
/// Base64 with one spelling per value. The framework's decoder skips white space and ignores set padding bits, and then
/// a changed bit in a signature line would go unnoticed; so what was decoded is encoded again and compared.
/// </summary>
internal static class StrictBase64
{
    /// <summary>The longest text that is looked at, in characters.</summary>
    public const int MaxChars = 96 * 1024;

    /// <summary>Decodes into <paramref name="target"/>; false for any text that is not the one spelling.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> target, out int written)
    {
        written = 0;
        if (text.Length > MaxChars || text.Length % 4 != 0 || !Convert.TryFromBase64Chars(text, target, out written))
        {
            return false;
        }

        return text.SequenceEqual(Convert.ToBase64String(target[..written]));
    }

    /// <summary>Decodes into a new array, or gives null.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxChars)
        {
            return null;
        }

        var target = new byte[text.Length / 4 * 3];
        return TryDecode(text, target, out var written) ? target[..written] : null;
    }
}
