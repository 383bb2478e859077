using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Json;
using Trucewatch.Domain;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Access;
using Trucewatch.Server.Access.Identity;
using Trucewatch.Server.Api;
using Trucewatch.Server.Api.Exercises;
using Trucewatch.Server.Api.Sessions;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Hosting;

/// <summary>What the service is to run.</summary>
/// <param name="Agreement">Folder of the agreement pack.</param>
/// <param name="Data">Data folder.</param>
/// <param name="Urls">Address to listen on.</param>
/// <param name="Feeds">Feeds of a live service; none in an exercise.</param>
/// <param name="Exercise">The scenario played as an exercise, or null.</param>
/// <param name="Speed">Floor seconds per second.</param>
/// <param name="Sensors">File of the sensor registry, or null: the one in the record stays in force.</param>
/// <param name="Quotas">Quotas of feeds by their names; the others have what is usual.</param>
/// <param name="Policy">File of the policy of witnesses, or null: the one of an earlier start.</param>
/// <param name="Guard">Folder of the record of what the log signed last, or null: beside the log.</param>
/// <param name="Roll">File of the mission's roll, or null: the one in the record stays in force.</param>
/// <param name="PublishLog">True: the log's tiles and entries are served to everybody, for mirrors.</param>
/// <param name="TimeStamp">Address of a time stamp authority, or null.</param>
/// <param name="PublishReports">True: what is released to the public is served to everybody.</param>
/// <param name="Planning">File of what there is to plan a day with, or null.</param>
/// <param name="Elements">File of elements of the satellites in it, or null.</param>
/// <param name="Identity">File of the identity provider, or null: people sign in by links.</param>
internal sealed record ServiceOptions(
    string Agreement, string Data, string Urls, IReadOnlyList<FeedAddress> Feeds, Scenario? Exercise, double Speed,
    string? Sensors = null, IReadOnlyList<(string Feed, QuotaLimits Limits)>? Quotas = null, string? Policy = null,
    string? Guard = null, string? Roll = null, bool PublishLog = false, Uri? TimeStamp = null,
    bool PublishReports = false, string? Planning = null, string? Elements = null,
    string? Identity = null);

