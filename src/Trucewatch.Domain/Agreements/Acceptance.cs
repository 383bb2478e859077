namespace Trucewatch.Domain.Agreements;

/// <summary>What the check of a signed acceptance came to.</summary>
public enum AcceptanceCheck
{
    /// <summary>The key that the agreement names for the party signed these words about this version.</summary>
    Verified,

    /// <summary>It is about another version than the one in use.</summary>
    AnotherVersion,

    /// <summary>The agreement names no key for the party, so that nothing can be said.</summary>
    NoKey,

    /// <summary>The signature is not the party's, or is missing.</summary>
    BadSignature,

    /// <summary>The words are not an acceptance, or name no party of the agreement.</summary>
    Unreadable,
}

/// <summary>A party's signed word that it accepts a version of the agreement.</summary>
/// <param name="Party">Party id as the note says it; empty where it says none.</param>
/// <param name="PackHash">Hash of the version that it accepts; empty where the note says none.</param>
/// <param name="At">Time that the note states, or null.</param>
/// <param name="Check">What the check came to.</param>
/// <param name="Note">The signed note as it came in: anyone can check it again.</param>
public sealed record Acceptance(string Party, string PackHash, Instant? At, AcceptanceCheck Check, string Note);

/// <summary>
/// The words that a party signs as a note: four lines, so that what is signed can be read before it is signed.
/// </summary>
public static class AcceptanceText
{
    /// <summary>Class of the report that carries a note.</summary>
    public const string ReportClass = "political.acceptance";

    private const string Head = "trucewatch-acceptance-1";

    /// <summary>The words to sign.</summary>
    public static string Write(string packHash, string party, Instant at) => $"{Head}\n{packHash}\n{party}\n{at}\n";

    /// <summary>Reads the words of a signed note; false where they are something else.</summary>
    public static bool TryRead(string note, out string packHash, out string party, out Instant at)
    {
        ArgumentNullException.ThrowIfNull(note);
        (packHash, party, at) = ("", "", default);
        var lines = note.Split('\n');
        if (lines.Length < 5 || lines[0] != Head || lines[4].Length > 0 || !Instant.TryParse(lines[3], out at))
        {
            return false;
        }

        (packHash, party) = (lines[1], lines[2]);
        return packHash.Length == 64 && packHash.All(char.IsAsciiHexDigitLower) && PackWords.IsId(party);
    }
}
