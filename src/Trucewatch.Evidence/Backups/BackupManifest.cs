using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Backups;

/// <summary>
/// What a backup holds: head lines <c>name value</c>, a blank line, a line <c>sha256 size path</c> for each file of the
/// data folder, sorted by path, and the SHA-256 of all that. Nothing new signs it: the checkpoint in it is the log's.
/// </summary>
/// <param name="Log">The log's public key in vkey form.</param>
/// <param name="Head">The head of the log that the backup holds.</param>
/// <param name="At">When it was written, by the clock of the program, RFC 3339.</param>
/// <param name="Files">The files, sorted by path.</param>
public sealed record BackupManifest(string Log, TreeHead Head, string At, IReadOnlyList<BundleFile> Files)
{
    /// <summary>The name of the file.</summary>
    public const string Name = "MANIFEST";

    /// <summary>The first line.</summary>
    public const string FirstLine = "trucewatch backup 1";

    /// <summary>The longest manifest that is read, in bytes.</summary>
    public const int MaxBytes = 512 * 1024 * 1024;

    private const int Heads = 5;
    private const int HexChars = 2 * Digest.Length;

    /// <summary>Reads a manifest; null where it has any other form than the one that is written.</summary>
    public static BackupManifest? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes || !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length < Heads + 3 || lines[0] != FirstLine || lines[Heads].Length > 0
            || !lines[1].StartsWith("log ", StringComparison.Ordinal)
            || !lines[2].StartsWith("size ", StringComparison.Ordinal)
            || !long.TryParse(lines[2].AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !lines[3].StartsWith("root ", StringComparison.Ordinal)
            || !Digest.TryParseBase64(lines[3].AsSpan(5), out var root)
            || !lines[4].StartsWith("at ", StringComparison.Ordinal))
        {
            return null;
        }

        var files = new List<BundleFile>(lines.Length);
        foreach (var line in lines.AsSpan((Heads + 1)..^2))
        {
            if (!TryReadFile(line, out var file))
            {
                return null;
            }

            files.Add(file);
        }

        // Writing it again and comparing checks the digest, the order and the spelling at once.
        var read = new BackupManifest(lines[1][4..], new TreeHead(size, root), lines[4][3..], files);
        return bytes.SequenceEqual(read.ToBytes()) && IsSorted(files) ? read : null;
    }

    /// <summary>The manifest as bytes.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"log {Log}\nsize {Head.Size}\nroot {Head.Root.ToBase64()}\n");
        text.Append("at ").Append(At).Append("\n\n");
        foreach (var file in Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.Sha256} {file.Size} {file.Path}\n");
        }

        var vouched = text.ToString();
        return Encoding.UTF8.GetBytes($"{vouched}{Digest.Of(Encoding.UTF8.GetBytes(vouched)).ToHex()}\n");
    }

    private static bool TryReadFile(string line, out BundleFile file)
    {
        file = default;
        var space = line.Length > HexChars + 3 ? line.IndexOf(' ', HexChars + 1) : -1;
        if (space < 0 || line[HexChars] != ' '
            || !Digest.TryParseHex(line.AsSpan(0, HexChars), out var digest)
            || !long.TryParse(
                line.AsSpan((HexChars + 1)..space), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !BundleManifest.IsPlain(line.AsSpan(space + 1)))
        {
            return false;
        }

        file = new BundleFile(line[(space + 1)..], size, digest);
        return true;
    }

    private static bool IsSorted(List<BundleFile> files)
    {
        for (var i = 1; i < files.Count; i++)
        {
            if (string.CompareOrdinal(files[i - 1].Path, files[i].Path) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
