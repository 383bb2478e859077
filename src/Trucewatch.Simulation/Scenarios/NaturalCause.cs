using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>Something that happened and is nobody's doing, though instruments see it like a strike.</summary>
/// <param name="Id">Id in the script.</param>
/// <param name="Cause">In one word: <c>harvest-season</c>, <c>thunder</c>, <c>quarry</c>, or <c>cloud</c>, which hides.
/// </param>
/// <param name="At">When it began.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Place">Where.</param>
/// <param name="RadiusM">How far it reached.</param>
public readonly record struct NaturalCause(
    string Id, string Cause, Instant At, Instant Until, GeoPoint Place, double RadiusM);
