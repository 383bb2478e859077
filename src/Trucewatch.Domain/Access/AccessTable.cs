using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Access;

/// <summary>
/// The rows of the policy: what is in no row is denied. docs/reference/access-policy.md is written from it, and a test
/// compares it with a table that was written apart from it.
/// </summary>
internal static class AccessTable
{
    private static readonly ImmutableArray<Role> Watch =
        [Role.WatchOfficer, Role.Analyst, Role.Reviewer, Role.Auditor];

    private static readonly ImmutableArray<Role> Staff = [.. Watch, Role.PanelMember, Role.Commission];

    private static readonly ImmutableArray<Role> Outside =
        [Role.PartyLiaison, Role.Contributor, Role.StraitsAuthority];

    private static readonly ImmutableArray<Role> Readers = [.. Staff, .. Outside, Role.Public];

    private static readonly ImmutableArray<CaseState> Begun =
        [.. Enum.GetValues<CaseState>().Where(state => state != CaseState.None)];

    private static readonly ImmutableArray<CaseState> Violations =
        [CaseState.ConfirmedViolation, CaseState.TechnicalViolation, CaseState.UndeterminedActor];

    private static readonly ImmutableArray<CaseState> Outcomes =
        [.. Violations, CaseState.NoViolation, CaseState.Permitted, CaseState.Unverifiable, CaseState.Duplicate];

    private static readonly ImmutableArray<CaseState> Rulings =
        [CaseState.Upheld, CaseState.Amended, CaseState.SetAside];

    private static readonly ImmutableArray<CaseState> Reviewed =
    [
        CaseState.UnderReview, .. Violations, CaseState.NoViolation, CaseState.Permitted, CaseState.Unverifiable,
        CaseState.Disputed, .. Rulings, CaseState.Remedied, CaseState.Unremedied,
    ];

    /// <summary>Every row.</summary>
    public static readonly ImmutableArray<AccessRule> All =
        [.. OfFloor(), .. OfRights(), .. OfTasking(), .. OfHotline(), .. OfCases(), .. OfAnswers()];

    private static ImmutableArray<AccessRule> OfFloor() =>
    [
        Page(Operation.ReadOwnSession, Readers, LabelRule.None),
        Page(Operation.ReadFloor, Readers, LabelRule.None),
        Page(Operation.ReadFeeds, Readers, LabelRule.None),
        Page(Operation.ReadAgreement, Readers, LabelRule.None),
        Page(Operation.ReadCoverage, Readers, LabelRule.None),
        Page(Operation.StreamEvents, Readers, LabelRule.None),
        Page(Operation.ReadIncidents, Readers, LabelRule.Read),
        Page(Operation.ReadProof, Readers, LabelRule.Read),
        Page(Operation.ReadFrames, Watch, LabelRule.Live),
        Page(Operation.ReadTracks, Watch, LabelRule.Live),
        Page(Operation.ReadAcknowledgements, Staff, LabelRule.None),
        Page(Operation.AcknowledgeIncident, [Role.WatchOfficer, Role.Analyst, Role.Reviewer], LabelRule.Read),
        Page(Operation.ReadShiftLog, Watch, LabelRule.None),
        Page(Operation.DirectExercise, [Role.Trainer], LabelRule.None),
    ];

    private static ImmutableArray<AccessRule> OfRights() =>
    [
        Right(
            Operation.WriteShiftLog, [Role.WatchOfficer, Role.Analyst, Role.Reviewer], LabelRule.None,
            Distance.Free),
        Right(
            Operation.EditReport, [Role.WatchOfficer, Role.Analyst, Role.Reviewer], LabelRule.None,
            Distance.NeitherParty),
        Right(
            Operation.ReportFromField, [Role.WatchOfficer, Role.Analyst, Role.Contributor], LabelRule.None,
            Distance.Free),
        Right(Operation.IssueLink, [Role.WatchOfficer], LabelRule.None, Distance.NeitherParty),
        Right(Operation.RevokePerson, [Role.WatchOfficer], LabelRule.None, Distance.NeitherParty),
        Right(Operation.ReadAccess, [Role.WatchOfficer, Role.Auditor], LabelRule.None, Distance.NeitherParty),
        Right(
            Operation.Delegate,
            [
                Role.WatchOfficer, Role.Analyst, Role.Reviewer, Role.PartyLiaison, Role.Contributor, Role.Commission,
            ],
            LabelRule.None,
            Distance.Free),
        Right(
            Operation.BreakGlass, [Role.WatchOfficer, Role.Analyst, Role.Reviewer], LabelRule.None,
            Distance.NeitherParty),
        Right(Operation.ProposeRelease, [Role.WatchOfficer, Role.Reviewer], LabelRule.Read, Distance.NeitherParty),
        Right(Operation.ApproveRelease, [Role.Reviewer, Role.Commission], LabelRule.Read, Distance.NeitherParty),
        Right(Operation.MergeIncidents, [Role.WatchOfficer, Role.Analyst], LabelRule.Read, Distance.NeitherParty),
    ];

