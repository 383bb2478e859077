using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>A step of a ladder whose clock runs.</summary>
/// <param name="Ladder">The ladder.</param>
/// <param name="Step">The step.</param>
/// <param name="Deadline">When its time ends.</param>
internal sealed record LadderClock(ResponseLadder Ladder, LadderStep Step, Deadline Deadline);

/// <summary>
/// Responses: a recommendation, a decision and a dissent are three acts, and nothing here decides. What a text calls
/// automatic is stated as deemed once its time is surely over, and has force only if a named person confirms it in
/// time; where nobody does, it has none.
/// </summary>
internal static class ResponseDesk
{
    public static Refusal? Judge(CaseFile file, Act act) => act.Deed switch
    {
        ClockSet clock => Clock(file, act.At, clock),
        ResponseRecommended step => Step(file, step.Ladder, step.Step),
        ResponseDecided step => Step(file, step.Ladder, step.Step) ?? Violation(file),
        EffectDeemed effect => Step(file, effect.Ladder, effect.Step) ?? Violation(file) ?? Effect(file, act, effect),
        EffectAnswered answer => Answer(file, act.At, answer),
        _ => null,
    };

    /// <summary>
    /// The clock that runs; null where none was set, or where what it rests on no longer stands as it did. A ruling
    /// that amends the finding stops it too: whether the other outcome starts one is for a person to say.
    /// </summary>
    public static (CaseEntry Entry, ClockSet Deed)? Clock(CaseFile file)
    {
        var clock = file.All<ClockSet>().LastOrDefault();
        return clock.Entry?.Number > file.StandingSince && IsViolation(file) ? clock : null;
    }

    /// <summary>The times of a clock: those steps that run from the breach, and have a time at all.</summary>
    public static ImmutableArray<LadderClock> Deadlines(CaseFile file)
    {
        if (Clock(file) is not { } clock)
        {
            return [];
        }

        var ladder = file.Terms.Ladders.First(each => each.Id == clock.Deed.Ladder);
        return
        [
            .. ladder.Steps.Where(step => step is { Within: not null, From: not LadderStart.Request }).Select(step =>
                new LadderClock(
                    ladder,
                    step,
                    new Deadline(
                        clock.Deed.Earliest + step.Within!.Value, clock.Deed.Latest + step.Within.Value))),
        ];
    }

    /// <summary>How an effect stands at a time, in words.</summary>
    public static string EffectWords(CaseFile file, CaseEntry effect, Instant at)
    {
        var answer = file.All<EffectAnswered>(effect.Number).FirstOrDefault(each => each.Deed.Act == effect.Number);
        var until = effect.Act.At + file.Terms.ConfirmWithin;
        return answer.Entry is { } entry
            ? $"{(answer.Deed.IsConfirmed ? "confirmed" : "stayed")} by {entry.Act.Author.Person}"
            : at <= until ? $"without force; waits for a person until {until}" : "without force; nobody confirmed it";
    }

    private static Refusal? Clock(CaseFile file, Instant at, ClockSet clock)
    {
        if (file.Terms.Ladders.All(ladder => ladder.Id != clock.Ladder))
        {
            return new(ActRefusal.UnknownReference, $"expected a ladder of the terms, got {clock.Ladder}");
        }

        if (Violation(file) is { } none)
        {
            return none;
        }

        if (clock.Finding != file.Finding)
        {
            return new(
                ActRefusal.UnknownReference,
                FormattableString.Invariant($"expected the finding in force, {file.Finding}, got {clock.Finding}"));
        }

        return clock.Latest < clock.Earliest || clock.Latest > at
            ? new(ActRefusal.Incomplete, "expected an interval that is over and whose ends are in order")
            : null;
    }

    private static Refusal? Step(CaseFile file, string ladder, string step) =>
        file.Terms.Ladders.FirstOrDefault(each => each.Id == ladder)?.Step(step) is null
            ? new(ActRefusal.UnknownReference, $"expected a step of a ladder of the terms, got {ladder} {step}")
            : null;

    private static Refusal? Violation(CaseFile file) => IsViolation(file) ? null : new(
        ActRefusal.NoViolationStands, "expected a violation that stands");

    private static Refusal? Effect(CaseFile file, Act act, EffectDeemed effect)
    {
        var clock = Deadlines(file).FirstOrDefault(each =>
            each.Ladder.Id == effect.Ladder && each.Step.Id == effect.Step && each.Step.IsAutomatic);
        if (clock is null)
        {
            return new(ActRefusal.Incomplete, "expected a step that a text calls automatic, with a clock that runs");
        }

        if (clock.Deadline.At(act.At) != DeadlineState.Due)
        {
            return new(ActRefusal.TooEarly, $"it is due {clock.Deadline}, and not surely before the end of that");
        }

        var waits = file.All<EffectDeemed>(Clock(file)!.Value.Entry.Number).Any(each =>
            each.Deed.Ladder == effect.Ladder && each.Deed.Step == effect.Step
            && (act.At <= each.Entry.Act.At + file.Terms.ConfirmWithin
                || file.All<EffectAnswered>(each.Entry.Number).Any(by => by.Deed.Act == each.Entry.Number)));
        return waits ? new(ActRefusal.AlreadyDone, "it waits for a person, or has been answered") : null;
    }

    private static Refusal? Answer(CaseFile file, Instant at, EffectAnswered answer)
    {
        if (file.Find(answer.Act) is not { Act.Deed: EffectDeemed } effect)
        {
            return new(
                ActRefusal.UnknownReference,
                FormattableString.Invariant($"expected a deemed effect, got {answer.Act}"));
        }

        var until = effect.Act.At + file.Terms.ConfirmWithin;
        return file.All<EffectAnswered>(effect.Number).Any(each => each.Deed.Act == answer.Act)
            ? new(ActRefusal.AlreadyDone, "it has been answered")
            : at > until ? new(ActRefusal.TooLate, $"its time ended at {until}")
            : answer.IsConfirmed && Clock(file)?.Entry.Number is not { } ? new(
                ActRefusal.NoViolationStands, "expected that what it rests on still stands")
            : null;
    }

    private static bool IsViolation(CaseFile file) =>
        file.Standing is { } standing && Transitions.IsViolation(standing);
}
