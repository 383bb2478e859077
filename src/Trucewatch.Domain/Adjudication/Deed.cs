using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trucewatch.Domain.Adjudication;

/// <summary>
/// What an act does. Six of them state something (<see cref="ObservationMade"/>, <see cref="ClaimMade"/>,
/// <see cref="IncidentReceived"/>, <see cref="FindingStated"/>, <see cref="AttributionStated"/>,
/// <see cref="ResponseDecided"/>) and are six different things; the others are procedure. Acts are named by their
/// number in the file.
/// </summary>
/// <param name="Text">The author's own words.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "deed")]
[JsonDerivedType(typeof(IncidentReceived), "incident-received")]
[JsonDerivedType(typeof(ObservationMade), "observation-made")]
[JsonDerivedType(typeof(ClaimMade), "claim-made")]
[JsonDerivedType(typeof(Triaged), "triaged")]
[JsonDerivedType(typeof(ReviewTakenUp), "review-taken-up")]
[JsonDerivedType(typeof(FindingStated), "finding-stated")]
[JsonDerivedType(typeof(Concurred), "concurred")]
[JsonDerivedType(typeof(Dissented), "dissented")]
[JsonDerivedType(typeof(CaseWithdrawn), "case-withdrawn")]
[JsonDerivedType(typeof(DecisionAccepted), "decision-accepted")]
[JsonDerivedType(typeof(DisputeRaised), "dispute-raised")]
[JsonDerivedType(typeof(AppealRaised), "appeal-raised")]
[JsonDerivedType(typeof(EvidenceSealed), "evidence-sealed")]
[JsonDerivedType(typeof(EvidenceRevealed), "evidence-revealed")]
[JsonDerivedType(typeof(PleadingFiled), "pleading-filed")]
[JsonDerivedType(typeof(ConflictDeclared), "conflict-declared")]
[JsonDerivedType(typeof(PanelDrawn), "panel-drawn")]
[JsonDerivedType(typeof(RulingProposed), "ruling-proposed")]
[JsonDerivedType(typeof(VoteCast), "vote-cast")]
[JsonDerivedType(typeof(RemedyReported), "remedy-reported")]
[JsonDerivedType(typeof(RemedyVerified), "remedy-verified")]
[JsonDerivedType(typeof(CaseClosed), "case-closed")]
[JsonDerivedType(typeof(CaseReopened), "case-reopened")]
[JsonDerivedType(typeof(BulletinIssued), "bulletin-issued")]
[JsonDerivedType(typeof(AttributionStated), "attribution-stated")]
[JsonDerivedType(typeof(ClockSet), "clock-set")]
[JsonDerivedType(typeof(ResponseRecommended), "response-recommended")]
[JsonDerivedType(typeof(ResponseDecided), "response-decided")]
[JsonDerivedType(typeof(EffectDeemed), "effect-deemed")]
[JsonDerivedType(typeof(EffectAnswered), "effect-answered")]
public abstract record Deed(string Text)
{
    /// <summary>Most characters of the words of an act that is not a pleading.</summary>
    public const int MaxChars = 4_000;
}

/// <summary>An incident comes in and opens the case.</summary>
/// <param name="Incident">Its id.</param>
/// <param name="Clause">The clause that it is under.</param>
/// <param name="Earliest">The earliest that the breach may have begun.</param>
/// <param name="Latest">The latest.</param>
/// <param name="Text">What, in words.</param>
public sealed record IncidentReceived(
    string Incident, string Clause, Instant Earliest, Instant Latest, string Text) : Deed(Text);

/// <summary>What a sensor or a person saw, with the bytes it rests on.</summary>
/// <param name="Evidence">References to facts, frames or documents.</param>
/// <param name="Text">What, in words.</param>
public sealed record ObservationMade(ImmutableArray<string> Evidence, string Text) : Deed(Text);

/// <summary>What a party says happened.</summary>
public sealed record ClaimMade(string Text) : Deed(Text);

