using System.Globalization;

namespace Trucewatch.Evidence.Notes;

/// <summary>The size and the root of a log at one moment.</summary>
public readonly record struct TreeHead(long Size, Digest Root)
{
    /// <summary>The text of a checkpoint: origin, decimal size, Base64 root, each with a line feed.</summary>
    public string ToText(string origin) => string.Create(
        CultureInfo.InvariantCulture, $"{origin}\n{Size}\n{Root.ToBase64()}\n");

    /// <summary>Reads the text of a checkpoint. Extension lines are refused: this project writes none.</summary>
    public static bool TryParse(string text, out string origin, out TreeHead head)
    {
        (origin, head) = ("", default);
        var lines = text.Split('\n');
        if (lines.Length != 4
            || lines[3].Length != 0
            || lines[0].Length == 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || (lines[1].Length > 1 && lines[1][0] == '0')
            || !Digest.TryParseBase64(lines[2], out var root))
        {
            return false;
        }

        (origin, head) = (lines[0], new TreeHead(size, root));
        return true;
    }
}
