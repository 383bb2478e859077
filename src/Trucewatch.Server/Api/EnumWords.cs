using System.Text;

namespace Trucewatch.Server.Api;

/// <summary>A reason as people and scripts read it: <c>bad-checksum</c>.</summary>
internal static class EnumWords
{
    public static string Of<T>(T reason)
        where T : struct, Enum
    {
        var words = new StringBuilder();
        foreach (var letter in reason.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append('-');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
