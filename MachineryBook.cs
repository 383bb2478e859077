using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>The machinery of one agreement: each section that it has.</summary>
internal sealed class MachineryBook
{
    private readonly SortedDictionary<string, IMachine> parts = new(StringComparer.Ordinal);

    /// <summary>Reads the pack's machinery; unknown sections and terms are problems.</summary>
    public static MachineryBook Compile(Agreement agreement, List<PackProblem> problems)
    {
        var book = new MachineryBook();
        if (agreement.Sections?.Find("machinery") is not { } node)
        {
            return book;
        }

        // One mistake under two readings is one problem.
        void Refuse(int line, string message)
        {
            var problem = new PackProblem(RuleSource.File, line, $"machinery: {message}");
            if (!problems.Contains(problem))
            {
                problems.Add(problem);
            }
        }

        var reader = SettingsReader.Over(Refuse, node, "");
        var source = new MachinerySource(agreement, node as PackNode.Mapping, Refuse);
        foreach (var kind in MachineryKinds.All)
        {
            if (reader.Has(kind.Id))
            {
                book.parts.Add(kind.CaseWord, kind.Read(reader, source));
            }
            else
            {
                _ = reader.Node(kind.Id);
            }
        }

        reader.RefuseRest();
        return book;
    }

    /// <summary>The part that answers questions starting with a word, or null.</summary>
    public IMachine? Find(string caseWord) => parts.GetValueOrDefault(caseWord);
}

/// <summary>The part of <c>agreement show</c> that tells the machinery.</summary>
public static class MachineryText
{
    /// <summary>Writes each section in words; the same agreement gives the same text, and none without machinery.</summary>
    /// <param name="agreement">A sound agreement.</param>
    /// <param name="output">Takes the text.</param>
    public static void Show(Agreement agreement, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var book = MachineryBook.Compile(agreement, []);
        foreach (var kind in MachineryKinds.All)
        {
            if (book.Find(kind.CaseWord) is not { } part)
            {
                continue;
            }

            output.Write($"\n{char.ToUpperInvariant(kind.Id[0])}{kind.Id[1..]}: {kind.Words}\n");
            foreach (var line in part.Words())
            {
                output.Write($"  {line}\n");
            }
        }
    }
}
