using System.Globalization;
using NSec.Cryptography;

namespace Trucewatch.Evidence.Notes;

/// <summary>A public key for notes, written <c>name+keyid+base64(type || key)</c> ("vkey"). Ed25519 today.</summary>
public sealed class NoteVerifier
{
    private readonly PublicKey _key;
    private readonly byte _type;

    private NoteVerifier(string name, PublicKey key, byte type)
    {
        Name = name;
        _key = key;
        _type = type;
        KeyId = KeyName.KeyId(name, TypedKey());
    }

    /// <summary>The name of the key's holder; for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>The first four bytes of SHA-256(name || 0A || type || key), big-endian.</summary>
    public uint KeyId { get; }

    /// <summary>The 32 bytes of the Ed25519 public key.</summary>
    public byte[] PublicKey => _key.Export(KeyBlobFormat.RawPublicKey);

    /// <summary>The key as one line of text, without a line feed.</summary>
    public string Vkey => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String(TypedKey())}");

    /// <summary>Makes a verifier from a name and a raw Ed25519 public key; null where either is none.</summary>
    public static NoteVerifier? TryFromPublicKey(string name, ReadOnlySpan<byte> publicKey) =>
        TryFromPublicKey(name, publicKey, KeyName.Ed25519Type);

    /// <summary>Makes a verifier from a name and a raw Ed25519 public key.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules for names, or the key is no key.</exception>
    public static NoteVerifier FromPublicKey(string name, ReadOnlySpan<byte> publicKey) =>
        TryFromPublicKey(name, publicKey)
        ?? throw new ArgumentException($"no valid name ('{name}') and Ed25519 public key");

    /// <summary>Reads a vkey; false where the form, the key or the key id does not hold.</summary>
    public static bool TryParse(string vkey, out NoteVerifier? verifier) =>
        TryParse(vkey, KeyName.Ed25519Type, out verifier);

    /// <summary>Checks one signature over a text.</summary>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureAlgorithm.Ed25519.SignatureSize
        && SignatureAlgorithm.Ed25519.Verify(_key, text, signature);

    internal static NoteVerifier? TryFromPublicKey(string name, ReadOnlySpan<byte> publicKey, byte type) =>
        KeyName.IsValid(name) && NSec.Cryptography.PublicKey.TryImport(
            SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key)
            ? new NoteVerifier(name, key!, type)
            : null;

    internal static bool TryParse(string vkey, byte type, out NoteVerifier? verifier)
    {
        verifier = null;
        if (!KeyName.TryCut(vkey, type, out var name, out var keyId, out var typedKey)
            || !NSec.Cryptography.PublicKey.TryImport(
                SignatureAlgorithm.Ed25519, typedKey.AsSpan(1), KeyBlobFormat.RawPublicKey, out var key))
        {
            return false;
        }

        var made = new NoteVerifier(name, key!, type);
        if (made.KeyId != keyId)
        {
            return false;
        }

        verifier = made;
        return true;
    }

    private byte[] TypedKey() => [_type, .. PublicKey];
}