/// <summary>Puts the service together, runs it, and prints the one sign-in link.</summary>
internal static class ServiceHost
{
    public static async Task<int> RunAsync(ServiceOptions options, CancellationToken stop)
    {
        var time = TimeProvider.System;
        var (agreement, identity) = (AgreementFolder.Open(options.Agreement), IdentitySettings.Open(options.Identity));
        var (folder, feeds) = (DataFolder.Open(options.Data, options.Guard), new FeedTable());
        var known = folder.ReadFeeds();
        var names = FeedBook.Names(options.Feeds, known);
        var intakes = AddFeeds(options, names, feeds);
        var sensors = RegistryFeed.Load(options.Sensors, feeds);
        var isExercise = options.Exercise is not null;
        using var run = new RunAssembly(
            agreement, folder, feeds, isExercise, time, inOrder: isExercise, isServed: true);
        RegistryFeed.TakeTerrain(options.Sensors, sensors, folder);
        var policy = PolicyFile.Open(options.Policy, folder, run.Vkey);
        using var rounds = OpenRounds(policy, run, time);
        using var stamps = OpenStamps(options, folder, run, time);
        folder.WriteFeeds(FeedBook.Remember(options.Feeds, names, known));
        var heard = new HeardRecord();
        var desk = options.Exercise is { } played ? new ExerciseDesk(played, ExerciseFeeder.Seed) : null;
        run.Pipeline.Stepped += batch => heard.Note(batch.Feed.Name, batch.ReceivedAtUs);
        run.Pipeline.Stepped += batch => desk?.Note(batch);
        using var field = new FieldDesk(folder.OpenReceiptSigner(run.Publisher.Checkpoint.Origin));
        run.Pipeline.Stepped += field.Note;
        var patrols = Tasking.PatrolDesk.Open(options.Planning);
        run.Host.Told = patrols.Note;
        var begun = time.GetTimestamp();
        var recovered = run.Pipeline.Recover(feeds);
        var recovering = time.GetElapsedTime(begun);
        var last = heard.Last();
        var clock = new FloorClock(
            time, options.Exercise is { } scenario ? last ?? scenario.Start : null, options.Speed);
        desk?.Begin(run, clock.Now);
        RegistryFeed.Enter(sensors, run, clock.Now);
        var rights = new RightsDesk(run.Store, clock, agreement.Parties.Select(party => party.Id));
        var key = folder.OpenToken(ReaderIds.KeyFile);
        var floor = Floor(
            options, agreement, feeds, run, clock, heard, rights, policy, rounds, stamps, key, field, patrols);
        RollFile.Enter(options.Roll, agreement, floor.Rights);
        floor.Rights.Announced = floor.Facts.Wake;
        floor.Tracks.Publish([.. run.Store.ReadTracks().Select(record => record.State)]);
        Follow(run, floor, rounds);
        _ = stamps is null ? null : stamps.Kept = floor.Facts.Wake;
        var signIn = new SignIn(time);
        var posts = new HttpPosts(folder.OpenToken("ingest.token"));
        await using var app = BuildApp(
            options.Urls, floor, signIn, posts, services => AddMore(services, desk, folder, identity));
        if (options.PublishLog)
        {
            TileAnswers.Map(app, "/log", () => run.Publisher.Checkpoint.SignedNote, run.Publisher.ReadTile);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        await StartAsync(app, options.Urls, both.Token);
        await Console.Error.WriteLineAsync(FormattableString.Invariant(
            $"{agreement.Name} {agreement.Version}; {recovered} frames in the record, ")
            + FormattableString.Invariant($"stepped again in {recovering.TotalSeconds:F1} s; data in {folder.Path}"));
        await Console.Out.WriteLineAsync($"Sign in: {app.Urls.First()}/sign-in#{signIn.NewLink(SignIn.Operator)}");
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(both.Token);
        var witnessing = Task.WhenAll(
            rounds?.RunAsync(asking.Token) ?? Task.CompletedTask, stamps?.RunAsync(asking.Token) ?? Task.CompletedTask);
        try
        {
            return await RunUntilStopAsync(options, run, clock, desk, field, posts, intakes, app, both);
        }
        finally
        {
            await asking.CancelAsync();
            await witnessing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks witnesses, and counts as witnessed what the policy says; without one, neither.</summary>
    private static WitnessRounds? OpenRounds(WitnessPolicy? policy, RunAssembly run, TimeProvider time)
    {
        if (policy is null)
        {
            return null;
        }

        run.Publisher.JudgeWitnessed(policy);
        return new WitnessRounds(policy, run.Publisher, time);
    }

    private static string[] Listed(string? problem) => problem is null ? [] : [problem];

    private static TimeStamps? OpenStamps(
        ServiceOptions options, DataFolder folder, RunAssembly run, TimeProvider time) =>
        options.TimeStamp is { } authority && NoteVerifier.TryParse(run.Vkey, out var log)
            ? new TimeStamps(authority, new StampBook(folder.Path), log!, () => run.Publisher.Checkpoint, time)
            : null;

    /// <summary>The floor of a run, as endpoints ask it.</summary>
    internal static WatchFloor Floor(
        ServiceOptions options,
        Domain.Agreements.Agreement agreement,
        FeedTable feeds,
        RunAssembly run,
        FloorClock clock,
        HeardRecord heard,
        RightsDesk rights,
        WitnessPolicy? policy,
        WitnessRounds? rounds,
        TimeStamps? stamps,
        string readerKey,
        FieldDesk field,
        Tasking.PatrolDesk patrols)
    {
        var merges = new Cases.MergeDesk(run.Store, clock);
        return new()
        {
            Agreement = agreement,
            Notes = ReadNotes(options.Agreement),
            ExerciseName = options.Exercise?.Title,
            Clock = clock,
            Feeds = feeds,
            Store = run.Store,
            Publisher = run.Publisher,
            Host = run.Host,
            Record = run.Record,
            Tracks = new LiveTracks(run.IsExercise),
            Merges = merges,
            Past = new Past.PastPlaces(run.Store),
            Incidents = new IncidentIndex(run.Store, rights, merges),
            Facts = new LiveFacts(),
            Heard = heard,
            Vkey = run.Vkey,
            Rights = rights,
            Ids = new ReaderIds(run.Store, rights.LabelOf, readerKey),
            Cases = new Cases.CaseDesk(run.Store, clock, rights),
            Reports = new Reporting.ReportDesk(agreement, run.Folder, run.Store, run.Host, clock)
            {
                IsPublic = options.PublishReports,
            },
            Tasking = new Tasking.TaskingDesk(run.Store, clock, rights),
            Hotline = new Hotline.HotlineDesk(
                run.Store, clock, rights, [.. agreement.Parties.Select(party => party.Id)]),
            Plans = Tasking.PlanDesk.Open(agreement, options.Planning, options.Elements, clock.Now),
            Patrols = patrols,
            Shift = new Shift.ShiftDesk(run.Store, clock),
            Field = field,
            Views = new Custody.ViewDesk(run.Store, clock),
            Queries = new QueryWatch(clock, rights, agreement),
            Policy = policy,
            Problems = () => [.. run.Pipeline.Degraded, .. rounds?.Problems ?? [], .. Listed(stamps?.Problem)],
            Stamped = () => stamps?.Last,
            CheckpointAt = clock.Now,
        };
    }

    /// <summary>Tells readers, and the witnesses, of what the pipeline brings.</summary>
    internal static void Follow(RunAssembly run, WatchFloor floor, WitnessRounds? rounds)
    {
        run.Pipeline.Committed += commit =>
        {
            floor.Tracks.Publish(commit.Tracks);
            floor.Facts.Wake();
        };
        run.Pipeline.Published += () =>
        {
            floor.CheckpointAt = floor.Clock.Now;
            rounds?.Wake();
            floor.Facts.Wake();
        };
        floor.Merges.Changed = floor.Facts.Wake;
        if (rounds is not null)
        {
            rounds.Kept = floor.Facts.Wake;
        }
    }

    /// <summary>
    /// What not every service has: the identity provider, and in an exercise a desk for a trainer, with a door to it
    /// that has a token of its own.
    /// </summary>
    private static void AddMore(
        IServiceCollection services, ExerciseDesk? desk, DataFolder folder, IdentitySettings? identity)
    {
        if (identity is not null)
        {
            IdentityApi.Add(services, identity, TimeProvider.System);
        }

        if (desk is not null)
        {
            services.AddSingleton(desk);
            services.AddSingleton(new TrainerDoor(new BearerToken(folder.OpenToken("trainer.token"))));
        }
    }

    /// <summary>Puts the feeds of the options, and those of the exercise, into the table.</summary>
    private static List<(FeedAddress Address, Domain.Frames.Feed Feed)> AddFeeds(
        ServiceOptions options, IReadOnlyList<string> names, FeedTable feeds)
    {
        foreach (var feed in options.Feeds)
        {
            ExerciseFiles.Refuse(feed);
        }

        var intakes = options.Feeds.Zip(
            names, (address, name) => (Address: address, Feed: feeds.Add(address.Format, name))).ToList();
        CheckQuotas(options.Quotas ?? [], names);
        foreach (var feed in options.Exercise?.Feeds ?? [])
        {
            feeds.Add(Trucewatch.Feeds.FeedFormats.Find(feed.Format)!, feed.Name);
        }

        if (options.Exercise is not null)
        {
            feeds.AddExercise();
        }

        feeds.AddField();

        return intakes;
    }

    /// <summary>Refuses a quota that would hold for no feed, or two of one feed.</summary>
    internal static void CheckQuotas(
        IReadOnlyList<(string Feed, QuotaLimits Limits)> quotas, IReadOnlyList<string> feeds)
    {
        for (var at = 0; at < quotas.Count; at++)
        {
            var name = quotas[at].Feed;
            if (!feeds.Contains(name, StringComparer.Ordinal))
            {
                var known = feeds.Count == 0 ? "no quota without --feed" : "a feed of " + string.Join(", ", feeds);
                throw new UnusableException($"--quota: expected {known}, got '{name}'");
            }

            if (quotas.Take(at).Any(earlier => earlier.Feed == name))
            {
                throw new UnusableException($"--quota: expected one for each feed, got two for {name}");
            }
        }
    }

    private static async Task<int> RunUntilStopAsync(
        ServiceOptions options,
        RunAssembly run,
        FloorClock clock,
        ExerciseDesk? desk,
        FieldDesk field,
        HttpPosts posts,
        List<(FeedAddress Address, Domain.Frames.Feed Feed)> intakes,
        WebApplication app,
        CancellationTokenSource stop)
    {
        var feeding = new List<Task> { field.RunAsync(run, clock, stop.Token) };
        if (options.Exercise is { } scenario)
        {
            feeding.Add(new ExerciseFeeder(scenario, run, clock, TimeProvider.System, desk).RunAsync(stop.Token));
        }

        foreach (var (address, feed) in intakes)
        {
            var limits = options.Quotas?.FirstOrDefault(quota => quota.Feed == feed.Name).Limits;
            feeding.Add(FeedAsync(address, feed, limits, run, posts, stop.Token));
        }

        // The feeds have asked the record where to go on; from here on it belongs to the pipeline. That is not stopped
        // with the feeds: what was taken in goes all the way through first.
        var pipeline = run.Pipeline.RunAsync(CancellationToken.None);
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        await Task.WhenAny(pipeline, stopped, Failed(feeding));
        await stop.CancelAsync();
        await Task.WhenAll(feeding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        run.Pipeline.Inbox.TryComplete();
        await app.StopAsync(CancellationToken.None);
        await pipeline;
        foreach (var feed in feeding.Where(feed => feed.IsFaulted))
        {
            await feed;
        }

        return CommandTable.Done;
    }

    /// <summary>Completes when a feed fails; a feed that simply ends does not end the service.</summary>
    private static async Task Failed(List<Task> feeding)
    {
        var left = new List<Task>(feeding);
        while (left.Count > 0)
        {
            var ended = await Task.WhenAny(left);
            if (ended.IsFaulted)
            {
                return;
            }

            left.Remove(ended);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
    }

    private static async Task FeedAsync(
        FeedAddress address,
        Domain.Frames.Feed feed,
        QuotaLimits? limits,
        RunAssembly run,
        HttpPosts posts,
        CancellationToken stop)
    {
        var tools = new TransportTools(TimeProvider.System, Chance(), run.Host.Health.Refusals(feed.Name));

        // A file is our own and waits for us unless told otherwise; whatever comes from elsewhere has a quota.
        using var intake = new FeedIntake(
            feed,
            address.Format,
            ReceiveTimes.Live(),
            run.Pipeline.Pool,
            tools.Clock,
            run.Pipeline.Inbox.WriteAsync,
            run.Recorder.NextSequence(feed.Name),
            limits ?? (address.Kind == TransportKind.File ? null : QuotaLimits.OfFeed),
            tools.Refusals);
        var transport = address.NewTransport(tools);
        try
        {
            if (transport is TcpListenTransport listen)
            {
                await Console.Error.WriteLineAsync($"{feed.Name}: listening on {listen.Listen()}");
            }

            if (transport is HttpPostTransport post)
            {
                posts.Add(address.Path, post);
            }

            if (ProfileFile.Read(address.Profile, address.Format) is { } profile)
            {
                await intake.TakeMessageAsync(profile, stop);
            }

            await intake.RunAsync(transport, stop);
        }
        catch (SocketException problem)
        {
            throw new UnusableException($"feed {feed.Name}: {problem.Message}");
        }
        finally
        {
            (transport as IDisposable)?.Dispose();
        }
    }

    /// <summary>Chance that differs from one start of the program to the next.</summary>
    private static Func<double> Chance() => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)).NextDouble;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="UnusableException">The address cannot be listened on.</exception>
    internal static async Task StartAsync(WebApplication app, string urls, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new UnusableException(
                $"--urls: expected an address such as http://127.0.0.1:7070, got {urls}: {problem.Message}");
        }
    }

    private static string ReadNotes(string folder)
    {
        var file = Path.Combine(folder, "NOTES.md");
        return File.Exists(file) ? File.ReadAllText(file) : string.Empty;
    }

    /// <summary>The service's addresses around a floor, not started yet.</summary>
    internal static WebApplication BuildApp(
        string urls, WatchFloor floor, SignIn signIn, HttpPosts posts, Action<IServiceCollection> more)
    {
        var mark = new ApiMark(floor.IsExercise);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = WebFolder.Find(),
        });
        builder.Logging.ClearProviders();

        // Two settings of one console: a line for each message, and all of them on standard error.
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // A start that fails ends the program with one line of its own.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HttpPostTransport.MaxBodyBytes;
        });
        builder.Services.Configure<JsonOptions>(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, mark.Resolver));
        builder.Services.AddSingleton(mark);
        builder.Services.AddSingleton(floor);
        builder.Services.AddSingleton(signIn);
        builder.Services.AddSingleton(posts);
        more(builder.Services);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOpenApi("v1", OpenApiText.Configure);
        builder.Services.AddProblemDetails(mark.AddTo);
        var app = builder.Build();
        mark.Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseWebSockets();
        app.UseStaticFiles(WebFolder.StaticFiles());
        ApiTable.Map(app);
        posts.Map(app);
        app.MapOpenApi("/api/openapi/{documentName}.json").OpenToAll("it describes, and shows nothing of the record");
        WebFolder.MapPages(
            app,
            floor.IsExercise ? floor.ExerciseName ?? ExerciseMark.Word : null,
            app.Services.GetService<IdentitySettings>()?.File.Label);
        return app;
    }
}
