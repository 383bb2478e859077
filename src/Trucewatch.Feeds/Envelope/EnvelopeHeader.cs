using System.Buffers;
using System.Buffers.Text;
using Trucewatch.Domain;
using Trucewatch.Feeds.Times;

namespace Trucewatch.Feeds.Envelope;

/// <summary>
/// The first line of a signed batch: <c>TWE1 FORMAT KEY SEQUENCE TIME LENGTH SIGNATURE</c>. What is signed is
/// <see cref="Context"/>, the line up to before the space that precedes the signature, a line feed, and the payload:
/// the signature cannot be used for another purpose, format, key, number, time or text.
/// </summary>
public readonly ref struct EnvelopeHeader
{
    /// <summary>First word of the line.</summary>
    public const string Magic = "TWE1";

    /// <summary>Longest header line in bytes, its line feed included.</summary>
    public const int MaxBytes = 320;

    /// <summary>Longest payload in bytes.</summary>
    public const int MaxPayloadBytes = 256 * 1024;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureBytes = 64;

    private const int Words = 7;

    private EnvelopeHeader(
        ReadOnlySpan<byte> format, ReadOnlySpan<byte> key, ulong sequence, Instant at, int length, int bytes,
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        Format = format;
        Key = key;
        Sequence = sequence;
        At = at;
        PayloadBytes = length;
        Bytes = bytes;
        Text = text;
        Signature64 = signature;
    }

    /// <summary>What is signed begins with these bytes.</summary>
    public static ReadOnlySpan<byte> Context => "trucewatch-envelope-v1\n"u8;

    /// <summary>Format of the payload.</summary>
    public ReadOnlySpan<byte> Format { get; }

    /// <summary>Id of the key.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>Number of the batch; a gateway counts up and never uses one twice.</summary>
    public ulong Sequence { get; }

    /// <summary>When the gateway made the batch.</summary>
    public Instant At { get; }

    /// <summary>Length of the payload in bytes.</summary>
    public int PayloadBytes { get; }

    /// <summary>Length of the header line in bytes, its line feed included.</summary>
    public int Bytes { get; }

    /// <summary>The line up to before the space that precedes the signature.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The first word and the space after it.</summary>
    internal static ReadOnlySpan<byte> Start => "TWE1 "u8;

    private static ReadOnlySpan<byte> MagicBytes => Start[..^1];

    private ReadOnlySpan<byte> Signature64 { get; }

    /// <summary>Reads the header line at the start of a buffer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> buffer, out EnvelopeHeader header)
    {
        header = default;
        var end = buffer[..Math.Min(buffer.Length, MaxBytes)].IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        Span<Range> words = stackalloc Range[Words + 1];
        var line = buffer[..end];
        if (Split(line, words) != Words || !line[words[0]].SequenceEqual(MagicBytes)
            || !TryNumber(line[words[3]], out var sequence) || !TryNumber(line[words[5]], out var length)
            || length is 0 or > MaxPayloadBytes
            || !Rfc3339.TryParse(line[words[4]], out var at))
        {
            return false;
        }

        header = new EnvelopeHeader(
            line[words[1]], line[words[2]], sequence, at, (int)length, end + 1, line[..words[5].End],
            line[words[6]]);
        return true;
    }

    /// <summary>The signature; false when it is not 64 bytes in base64.</summary>
    public bool TryReadSignature(Span<byte> signature)
    {
        if (Base64.DecodeFromUtf8(Signature64, signature, out _, out var written) != OperationStatus.Done
            || written != SignatureBytes)
        {
            return false;
        }

        // Base64 has bits to spare at its end: one signature is to have one form.
        Span<byte> again = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(SignatureBytes)];
        Base64.EncodeToUtf8(signature[..SignatureBytes], again, out _, out var length);
        return again[..length].SequenceEqual(Signature64);
    }

    /// <summary>Puts together what is signed.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="into">Room for context, text, a line feed and the payload.</param>
    /// <returns>Its length.</returns>
    public int WriteSigned(ReadOnlySpan<byte> payload, Span<byte> into)
    {
        Context.CopyTo(into);
        Text.CopyTo(into[Context.Length..]);
        var at = Context.Length + Text.Length;
        into[at] = (byte)'\n';
        payload.CopyTo(into[(at + 1)..]);
        return at + 1 + payload.Length;
    }

    /// <summary>The line up to before the space that precedes the signature, as a gateway writes it.</summary>
    public static string TextOf(string format, string key, ulong sequence, Instant at, int payloadBytes) =>
        FormattableString.Invariant($"{Magic} {format} {key} {sequence} {at} {payloadBytes}");

    private static int Split(ReadOnlySpan<byte> line, Span<Range> words)
    {
        var count = 0;
        foreach (var range in line.Split((byte)' '))
        {
            if (count == words.Length || range.Start.Equals(range.End))
            {
                return 0;
            }

            words[count++] = range;
        }

        return count;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out ulong number) =>
        Utf8Parser.TryParse(digits, out number, out var read) && read == digits.Length
        && (digits[0] != '0' || digits.Length == 1) && digits[0] != '+';
}
