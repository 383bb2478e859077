namespace Trucewatch.Reports.Language;

/// <summary>
/// Consecutive words as a stem list writes them: <c>*</c> at a word's end stands for any letters, <c>(a/b)</c> for one
/// of several, and a word in capitals is meant in capitals only.
/// </summary>
internal sealed class WordPattern
{
    private readonly (string[] Stems, bool IsOpen)[] parts;

    private WordPattern(string stem) => parts = [.. stem.Split(' ').Select(Part)];

    /// <summary>Number of words.</summary>
    public int Length => parts.Length;

    /// <summary>The patterns of a list that is separated by semicolons.</summary>
    public static WordPattern[] All(string list) =>
    [
        .. list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(stem => new WordPattern(stem)),
    ];

    /// <summary>True where the words from there on fit.</summary>
    public bool Fits(List<TextWord> words, int at)
    {
        if (at + parts.Length > words.Count)
        {
            return false;
        }

        for (var index = 0; index < parts.Length; index++)
        {
            if (!Fits(words[at + index], parts[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static (string[] Stems, bool IsOpen) Part(string word)
    {
        var isOpen = word.EndsWith('*');
        var stem = word.TrimEnd('*').Trim('(', ')');
        return (stem.Split('/'), isOpen);
    }

    private static bool Fits(TextWord word, (string[] Stems, bool IsOpen) part)
    {
        foreach (var stem in part.Stems)
        {
            var shape = IsCapital(stem) ? word.Text : word.Lower;
            var plain = stem.TrimEnd('.');
            if (part.IsOpen ? shape.StartsWith(plain, StringComparison.Ordinal) : shape == plain)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCapital(string stem) => stem.Length > 1 && stem.All(char.IsUpper);
}

/// <summary>A word of a text: letters and digits, with hyphens and apostrophes between them.</summary>
/// <param name="Text">As it stands.</param>
/// <param name="Lower">In small letters, with one kind of apostrophe.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="IsQuoted">True within quotation marks.</param>
internal sealed record TextWord(string Text, string Lower, int Start, int Line, int Column, bool IsQuoted)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Text.Length;
}

/// <summary>Cuts a text into words.</summary>
internal static class TextWords
{
    private const string Inner = "-'\u2019\u02bc";

    /// <summary>All words in order.</summary>
    public static List<TextWord> Split(string text)
    {
        var words = new List<TextWord>();
        var (line, lineStart, quotes) = (1, 0, 0);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && IsPart(text, end, at))
            {
                end++;
            }

            if (end > at)
            {
                var word = text[at..end];
                var lower = word.ToLowerInvariant().Replace('\u2019', '\'').Replace('\u02bc', '\'');
                words.Add(new TextWord(word, lower, at, line, at - lineStart + 1, quotes > 0));
                at = end;
                continue;
            }

            quotes = Quotes(text[at], quotes);
            if (text[at++] == '\n')
            {
                // A quotation ends with its paragraph: one mark that was forgotten must not silence all that follows.
                quotes = at < text.Length && text[at] == '\n' ? 0 : quotes;
                (line, lineStart) = (line + 1, at);
            }
        }

        return words;
    }

    private static bool IsPart(string text, int at, int start) =>
        char.IsLetterOrDigit(text[at])
        || (at > start && Inner.Contains(text[at], StringComparison.Ordinal)
            && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]));

    private static int Quotes(char sign, int open) => sign switch
    {
        '\u00ab' or '\u201e' => open + 1,
        '\u00bb' => Math.Max(0, open - 1),
        '\u201c' => open > 0 ? open - 1 : 1,
        '\u201d' => Math.Max(0, open - 1),
        '"' => open > 0 ? 0 : 1,
        _ => open,
    };
}
