namespace Trucewatch.Tests.House;

/// <summary>Finds the repository and the shared corpora from wherever the tests run.</summary>
public static class RepositoryTree
{
    /// <summary>The folder that holds Trucewatch.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of real data: TRUCEWATCH_CORPORA, or ../shared/data beside the repository.</summary>
    public static string Corpora { get; } =
        Environment.GetEnvironmentVariable("TRUCEWATCH_CORPORA")
        ?? Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>A file of the corpora; the running test is visibly skipped where it is absent.</summary>
    public static string CorpusFile(string relativePath)
    {
        var path = Path.Combine(Corpora, relativePath);
        Xunit.Assert.SkipUnless(File.Exists(path), $"corpus file {relativePath} is absent");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Trucewatch.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Trucewatch.slnx above {AppContext.BaseDirectory}");
    }
}
