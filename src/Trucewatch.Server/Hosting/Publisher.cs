using System.Text;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Backups;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Moves the outbox into the evidence log: one leaf per sealed segment, fact and act of custody. The log is the truth;
/// after a crash between sealing and noting, the entries that the store does not know of are matched by their bytes.
/// </summary>
internal sealed class Publisher : IDisposable
{
    /// <summary>Most segments, facts, and acts in one seal; the log takes 65,536 entries at once.</summary>
    public const int MostAtOnce = 4096;

    private readonly EvidenceLog log;
    private readonly IEvidenceFiles files;
    private readonly IPictureStore store;
    private readonly bool exercise;
    private readonly Lock gate = new();
    private volatile Checkpoint? witnessed;
    private volatile PolicyVerdict? verdict;

    public Publisher(DataFolder folder, IPictureStore store, NoteSigner signer)
    {
        this.store = store;
        exercise = ExerciseMark.IsIn(signer.Name);
        files = folder.Files.Under("log");
        log = EvidenceLog.Open(
            files, signer, folder.Guard is { } guard ? new DiskFiles(guard) : null);
        witnessed = log.ReadWitnessed();
        MatchOrphans();
    }

    /// <summary>True where the log is an exercise's, as its name says.</summary>
    public bool IsExercise => exercise;

    /// <summary>The newest signed checkpoint. Readers wait for no seal.</summary>
    public Checkpoint Checkpoint => log.ReadCheckpoint();

    /// <summary>What the policy says of the checkpoint that witnesses cosigned last; null where none did.</summary>
    public PolicyVerdict? Witnessed => verdict;

    /// <summary>
    /// The entry and its proof, under the checkpoint that witnesses cosigned where that covers it, else under the
    /// newest one.
    /// </summary>
    public (byte[] Entry, TlogProof Proof, Checkpoint Checkpoint) Prove(long index)
    {
        var checkpoint = witnessed is { } cosigned && index < cosigned.Size ? cosigned : log.ReadCheckpoint();
        return (log.ReadEntry(index), log.Prove(index, checkpoint), checkpoint);
    }

    /// <summary>A tile or bundle of the newest checkpoint's tree, or null: it has no such one.</summary>
    public byte[]? ReadTile(TilePath path) =>
        path.Level < TilePath.UsedLevels && path.Width <= TilePath.WidthIn(Checkpoint.Size, path.Level, path.Index)
            ? LogCopy.Read(files, path)
            : null;

    /// <summary>The proof that a tree of this log extends an older one.</summary>
    public IReadOnlyList<Digest> ConsistencyProof(long oldSize, long size) => log.ConsistencyProof(oldSize, size);

    /// <summary>Judges what was kept at an earlier start by the policy of this one.</summary>
    public void JudgeWitnessed(WitnessPolicy policy) =>
        verdict = witnessed is { } kept ? policy.Judge(Encoding.UTF8.GetBytes(kept.SignedNote)) : null;

    /// <summary>
    /// Keeps a checkpoint with its cosignatures. One with a quorum is replaced only by a newer one with a quorum, so
    /// that a proof that a party accepts does not become one that it refuses.
    /// </summary>
    public void KeepWitnessed(byte[] cosignedNote, WitnessPolicy policy)
    {
        var judged = policy.Judge(cosignedNote);
        if (judged.Checkpoint is not { } checkpoint || (verdict is { HasQuorum: true } && !judged.HasQuorum))
        {
            return;
        }

        log.KeepWitnessed(checkpoint.SignedNote);
        (witnessed, verdict) = (checkpoint, judged);
    }

    /// <summary>Seals all that waits; true when anything did.</summary>
    public bool PublishAll()
    {
        var any = false;
        while (PublishSome())
        {
            any = true;
        }

        return any;
    }

    public void Dispose() => log.Dispose();

    private bool PublishSome()
    {
        var segments = store.ReadUnsealedSegments().Take(MostAtOnce).ToList();
        var facts = store.ReadUnsealedFacts(MostAtOnce);
        var acts = store.ReadUnsealedActs(MostAtOnce);
        if (segments.Count == 0 && facts.Count == 0 && acts.Count == 0)
        {
            return false;
        }

        lock (gate)
        {
            var sealedSegments = segments
                .Select(segment => (segment.Digest, log.Append(Entry(segment.Key, segment.Payload)))).ToList();
            var sealedFacts = facts
                .Select(fact => (fact.Number, log.Append(Entry(fact.Key, fact.Payload)))).ToList();
            var sealedActs = acts
                .Select(act => (act.Number, log.Append(Entry(act.Key, act.Payload)))).ToList();
            log.Seal();
            store.MarkSealed(sealedFacts, sealedSegments);
            store.MarkActsSealed(sealedActs);
        }

        return true;
    }

    private byte[] Entry(byte[] key, byte[] payload) =>
        Leaf.Commit(key, FieldList.TextOf(payload), exercise).ToBytes();

    private void MatchOrphans()
    {
        var segments = store.ReadUnsealedSegments();
        var facts = store.ReadUnsealedFacts(int.MaxValue);
        var acts = store.ReadUnsealedActs(int.MaxValue);
        var count = segments.Count + facts.Count + acts.Count;
        if (count == 0)
        {
            return;
        }

        // What the last seal took in is at the end of the log; nothing older can be unknown to the store.
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var index = Math.Max(0, log.Size - count); index < log.Size; index++)
        {
            ends[Convert.ToHexStringLower(log.ReadEntry(index))] = index;
        }

        store.MarkSealed(
            Found(facts, ends, fact => (fact.Number, fact.Key, fact.Payload)),
            Found(segments, ends, segment => (segment.Digest, segment.Key, segment.Payload)));
        store.MarkActsSealed(Found(acts, ends, act => (act.Number, act.Key, act.Payload)));
    }

    private List<(TId Id, long Index)> Found<T, TId>(
        IReadOnlyList<T> waiting, Dictionary<string, long> ends, Func<T, (TId Id, byte[] Key, byte[] Payload)> parts)
    {
        List<(TId, long)> found = [];
        foreach (var (id, key, payload) in waiting.Select(parts))
        {
            if (ends.TryGetValue(Convert.ToHexStringLower(Entry(key, payload)), out var index))
            {
                found.Add((id, index));
            }
        }

        return found;
    }
}
