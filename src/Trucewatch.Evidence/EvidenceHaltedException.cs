namespace Trucewatch.Evidence;

/// <summary>
/// Evidence stopped: after a doubt about what is stored nothing more is signed or recorded until a person has looked
/// and the program has been started anew. Trying again is no cure, because after a failed fsync the system may say
/// "done" for bytes that it has thrown away.
/// </summary>
public sealed class EvidenceHaltedException : IOException
{
    /// <summary>Says what was found where.</summary>
    public EvidenceHaltedException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was found where, and what led to it.</summary>
    public EvidenceHaltedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
