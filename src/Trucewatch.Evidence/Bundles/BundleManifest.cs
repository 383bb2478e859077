using System.Globalization;
using System.Text;

namespace Trucewatch.Evidence.Bundles;

/// <summary>A file that a manifest names.</summary>
/// <param name="Path">Its path in the bundle, with '/' between the parts.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
public readonly record struct BundleFile(string Path, long Size, Digest Sha256);

/// <summary>
/// The list of what is in a bundle: head lines <c>name value</c>, a blank line, and a line <c>sha256 size path</c> for
/// each file, sorted by path. Its own hash is sealed in the log, so it vouches for all the others.
/// </summary>
public sealed class BundleManifest
{
    /// <summary>The name of the file.</summary>
    public const string Name = "MANIFEST";

    /// <summary>The first line.</summary>
    public const string FirstLine = "trucewatch bundle 1";

    /// <summary>The line that marks a bundle of an exercise: nothing in it happened.</summary>
    public const string ExerciseLine = "EXERCISE nothing in this bundle happened";

    /// <summary>The longest manifest that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The most files in a bundle.</summary>
    public const int MaxFiles = 262_144;

    /// <summary>The most head lines.</summary>
    public const int MaxHeads = 64;

    /// <summary>Makes a manifest.</summary>
    public BundleManifest(
        bool exercise, IEnumerable<(string Name, string Value)> heads, IEnumerable<BundleFile> files)
    {
        IsExercise = exercise;
        Heads = [.. heads];
        Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>True for a bundle of an exercise.</summary>
    public bool IsExercise { get; }

    /// <summary>What the bundle is about, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Heads { get; }

    /// <summary>The files, sorted by path.</summary>
    public IReadOnlyList<BundleFile> Files { get; }

    /// <summary>The value of a head, or null.</summary>
    public string? Find(string name) => Heads.FirstOrDefault(head => head.Name == name).Value;

    /// <summary>Reads a manifest; null where it has any other form than the one that is written.</summary>
    public static BundleManifest? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes || !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !text.EndsWith('\n') || text.AsSpan().ContainsAnyInRange('\0', '\u0009'))
        {
            return null;
        }

        var head = text[..split].Split('\n');
        var isExercise = head.Length > 1 && head[1] == ExerciseLine;
        var heads = new List<(string, string)>();
        foreach (var line in head.Skip(isExercise ? 2 : 1))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || heads.Count == MaxHeads || line.StartsWith("EXERCISE", StringComparison.Ordinal))
            {
                return null;
            }

            heads.Add((line[..space], line[(space + 1)..]));
        }

        return head[0] == FirstLine && TryReadFiles(text.AsSpan(split + 2), out var files)
            ? new BundleManifest(isExercise, heads, files)
            : null;
    }

    /// <summary>The manifest as bytes.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        text.Append(IsExercise ? ExerciseLine + "\n" : "");
        foreach (var (name, value) in Heads)
        {
            text.Append(name).Append(' ').Append(value).Append('\n');
        }

        text.Append('\n');
        foreach (var file in Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.Sha256} {file.Size} {file.Path}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>True for a relative path of plain parts: nothing that leads out of the bundle.</summary>
    public static bool IsPlain(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            var part = path[range];
            if (part.IsEmpty || part[0] == '.' || part.ContainsAnyExcept(PathChars))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadFiles(ReadOnlySpan<char> text, out List<BundleFile> files)
    {
        files = [];
        while (!text.IsEmpty)
        {
            var line = text[..text.IndexOf('\n')];
            text = text[(line.Length + 1)..];
            const int HexChars = 2 * Digest.Length;
            if (files.Count == MaxFiles || line.Length < HexChars + 4 || line[HexChars] != ' '
                || !Digest.TryParseHex(line[..HexChars], out var digest))
            {
                return false;
            }

            var rest = line[(HexChars + 1)..];
            var space = rest.IndexOf(' ');
            if (space <= 0 || (space > 1 && rest[0] == '0') || !IsPlain(rest[(space + 1)..])
                || !long.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                return false;
            }

            var path = rest[(space + 1)..].ToString();
            if (files.Count > 0 && string.CompareOrdinal(files[^1].Path, path) >= 0)
            {
                return false;
            }

            files.Add(new BundleFile(path, size, digest));
        }

        return files.Count > 0;
    }

    private static readonly System.Buffers.SearchValues<char> PathChars = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
}
