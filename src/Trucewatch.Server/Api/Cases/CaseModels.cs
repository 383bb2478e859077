using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Server.Api.DailyReports;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Api.Cases;

/// <summary>Who may read something; the policy of the label is the service's.</summary>
internal sealed record LabelRequest(
    Classification Classification, IReadOnlyList<string> ReleasableTo, IReadOnlyList<string> Restrictions)
{
    /// <summary>The label.</summary>
    public Label ToLabel() => new(
        AccessPolicy.KnownPolicy, Classification, Sorted(ReleasableTo),
        Restrictions.Count == 0 ? null : Sorted(Restrictions));

    private static ImmutableArray<string> Sorted(IReadOnlyList<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>Opens a case of an incident; without times the breach began when the incident was first seen.</summary>
internal sealed record CaseRequest(
    string Incident, string Text, Instant? Earliest = null, Instant? Latest = null, LabelRequest? Label = null);

/// <summary>An act; without a label it has that of the case.</summary>
internal sealed record CaseActRequest(
    Deed Deed, Confidence Confidence = Confidence.NotStated, LabelRequest? Label = null);

/// <summary>A case as lists show it, with the time of it that asks for somebody first.</summary>
internal sealed record CaseSummary(
    string Id, CaseState State, string Incident, string Clause, string Label, Instant OpenedAt, Outcome? Standing,
    int Acts, CaseClockView? Next);

/// <summary>Cases, and whether the reader may open one.</summary>
internal sealed record CasePageView(IReadOnlyList<CaseSummary> Items, bool MayOpen);

internal sealed record CaseAuthorView(string Person, Role Role, string Nation, string? Party);

internal sealed record CaseRefusalView(ActRefusal Why, string Words);

internal sealed record CaseActView(
    int Number, Instant At, CaseAuthorView Author, Confidence Confidence, string Label, Deed Deed, CaseState State,
    CaseRefusalView? Refusal);

internal sealed record CaseClockView(
    string What, Instant Earliest, Instant Latest, DeadlineState State, Instant? Done, bool? Kept, string? Whose);

/// <summary>
/// A case as its reader sees it, with what that reader may do to it as it stands; each of its parts says no more than
/// the acts that the reader sees.
/// </summary>
internal sealed record CaseView(
    CaseSummary Case, int? Finding, IReadOnlyList<string> Parties, IReadOnlyList<CaseClockView> Clocks,
    IReadOnlyList<CaseActView> Acts, IReadOnlyList<Operation> May, IReadOnlyList<CaseMatrix> Matrices,
    IReadOnlyList<CaseBulletin> Bulletins, CaseTermsView Terms);

/// <summary>What was settled before the case began, as far as whoever acts has to know it.</summary>
/// <param name="MaxChars">Most characters of the words of an act.</param>
/// <param name="PleadingMaxChars">The same of a pleading.</param>
/// <param name="Ladders">The response ladders whose steps can be named.</param>
/// <param name="Rungs">The rungs of the ladder of bulletins with their words.</param>
internal sealed record CaseTermsView(
    int MaxChars, int PleadingMaxChars, IReadOnlyList<CaseLadderView> Ladders, IReadOnlyList<CaseRungView> Rungs);

/// <summary>A response ladder by the name that acts give it.</summary>
internal sealed record CaseLadderView(string Id, string Dated, string Source, IReadOnlyList<CaseStepView> Steps);

/// <summary>A step of a ladder; one that is automatic by its text waits for a person all the same.</summary>
internal sealed record CaseStepView(string Id, string Words, bool IsAutomatic);

/// <summary>A rung: of each group one word has to stand in a bulletin, and further ones may.</summary>
internal sealed record CaseRungView(
    BulletinRung Rung, IReadOnlyList<IReadOnlyList<string>> Needs, IReadOnlyList<string> May);

/// <summary>Asks what is to be said of the words of an act before they are handed in.</summary>
internal sealed record CaseWordingRequest(string Language, string Text);

/// <summary>Loaded words among them.</summary>
internal sealed record CaseWordingView(IReadOnlyList<WordingFlagView> Flags);

/// <summary>What was done with the evidence of a case, and whether that is sealed in the log.</summary>
internal sealed record CustodyActView(
    Instant At, ActKind Kind, string By, string? To, IReadOnlyList<string> Items, string? Copy, string? Policy,
    long? LogIndex);

/// <summary>Who looked at the evidence of a case, and how often: a person in a role, or a session of nobody known.
/// </summary>
internal sealed record CustodyReaderView(string By, int Times, Instant First, Instant Last);

/// <summary>The custody of a case: what was done with its evidence, the newest first, and who looked at it.</summary>
/// <param name="Items">How many items it is about.</param>
/// <param name="Acts">What was done but looking.</param>
/// <param name="Before">How many acts before these are not in the list.</param>
/// <param name="Readers">Who looked.</param>
internal sealed record CaseCustodyView(
    int Items, IReadOnlyList<CustodyActView> Acts, int Before, IReadOnlyList<CustodyReaderView> Readers);
