namespace Trucewatch.Tests.House;

/// <summary>One text file of the repository: its path from the root, with forward slashes, and what it says.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private CSharpText? _code;
    private CSharpOutline? _outline;

    /// <summary>The lines without their ends.</summary>
    public IReadOnlyList<string> Lines { get; } = Text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The folders of the path, outermost first.</summary>
    public IReadOnlyList<string> Folders => Path.Split('/')[..^1];

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    public bool IsWeb => WebEndings.Any(ending => Path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>True for C# that stands in a project under src and is not a test.</summary>
    public bool IsShippedCSharp =>
        IsCSharp && Path.StartsWith("src/", StringComparison.Ordinal) && !IsTest;

    public bool IsTest => Path.EndsWith("Tests.cs", StringComparison.Ordinal);

    /// <summary>True for recorded inputs and outputs, whose wording is not ours.</summary>
    public bool IsCorpus => Path.Contains("/corpus/", StringComparison.Ordinal);

    /// <summary>The C# text with comments and literals told apart from code.</summary>
    public CSharpText Code => _code ??= CSharpText.Scan(Text);

    /// <summary>The types and functions of the C# text.</summary>
    public CSharpOutline Outline => _outline ??= CSharpOutline.Of(Code);

    private static readonly string[] WebEndings = [".ts", ".svelte", ".css", ".html", ".mjs", ".js"];
}

/// <summary>One place where a rule of the house is broken.</summary>
internal sealed record Breach(string Path, int Line, string Message)
{
    public override string ToString() => FormattableString.Invariant($"{Path}:{Line}: {Message}");
}

/// <summary>Limits of the checks themselves.</summary>
internal static class Limits
{
    /// <summary>No pattern may take longer on one file.</summary>
    public static readonly TimeSpan Pattern = TimeSpan.FromSeconds(2);
}
