using System.Text.RegularExpressions;

namespace Trucewatch.Tests.House;

/// <summary>Checks that keep prose true: links, symbols between back-ticks, the glossary, the commands.</summary>
internal static partial class Documents
{
    // What a document may name although no room has it: one reason each.
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.Ordinal)
    {
        ["Directory.Build"] = "an MSBuild file",
    };

    /// <summary>A relative link leads to a file or folder, and its fragment to a heading.</summary>
    public static IEnumerable<Breach> Links(IReadOnlyList<SourceFile> files, IReadOnlyList<string> paths)
    {
        var known = paths.ToHashSet(StringComparer.Ordinal);
        known.UnionWith(paths.SelectMany(FoldersAbove));
        foreach (var file in files.Where(file => file.IsMarkdown && !file.IsCorpus))
        {
            foreach (var link in Markdown.Links(file).Where(link => !AbsolutePattern().IsMatch(link.Text)))
            {
                var parts = link.Text.Split('#', 2);
                var target = parts[0].Length == 0 ? file.Path : Resolve(file, parts[0]);
                if (target is null || !known.Contains(target))
                {
                    yield return new Breach(file.Path, link.Number, $"link '{link.Text}': expected a file, got none");
                }
                else if (parts.Length == 2 && !HasHeading(files, target, parts[1]))
                {
                    yield return new Breach(file.Path, link.Number, $"link '{link.Text}': expected a heading");
                }
            }
        }
    }

    /// <summary>Each document under docs can be found from docs/README.md.</summary>
    public static IEnumerable<Breach> Index(IReadOnlyList<SourceFile> files)
    {
        var index = files.FirstOrDefault(file => file.Path == "docs/README.md");
        var linked = index is null ? [] : Markdown.Links(index).Select(link => Resolve(index, link.Text)).ToArray();
        return from file in files
               where file.IsMarkdown && file.Folders is ["docs", ..] && file.Path != "docs/README.md"
               where !linked.Contains(file.Path, StringComparer.Ordinal)
               select new Breach(file.Path, 1, "expected a link in docs/README.md, got none");
    }

    /// <summary>`Type.Member` between back-ticks in the documents is a member of a type that exists.</summary>
    public static IEnumerable<Breach> Symbols(IReadOnlyList<SourceFile> files, Func<string, bool> exists) =>
        from file in files
        where file.IsMarkdown && !file.IsCorpus && file.Name != "CHANGELOG.md"
        from code in Markdown.InlineCode(file)
        let match = SymbolPattern().Match(code.Text)
        where match.Success
        let symbol = match.Groups["symbol"].Value
        where !Foreign.ContainsKey(symbol) && !exists(symbol)
        select new Breach(file.Path, code.Number, $"'{symbol}': expected a type and its member, got none");

    /// <summary>A term of the glossary stands in one row, with an id of its own and one line of meaning.</summary>
    public static IEnumerable<Breach> Glossary(IReadOnlyList<SourceFile> files)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var terms = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var rows = from file in files
                   where file.Path == "docs/glossary.md"
                   from line in Markdown.ProseLines(file)
                   let match = TermPattern().Match(line.Text)
                   where match.Success && match.Groups["term"].Value is not ("term" or "---")
                   select (file.Path, line.Number, match);
        foreach (var (path, number, match) in rows)
        {
            var term = match.Groups["term"].Value;
            var id = match.Groups["id"].Value;
            var meaning = match.Groups["text"].Value;
            if (!terms.Add(term) || (id.Length > 0 && !ids.Add(id)))
            {
                yield return new Breach(path, number, $"term '{term}' with id '{id}': expected once, got twice");
            }

            if (meaning.Trim().Length == 0)
            {
                yield return new Breach(path, number, $"term '{term}': expected a meaning, got none");
            }
        }
    }

    /// <summary>The commands in the fenced 'sh' blocks of a document, continued lines joined, in order.</summary>
    public static IReadOnlyList<string> Commands(SourceFile file) =>
    [
        .. from fence in Markdown.Fences(file)
           where fence.Language == "sh"
           from line in string.Join('\n', fence.Lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
           let command = SpacesPattern().Replace(CommentPattern().Replace(line, ""), " ").Trim()
           where command.Length > 0
           select command,
    ];

    /// <summary>A command of the README starts a known program, and the files that it names are there.</summary>
    public static IEnumerable<Breach> ReadmeCommands(IReadOnlyList<SourceFile> files, IReadOnlyList<string> paths)
    {
        var known = paths.SelectMany(FoldersAbove).Concat(paths).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files.Where(file => file.Path is "README.md" or "CONTRIBUTING.md"))
        {
            foreach (var command in Commands(file))
            {
                var words = command.Split(' ').SkipWhile(word => AssignmentPattern().IsMatch(word)).ToArray();
                if (words.Length == 0 || !Programs.Contains(words[0], StringComparer.Ordinal))
                {
                    yield return new Breach(file.Path, 1, $"command '{command}': expected one of our programs");
                }

                foreach (var word in words.Where(word => OwnPathPattern().IsMatch(word) && !known.Contains(word)))
                {
                    yield return new Breach(file.Path, 1, $"command '{command}': expected '{word}' in the tree");
                }
            }
        }
    }

    private static readonly string[] Programs =
        ["dotnet", "git", "cd", "npm", "curl", "trucewatch", "trucewatch-verify", ".ci/run", "cat", "head", "openssl"];

    private static IEnumerable<string> FoldersAbove(string path)
    {
        for (var cut = path.LastIndexOf('/'); cut > 0; cut = path.LastIndexOf('/', cut - 1))
        {
            yield return path[..cut];
        }
    }

    private static string? Resolve(SourceFile file, string link)
    {
        var parts = new List<string>(file.Folders);
        foreach (var part in link.Split('#')[0].TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static bool HasHeading(IReadOnlyList<SourceFile> files, string path, string fragment) =>
        files.FirstOrDefault(file => file.Path == path) is not { IsMarkdown: true } target
        || Markdown.ProseLines(target).Any(line => line.Text.StartsWith('#') && Slug(line.Text) == fragment);

    private static string Slug(string heading) => new([.. heading.TrimStart('#').Trim().ToLowerInvariant()
        .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c)]);

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*:|//)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex AbsolutePattern();

    [GeneratedRegex(
        @"^(?<symbol>[A-Z][A-Za-z0-9]+(\.[A-Z][A-Za-z0-9]+)+)(\([^)]*\))?$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex SymbolPattern();

    [GeneratedRegex(
        @"^\|\s*(?<term>[^|]+?)\s*\|\s*(?<id>[a-z0-9-]*)\s*\|(?<text>[^|]*)\|\s*$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex TermPattern();

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"\s+", RegexOptions.None, 2000)]
    private static partial Regex SpacesPattern();

    [GeneratedRegex(@"^[A-Z_]+=", RegexOptions.None, 2000)]
    private static partial Regex AssignmentPattern();

    [GeneratedRegex(@"^(src|tests|eng|web|agreements|docs)/[\w./-]*\w$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex OwnPathPattern();
}
