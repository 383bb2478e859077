using System.Text;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Server.Api;

/// <summary>A fault's reason as people and scripts read it: <c>bad-checksum</c>.</summary>
internal static class FaultWords
{
    public static string Of(FrameFault fault)
    {
        var words = new StringBuilder();
        foreach (var letter in fault.ToString())
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
