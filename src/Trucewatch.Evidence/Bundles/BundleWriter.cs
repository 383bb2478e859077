using System.Text;
using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence.Bundles;

/// <summary>
/// Writes a bundle: first the files that the manifest names, then, once the log has sealed the manifest's hash, the
/// leaf and the proof that vouch for it.
/// </summary>
public sealed class BundleWriter
{
    private readonly IEvidenceFiles _files;
    private readonly bool _exercise;
    private readonly List<BundleFile> _listed = [];

    /// <summary>Starts a bundle.</summary>
    /// <param name="files">Where it goes.</param>
    /// <param name="exercise">True for a bundle of an exercise: its texts and names say so.</param>
    /// <param name="policy">Logs and witnesses whose signatures the proofs carry.</param>
    public BundleWriter(IEvidenceFiles files, bool exercise, string policy)
    {
        (_files, _exercise) = (files, exercise);
        var guide = Text(BundleLayout.Guide);
        if (exercise)
        {
            Add(BundleLayout.Exercise, Encoding.UTF8.GetBytes(BundleManifest.ExerciseLine + "\n"));
            guide = [.. Encoding.UTF8.GetBytes("EXERCISE: nothing in this bundle happened.\n\n"), .. guide];
        }

        Add(BundleLayout.Guide, guide);
        Add(BundleLayout.Script, Text(BundleLayout.Script));
        Add(BundleLayout.Policy, Encoding.UTF8.GetBytes(policy));
    }

    /// <summary>The paths that the manifest names so far.</summary>
    public IReadOnlyList<string> Paths => [.. _listed.Select(file => file.Path)];

    /// <summary>Adds a file under its path in the bundle.</summary>
    /// <exception cref="ArgumentException">The path has no place in a bundle.</exception>
    public void Add(string path, byte[] content)
    {
        if (!BundleManifest.IsPlain(path) || !BundleLayout.Knows(path, _exercise))
        {
            throw new ArgumentException($"{path}: no such file belongs in a bundle", nameof(path));
        }

        _files.Write([new PendingFile(path, content)]);
        _listed.Add(new BundleFile(path, content.Length, Digest.Of(content)));
    }

    /// <summary>Adds a leaf of the log with its proof and what is shown of its payload.</summary>
    public void AddItem(string name, byte[] leaf, string fields, TlogProof proof)
    {
        Add(BundleLayout.Item(_exercise, name, "leaf"), leaf);
        Add(BundleLayout.Item(_exercise, name, "fields"), Encoding.UTF8.GetBytes(fields));
        Add(BundleLayout.Item(_exercise, name, "tlog-proof"), Encoding.UTF8.GetBytes(proof.ToText()));
    }

    /// <summary>Adds a sealed segment.</summary>
    public void AddBlob(Digest digest, byte[] content) => Add(BundleLayout.Blob(_exercise, digest), content);

    /// <summary>Writes the manifest and gives the hash that the log must seal.</summary>
    public Digest WriteManifest(IEnumerable<(string Name, string Value)> heads)
    {
        var bytes = new BundleManifest(_exercise, heads, _listed).ToBytes();
        _files.Write([new PendingFile(BundleManifest.Name, bytes)]);
        return Digest.Of(bytes);
    }

    /// <summary>Writes what vouches for the manifest.</summary>
    public void WriteSeal(byte[] leaf, string fields, TlogProof proof) => _files.Write(
    [
        new PendingFile(BundleLayout.ManifestLeaf, leaf),
        new PendingFile(BundleLayout.ManifestFields, Encoding.UTF8.GetBytes(fields)),
        new PendingFile(BundleLayout.ManifestProof, Encoding.UTF8.GetBytes(proof.ToText())),
    ]);

    private static byte[] Text(string name)
    {
        using var stream = typeof(BundleWriter).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the text {name} is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
