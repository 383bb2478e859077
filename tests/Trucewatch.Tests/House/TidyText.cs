using System.Text.RegularExpressions;

namespace Trucewatch.Tests.House;

/// <summary>Checks of texts, folders and paths. Pure functions over a list of files.</summary>
internal static partial class TidyText
{
    private const string NpmLock = "package-lock.json";
    public const int ColumnsMax = 120;
    public const int ReadmeLinesMax = 150;
    public const int RoomReadmeLinesMax = 40;

    // A folder with one of these names is a drawer without a label.
    private static readonly string[] EmptyFolders =
        ["common", "utils", "util", "helpers", "core", "shared", "abstractions", "infrastructure", "misc"];

    // Put together here, so that this list does not find itself.
    private static readonly string[] Leftovers = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"];

    private static readonly string[] MachineFolders = ["work", "root", "home"];

    // How a text came to be is no part of it. Written backwards, so that this list does not find itself.
    private static readonly string[] Workshop =
    [
        "edualc", "ciporhtna", "ianepo", "tpgtahc", "tolipoc buhtig", "mll", "sledom egaugnal", "ledom egaugnal",
        "detareneg-ia", "detareneg ia", "tnatsissa ia", "tnegabus", "tnega gnidoc", "tpmorp metsys", "reenigne tpmorp",
        "sfeirb/", "ngised/derahs",
    ];

    /// <summary>A line can be read without scrolling. One long address cannot be broken, and may stay.</summary>
    public static IEnumerable<Breach> LineLength(IReadOnlyList<SourceFile> files) =>
        from file in files.Where(file => (file.IsCSharp || file.IsWeb) && !file.IsCorpus)
        from line in file.Lines.Index()
        where line.Item.Length > ColumnsMax && !AddressPattern().IsMatch(line.Item)
        select new Breach(
            file.Path,
            line.Index + 1,
            FormattableString.Invariant($"line: expected at most {ColumnsMax} columns, got {line.Item.Length}"));

    /// <summary>A Markdown file has one title, and it comes first.</summary>
    public static IEnumerable<Breach> OneTitle(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.IsMarkdown && !file.IsCorpus))
        {
            var titles = Markdown.ProseLines(file)
                .Where(line => line.Text.StartsWith("# ", StringComparison.Ordinal)).ToArray();
            if (titles.Length != 1)
            {
                var line = titles.Length > 1 ? titles[1].Number : 1;
                yield return new Breach(
                    file.Path, line, FormattableString.Invariant($"expected one '# Title', got {titles.Length}"));
            }
        }
    }

    /// <summary>What is still to be done stands in the issue list.</summary>
    public static IEnumerable<Breach> NoLeftovers(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => !file.IsMarkdown && !file.IsCorpus && file.Name != NpmLock))
        {
            var lines = file.IsCSharp
                ? file.Code.Comments.Select(comment => (comment.Line, comment.Text))
                : file.Lines.Select((text, index) => (Line: index + 1, Text: text));
            foreach (var (line, text) in lines)
            {
                var word = Array.Find(Leftovers, word => HasWord(text, word, RegexOptions.None));
                if (word is not null)
                {
                    yield return new Breach(file.Path, line, $"leftover '{word}': expected an issue, or nothing");
                }
            }
        }
    }

    /// <summary>No file knows the machine that it was written on.</summary>
    public static IEnumerable<Breach> NoMachinePaths(IReadOnlyList<SourceFile> files)
    {
        var folders = string.Join('|', MachineFolders);
        var pattern = new Regex($@"(?<![\w.\-~])/({folders})/", RegexOptions.None, Limits.Pattern);
        return from file in files
               where !file.IsCorpus
               from line in file.Lines.Index()
               let match = pattern.Match(line.Item)
               where match.Success
               select new Breach(file.Path, line.Index + 1, $"machine path '{match.Value}': expected a relative path");
    }

    /// <summary>The tree speaks of the product, not of how it is made.</summary>
    public static IEnumerable<Breach> NoWorkshopTalk(IReadOnlyList<SourceFile> files)
    {
        var words = Workshop.Select(word => string.Concat(word.Reverse())).ToArray();
        return from file in files.Where(file => !file.IsCorpus && file.Name != NpmLock)
               where Array.Exists(words, word => file.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
               from line in file.Lines.Index()
               let word = Array.Find(words, word => HasWord(line.Item, word, RegexOptions.IgnoreCase))
               where word is not null
               select new Breach(file.Path, line.Index + 1, $"'{word}': expected a text about the product only");
    }

    /// <summary>The npm lock file names no server, so that any registry can serve it.</summary>
    public static IEnumerable<Breach> NpmLockNamesNoServer(IReadOnlyList<SourceFile> files) =>
        from file in files.Where(file => file.Name == NpmLock)
        from line in file.Lines.Index()
        where line.Item.Contains("\"resolved\": \"http", StringComparison.Ordinal)
        select new Breach(file.Path, line.Index + 1, "lock file: expected no 'resolved' address (see web/.npmrc)");

    /// <summary>launchSettings.json makes 'dotnet run' print on stdout, where only data belongs.</summary>
    public static IEnumerable<Breach> NoLaunchSettings(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Name.Equals("launchSettings.json", StringComparison.OrdinalIgnoreCase)
        select new Breach(file.Path, 1, "expected no launchSettings.json: it prints on stdout");

    /// <summary>If a thing has no home, it has no name yet.</summary>
    public static IEnumerable<Breach> FolderNames(IReadOnlyList<SourceFile> files) =>
        from file in files
        where !file.IsCorpus && file.Folders is ["src" or "tests" or "web" or "eng" or "bench", ..]
        let folder = file.Folders.FirstOrDefault(folder => folder.Split('.').Any(IsEmptyFolder))
        where folder is not null
        select new Breach(file.Path, 1, $"folder '{folder}': expected a name that says what is inside");

    /// <summary>The front page is short, and so is the sign on each room's door.</summary>
    public static IEnumerable<Breach> ReadmeLength(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Name == "README.md"))
        {
            var isFront = file.Path == "README.md";
            var isRoom = file.Folders is ["src", _];
            var most = isFront ? ReadmeLinesMax : isRoom ? RoomReadmeLinesMax : int.MaxValue;
            var lines = file.Text.TrimEnd().ReplaceLineEndings("\n").Split('\n').Length;
            if (lines > most)
            {
                yield return new Breach(
                    file.Path, most + 1, FormattableString.Invariant($"expected at most {most} lines, got {lines}"));
            }
        }
    }

    /// <summary>Each project under src says on its door what it knows and what it must never know.</summary>
    public static IEnumerable<Breach> RoomReadmes(IReadOnlyList<SourceFile> files)
    {
        var paths = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return from file in files
               where file.Folders is ["src", _] && file.Path.EndsWith(".csproj", StringComparison.Ordinal)
               let readme = $"src/{file.Folders[1]}/README.md"
               where !paths.Contains(readme)
               select new Breach(file.Path, 1, $"expected {readme}, got none");
    }

    private static bool IsEmptyFolder(string name) => EmptyFolders.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool HasWord(string text, string word, RegexOptions options) =>
        Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(word)}(?!\w)", options, Limits.Pattern);

    [GeneratedRegex(@"^\s*(//+|\*)?\s*(<see href="")?https?://\S+$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex AddressPattern();
}
