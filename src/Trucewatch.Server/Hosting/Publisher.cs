using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Moves the outbox into the evidence log: one leaf per sealed segment and per committed fact. The log is the truth;
/// after a crash between sealing and noting, the entries that the store does not know of are matched by their bytes.
/// </summary>
internal sealed class Publisher : IDisposable
{
    /// <summary>Most segments, and most facts, in one seal; the log takes 65,536 entries at once.</summary>
    public const int MostAtOnce = 4096;

    private readonly EvidenceLog log;
    private readonly IPictureStore store;
    private readonly bool exercise;
    private readonly Lock gate = new();

    public Publisher(DataFolder folder, IPictureStore store, NoteSigner signer, bool exercise)
    {
        this.store = store;
        this.exercise = exercise;
        log = EvidenceLog.Open(folder.Log, signer);
        MatchOrphans();
    }

    /// <summary>The newest signed checkpoint.</summary>
    public Checkpoint Checkpoint
    {
        get
        {
            lock (gate)
            {
                return log.ReadCheckpoint();
            }
        }
    }

    /// <summary>The entry and its proof at the newest checkpoint.</summary>
    public (byte[] Entry, TlogProof Proof) Prove(long index)
    {
        lock (gate)
        {
            return (log.ReadEntry(index), log.Prove(index));
        }
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
        if (segments.Count == 0 && facts.Count == 0)
        {
            return false;
        }

        lock (gate)
        {
            var sealedSegments = segments
                .Select(segment => (segment.Digest, log.Append(Entry(segment.Key, segment.Payload)))).ToList();
            var sealedFacts = facts
                .Select(fact => (fact.Number, log.Append(Entry(fact.Key, fact.Payload)))).ToList();
            log.Seal();
            store.MarkSealed(sealedFacts, sealedSegments);
        }

        return true;
    }

    private byte[] Entry(byte[] key, byte[] payload) => Leaf.Commit(key, FieldList.TextOf(payload), exercise).ToBytes();

    private void MatchOrphans()
    {
        var segments = store.ReadUnsealedSegments();
        var facts = store.ReadUnsealedFacts(int.MaxValue);
        if (segments.Count == 0 && facts.Count == 0)
        {
            return;
        }

        // What the last seal took in is at the end of the log; nothing older can be unknown to the store.
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        var from = Math.Max(0, log.Size - segments.Count - facts.Count);
        for (var index = from; index < log.Size; index++)
        {
            ends[Convert.ToHexStringLower(log.ReadEntry(index))] = index;
        }

        List<(string, long)> foundSegments = [];
        List<(long, long)> foundFacts = [];
        foreach (var segment in segments)
        {
            if (ends.TryGetValue(Convert.ToHexStringLower(Entry(segment.Key, segment.Payload)), out var index))
            {
                foundSegments.Add((segment.Digest, index));
            }
        }

        foreach (var fact in facts)
        {
            if (ends.TryGetValue(Convert.ToHexStringLower(Entry(fact.Key, fact.Payload)), out var index))
            {
                foundFacts.Add((fact.Number, index));
            }
        }

        store.MarkSealed(foundFacts, foundSegments);
    }
}