    // Where and when somebody will look is for those who look: a party that knew it could act between the looks.
    private static ImmutableArray<AccessRule> OfTasking() =>
    [
        Page(Operation.ReadTasking, [.. Watch, Role.Contributor], LabelRule.None),
        Page(Operation.ReadForecast, Watch, LabelRule.None),
        new(Operation.ReadPatrols, Watch, LabelRule.Live, Distance.NeitherParty, [], NeedsPerson: false),
        Right(
            Operation.ActOnTasking, [Role.WatchOfficer, Role.Analyst, Role.Contributor], LabelRule.None,
            Distance.NeitherParty),
        Right(
            Operation.RequestLook, [Role.WatchOfficer, Role.Analyst, Role.Contributor], LabelRule.None,
            Distance.NeitherParty),
        Right(Operation.OfferLook, [Role.WatchOfficer, Role.Contributor], LabelRule.Read, Distance.NeitherParty),
        Right(Operation.AcceptOffer, [Role.WatchOfficer], LabelRule.Read, Distance.NeitherParty),
        Right(
            Operation.WithdrawTasking, [Role.WatchOfficer, Role.Analyst, Role.Contributor], LabelRule.None,
            Distance.NeitherParty),
    ];

    // What a reader gets at the desk is judged thing by thing: a party reads what it said itself, what was said to it,
    // and of what others told the mission only what has been released to it by then.
    private static ImmutableArray<AccessRule> OfHotline() =>
    [
        Page(Operation.ReadHotline, [.. Watch, Role.Commission, Role.PartyLiaison], LabelRule.Read),
        Right(
            Operation.ActOnHotline, [Role.WatchOfficer, Role.Reviewer, Role.Commission, Role.PartyLiaison],
            LabelRule.None, Distance.NeitherParty),
        AtDesk(Operation.UseHotline, Role.WatchOfficer, Role.PartyLiaison),
        AtDesk(Operation.GiveNotice, Role.PartyLiaison),
        AtDesk(Operation.Inquire, Role.WatchOfficer, Role.PartyLiaison),
        AtDesk(Operation.KeepWindow, Role.WatchOfficer, Role.PartyLiaison),
        AtDesk(Operation.ConfirmWindow, Role.PartyLiaison),
        AtDesk(Operation.AskCorrection, Role.WatchOfficer, Role.Reviewer, Role.Commission),
        AtDesk(Operation.ReportCorrection, Role.PartyLiaison),
        AtDesk(Operation.CheckCorrection, Role.Reviewer),

        // Of the cases that the reader may read anyway: everybody may hold the mission to its own clocks.
        Page(Operation.ReadMissionAudit, Readers, LabelRule.Read),
    ];

    private static ImmutableArray<AccessRule> OfCases() =>
    [
        new(Operation.ReadCase, Staff, LabelRule.Read, Distance.Free, Begun, NeedsPerson: false),
        new(Operation.ReadCase, Outside, LabelRule.Read, Distance.OwnCase, Begun, NeedsPerson: false),
        new(
            Operation.ReadCase, [Role.Public], LabelRule.Read, Distance.Free, [CaseState.Closed], NeedsPerson: false),
        new(
            Operation.ReadCustody, [Role.WatchOfficer, Role.Auditor], LabelRule.Read, Distance.NeitherParty, Begun,
            NeedsPerson: false),
        Right(
            Operation.ActOnCase,
            [
                Role.WatchOfficer, Role.Analyst, Role.Reviewer, Role.PanelMember, Role.PartyLiaison, Role.Contributor,
                Role.Commission,
            ],
            LabelRule.None,
            Distance.Free),
        Act(
            Operation.ReceiveIncident, Distance.OwnCase, [CaseState.None],
            Role.WatchOfficer, Role.Analyst, Role.PartyLiaison, Role.Contributor, Role.Machine),
        Act(
            Operation.Observe, Distance.OwnCase, Begun,
            Role.WatchOfficer, Role.Analyst, Role.Contributor, Role.Machine),
        Act(Operation.Claim, Distance.OwnCase, Begun, Role.PartyLiaison),
        Act(Operation.Triage, Distance.NeitherParty, [CaseState.Received], Role.WatchOfficer),
        Act(Operation.TakeUpReview, Distance.NeitherParty, [CaseState.Triaged], Role.Reviewer),
        Act(Operation.StateFinding, Distance.NeitherParty, [CaseState.UnderReview], Role.Reviewer),
        Act(Operation.CorrectFinding, Distance.NeitherParty, Outcomes, Role.Reviewer),
        Act(Operation.Concur, Distance.NeitherParty, Begun, Role.Reviewer, Role.Commission),
        Act(
            Operation.Dissent, Distance.NeitherParty, Begun,
            Role.Analyst, Role.Reviewer, Role.PanelMember, Role.Contributor, Role.Commission),
        Act(
            Operation.WithdrawCase, Distance.OwnCase, [CaseState.Received, CaseState.Triaged, CaseState.UnderReview],
            Role.WatchOfficer, Role.Analyst, Role.PartyLiaison, Role.Contributor),
        Act(
            Operation.DeclareInterest, Distance.OwnCase, Begun,
            Role.Analyst, Role.Reviewer, Role.PanelMember, Role.Commission),
        Act(
            Operation.VerifyRemedy, Distance.NeitherParty,
            [.. Violations, CaseState.Upheld, CaseState.Amended, CaseState.Unremedied], Role.Reviewer),
        Act(
            Operation.VerifyNoRemedy, Distance.NeitherParty, [.. Violations, CaseState.Upheld, CaseState.Amended],
            Role.Reviewer),
        Act(
            Operation.CloseCase, Distance.NeitherParty,
            [
                CaseState.NoViolation, CaseState.Permitted, CaseState.Unverifiable, CaseState.UndeterminedActor,
                CaseState.Duplicate, CaseState.Withdrawn, .. Rulings, CaseState.Remedied, CaseState.Unremedied,
            ],
            Role.WatchOfficer),
        Act(
            Operation.ReopenCase, Distance.NeitherParty,
            [
                .. Outcomes, .. Rulings, CaseState.Withdrawn, CaseState.Remedied, CaseState.Unremedied,
                CaseState.Closed,
            ],
            Role.Reviewer, Role.Commission),
    ];

