using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Evidence.Segments;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Stores;

namespace Trucewatch.Server.Custody;

/// <summary>
/// Steps recorded batches again from the first one, and keeps the facts that come of it: what a bundle is checked by
/// before it is sealed, and what a re-adjudication does.
/// </summary>
internal sealed class Rerun
{
    private readonly SortedDictionary<long, byte[]> facts = [];

    private Rerun()
    {
    }

    /// <summary>Payloads of the facts that were asked for, by number.</summary>
    public IReadOnlyDictionary<long, byte[]> Facts => facts;

    /// <summary>Position of the batch that gave the last one; -1 when none was asked for.</summary>
    public long LastPosition { get; private set; } = -1;

    /// <summary>Numbers that tracks got, in the order in which they were opened.</summary>
    public List<int> TrackNumbers { get; } = [];

    /// <summary>Steps batches until the last wanted fact has come, or they end.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="exercise">True when they are of an exercise.</param>
    /// <param name="feeds">Names of the feeds.</param>
    /// <param name="batches">The batches in order of position.</param>
    /// <param name="wanted">Numbers of the facts to keep, sorted.</param>
    /// <param name="numberTrack">Numbers the n-th track, or null: in order.</param>
    public static Rerun Step(
        Agreement agreement,
        bool exercise,
        IEnumerable<string> feeds,
        IEnumerable<StoredBatch> batches,
        IReadOnlyList<long> wanted,
        Func<int, int>? numberTrack)
    {
        var rerun = new Rerun();
        var table = new FeedTable();
        table.AddRecorded(feeds);
        using var store = new MemoryPictureStore();
        using var host = new SectorHost(
            agreement, table, store, numberTrack is null ? null : rerun.Noting(numberTrack), exercise);
        var batch = new FrameBatch();
        var last = 0L;
        foreach (var stored in batches)
        {
            RecordedBatches.Fill(batch, table.Find(stored.Feed)!, stored);
            host.Process(batch);
            foreach (var record in host.TakeCommit()!.Facts)
            {
                last = record.Fact.Number;
                if (wanted.Contains(last))
                {
                    rerun.facts.Add(last, record.Payload);
                    rerun.LastPosition = batch.Position;
                }
            }

            if (wanted.Count > 0 && last >= wanted[^1])
            {
                break;
            }
        }

        return rerun;
    }

    private Func<int, int> Noting(Func<int, int> numberTrack) => index =>
    {
        var number = numberTrack(index);
        while (TrackNumbers.Count <= index)
        {
            TrackNumbers.Add(numberTrack(TrackNumbers.Count));
        }

        return number;
    };
}
