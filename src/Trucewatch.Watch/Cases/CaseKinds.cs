using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Machinery;

namespace Trucewatch.Watch.Cases;

/// <summary>A kind of case that a pack's <c>cases.txt</c> may have.</summary>
/// <param name="Id">The word that starts its lines.</param>
/// <param name="Words">What it tries, in a sentence.</param>
/// <param name="Run">Takes the agreement, what is given (with the starting word) and what is expected; gives null
/// where the case holds, else what was expected and got.</param>
internal sealed record CaseKind(string Id, string Words, Func<Agreement, string, string, string?> Run);

/// <summary>The visible table of kinds of cases: to add one, add a class and a line.</summary>
internal static class CaseKinds
{
    /// <summary>All kinds: those of the machinery, then those of what happens.</summary>
    public static ImmutableArray<CaseKind> All { get; } =
    [
        .. MachineryKinds.All.Select(kind => new CaseKind(kind.CaseWord, kind.Words, MachineryQuestion.Run)),
        new("event", "What the clauses say of events that sensors saw, beside other acts.", SceneCase.Run),
        new(
            "plot", "What the clauses say of what sensors see and does not tell who it is, and of tracks beside it.",
            SceneCase.Run),
        new("point", "In which zones a position lies, and how probably.", PointCase.Run),
        new("report", "What the clauses say of reports, and of tracks beside them.", SceneCase.Run),
        new("track", "What the clauses say of objects that move, and of reports beside them.", SceneCase.Run),
    ];

    /// <summary>The kind with this id, or null.</summary>
    public static CaseKind? Find(string id)
    {
        foreach (var kind in All)
        {
            if (kind.Id == id)
            {
                return kind;
            }
        }

        return null;
    }
}
