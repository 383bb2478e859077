using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Policies;

/// <summary>A cosignature that holds.</summary>
/// <param name="Witness">Whose it is.</param>
/// <param name="TimeS">When the witness signed, in seconds since 1970-01-01T00:00:00Z by its own clock.</param>
public readonly record struct WitnessedBy(PolicyWitness Witness, long TimeS);

/// <summary>What a policy says of a signed checkpoint.</summary>
public sealed record PolicyVerdict
{
    /// <summary>Why the note was refused; none says nothing about the quorum.</summary>
    public NoteFault Fault { get; init; }

    /// <summary>The checkpoint, where a log of the policy signed it and no known key's line fails.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The log that signed it.</summary>
    public PolicyLog? Log { get; init; }

    /// <summary>The witnesses that cosigned it, in the order of the policy.</summary>
    public IReadOnlyList<WitnessedBy> Witnessed { get; init; } = [];

    /// <summary>True where these witnesses are enough.</summary>
    public bool HasQuorum { get; init; }

    /// <summary>True where log, signatures and quorum all hold.</summary>
    public bool Holds => Fault == NoteFault.None && HasQuorum;

    internal static PolicyVerdict Refused(NoteFault fault) => new() { Fault = fault };
}
