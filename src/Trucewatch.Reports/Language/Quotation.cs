using System.Globalization;
using System.Text;

namespace Trucewatch.Reports.Language;

/// <summary>
/// Words of somebody else between quotation marks, on one line: nothing in them can end the quotation, move what stands
/// beside them, or hide it, so that nobody's words can be taken for the report's.
/// </summary>
public static class Quotation
{
    /// <summary>The words in the quotation marks of a language.</summary>
    public static string Of(Tongue tongue, string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var (open, close) = tongue == Tongue.En ? ('\u201c', '\u201d') : ('\u00ab', '\u00bb');
        var text = new StringBuilder(words.Length + 2).Append(open);
        foreach (var letter in words.Trim())
        {
            if (IsSpace(letter))
            {
                _ = text[^1] == ' ' ? text : text.Append(' ');
            }
            else
            {
                text.Append(letter == open || letter == close || letter == '"' ? '\'' : letter);
            }
        }

        return text.Append(close).ToString();
    }

    private static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || char.IsControl(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
