using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Mirroring;
using Trucewatch.Evidence.Tiles;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Backups;

/// <summary>
/// Fills up the log of a restored data folder from a mirror: the entries that the log got after the backup. What they
/// commit to is here only as far as the backup's outbox held it already.
/// </summary>
internal static class MirrorFill
{
    /// <summary>Does it, and gives the log's size.</summary>
    /// <exception cref="InvalidDataException">The mirror has another log, or an older one.</exception>
    public static async Task<long> ExtendAsync(string data, Uri mirror, CancellationToken stop)
    {
        var reader = LogReader.Open(data);
        var before = reader.ReadCheckpoint();
        var log = MirroredLog.Open(new DiskFiles(DataFolder.Find(data).Log), [reader.Verifier]);
        using var source = new LogSource(mirror);
        try
        {
            var checkpoint = log.TryOpen(await source.ReadCheckpointAsync(stop)) ?? throw new InvalidDataException(
                $"{mirror}: expected a checkpoint signed by {reader.Verifier.Vkey}, got another");
            await log.TakeAsync(checkpoint, source.ReadBundleAsync, stop);
        }
        catch (HttpRequestException unreachable)
        {
            throw new InvalidDataException(unreachable.Message, unreachable);
        }

        using var store = SqlitePictureStore.Open(DataFolder.Find(data).Picture);
        MarkSealed(store, log, before.Size, ExerciseMark.IsIn(reader.Verifier.Name));
        return log.Head.Size;
    }

    /// <summary>What waited in the outbox when the backup was written may have got its entry since.</summary>
    private static void MarkSealed(IPictureStore store, MirroredLog log, long from, bool exercise)
    {
        var entries = new Dictionary<string, long>(StringComparer.Ordinal);
        var read = new List<ReadOnlyMemory<byte>>();
        for (var index = from; index < log.Head.Size; index++)
        {
            var bundle = index / TilePath.FullWidth;
            if (index == from || index % TilePath.FullWidth == 0)
            {
                var path = TilePath.Entries(bundle, TilePath.WidthIn(log.Head.Size, 0, bundle));
                EntryBundle.TryRead(log.ReadTile(path, log.Head.Size)!, path.Width, read);
            }

            entries[Convert.ToHexStringLower(read[(int)(index % TilePath.FullWidth)].Span)] = index;
        }

        long? Find(byte[] key, byte[] payload) => entries.TryGetValue(
            Convert.ToHexStringLower(Leaf.Commit(key, FieldList.TextOf(payload), exercise).ToBytes()), out var index)
            ? index
            : null;
        store.MarkSealed(
            [.. store.ReadUnsealedFacts(int.MaxValue).Select(fact => (fact.Number, At: Find(fact.Key, fact.Payload)))
                .Where(one => one.At is not null).Select(one => (one.Number, one.At!.Value))],
            [.. store.ReadUnsealedSegments().Select(one => (one.Digest, At: Find(one.Key, one.Payload)))
                .Where(one => one.At is not null).Select(one => (one.Digest, one.At!.Value))]);
        store.MarkActsSealed(
            [.. store.ReadUnsealedActs(int.MaxValue).Select(act => (act.Number, At: Find(act.Key, act.Payload)))
                .Where(one => one.At is not null).Select(one => (one.Number, one.At!.Value))]);
    }
}
