using System.Text;

namespace Trucewatch.Domain.Adjudication;

/// <summary>How the values of a case are written: lower case, with hyphens.</summary>
public static class Words
{
    /// <summary>For example <c>no-violation</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0)
            {
                words.Append('-');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    /// <summary>For example <c>no violation</c>.</summary>
    public static string Said<T>(T value)
        where T : struct, Enum => Of(value).Replace('-', ' ');
}
