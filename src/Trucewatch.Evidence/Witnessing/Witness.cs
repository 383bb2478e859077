using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>
/// Somebody outside who watches logs: it cosigns a checkpoint only where that extends the last one which it cosigned,
/// so that a log cannot show different trees to different readers without its witnesses knowing. Checking, storing and
/// signing are one step that no other request comes between. Any doubt about what is stored stops all signing.
/// </summary>
public sealed class Witness : IDisposable
{
    internal const string LockName = "lock";

    private readonly Cosigner _cosigner;
    private readonly IDisposable _lock;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedLog> _logs = new(StringComparer.Ordinal);
    private string? _halted;

    private Witness(
        IEvidenceFiles files, IEvidenceFiles guard, Cosigner cosigner, IEnumerable<PolicyLog> logs, IDisposable held)
    {
        (_cosigner, _lock) = (cosigner, held);
        foreach (var keys in logs.GroupBy(log => log.Key.Name, StringComparer.Ordinal))
        {
            // The name of a log is no name for a folder; its digest is.
            var folder = Digest.Of(Encoding.UTF8.GetBytes(keys.Key)).ToHex()[..16];
            _logs.Add(
                keys.Key,
                new WatchedLog(
                    keys.Key, [.. keys.Select(log => log.Key)], files.Under(folder), guard.Under(folder), cosigner));
        }
    }

    /// <summary>The witness's public key.</summary>
    public CosignatureVerifier Verifier => _cosigner.Verifier;

    /// <summary>True once it has stopped signing.</summary>
    public bool IsStopped => _halted is not null;

    /// <summary>
    /// Opens what the witness has stored, or starts it. The record of what was cosigned last lies in
    /// <paramref name="guard"/>, best on another medium; without it, beside the rest, where a copy of the whole folder
    /// cannot be told from the folder itself.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">What is stored does not agree with what was cosigned
    /// last.</exception>
    /// <exception cref="IOException">Another witness holds the files, or they cannot be read.</exception>
    public static Witness Open(
        IEvidenceFiles files, Cosigner cosigner, IEnumerable<PolicyLog> logs, IEvidenceFiles? guard = null)
    {
        var held = files.Lock(LockName);
        try
        {
            return new Witness(files, guard ?? files, cosigner, logs, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Answers one request.</summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="timeS">
    /// Now, in seconds since 1970-01-01T00:00:00Z; a clock that goes back does not make a cosignature older than the
    /// last one.
    /// </param>
    public WitnessAnswer Add(ReadOnlySpan<byte> body, long timeS)
    {
        if (!AddCheckpoint.TryParse(body, out var request)
            || Note.TryParse(Encoding.UTF8.GetBytes(request!.SignedNote), out var note) != NoteFault.None
            || !TreeHead.TryParse(note!.Text, out var origin, out var head))
        {
            return new WitnessAnswer(
                WitnessStatus.BadRequest, "expected 'old SIZE', hashes, an empty line and a checkpoint\n");
        }

        if (!_logs.TryGetValue(origin, out var log))
        {
            return new WitnessAnswer(WitnessStatus.UnknownLog, $"{origin}: not a log of this witness's policy\n");
        }

        if (!log.IsSigned(request.SignedNote))
        {
            return new WitnessAnswer(WitnessStatus.BadSignature, $"{origin}: expected a good signature by its key\n");
        }

        if (request.OldSize > head.Size)
        {
            return new WitnessAnswer(WitnessStatus.BadRequest, string.Create(
                CultureInfo.InvariantCulture, $"old {request.OldSize}: expected at most {head.Size}\n"));
        }

        lock (_gate)
        {
            return _halted is null
                ? AddChecked(log, request, head, timeS)
                : new WitnessAnswer(WitnessStatus.Stopped, "this witness has stopped; its operator has to look\n");
        }
    }

    /// <summary>The last checkpoint of a log that was cosigned, with its cosignature, or null.</summary>
    public string? LastCosigned(string origin) =>
        _logs.TryGetValue(origin, out var log) ? log.LastCosigned : null;

    /// <summary>Gives the files free.</summary>
    public void Dispose() => _lock.Dispose();

    private WitnessAnswer AddChecked(WatchedLog log, AddCheckpoint request, TreeHead head, long timeS)
    {
        if (request.OldSize != log.Head.Size)
        {
            return WitnessAnswer.Seen(log.Head.Size);
        }

        if (!MerkleTree.VerifyConsistency(log.Head.Size, log.Head.Root, head.Size, head.Root, request.Proof))
        {
            return new WitnessAnswer(WitnessStatus.BadProof, string.Create(
                CultureInfo.InvariantCulture,
                $"size {head.Size} root {head.Root}: expected a proof that it extends size {log.Head.Size} root {
                    log.Head.Root}\n"));
        }

        try
        {
            return new WitnessAnswer(WitnessStatus.Cosigned, log.Cosign(head, request.SignedNote, timeS));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _halted = cause.Message;
            return new WitnessAnswer(WitnessStatus.Stopped, "this witness has stopped: a write failed\n");
        }
    }
}
