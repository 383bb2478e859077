using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;

namespace Trucewatch.Evidence.Policies;

/// <summary>
/// Which logs and which witnesses somebody trusts, and which of them must have signed (C2SP tlog-policy). The parties
/// to an agreement write it together; each of them checks by it alone.
/// </summary>
public sealed class WitnessPolicy
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The name of the policy file in a data folder.</summary>
    public const string FileName = "policy";

    /// <summary>The most logs.</summary>
    public const int MaxLogs = 32;

    /// <summary>The most witnesses.</summary>
    public const int MaxWitnesses = 32;

    /// <summary>The most groups.</summary>
    public const int MaxGroups = 32;

    /// <summary>The quorum that asks for no witness.</summary>
    public const string NoQuorum = "none";

    private readonly List<PolicyGroup> _groups;

    internal WitnessPolicy(
        List<PolicyLog> logs, List<PolicyWitness> witnesses, List<PolicyGroup> groups, string quorum)
    {
        (Logs, Witnesses, _groups, Quorum) = (logs, witnesses, groups, quorum);
    }

    /// <summary>The logs, in the order of the file.</summary>
    public IReadOnlyList<PolicyLog> Logs { get; }

    /// <summary>The witnesses, in the order of the file.</summary>
    public IReadOnlyList<PolicyWitness> Witnesses { get; }

    /// <summary>The groups, in the order of the file: each stands after its members.</summary>
    public IReadOnlyList<PolicyGroup> Groups => _groups;

    /// <summary>The witness or group that must have seen a checkpoint, or <see cref="NoQuorum"/>.</summary>
    public string Quorum { get; }

    /// <summary>Reads a policy file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="policy">The policy, or null with a fault.</param>
    /// <param name="line">The line of the fault, from 1; 0 where it is of no line.</param>
    public static PolicyFault TryParse(ReadOnlySpan<byte> file, out WitnessPolicy? policy, out int line) =>
        PolicyText.TryParse(file, out policy, out line);

    /// <summary>True where these witnesses, by their names in the policy, are enough.</summary>
    public bool IsQuorum(IReadOnlyCollection<string> witnessed)
    {
        if (Quorum == NoQuorum)
        {
            return true;
        }

        // A group names only what stands above it, so one pass in the order of the file decides all of them.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        seen.UnionWith(Witnesses.Select(witness => witness.Name).Where(witnessed.Contains));
        foreach (var group in _groups)
        {
            if (group.Members.Count(seen.Contains) >= group.Threshold)
            {
                seen.Add(group.Name);
            }
        }

        return seen.Contains(Quorum);
    }

    /// <summary>
    /// Checks a checkpoint with its signatures: one of the logs must have signed it, every line that names a known key
    /// must hold, and the witnesses must make the quorum. Lines by other keys are passed over.
    /// </summary>
    public PolicyVerdict Judge(ReadOnlySpan<byte> signedNote)
    {
        var fault = Note.TryParse(signedNote, out var note);
        if (note is null)
        {
            return PolicyVerdict.Refused(fault);
        }

        Checkpoint? checkpoint = null;
        PolicyLog? signer = null;
        var isOfOther = false;
        foreach (var log in Logs)
        {
            fault = Checkpoint.TryOpen(signedNote, log.Key, out var opened);
            if (fault is NoteFault.BadSignature or NoteFault.BadCheckpointText)
            {
                return PolicyVerdict.Refused(fault);
            }

            isOfOther |= fault == NoteFault.OtherOrigin;
            (checkpoint, signer) = opened is null ? (checkpoint, signer) : (opened, log);
        }

        if (checkpoint is null)
        {
            return PolicyVerdict.Refused(isOfOther ? NoteFault.OtherOrigin : NoteFault.NoKnownSignature);
        }

        return TryReadCosignatures(note, out var witnessed)
            ? new PolicyVerdict
            {
                Checkpoint = checkpoint,
                Log = signer,
                Witnessed = witnessed,
                HasQuorum = IsQuorum([.. witnessed.Select(by => by.Witness.Name)]),
            }
            : PolicyVerdict.Refused(NoteFault.BadSignature);
    }

    private bool TryReadCosignatures(Note note, out List<WitnessedBy> witnessed)
    {
        witnessed = [];
        foreach (var witness in Witnesses)
        {
            var latest = -1L;
            foreach (var signature in note.Signatures)
            {
                if (!witness.Key.IsNamedBy(signature))
                {
                    continue;
                }

                if (!witness.Key.TryVerify(note.Text, signature.Bytes.Span, out var timeS))
                {
                    return false;
                }

                latest = Math.Max(latest, timeS);
            }

            if (latest >= 0)
            {
                witnessed.Add(new WitnessedBy(witness, latest));
            }
        }

        return true;
    }
}
