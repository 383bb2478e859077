using System.Collections.Immutable;

namespace Trucewatch.Domain.Adjudication;

/// <summary>The mission asks a party to put something right.</summary>
/// <param name="Correction">Id of the correction.</param>
/// <param name="Of">The party.</param>
/// <param name="Case">The case that it follows from, or null.</param>
/// <param name="Due">Until when.</param>
/// <param name="OthersFrom">From when other parties may read it; null: never.</param>
/// <param name="Text">What, in words.</param>
public sealed record CorrectionAsked(
    string Correction, string Of, string? Case, Instant Due, Instant? OthersFrom, string Text) : HotlineDeed(Text);

/// <summary>The party says that it is put right.</summary>
/// <param name="Correction">Id of the correction.</param>
/// <param name="Evidence">References to facts, frames or documents that show it.</param>
/// <param name="Text">What was done.</param>
public sealed record CorrectionReported(
    string Correction, ImmutableArray<string> Evidence, string Text) : HotlineDeed(Text);

/// <summary>A reviewer has checked it; it has effect once a second one of another nation agrees.</summary>
/// <param name="Correction">Id of the correction.</param>
/// <param name="IsRemedied">True where it is put right.</param>
/// <param name="Evidence">What the reviewer rests on; something besides what the party brought.</param>
/// <param name="Text">Grounds.</param>
public sealed record CorrectionChecked(
    string Correction, bool IsRemedied, ImmutableArray<string> Evidence, string Text) : HotlineDeed(Text);

/// <summary>A second reviewer stands by the check.</summary>
/// <param name="Correction">Id of the correction.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record CorrectionAgreed(string Correction, string Text) : HotlineDeed(Text);
