namespace Trucewatch.Evidence.Mirroring;

/// <summary>
/// What the name of a cosigner's key says: a mirror's last part begins with "mirror", a witness's does not. So each
/// reader of a policy knows what a cosignature states, and no word is added to the policy's grammar.
/// </summary>
public static class MirrorName
{
    private const string Start = "mirror";

    /// <summary>True for the name of a mirror: its cosignature states that it stores every entry.</summary>
    public static bool IsOne(string keyName) =>
        keyName[(keyName.LastIndexOf('/') + 1)..].StartsWith(Start, StringComparison.Ordinal);
}