    private static ImmutableArray<AccessRule> OfAnswers() =>
    [
        Act(Operation.AcceptDecision, Distance.OwnCase, [.. Outcomes, .. Rulings], Role.PartyLiaison),
        Act(Operation.Dispute, Distance.OwnCase, Outcomes, Role.PartyLiaison),
        Act(Operation.Appeal, Distance.OwnCase, Rulings, Role.PartyLiaison),
        Act(Operation.ExchangeEvidence, Distance.OwnCase, [CaseState.Disputed], Role.PartyLiaison),
        Act(Operation.Plead, Distance.OwnCase, [CaseState.Disputed], Role.PartyLiaison),
        Act(Operation.ReportRemedy, Distance.OwnCase, Begun, Role.PartyLiaison),
        Act(Operation.DrawPanel, Distance.NeitherParty, [CaseState.Disputed], Role.WatchOfficer),
        Act(Operation.Rule, Distance.NeitherParty, [CaseState.Disputed], Role.PanelMember),
        Act(
            Operation.IssueAutomaticBulletin, Distance.NeitherParty, Begun, Role.Analyst, Role.Machine),
        Act(Operation.IssuePreliminaryBulletin, Distance.NeitherParty, Begun, Role.Analyst),
        Act(Operation.IssueReviewedBulletin, Distance.NeitherParty, Begun, Role.Reviewer),
        Act(Operation.IssueCommissionBulletin, Distance.NeitherParty, Begun, Role.Commission),
        Act(Operation.AttributeOrigin, Distance.NeitherParty, Reviewed, Role.Analyst, Role.Reviewer),
        Act(Operation.AttributeSide, Distance.NeitherParty, Reviewed, Role.Reviewer),
        Act(Operation.AttributeOrder, Distance.NeitherParty, Reviewed, Role.Commission),
        Act(Operation.SetClock, Distance.NeitherParty, Begun, Role.Commission),
        Act(
            Operation.RecommendResponse, Distance.NeitherParty, Begun,
            Role.Analyst, Role.Reviewer, Role.Contributor, Role.Commission),
        Act(Operation.DecideResponse, Distance.NeitherParty, Begun, Role.Commission),
        Act(Operation.DeemEffect, Distance.NeitherParty, Begun, Role.WatchOfficer, Role.Analyst, Role.Machine),
    ];

    /// <summary>Something that is looked at, or nodded at: by anybody who is signed in.</summary>
    private static AccessRule Page(Operation to, ImmutableArray<Role> roles, LabelRule label) =>
        new(to, roles, label, Distance.Free, [], NeedsPerson: false);

    /// <summary>Something that a person answers for, and that is about no state of a case.</summary>
    private static AccessRule Right(Operation to, ImmutableArray<Role> roles, LabelRule label, Distance distance) =>
        new(to, roles, label, distance, [], NeedsPerson: true);

    /// <summary>An act at the desk of the hotline, on something that its label releases to its author.</summary>
    private static AccessRule AtDesk(Operation to, params ImmutableArray<Role> roles) =>
        new(to, roles, LabelRule.Read, Distance.NeitherParty, [], NeedsPerson: true);

    /// <summary>An act on a case. That its author may read the case is asked before.</summary>
    private static AccessRule Act(
        Operation to, Distance distance, ImmutableArray<CaseState> states, params ImmutableArray<Role> roles) =>
        new(to, roles, LabelRule.None, distance, states, NeedsPerson: true);
}
