using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>
/// What a log asks of a witness (C2SP tlog-witness): "the last checkpoint of mine that you saw had so many entries;
/// here is the proof that this one extends it; cosign it".
/// </summary>
public sealed record AddCheckpoint
{
    /// <summary>The most hashes of a proof.</summary>
    public const int MaxHashes = 63;

    /// <summary>The longest request that is read: a note as long as notes may be, and a proof as long as it may
    /// be.</summary>
    public const int MaxBytes = Note.MaxBytes + (MaxHashes * HashLineBytes) + MaxOldLineBytes + 1;

    private const int HashLineBytes = 45;
    private const int MaxOldLineBytes = 24;
    private const string Word = "old ";

    private readonly Digest[] _proof;

    /// <summary>Makes a request.</summary>
    /// <param name="oldSize">Size of the last checkpoint that the witness cosigned; 0 for none.</param>
    /// <param name="proof">The proof of consistency between the two.</param>
    /// <param name="signedNote">The checkpoint with its signatures.</param>
    public AddCheckpoint(long oldSize, IReadOnlyList<Digest> proof, string signedNote)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proof.Count, MaxHashes);
        (OldSize, _proof, SignedNote) = (oldSize, [.. proof], signedNote);
    }

    /// <summary>Size of the last checkpoint that the witness cosigned; 0 for none.</summary>
    public long OldSize { get; }

    /// <summary>The proof of consistency.</summary>
    public ReadOnlySpan<Digest> Proof => _proof;

    /// <summary>The checkpoint with its signatures.</summary>
    public string SignedNote { get; }

    /// <summary>Reads the body of a request; only the one spelling is taken.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out AddCheckpoint? request)
    {
        request = null;
        if (body.Length > MaxBytes || !Utf8.IsValid(body))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(body);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines.Length is 0 or > MaxHashes + 1 || !TryReadSize(lines[0], Word, out var oldSize))
        {
            return false;
        }

        var proof = new Digest[lines.Length - 1];
        for (var i = 0; i < proof.Length; i++)
        {
            if (!Digest.TryParseBase64(lines[i + 1], out proof[i]))
            {
                return false;
            }
        }

        request = new AddCheckpoint(oldSize, proof, text[(end + 2)..]);
        return true;
    }

    /// <summary>The body of the request.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(Word).Append(CultureInfo.InvariantCulture, $"{OldSize}\n");
        foreach (var hash in _proof)
        {
            text.Append(hash.ToBase64()).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.Append('\n').Append(SignedNote).ToString());
    }

    /// <summary>Reads a decimal number without leading zeros after a word.</summary>
    internal static bool TryReadSize(ReadOnlySpan<char> line, string word, out long size)
    {
        size = 0;
        if (!line.StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        var digits = line[word.Length..];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size)
            && (digits.Length == 1 || digits[0] != '0');
    }
}
