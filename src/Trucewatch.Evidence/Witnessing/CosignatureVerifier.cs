using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>
/// The public key of a witness (C2SP tlog-cosignature, Ed25519, type 04): it checks that the witness saw a checkpoint,
/// and at what time.
/// </summary>
public sealed class CosignatureVerifier
{
    /// <summary>The length of a cosignature: eight bytes of time and the 64 bytes of Ed25519.</summary>
    public const int SignatureBytes = sizeof(ulong) + 64;

    private readonly NoteVerifier _key;

    internal CosignatureVerifier(NoteVerifier key) => _key = key;

    /// <summary>The name of the witness's key.</summary>
    public string Name => _key.Name;

    /// <summary>The first four bytes of SHA-256(name || 0A || 04 || key), big-endian.</summary>
    public uint KeyId => _key.KeyId;

    /// <summary>The 32 bytes of the Ed25519 public key.</summary>
    public byte[] PublicKey => _key.PublicKey;

    /// <summary>The key as one line of text, without a line feed.</summary>
    public string Vkey => _key.Vkey;

    /// <summary>Makes a verifier from a name and a raw Ed25519 public key; null where either is none.</summary>
    public static CosignatureVerifier? TryFromPublicKey(string name, ReadOnlySpan<byte> publicKey) =>
        NoteVerifier.TryFromPublicKey(name, publicKey, KeyName.CosignatureType) is { } key
            ? new CosignatureVerifier(key)
            : null;

    /// <summary>Reads a vkey of type 04; false where the form, the key or the key id does not hold.</summary>
    public static bool TryParse(string vkey, out CosignatureVerifier? verifier)
    {
        verifier = NoteVerifier.TryParse(vkey, KeyName.CosignatureType, out var key)
            ? new CosignatureVerifier(key!)
            : null;
        return verifier is not null;
    }

    /// <summary>True where a signature line names this key; says nothing about the signature.</summary>
    public bool IsNamedBy(in NoteSignature signature) => signature.Name == Name && signature.KeyId == KeyId;

    /// <summary>Checks a cosignature over the text of a checkpoint.</summary>
    /// <param name="text">The text, with its last line feed.</param>
    /// <param name="signature">Time and signature: <see cref="SignatureBytes"/> bytes.</param>
    /// <param name="timeS">When the witness signed, in seconds since 1970-01-01T00:00:00Z.</param>
    public bool TryVerify(string text, ReadOnlySpan<byte> signature, out long timeS)
    {
        timeS = 0;
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        var time = BinaryPrimitives.ReadUInt64BigEndian(signature);
        if (time > long.MaxValue || !_key.Verify(Message(text, (long)time), signature[sizeof(ulong)..]))
        {
            return false;
        }

        timeS = (long)time;
        return true;
    }

    /// <summary>The bytes that a witness signs.</summary>
    internal static byte[] Message(string text, long timeS) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {timeS}\n{text}"));
}
