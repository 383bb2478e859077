namespace Trucewatch.Watch.Rules;

/// <summary>A class of things or events as a clause names it: exact, or ending in <c>.*</c> for all below it.</summary>
internal readonly struct ClassPattern
{
    private readonly string stem;
    private readonly bool isFamily;

    public ClassPattern(string text)
    {
        Text = text;
        isFamily = text.EndsWith(".*", StringComparison.Ordinal);
        stem = isFamily ? text[..^2] : text;
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>How narrow it is: of two that match, the narrower one is meant; an exact class most.</summary>
    public int Narrowness => (2 * stem.Length) + (isFamily ? 0 : 1);

    /// <summary>True when a thing of this class is surely meant.</summary>
    public bool Matches(string reported) =>
        reported == stem || (isFamily && reported.Length > stem.Length && reported[stem.Length] == '.'
            && reported.StartsWith(stem, StringComparison.Ordinal));

    /// <summary>True when a closer look at a thing of this class might show that it is meant.</summary>
    public bool MayMatch(string reported) =>
        Matches(reported) || (stem.Length > reported.Length && stem[reported.Length] == '.'
            && stem.StartsWith(reported, StringComparison.Ordinal));
}
