using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;

namespace Trucewatch.Evidence.Policies;

/// <summary>A log that a policy accepts.</summary>
/// <param name="Key">Its public key, whose name is the origin of its checkpoints.</param>
/// <param name="Url">Where it can be read, or null.</param>
public sealed record PolicyLog(NoteVerifier Key, Uri? Url);

/// <summary>A witness that a policy knows.</summary>
/// <param name="Name">Its name within the policy.</param>
/// <param name="Key">Its public key.</param>
/// <param name="Url">Where it takes checkpoints (the prefix of <c>add-checkpoint</c>), or null.</param>
public sealed record PolicyWitness(string Name, CosignatureVerifier Key, Uri? Url)
{
    /// <summary>True for a mirror: its cosignature states that it also stores every entry.</summary>
    public bool IsMirror => Mirroring.MirrorName.IsOne(Key.Name);
}

/// <summary>A group of a policy: it has seen a checkpoint where enough of its members have.</summary>
/// <param name="Name">Its name within the policy.</param>
/// <param name="Threshold">How many members are enough.</param>
/// <param name="Members">Names of witnesses and of groups that stand above.</param>
public sealed record PolicyGroup(string Name, int Threshold, IReadOnlyList<string> Members);
