using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// The states of a case and what leads from one to the next: one table, from which the picture is drawn too.
/// </summary>
internal static class Transitions
{
    /// <summary>One row: an event, the states in which it can happen, and the state after it.</summary>
    /// <param name="On">The event.</param>
    /// <param name="From">The states in which it can happen.</param>
    /// <param name="To">The state after it; null: that of the outcome which is stated.</param>
    internal sealed record Row(CaseEvent On, ImmutableArray<CaseState> From, CaseState? To);

    /// <summary>What reviewers can find.</summary>
    public static readonly ImmutableArray<CaseState> Outcomes =
    [
        CaseState.ConfirmedViolation, CaseState.TechnicalViolation, CaseState.NoViolation, CaseState.Permitted,
        CaseState.Unverifiable, CaseState.UndeterminedActor, CaseState.Duplicate,
    ];

    /// <summary>What panels can rule.</summary>
    public static readonly ImmutableArray<CaseState> Rulings =
        [CaseState.Upheld, CaseState.Amended, CaseState.SetAside];

    private static readonly ImmutableArray<CaseState> Violations =
        [CaseState.ConfirmedViolation, CaseState.TechnicalViolation, CaseState.UndeterminedActor];

    /// <summary>Every row.</summary>
    public static readonly ImmutableArray<Row> All =
    [
        new(CaseEvent.Receive, [CaseState.None], CaseState.Received),
        new(CaseEvent.Triage, [CaseState.Received], CaseState.Triaged),
        new(CaseEvent.TakeUp, [CaseState.Triaged], CaseState.UnderReview),
        .. Enum.GetValues<Outcome>().Select(outcome =>
            new Row(EventOf(outcome), [CaseState.UnderReview], StateOf(outcome))),
        new(CaseEvent.Correct, Outcomes, null),
        new(CaseEvent.Withdraw, [CaseState.Received, CaseState.Triaged, CaseState.UnderReview], CaseState.Withdrawn),
        new(CaseEvent.Dispute, Outcomes, CaseState.Disputed),
        new(CaseEvent.Uphold, [CaseState.Disputed], CaseState.Upheld),
        new(CaseEvent.Amend, [CaseState.Disputed], CaseState.Amended),
        new(CaseEvent.SetAside, [CaseState.Disputed], CaseState.SetAside),
        new(CaseEvent.Appeal, Rulings, CaseState.Disputed),
        new(
            CaseEvent.VerifyRemedy,
            [.. Violations, CaseState.Upheld, CaseState.Amended, CaseState.Unremedied],
            CaseState.Remedied),
        new(CaseEvent.VerifyNoRemedy, [.. Violations, CaseState.Upheld, CaseState.Amended], CaseState.Unremedied),
        new(
            CaseEvent.Close,
            [
                CaseState.NoViolation, CaseState.Permitted, CaseState.Unverifiable, CaseState.UndeterminedActor,
                CaseState.Duplicate, CaseState.Withdrawn, .. Rulings, CaseState.Remedied, CaseState.Unremedied,
            ],
            CaseState.Closed),
        new(
            CaseEvent.Reopen,
            [
                .. Outcomes, .. Rulings, CaseState.Withdrawn, CaseState.Remedied, CaseState.Unremedied,
                CaseState.Closed,
            ],
            CaseState.UnderReview),
    ];

    /// <summary>The state after an event; null where it cannot happen.</summary>
    public static CaseState? Next(CaseState from, CaseEvent on, Outcome? outcome)
    {
        var row = All.FirstOrDefault(row => row.On == on && row.From.Contains(from));
        return row is null ? null : row.To ?? (outcome is { } stated ? StateOf(stated) : null);
    }

    /// <summary>The event that an act is, if it is one that moves the case, and the outcome it states.</summary>
    public static (CaseEvent On, Outcome? Outcome)? EventOf(Deed deed) => deed switch
    {
        IncidentReceived => (CaseEvent.Receive, null),
        Triaged => (CaseEvent.Triage, null),
        ReviewTakenUp => (CaseEvent.TakeUp, null),
        FindingStated finding => (
            finding.Supersedes is null ? EventOf(finding.Outcome) : CaseEvent.Correct, finding.Outcome),
        CaseWithdrawn => (CaseEvent.Withdraw, null),
        DisputeRaised => (CaseEvent.Dispute, null),
        RulingProposed ruling => (EventOf(ruling.Ruling), null),
        AppealRaised => (CaseEvent.Appeal, null),
        RemedyVerified remedy => (remedy.IsRemedied ? CaseEvent.VerifyRemedy : CaseEvent.VerifyNoRemedy, null),
        CaseClosed => (CaseEvent.Close, null),
        CaseReopened => (CaseEvent.Reopen, null),
        _ => null,
    };

    /// <summary>True for an outcome by which the clause was breached.</summary>
    public static bool IsViolation(Outcome outcome) => Violations.Contains(StateOf(outcome));

    /// <summary>The state of an outcome.</summary>
    public static CaseState StateOf(Outcome outcome) => outcome switch
    {
        Outcome.ConfirmedViolation => CaseState.ConfirmedViolation,
        Outcome.TechnicalViolation => CaseState.TechnicalViolation,
        Outcome.NoViolation => CaseState.NoViolation,
        Outcome.Permitted => CaseState.Permitted,
        Outcome.Unverifiable => CaseState.Unverifiable,
        Outcome.UndeterminedActor => CaseState.UndeterminedActor,
        Outcome.Duplicate => CaseState.Duplicate,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "expected an outcome"),
    };

    private static CaseEvent EventOf(Outcome outcome) => outcome switch
    {
        Outcome.ConfirmedViolation => CaseEvent.FindConfirmedViolation,
        Outcome.TechnicalViolation => CaseEvent.FindTechnicalViolation,
        Outcome.NoViolation => CaseEvent.FindNoViolation,
        Outcome.Permitted => CaseEvent.FindPermitted,
        Outcome.Unverifiable => CaseEvent.FindUnverifiable,
        Outcome.UndeterminedActor => CaseEvent.FindUndeterminedActor,
        Outcome.Duplicate => CaseEvent.FindDuplicate,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "expected an outcome"),
    };

    private static CaseEvent EventOf(Ruling ruling) => ruling switch
    {
        Ruling.Uphold => CaseEvent.Uphold,
        Ruling.Amend => CaseEvent.Amend,
        Ruling.SetAside => CaseEvent.SetAside,
        _ => throw new ArgumentOutOfRangeException(nameof(ruling), ruling, "expected a ruling"),
    };
}
