using System.Collections.Immutable;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// Benefits tied to gates. What a failed gate is deemed to do is computed at once and takes force only by a named
/// person's confirmation, or not, by a stay; humanitarian benefits are a floor that no rollback touches.
/// </summary>
internal sealed class Tiers : IMachine
{
    private readonly ImmutableArray<Tier> tiers;

    private Tiers(ImmutableArray<Tier> tiers) => this.tiers = tiers;

    private sealed record Tier(string Id, bool IsHumanitarian);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var readTiers = ImmutableArray.CreateBuilder<Tier>();
        foreach (var item in machinery.Maps("tiers"))
        {
            var id = item.Text("id");
            _ = item.Text("gate");
            var isHumanitarian = item.Word("humanitarian", "no", "yes", "no") == "yes";
            _ = item.OptionalTexts("benefits");
            Terms.Explanation(item);
            item.RefuseRest();
            readTiers.Add(new Tier(id, isHumanitarian));
        }

        return new Tiers(readTiers.ToImmutable());
    }

    /// <summary><c>tier ID gate=pass|fail|pending|lapsed [confirmed=WHO] [stayed=WHO]</c>.</summary>
    public string? Answer(MachineryQuestion question)
    {
        if (question.Plain is not [var id] || tiers.FirstOrDefault(each => each.Id == id) is not { } tier
            || question.Text("gate") is not ("pass" or "fail" or "pending" or "lapsed"))
        {
            return null;
        }

        var (confirmed, stayed) = (question.Text("confirmed"), question.Text("stayed"));
        return question.Text("gate") switch
        {
            _ when tier.IsHumanitarian => "in force: the humanitarian floor",
            "pass" => confirmed is null
                ? "deemed in force, waits for a confirmation"
                : $"in force, confirmed by {confirmed}",
            "pending" => "waits for the gate",
            _ when stayed is not null => $"in force, stayed by {stayed}",
            _ => confirmed is null
                ? "deemed withdrawn, waits for a confirmation"
                : $"withdrawn, confirmed by {confirmed}",
        };
    }
}
