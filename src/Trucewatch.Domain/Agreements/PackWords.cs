using System.Globalization;
using System.Text;

namespace Trucewatch.Domain.Agreements;

/// <summary>How a pack writes its small values, and how a message speaks of them.</summary>
internal static class PackWords
{
    /// <summary>Greatest length of an id.</summary>
    public const int MaxIdChars = 64;

    /// <summary>Greatest length of a clause's number.</summary>
    public const int MaxClauseIdChars = 32;

    private const int MaxNumberChars = 32;
    private const int MaxQuotedChars = 60;
    private const int MaxMessageChars = 300;

    /// <summary>An id: a lower-case letter, then lower-case letters, digits and hyphens.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdChars
        && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>A clause's number, for example <c>4.2(a)</c>.</summary>
    public static bool IsClauseId(string text) =>
        text.Length is > 0 and <= MaxClauseIdChars
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '(' or ')' or '-');

    /// <summary>Ids joined by single dots, for example <c>fire.artillery</c>.</summary>
    public static bool IsDotted(string text) => text.Length <= MaxIdChars && text.Split('.').All(IsId);

    /// <summary>
    /// A number as plain digits with an optional sign and fraction. Exponents, separators, hexadecimal digits and
    /// words such as <c>.inf</c> are refused: a person who checks a distance must not have to decode it.
    /// </summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (text.Length is 0 or > MaxNumberChars)
        {
            return false;
        }

        var at = text[0] == '-' ? 1 : 0;
        var whole = Digits(text, ref at);
        if (whole == 0 || (whole > 1 && text[at - whole] == '0'))
        {
            return false;
        }

        if (at < text.Length)
        {
            if (text[at++] != '.' || Digits(text, ref at) == 0 || at < text.Length)
            {
                return false;
            }
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, Plain, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>A text made safe to stand in a one-line message: cut, and without control characters.</summary>
    public static string Quote(string text) => Plain(text, MaxQuotedChars);

    /// <summary>Another's message made safe to stand on one line.</summary>
    public static string Plain(string text) => Plain(text, MaxMessageChars);

    /// <summary>
    /// True for characters that reorder or break a line without being seen; a text with them can read differently on a
    /// screen and on paper.
    /// </summary>
    public static bool IsUnseen(char c) =>
        c is '\u0085' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or '\ufeff'
            or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>The words as <c>a, b or c</c>.</summary>
    public static string AnyOf(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "none",
        1 => words[0],
        _ => $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}",
    };

    /// <summary>A hint such as <c>; did you mean 'zones'?</c> where a word is close, else empty.</summary>
    public static string DidYouMean(string got, IEnumerable<string> known)
    {
        var best = (Word: "", Distance: got.Length <= 3 ? 2 : 3);
        foreach (var word in known)
        {
            var distance = EditDistance(got, word, best.Distance);
            if (distance < best.Distance)
            {
                best = (word, distance);
            }
        }

        return best.Word.Length == 0 ? "" : $"; did you mean '{best.Word}'?";
    }

    private static string Plain(string text, int most)
    {
        var cut = text.Length > most;
        var shown = new StringBuilder(most);
        foreach (var c in cut ? text.AsSpan(0, most) : text)
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) || IsUnseen(c) ? '?' : c);
        }

        return cut ? shown.Append("...").ToString() : shown.ToString();
    }

    private static int Digits(ReadOnlySpan<char> text, ref int at)
    {
        var from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - from;
    }

    /// <summary>Levenshtein distance, or <paramref name="limit"/> where it is not less.</summary>
    private static int EditDistance(string a, string b, int limit)
    {
        // Words whose lengths differ by the limit or more cannot be closer; this also bounds the work.
        if (Math.Abs(a.Length - b.Length) >= limit || a.Length > MaxIdChars)
        {
            return limit;
        }

        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return Math.Min(row[b.Length], limit);
    }
}
