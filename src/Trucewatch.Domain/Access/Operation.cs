namespace Trucewatch.Domain.Access;

/// <summary>What somebody asks to do. Each endpoint, and each act on a case, is one of these.</summary>
public enum Operation
{
    /// <summary>To be told who one is.</summary>
    ReadOwnSession,

    /// <summary>The state of the floor: time, record, counts of what one may see.</summary>
    ReadFloor,

    /// <summary>How feeds do whose frames one may see.</summary>
    ReadFeeds,

    /// <summary>The agreement.</summary>
    ReadAgreement,

    /// <summary>What was watched.</summary>
    ReadCoverage,

    /// <summary>Incidents.</summary>
    ReadIncidents,

    /// <summary>News of incidents as they come.</summary>
    StreamEvents,

    /// <summary>The sealed bytes and the proof of something that one may see whole.</summary>
    ReadProof,

    /// <summary>Raw frames and segments of them.</summary>
    ReadFrames,

    /// <summary>Positions of objects, and their history.</summary>
    ReadTracks,

    /// <summary>Which incidents the watch has acknowledged.</summary>
    ReadAcknowledgements,

    /// <summary>To say that an incident was seen.</summary>
    AcknowledgeIncident,

    /// <summary>What the watch noted, and to whom it handed over.</summary>
    ReadShiftLog,

    /// <summary>To note something in the log of the shift, and to hand the watch over.</summary>
    WriteShiftLog,

    /// <summary>To change the words of a sentence of a report, and to read who changed which.</summary>
    EditReport,

    /// <summary>To report from the field, in one's own name.</summary>
    ReportFromField,

    /// <summary>To put acts into an exercise, and to read them.</summary>
    DirectExercise,

    /// <summary>A case, its page and its acts.</summary>
    ReadCase,

    /// <summary>Who viewed, exported and passed on the evidence of a case.</summary>
    ReadCustody,

    /// <summary>To act on a case; each act is judged by itself as well.</summary>
    ActOnCase,

    /// <summary>To hand a person of the roll a link to sign in.</summary>
    IssueLink,

    /// <summary>To end all sessions of a person.</summary>
    RevokePerson,

    /// <summary>What was done with rights: links, delegations, refusals, broken glass.</summary>
    ReadAccess,

    /// <summary>To let another person of the roll act in one's own role for a time.</summary>
    Delegate,

    /// <summary>To read in an emergency what is not released to one; it is announced.</summary>
    BreakGlass,

    /// <summary>To propose that an incident is released more widely.</summary>
    ProposeRelease,

    /// <summary>To be the second person who releases it.</summary>
    ApproveRelease,

    /// <summary>To say that incidents are one, and to take that back.</summary>
    MergeIncidents,

    /// <summary>The board of shared tasking: who asked for which look, who offered one, and what was agreed.</summary>
    ReadTasking,

    /// <summary>To act on the board; each act is judged by itself as well.</summary>
    ActOnTasking,

    /// <summary>To ask that a piece of ground is looked at.</summary>
    RequestLook,

    /// <summary>To offer a look of one's own nation.</summary>
    OfferLook,

    /// <summary>To accept an offer for the mission.</summary>
    AcceptOffer,

    /// <summary>To take back a request or an offer of one's own nation.</summary>
    WithdrawTasking,

    /// <summary>Where tomorrow will be blind, by the looks that are agreed.</summary>
    ReadForecast,

    /// <summary>Where the mission's patrols may go, and when and where they were heard.</summary>
    ReadPatrols,

    /// <summary>The desk of the hotline: calls, notices, queries, windows and corrections that are released to one.
    /// </summary>
    ReadHotline,

    /// <summary>To act at the desk of the hotline; each act is judged by itself as well.</summary>
    ActOnHotline,

    /// <summary>To call a side, to acknowledge, to answer, and to say what a call came to.</summary>
    UseHotline,

    /// <summary>To give notice of one's own movement, works, exercise or flight, and to take it back.</summary>
    GiveNotice,

    /// <summary>To ask a side something by a time, and to reply.</summary>
    Inquire,

    /// <summary>To propose a window of silence, to stop one, and to report after it.</summary>
    KeepWindow,

    /// <summary>To confirm a window of silence for one's own side.</summary>
    ConfirmWindow,

    /// <summary>To ask a party to put something right.</summary>
    AskCorrection,

    /// <summary>To say, with evidence, that something was put right.</summary>
    ReportCorrection,

    /// <summary>To check, with evidence, whether it was, and to be the second who says so.</summary>
    CheckCorrection,

    /// <summary>How the mission did with what was brought to it.</summary>
    ReadMissionAudit,

    /// <summary>An incident opens a case.</summary>
    ReceiveIncident,

    /// <summary>To state what was seen.</summary>
    Observe,

    /// <summary>To state what a party says happened.</summary>
    Claim,

    /// <summary>To sort a case.</summary>
    Triage,

    /// <summary>To take a case up for review.</summary>
    TakeUpReview,

    /// <summary>To state a finding.</summary>
    StateFinding,

    /// <summary>To state a finding in the place of the one in force.</summary>
    CorrectFinding,

    /// <summary>To be the second person who stands by an act.</summary>
    Concur,

    /// <summary>Not to share what an act says.</summary>
    Dissent,

    /// <summary>To take back a case that one brought.</summary>
    WithdrawCase,

    /// <summary>To leave a decision as it is.</summary>
    AcceptDecision,

    /// <summary>To reject a finding.</summary>
    Dispute,

    /// <summary>To take a ruling to the next level.</summary>
    Appeal,

    /// <summary>To commit to evidence, and to open it.</summary>
    ExchangeEvidence,

    /// <summary>To plead.</summary>
    Plead,

    /// <summary>To say that one has an interest in a case.</summary>
    DeclareInterest,

    /// <summary>To have a panel drawn.</summary>
    DrawPanel,

    /// <summary>To put a ruling to the vote, and to vote.</summary>
    Rule,

    /// <summary>To say what was done to end a breach.</summary>
    ReportRemedy,

    /// <summary>To verify that a breach has ended.</summary>
    VerifyRemedy,

    /// <summary>To verify that it has not.</summary>
    VerifyNoRemedy,

    /// <summary>To close a case.</summary>
    CloseCase,

    /// <summary>To reopen a case.</summary>
    ReopenCase,

    /// <summary>A bulletin of the automatic rungs.</summary>
    IssueAutomaticBulletin,

    /// <summary>A bulletin of one analyst.</summary>
    IssuePreliminaryBulletin,

    /// <summary>A bulletin of two reviewers.</summary>
    IssueReviewedBulletin,

    /// <summary>A bulletin of the commission.</summary>
    IssueCommissionBulletin,

    /// <summary>To state from which direction, or from which area.</summary>
    AttributeOrigin,

    /// <summary>To state which side controlled an area.</summary>
    AttributeSide,

    /// <summary>To state who ordered it.</summary>
    AttributeOrder,

    /// <summary>To say from when a ladder's times run.</summary>
    SetClock,

    /// <summary>To recommend a step.</summary>
    RecommendResponse,

    /// <summary>To decide on a step, or on an effect that a text calls automatic.</summary>
    DecideResponse,

    /// <summary>To state that a text would have something follow.</summary>
    DeemEffect,
}
