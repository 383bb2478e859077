namespace Trucewatch.Simulation.Checks;

/// <summary>A failure planted on purpose into the play of a trial: the check of the same name must find it.</summary>
public enum Plant
{
    /// <summary>None.</summary>
    None,

    /// <summary>One frame is lost before it is recorded.</summary>
    Frames,

    /// <summary>The replay hears one frame less.</summary>
    Replay,

    /// <summary>The order within a feed is changed too, which does make a difference.</summary>
    Order,

    /// <summary>The text forbids to one party only what it forbids.</summary>
    Mirror,

    /// <summary>The record that citations are looked up in ends too early.</summary>
    Citations,

    /// <summary>What is known of when feeds were heard is lost.</summary>
    Watched,

    /// <summary>One bit of the evidence on disk is changed.</summary>
    Evidence,

    /// <summary>The feeds of those who move are deaf.</summary>
    Sure,

    /// <summary>Those who may be there are registered as forces.</summary>
    Innocent,

    /// <summary>A merge is not taken back.</summary>
    Merge,

    /// <summary>A disk forgets what it said was safe.</summary>
    Disk,
}
