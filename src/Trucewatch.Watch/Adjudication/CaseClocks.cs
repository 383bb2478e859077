using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>A time that runs, or ran, in a case.</summary>
/// <param name="What">What is due, for example <c>bulletin r1</c> or <c>ft-2026 s1</c>.</param>
/// <param name="Due">Its earliest and latest end.</param>
/// <param name="Done">When it was done, or null.</param>
/// <param name="Whose">Whose turn it is; null where it is of no one party.</param>
public sealed record CaseClock(string What, Deadline Due, Instant? Done = null, string? Whose = null);

/// <summary>All times of a case: none of them decides anything when it is over.</summary>
public static class CaseClocks
{
    /// <summary>The times as of a time, in a fixed order.</summary>
    public static ImmutableArray<CaseClock> Of(CaseFile file, Instant at)
    {
        ArgumentNullException.ThrowIfNull(file);
        return [.. Bulletins(file), .. Objections(file, at), .. Responses(file)];
    }

    /// <summary>
    /// The time that asks for somebody first: of those that run, the one that is over first. None once work on the case
    /// has ended, and none of a bulletin that can no longer be issued, since a later one has taken its place.
    /// </summary>
    public static CaseClock? Next(CaseFile file, Instant at)
    {
        ArgumentNullException.ThrowIfNull(file);
        var head = BulletinLadder.Head(file)?.Deed.Rung;
        return file.State is CaseState.Closed or CaseState.Withdrawn
            ? null
            : Bulletins(file, head).Concat(Objections(file, at)).Concat(Responses(file))
                .Where(clock => clock.Done is null)
                .OrderBy(clock => clock.Due.Latest).ThenBy(clock => clock.What, StringComparer.Ordinal)
                .FirstOrDefault();
    }

    private static IEnumerable<CaseClock> Bulletins(CaseFile file, BulletinRung? above = null) => BulletinLadder
        .Clocks(file)
        .Where(clock => clock.Deadline is not null && !(clock.Rung <= above))
        .Select(clock => new CaseClock($"bulletin {Words.Of(clock.Rung)}", clock.Deadline!.Value, clock.Issued));

    private static IEnumerable<CaseClock> Objections(CaseFile file, Instant at)
    {
        if (file.State != CaseState.Disputed)
        {
            if (Reviews.OpenUntil(file, at) is { } until)
            {
                yield return new CaseClock(file.RuledLevel is null ? "dispute" : "appeal", At(until));
            }

            yield break;
        }

        var rung = Disputes.At(file, at);
        yield return new CaseClock($"ruling of the level {file.Terms.Levels[rung.Level].Id}", At(rung.Until));
        if (Disputes.OpenTurn(file, at) is { } turn)
        {
            yield return new CaseClock("pleading", At(turn.Until), Whose: turn.Party);
        }

        var sealing = file.Dispute!.Act.At + file.Terms.SealWithin;
        yield return new CaseClock("sealing of evidence", At(sealing));
        yield return new CaseClock("opening of evidence", At(sealing + file.Terms.RevealWithin));
    }

    private static IEnumerable<CaseClock> Responses(CaseFile file)
    {
        foreach (var clock in ResponseDesk.Deadlines(file))
        {
            var decided = file.All<ResponseDecided>().LastOrDefault(each =>
                each.Deed.Ladder == clock.Ladder.Id && each.Deed.Step == clock.Step.Id).Entry;
            yield return new CaseClock($"{clock.Ladder.Id} {clock.Step.Id}", clock.Deadline, decided?.Act.At);
        }

        foreach (var (entry, effect) in file.All<EffectDeemed>())
        {
            var answer = file.All<EffectAnswered>(entry.Number)
                .FirstOrDefault(each => each.Deed.Act == entry.Number).Entry;
            yield return new CaseClock(
                $"a person's word on {effect.Ladder} {effect.Step}", At(entry.Act.At + file.Terms.ConfirmWithin),
                answer?.Act.At);
        }
    }

    private static Deadline At(Instant until) => new(until, until);
}
