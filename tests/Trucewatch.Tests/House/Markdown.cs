using System.Text.RegularExpressions;

namespace Trucewatch.Tests.House;

/// <summary>Takes Markdown apart as far as the checks need it: prose, fenced code, links, inline code.</summary>
internal static partial class Markdown
{
    public readonly record struct Line(int Number, string Text);

    public sealed record Fence(string Language, int FirstLine, IReadOnlyList<string> Lines);

    /// <summary>The lines outside of fenced code.</summary>
    public static IEnumerable<Line> ProseLines(SourceFile file)
    {
        string? fence = null;
        foreach (var (index, text) in file.Lines.Index())
        {
            var mark = FencePattern().Match(text);
            if (fence is null && mark.Success)
            {
                fence = mark.Groups["mark"].Value;
            }
            else if (fence is not null)
            {
                fence = text.Trim() == fence ? null : fence;
            }
            else
            {
                yield return new Line(index + 1, text);
            }
        }
    }

    /// <summary>The fenced blocks with their language.</summary>
    public static IEnumerable<Fence> Fences(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var mark = FencePattern().Match(file.Lines[i]);
            if (!mark.Success)
            {
                continue;
            }

            var body = file.Lines.Skip(i + 1).TakeWhile(line => line.Trim() != mark.Groups["mark"].Value).ToArray();
            yield return new Fence(mark.Groups["language"].Value, i + 2, body);
            i += body.Length + 1;
        }
    }

    /// <summary>The targets of links and images in prose.</summary>
    public static IEnumerable<Line> Links(SourceFile file) =>
        from line in ProseLines(file)
        from match in LinkPattern().Matches(InlineCodePattern().Replace(line.Text, ""))
        select new Line(line.Number, match.Groups["target"].Value);

    /// <summary>What stands between back-ticks in prose.</summary>
    public static IEnumerable<Line> InlineCode(SourceFile file) =>
        from line in ProseLines(file)
        from match in InlineCodePattern().Matches(line.Text)
        select new Line(line.Number, match.Groups["code"].Value);

    [GeneratedRegex(@"^\s*(?<mark>```+|~~~+)(?<language>\w*)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"(?<!`)`(?<code>[^`]+)`(?!`)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex InlineCodePattern();
}
