namespace Trucewatch.Evidence.Segments;

/// <summary>What is wrong with a journal.</summary>
public enum JournalFault
{
    /// <summary>Nothing, or only a torn tail that was never acknowledged.</summary>
    None,

    /// <summary>The file does not start as the journal of this label does.</summary>
    BadHeader,

    /// <summary>
    /// A record that a later record states as flushed does not hold: the medium lost what was acknowledged.
    /// </summary>
    Damaged,

    /// <summary>The file is longer than any journal.</summary>
    TooLong,
}
