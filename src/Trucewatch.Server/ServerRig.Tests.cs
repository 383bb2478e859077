using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Stores;

namespace Trucewatch.Server;

/// <summary>A data folder, feeds and a store for a test; what outlives a crash outlives a part here.</summary>
internal sealed class ServerRig : IDisposable
{
    private static readonly Lazy<Agreement> Bundled =
        new(() => AgreementFolder.Open(AgreementFolder.FindBundled(AgreementFolder.Bundled)));

    private readonly TemporaryFolder folder = new();
    private byte keys;

    public ServerRig()
    {
        Data = DataFolder.Open(folder.Path);
        First = Feeds.Add(FeedFormats.Find("ais")!);
        Second = Feeds.Add(FeedFormats.Find("ais")!);
    }

    /// <summary>The bundled agreement.</summary>
    public static Agreement Agreement => Bundled.Value;

    public DataFolder Data { get; }

    public MemoryPictureStore Store { get; init; } = new();

    public FeedTable Feeds { get; } = new();

    public Feed First { get; }

    public Feed Second { get; }

    public SetTime Time { get; } = new();

    /// <summary>A floor around a run, at a moment.</summary>
    public static WatchFloor Floor(
        RunAssembly run, FeedTable feeds, Instant now, HeardRecord heard, LiveTracks tracks,
        SetTime? time = null, IPictureStore? of = null, FieldDesk? field = null,
        Tasking.PlanDesk? plans = null, Tasking.PatrolDesk? patrols = null)
    {
        var store = of ?? run.Store;
        var clock = new FloorClock(time ?? new SetTime(), now, 1);
        var rights = new Access.RightsDesk(store, clock, Agreement.Parties.Select(party => party.Id));
        var merges = new Cases.MergeDesk(store, clock);
        return new()
        {
            Agreement = Agreement,
            Notes = "",
            ExerciseName = run.IsExercise ? "test" : null,
            Clock = clock,
            Feeds = feeds,
            Store = store,
            Publisher = run.Publisher,
            Host = run.Host,
            Record = run.Record,
            Tracks = tracks,
            Facts = new LiveFacts(),
            Merges = merges,
            Past = new Past.PastPlaces(store),
            Incidents = new IncidentIndex(store, rights, merges),
            Heard = heard,
            Vkey = run.Vkey,
            Rights = rights,
            Ids = new Access.ReaderIds(store, rights.LabelOf, "a-key-of-a-test"),
            Cases = new Cases.CaseDesk(store, clock, rights),
            Reports = new Reporting.ReportDesk(Agreement, run.Folder, store, run.Host, clock) { IsPublic = true },
            Tasking = new Tasking.TaskingDesk(store, clock, rights),
            Hotline = new Hotline.HotlineDesk(
                store, clock, rights, [.. Agreement.Parties.Select(party => party.Id)]),
            Plans = plans ?? new Tasking.PlanDesk(Agreement, null, null),
            Patrols = patrols ?? Tasking.PatrolDesk.Open(null),
            Shift = new Shift.ShiftDesk(store, clock),
            Field = field ?? new FieldDesk(NoteSigner.Generate("test/receipts")),
            Views = new Custody.ViewDesk(store, clock),
            Queries = new Access.QueryWatch(clock, rights, Agreement),
            Policy = null,
            Problems = () => [],
            CheckpointAt = now,
        };
    }

    /// <summary>A batch of frames, received a millisecond after each other.</summary>
    public static FrameBatch Batch(Feed feed, long first, params IEnumerable<string> frames)
    {
        var batch = new FrameBatch();
        batch.Start(feed, first);
        foreach (var frame in frames)
        {
            batch.Add(new Instant(1000 * (first + batch.Count)), Encoding.UTF8.GetBytes(frame));
        }

        return batch;
    }

    /// <summary>The begin of the bundled exercise as batches, with a table of its feeds.</summary>
    public static (FeedTable Feeds, List<FrameBatch> Batches) Exercise(TimeSpan length)
    {
        var scenario = Scenarios.Find("exercise")!;
        var feeds = new FeedTable();
        var batches = new List<FrameBatch>();
        var pool = new BatchPool();
        FrameBatcher[] batchers =
        [
            .. scenario.Feeds.Select(feed => new FrameBatcher(
                feeds.Add(FeedFormats.Find(feed.Format)!, feed.Name),
                FeedFormats.Find(feed.Format)!,
                ReceiveTimes.Live(),
                pool,
                batches.Add)),
        ];
        foreach (var sent in scenario.Play(new ScenarioRun(1, length)))
        {
            batchers[sent.Feed].Push(sent.Bytes.Span, final: false, sent.At);
            if (batchers[sent.Feed].NextSequence % 16 == 0)
            {
                batchers[sent.Feed].Flush();
            }
        }

        Array.ForEach(batchers, batcher => batcher.Flush());
        return (feeds, batches);
    }

    /// <summary>A feed of another release label than the rig's own.</summary>
    public Feed FeedOf(Classification classification)
    {
        var feed = Feeds.Add(FeedFormats.Find("ais")!);
        return feed with { Label = new Label("trucewatch", classification, ["mission"]) };
    }

    /// <summary>The parts of a run as a start of the program puts them together.</summary>
    public RunAssembly StartRun()
    {
        Feeds.AddRegistry();
        return new RunAssembly(Agreement, Data, Feeds, exercise: true, Time);
    }

    /// <summary>A recorder as a start of the program makes it: journals sealed, the record read.</summary>
    public Recorder StartRecorder(out List<StoredBatch> recorded, params Feed[] feeds)
    {
        var recorder = new Recorder(Data, Store, NewKey, Time);
        recorder.SealJournals(feeds.Length == 0 ? Feeds.All : feeds);
        recorded = [.. recorder.ReadRecorded()];
        return recorder;
    }

    /// <summary>A key that no other call gave.</summary>
    public byte[] NewKey()
    {
        var key = new byte[Leaf.KeyBytes];
        key[0] = keys++;
        return key;
    }

    public string JournalOf(Feed feed) => System.IO.Path.Combine(Data.Path, Journal.PathOf(feed.Label.ToString()));

    public int SegmentFiles() => Directory.EnumerateFiles(
        System.IO.Path.Combine(Data.Path, SegmentFile.Folder), "*.seg", SearchOption.AllDirectories).Count();

    public void Dispose() => folder.Dispose();
}

/// <summary>A clock that stands still until it is set.</summary>
internal class SetTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2030, 6, 3, 6, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}

/// <summary>A clock on which every wait is over at once, and has taken its time.</summary>
internal sealed class LeapingTime : SetTime
{
    private readonly Lock gate = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            lock (gate)
            {
                Now += dueTime;
            }

            callback(state);
        }

        return new Spent();
    }

    private sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
            // There is nothing left to stop.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
