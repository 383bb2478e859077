namespace Trucewatch.Domain.Adjudication;

/// <summary>The numbers of other acts that an act names, for readers who know the acts by other numbers.</summary>
public static class DeedReferences
{
    /// <summary>The number that is never one of an act.</summary>
    public const int Unknown = 0;

    /// <summary>The same deed, each number exchanged.</summary>
    public static Deed Map(Deed deed, Func<int, int> number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return deed switch
        {
            FindingStated finding => finding with
            {
                Cites = [.. finding.Cites.Select(number)],
                Supersedes = finding.Supersedes is { } old ? number(old) : null,
            },
            Concurred by => by with { Act = number(by.Act) },
            Dissented apart => apart with { Act = number(apart.Act) },
            VoteCast vote => vote with { Act = number(vote.Act) },
            RemedyVerified remedy => remedy with { Cites = [.. remedy.Cites.Select(number)] },
            CaseReopened reopened => reopened with { Cites = [.. reopened.Cites.Select(number)] },
            BulletinIssued bulletin => bulletin with
            {
                Supersedes = bulletin.Supersedes is { } old ? number(old) : null,
            },
            AttributionStated stated => stated with
            {
                Rows = [.. stated.Rows.Select(row => row with { Observation = number(row.Observation) })],
            },
            ClockSet clock => clock with { Finding = number(clock.Finding) },
            EffectAnswered answer => answer with { Act = number(answer.Act) },
            _ => deed,
        };
    }

    /// <summary>The numbers that a deed names.</summary>
    public static IReadOnlyList<int> Of(Deed deed)
    {
        var found = new List<int>();
        Map(deed, number =>
        {
            found.Add(number);
            return number;
        });
        return found;
    }
}
