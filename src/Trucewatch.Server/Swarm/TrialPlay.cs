using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Swarm;
using Trucewatch.Simulation.World;

namespace Trucewatch.Server.Swarm;

/// <summary>Plays a trial through the whole program: recorder, decoders, sector, store, evidence log.</summary>
internal static class TrialPlay
{
    // A prime, so that the replay's batches end elsewhere than the live ones.
    private const int ReplayedAtOnce = 37;

    /// <summary>Plays it in every way that the checks compare.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="folder">Empty folder to work in.</param>
    /// <param name="plant">A failure to plant.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<Rehearsals> PlayAsync(Trial trial, string folder, Plant plant, CancellationToken stop)
    {
        var events = trial.Play().ToList();
        var heard = plant == Plant.Sure ? events.Where(sent => trial.Feeds[sent.Feed].Format == "report") : events;
        var live = new Play(trial, plant, Path.Combine(folder, "live"));
        var liveEvents = plant == Plant.Frames ? [.. heard.Where((_, number) => number != events.Count / 2)] : heard;
        var lived = await live.LiveAsync([.. liveEvents], trial.Stops, stop);
        var record = live.Record;
        var replayed = plant == Plant.Replay ? record.Where((_, number) => number != record.Count / 2) : record;
        return new Rehearsals(
            trial,
            Sent(trial, heard),
            lived,
            await new Play(trial, plant, Path.Combine(folder, "replay")).RecordAsync([.. replayed], stop),
            await new Play(trial, plant, Path.Combine(folder, "shuffled"))
                .RecordAsync(RecordOrder.Shuffled(record, trial.Seed, plant == Plant.Order), stop),
            await new Play(trial.Swapped(), plant, Path.Combine(folder, "swapped"))
                .RecordAsync(InOtherWords(record, Sent(trial, trial.Swapped().Play())), stop),
            MergeTrial.Run(trial, record, plant));
    }

    /// <summary>The record with each frame as the exchanged parties would have written it.</summary>
    private static List<OrderedFrame> InOtherWords(
        List<OrderedFrame> record, ImmutableSortedDictionary<string, ImmutableArray<KeptFrame>> words)
    {
        var next = words.Keys.ToDictionary(feed => feed, _ => 0, StringComparer.Ordinal);
        return [.. record.Select(frame => frame with { Bytes = words[frame.Feed][next[frame.Feed]++].Bytes })];
    }

    /// <summary>Frames as they were sent, cut by the format's own framing.</summary>
    private static ImmutableSortedDictionary<string, ImmutableArray<KeptFrame>> Sent(
        Trial trial, IEnumerable<WireEvent> events) => events
        .GroupBy(sent => sent.Feed)
        .ToImmutableSortedDictionary(
            feed => trial.Feeds[feed.Key].Name,
            feed => feed.Select(sent =>
            {
                var cut = FeedFormats.Find(trial.Feeds[sent.Feed].Format)!.NewFramer()
                    .Next(sent.Bytes.Span, final: false);
                return new KeptFrame(sent.At, sent.Bytes.Slice(cut.Start, cut.Length));
            }).ToImmutableArray(),
            StringComparer.Ordinal);

    /// <summary>One play in one data folder.</summary>
    private sealed class Play(Trial trial, Plant plant, string folder)
    {
        private string data = folder;
        private readonly ConcurrentDictionary<string, long> judged = new(StringComparer.Ordinal);
        private readonly List<string> lost = [];

        /// <summary>The record in the order of its positions.</summary>
        public List<OrderedFrame> Record { get; } = [];

        /// <summary>Live, with stops in the middle after which the record goes on where it ended.</summary>
        public async Task<Rehearsal> LiveAsync(List<WireEvent> events, int stops, CancellationToken stop)
        {
            for (var part = 1; part <= stops; part++)
            {
                using var run = Open();
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
                run.Pipeline.Recover(run.Feeds);
                var running = run.Pipeline.RunAsync(cut.Token);
                await FeedAsync(run, Batches(run, events).Take(part * 5), stop);
                await cut.CancelAsync();
                try
                {
                    await running;
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    // This stop was wanted. Any other failure is one of the program, and ends the trial.
                }
            }

            foreach (var draws in trial.DiskFaults())
            {
                await FailAsync(events, draws, stop);
            }

            using var last = Open();
            return (await RunAsync(last, Batches(last, events), stop))!;
        }

