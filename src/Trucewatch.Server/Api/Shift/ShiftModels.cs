using Trucewatch.Domain;
using Trucewatch.Domain.Custody;

namespace Trucewatch.Server.Api.Shift;

/// <summary>Ids of the incidents that the watch has seen, and whether the reader may say so of others.</summary>
internal sealed record SeenPage(IReadOnlyList<string> Incidents, bool May);

/// <summary>A note; with somebody to hand over to, the end of a watch.</summary>
internal sealed record ShiftRequest(string Words, string? To = null);

internal sealed record ShiftLineView(
    long Number, Instant At, string By, ActKind Kind, string? Incident, string? To, string? Words, long? LogIndex);

internal sealed record ShiftPage(IReadOnlyList<ShiftLineView> Items, bool May);
