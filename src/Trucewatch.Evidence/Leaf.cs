using System.Text;

namespace Trucewatch.Evidence;

/// <summary>
/// What the shared log says in clear: that something was committed to, and whether it was an exercise. The content
/// stays private until payload and key are handed over; a bare hash of a position could be guessed, hence the key.
/// </summary>
public sealed record Leaf
{
    /// <summary>The length of a commitment key, in bytes.</summary>
    public const int KeyBytes = 32;

    private const string Start = """{"schema":"trucewatch/leaf/2","exercise":""";
    private const string Middle = ",\"commitment\":\"";
    private const string End = "\"}";

    /// <summary>Makes a leaf from a commitment that was computed before.</summary>
    public Leaf(bool exercise, Digest commitment)
    {
        Exercise = exercise;
        Commitment = commitment;
    }

    /// <summary>True where the committed thing was part of an exercise.</summary>
    public bool Exercise { get; }

    /// <summary>The hash of the salted hashes of the fields: <see cref="FieldList"/>.</summary>
    public Digest Commitment { get; }

    /// <summary>Commits to a payload, lines of fields, under a key that was drawn for it alone.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes long, or the payload is not lines.</exception>
    public static Leaf Commit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload, bool exercise) =>
        new(exercise, FieldList.Commit(key, payload));

    /// <summary>Reads the one canonical form; every other spelling is refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> entry, out Leaf? leaf)
    {
        leaf = null;
        foreach (var exercise in (ReadOnlySpan<bool>)[false, true])
        {
            var head = Encoding.ASCII.GetBytes(Head(exercise));
            if (entry.Length != head.Length + (2 * Digest.Length) + End.Length || !entry.StartsWith(head))
            {
                continue;
            }

            var hex = Encoding.Latin1.GetString(entry.Slice(head.Length, 2 * Digest.Length));
            if (Digest.TryParseHex(hex, out var commitment) && entry.EndsWith("\"}"u8))
            {
                leaf = new Leaf(exercise, commitment);
                return true;
            }
        }

        return false;
    }

    /// <summary>The canonical JSON: the members in this order, no white space, lower-case hexadecimal.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(Head(Exercise) + Commitment.ToHex() + End);

    /// <summary>
    /// True where this leaf commits to exactly this payload under this key; takes the same time for each payload of
    /// one form.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload)
    {
        try
        {
            return FieldList.Commit(key, payload).FixedTimeEquals(Commitment);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Head(bool exercise) => Start + (exercise ? "true" : "false") + Middle;
}
