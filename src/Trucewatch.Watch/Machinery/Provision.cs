using System.Collections.Immutable;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A provision of the text that no rule watches. Something of the machinery has to cite it, or the pack says why it
/// cannot be said, so that a provision is never left out in silence.
/// </summary>
internal sealed class Provision(MachineryItem item, ImmutableArray<string> clauses, string? unsaid) : IMachine
{
    public static IMachine Read(MachineryItem item)
    {
        var clauses = Terms.Texts(item.Terms, "clauses");
        var unsaid = item.Terms.OptionalText("unsaid");
        var provision = new Provision(item, clauses, unsaid);
        var line = item.Terms.Line;
        item.Source.Later(() =>
        {
            if (unsaid is null && !provision.Carriers().Any())
            {
                item.Source.Refuse(line, $"{item.Name}: expected something that cites it, or unsaid, got nothing");
            }
        });
        return provision;
    }

    /// <summary><c>provision ID</c>: what carries it, and what is not said of it.</summary>
    public string Answer(MachineryQuestion question)
    {
        var carried = string.Join(", ", Carriers());
        return unsaid is null ? carried
            : carried.Length == 0 ? $"not said: {unsaid}"
            : $"{carried}; not said: {unsaid}";
    }

    private IEnumerable<string> Carriers() =>
        clauses.Select(clause => $"clause {clause}").Concat(item.Source.Citing(item.Id));
}
