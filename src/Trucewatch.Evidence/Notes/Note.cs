using System.Buffers.Binary;
using System.Text;

namespace Trucewatch.Evidence.Notes;

/// <summary>
/// A signed note (C2SP signed-note): a text that ends in a line feed, a blank line, and one line for each signature.
/// The signatures are over the text with its last line feed.
/// </summary>
public sealed class Note
{
    /// <summary>The longest note that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The most signature lines that are read.</summary>
    public const int MaxSignatures = 64;

    private const string LinePrefix = "\u2014 ";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private Note(string text, IReadOnlyList<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>The signed text, with its last line feed.</summary>
    public string Text { get; }

    /// <summary>All signature lines, by known and unknown keys, in the order of the note.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Signs a text and gives the whole note.</summary>
    /// <exception cref="ArgumentException">The text is no text of a note.</exception>
    public static string Sign(string text, params ReadOnlySpan<NoteSigner> signers)
    {
        if (!text.EndsWith('\n') || HasControl(text))
        {
            throw new ArgumentException("a note's text ends in a line feed and has no other control character");
        }

        var note = new StringBuilder(text).Append('\n');
        var bytes = StrictUtf8.GetBytes(text);
        foreach (var signer in signers)
        {
            note.Append(new NoteSignature(signer.Name, signer.KeyId, signer.Sign(bytes)).ToLine());
        }

        return note.ToString();
    }

    /// <summary>Reads a note's form; says nothing about its signatures.</summary>
    public static NoteFault TryParse(ReadOnlySpan<byte> bytes, out Note? note)
    {
        note = null;
        if (bytes.Length > MaxBytes)
        {
            return NoteFault.TooLong;
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return NoteFault.NotUtf8;
        }

        var all = StrictUtf8.GetString(bytes);
        if (HasControl(all))
        {
            return NoteFault.ControlCharacter;
        }

        // The text may hold blank lines itself, so the last one is what divides it from the signatures.
        var split = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            return NoteFault.NoBlankLine;
        }

        var fault = ReadSignatures(all.AsSpan(split + 2), out var signatures);
        if (fault == NoteFault.None)
        {
            note = new Note(all[..(split + 1)], signatures);
        }

        return fault;
    }

    /// <summary>
    /// Reads a note and checks it: every line by the known key must hold and there must be one; lines by other keys are
    /// passed over.
    /// </summary>
    public static NoteFault TryOpen(ReadOnlySpan<byte> bytes, NoteVerifier verifier, out Note? note)
    {
        var fault = TryParse(bytes, out var parsed);
        note = null;
        if (parsed is null)
        {
            return fault;
        }

        var text = StrictUtf8.GetBytes(parsed.Text);
        var known = 0;
        foreach (var signature in parsed.Signatures)
        {
            if (signature.Name != verifier.Name || signature.KeyId != verifier.KeyId)
            {
                continue;
            }

            if (!verifier.Verify(text, signature.Bytes.Span))
            {
                return NoteFault.BadSignature;
            }

            known++;
        }

        if (known == 0)
        {
            return NoteFault.NoKnownSignature;
        }

        note = parsed;
        return NoteFault.None;
    }

    private static NoteFault ReadSignatures(ReadOnlySpan<char> lines, out List<NoteSignature> signatures)
    {
        signatures = [];
        if (lines.IsEmpty)
        {
            return NoteFault.BadSignatureLine;
        }

        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf('\n');
            if (end < 0 || !TryReadSignature(lines[..end], out var signature))
            {
                return NoteFault.BadSignatureLine;
            }

            if (signatures.Count == MaxSignatures)
            {
                return NoteFault.TooManySignatures;
            }

            signatures.Add(signature);
            lines = lines[(end + 1)..];
        }

        return NoteFault.None;
    }

    private static bool TryReadSignature(ReadOnlySpan<char> line, out NoteSignature signature)
    {
        signature = default;
        if (!line.StartsWith(LinePrefix, StringComparison.Ordinal))
        {
            return false;
        }

        line = line[LinePrefix.Length..];
        var space = line.IndexOf(' ');
        if (space <= 0 || !KeyName.IsValid(line[..space]))
        {
            return false;
        }

        var value = StrictBase64.Decode(line[(space + 1)..]);
        if (value is null || value.Length <= sizeof(uint))
        {
            return false;
        }

        signature = new NoteSignature(
            line[..space].ToString(), BinaryPrimitives.ReadUInt32BigEndian(value), value.AsMemory(sizeof(uint)));
        return true;
    }

    private static bool HasControl(string text) => text.AsSpan().ContainsAny(Controls);

    private static readonly System.Buffers.SearchValues<char> Controls = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c != '\n').Select(c => (char)c)]);
}
