using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Trucewatch.Domain.Agreements;

/// <summary>One file of a pack.</summary>
/// <param name="Name">Its name within the folder, without separators.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record PackFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// A pack's folder as bytes. Reading a disk is the server's work; what may stand in a pack is decided here, by
/// <see cref="AgreementPack.Read"/>, so that a bad folder becomes a list of problems and not an exception.
/// </summary>
public sealed class PackFiles
{
    /// <summary>Greatest number of files in a pack.</summary>
    public const int MaxFiles = 64;

    /// <summary>Greatest size of one file, in bytes.</summary>
    public const int MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>Greatest length of a file's or folder's name.</summary>
    public const int MaxNameChars = 64;

    private static readonly byte[] HashDomain = "trucewatch-pack-1\n"u8.ToArray();

    /// <summary>Takes a folder's name and its files, in any order.</summary>
    public PackFiles(string folder, IEnumerable<PackFile> files)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Folder = folder;
        Files = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    /// <summary>Name of the folder; it names the pack.</summary>
    public string Folder { get; }

    /// <summary>The files, sorted by name (ordinal).</summary>
    public ImmutableArray<PackFile> Files { get; }

    /// <summary>A file by its exact name, or null.</summary>
    public PackFile? Find(string name)
    {
        foreach (var file in Files)
        {
            if (file.Name == name)
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The files with one replaced, added, or, with null, left out.</summary>
    internal PackFiles With(string name, PackFile? file) =>
        new(Folder, Files.Where(each => each.Name != name).Concat(file is null ? [] : [file]));

    /// <summary>
    /// SHA-256 in lower-case hex over the text <c>trucewatch-pack-1\n</c>, and then for each file in ordinal order of
    /// its name: length of the name (4 bytes, big-endian), the name in UTF-8, length of the content (8 bytes,
    /// big-endian), the content. The lengths keep bytes from moving between names and files unseen; the folder's own
    /// name is left out, so that a copy under another name is the same version.
    /// </summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(HashDomain);
        Span<byte> length = stackalloc byte[8];
        foreach (var file in Files)
        {
            var name = Encoding.UTF8.GetBytes(file.Name);
            BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
            hash.AppendData(length[..4]);
            hash.AppendData(name);
            BinaryPrimitives.WriteInt64BigEndian(length, file.Bytes.Length);
            hash.AppendData(length);
            hash.AppendData(file.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Says what is wrong with the folder itself: names, counts and sizes.</summary>
    internal void Check(ProblemList problems)
    {
        if (!IsName(Folder))
        {
            problems.Add(AgreementPack.MainFile, 0, $"folder name '{PackWords.Quote(Folder)}': {NameRule}");
        }

        if (Files.Length > MaxFiles)
        {
            problems.Add(
                AgreementPack.MainFile, 0, $"too many files, expected at most {MaxFiles}, got {Files.Length}");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Files.Take(MaxFiles))
        {
            var shown = PackWords.Quote(file.Name);
            if (!IsName(file.Name))
            {
                problems.Add(shown, 0, $"file name: {NameRule}");
            }
            else if (!seen.Add(file.Name))
            {
                problems.Add(shown, 0, "file name: expected names that differ by more than upper and lower case");
            }

            if (file.Bytes.Length > MaxFileBytes)
            {
                problems.Add(shown, 0, $"expected at most {MaxFileBytes} bytes, got {file.Bytes.Length}");
            }
        }
    }

    private static string NameRule =>
        $"expected letters a-z, digits, '.', '_' or '-', a letter or digit first, at most {MaxNameChars}";

    // Only plain ASCII names: they mean the same file on every file system, and leave no way out of the folder.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameChars
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
