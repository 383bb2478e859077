using System.Text;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>What a log does with the answers of its witnesses.</summary>
public static class Cosignatures
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxAnswerBytes = 16 * 1024;

    /// <summary>
    /// Takes the newest cosignature of a witness out of its answer; lines by other keys are passed over, and one by its
    /// key that does not hold refuses the answer.
    /// </summary>
    /// <returns>The line, with its line feed, or null.</returns>
    public static string? TryTake(Checkpoint checkpoint, PolicyWitness witness, ReadOnlySpan<byte> answer)
    {
        byte[] whole = [.. Encoding.UTF8.GetBytes(checkpoint.SignedNote), .. answer];
        if (answer.Length > MaxAnswerBytes || Note.TryParse(whole, out var note) != NoteFault.None)
        {
            return null;
        }

        var (line, latest) = ((string?)null, -1L);
        foreach (var signature in note!.Signatures)
        {
            if (!witness.Key.IsNamedBy(signature))
            {
                continue;
            }

            if (!witness.Key.TryVerify(note.Text, signature.Bytes.Span, out var timeS))
            {
                return null;
            }

            (line, latest) = timeS > latest ? (signature.ToLine(), timeS) : (line, latest);
        }

        return line;
    }
}
