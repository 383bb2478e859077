using Trucewatch.Domain;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Server.Api.Evidence;

/// <summary>Who has seen a checkpoint, as readers see it.</summary>
internal static class WitnessedViews
{
    private const long MaxSeconds = 253_402_300_799;

    /// <summary>The view of a verdict; without one, or without a policy, nobody has seen anything yet.</summary>
    public static WitnessedView Of(PolicyVerdict? verdict, WitnessPolicy? policy) => new(
        verdict is { Witnessed.Count: > 0 } seen ? seen.Checkpoint!.Size : 0,
        [.. (verdict?.Witnessed ?? []).Select(by => new CosignatureView(
            by.Witness.Name, by.Witness.Key.Name, new Instant(1_000_000 * Math.Min(by.TimeS, MaxSeconds)),
            by.Witness.IsMirror))],
        policy is not null && policy.Quorum != WitnessPolicy.NoQuorum && verdict is { HasQuorum: true },
        policy?.Quorum);
}
