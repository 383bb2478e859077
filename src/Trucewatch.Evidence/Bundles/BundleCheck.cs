using System.Collections.Concurrent;
using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Segments;

namespace Trucewatch.Evidence.Bundles;

/// <summary>One thing that was checked, in words.</summary>
/// <param name="Holds">True where it holds.</param>
/// <param name="Words">What was checked, and what was expected and found where it does not hold.</param>
public readonly record struct BundleStep(bool Holds, string Words);

/// <summary>
/// Checks a bundle from end to end: the manifest names each file and no other, the log holds the manifest and each
/// item, each item commits to what is shown of it, and the segments are those that the items name. It needs nothing
/// but the files and, to know whom to trust, a policy.
/// </summary>
public sealed class BundleCheck
{
    private readonly IEvidenceFiles _files;
    private readonly WitnessPolicy _policy;
    private readonly WitnessPolicy? _own;
    private readonly List<BundleStep> _steps = [];
    private readonly Dictionary<string, PolicyVerdict> _judged = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private BundleManifest? _manifest;

    private BundleCheck(IEvidenceFiles files, WitnessPolicy policy, WitnessPolicy? own) =>
        (_files, _policy, _own) = (files, policy, own);

    /// <summary>Each thing that was checked, in order.</summary>
    public IReadOnlyList<BundleStep> Steps => _steps;

    /// <summary>True where all of them hold.</summary>
    public bool Holds => _steps.TrueForAll(step => step.Holds);

    /// <summary>The manifest, where it could be read.</summary>
    public BundleManifest? Manifest => _manifest;

