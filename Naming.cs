namespace Trucewatch.Watch.Machinery;

/// <summary>What a term of the machinery may name.</summary>
[Flags]
internal enum Naming
{
    /// <summary>A clause or an article.</summary>
    Clause = 1,

    /// <summary>A party.</summary>
    Party = 2,

    /// <summary>A body.</summary>
    Body = 4,

    /// <summary>A member of any body.</summary>
    Member = 8,

    /// <summary>Somebody outside the agreement.</summary>
    Outsider = 16,

    /// <summary>A gate.</summary>
    Gate = 32,

    /// <summary>A tier.</summary>
    Tier = 64,

    /// <summary>A step.</summary>
    Step = 128,

    /// <summary>A zone.</summary>
    Zone = 256,

    /// <summary>Whoever can say or do something.</summary>
    Somebody = Party | Body | Member | Outsider,
}
