using System.Collections.Immutable;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// Benefits tied to a gate. What the gate is deemed to do is computed at once and takes force only by a named person's
/// confirmation, or not, by a stay; humanitarian benefits are a floor that no rollback touches.
/// </summary>
internal sealed class Tier(
    bool isHumanitarian, ImmutableArray<string> confirming, TimeSpan? within) : IMachine
{
    private static readonly string[] States = ["pass", "fail", "pending", "lapsed"];

    public static IMachine Read(MachineryItem item)
    {
        if (item.Source.Reference(item.Terms, item.Name, "gate", ["gate"]) is null)
        {
            item.Terms.Refuse("gate", "a gate's id");
        }

        _ = item.Terms.OptionalTexts("benefits");
        return new Tier(
            Terms.Yes(item.Terms, "humanitarian"),
            item.Source.References(item, "confirmed_by", MachinerySource.Who),
            Terms.Duration(item.Terms, "confirm_within"));
    }

    /// <summary>
    /// <c>tier ID gate=pass|fail|pending|lapsed [confirmed=WHO] [stayed=WHO] [deemed=TIME [at=TIME]]</c>.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var gate = question.Needed("gate", States);
        var (confirmed, stayed) = (question.Text("confirmed"), question.Text("stayed"));
        var stranger = new[] { confirmed, stayed }.FirstOrDefault(
            name => name is not null && !confirming.IsEmpty && !confirming.Contains(name, StringComparer.Ordinal));
        var clock = within is { } lasts && question.Times("deemed") is { } since
            ? $" {(since + lasts).Deadline(question.Time("at"))}"
            : "";
        var wait = stranger is null ? $"waits for a confirmation{clock}" : $"not for {stranger} to confirm or stay";
        if (stranger is not null)
        {
            (confirmed, stayed) = (null, null);
        }

        return gate switch
        {
            _ when isHumanitarian => "in force: the humanitarian floor",
            "pending" => "waits for the gate",
            "pass" => stayed is not null ? $"not in force, stayed by {stayed}"
                : confirmed is null ? $"deemed in force, {wait}"
                : $"in force, confirmed by {confirmed}",
            _ => stayed is not null ? $"in force, stayed by {stayed}"
                : confirmed is null ? $"deemed withdrawn, {wait}"
                : $"withdrawn, confirmed by {confirmed}",
        };
    }
}
