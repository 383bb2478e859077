using System.Net;
using System.Net.Sockets;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Tries every way by which data of an exercise could get into a live log, and each time the same way with data that
/// are real: a guard that stops everything would pass the first half.
/// </summary>
public sealed class ContaminationTests
{
    private static readonly Instant Noon = Instant.FromUnixSeconds(1_900_000_000);

    public static TheoryData<string> MarkedFormats => [.. ExerciseSamples.Marked];

    public static TheoryData<string> OtherFormats => [.. ExerciseSamples.ByRegistration];

    public static TheoryData<TransportKind> Transports => [.. Enum.GetValues<TransportKind>()];

    [Fact]
    public void Every_format_has_its_way_of_being_kept_out() => Assert.Equal(
        FeedFormats.All.Select(format => format.Id).Order(StringComparer.Ordinal),
        ExerciseSamples.Marked.Concat(ExerciseSamples.ByRegistration).Concat(ExerciseSamples.Silent)
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(MarkedFormats))]
    public void Marked_bytes_are_refused_counted_and_stated(string format)
    {
        var marked = ExerciseSamples.Frames(format, marked: true);
        Assert.True(Live(format, ExerciseSamples.Frames(format, marked: false), "").Observations > 0, "real bytes");
        var refused = Live(format, marked, "");
        Assert.Equal(0, refused.Observations);
        Assert.Contains(FrameFault.ExerciseMarked, refused.Faults);
        Assert.Equal(["exercise.refused"], refused.Facts);
        Assert.True(In(format, marked, "", isExercise: true).Observations > 0, "in an exercise");
    }

    [Theory]
    [MemberData(nameof(OtherFormats))]
    public void Bytes_without_a_mark_are_refused_by_the_sensor_that_all_of_their_feed_is(string format)
    {
        var frames = ExerciseSamples.Frames(format, marked: true);

        // What nothing tells apart gets in: so the documents say, and so a feed of an exercise must be registered.
        Assert.True(Live(format, frames, "").Observations > 0, "unregistered");
        var refused = Live(format, frames, Registry(format + "-1", "exercise: true, "));
        Assert.Equal(0, refused.Observations);
        Assert.Equal(frames.Count, refused.Faults.Count(fault => fault == FrameFault.ExerciseMarked));
        Assert.Contains("exercise.refused", refused.Facts);
        Assert.True(Live(format, frames, Registry(format + "-1", "")).Observations > 0, "a real sensor");
    }

    [Theory]
    [InlineData("exercise: true, ", false, 0)]
    [InlineData("", true, 0)]
    [InlineData("", false, 1)]
    public void A_good_signature_does_not_let_it_in(string registered, bool marked, int expected)
    {
        using var signer = NoteSigner.Generate("gate-1");
        var registry = Registry(
            "other-1", registered + "keys: [{ id: gate-1, ed25519: \""
            + Convert.ToBase64String(signer.Verifier.PublicKey) + "\", from: 2000-01-01T00:00:00Z }], ");
        var inner = Encoding.ASCII.GetString(ExerciseSamples.Frames("ais", marked)[0]) + "\n";
        var text = EnvelopeHeader.TextOf("ais", "gate-1", 1, Noon, inner.Length);
        var signature = signer.Sign(Encoding.ASCII.GetBytes($"trucewatch-envelope-v1\n{text}\n{inner}"));
        var frame = Encoding.ASCII.GetBytes($"{text} {Convert.ToBase64String(signature)}\n{inner}");
        var (observations, faults, _) = Live("ais+signed", [frame], registry);
        Assert.Equal(expected, observations);
        Assert.Equal(expected == 0, faults.Contains(FrameFault.ExerciseMarked));
    }

    [Fact]
    public void A_decoder_remembers_nothing_of_what_was_refused()
    {
        // The same report id with other bytes would be refused as a contradiction, had the first one counted.
        var both = ExerciseSamples.Frames("report", true).Concat(ExerciseSamples.Frames("report", false)).ToList();
        var (observations, faults, _) = Live("report", both, "");
        Assert.Equal((1, FrameFault.ExerciseMarked), (observations, Assert.Single(faults)));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task No_transport_lets_it_in(TransportKind kind)
    {
        await using var opened = await Way.OpenAsync(kind);
        Assert.SkipWhen(opened is null, "no MQTT broker on this machine");
        var way = opened!;
        var feeds = new FeedTable();
        var feed = feeds.Add(FeedFormats.Find("cot")!);
        var decoding = new FrameDecoding(feeds);
        var pool = new BatchPool();
        var real = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = 0;
        using var intake = new FeedIntake(
            feed, FeedFormats.Find("cot")!, ReceiveTimes.Live(), pool, TimeProvider.System, Take);
        using var stop = new CancellationTokenSource();
        var running = intake.RunAsync(way.Transport, stop.Token);
        byte[] sent =
        [
            .. ExerciseSamples.Frames("cot", true)[0], (byte)'\n',
            .. ExerciseSamples.Frames("cot", false)[0], (byte)'\n',
        ];
        for (var again = true; again; again = way.SendsAgain && !real.Task.IsCompleted)
        {
            await way.SendAsync(sent);
            await Task.WhenAny(real.Task, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
        }

        Assert.True(await real.Task.WaitAsync(TimeSpan.FromSeconds(30)) > 0);
        await stop.CancelAsync();
        await running.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var counts = Assert.Single(decoding.Quarantine.Snapshot()).Counts.ToDictionary();
        Assert.InRange(counts[FrameFault.ExerciseMarked], 1, long.MaxValue);
        Assert.Equal([FrameFault.ExerciseMarked], counts.Keys);

        ValueTask Take(FrameBatch batch, CancellationToken cancelled)
        {
            made += decoding.Decode(batch).Length;
            pool.Return(batch);
            if (made > 0)
            {
                real.TrySetResult(made);
            }

            return ValueTask.CompletedTask;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_stays_what_it_was_made_as(bool exercise)
    {
        using var rig = new ServerRig();
        Start(rig, exercise).Dispose();
        Start(rig, exercise).Dispose();
        Assert.Throws<UnusableException>(() => Start(rig, !exercise));

        // Who can write the folder's files can change what they say, but not the name that the key signs.
        var bound = System.IO.Path.Combine(rig.Data.Path, "agreement");
        var (was, not) = exercise ? (" exercise", " live") : (" live", " exercise");
        File.WriteAllText(bound, File.ReadAllText(bound).Replace(was, not, StringComparison.Ordinal));
        Assert.Throws<UnusableException>(() => Start(rig, !exercise));
        var key = System.IO.Path.Combine(rig.Data.Path, "keys", "log.vkey");
        File.Delete(key);
        Assert.Throws<EvidenceHaltedException>(() => Start(rig, !exercise));
        File.Delete(System.IO.Path.Combine(rig.Data.Path, "keys", "log.skey"));
        Assert.Throws<EvidenceHaltedException>(() => Start(rig, !exercise));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_journal_that_was_copied_is_not_read(bool from, bool to)
    {
        using var source = new ServerRig();
        using var target = new ServerRig();
        Start(target, to).Dispose();
        using (var run = Start(source, from))
        {
            run.Pipeline.Recover(source.Feeds);
            run.Pipeline.TakeFirst(ServerRig.Batch(source.First, 0, "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A"));
        }

        Copy(source, target, Journal.Folder);
        var refused = Assert.Throws<InvalidDataException>(() => Start(target, to));
        Assert.Contains("journal", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Segments_that_were_copied_with_their_picture_are_not_read(bool from, bool to, bool isRead)
    {
        using var source = new ServerRig();
        using var target = new ServerRig();
        Start(target, to).Dispose();
        using (var run = Start(source, from))
        {
            run.Pipeline.Recover(source.Feeds);
            run.Pipeline.TakeFirst(ServerRig.Batch(source.First, 0, "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A"));
            run.Recorder.SealDue(all: true);
        }

        Copy(source, target, SegmentFile.Folder);
        foreach (var file in Directory.EnumerateFiles(source.Data.Path, "picture.db*"))
        {
            var copy = System.IO.Path.Combine(target.Data.Path, System.IO.Path.GetFileName(file));
            File.Copy(file, copy, overwrite: true);
        }

        using var again = Start(target, to);
        if (isRead)
        {
            // The same copy between two of a kind shows that it is the mark that makes the difference.
            Assert.Equal(1, again.Pipeline.Recover(target.Feeds));
            return;
        }

        var refused = Assert.Throws<InvalidDataException>(() => again.Pipeline.Recover(target.Feeds));
        Assert.Contains("expected frames of", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_was_copied_is_of_another_name()
    {
        using var source = new ServerRig();
        using var target = new ServerRig();
        Start(source, true).Dispose();
        Start(target, false).Dispose();
        Copy(source, target, "log");
        Assert.Throws<EvidenceHaltedException>(() => Start(target, false));
    }

    [Fact]
    public void A_scenario_that_is_fed_to_a_live_service_makes_nothing()
    {
        foreach (var scenario in new[] { "exercise", "probing-incursions", "sea-traffic" }.Select(Scenarios.Find))
        {
            var feeds = new FeedTable();
            var decoding = new FrameDecoding(feeds);
            var made = 0;
            var batchers = scenario!.Feeds.Select(feed => new FrameBatcher(
                feeds.Add(FeedFormats.Find(feed.Format)!, feed.Name), FeedFormats.Find(feed.Format)!,
                ReceiveTimes.Live(), new BatchPool(), batch => made += decoding.Decode(batch).Length)).ToArray();
            foreach (var sent in scenario.Play(new ScenarioRun(3, TimeSpan.FromMinutes(1))))
            {
                batchers[sent.Feed].Push(sent.Bytes.Span, final: false, sent.At);
            }

            Array.ForEach(batchers, batcher => batcher.Flush());
            Assert.Equal(0, made);
            Assert.Contains(
                decoding.Quarantine.Snapshot().SelectMany(ward => ward.Counts),
                count => count is { Fault: FrameFault.ExerciseMarked, Count: > 100 });
        }
    }

    [Fact]
    public void A_file_of_an_exercise_is_refused_at_the_start_whatever_its_format()
    {
        using var folder = new TemporaryFolder();
        SimulationFiles.Write(
            Scenarios.Find("exercise")!, new ScenarioRun(1, TimeSpan.FromMinutes(1)), folder.Path, null);
        var marked = Directory.GetFiles(folder.Path, "*.EXERCISE.*");
        Assert.Equal(4, marked.Length);
        foreach (var path in marked)
        {
            var format = System.IO.Path.GetFileName(path).Split('-')[0];
            Assert.True(FeedAddress.TryParse($"{format}:{path}", out var address, out var error), error);
            Assert.Throws<UnusableException>(() => ExerciseFiles.Refuse(address!));

            // Renamed and away from its manifest it is still known by what it holds.
            var renamed = System.IO.Path.Combine(Directory.CreateDirectory(folder.File("away")).FullName, "x");
            File.Copy(path, renamed, overwrite: true);
            Assert.Equal(new FileInfo(path).Length > 0, ExerciseFiles.IsOne(renamed, address!.Format));
        }

        File.WriteAllText(folder.File("real.nmea"), "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n");
        Assert.False(ExerciseFiles.IsOne(folder.File("real.nmea"), FeedFormats.Find("ais")!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_with_the_token_of_an_exercise_is_known_by_it(bool exercise)
    {
        using var rig = new ServerRig();
        rig.Data.Bind("line", "aa", exercise);
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        request.Headers.Authorization = "Bearer " + rig.Data.OpenToken("ingest.token");
        Assert.Equal(exercise, HttpPosts.ShowsExercise(request));
        Assert.False(new HttpPosts("of-another-installation").MayPost(request));
        Assert.Equal(rig.Data.OpenToken("ingest.token"), rig.Data.OpenToken("ingest.token"));
        var refusals = new RefusalCounts();
        new HttpPostTransport(refusals).NoteExerciseToken();
        Assert.Equal(1, refusals[Refusal.ExerciseToken]);
    }

    [Fact]
    public void No_command_brings_a_record_in_from_elsewhere()
    {
        // Whoever adds one must decide here how it looks at the mark.
        Assert.Equal(
            [
                "agreement", "backup", "bench", "change", "decode", "evaluate", "evidence", "exercise", "geodesic",
                "language", "locate", "locate-blast", "mirror", "passes", "passes-zone", "plan", "propagate", "replay",
                "report", "restore", "score", "sensors", "serve", "simulate", "swarm", "track", "witness", "zones",
            ],
            CommandTable.Build().Subcommands.Select(command => command.Name).Order(StringComparer.Ordinal));
    }

    private static RunAssembly Start(ServerRig rig, bool exercise) =>
        new(ServerRig.Agreement, rig.Data, rig.Feeds, exercise, rig.Time);

    private static void Copy(ServerRig source, ServerRig target, string folder)
    {
        var from = System.IO.Path.Combine(source.Data.Path, folder);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = System.IO.Path.Combine(target.Data.Path, folder, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }

    private static string Registry(string feed, string more) =>
        "format: 1\nsensors:\n  - { id: s, owner: o, kind: k, mount: m, consent: agreed, " + more
        + "label: { classification: confidential, releasable_to: [mission] }, feeds: [" + feed
        + "], calibrations: [{ version: \"1\", from: 2000-01-01T00:00:00Z }] }\n";

    private static (int Observations, List<FrameFault> Faults, List<string> Facts) Live(
        string format, IReadOnlyList<byte[]> frames, string registry) =>
        In(format, frames, registry, isExercise: false);

    /// <summary>What a sector makes of the frames of a feed: looks count as observations do.</summary>
    private static (int Observations, List<FrameFault> Faults, List<string> Facts) In(
        string format, IReadOnlyList<byte[]> frames, string registry, bool isExercise)
    {
        var feeds = new FeedTable();
        var feed = feeds.Add(FeedFormats.Find(format)!);
        feeds.AddRegistry();
        var decoding = new FrameDecoding(feeds, isExercise);
        var sector = new Watch.Sector(
            ServerRig.Agreement, new Watch.FeedNames(feeds.Names), new Watch.SectorSettings());
        var output = new Watch.SectorOutput();
        if (registry.Length > 0)
        {
            decoding.Decode(ServerRig.Batch(feeds.Find(RegistryFeed.Name)!, 0, registry));
            Assert.NotNull(decoding.NewRegistry);
        }

        var batch = new FrameBatch();
        batch.Start(feed, 0);
        foreach (var frame in frames)
        {
            batch.Add(Noon, frame);
        }

        var observations = decoding.Decode(batch);
        sector.Step(new Watch.SectorInput(0, observations, decoding.Looks, decoding.Notes), output);
        return (
            observations.Length + decoding.Looks.Length,
            [.. decoding.Quarantine.Snapshot().SelectMany(ward => ward.Counts)
                .SelectMany(count => Enumerable.Repeat(count.Fault, (int)count.Count))],
            [.. output.Facts.OfType<OperationalFact>().Select(fact => fact.Topic)
                .Where(topic => topic.StartsWith("exercise", StringComparison.Ordinal))]);
    }
}
