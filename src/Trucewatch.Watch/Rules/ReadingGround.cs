using System.Collections.Immutable;

namespace Trucewatch.Watch.Rules;

/// <summary>Which ground a reading of a clause names, by ids of the agreement: a map shows each reading on its own.
/// </summary>
/// <param name="Clause">Id of the clause.</param>
/// <param name="Reading">Id of the reading.</param>
/// <param name="Zones">Zones that it watches, in the order of the agreement.</param>
/// <param name="Except">Zones in which it does not hold, in the order of the agreement.</param>
/// <param name="Lines">Lines that it measures from, in the order of the agreement.</param>
public sealed record ReadingGround(
    string Clause,
    string Reading,
    ImmutableArray<string> Zones,
    ImmutableArray<string> Except,
    ImmutableArray<string> Lines);
