namespace Trucewatch.Evidence;

/// <summary>Why a proof was refused.</summary>
public enum ProofFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The proof is longer than <see cref="TlogProof.MaxBytes"/>.</summary>
    TooLong,

    /// <summary>The bytes do not have the form of a proof.</summary>
    BadForm,

    /// <summary>The checkpoint has not the form of one, or the named log did not sign it.</summary>
    BadCheckpoint,

    /// <summary>The hashes do not lead from this entry at this index to the signed root.</summary>
    NotIncluded,
}
