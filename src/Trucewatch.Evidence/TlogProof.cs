using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence;

/// <summary>
/// A proof that one entry is in a log, in one file that can be checked without the log (C2SP tlog-proof, version 1):
/// the entry's index, the hashes from leaf to root, and a signed checkpoint.
/// </summary>
public sealed class TlogProof
{
    /// <summary>The longest proof that is read, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private readonly Digest[] _hashes;

    /// <summary>Makes a proof from its parts.</summary>
    /// <exception cref="ArgumentException">The index is negative, or there are more hashes than any tree
    /// needs.</exception>
    public TlogProof(long index, IReadOnlyList<Digest> hashes, string signedCheckpoint, byte[]? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashes.Count, MerkleTree.MaxProofHashes);
        Index = index;
        _hashes = [.. hashes];
        SignedCheckpoint = signedCheckpoint;
        Extra = extra;
    }

    /// <summary>The entry's index in the log, from 0.</summary>
    public long Index { get; }

    /// <summary>The hashes of the proof of inclusion, leaf to root.</summary>
    public IReadOnlyList<Digest> Hashes => _hashes;

    /// <summary>The signed note of the checkpoint.</summary>
    public string SignedCheckpoint { get; }

    /// <summary>Bytes that ride along; nothing authenticates them.</summary>
    public byte[]? Extra { get; }

    /// <summary>Reads a proof; only the one spelling that <see cref="ToText"/> writes is taken.</summary>
    public static ProofFault TryParse(ReadOnlySpan<byte> bytes, out TlogProof? proof)
    {
        proof = null;
        if (bytes.Length > MaxBytes)
        {
            return ProofFault.TooLong;
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return ProofFault.BadForm;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return ProofFault.BadForm;
        }

        var lines = text[..end].Split('\n');
        var next = 1;
        byte[]? extra = null;
        if (lines[0] != FirstLine || lines.Length > MerkleTree.MaxProofHashes + 3)
        {
            return ProofFault.BadForm;
        }

        if (next < lines.Length && lines[next].StartsWith("extra ", StringComparison.Ordinal))
        {
            extra = StrictBase64.Decode(lines[next++].AsSpan("extra ".Length));
            if (extra is null)
            {
                return ProofFault.BadForm;
            }
        }

        if (next >= lines.Length || !TryReadIndex(lines[next++], out var index))
        {
            return ProofFault.BadForm;
        }

        var hashes = new Digest[lines.Length - next];
        for (var i = 0; i < hashes.Length; i++)
        {
            if (!Digest.TryParseBase64(lines[next + i], out hashes[i]))
            {
                return ProofFault.BadForm;
            }
        }

        if (hashes.Length > MerkleTree.MaxProofHashes)
        {
            return ProofFault.BadForm;
        }

        proof = new TlogProof(index, hashes, text[(end + 2)..], extra);
        return ProofFault.None;
    }

    /// <summary>The proof as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        if (Extra is not null)
        {
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in _hashes)
        {
            text.Append(hash.ToBase64()).Append('\n');
        }

        return text.Append('\n').Append(SignedCheckpoint).ToString();
    }

    /// <summary>Checks that the log with this key holds exactly this entry at <see cref="Index"/>.</summary>
    public ProofFault Verify(ReadOnlySpan<byte> entry, NoteVerifier log, out Checkpoint? checkpoint)
    {
        if (Checkpoint.TryOpen(Encoding.UTF8.GetBytes(SignedCheckpoint), log, out checkpoint) != NoteFault.None)
        {
            return ProofFault.BadCheckpoint;
        }

        return MerkleTree.VerifyInclusion(
            MerkleTree.LeafHash(entry), Index, checkpoint!.Size, _hashes, checkpoint.Root)
            ? ProofFault.None
            : ProofFault.NotIncluded;
    }

    /// <summary>Checks as the longer form does, and keeps nothing of the checkpoint.</summary>
    public ProofFault Verify(ReadOnlySpan<byte> entry, NoteVerifier log) => Verify(entry, log, out _);

    private static bool TryReadIndex(string line, out long index)
    {
        index = 0;
        const string Word = "index ";
        if (!line.StartsWith(Word, StringComparison.Ordinal))
        {
            return false;
        }

        var digits = line.AsSpan(Word.Length);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && (digits.Length == 1 || digits[0] != '0');
    }
}
