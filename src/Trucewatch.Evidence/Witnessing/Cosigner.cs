using System.Buffers.Binary;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>
/// The private key of a witness, written as a note's key is but with type 04, so that neither can pass for the other.
/// </summary>
public sealed class Cosigner : IDisposable
{
    private readonly NoteSigner _key;

    private Cosigner(NoteSigner key)
    {
        _key = key;
        Verifier = new CosignatureVerifier(key.Verifier);
    }

    /// <summary>The name of the witness's key.</summary>
    public string Name => _key.Name;

    /// <summary>The public half.</summary>
    public CosignatureVerifier Verifier { get; }

    /// <summary>Draws a new key from the system's source of randomness.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules for names.</exception>
    public static Cosigner Generate(string name) => new(NoteSigner.Generate(name, KeyName.CosignatureType));

    /// <summary>Reads an skey of type 04; false where the form or the key does not hold, or the key is known.</summary>
    public static bool TryParse(string skey, out Cosigner? cosigner)
    {
        cosigner = NoteSigner.TryParse(skey, KeyName.CosignatureType, out var key) ? new Cosigner(key!) : null;
        return cosigner is not null;
    }

    /// <summary>The private key as one line of text. Whoever holds it can sign for the witness.</summary>
    public string ExportSkey() => _key.ExportSkey();

    /// <summary>Cosigns the text of a checkpoint.</summary>
    /// <param name="text">The text, with its last line feed.</param>
    /// <param name="timeS">Seconds since 1970-01-01T00:00:00Z, at least 0.</param>
    public NoteSignature Sign(string text, long timeS)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timeS);
        var signature = new byte[CosignatureVerifier.SignatureBytes];
        BinaryPrimitives.WriteInt64BigEndian(signature, timeS);
        _key.Sign(CosignatureVerifier.Message(text, timeS)).CopyTo(signature, sizeof(ulong));
        return new NoteSignature(Name, _key.KeyId, signature);
    }

    /// <summary>Wipes the key from memory.</summary>
    public void Dispose() => _key.Dispose();
}
