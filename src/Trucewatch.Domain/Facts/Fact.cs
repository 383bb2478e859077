using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Domain.Facts;

/// <summary>
/// Something that the sector has concluded, appended and superseded, never edited: what is stored, sealed in the
/// evidence log, hashed for replay equality and released through the gate.
/// </summary>
/// <param name="Number">Number in the sector, from 1, without gaps.</param>
/// <param name="KnownAt">When it came to be known (receive time of the input that made it).</param>
/// <param name="Label">Release label.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(DetectionFact), "detection")]
[JsonDerivedType(typeof(IncidentFact), "incident")]
[JsonDerivedType(typeof(AcceptanceFact), "acceptance")]
[JsonDerivedType(typeof(OperationalFact), "operational")]
[JsonDerivedType(typeof(SensorsFact), "sensors")]
[JsonDerivedType(typeof(MergeFact), "merge")]
[JsonDerivedType(typeof(ExerciseFact), "exercise")]
public abstract record Fact(long Number, Instant KnownAt, Label Label);

/// <summary>A rule raised a detection.</summary>
public sealed record DetectionFact(long Number, Instant KnownAt, Label Label, Detection Detection)
    : Fact(Number, KnownAt, Label);

/// <summary>An incident was opened, updated or closed; the newest revision supersedes the others.</summary>
public sealed record IncidentFact(long Number, Instant KnownAt, Label Label, Incident Incident)
    : Fact(Number, KnownAt, Label);

/// <summary>A party's signed word about a version of the agreement came in.</summary>
public sealed record AcceptanceFact(long Number, Instant KnownAt, Label Label, Acceptance Acceptance)
    : Fact(Number, KnownAt, Label);

/// <summary>
/// Something about the system itself that a reader of the record must know, such as a broken invariant.
/// </summary>
public sealed record OperationalFact(long Number, Instant KnownAt, Label Label, string Topic, string Words)
    : Fact(Number, KnownAt, Label);

/// <summary>
/// An edition of the sensor registry came into force: from here on observations are understood by it.
/// </summary>
/// <param name="Number">Number in the sector, from 1, without gaps.</param>
/// <param name="KnownAt">When it came to be known.</param>
/// <param name="Label">Release label.</param>
/// <param name="Hash">SHA-256 of the registry's bytes.</param>
/// <param name="Changes">What changed since the edition before, a line for each sensor.</param>
public sealed record SensorsFact(
    long Number, Instant KnownAt, Label Label, string Hash, ImmutableArray<string> Changes)
    : Fact(Number, KnownAt, Label);

/// <summary>
/// Two tracks are of one object, or no longer; its number is what a later one names to reverse it.
/// </summary>
public sealed record MergeFact(long Number, Instant KnownAt, Label Label, Merge Merge) : Fact(Number, KnownAt, Label);

/// <summary>
/// A word of an exercise's direction or watch: that it begins, that an act is put in, that an incident is acknowledged.
/// What is put in is truth, and is kept from those who watch; nothing else is concluded from it.
/// </summary>
/// <param name="Number">Number in the sector, from 1, without gaps.</param>
/// <param name="KnownAt">When it came to be known.</param>
/// <param name="Label">Release label.</param>
/// <param name="Word">The word as it stands in the record.</param>
public sealed record ExerciseFact(long Number, Instant KnownAt, Label Label, string Word)
    : Fact(Number, KnownAt, Label);