        /// <summary>From a record.</summary>
        public async Task<Rehearsal> RecordAsync(List<OrderedFrame> record, CancellationToken stop)
        {
            using var run = Open();
            return (await RunAsync(run, Batches(run, record), stop))!;
        }

        /// <summary>
        /// A run on a disk that fails. The program ends, as it must; what it had judged has to be in the record when
        /// the next one begins, and whoever sends goes on behind what is there.
        /// </summary>
        private async Task FailAsync(List<WireEvent> events, Draws draws, CancellationToken stop)
        {
            NoteLost();
            var disk = new FaultyFiles(new DiskFiles(data), draws, plant == Plant.Disk);
            try
            {
                using var run = Open(disk.Files);
                run.Pipeline.Stepped = batch => judged[batch.Feed.Name] = batch.FirstSequence + batch.Count;
                await RunAsync(run, Batches(run, events), stop, gathers: false);
                if (disk.FailedAt is { } passedOver)
                {
                    lost.Add($"{passedOver}: {disk.Fault}: expected the run to end, got none that noticed");
                }
            }
            catch (Exception failed) when (disk.FailedAt is not null && IsOfTheDisk(failed))
            {
                // The next run begins from what is there.
            }

            disk.CutPower();
        }

        private static bool IsOfTheDisk(Exception failed) => failed is IOException or EvidenceHaltedException
            || (failed is ChannelClosedException && failed.InnerException is { } inner && IsOfTheDisk(inner));

        /// <summary>What was judged before is in the record; else it is noted, and the record begun anew elsewhere.
        /// </summary>
        private void NoteLost()
        {
            if (judged.IsEmpty)
            {
                return;
            }

            var there = new Dictionary<string, long>(StringComparer.Ordinal);
            using (var run = OpenAt(data, null))
            {
                foreach (var batch in run.Record.ReadAll())
                {
                    there[batch.Feed] = batch.FirstSequence + batch.Count;
                }
            }

            foreach (var (feed, next) in judged.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                if (there.GetValueOrDefault(feed) < next)
                {
                    lost.Add(FormattableString.Invariant(
                        $"{feed}: {next} frames were judged, and {there.GetValueOrDefault(feed)} are in the record"));
                }
            }

            judged.Clear();
            data += lost.Count > 0 ? "-again" : "";
        }

        private RunAssembly Open(IEvidenceFiles? files = null)
        {
            NoteLost();
            return OpenAt(data, files);
        }

        private RunAssembly OpenAt(string path, IEvidenceFiles? files)
        {
            return new RunAssembly(
                trial.Agreement(plant), DataFolder.Open(path, files: files), ScenarioPlay.Table(trial.Feeds),
                exercise: true,
                TimeProvider.System, settings: trial.Settings);
        }

        private async Task<Rehearsal?> RunAsync(
            RunAssembly run, IEnumerable<FrameBatch> batches, CancellationToken stop, bool gathers = true)
        {
            run.Pipeline.Recover(run.Feeds);
            var running = run.Pipeline.RunAsync(stop);
            try
            {
                await FeedAsync(run, batches, stop);
                run.Pipeline.Inbox.TryComplete();
            }
            catch (ChannelClosedException)
            {
                // A stage failed; it says why.
            }

            await running;
            return gathers ? Gather(run) : null;
        }

        private static async Task FeedAsync(RunAssembly run, IEnumerable<FrameBatch> batches, CancellationToken stop)
        {
            foreach (var batch in batches)
            {
                await run.Pipeline.Inbox.WriteAsync(batch, stop);
            }
        }