/// <summary>The case is sorted.</summary>
/// <param name="Severity">1 to 4, by the agreement's own scale.</param>
/// <param name="Text">Why.</param>
public sealed record Triaged(int Severity, string Text) : Deed(Text);

/// <summary>A reviewer takes the case up.</summary>
public sealed record ReviewTakenUp(string Text) : Deed(Text);

/// <summary>What a reviewer finds; it has effect once a second one concurs.</summary>
/// <param name="Outcome">What is found.</param>
/// <param name="Reading">The reading of the clause under which it is found.</param>
/// <param name="Cites">Numbers of the observations that it rests on.</param>
/// <param name="Other">The other case of a duplicate, the exception or notice of what is permitted; else null.</param>
/// <param name="Supersedes">Number of the finding that it corrects, or null.</param>
/// <param name="Text">Grounds.</param>
public sealed record FindingStated(
    Outcome Outcome,
    string Reading,
    ImmutableArray<int> Cites,
    string? Other,
    int? Supersedes,
    string Text) : Deed(Text);

/// <summary>A second person stands by an act that needs two.</summary>
/// <param name="Act">Its number.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record Concurred(int Act, string Text) : Deed(Text);

/// <summary>A person does not share what an act says; it changes nothing and is kept.</summary>
/// <param name="Act">Its number.</param>
/// <param name="Text">Why.</param>
public sealed record Dissented(int Act, string Text) : Deed(Text);

/// <summary>Whoever brought the case takes it back.</summary>
public sealed record CaseWithdrawn(string Text) : Deed(Text);

/// <summary>A party says that it will not dispute a finding or appeal a ruling.</summary>
public sealed record DecisionAccepted(string Text) : Deed(Text);

/// <summary>A party rejects the finding.</summary>
public sealed record DisputeRaised(string Text) : Deed(Text);

/// <summary>A party takes the ruling to the next level.</summary>
public sealed record AppealRaised(string Text) : Deed(Text);

/// <summary>A party commits to evidence that nobody can read yet.</summary>
/// <param name="Item">The party's id for it.</param>
/// <param name="Commitment">HMAC-SHA256 of the payload under a random key of 32 bytes, in hexadecimal.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record EvidenceSealed(string Item, string Commitment, string Text) : Deed(Text);

/// <summary>A party opens what it committed to.</summary>
/// <param name="Item">The party's id for it.</param>
/// <param name="Key">The key, in hexadecimal.</param>
/// <param name="Payload">The evidence, or its digest.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record EvidenceRevealed(string Item, string Key, string Payload, string Text) : Deed(Text);

/// <summary>A party pleads in its turn.</summary>
public sealed record PleadingFiled(string Text) : Deed(Text);

/// <summary>A person says that they have an interest in the case.</summary>
public sealed record ConflictDeclared(string Text) : Deed(Text);

/// <summary>A panel is drawn: the seed is opened, the rest follows from the rule.</summary>
/// <param name="Seed">32 bytes in hexadecimal.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record PanelDrawn(string Seed, string Text) : Deed(Text);

/// <summary>A member of the panel puts a ruling to the vote, and votes for it.</summary>
/// <param name="Ruling">The ruling.</param>
/// <param name="Outcome">What stands in the finding's place, where it is amended; else null.</param>
/// <param name="Text">Grounds.</param>
public sealed record RulingProposed(Ruling Ruling, Outcome? Outcome, string Text) : Deed(Text);

/// <summary>How a member votes.</summary>
public enum Ballot
{
    /// <summary>For it.</summary>
    Yes,

    /// <summary>Against it; the words are the dissent.</summary>
    No,

    /// <summary>Neither.</summary>
    Abstain,
}

/// <summary>A member of the panel votes.</summary>
/// <param name="Act">Number of the ruling that was proposed.</param>
/// <param name="Ballot">How.</param>
/// <param name="Text">Words; needed where the vote is against.</param>
public sealed record VoteCast(int Act, Ballot Ballot, string Text) : Deed(Text);

