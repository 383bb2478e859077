namespace Trucewatch.Evidence.Bundles;

/// <summary>Where things lie in a bundle; a file that has no place here is refused.</summary>
public static class BundleLayout
{
    /// <summary>The leaf of the manifest.</summary>
    public const string ManifestLeaf = "MANIFEST.leaf";

    /// <summary>What the manifest's leaf commits to, as far as it is shown.</summary>
    public const string ManifestFields = "MANIFEST.fields";

    /// <summary>The proof that the manifest's leaf is in the log.</summary>
    public const string ManifestProof = "MANIFEST.tlog-proof";

    /// <summary>Logs and witnesses whose signatures the proofs carry.</summary>
    public const string Policy = "policy";

    /// <summary>How to check the bundle by hand.</summary>
    public const string Guide = "VERIFY.md";

    /// <summary>The check as a script.</summary>
    public const string Script = "check.py";

    /// <summary>The mark of an exercise.</summary>
    public const string Exercise = "EXERCISE";

    /// <summary>The files that the manifest cannot name: they vouch for it.</summary>
    public static IReadOnlyList<string> Unlisted { get; } =
        [BundleManifest.Name, ManifestFields, ManifestLeaf, ManifestProof];

    /// <summary>The files that each bundle has besides.</summary>
    public static IReadOnlyList<string> Required { get; } = [Guide, Script, Policy];

    /// <summary>The start of the names of items and blobs of a bundle.</summary>
    public static string Mark(bool exercise) => exercise ? "EXERCISE-" : "";

    /// <summary>The path of a part of an item, for example <c>items/fact-000012.leaf</c>.</summary>
    public static string Item(bool exercise, string name, string part) => $"items/{Mark(exercise)}{name}.{part}";

    /// <summary>The path of a sealed segment.</summary>
    public static string Blob(bool exercise, Digest digest) => $"blobs/{Mark(exercise)}{digest}.seg";

    /// <summary>The names of the items among the files, each once.</summary>
    internal static IEnumerable<string> ItemsIn(BundleManifest manifest) => manifest.Files
        .Where(file => file.Path.StartsWith("items/", StringComparison.Ordinal))
        .Select(file => file.Path[..^Path.GetExtension(file.Path).Length])
        .Distinct(StringComparer.Ordinal);

    /// <summary>True for a path that has a place in a bundle.</summary>
    internal static bool Knows(string path, bool exercise)
    {
        var parts = path.Split('/');
        var mark = Mark(exercise);
        return parts switch
        {
            [var name] => Required.Contains(name, StringComparer.Ordinal) || (exercise && name == Exercise),
            ["items", var name] => name.StartsWith(mark, StringComparison.Ordinal)
                && Path.GetExtension(name) is ".leaf" or ".fields" or ".tlog-proof",
            ["blobs", var name] => name.StartsWith(mark, StringComparison.Ordinal)
                && name.EndsWith(".seg", StringComparison.Ordinal)
                && Digest.TryParseHex(name.AsSpan(mark.Length, name.Length - mark.Length - 4), out _),
            ["agreement", _] => true,
            ["inputs", "list" or "track-numbers"] => true,
            _ => false,
        };
    }
}
