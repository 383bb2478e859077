using Trucewatch.Domain.Agreements;

namespace Trucewatch.Watch.Cases;

/// <summary>How a pack's cases went.</summary>
/// <param name="Passed">Cases that hold.</param>
/// <param name="Failed">Cases that do not hold, and lines that are not cases.</param>
public readonly record struct CaseCount(int Passed, int Failed);

/// <summary>
/// The command <c>agreement test</c>: runs a pack's <c>cases.txt</c>, one case a line: a kind of case, what is given,
/// <c>-&gt;</c>, and what is expected. A line that starts with <c>#</c> is a comment; one that stands just before a
/// case names it in messages. A line that ends with <c>\</c> goes on in the next one. docs/reference/agreement-pack.md
/// describes the language.
/// </summary>
public static class PackCases
{
    /// <summary>Name of the file of cases within a pack.</summary>
    public const string CasesFile = "cases.txt";

    /// <summary>Greatest number of lines in a file of cases.</summary>
    public const int MaxLines = 10_000;

    /// <summary>Runs cases and writes one line for each that does not hold.</summary>
    public static CaseCount Run(Agreement agreement, string cases, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var (passed, failed, number, name, begun) = (0, 0, 0, "", "");
        foreach (var line in cases.AsSpan().EnumerateLines())
        {
            if (++number > MaxLines)
            {
                output.Write(FormattableString.Invariant($"{CasesFile}:{number}: expected at most {MaxLines} lines\n"));
                return new CaseCount(passed, failed + 1);
            }

            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                name = text.Length == 0 ? "" : text[1..].Trim().ToString();
                continue;
            }

            if (text[^1] == '\\')
            {
                begun += text[..^1].ToString();
                continue;
            }

            var whole = begun + text.ToString();
            begun = "";
            if (Wrong(agreement, whole) is { } wrong)
            {
                failed++;
                var named = name.Length == 0 ? "" : $"{name}: ";
                output.Write(FormattableString.Invariant($"{CasesFile}:{number}: {named}{wrong}\n"));
            }
            else
            {
                passed++;
            }

            name = "";
        }

        if (begun.Length > 0)
        {
            output.Write($"{CasesFile}: the last case goes on after its line's end, and nothing follows\n");
            failed++;
        }

        return new CaseCount(passed, failed);
    }

    /// <summary>Null where the case holds, else what was expected and got.</summary>
    private static string? Wrong(Agreement agreement, string text)
    {
        // A comment at the end of a line stands after a space, since ids may not hold a '#'.
        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        var parts = (comment < 0 ? text : text[..comment]).Split("->", 2, StringSplitOptions.TrimEntries);
        var kind = parts[0].Split(' ', 2)[0];
        if (CaseKinds.Find(kind) is not { } known)
        {
            var all = string.Join(", ", CaseKinds.All.Select(one => one.Id));
            return $"expected a case that starts with one of {all}, got '{kind}'";
        }

        if (parts.Length != 2 || parts[1].Length == 0)
        {
            return $"expected '->' and what is expected, got '{parts[0]}'";
        }

        return known.Run(agreement, parts[0], parts[1]);
    }
}
