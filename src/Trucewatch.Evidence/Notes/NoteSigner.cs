using System.Globalization;
using NSec.Cryptography;

namespace Trucewatch.Evidence.Notes;

/// <summary>
/// A private key for notes, written <c>PRIVATE+KEY+name+keyid+base64(type || seed)</c> ("skey"). It refuses keys that
/// everybody knows, because a signature by such a key proves nothing.
/// </summary>
public sealed class NoteSigner : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";

    /// <summary>The seeds of the published test keys of RFC 8032, section 7.1.</summary>
    private static readonly string[] PublishedSeeds =
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    ];

    private readonly Key _key;
    private readonly byte _type;

    private NoteSigner(string name, Key key, byte type)
    {
        (_key, _type) = (key, type);
        Verifier = NoteVerifier.TryFromPublicKey(
            CheckedName(name), key.PublicKey.Export(KeyBlobFormat.RawPublicKey), type)!;
    }

    /// <summary>The name of the key's holder; for a log, its origin.</summary>
    public string Name => Verifier.Name;

    /// <summary>The id that a signature line carries.</summary>
    public uint KeyId => Verifier.KeyId;

    /// <summary>The public half.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>Draws a new key from the system's source of randomness.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules for names.</exception>
    public static NoteSigner Generate(string name) => Generate(name, KeyName.Ed25519Type);

    /// <summary>Makes a signer from a 32-byte seed, for a simulated log; a known seed is refused.</summary>
    /// <exception cref="ArgumentException">The name or the seed is not valid, or the seed is publicly
    /// known.</exception>
    public static NoteSigner FromSeed(string name, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != 32 || IsKnown(seed))
        {
            throw new ArgumentException(
                "expected a seed of 32 bytes that is not publicly known; remove the key, the next start makes one");
        }

        return Import(name, seed);
    }

    /// <summary>
    /// Reads an skey; false where the form, the key id or the key does not hold, or the key is known.
    /// </summary>
    public static bool TryParse(string skey, out NoteSigner? signer) =>
        TryParse(skey, KeyName.Ed25519Type, out signer);

    /// <summary>The private key as one line of text. Whoever holds it can sign for the log.</summary>
    public string ExportSkey() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{Name}+{KeyId:x8}+{Convert.ToBase64String(
            [_type, .. _key.Export(KeyBlobFormat.RawPrivateKey)])}");

    /// <summary>The 64 bytes of the Ed25519 signature over a text.</summary>
    public byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(_key, text);

    /// <summary>Wipes the key from memory.</summary>
    public void Dispose() => _key.Dispose();

    internal static NoteSigner Generate(string name, byte type) => new(
        name,
        Key.Create(
            SignatureAlgorithm.Ed25519,
            new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }),
        type);

    internal static NoteSigner Import(string name, ReadOnlySpan<byte> seed, byte type = KeyName.Ed25519Type) => new(
        name,
        Key.Import(
            SignatureAlgorithm.Ed25519,
            seed,
            KeyBlobFormat.RawPrivateKey,
            new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }),
        type);

    internal static bool TryParse(string skey, byte type, out NoteSigner? signer)
    {
        signer = null;
        if (!skey.StartsWith(Prefix, StringComparison.Ordinal)
            || !KeyName.TryCut(skey[Prefix.Length..], type, out var name, out var keyId, out var typedKey)
            || IsKnown(typedKey.AsSpan(1)))
        {
            return false;
        }

        var made = Import(name, typedKey.AsSpan(1), type);
        if (made.KeyId != keyId)
        {
            made.Dispose();
            return false;
        }

        signer = made;
        return true;
    }

    /// <summary>True for published test keys, one byte repeated, and bytes that count up.</summary>
    private static bool IsKnown(ReadOnlySpan<byte> seed)
    {
        var (repeated, counting) = (true, true);
        for (var i = 1; i < seed.Length; i++)
        {
            repeated &= seed[i] == seed[0];
            counting &= seed[i] == (byte)(seed[i - 1] + 1);
        }

        return repeated || counting || PublishedSeeds.Contains(Convert.ToHexStringLower(seed), StringComparer.Ordinal);
    }

    private static string CheckedName(string name) => KeyName.IsValid(name)
        ? name
        : throw new ArgumentException($"a key's name has no space and no '+' and is not empty, got '{name}'");
}
