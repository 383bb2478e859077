using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// The names of the machinery: what has been declared, what refers to it, and what cites a clause. References are
/// settled after all sections have been read, so that an entry may name one that stands below it.
/// </summary>
internal sealed class MachinerySource(Agreement agreement, Action<int, string> refuse)
{
    /// <summary>Who may act: a party, the mission, a body of the agreement or a member of one.</summary>
    public static readonly ImmutableArray<string> Who = ["party", "mission", "vote", "member"];

    /// <summary>What may be cited: a clause that a rule watches, or a provision that none does.</summary>
    public static readonly ImmutableArray<string> Cited = ["clause", "provision"];

    private readonly List<(string Kind, string Id, int Line, IMachine? Machine)> declared =
    [
        .. agreement.Clauses.Select(clause => ("clause", clause.Id, 0, (IMachine?)null)),
        .. agreement.Parties.Select(party => ("party", party.Id, 0, (IMachine?)null)),
        ("mission", "mission", 0, null),
    ];

    private readonly List<Action> later = [];
    private readonly List<(string Clause, string By)> citations = [];

    /// <summary>The agreement.</summary>
    public Agreement Agreement => agreement;

    /// <summary>Notes what is wrong on a line.</summary>
    public void Refuse(int line, string message) => refuse(line, message);

    /// <summary>Makes a name known; the same name of the same kind may stand once.</summary>
    public void Declare(string kind, string id, int line, IMachine? machine)
    {
        var before = declared.FirstOrDefault(each => each.Kind == kind && each.Id == id);
        if (before.Id is null)
        {
            declared.Add((kind, id, line, machine));
        }
        else if (kind != "member")
        {
            refuse(line, FormattableString.Invariant(
                $"{kind} '{id}': expected an id that stands once, got the one of line {before.Line} again"));
        }
    }

    /// <summary>An entry that was declared, or null.</summary>
    public T? Find<T>(string id)
        where T : class, IMachine =>
        declared.Where(each => each.Id == id).Select(each => each.Machine).OfType<T>().FirstOrDefault();

    /// <summary>All entries of one sort in the pack's order.</summary>
    public IEnumerable<T> All<T>()
        where T : class, IMachine => declared.Select(each => each.Machine).OfType<T>();

    /// <summary>Names of some kinds, in the pack's order.</summary>
    public IEnumerable<string> Names(ImmutableArray<string> kinds) =>
        declared.Where(each => kinds.Contains(each.Kind, StringComparer.Ordinal)).Select(each => each.Id);

    /// <summary>Sees to it that each text is a name of one of some kinds.</summary>
    public void Refer(string where, IEnumerable<SettingText> texts, ImmutableArray<string> kinds)
    {
        foreach (var text in texts)
        {
            later.Add(() =>
            {
                if (!Names(kinds).Contains(text.Text, StringComparer.Ordinal))
                {
                    var known = string.Join(", ", Names(kinds).Distinct(StringComparer.Ordinal));
                    refuse(text.Line, $"{where}: expected one of {known}, got '{text.Text}'");
                }
            });
        }
    }

    /// <summary>A list of references that may be absent.</summary>
    public ImmutableArray<string> References(MachineryItem item, string name, ImmutableArray<string> kinds)
    {
        var texts = item.Terms.OptionalTexts(name) ?? [];
        Refer($"{item.Name}: {name}", texts, kinds);
        return [.. texts.Select(text => text.Text)];
    }

    /// <summary>One reference that may be absent.</summary>
    public string? Reference(SettingsReader terms, string where, string name, ImmutableArray<string> kinds)
    {
        if (terms.OptionalText(name) is not { } text)
        {
            return null;
        }

        Refer($"{where}: {name}", [new SettingText(terms.Node(name)!.Line, text)], kinds);
        return text;
    }

    /// <summary>Notes that an entry carries out clauses or provisions.</summary>
    public void Cite(string by, string where, IEnumerable<SettingText> clauses)
    {
        foreach (var clause in clauses)
        {
            Refer(where, [clause], Cited);
            citations.Add((clause.Text, by));
        }
    }

    /// <summary>What cites a provision, in the pack's order.</summary>
    public IEnumerable<string> Citing(string clause) =>
        citations.Where(each => each.Clause == clause).Select(each => each.By).Distinct(StringComparer.Ordinal);

    /// <summary>Does something once all sections have been read.</summary>
    public void Later(Action check) => later.Add(check);

    /// <summary>Settles the references.</summary>
    public void Settle() => later.ForEach(check => check());
}
