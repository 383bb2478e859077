using System.Text;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence;

/// <summary>
/// What a log has signed last, kept apart from its tiles: the head that was published, and the head that is being
/// published. A checkpoint that is neither of the two is a restored backup or damage.
/// </summary>
internal sealed record LogState(string Origin, TreeHead Published, TreeHead Intended)
{
    public const int MaxBytes = 4096;

    private const string FirstLine = "trucewatch/state/1";

    /// <summary>Lines of text, the last of which is the SHA-256 of those before it.</summary>
    public byte[] ToBytes()
    {
        var text = $"{FirstLine}\n{Published.ToText(Origin)}{Intended.ToText(Origin)}";
        return Encoding.UTF8.GetBytes($"{text}{Digest.Of(Encoding.UTF8.GetBytes(text)).ToHex()}\n");
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out LogState? state)
    {
        state = null;
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length != 9
            || !TreeHead.TryParse(string.Join('\n', lines[1..4]) + "\n", out var origin, out var published)
            || !TreeHead.TryParse(string.Join('\n', lines[4..7]) + "\n", out _, out var intended))
        {
            return false;
        }

        // Writing it again and comparing checks the origin of both halves, the digest and the spelling at once.
        var read = new LogState(origin, published, intended);
        if (!bytes.SequenceEqual(read.ToBytes()))
        {
            return false;
        }

        state = read;
        return true;
    }
}
