using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>The machinery of one agreement: each section that it has.</summary>
internal sealed class MachineryBook
{
    private const string IdMarks = "-._()";

    private readonly Dictionary<string, Section> sections = new(StringComparer.Ordinal);

    /// <summary>A section: one entry that is asked without a name, or several with theirs.</summary>
    private sealed record Section(bool IsOne, List<(string Id, IMachine Machine)> Entries);

    /// <summary>Reads the pack's machinery; unknown sections, terms and names are problems.</summary>
    public static MachineryBook Compile(Agreement agreement, List<PackProblem> problems)
    {
        var book = new MachineryBook();
        void Refuse(int line, string message) =>
            problems.Add(new PackProblem(RuleSource.File, line, $"machinery: {message}"));
        if (agreement.Sections?.Find("machinery") is not { } node)
        {
            return book;
        }

        var reader = SettingsReader.Over(Refuse, node, "");
        var source = new MachinerySource(agreement, Refuse);
        foreach (var kind in MachineryKinds.All)
        {
            if (reader.Node(kind.Section) is { } section)
            {
                book.sections.Add(kind.CaseWord, ReadSection(kind, section, reader, source));
            }
        }

        reader.RefuseRest();
        source.Settle();
        return book;
    }

    /// <summary>Answers a question, or says what is wrong with it.</summary>
    public (string? Answer, string? Fault) Answer(MachineryQuestion question)
    {
        if (!sections.TryGetValue(question.CaseWord, out var section))
        {
            return (null, $"expected a section of the machinery that answers '{question.CaseWord}', got none");
        }

        IMachine? asked;
        if (section.IsOne)
        {
            asked = section.Entries[0].Machine;
        }
        else
        {
            var id = question.TakeWord();
            asked = section.Entries.FirstOrDefault(entry => entry.Id == id).Machine;
            if (asked is null)
            {
                var known = string.Join(", ", section.Entries.Select(entry => entry.Id));
                return (null, $"{question.CaseWord}: expected one of {known}, got '{id}'");
            }
        }

        var answer = asked.Answer(question);
        question.RefuseRest();
        return question.Fault is { } fault ? (null, fault) : (answer, null);
    }

    private static Section ReadSection(
        MachineryKind kind, PackNode node, SettingsReader machinery, MachinerySource source)
    {
        var isOne = node is PackNode.Mapping;
        var section = new Section(isOne, []);
        foreach (var terms in isOne ? [machinery.Inner(kind.Section)] : machinery.Maps(kind.Section))
        {
            var id = isOne ? terms.OptionalText("id") ?? kind.Section : terms.Text("id");
            if (id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !IdMarks.Contains(letter)))
            {
                terms.Refuse("id", $"letters, digits and {IdMarks}");
            }

            var name = isOne ? kind.Section : $"{kind.CaseWord} {id}";
            var item = new MachineryItem(terms, id, name, source);
            foreach (var explains in new[] { "title", "note" })
            {
                _ = terms.Node(explains);
            }

            source.Cite(name, $"{name}: clauses", terms.OptionalTexts("clauses") ?? []);
            var machine = kind.Read(item);
            terms.RefuseRest();
            source.Declare(kind.CaseWord, id, terms.Line, machine);
            section.Entries.Add((id, machine));
        }

        if (section.Entries.Count == 0)
        {
            source.Refuse(node.Line, $"{kind.Section}: expected a map, or a list of at least one, got nothing");
        }

        return section;
    }
}
