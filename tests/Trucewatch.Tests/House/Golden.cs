using Xunit;

namespace Trucewatch.Tests.House;

/// <summary>
/// Compares a text with a file of the repository. GOLDEN=accept writes the file instead, and the diff is reviewed;
/// where CI=true, accepting is refused, because nobody would see the diff.
/// </summary>
public static class Golden
{
    /// <summary>Passes where the file, named from the root of the repository, says the same, line ends apart.</summary>
    public static void Equal(string relativePathFromRoot, string actual) => Equal(
        RepositoryTree.Root,
        relativePathFromRoot,
        actual,
        Environment.GetEnvironmentVariable("GOLDEN"),
        Environment.GetEnvironmentVariable("CI"));

    internal static void Equal(string root, string relativePath, string actual, string? golden, string? ci)
    {
        var path = Path.Combine(root, relativePath);
        var wanted = actual.ReplaceLineEndings("\n");
        if (golden == "accept")
        {
            Assert.False(ci == "true", $"{relativePath}: GOLDEN=accept is refused where CI=true");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, wanted);
            return;
        }

        Assert.True(File.Exists(path), $"{relativePath}: expected a golden file, got none; GOLDEN=accept writes it");
        var difference = FirstDifference(File.ReadAllText(path).ReplaceLineEndings("\n"), wanted);
        Assert.True(difference is null, $"{relativePath}:{difference}; GOLDEN=accept takes it over");
    }

    /// <summary>The first line that differs, with what was expected and what was got; null where none does.</summary>
    internal static string? FirstDifference(string expected, string actual)
    {
        if (expected == actual)
        {
            return null;
        }

        var left = expected.Split('\n');
        var right = actual.Split('\n');
        var line = 0;
        while (line < left.Length && line < right.Length && left[line] == right[line])
        {
            line++;
        }

        var wanted = line < left.Length ? $"'{left[line]}'" : "the end";
        var got = line < right.Length ? $"'{right[line]}'" : "the end";
        return FormattableString.Invariant($"{line + 1}: expected {wanted}, got {got}");
    }
}
