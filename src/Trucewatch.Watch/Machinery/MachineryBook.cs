using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>The machinery of one agreement: each section that it has, under each reading.</summary>
internal sealed class MachineryBook
{
    /// <summary>Most entries of a section.</summary>
    public const int MaxEntries = 1_000;

    private const string IdMarks = "-._()";

    private readonly List<(string Reading, Dictionary<string, Section> Sections)> readings = [];

    /// <summary>A section: one entry that is asked without a name, or several with theirs.</summary>
    private sealed record Section(bool IsOne, List<(string Id, IMachine Machine)> Entries);

    /// <summary>Reads the pack's machinery; unknown sections, terms and names are problems.</summary>
    public static MachineryBook Compile(Agreement agreement, List<PackProblem> problems)
    {
        var book = new MachineryBook();
        if (agreement.Sections?.Find("machinery") is not { } node)
        {
            return book;
        }

        var found = new List<PackProblem>();
        void Refuse(int line, string message) =>
            found.Add(new PackProblem(RuleSource.File, line, $"machinery: {message}"));
        foreach (var id in MachineryReadings.Ids(agreement, node, Refuse))
        {
            book.readings.Add((id, Read(agreement, MachineryReadings.Under(id, node), Refuse)));
        }

        // What is wrong under several readings is wrong once.
        problems.AddRange(found.Distinct());
        return book;
    }

    /// <summary>Answers a question, or says what is wrong with it; readings that differ all answer.</summary>
    public (string? Answer, string? Fault) Answer(string text)
    {
        var answers = new List<(string Reading, string Answer)>();
        foreach (var (reading, sections) in readings)
        {
            var question = new MachineryQuestion(text);
            var answer = Answer(sections, question);
            if (question.Fault is { } fault)
            {
                return (null, fault);
            }

            answers.Add((reading, answer));
        }

        if (answers.Count == 0)
        {
            return (null, "expected an agreement with machinery, got none");
        }

        var isOne = answers.All(each => each.Answer == answers[0].Answer);
        return (isOne ? answers[0].Answer
            : string.Join(" | ", answers.Select(each => $"{each.Reading}: {each.Answer}")), null);
    }

    private static string Answer(Dictionary<string, Section> sections, MachineryQuestion question)
    {
        if (!sections.TryGetValue(question.CaseWord, out var section) || section.Entries.Count == 0)
        {
            question.RefuseWord("none", $"a section of the machinery that answers '{question.CaseWord}'");
            return "";
        }

        var id = section.IsOne ? section.Entries[0].Id : question.TakeWord();
        var asked = section.Entries.Find(entry => entry.Id == id).Machine;
        if (asked is null)
        {
            question.RefuseWord(id, $"one of {string.Join(", ", section.Entries.Select(entry => entry.Id))}");
            return "";
        }

        var answer = asked.Answer(question);
        question.RefuseRest();
        return answer;
    }

    private static Dictionary<string, Section> Read(Agreement agreement, PackNode node, Action<int, string> refuse)
    {
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        var reader = SettingsReader.Over(refuse, node, "");
        var source = new MachinerySource(agreement, refuse);
        foreach (var kind in MachineryKinds.All)
        {
            if (reader.Node(kind.Section) is { } section)
            {
                sections.Add(kind.CaseWord, ReadSection(kind, section, reader, source));
            }
        }

        reader.RefuseRest();
        source.Settle();
        return sections;
    }

    private static Section ReadSection(
        MachineryKind kind, PackNode node, SettingsReader machinery, MachinerySource source)
    {
        var isOne = node is PackNode.Mapping;
        var section = new Section(isOne, []);
        foreach (var terms in isOne ? [machinery.Inner(kind.Section)] : machinery.Maps(kind.Section))
        {
            if (section.Entries.Count == MaxEntries)
            {
                source.Refuse(terms.Line, FormattableString.Invariant(
                    $"{kind.Section}: expected at most {MaxEntries} entries, got more"));
                break;
            }

            var id = isOne ? terms.OptionalText("id") ?? kind.Section : terms.Text("id");
            if (id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !IdMarks.Contains(letter)))
            {
                terms.Refuse("id", $"letters, digits and {IdMarks}");
            }

            var name = isOne ? kind.Section : $"{kind.CaseWord} {id}";
            var item = new MachineryItem(terms, id, name, source);
            Terms.Explanation(terms);
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
