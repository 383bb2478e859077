using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// Who did it, in four statements that are never one: direction is not origin, origin is not the side in control, and
/// control is not an order. Each rests on the one before it, each has alternatives, and each may be undetermined.
/// </summary>
internal static class Attributions
{
    public static Refusal? Judge(CaseFile file, Act act, AttributionStated stated)
    {
        if (act.Confidence == Confidence.NotStated)
        {
            return new(ActRefusal.ConfidenceMissing, "expected low, moderate or high confidence");
        }

        return Order(file, stated, before: int.MaxValue) ?? Shape(file, stated)
            ?? Conditions.Cites(file, act, stated.Rows.Select(row => row.Observation)) ?? Answer(stated);
    }

    /// <summary>
    /// The statement of a step that stands: the newest in force, as long as the step it rests on was not stated again
    /// since; null where there is none.
    /// </summary>
    public static (CaseEntry Entry, AttributionStated Deed)? Standing(CaseFile file, AttributionStep step)
    {
        var newest = file.All<AttributionStated>()
            .LastOrDefault(each => each.Deed.Step == step && file.IsInForce(each.Entry));
        if (newest.Entry is null)
        {
            return null;
        }

        var before = step == AttributionStep.Direction ? null : Standing(file, step - 1);
        return step == AttributionStep.Direction || before?.Entry.Number < newest.Entry.Number ? newest : null;
    }

    /// <summary>No step is skipped, and nobody says who ordered what is no violation.</summary>
    public static Refusal? Order(CaseFile file, AttributionStated stated, int before)
    {
        if (stated.Step == AttributionStep.Direction)
        {
            return null;
        }

        if (Standing(file, stated.Step - 1) is not { } step || step.Entry.Number > before)
        {
            return new(ActRefusal.StepSkipped, $"expected the step '{Words.Said(stated.Step - 1)}' first");
        }

        return stated.Step == AttributionStep.WhoOrdered
            && (file.Standing is not { } standing || !Transitions.IsViolation(standing))
            ? new(ActRefusal.NoViolationStands, "expected a violation that stands")
            : null;
    }

    private static Refusal? Shape(CaseFile file, AttributionStated stated)
    {
        var ids = stated.Hypotheses.Select(hypothesis => hypothesis.Id).ToList();
        var isFaulty = ids.Count is < 2 or > HypothesisMatrix.MaxHypotheses
            || stated.Rows.Length > HypothesisMatrix.MaxRows
            || ids.Distinct(StringComparer.Ordinal).Count() != ids.Count
            || ids.Exists(id => id is "" or Hypothesis.Undetermined)
            || stated.Rows.Any(row => row.Fits.Length != ids.Count)
            || stated.Rows.Select(row => row.Observation).Distinct().Count() != stated.Rows.Length;
        if (isFaulty)
        {
            return new(
                ActRefusal.Incomplete,
                FormattableString.Invariant($"expected 2 to {HypothesisMatrix.MaxHypotheses} hypotheses with ids, ")
                + "and a row for an observation that says how it fits each of them");
        }

        // A matrix that leaves a party out has decided before it begins.
        var missing = file.Terms.Parties.FirstOrDefault(party => !ids.Contains(party.Id, StringComparer.Ordinal));
        return stated.Step >= AttributionStep.ControllingSide && missing is not null
            ? new(ActRefusal.Incomplete, $"expected a hypothesis for each party, got none for {missing.Id}")
            : null;
    }

    private static Refusal? Answer(AttributionStated stated)
    {
        if (stated.Answer == Hypothesis.Undetermined)
        {
            return null;
        }

        ImmutableArray<string> ids = [.. stated.Hypotheses.Select(hypothesis => hypothesis.Id)];
        if (!ids.Contains(stated.Answer, StringComparer.Ordinal))
        {
            return new(ActRefusal.Incomplete, $"expected one of the hypotheses or undetermined, got {stated.Answer}");
        }

        return HypothesisMatrix.Ahead(ids.Length, stated.Rows) is { } ahead && ids[ahead] == stated.Answer
            ? null
            : new(ActRefusal.NotDiagnostic, $"the evidence does not put {stated.Answer} ahead of every other answer");
    }
}
