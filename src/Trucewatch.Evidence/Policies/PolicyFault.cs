namespace Trucewatch.Evidence.Policies;

/// <summary>Why a policy file was refused.</summary>
public enum PolicyFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The file is longer than <see cref="WitnessPolicy.MaxBytes"/>.</summary>
    TooLong,

    /// <summary>The bytes are not UTF-8.</summary>
    NotUtf8,

    /// <summary>A control character other than tab and line feed.</summary>
    ControlCharacter,

    /// <summary>The last line has no line feed.</summary>
    NoLineFeed,

    /// <summary>The line starts with no known word, or has too few or too many parts.</summary>
    BadLine,

    /// <summary>A log's key is not of type 01, or has another form.</summary>
    BadLogKey,

    /// <summary>A witness's key is not of type 04, or has another form.</summary>
    BadWitnessKey,

    /// <summary>The same public key stands twice among the logs or among the witnesses.</summary>
    DuplicateKey,

    /// <summary>An address that is not an absolute http or https one.</summary>
    BadUrl,

    /// <summary>A name that is defined already, or is <c>none</c>.</summary>
    NameTaken,

    /// <summary>A name that no line above defines.</summary>
    UnknownName,

    /// <summary>A member that a group has already: each name counts in one place only.</summary>
    MemberTaken,

    /// <summary>A threshold that is no number from 1 to the number of members.</summary>
    BadThreshold,

    /// <summary>More than <see cref="WitnessPolicy.MaxLogs"/> logs.</summary>
    TooManyLogs,

    /// <summary>More than <see cref="WitnessPolicy.MaxWitnesses"/> witnesses.</summary>
    TooManyWitnesses,

    /// <summary>More than <see cref="WitnessPolicy.MaxGroups"/> groups.</summary>
    TooManyGroups,

    /// <summary>A second line that sets the quorum.</summary>
    SecondQuorum,

    /// <summary>No line sets the quorum.</summary>
    NoQuorum,
}
