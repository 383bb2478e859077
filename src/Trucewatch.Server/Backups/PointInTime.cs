using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Backups;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Backups;

/// <summary>
/// Makes of a restored data folder what it was at an earlier moment: the log cut at a checkpoint, the record at the
/// frames that had been recorded, and the picture made anew by stepping these (docs/decisions/0005). What had a leaf
/// keeps it, and must come out of the step with the same bytes.
/// </summary>
internal sealed class PointInTime
{
    private const string NewPicture = "picture.cut.db";
    private const string NewLog = "log.cut";

    private readonly DataFolder folder;
    private readonly Agreement agreement;
    private readonly Moment moment;
    private readonly IPictureStore old;
    private readonly long oldSize;
    private readonly RecordCut cut;
    private readonly HashSet<long> same = [];

    private PointInTime(DataFolder folder, Agreement agreement, Moment moment, IPictureStore old, long oldSize)
    {
        (this.folder, this.agreement, this.moment) = (folder, agreement, moment);
        (this.old, this.oldSize) = (old, oldSize);
        cut = new RecordCut(folder, old);
    }

    /// <summary>The log's size.</summary>
    public long Size { get; private set; }

    /// <summary>Frames that were stepped.</summary>
    public long Frames { get; private set; }

    /// <summary>Hash over all facts and track states, as a replay of the same frames gives it.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Cuts a folder that nobody has open.</summary>
    /// <exception cref="InvalidDataException">The record, stepped again, does not give what was sealed.</exception>
    public static PointInTime Make(DataFolder folder, Agreement agreement, Moment moment)
    {
        var checkpoint = LogReader.Open(folder.Path).ReadCheckpoint();
        if (moment.Size is { } size && (size < 0 || size > checkpoint.Size))
        {
            throw new Commands.UnusableException(FormattableString.Invariant(
                $"--size: expected a size from 0 to {checkpoint.Size}, got {size}"));
        }

        PointInTime made;
        var picture = Path.Combine(folder.Path, NewPicture);
        using (var before = SqlitePictureStore.Open(folder.Picture))
        using (var fresh = SqlitePictureStore.Open(picture))
        {
            made = new PointInTime(folder, agreement, moment, before, checkpoint.Size);
            made.Step(fresh);
            made.Size = moment.Size ?? made.LargestSize();
            made.MarkSealed(fresh);
            made.CutRecord(fresh);
            made.CutLog(checkpoint);
        }

        PictureFile.Fold(picture);
        foreach (var left in Directory.EnumerateFiles(folder.Path, "picture.db*"))
        {
            File.Delete(left);
        }

        File.Move(picture, folder.Picture);
        return made;
    }

    private void Step(IPictureStore fresh)
    {
        var table = new FeedTable();
        table.AddRecorded(cut.Feeds);
        var numbers = folder.OpenTrackNumbers(isFirstServed: false);
        using var host = new SectorHost(
            agreement, table, fresh, numbers is null ? null : numbers.Of, folder.IsExercise);
        var (lastFact, leastPosition) = Least();
        var waiting = new WaitingCommit(fresh);
        var batch = new FrameBatch();
        var position = -1L;
        foreach (var stored in cut.ReadAll())
        {
            if (moment.Size is not null && position >= leastPosition && waiting.LastFact >= lastFact)
            {
                break;
            }

            var count = cut.CountUpTo(stored, moment.AsOf);
            if (count == 0)
            {
                continue;
            }

            Fill(batch, table.Find(stored.Feed)!, stored, count);
            host.Process(batch);
            Frames += count;
            position = stored.Position;
            waiting.Add(WithKeys(host.TakeCommit()!));
        }

        waiting.Flush();
        if (fresh.LastFactNumber < lastFact)
        {
            throw AnotherVersion(fresh.LastFactNumber + 1);
        }

        if (moment.Size is not null)
        {
            cut.EndAfter(position);
        }

        Hash = host.Hash();
    }

    /// <summary>What had a leaf at a size: the last fact, and the last position of a segment.</summary>
    private (long LastFact, long Position) Least()
    {
        if (moment.Size is not { } size)
        {
            return (0, long.MaxValue);
        }

        var position = old.ReadSegments().Where(segment => segment.LogIndex < size)
            .Select(segment => segment.LastPosition).DefaultIfEmpty(-1).Max();
        var fact = Facts().Where(fact => fact.LogIndex < size).Select(fact => fact.Number).DefaultIfEmpty(0).Max();
        return (fact, position);
    }

