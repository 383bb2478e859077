using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Api.Hotline;

/// <summary>
/// An act at the desk. What begins something leaves its id empty; the id is the service's. Under the same <c>key</c>
/// the same act of the same person is done once, however often it is sent.
/// </summary>
internal sealed record HotlineRequest(HotlineDeed Deed, string? Key = null);

/// <summary>Something somebody did about an item, with the side that they spoke for.</summary>
internal sealed record HotlineActView(Instant At, string Person, string Nation, string Side, HotlineDeed Deed);

internal sealed record CallView(
    string Id, string From, string To, Instant At, Instant? AcknowledgedAt, Instant? AnsweredAt, Instant? ConcludedAt,
    CallOutcome? Outcome, double WaitsS, IReadOnlyList<HotlineActView> Acts);

/// <summary>Where a notice stands.</summary>
internal enum NoticeState
{
    /// <summary>Its time has not come.</summary>
    Waits,

    /// <summary>Something that fits it was observed.</summary>
    Matched,

    /// <summary>Something that may fit it was observed.</summary>
    PerhapsMatched,

    /// <summary>Nothing that fits it was observed so far; what was not watched was not observed either.</summary>
    NothingObserved,

    /// <summary>It was taken back.</summary>
    Withdrawn,
}

/// <summary>What was observed and is, or may be, what was notified.</summary>
internal sealed record NoticeMatchView(
    string Incident, NoticeFit Fit, IReadOnlyList<NoticeDoubt> Doubts, string Class, Instant First, Instant Last);

internal sealed record NoticeView(
    string Id, string By, NoticeSubject Subject, Instant From, Instant Until, DeskPlace Place, Instant GivenAt,
    double LeadS, Instant? OthersFrom, NoticeState State, IReadOnlyList<NoticeMatchView> Matches,
    ExposureView? Coverage, IReadOnlyList<HotlineActView> Acts);

internal sealed record QueryView(
    string Id, string From, string To, Instant At, Instant ReplyBy, Instant? RepliedAt, bool? InTime,
    IReadOnlyList<HotlineActView> Acts);

internal sealed record WindowView(
    string Id, WindowPurpose Purpose, Instant From, Instant Until, DeskPlace Place, string AbortWord, WindowState State,
    IReadOnlyList<string> Parties, IReadOnlyList<string> Confirmed, IReadOnlyList<string> Reported,
    Instant? AbortedAt, bool? ByWord, IReadOnlyList<HotlineActView> Acts);

internal sealed record CorrectionView(
    string Id, string Of, string? Case, Instant At, Instant Due, Instant? OthersFrom, CorrectionState State,
    Instant? ReportedAt, bool? InTime, IReadOnlyList<HotlineActView> Acts);

/// <summary>
/// How a side did, by what the reader may see: figures of the same kind for every side, each a count or made of the
/// counts beside it.
/// </summary>
internal sealed record HotlineSideView(
    string Side, int Calls, int Acknowledged, int Answered, double? MedianS, double? P90S, double? LongestS,
    int Queries, Punctuality Replies, int Corrections, int Verified, Punctuality Remedies, double? Credit);

/// <summary>The desk as a reader may know it, and what the reader may do at it.</summary>
internal sealed record HotlineView(
    Instant Now, string? Side, IReadOnlyList<Operation> May, IReadOnlyList<HotlineSideView> Sides,
    IReadOnlyList<CallView> Calls, IReadOnlyList<NoticeView> Notices, IReadOnlyList<QueryView> Queries,
    IReadOnlyList<WindowView> Windows, IReadOnlyList<CorrectionView> Corrections);

/// <summary>That an act was done: what it is about.</summary>
internal sealed record HotlineActDone(string Id);
