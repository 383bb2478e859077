using System.Text.RegularExpressions;

namespace Trucewatch.Tests.House;

/// <summary>Checks of C#: size, names, namespaces, leftovers. Pure functions over a list of files.</summary>
internal static partial class TidyCode
{
    public const int FunctionLinesMax = 70;

    // A name with one of these ends says where a thing was put, not what it is.
    private static readonly string[] EmptySuffixes =
    [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Services", "Base", "Impl", "Data", "Info",
        "Common",
    ];

    /// <summary>A function fits a screen.</summary>
    public static IEnumerable<Breach> FunctionLength(IReadOnlyList<SourceFile> files) =>
        from file in files.Where(file => file.IsCSharp && !file.IsCorpus)
        from function in file.Outline.Functions
        where function.Length > FunctionLinesMax
        select new Breach(
            file.Path,
            function.FirstLine,
            FormattableString.Invariant(
                $"function '{function.Name}': expected at most {FunctionLinesMax} lines, got {function.Length}"));

    /// <summary>A type is named after what it is.</summary>
    public static IEnumerable<Breach> TypeNames(IReadOnlyList<SourceFile> files) =>
        from file in files.Where(file => file.IsCSharp && !file.IsCorpus)
        from type in file.Outline.Types
        let suffix = Array.Find(EmptySuffixes, suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal))
        where suffix is not null
        select new Breach(file.Path, type.Line, $"type '{type.Name}': expected a name that does not end in '{suffix}'");

    /// <summary>Namespaces are folders; a test beside the code may use the namespace of its room.</summary>
    public static IEnumerable<Breach> Namespaces(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.IsCSharp && !file.IsCorpus && IsInProject(file)))
        {
            var folders = file.Folders.Skip(1).ToArray();
            var expected = string.Join('.', folders);
            var actual = string.Join(", ", file.Outline.Namespaces);
            var isRoomOfTest = file.IsTest && IsParentOrSelf(actual, expected) && actual.Length >= folders[0].Length;
            var isProgram = actual.Length == 0 && file.Outline.Types.All(type => type.Name == "Program");
            if (actual != expected && !isRoomOfTest && !isProgram)
            {
                yield return new Breach(file.Path, 1, $"namespace: expected '{expected}', got '{actual}'");
            }
        }
    }

    /// <summary>What is not needed is deleted; the history keeps it.</summary>
    public static IEnumerable<Breach> CommentedOutCode(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => (file.IsCSharp || file.IsWeb) && !file.IsCorpus))
        {
            foreach (var (line, text) in Comments(file))
            {
                if (CodePattern().IsMatch(text))
                {
                    yield return new Breach(file.Path, line, $"comment: expected a sentence, got code '{text}'");
                }
            }
        }
    }

    /// <summary>An interface has two implementations, is a contract of Domain/Stores, or has a reason.</summary>
    public static IEnumerable<Breach> Interfaces(IReadOnlyList<SourceFile> files)
    {
        var shipped = files.Where(file => file.IsShippedCSharp).ToArray();
        var types = shipped.SelectMany(file => file.Outline.Types.Select(type => (File: file, Type: type))).ToArray();
        foreach (var (file, type) in types.Where(entry => entry.Type.Kind == "interface"))
        {
            var isContract = file.Path.StartsWith("src/Trucewatch.Domain/Stores/", StringComparison.Ordinal);
            var mention = new Regex($@":.*\b{Regex.Escape(type.Name)}\b", RegexOptions.Singleline, Limits.Pattern);
            var implementations = types.Count(entry => mention.IsMatch(entry.Type.Header));
            if (!isContract && !LoneInterfaces.Reasons.ContainsKey(type.Name) && implementations < 2)
            {
                yield return new Breach(
                    file.Path,
                    type.Line,
                    FormattableString.Invariant(
                        $"interface '{type.Name}': expected two implementations or a reason, got {implementations}"));
            }
        }
    }

    /// <summary>
    /// A test class is XTests in X.Tests.cs or XTests.cs, or an abstract XKit in XKit.cs that backends inherit; a test
    /// says in words what holds.
    /// </summary>
    public static IEnumerable<Breach> TestNames(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.IsCSharp && !file.IsCorpus && IsInProject(file)))
        {
            var tests = TestPattern().Matches(file.Code.Code);
            var types = file.Outline.Types;
            var isKit = file.Name.EndsWith("Kit.cs", StringComparison.Ordinal)
                && types.Any(type => type.Header.Contains("abstract ", StringComparison.Ordinal));
            if (tests.Count > 0 && !isKit && !file.IsTest)
            {
                yield return new Breach(file.Path, 1, "file with tests: expected a name that ends in 'Tests.cs'");
            }

            if (tests.Count > 0 && !isKit && !types.Any(type => type.Name.EndsWith("Tests", StringComparison.Ordinal)))
            {
                yield return new Breach(file.Path, 1, "file with tests: expected a class whose name ends in 'Tests'");
            }

            foreach (var test in tests.Cast<Match>())
            {
                var name = test.Groups["name"];
                if (EmptyTestPattern().IsMatch(name.Value))
                {
                    var line = file.Code.LineOf(name.Index);
                    yield return new Breach(file.Path, line, $"test '{name.Value}': expected what holds, in words");
                }
            }
        }
    }

    private static bool IsInProject(SourceFile file) => file.Folders is ["src" or "tests", _, ..];

    private static bool IsParentOrSelf(string parent, string whole) =>
        whole == parent || whole.StartsWith(parent + ".", StringComparison.Ordinal);

    private static IEnumerable<(int Line, string Text)> Comments(SourceFile file) => file.IsCSharp
        ? file.Code.Comments.Where(comment => !comment.IsDocumentation).Select(comment => (comment.Line, comment.Text))
        : from line in file.Lines.Index()
          let text = line.Item.Trim()
          where text.StartsWith("//", StringComparison.Ordinal)
          select (line.Index + 1, text.TrimStart('/', ' '));

    // A statement, an opened block, or a lone brace. A sentence may quote a call, but does not end in a semicolon.
    [GeneratedRegex(
        @"^((var|let|const|return|await|using|import|export|throw|public|private|internal|static)\b.*[;{]"
        + @"|(if|for|foreach|while)\b.*[;{]"
        + @"|[A-Za-z_][\w.<>\[\]]*(\(.*\)|\s*[-+*/|&]?=\s.*|\+\+|--)\s*;|\}\s*(else\s*\{)?|\{)$",
        RegexOptions.ExplicitCapture,
        2000)]
    private static partial Regex CodePattern();

    [GeneratedRegex(
        @"\[(Fact|Theory)\b[^\n]*\]\s*(\[.*\]\s*)*public\s+(static\s+)?(async\s+)?[\w<>]+\s+(?<name>\w+)\s*\(",
        RegexOptions.ExplicitCapture,
        2000)]
    private static partial Regex TestPattern();

    [GeneratedRegex(@"^(Test\w*|It_?[Ww]orks|Works|Case\d*|[a-z]\w*|\w{1,5})$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex EmptyTestPattern();
}
