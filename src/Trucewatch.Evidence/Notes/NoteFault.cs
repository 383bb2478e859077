namespace Trucewatch.Evidence.Notes;

/// <summary>Why a note, a checkpoint or a key line was refused.</summary>
public enum NoteFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The note is longer than <see cref="Note.MaxBytes"/>.</summary>
    TooLong,

    /// <summary>The bytes are not UTF-8.</summary>
    NotUtf8,

    /// <summary>A control character other than the line feed.</summary>
    ControlCharacter,

    /// <summary>No blank line between text and signatures, or an empty text.</summary>
    NoBlankLine,

    /// <summary>A line after the blank line is not a signature line, or the last one has no line feed.</summary>
    BadSignatureLine,

    /// <summary>More signature lines than <see cref="Note.MaxSignatures"/>.</summary>
    TooManySignatures,

    /// <summary>A line names a known key, and its signature does not hold.</summary>
    BadSignature,

    /// <summary>No line is by a known key.</summary>
    NoKnownSignature,

    /// <summary>The text is not origin, decimal size and root, each on its own line and nothing else.</summary>
    BadCheckpointText,

    /// <summary>The checkpoint is of another log.</summary>
    OtherOrigin,
}
