using System.Collections.Immutable;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>A part of an agreement's machinery: a section of <c>machinery:</c> and the case that tries it.</summary>
/// <param name="Section">Name of the section in the pack: one map, or a list of maps with ids.</param>
/// <param name="CaseWord">Word that starts its lines in <c>cases.txt</c>, and names one entry in messages.</param>
/// <param name="Words">What it is, in a sentence.</param>
/// <param name="Read">Reads one entry; what is wrong is refused there.</param>
internal sealed record MachineryKind(
    string Section, string CaseWord, string Words, Func<MachineryItem, IMachine> Read);

/// <summary>One entry of a section while it is read.</summary>
/// <param name="Terms">Its terms; those that every entry may have are read already.</param>
/// <param name="Id">Its id, or the section's name where the section is one map without an id.</param>
/// <param name="Name">How messages and provisions name it, for example <c>gate silence</c>.</param>
/// <param name="Source">What it may refer to.</param>
internal sealed record MachineryItem(SettingsReader Terms, string Id, string Name, MachinerySource Source);

/// <summary>An entry that was read: it answers what a case, or a person, asks of it.</summary>
internal interface IMachine
{
    /// <summary>The answer in words; what is wrong with the question is noted in the question.</summary>
    string Answer(MachineryQuestion question);
}

/// <summary>
/// The visible table of the machinery: to add a part, add a class and a line. A section that others take words from
/// stands before them.
/// </summary>
internal static class MachineryKinds
{
    /// <summary>All parts in the order in which they are read.</summary>
    public static ImmutableArray<MachineryKind> All { get; } =
    [
        new("provisions", "provision", "A provision of the text and what carries it, or why nothing does.",
            Provision.Read),
        new("scales", "scale", "Classes of severity, confidence or anything else, by thresholds.", Scale.Read),
        new("recurrence", "recurrence", "What counts as repeated, sustained or systematic.", Recurrence.Read),
        new("responses", "response", "What follows a finding, by severity, confidence and recurrence.", Responses.Read),
        new("bodies", "vote", "Who decides: quorum, majorities, vetoes and what follows a deadlock.", Body.Read),
        new("gates", "gate", "What has to be measured and attested before something follows.", Gate.Read),
        new("tiers", "tier", "Benefits tied to gates, with a floor that no rollback touches.", Tier.Read),
        new("changes", "change", "How the text may be changed, and which text judges an event.", Change.Read),
        new("steps", "step", "What waits for what, until when, and what follows where it is not done.", Step.Read),
        new("corridors", "corridor", "What has to be open or done: uptime, closures, uses.", Corridor.Read),
        new("baselines", "baseline", "A rate against the rate before, with what was watched.", Baseline.Read),
    ];
}