    /// <summary>A fact that is the same as before keeps the key that opens its leaf.</summary>
    private PictureCommit WithKeys(PictureCommit commit)
    {
        var facts = new List<FactRecord>(commit.Facts.Count);
        foreach (var fact in commit.Facts)
        {
            var before = old.FindFact(fact.Fact.Number);
            var isSame = before is not null && before.Payload.AsSpan().SequenceEqual(fact.Payload);
            if (!isSame && before is not null && !cut.HasLeftOut)
            {
                throw AnotherVersion(fact.Fact.Number);
            }

            facts.Add(isSame ? fact with { Key = before!.Key } : fact);
            if (isSame)
            {
                same.Add(fact.Fact.Number);
            }
        }

        return commit with { Facts = facts };
    }

    /// <summary>The size at which the log holds nothing yet that was not known.</summary>
    private long LargestSize()
    {
        var later = old.ReadSegments().Where(segment => segment.LogIndex is not null && !cut.HoldsAll(segment.Digest))
            .Select(segment => segment.LogIndex!.Value)
            .Concat(Facts().Where(fact => !same.Contains(fact.Number)).Select(fact => fact.LogIndex!.Value))
            .Concat(Acts().Where(act => ActJson.Read(act.Payload).At > moment.AsOf).Select(act => act.LogIndex!.Value));
        return later.Append(oldSize).Min();
    }

    private void MarkSealed(IPictureStore fresh)
    {
        var facts = Facts().Where(fact => fact.LogIndex < Size).Select(fact => (fact.Number, fact.LogIndex!.Value));
        foreach (var act in Acts().Where(act => act.LogIndex < Size))
        {
            fresh.MarkActsSealed([(fresh.AddAct(act.Payload, act.Key), act.LogIndex!.Value)]);
        }

        fresh.MarkSealed([.. facts], []);
    }

    private void CutRecord(IPictureStore fresh)
    {
        var recorded = new RecordedBatches(folder, old);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in old.ReadSegments().Where(segment => cut.HoldsAll(segment.Digest)))
        {
            kept.Add(segment.Digest);
            fresh.AddSegment(
                segment with { LogIndex = null }, Spans.Of(segment.Digest, recorded.ReadBatches(segment.Digest)));
            if (segment.LogIndex < Size)
            {
                fresh.MarkSealed([], [(segment.Digest, segment.LogIndex!.Value)]);
            }
        }

        cut.Apply(kept);
    }

    private void CutLog(Checkpoint newest)
    {
        var data = new DiskFiles(folder.Path);
        var (log, target) = (data.Under("log"), data.Under(NewLog));
        foreach (var path in LogCopy.PathsOf(Size))
        {
            target.Write([new PendingFile(path.ToString(), LogCopy.Read(log, path))]);
        }

        if (Size < newest.Size && !File.Exists(Path.Combine(folder.Path, "keys", "log.skey")))
        {
            throw new Commands.UnusableException(
                $"{folder.Path}: expected keys/log.skey, which signs the checkpoint of the shorter log, got none");
        }

        // A shorter tree that the log itself has outgrown: the signature states nothing that it has not stated.
        using var signer = folder.OpenSigner();
        var witnessed = log.Read(EvidenceLog.WitnessedName, Note.MaxBytes);
        _ = Checkpoint.TryOpen(witnessed ?? [], signer.Verifier, out var seen);
        var head = new TreeHead(Size, LogCopy.RootAt(log, Size, newest.Size));
        var checkpoint = Size == newest.Size ? newest : Checkpoint.Sign(head, signer);
        target.Write(
            [new PendingFile(EvidenceLog.CheckpointName, Encoding.UTF8.GetBytes(checkpoint.SignedNote))]);
        if (seen is not null && seen.Size <= Size)
        {
            target.Write([new PendingFile(EvidenceLog.WitnessedName, witnessed)]);
        }

        Directory.Delete(folder.Log, recursive: true);
        Directory.Move(Path.Combine(folder.Path, NewLog), folder.Log);
    }

    private IEnumerable<StoredFact> Facts()
    {
        for (var after = 0L; old.ReadFacts(after, 4096) is { Count: > 0 } facts; after = facts[^1].Number)
        {
            foreach (var fact in facts.Where(fact => fact.LogIndex is not null))
            {
                yield return fact;
            }
        }
    }

    private IEnumerable<StoredAct> Acts() => old.ReadActs(0, int.MaxValue).Where(act => act.LogIndex is not null);

    private static void Fill(FrameBatch batch, Feed feed, StoredBatch stored, int count)
    {
        batch.Start(feed, stored.FirstSequence);
        for (var index = 0; index < count; index++)
        {
            var frame = stored.Frame(index);
            batch.Add(new Domain.Instant(frame.ReceivedAtUs), frame.Bytes.Span);
        }

        batch.Position = stored.Position;
    }

    private static InvalidDataException AnotherVersion(long fact) => new(FormattableString.Invariant(
        $"fact {fact}: expected what was committed, but the record, stepped again, gives another: ")
        + "the backup is of another version of the program; restore it whole, or with that version");
}
