using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Server.Intake;
using Trucewatch.Watch;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Decodes recorded batches and steps the sector with them: the same code for the live service, a replay and a
/// restart. What a restart concludes again is compared with what was committed, and not committed twice.
/// </summary>
internal sealed class SectorHost : IDisposable
{
    private static readonly TimeSpan exposureStands = TimeSpan.FromMinutes(5);

    private readonly Lock looking = new();
    private readonly Sector sector;
    private readonly FeedTable feeds;
    private readonly IPictureStore store;
    private readonly FrameDecoding decoding;
    private readonly SectorOutput output = new();
    private readonly ConcurrentDictionary<int, Label> labels = [];
    private readonly ConcurrentDictionary<string, (SensorRegistry Registry, Label Label)> labelsOfFeeds =
        new(StringComparer.Ordinal);
    private readonly SectorSettings settings;
    private readonly TerrainShelf? terrain;
    private readonly OutputHash hash;
    private readonly HashCanary? canary = HashCanary.FromEnvironment();
    private Exposure? exposure;
    private List<TrackUpdate> tracks = [];
    private List<FactRecord> facts = [];
    private long firstPosition = -1;
    private long lastPosition = -1;
    private long steppedTo = -1;
    private long lastFact;

    /// <summary>Makes a host that has seen nothing.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="feeds">The feeds of the record.</param>
    /// <param name="store">The picture.</param>
    /// <param name="numberTrack">Numbers tracks; null: in order.</param>
    /// <param name="isExercise">True for the record of an exercise.</param>
    /// <param name="limits">Limits of the sector, or null.</param>
    /// <param name="terrain">The tiles that the registry names; null: it steps for facts, which rest on no tile, and is
    /// not asked what was watched where the registry names any.</param>
    public SectorHost(
        Agreement agreement,
        FeedTable feeds,
        IPictureStore store,
        Func<int, int>? numberTrack = null,
        bool isExercise = false,
        SectorSettings? limits = null,
        TerrainShelf? terrain = null)
    {
        this.terrain = terrain;
        settings = (limits ?? new SectorSettings()) with
        {
            VerifyNote = PartyNotes.Verify,
            NumberTrack = numberTrack,
            OpenTerrain = terrain is null ? null : terrain.Open,
        };
        this.feeds = feeds;
        this.store = store;
        decoding = new FrameDecoding(feeds, isExercise);
        var names = new FeedNames(feeds.Names);
        sector = new Sector(agreement, names, settings);
        hash = new OutputHash(names);
    }

    /// <summary>Faults by feed and reason.</summary>
    public Quarantine Quarantine => decoding.Quarantine;

    /// <summary>The edition of the sensor registry that is in force.</summary>
    public SensorRegistry Registry => decoding.Registry;

    /// <summary>How each feed does.</summary>
    public FeedHealth Health { get; } = new();

    /// <summary>Called with what each batch of a feed says, in the record and live, before the sector is stepped.
    /// </summary>
    public Action<Feed, ReadOnlySpan<Observation>>? Told { get; set; }

    /// <summary>Names of the feeds that the sector judges late.</summary>
    public IReadOnlyList<string> LateFeeds { get; private set; } = [];

    /// <summary>Frames that were decoded.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Observations that decoding gave.</summary>
    public long ObservationCount { get; private set; }

    /// <summary>Track states and facts that wait for a commit.</summary>
    public int Waiting => tracks.Count + facts.Count;

    /// <summary>
    /// Asks who looked where, between two batches: the stepping loop waits meanwhile, a tenth of a second at most.
    /// </summary>
    /// <exception cref="InvalidOperationException">The registry names terrain, and this host has none.</exception>
    public T AskLooks<T>(Func<LookDesk, T> ask)
    {
        lock (looking)
        {
            if (sector.Looks.LacksTerrain)
            {
                throw new InvalidOperationException(
                    "expected the tiles of terrain that the registry names, got none: this host steps for facts only");
            }

            return ask(sector.Looks);
        }
    }

    /// <summary>
    /// The terrain that hides ground from sensors, for a forecast to use at the same time; null: none is registered.
    /// </summary>
    public TerrainMasks? CopyTerrain() => AskLooks(desk => desk.Terrain?.Copy());

    /// <summary>
    /// What was watched of all ground since the ledger begins, with the label of what says so. Every reader asks each
    /// second: it is worked out again after five minutes of the record.
    /// </summary>
    public (Exposure Exposure, Label Label) Exposure() => AskLooks(desk =>
    {
        var ledger = desk.Ledger;
        if (exposure is null || ledger.Now - exposure.Until >= exposureStands || ledger.Now < exposure.Until)
        {
            var query = new CoverageQuery(long.MinValue, long.MaxValue, ModalitySet.Seeing);
            var begin = ledger.HasBegun ? CoverageLedger.StartOf(ledger.FirstHour) : ledger.Now;
            exposure = new CoverageReading(ledger).Sum(in query)
                .ToExposure(ledger.Ground.Grid.CellKm2, begin, ledger.Now);
        }

        return (exposure, desk.Label);
    });

    /// <summary>Which ground each reading of each clause names.</summary>
    public IReadOnlyList<ReadingGround> Grounds => sector.Grounds;

    /// <summary>What the sector knows now.</summary>
    public SectorSummary Summary() => sector.Summary();

    /// <summary>Label of a track: the mission's own, and that of every sensor that told of it.</summary>
    public Label LabelOf(TrackId id) =>
        labels.TryGetValue(id.Value, out var label) ? Label.Mission.Meet(label) : Label.Mission;

