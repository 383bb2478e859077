using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// How parts of the text may be changed: after a notice, in an emergency for a limited time, and never where they are
/// core duties. An event inside the notice period is judged by the old text.
/// </summary>
internal sealed class Changes : IMachine
{
    private readonly ImmutableArray<Part> parts;

    private Changes(ImmutableArray<Part> parts) => this.parts = parts;

    private sealed record Part(string Id, bool IsCore, TimeSpan Notice, TimeSpan? EmergencyFor);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var readParts = ImmutableArray.CreateBuilder<Part>();
        foreach (var item in machinery.Maps("changes"))
        {
            var id = item.Text("id");
            source.CheckClauses($"changes '{id}': clauses", item.OptionalTexts("clauses") ?? []);
            var isCore = item.Word("core", "no", "yes", "no") == "yes";
            var notice = Terms.Duration(item, "notice");
            var emergency = Terms.Duration(item, "emergency_for");
            if (!isCore && notice is null)
            {
                item.Refuse("notice", "a duration such as 30d, or core: yes");
            }

            foreach (var words in new[] { "proposer", "body", "decision" })
            {
                _ = item.OptionalText(words);
            }

            Terms.Explanation(item);
            item.RefuseRest();
            readParts.Add(new Part(id, isCore, notice ?? TimeSpan.Zero, emergency));
        }

        return new Changes(readParts.ToImmutable());
    }

    /// <summary><c>change ID decided=TIME at=TIME [emergency=yes]</c>: which text judges an event then.</summary>
    public string? Answer(MachineryQuestion question)
    {
        if (question.Plain is not [var id] || parts.FirstOrDefault(each => each.Id == id) is not { } part
            || question.Time("decided") is not { } decided || question.Time("at") is not { } at)
        {
            return null;
        }

        if (part.IsCore)
        {
            return "old text: a core duty that no change may alter";
        }

        if (question.Text("emergency") != "yes")
        {
            return at < decided + part.Notice ? "old text" : "new text";
        }

        return part.EmergencyFor is not { } lasts ? "old text: no emergency change is provided for"
            : at < decided ? "old text"
            : at < decided + lasts ? "new text, as an emergency change"
            : "old text: the emergency change has lapsed";
    }
}
