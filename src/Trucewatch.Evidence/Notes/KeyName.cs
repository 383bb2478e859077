using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Trucewatch.Evidence.Notes;

/// <summary>The rules for a key's name and id that signers and verifiers share.</summary>
internal static class KeyName
{
    public const int MaxChars = 255;
    public const byte Ed25519Type = 1;
    public const byte CosignatureType = 4;

    /// <summary>A name is not empty and has no space of any kind, no '+' and no control character.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxChars)
        {
            return false;
        }

        foreach (var c in name)
        {
            if (c == '+' || char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>SHA-256(name || 0A || type || public key), the first four bytes.</summary>
    public static uint KeyId(string name, ReadOnlySpan<byte> typedKey)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData("\n"u8);
        hash.AppendData(typedKey);
        return BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset());
    }

    /// <summary>
    /// Cuts <c>name+8 hex digits+base64 of 33 bytes</c>, the first of which is the type; the id is not yet compared.
    /// </summary>
    public static bool TryCut(string text, byte type, out string name, out uint keyId, out byte[] typedKey)
    {
        (name, keyId, typedKey) = ("", 0, []);
        var first = text.IndexOf('+', StringComparison.Ordinal);
        if (first <= 0 || text.Length > MaxChars + 64 || text.Length < first + 10 || text[first + 9] != '+')
        {
            return false;
        }

        var digits = text.AsSpan(first + 1, 8);
        if (digits.ContainsAnyExcept("0123456789abcdef") || !IsValid(text.AsSpan(0, first)))
        {
            return false;
        }

        var key = StrictBase64.Decode(text.AsSpan(first + 10));
        if (key is null || key.Length != 33 || key[0] != type)
        {
            return false;
        }

        name = text[..first];
        keyId = BinaryPrimitives.ReadUInt32BigEndian(Convert.FromHexString(digits));
        typedKey = key;
        return true;
    }
}