        /// <summary>The same batches each time, but for what is recorded already.</summary>
        private IEnumerable<FrameBatch> Batches(RunAssembly run, List<WireEvent> events)
        {
            var finished = new Queue<FrameBatch>();
            var batchers = trial.Feeds.Select(feed => new FrameBatcher(
                run.Feeds.Find(feed.Name)!, FeedFormats.Find(feed.Format)!, ReceiveTimes.Live(), run.Pipeline.Pool,
                finished.Enqueue, run.Recorder.NextSequence(feed.Name))).ToList();
            var recorded = trial.Feeds.Select(feed => run.Recorder.NextSequence(feed.Name)).ToArray();
            foreach (var (sent, closes) in events.Zip(trial.Closings()))
            {
                if (recorded[sent.Feed]-- > 0)
                {
                    continue;
                }

                batchers[sent.Feed].Push(sent.Bytes.Span, final: false, sent.At);
                if (closes)
                {
                    batchers.ForEach(batcher => batcher.Flush());
                }

                while (finished.TryDequeue(out var batch))
                {
                    yield return batch;
                }
            }

            batchers.ForEach(batcher => batcher.Flush());
            while (finished.TryDequeue(out var batch))
            {
                yield return batch;
            }
        }

        private static IEnumerable<FrameBatch> Batches(RunAssembly run, List<OrderedFrame> record)
        {
            FrameBatch? open = null;
            var next = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var frame in record)
            {
                if (open is not null && (open.Feed.Name != frame.Feed || open.Count == ReplayedAtOnce
                    || !open.HasRoomFor(frame.Bytes.Length)))
                {
                    yield return open;
                    open = null;
                }

                if (open is null)
                {
                    open = run.Pipeline.Pool.Rent();
                    open.Start(run.Feeds.Find(frame.Feed)!, next.GetValueOrDefault(frame.Feed));
                }

                open.Add(frame.At, frame.Bytes.Span);
                next[frame.Feed] = next.GetValueOrDefault(frame.Feed) + 1;
            }

            if (open is not null)
            {
                yield return open;
            }
        }

        private Rehearsal Gather(RunAssembly run)
        {
            var recorded = new Dictionary<string, List<KeptFrame>>(StringComparer.Ordinal);
            foreach (var batch in run.Record.ReadAll())
            {
                for (var index = 0; index < batch.Count; index++)
                {
                    var (atUs, bytes) = batch.Frame(index);
                    var heardAt = new Domain.Instant(plant == Plant.Watched ? atUs + 3_600_000_000 : atUs);
                    recorded.TryAdd(batch.Feed, []);
                    recorded[batch.Feed].Add(new KeptFrame(heardAt, bytes));
                    Record.Add(new OrderedFrame(batch.Feed, new Domain.Instant(atUs), bytes));
                }
            }

            var segments = run.Store.ReadSegments();
            var facts = run.Store.ReadFacts(0, int.MaxValue)
                .Select(stored => FactJson.Read(stored.Payload)).ToImmutableArray();
            if (plant == Plant.Evidence)
            {
                FlipOneBit();
            }

            return new Rehearsal(
                recorded.ToImmutableSortedDictionary(
                    feed => feed.Key,
                    feed => feed.Value.Take(plant == Plant.Citations ? 1 : int.MaxValue).ToImmutableArray(),
                    StringComparer.Ordinal),
                facts,
                [.. run.Store.ReadTracks().Select(track => TrackRecordLine.Of(track.State))],
                run.Host.Hash(),
                [.. Findings(run, segments.Select(segment => segment.Digest))],
                run.Publisher.Checkpoint.Size,
                segments.Count,
                [.. lost]);
        }

        private IReadOnlyList<string> Findings(RunAssembly run, IEnumerable<string> segments)
        {
            Invariant.Holds(NoteVerifier.TryParse(run.Vkey, out var verifier), $"the log's key {run.Vkey} is one");
            var expected = segments.Select(text =>
            {
                Invariant.Holds(Digest.TryParseHex(text, out var digest), $"{text} is no digest");
                return digest;
            });
            return EvidenceFsck.Run(new DiskFiles(data), verifier!, [.. expected]).Findings;
        }

        private void FlipOneBit()
        {
            var file = Directory.GetFiles(Path.Combine(data, "segments"), "*", SearchOption.AllDirectories)[0];
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }
}
