namespace Trucewatch.Fuzz;

/// <summary>Runs one input through a parser; true when it was accepted; throws when a property is broken.</summary>
public delegate bool FuzzBody(ReadOnlySpan<byte> input);

/// <summary>A parser under attack.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="MustFail">True for the canary, which proves that a broken property is noticed.</param>
/// <param name="Seeds">Inputs to begin from; at least one is accepted.</param>
/// <param name="Words">Pieces of the language that mutations put in.</param>
/// <param name="Run">The body.</param>
public sealed record FuzzTarget(
    string Name, bool MustFail, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words, FuzzBody Run);

/// <summary>What a run found.</summary>
/// <param name="Cases">Inputs tried.</param>
/// <param name="Accepted">Inputs that the parser accepted.</param>
/// <param name="Failing">The first input that broke a property, or null.</param>
/// <param name="Failure">What broke, or null.</param>
public sealed record FuzzOutcome(long Cases, long Accepted, byte[]? Failing, string? Failure);
