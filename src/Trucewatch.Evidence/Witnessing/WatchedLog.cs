using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>
/// What a witness knows of one log: the last head that it cosigned. It is stored twice, as the cosigned checkpoint and
/// in the record of what was signed last, and the two must agree at a start.
/// </summary>
internal sealed class WatchedLog
{
    private const string CheckpointName = "checkpoint";

    private static readonly TreeHead Empty = new(0, MerkleTree.EmptyRoot);

    private readonly string _origin;
    private readonly NoteVerifier[] _keys;
    private readonly IEvidenceFiles _files;
    private readonly RollbackGuard _guard;
    private readonly Cosigner _cosigner;
    private LogState _state;
    private TreeHead _stored = Empty;
    private long _lastTimeS;
    private volatile string? _lastCosigned;

    public WatchedLog(
        string origin, NoteVerifier[] keys, IEvidenceFiles files, IEvidenceFiles guard, Cosigner cosigner)
    {
        (_origin, _keys, _files, _cosigner) = (origin, keys, files, cosigner);
        _guard = new RollbackGuard(guard);
        _state = Recover();
    }

    /// <summary>The last head that was cosigned, or was about to be.</summary>
    public TreeHead Head => _state.Intended;

    /// <summary>The last checkpoint with its cosignature, or null.</summary>
    public string? LastCosigned => _lastCosigned;

    /// <summary>True where a key of the log signed the checkpoint, and no line by such a key fails.</summary>
    public bool IsSigned(string signedNote)
    {
        var bytes = Encoding.UTF8.GetBytes(signedNote);
        var faults = _keys.Select(key => Checkpoint.TryOpen(bytes, key, out _)).ToList();
        return faults.Contains(NoteFault.None) && !faults.Contains(NoteFault.BadSignature);
    }

    /// <summary>
    /// Records what is about to be signed, signs, stores the cosigned checkpoint, and only then gives the line.
    /// </summary>
    /// <exception cref="IOException">A write failed; nothing may be signed any more.</exception>
    public string Cosign(TreeHead head, string signedNote, long timeS)
    {
        if (head != _state.Intended)
        {
            var next = new LogState(_origin, _stored, head);
            _guard.Swap(_state, next);
            _state = next;
        }

        _lastTimeS = Math.Max(_lastTimeS, timeS);
        var line = _cosigner.Sign(head.ToText(_origin), _lastTimeS).ToLine();
        var cosigned = OwnLinesOnly(head, signedNote) + line;
        _files.Write([new PendingFile(CheckpointName, Encoding.UTF8.GetBytes(cosigned))]);
        (_stored, _lastCosigned) = (head, cosigned);
        return line;
    }

    /// <summary>The checkpoint with the log's lines only: what others signed is not this witness's to keep.</summary>
    private string OwnLinesOnly(TreeHead head, string signedNote)
    {
        _ = Note.TryParse(Encoding.UTF8.GetBytes(signedNote), out var note);
        var own = note!.Signatures.Where(
            line => Array.Exists(_keys, key => key.Name == line.Name && key.KeyId == line.KeyId));
        return head.ToText(_origin) + "\n" + string.Concat(own.Select(line => line.ToLine()));
    }

    private LogState Recover()
    {
        var state = _guard.Read();
        var stored = _files.Read(CheckpointName, Note.MaxBytes);
        if (state is not null && state.Origin != _origin)
        {
            throw new EvidenceHaltedException(
                $"{RollbackGuard.FileName}: expected the record of {_origin}, got that of {state.Origin}");
        }

        if (stored is null)
        {
            return state is null || state.Published == Empty
                ? state ?? Begin()
                : throw new EvidenceHaltedException(FormattableString.Invariant(
                    $"{_origin}: expected the cosigned checkpoint of size {state.Intended.Size}, got none: ")
                    + "an older copy was restored");
        }

        var head = ReadCosigned(stored);
        if (state is null || (head != state.Intended && head != state.Published))
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"{_origin}: expected the cosigned checkpoint of size {state?.Intended.Size ?? 0}, got size {
                    head.Size}: an older copy was restored, or the record of what was signed last was"));
        }

        // Where a request was cut off after its decision was stored, its head has been checked: it is gone on from.
        _stored = head;
        return state;
    }

    private LogState Begin()
    {
        var begun = new LogState(_origin, Empty, Empty);
        _guard.Swap(null, begun);
        return begun;
    }

    private TreeHead ReadCosigned(byte[] stored)
    {
        _ = Note.TryParse(stored, out var note);
        var line = note?.Signatures.FirstOrDefault(signature => _cosigner.Verifier.IsNamedBy(signature));
        if (line is not { Bytes.IsEmpty: false } own
            || !_cosigner.Verifier.TryVerify(note!.Text, own.Bytes.Span, out _lastTimeS)
            || !TreeHead.TryParse(note.Text, out var origin, out var head)
            || origin != _origin)
        {
            throw new EvidenceHaltedException(
                $"{_origin}: expected a checkpoint that {_cosigner.Name} cosigned, got another");
        }

        _lastCosigned = Encoding.UTF8.GetString(stored);
        return head;
    }
}