    /// <summary>
    /// Label of a raw frame: that of the key's sensor where it is signed, and of every sensor of its feed, because
    /// which one it was may stand in the frame itself.
    /// </summary>
    public Label LabelOf(Feed feed, ReadOnlySpan<byte> frame)
    {
        var (registry, label) = (Registry, feed.Label);
        foreach (var sensor in registry.Sensors)
        {
            label = sensor.Feeds.Contains(feed.Name, StringComparer.Ordinal) ? label.Meet(sensor.Label) : label;
        }

        return FeedFormats.InnerOf(feeds.FormatOf(feed)) is not null && EnvelopeHeader.TryRead(frame, out var header)
            && registry.FindKey(header.Key) is { } signed
            ? label.Meet(signed.Sensor.Label)
            : label;
    }

    /// <summary>
    /// Label of all that a feed can bring, as one: that of every sensor whose frames can be among it. By a signed feed
    /// these are all that have a key.
    /// </summary>
    public Label LabelOfAll(Feed feed)
    {
        // Asked for each batch: only another edition of the registry can change it.
        var registry = Registry;
        if (labelsOfFeeds.TryGetValue(feed.Name, out var known) && ReferenceEquals(known.Registry, registry))
        {
            return known.Label;
        }

        var label = LabelOf(feed, []);
        if (FeedFormats.InnerOf(feeds.FormatOf(feed)) is not null)
        {
            foreach (var sensor in registry.Sensors)
            {
                label = sensor.Keys.IsEmpty ? label : label.Meet(sensor.Label);
            }
        }

        labelsOfFeeds[feed.Name] = (registry, label);
        return label;
    }

    /// <summary>Hash over all facts and track states since the first frame.</summary>
    public string Hash() => hash.Hex();

    public void Dispose() => hash.Dispose();

    /// <summary>Decodes and steps one recorded batch.</summary>
    /// <exception cref="InvalidDataException">A restart concluded something else than was committed.</exception>
    public void Process(FrameBatch batch)
    {
        var observations = decoding.Decode(batch);
        FrameCount += batch.Count;
        ObservationCount += observations.Length;
        Health.Note(batch.Feed.Name, batch.ReceivedAtUs, observations);
        Told?.Invoke(batch.Feed, observations);
        foreach (ref readonly var observation in observations)
        {
            if (settings.IsTooOld(in observation))
            {
                Quarantine.Note(batch.Feed.Name, observation.Frame.Sequence, FrameFault.TimeOutOfWindow);
            }
        }

        output.Clear();
        if (decoding.NewRegistry is { } named)
        {
            terrain?.Check(named);
        }

        lock (looking)
        {
            sector.Step(
                decoding.NewRegistry is { } edition
                    ? new SectorInput(batch.Position, edition, batch[0].ReceivedAt)
                    : decoding.ExerciseWord is { } word ? new SectorInput(batch.Position, word, batch[0].ReceivedAt)
                    : new SectorInput(batch.Position, observations, decoding.Looks, decoding.Notes),
                output);
        }

        foreach (ref readonly var update in CollectionsMarshal.AsSpan(output.Tracks))
        {
            hash.Add(canary is null ? update : canary.Disturb(update));
            if (update.Label is { } label)
            {
                labels[update.Id.Value] = label;
            }
        }

        LateFeeds = sector.LateFeeds;
        steppedTo = batch.Position;
        var committed = batch.Position <= store.LastPosition;
        foreach (var fact in output.Facts)
        {
            var payload = FactJson.Write(fact);
            hash.AddFact(payload);
            lastFact = fact.Number;
            if (committed)
            {
                CompareWithCommitted(fact, payload);
            }
            else
            {
                facts.Add(new FactRecord(fact, payload, RandomNumberGenerator.GetBytes(32)));
            }
        }

        if (!committed)
        {
            tracks.AddRange(output.Tracks);
            firstPosition = firstPosition < 0 ? batch.Position : firstPosition;
            lastPosition = batch.Position;
        }
    }

    /// <summary>
    /// Compares what the whole record gave with what was committed; call it once the record is stepped.
    /// </summary>
    /// <exception cref="InvalidDataException">The picture knows more than the record gives.</exception>
    public void EndRecovery()
    {
        if (steppedTo < store.LastPosition)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"picture: expected a record up to position {store.LastPosition}, got one up to {steppedTo}: ")
                + "a part of the record is missing");
        }

        // A repeated step that gives fewer facts than were committed is found here; a different one, at once.
        if (lastFact < store.LastFactNumber)
        {
            throw AnotherVersion(store.LastFactNumber);
        }
    }

    /// <summary>Takes what waits for a commit; null when no new batch was stepped.</summary>
    public PictureCommit? TakeCommit()
    {
        if (firstPosition < 0)
        {
            return null;
        }

        var commit = new PictureCommit(firstPosition, lastPosition, tracks, facts, feeds.Names);
        tracks = [];
        facts = [];
        firstPosition = -1;
        return commit;
    }

    private void CompareWithCommitted(Fact fact, ReadOnlySpan<byte> payload)
    {
        var known = store.FindFact(fact.Number);
        if (known is null || !payload.SequenceEqual(known.Payload))
        {
            throw AnotherVersion(fact.Number);
        }
    }

    private static InvalidDataException AnotherVersion(long fact) => new(FormattableString.Invariant(
        $"fact {fact}: expected what was committed, but the record, stepped again, gives another: ")
        + "this data folder was made by another version of the program; use another --data folder");
}
