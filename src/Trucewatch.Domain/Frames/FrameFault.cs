namespace Trucewatch.Domain.Frames;

/// <summary>
/// Why a frame gave no observation although it should have: counted by feed and reason, the frame kept.
/// </summary>
public enum FrameFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Longer than the format's limit; the framing cut it out.</summary>
    TooLong,

    /// <summary>No bytes.</summary>
    Empty,

    /// <summary>Not the format's syntax.</summary>
    BadSyntax,

    /// <summary>The checksum is absent or differs.</summary>
    BadChecksum,

    /// <summary>Not valid UTF-8, armouring or escaping.</summary>
    BadEncoding,

    /// <summary>A message or version that this decoder does not know.</summary>
    UnsupportedType,

    /// <summary>Too short or too long for its type.</summary>
    WrongLength,

    /// <summary>A value outside what the format allows.</summary>
    OutOfRange,

    /// <summary>A number that is not finite.</summary>
    NotFinite,

    /// <summary>A part of a group whose other parts never came.</summary>
    IncompleteGroup,

    /// <summary>A part that contradicts its group, or came twice.</summary>
    BadGroup,

    /// <summary>More open groups than the limit; the oldest was given up.</summary>
    TooManyGroups,

    /// <summary>A construct that the strict subset forbids, such as a DTD.</summary>
    Forbidden,

    /// <summary>Nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>More items than the limit.</summary>
    TooMany,

    /// <summary>A member or element that the schema does not know.</summary>
    UnknownMember,

    /// <summary>A member that stands twice.</summary>
    DuplicateMember,

    /// <summary>A compulsory member is absent.</summary>
    MissingMember,

    /// <summary>The bytes end in the middle.</summary>
    Truncated,

    /// <summary>The source time is too far from the receive time.</summary>
    TimeOutOfWindow,

    /// <summary>The source sent more than its quota.</summary>
    OverQuota,

    /// <summary>No envelope, on a feed that must be signed.</summary>
    NotSigned,

    /// <summary>Signed with a key that no registered sensor has.</summary>
    UnknownKey,

    /// <summary>Signed with a key that was revoked.</summary>
    RevokedKey,

    /// <summary>Signed with a key before or after the time in which it holds.</summary>
    KeyNotInForce,

    /// <summary>The signature does not fit what came.</summary>
    BadSignature,

    /// <summary>A signed batch that came before, or is too old to tell.</summary>
    Replayed,

    /// <summary>Marked as exercise or simulated by its source, in a log that is live.</summary>
    ExerciseMarked,
}
