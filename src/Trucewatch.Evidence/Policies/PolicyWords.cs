namespace Trucewatch.Evidence.Policies;

/// <summary>What a policy says of a checkpoint, in words for a person.</summary>
public static class PolicyWords
{
    /// <summary>One line for each witness that cosigned, and a last one on the quorum.</summary>
    public static IEnumerable<string> Of(PolicyVerdict verdict, WitnessPolicy policy)
    {
        foreach (var by in verdict.Witnessed)
        {
            var did = by.Witness.IsMirror ? "mirrored" : "witnessed";
            yield return $"{did} by {by.Witness.Name} ({by.Witness.Key.Name}) at {Time(by.TimeS)}";
        }

        yield return verdict switch
        {
            { Fault: not Notes.NoteFault.None } => $"not witnessed: {verdict.Fault}",
            { HasQuorum: true } when policy.Quorum == WitnessPolicy.NoQuorum => "the policy asks for no witness",
            { HasQuorum: true } => $"quorum {policy.Quorum}: reached",
            { Witnessed.Count: 0 } => $"not witnessed yet: quorum {policy.Quorum}: not reached",
            _ => $"quorum {policy.Quorum}: not reached",
        };
    }

    /// <summary>RFC 3339 in UTC; a time beyond the year 9999 as its number of seconds.</summary>
    public static string Time(long timeS) => timeS <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds(timeS).UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
        : FormattableString.Invariant($"{timeS} s");
}
