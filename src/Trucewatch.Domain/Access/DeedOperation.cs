using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Access;

/// <summary>Which operation an act on a case is.</summary>
public static class DeedOperation
{
    /// <summary>What may be asked of a case that is open already: operations stand in the order of a case.</summary>
    public static readonly ImmutableArray<Operation> OnOpenCase =
        [.. Enum.GetValues<Operation>().Where(one => one > Operation.ReceiveIncident)];

    /// <summary>The operation; null for what is no act on a case, which nobody may do.</summary>
    public static Operation? Of(Deed deed) => deed switch
    {
        IncidentReceived => Operation.ReceiveIncident,
        ObservationMade => Operation.Observe,
        ClaimMade => Operation.Claim,
        Triaged => Operation.Triage,
        ReviewTakenUp => Operation.TakeUpReview,
        FindingStated finding => finding.Supersedes is null ? Operation.StateFinding : Operation.CorrectFinding,
        Concurred => Operation.Concur,
        Dissented => Operation.Dissent,
        CaseWithdrawn => Operation.WithdrawCase,
        DecisionAccepted => Operation.AcceptDecision,
        DisputeRaised => Operation.Dispute,
        AppealRaised => Operation.Appeal,
        EvidenceSealed or EvidenceRevealed => Operation.ExchangeEvidence,
        PleadingFiled => Operation.Plead,
        ConflictDeclared => Operation.DeclareInterest,
        PanelDrawn => Operation.DrawPanel,
        RulingProposed or VoteCast => Operation.Rule,
        RemedyReported => Operation.ReportRemedy,
        RemedyVerified remedy => remedy.IsRemedied ? Operation.VerifyRemedy : Operation.VerifyNoRemedy,
        CaseClosed => Operation.CloseCase,
        CaseReopened => Operation.ReopenCase,
        BulletinIssued { Rung: BulletinRung.A1 or BulletinRung.A2 } => Operation.IssueAutomaticBulletin,
        BulletinIssued { Rung: BulletinRung.R1 } => Operation.IssuePreliminaryBulletin,
        BulletinIssued { Rung: BulletinRung.R2 } => Operation.IssueReviewedBulletin,
        BulletinIssued { Rung: BulletinRung.R3 } => Operation.IssueCommissionBulletin,
        AttributionStated { Step: AttributionStep.Direction or AttributionStep.AreaOfOrigin } =>
            Operation.AttributeOrigin,
        AttributionStated { Step: AttributionStep.ControllingSide } => Operation.AttributeSide,
        AttributionStated { Step: AttributionStep.WhoOrdered } => Operation.AttributeOrder,
        ClockSet => Operation.SetClock,
        ResponseRecommended => Operation.RecommendResponse,
        ResponseDecided or EffectAnswered => Operation.DecideResponse,
        EffectDeemed => Operation.DeemEffect,
        _ => null,
    };
}