    /// <summary>Checks the files of a bundle under a policy.</summary>
    /// <param name="files">The bundle.</param>
    /// <param name="paths">All paths in it.</param>
    /// <param name="policy">Whom to trust; null: the keys that the bundle brings along.</param>
    public static BundleCheck Run(
        IEvidenceFiles files, IReadOnlyCollection<string> paths, WitnessPolicy? policy = null)
    {
        var own = OwnPolicy(files);
        if ((policy ?? own) is not { } trusted)
        {
            var empty = new BundleCheck(files, policy!, own);
            empty.Say(false, "policy: expected the keys of log and witnesses, got none that can be read");
            return empty;
        }

        var check = new BundleCheck(files, trusted, own);
        try
        {
            if (check.CheckManifest())
            {
                check.CheckFiles(paths);
                check.CheckItems();
                check.CheckBlobs();
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            check.Say(false, unreadable.Message);
        }

        return check;
    }

    /// <summary>The policy that a bundle brings along: it says who signed, and not whom to trust.</summary>
    private static WitnessPolicy? OwnPolicy(IEvidenceFiles files)
    {
        var bytes = files.Read(BundleLayout.Policy, WitnessPolicy.MaxBytes);
        return bytes is not null && WitnessPolicy.TryParse(bytes, out var policy, out _) == PolicyFault.None
            ? policy
            : null;
    }

    private bool CheckManifest()
    {
        var bytes = _files.Read(BundleManifest.Name, BundleManifest.MaxBytes);
        _manifest = bytes is null ? null : BundleManifest.TryParse(bytes);
        if (!Say(_manifest is not null, "manifest: form: head lines, and a sorted line for each file"))
        {
            return false;
        }

        if (_manifest!.IsExercise)
        {
            Say(true, "EXERCISE: nothing in this bundle happened");
        }

        foreach (var (name, value) in _manifest.Heads)
        {
            Say(true, $"manifest: {name} {value}");
        }

        var fields = CheckLeaf("manifest", "MANIFEST");
        var sealedHash = fields?.Find("manifest");
        return Say(
            sealedHash == $"\"{Digest.Of(bytes)}\"",
            $"manifest: the log commits to this manifest: expected {Digest.Of(bytes)}, got {sealedHash ?? "none"}");
    }

    /// <summary>Each file has the size and the hash that the manifest says, and there is no other.</summary>
    private void CheckFiles(IReadOnlyCollection<string> paths)
    {
        var listed = _manifest!.Files.Select(file => file.Path).Concat(BundleLayout.Unlisted)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var path in paths.Where(path => !listed.Contains(path)).Order(StringComparer.Ordinal))
        {
            Say(false, $"file {path}: nothing authenticates this file");
        }

        var isExercise = _manifest.IsExercise;
        var required = isExercise ? BundleLayout.Required.Append(BundleLayout.Exercise) : BundleLayout.Required;
        foreach (var path in required.Where(path => !listed.Contains(path)))
        {
            Say(false, $"file {path}: expected in each bundle, got none");
        }

        foreach (var file in _manifest.Files.Where(file => !BundleLayout.Knows(file.Path, isExercise)))
        {
            Say(false, file.Path.EndsWith(".tsr", StringComparison.Ordinal)
                ? $"file {file.Path}: a time stamp that no key of the policy authenticates"
                : $"file {file.Path}: no such file belongs in a bundle");
        }

        var wrong = new ConcurrentBag<string>();
        var small = _manifest.Files.Sum(file => file.Size) < 1024 * 1024;
        var hashing = new ParallelOptions { MaxDegreeOfParallelism = small ? 1 : Environment.ProcessorCount };
        Parallel.ForEach(_manifest.Files, hashing, file =>
        {
            if (HashFault(file) is { } fault)
            {
                wrong.Add(fault);
            }
        });
        foreach (var fault in wrong.Order(StringComparer.Ordinal))
        {
            Say(false, fault);
        }

        Say(wrong.IsEmpty, FormattableString.Invariant(
            $"files: {_manifest.Files.Count} files, {_manifest.Files.Sum(file => file.Size)
            } bytes, {wrong.Count} of another size or hash"));
    }

    private string? HashFault(BundleFile file)
    {
        var bytes = file.Size > SegmentLimits.MaxFileBytes
            ? null
            : _files.Read(file.Path, SegmentLimits.MaxFileBytes);
        if (bytes is null)
        {
            return FormattableString.Invariant(
                $"file {file.Path}: expected {file.Size} bytes of at most {SegmentLimits.MaxFileBytes}, got none");
        }

        var digest = Digest.Of(bytes);
        return digest == file.Sha256 && bytes.Length == file.Size ? null : FormattableString.Invariant(
            $"file {file.Path}: expected {file.Size} bytes of SHA-256 {file.Sha256}, got {bytes.Length} of {digest}");
    }

    private void CheckItems()
    {
        foreach (var item in BundleLayout.ItemsIn(_manifest!))
        {
            if (CheckLeaf(item, item)?.Find("segment") is ['"', .. var segment, '"'])
            {
                _named.Add(segment);
            }
        }
    }

    /// <summary>A leaf, the proof that the log holds it, and what it commits to.</summary>
    private FieldList? CheckLeaf(string who, string path)
    {
        var entry = _files.Read(path + ".leaf", SegmentLimits.MaxFileBytes);
        var text = _files.Read(path + ".fields", FieldList.MaxBytes);
        var proofBytes = _files.Read(path + ".tlog-proof", TlogProof.MaxBytes);
        if (entry is null || text is null || proofBytes is null)
        {
            Say(false, $"{who}: expected .leaf, .fields and .tlog-proof, got {(entry is null ? "no leaf" : "fewer")}");
            return null;
        }

        var isLeaf = Leaf.TryParse(entry, out var leaf);
        var isProof = TlogProof.TryParse(proofBytes, out var proof) == ProofFault.None;
        var fields = FieldList.TryParse(text);
        if (!isLeaf || !isProof || proof!.Extra is not null || fields is null)
        {
            var part = !isLeaf ? "leaf" : fields is null ? "fields" : "proof";
            Say(false, $"{who}: {part}: expected the one form that it has, got another");
            return null;
        }

        var verdict = Judge(proof.SignedCheckpoint);
        var isIn = verdict.Checkpoint is { } head && Merkle.MerkleTree.VerifyInclusion(
            Merkle.MerkleTree.LeafHash(entry), proof.Index, head.Size, [.. proof.Hashes], head.Root);
        var shown = fields.Lines.Count(line => line is not null);
        var holds = verdict.Holds
            & Say(isIn, FormattableString.Invariant($"{who}: the log holds this leaf at index {proof.Index}"))
            & Say(leaf!.Exercise == _manifest!.IsExercise, $"{who}: exercise: {leaf.Exercise}")
            & Say(fields.Commitment.FixedTimeEquals(leaf.Commitment), FormattableString.Invariant(
                $"{who}: the leaf commits to {shown} fields shown and {fields.Lines.Count - shown} withheld"));
        return holds ? fields : null;
    }

    /// <summary>A checkpoint is judged once, however many proofs lead to it.</summary>
    private PolicyVerdict Judge(string signedNote)
    {
        if (_judged.TryGetValue(signedNote, out var known))
        {
            return known;
        }

        var bytes = Encoding.UTF8.GetBytes(signedNote);
        var verdict = _policy.Judge(bytes);
        _judged.Add(signedNote, verdict);
        if (!Say(verdict.Checkpoint is not null, $"checkpoint: a log of the policy signed it: {verdict.Fault}"))
        {
            return verdict;
        }

        var head = verdict.Checkpoint!;
        Say(true, FormattableString.Invariant($"checkpoint: {head.Origin} signed size {head.Size} root {head.Root}"));
        foreach (var words in PolicyWords.Of(verdict, _policy))
        {
            Say(verdict.HasQuorum, $"checkpoint: {words}");
        }

        // A line that no key covers could say anything, a time among it.
        Note.TryParse(bytes, out var note);
        foreach (var line in note!.Signatures.Where(line => !Covers(_policy, line) && !IsCoveredByOwn(bytes, line)))
        {
            Say(false, $"checkpoint: signature of {line.Name}: no key authenticates it, nor what it says of a time");
            verdict = verdict with { HasQuorum = false };
        }

        return _judged[signedNote] = verdict;
    }

    /// <summary>
    /// True where a key that the bundle brings along covers a line, and all such lines hold: a witness whom the reader
    /// does not count is no fault, a changed line of it is.
    /// </summary>
    private bool IsCoveredByOwn(byte[] note, NoteSignature line) =>
        _own is not null && Covers(_own, line) && _own.Judge(note).Fault == NoteFault.None;

    private static bool Covers(WitnessPolicy policy, NoteSignature line) =>
        policy.Logs.Any(log => log.Key.Name == line.Name && log.Key.KeyId == line.KeyId)
        || policy.Witnesses.Any(witness => witness.Key.IsNamedBy(line));

    /// <summary>Each segment that lies here is named by an item that the log holds.</summary>
    private void CheckBlobs()
    {
        var blobs = _manifest!.Files.Where(file => file.Path.StartsWith("blobs/", StringComparison.Ordinal)).ToList();
        foreach (var blob in blobs)
        {
            var name = blob.Path[("blobs/".Length + BundleLayout.Mark(_manifest.IsExercise).Length)..^4];
            if (name != blob.Sha256.ToHex() || !_named.Contains(name))
            {
                Say(false, $"file {blob.Path}: expected a segment that an item here names, got {blob.Sha256}");
            }
        }

        Say(true, FormattableString.Invariant($"segments: {blobs.Count} here of {_named.Count} that the items name"));
    }

    private bool Say(bool holds, string words)
    {
        _steps.Add(new BundleStep(holds, words));
        return holds;
    }
}
