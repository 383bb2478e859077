using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>When a bulletin is due, and whether it came.</summary>
/// <param name="Rung">Its rung.</param>
/// <param name="Deadline">When it is due; null where no time is set.</param>
/// <param name="Issued">When the first one of the rung was in force, or null.</param>
internal sealed record BulletinClock(BulletinRung Rung, Deadline? Deadline, Instant? Issued);

/// <summary>
/// The ladder of bulletins: each takes the place of the one before, none is edited, and each says no more than its rung
/// may. A word of the ladder that is not for a rung is refused on it, also with a plural's <c>s</c>.
/// </summary>
internal static class BulletinLadder
{
    private static readonly ImmutableArray<string> Verdicts = ["violation", "no violation", "undetermined"];

    public static Refusal? Judge(CaseFile file, Act act, BulletinIssued bulletin)
    {
        var needsRung = act.Author.Role != Role.Machine && bulletin.Rung == BulletinRung.R1
            && act.Confidence == Confidence.NotStated;
        return needsRung
            ? new(ActRefusal.ConfidenceMissing, "expected low, moderate or high confidence")
            : Order(file, bulletin) ?? Say(file, bulletin);
    }

    /// <summary>The newest bulletin in force, or null.</summary>
    public static (CaseEntry Entry, BulletinIssued Deed)? Head(CaseFile file)
    {
        // What two have to sign stands from the second signature on.
        var (head, since) = (default((CaseEntry, BulletinIssued)?), 0);
        foreach (var (entry, deed) in file.All<BulletinIssued>())
        {
            if (InForce(file, entry) is { } by && by.Number > since)
            {
                (head, since) = ((entry, deed), by.Number);
            }
        }

        return head;
    }

    /// <summary>From when a bulletin is in force; null: it waits for a second signature.</summary>
    public static Instant? Since(CaseFile file, CaseEntry entry) => InForce(file, entry)?.Act.At;

    /// <summary>The countdowns of the case, lowest rung first.</summary>
    public static ImmutableArray<BulletinClock> Clocks(CaseFile file)
    {
        if (file.All<IncidentReceived>().FirstOrDefault().Deed is not { } incident)
        {
            return [];
        }

        var clocks = ImmutableArray.CreateBuilder<BulletinClock>();
        foreach (var rule in file.Terms.Bulletins)
        {
            Deadline? due = rule.Within is { } within
                ? new Deadline(incident.Earliest + within, incident.Latest + within)
                : null;
            var issued = file.All<BulletinIssued>().Where(each => each.Deed.Rung == rule.Rung)
                .Select(each => InForce(file, each.Entry)).FirstOrDefault(by => by is not null);
            clocks.Add(new BulletinClock(rule.Rung, due, issued?.Act.At));
        }

        return clocks.ToImmutable();
    }

    /// <summary>A bulletin follows the one in force, and only a correction stays on its rung.</summary>
    public static Refusal? Order(CaseFile file, BulletinIssued bulletin)
    {
        var head = Head(file);
        if (bulletin.Supersedes != head?.Entry.Number)
        {
            return new(
                ActRefusal.UnknownReference,
                FormattableString.Invariant($"expected to supersede {Number(head?.Entry.Number)}, ")
                + FormattableString.Invariant($"got {Number(bulletin.Supersedes)}"));
        }

        var rung = head?.Deed.Rung;
        return bulletin switch
        {
            { IsCorrection: true } when rung is null =>
                new(ActRefusal.UnknownReference, "expected a bulletin to correct, got none"),
            { IsCorrection: true, ClockEffect.Length: 0 } =>
                new(ActRefusal.Incomplete, "expected the correction's effect on clocks"),
            { IsCorrection: true } when bulletin.Rung < rung =>
                new(ActRefusal.RoleMayNot, $"expected rung {rung} or a higher one, got {bulletin.Rung}"),
            { IsCorrection: false } when rung is not null && bulletin.Rung <= rung =>
                new(ActRefusal.AlreadyDone, $"expected a rung above {rung}, or a correction"),
            _ => null,
        };
    }

    /// <summary>The words of a bulletin are those of its rung, and a verdict is the one that stands.</summary>
    public static Refusal? Say(CaseFile file, BulletinIssued bulletin)
    {
        if (file.Terms.Bulletins.FirstOrDefault(rule => rule.Rung == bulletin.Rung) is not { } rule)
        {
            return new(ActRefusal.Incomplete, $"the ladder has no rung {bulletin.Rung}");
        }

        var used = Used(file.Terms.Bulletins, bulletin.Text);
        if (used.FirstOrDefault(word => !rule.Words.Contains(word, StringComparer.Ordinal)) is { } word)
        {
            return new(ActRefusal.WordNotForRung, $"'{word}' is not for {bulletin.Rung}");
        }

        foreach (var group in rule.Needs)
        {
            if (!group.Any(needed => used.Contains(needed)))
            {
                return new(ActRefusal.WordNotForRung, $"expected one of {string.Join(", ", group)}");
            }
        }

        if (bulletin.Rung < BulletinRung.R2)
        {
            return null;
        }

        if (file.Standing is not { } standing)
        {
            return new(ActRefusal.UnknownReference, "expected a finding that stands, got none");
        }

        var verdicts = VerdictsOf(standing);
        return used.FirstOrDefault(word => Verdicts.Contains(word, StringComparer.Ordinal)
            && !verdicts.Contains(word, StringComparer.Ordinal)) is { } wrong
            ? new(
                ActRefusal.WordNotForRung,
                $"the finding that stands says '{string.Join("' or '", verdicts)}', not '{wrong}'")
            : null;
    }

    private static ImmutableArray<string> VerdictsOf(Outcome outcome) => outcome switch
    {
        Outcome.ConfirmedViolation or Outcome.TechnicalViolation => ["violation"],
        Outcome.NoViolation or Outcome.Permitted => ["no violation"],
        Outcome.UndeterminedActor => ["violation", "undetermined"],
        _ => ["undetermined"],
    };

    /// <summary>The words of the ladder in a text; of two that begin at one place, the longer one.</summary>
    private static SortedSet<string> Used(ImmutableArray<BulletinRule> rules, string text)
    {
        var words = rules.SelectMany(rule => rule.Words).Distinct(StringComparer.Ordinal)
            .OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal).ToList();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var plain = string.Join(' ', text.ToLower(CultureInfo.InvariantCulture).Split(
            (char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        for (var at = 0; at < plain.Length; at++)
        {
            if ((at > 0 && char.IsLetter(plain[at - 1]))
                || words.Find(word => Stands(plain, at, word)) is not { } found)
            {
                continue;
            }

            used.Add(found);
            at += found.Length - 1;
        }

        return used;
    }

    private static bool Stands(string text, int at, string word)
    {
        var end = at + word.Length;
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
        {
            return false;
        }

        end += end < text.Length && text[end] == 's' ? 1 : 0;
        return end >= text.Length || !char.IsLetter(text[end]);
    }

    private static CaseEntry? InForce(CaseFile file, CaseEntry entry) => !Reviews.NeedsSecond(entry.Act.Deed)
        ? entry
        : file.All<Concurred>(entry.Number).FirstOrDefault(by => by.Deed.Act == entry.Number).Entry;

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
}
