using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Trucewatch.Evidence;

/// <summary>
/// What a leaf commits to: lines of text, one field each, <c>path value</c>. Each field is hashed under a salt of its
/// own, and the commitment is the hash of these hashes; so one field can be withheld and the others still be proved.
/// <code>
/// salt(i)    = HMAC-SHA256(key, decimal i)      i from 0, without leading zeros
/// hash(i)    = SHA-256(salt(i) || line i without its line feed)
/// commitment = SHA-256(hash(0) || hash(1) || ...)
/// </code>
/// Disclosed as text: <c>+ salt line</c> for a field that is shown, <c>- hash</c> for one that is withheld.
/// </summary>
public sealed class FieldList
{
    /// <summary>The most fields of one payload.</summary>
    public const int MaxFields = 4096;

    /// <summary>The longest text of fields that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>How deep the objects of a payload may lie in each other.</summary>
    public const int MaxDepth = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private FieldList(IReadOnlyList<string?> lines, Digest commitment)
    {
        Lines = lines;
        Commitment = commitment;
    }

    /// <summary>The fields in order; null stands for one that is withheld.</summary>
    public IReadOnlyList<string?> Lines { get; }

    /// <summary>What the leaf of these fields must say.</summary>
    public Digest Commitment { get; }

    /// <summary>
    /// The lines of a JSON object: a line for each member that is no object, with the names of the objects around it
    /// before its own, joined by full stops; and its value as it stands in the JSON. An array is one value.
    /// </summary>
    /// <exception cref="JsonException">The bytes are no JSON object.</exception>
    public static byte[] TextOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        var text = new MemoryStream(json.Length * 2);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected a JSON object");
        }

        WriteMembers(ref reader, json, "", text, 0);
        return text.ToArray();
    }

    /// <summary>The value of a field that is shown once, or null.</summary>
    public string? Find(string path)
    {
        var start = path + " ";
        var line = Lines.FirstOrDefault(one => one?.StartsWith(start, StringComparison.Ordinal) == true);
        return line?[start.Length..];
    }

    /// <summary>The commitment to a whole payload under a key.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes long, or the payload is not lines.</exception>
    public static Digest Commit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> hash = stackalloc byte[Digest.Length];
        var index = 0;
        foreach (var line in Split(payload))
        {
            HashField(SaltOf(key, index++), payload[line], hash);
            all.AppendData(hash);
        }

        return Digest.FromBytes(all.GetHashAndReset());
    }

    /// <summary>The payload for who may not see all of it: shown fields with salts, others as hashes.</summary>
    /// <param name="key">The key of the commitment.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="shows">Says of a line whether it is shown.</param>
    public static string Disclose(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload, Func<string, bool> shows)
    {
        var text = new StringBuilder();
        Span<byte> hash = stackalloc byte[Digest.Length];
        var index = 0;
        foreach (var range in Split(payload))
        {
            var salt = SaltOf(key, index++);
            var line = StrictUtf8.GetString(payload[range]);
            if (shows(line))
            {
                text.Append("+ ").Append(salt.ToHex()).Append(' ').Append(line).Append('\n');
                continue;
            }

            HashField(salt, payload[range], hash);
            text.Append("- ").Append(Convert.ToHexStringLower(hash)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads disclosed fields; null where the text has any other form than the one that is written.</summary>
    public static FieldList? TryParse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > MaxBytes || text[^1] != '\n' || !System.Text.Unicode.Utf8.IsValid(text))
        {
            return null;
        }

        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> hash = stackalloc byte[Digest.Length];
        var lines = new List<string?>();
        while (!text.IsEmpty)
        {
            var line = text[..text.IndexOf((byte)'\n')];
            text = text[(line.Length + 1)..];
            if (lines.Count == MaxFields || line.Length < 2 + (2 * Digest.Length)
                || !Digest.TryParseHex(Encoding.Latin1.GetString(line.Slice(2, 2 * Digest.Length)), out var digest))
            {
                return null;
            }

            var rest = line[(2 + (2 * Digest.Length))..];
            if (line.StartsWith("- "u8) && rest.IsEmpty)
            {
                digest.CopyTo(hash);
                lines.Add(null);
            }
            else if (line.StartsWith("+ "u8) && rest.Length > 1 && rest[0] == ' ')
            {
                HashField(digest, rest[1..], hash);
                lines.Add(StrictUtf8.GetString(rest[1..]));
            }
            else
            {
                return null;
            }

            all.AppendData(hash);
        }

        return new FieldList(lines, Digest.FromBytes(all.GetHashAndReset()));
    }

    private static void WriteMembers(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path, MemoryStream text, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new JsonException(FormattableString.Invariant($"expected objects at most {MaxDepth} deep"));
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = path + reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                WriteMembers(ref reader, json, name + ".", text, depth + 1);
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            text.Write(StrictUtf8.GetBytes(name + " "));
            text.Write(json[start..(int)reader.BytesConsumed]);
            text.WriteByte((byte)'\n');
        }
    }

    private static List<Range> Split(ReadOnlySpan<byte> payload)
    {
        var lines = new List<Range>();
        for (var at = 0; at < payload.Length;)
        {
            var length = payload[at..].IndexOf((byte)'\n');
            if (length <= 0 || lines.Count == MaxFields)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"a payload has 1 to {MaxFields} lines, none empty, the last one with its line feed"));
            }

            lines.Add(at..(at + length));
            at += length + 1;
        }

        return lines.Count > 0 ? lines : throw new ArgumentException("a payload has at least one line");
    }

    private static Digest SaltOf(ReadOnlySpan<byte> key, int index)
    {
        if (key.Length != Leaf.KeyBytes)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"a commitment key has {Leaf.KeyBytes} bytes, got {key.Length}"), nameof(key));
        }

        Span<byte> mac = stackalloc byte[Digest.Length];
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture)), mac);
        return Digest.FromBytes(mac);
    }

    private static void HashField(Digest salt, ReadOnlySpan<byte> line, Span<byte> hash)
    {
        using var field = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        field.AppendData(salt.ToArray());
        field.AppendData(line);
        field.GetHashAndReset(hash);
    }
}
