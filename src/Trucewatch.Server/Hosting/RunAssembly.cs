using System.Security.Cryptography;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Intake;
using Trucewatch.Storage.Sqlite;
using Trucewatch.Watch;

namespace Trucewatch.Server.Hosting;

/// <summary>The parts of one run over one data folder, put together in the one right order.</summary>
internal sealed class RunAssembly : IDisposable
{
    private readonly NoteSigner signer;

    public RunAssembly(
        Agreement agreement,
        DataFolder folder,
        FeedTable feeds,
        bool exercise,
        TimeProvider time,
        bool inOrder = true,
        bool isServed = false,
        SectorSettings? settings = null)
    {
        Folder = folder;
        folder.Bind(agreement.Name, agreement.Hash, exercise);
        Feeds = feeds;
        signer = folder.OpenSigner();
        Vkey = signer.Verifier.Vkey;
        IsExercise = ExerciseMark.IsIn(signer.Name);
        Store = SqlitePictureStore.Open(folder.Picture);

        // The log's lock file comes first: a second program on the same folder must not touch the journal.
        Publisher = new Publisher(folder, Store, signer);
        Recorder = new Recorder(
            folder, Store, () => RandomNumberGenerator.GetBytes(32), time, LabelOf, keepsRecording: isServed);
        Recorder.SealJournals(feeds.All);
        feeds.AddRecorded(Store.ReadRecordedFeeds());
        var numbers = folder.OpenTrackNumbers(isServed && Store.LastPosition < 0);
        Host = new SectorHost(
            agreement, feeds, Store, numbers is null ? null : numbers.Of, IsExercise, settings, folder.Terrain);
        Pipeline = new Pipeline(Recorder, Host, Store, Publisher, time, inOrder, keepsRecording: isServed);
        Record = new RecordedBatches(folder, Store);
    }

    public DataFolder Folder { get; }

    public FeedTable Feeds { get; }

    public IPictureStore Store { get; }

    public Publisher Publisher { get; }

    public Recorder Recorder { get; }

    public SectorHost Host { get; }

    public Pipeline Pipeline { get; }

    public RecordedBatches Record { get; }

    /// <summary>True for the run of an exercise, as the log's name says.</summary>
    public bool IsExercise { get; }

    /// <summary>The log's public key in vkey form.</summary>
    public string Vkey { get; }

    /// <summary>By the edition in force, which changes only before the loops run.</summary>
    private Label LabelOf(Feed feed) => Host.LabelOfAll(feed);

    public void Dispose()
    {
        Pipeline.Dispose();
        Host.Dispose();
        Store.Dispose();
        signer.Dispose();
    }
}
