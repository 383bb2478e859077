using System.Diagnostics;
using System.Text;

namespace Trucewatch.Tests.House;

/// <summary>The files that belong to the repository: what git tracks, and what is new and not ignored.</summary>
internal static class SourceTree
{
    private static readonly string[] BinaryEndings =
        [".png", ".jpg", ".ico", ".woff", ".woff2", ".ttf", ".pdf", ".gz", ".br", ".zip", ".db", ".bin", ".pbf"];

    private static readonly string[] NotOurs =
        ["bin", "obj", "node_modules", ".git", "artifacts", "TestResults", "data"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Read = new(ReadAll);

    /// <summary>All text files, sorted by path.</summary>
    public static IReadOnlyList<SourceFile> Files => Read.Value;

    /// <summary>The paths of all files, the binary ones too, sorted.</summary>
    public static IReadOnlyList<string> Paths { get; } = ListPaths();

    private static IReadOnlyList<SourceFile> ReadAll()
    {
        var files = new List<SourceFile>();
        foreach (var path in Paths)
        {
            var isBinary = BinaryEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
            var isHuge = new FileInfo(FullPath(path)).Length > 4 << 20;
            if (isBinary || isHuge)
            {
                continue;
            }

            var text = File.ReadAllText(FullPath(path), Encoding.UTF8);
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                files.Add(new SourceFile(path, text));
            }
        }

        return files;
    }

    private static IReadOnlyList<string> ListPaths()
    {
        // A source archive has no .git folder, and git refuses a tree of another user: then the folders are walked.
        var listed = AskGit() ?? Walk();
        return [.. listed
            .Where(path => File.Exists(FullPath(path)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    private static string[]? AskGit()
    {
        try
        {
            var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = RepositoryTree.Root,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            var complaint = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            _ = complaint.Result;
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk() =>
        Directory.EnumerateFiles(RepositoryTree.Root, "*", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(RepositoryTree.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(NotOurs, StringComparer.Ordinal).Any());

    private static string FullPath(string path) => System.IO.Path.Combine(RepositoryTree.Root, path);
}
