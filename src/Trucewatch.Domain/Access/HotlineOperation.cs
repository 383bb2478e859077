using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Domain.Access;

/// <summary>Which operation an act at the desk of the hotline is.</summary>
public static class HotlineOperation
{
    /// <summary>The operation; null for what is no act at the desk, which nobody may do.</summary>
    public static Operation? Of(Deed deed) => deed switch
    {
        CallPlaced or CallAcknowledged or CallAnswered or CallConcluded => Operation.UseHotline,
        NoticeGiven or NoticeWithdrawn => Operation.GiveNotice,
        QueryAsked or QueryReplied => Operation.Inquire,
        WindowProposed or WindowAborted or WindowReported => Operation.KeepWindow,
        WindowConfirmed => Operation.ConfirmWindow,
        CorrectionAsked => Operation.AskCorrection,
        CorrectionReported => Operation.ReportCorrection,
        CorrectionChecked or CorrectionAgreed => Operation.CheckCorrection,
        _ => null,
    };
}