/// <summary>A party says what it has done to end a breach.</summary>
public sealed record RemedyReported(string Text) : Deed(Text);

/// <summary>A reviewer has checked whether a breach has ended.</summary>
/// <param name="IsRemedied">True where it has.</param>
/// <param name="Cites">Numbers of the observations that it rests on.</param>
/// <param name="Text">Grounds.</param>
public sealed record RemedyVerified(bool IsRemedied, ImmutableArray<int> Cites, string Text) : Deed(Text);

/// <summary>Work on the case ends.</summary>
public sealed record CaseClosed(string Text) : Deed(Text);

/// <summary>New evidence takes the case back under review.</summary>
/// <param name="Cites">Numbers of observations made since the last decision.</param>
/// <param name="Text">Why.</param>
public sealed record CaseReopened(ImmutableArray<int> Cites, string Text) : Deed(Text);

/// <summary>A bulletin; it takes the place of the one before.</summary>
/// <param name="Rung">The rung whose words and authors it has.</param>
/// <param name="Supersedes">Number of the bulletin before, or null for the first.</param>
/// <param name="ClockEffect">For a correction, what it does to a clock that runs; else null.</param>
/// <param name="Text">What it says.</param>
public sealed record BulletinIssued(BulletinRung Rung, int? Supersedes, string? ClockEffect, string Text) : Deed(Text)
{
    /// <summary>True where it corrects the one before instead of following it.</summary>
    public bool IsCorrection => ClockEffect is not null;
}

/// <summary>One of four statements about who did it.</summary>
/// <param name="Step">Which of the four.</param>
/// <param name="Answer">Id of a hypothesis, or <see cref="Hypothesis.Undetermined"/>.</param>
/// <param name="Hypotheses">All answers that compete.</param>
/// <param name="Rows">How each observation fits them.</param>
/// <param name="Text">Grounds.</param>
public sealed record AttributionStated(
    AttributionStep Step,
    string Answer,
    ImmutableArray<Hypothesis> Hypotheses,
    ImmutableArray<EvidenceRow> Rows,
    string Text) : Deed(Text);

/// <summary>The named authority says from when a response ladder's times run.</summary>
/// <param name="Ladder">Id of the ladder.</param>
/// <param name="Finding">Number of the finding that the clock rests on.</param>
/// <param name="Earliest">The earliest that the breach may have begun.</param>
/// <param name="Latest">The latest.</param>
/// <param name="Text">Grounds.</param>
public sealed record ClockSet(string Ladder, int Finding, Instant Earliest, Instant Latest, string Text) : Deed(Text);

/// <summary>Somebody recommends a step of a response ladder; nothing follows from it.</summary>
/// <param name="Ladder">Id of the ladder.</param>
/// <param name="Step">Id of the step.</param>
/// <param name="Text">Grounds.</param>
public sealed record ResponseRecommended(string Ladder, string Step, string Text) : Deed(Text);

/// <summary>The named authority decides whether a step is taken.</summary>
/// <param name="Ladder">Id of the ladder.</param>
/// <param name="Step">Id of the step.</param>
/// <param name="IsTaken">True where it is to be taken.</param>
/// <param name="Text">Grounds.</param>
public sealed record ResponseDecided(string Ladder, string Step, bool IsTaken, string Text) : Deed(Text);

/// <summary>A step that a text calls automatic is due; it has no force until a person confirms it.</summary>
/// <param name="Ladder">Id of the ladder.</param>
/// <param name="Step">Id of the step.</param>
/// <param name="Text">The text's own words.</param>
public sealed record EffectDeemed(string Ladder, string Step, string Text) : Deed(Text);

/// <summary>The named authority confirms or stays an effect.</summary>
/// <param name="Act">Number of the effect.</param>
/// <param name="IsConfirmed">True where it takes force, false where it is stayed.</param>
/// <param name="Text">Grounds.</param>
public sealed record EffectAnswered(int Act, bool IsConfirmed, string Text) : Deed(Text);
