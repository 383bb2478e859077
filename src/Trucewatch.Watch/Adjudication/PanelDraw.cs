using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>A panel that was drawn.</summary>
/// <param name="Entry">Number of the act.</param>
/// <param name="Level">Level of the ladder that it sits at.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Members">Its members, in the order of the draw.</param>
internal sealed record Panel(int Entry, int Level, ImmutableArray<byte> Seed, ImmutableArray<Candidate> Members);

/// <summary>
/// The rule by which panels are drawn, so that anybody can draw again and get the same people. Each candidate gets
/// SHA-256(seed, case, zero byte, person). In the order of these digests, the first set is taken in which no two are of
/// one nation and each party has named as many as the other. Left out are people of a party's nations, people with an
/// interest in the case, and people who have acted on it. Party names are no part of the digest: to exchange the
/// parties exchanges nothing else.
/// </summary>
internal static class PanelDraw
{
    /// <summary>Most sets that are tried. Rolls that need more have too few people of different nations.</summary>
    public const int MaxTries = 10_000;

    /// <summary>The members, in the order of the draw; null where the rule can be met by no set.</summary>
    public static ImmutableArray<Candidate>? Draw(
        CaseTerms terms, ReadOnlySpan<byte> seed, IReadOnlySet<string> excluded)
    {
        var nations = terms.Parties.SelectMany(party => party.Nations).ToList();
        var interests = terms.Parties.Select(party => party.Id).Append(terms.Case).ToList();
        var drawn = new List<(string Digest, Candidate Candidate)>();
        foreach (var candidate in terms.Roll)
        {
            if (!excluded.Contains(candidate.Person) && !nations.Contains(candidate.Nation, StringComparer.Ordinal)
                && !candidate.Conflicts.Any(conflict => interests.Contains(conflict, StringComparer.Ordinal)))
            {
                drawn.Add((Digest(seed, terms.Case, candidate.Person), candidate));
            }
        }

        drawn.Sort((a, b) => string.CompareOrdinal(a.Digest, b.Digest));
        var tries = 0;
        var taken = new List<Candidate>();
        return Fill(terms, [.. drawn.Select(each => each.Candidate)], 0, taken, ref tries) ? [.. taken] : null;
    }

    private static bool Fill(
        CaseTerms terms, ImmutableArray<Candidate> order, int from, List<Candidate> taken, ref int tries)
    {
        if (taken.Count == terms.PanelSize)
        {
            return true;
        }

        for (var i = from; i < order.Length && tries < MaxTries; i++)
        {
            var next = order[i];
            var named = next.NominatedBy;
            var most = named is null ? terms.PanelSize - (2 * terms.NominatedEach) : terms.NominatedEach;
            if (taken.Any(each => each.Nation == next.Nation)
                || taken.Count(each => each.NominatedBy == named) >= most)
            {
                continue;
            }

            tries++;
            taken.Add(next);
            if (Fill(terms, order, i + 1, taken, ref tries))
            {
                return true;
            }

            taken.RemoveAt(taken.Count - 1);
        }

        return false;
    }

    private static string Digest(ReadOnlySpan<byte> seed, string caseId, string person) =>
        Convert.ToHexString(SHA256.HashData([.. seed, .. Encoding.UTF8.GetBytes($"{caseId}\0{person}")]));
}
