using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Custody;

/// <summary>An act with its number and its place in the log.</summary>
internal readonly record struct NumberedAct(long Number, long? LogIndex, Act Act);

/// <summary>
/// All that a data folder knows of the custody of its evidence, held against the log: which acts there are, which holds
/// are in force, what was dropped, and where something is missing.
/// </summary>
internal sealed class CustodyBook
{
    private readonly DataFolder folder;
    private readonly IPictureStore store;
    private readonly LogReader log;
    private readonly Checkpoint checkpoint;
    private readonly List<NumberedAct> acts = [];
    private readonly List<string> gaps = [];

    /// <summary>Reads the acts, and compares each with its leaf.</summary>
    public CustodyBook(DataFolder folder, IPictureStore store)
    {
        (this.folder, this.store) = (folder, store);
        log = LogReader.Open(folder.Path);
        checkpoint = log.ReadCheckpoint();
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            var expected = acts.Count == 0 ? 1 : acts[^1].Number + 1;
            if (stored.Number != expected)
            {
                gaps.Add(FormattableString.Invariant(
                    $"acts {expected} to {stored.Number - 1}: expected no gap, their records are gone"));
            }

            var isSealed = IsSealed(FormattableString.Invariant($"act {stored.Number}"), stored.LogIndex, stored.Key,
                stored.Payload, gaps);
            acts.Add(new NumberedAct(
                stored.Number, isSealed ? stored.LogIndex : null, ActJson.Read(stored.Payload)));
        }
    }

    /// <summary>Who holds the evidence where nothing else is recorded: the log's own keeper.</summary>
    public string Origin => log.Verifier.Name;

    /// <summary>The acts in order.</summary>
    public IReadOnlyList<NumberedAct> Acts => acts;

    /// <summary>What is missing among the acts themselves.</summary>
    public IReadOnlyList<string> Gaps => gaps;

    /// <summary>Items of the orders to keep that are in force, sorted.</summary>
    public IReadOnlyList<string> Held()
    {
        var held = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, _, act) in acts)
        {
            if (act.Kind == ActKind.Held)
            {
                held.UnionWith(act.Items);
            }
            else if (act.Kind == ActKind.Released)
            {
                held.ExceptWith(act.Items);
            }
        }

        return [.. held];
    }

    /// <summary>Segments with a sealed tombstone, and its words.</summary>
    public Dictionary<Digest, string> Dropped()
    {
        var dropped = new Dictionary<Digest, string>();
        foreach (var (_, index, act) in acts.Where(act => act.Act.Kind == ActKind.Dropped && act.LogIndex is not null))
        {
            foreach (var item in act.Items)
            {
                if (Digest.TryParseHex(item.AsSpan(item.IndexOf(':', StringComparison.Ordinal) + 1), out var digest))
                {
                    dropped[digest] = FormattableString.Invariant(
                        $"under policy {act.Policy}, tombstone: entry {index} of the log");
                }
            }
        }

        return dropped;
    }

    /// <summary>The items that an item stands for: of an incident its facts and the segments of its frames.</summary>
    /// <exception cref="Commands.UnusableException">There is no such item.</exception>
    public IReadOnlyList<string> Parts(string item) => PartsOf(store, item);

    /// <summary>The same of a store that is not held against its log.</summary>
    public static IReadOnlyList<string> PartsOf(IPictureStore store, string item)
    {
        if (!item.StartsWith("incident:", StringComparison.Ordinal))
        {
            return [item];
        }

        var revisions = store.ReadIncidentRevisions(item["incident:".Length..]);
        var incidents = revisions.Select(fact => ((IncidentFact)FactJson.Read(fact.Payload)).Incident).ToList();
        var detections = incidents.SelectMany(incident => incident.Detections).Distinct().Order()
            .Select(number => store.FindDetection(number)).OfType<StoredFact>().ToList();
        var frames = incidents.SelectMany(incident => incident.Frames)
            .Concat(detections.Select(fact => FactJson.Read(fact.Payload)).OfType<DetectionFact>()
                .SelectMany(fact => fact.Detection.Frames));
        var segments = frames.Select(frame => store.FindSegment(frame.Feed, frame.Sequence)?.Digest).OfType<string>();
        return
        [
            item,
            .. segments.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(one => "segment:" + one),
            .. revisions.Concat(detections).Select(fact => fact.Number).Order()
                .Select(number => FormattableString.Invariant($"fact:{number}")),
        ];
    }

    /// <summary>Compares a stored payload and key with the leaf that the log has for them.</summary>
    public bool IsSealed(string what, long? index, byte[] key, byte[] payload, List<string> found)
    {
        if (index is not { } at || at >= checkpoint.Size)
        {
            found.Add($"{what}: expected a sealed leaf, it waits for a checkpoint");
            return false;
        }

        var leaf = Leaf.Commit(key, FieldList.TextOf(payload), folder.IsExercise).ToBytes();
        var holds = log.Prove(at, checkpoint).Entry.AsSpan().SequenceEqual(leaf);
        if (!holds)
        {
            found.Add(FormattableString.Invariant(
                $"{what}: expected what entry {at} of the log commits to, the record of it was changed"));
        }

        return holds;
    }

    /// <summary>Entries of the log that nothing here explains: the record of what they commit to is gone.</summary>
    public IEnumerable<string> UnexplainedEntries()
    {
        var known = new HashSet<long>();
        known.UnionWith(store.ReadSegments().Select(segment => segment.LogIndex ?? -1));
        known.UnionWith(store.ReadActs(0, int.MaxValue).Select(act => act.LogIndex ?? -1));
        for (var after = 0L; store.ReadFacts(after, 4096) is { Count: > 0 } facts; after = facts[^1].Number)
        {
            known.UnionWith(facts.Select(fact => fact.LogIndex ?? -1));
        }

        for (var index = 0L; index < checkpoint.Size; index++)
        {
            if (!known.Contains(index))
            {
                yield return FormattableString.Invariant(
                    $"entry {index} of the log: expected the record of what it commits to, it is gone");
            }
        }
    }
}
