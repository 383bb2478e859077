using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Evidence;
using Trucewatch.Feeds;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Exercises;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;

namespace Trucewatch.Server.Api;

/// <summary>A service in this process, on loopback.</summary>
internal sealed class ServedFloor : IAsyncDisposable
{
    public const string Trainer = "a-token-of-the-trainer";

    private readonly TemporaryFolder folder = new();
    private DataFolder data = null!;
    private RunAssembly run = null!;
    private WebApplication app = null!;

    public Uri Address => new(app.Urls.First());

    public HttpClient Client { get; private set; } = null!;

    public string Cookie { get; private set; } = "";

    public SignIn SignIn { get; } = new(TimeProvider.System);

    /// <summary>The time of the floor: it stands still until it is set.</summary>
    public SetTime Time { get; } = new();

    public WatchFloor Floor { get; private set; } = null!;

    /// <summary>The day that goes on, and the one before; of the latter the record has nothing.</summary>
    public string Today => DailyReports.ReportsApi.View(Floor.Reports.Days()[0]).Day;

    /// <inheritdoc cref="Today"/>
    public string Yesterday => DailyReports.ReportsApi.View(Floor.Reports.Days()[0].Before).Day;

    public DataFolder Data => data;

    public string FirstFeed => run.Feeds.All[0].Name;

    public int FirstTrack => run.Store.ReadTracks().Select(track => track.State.Id.Value).FirstOrDefault();

    public static async Task<ServedFloor> StartAsync(
        bool exercise, Trucewatch.Server.Tasking.PlanDesk? plans = null,
        Trucewatch.Server.Tasking.PatrolDesk? patrols = null, Action<IServiceCollection>? more = null)
    {
        var service = new ServedFloor();
        var (feeds, batches) = exercise ? ServerRig.Exercise(TimeSpan.FromMinutes(10)) : Real();
        service.run = new RunAssembly(
            ServerRig.Agreement, service.data = DataFolder.Open(service.folder.Path), feeds, exercise,
            TimeProvider.System);
        var (heard, tracks) = (new HeardRecord(), new LiveTracks(service.run.IsExercise));
        service.run.Host.Told = patrols is null ? null : patrols.Note;
        service.run.Pipeline.Recover(feeds);
        service.run.Pipeline.Stepped += batch => heard.Note(batch.Feed.Name, batch.ReceivedAtUs);
        service.run.Pipeline.Committed += commit => tracks.Publish(commit.Tracks);
        var running = service.run.Pipeline.RunAsync(CancellationToken.None);
        var end = new Instant(batches[^1].ReceivedAtUs[^1]);
        foreach (var batch in batches)
        {
            await service.run.Pipeline.Inbox.WriteAsync(batch);
        }

        service.run.Pipeline.Inbox.Complete();
        await running;
        var signIn = service.SignIn;
        var desk = new ExerciseDesk(Simulation.Scenarios.Scenarios.Find("exercise")!, 1);
        service.app = ServiceHost.BuildApp(
            "http://127.0.0.1:0", service.Floor = ServerRig.Floor(
                service.run, feeds, end, heard, tracks, service.Time, plans: plans, patrols: patrols),
            signIn,
            new HttpPosts("ingest"),
            services =>
            {
                if (exercise)
                {
                    services.AddSingleton(desk);
                    services.AddSingleton(new TrainerDoor(new BearerToken(Trainer)));
                }

                more?.Invoke(services);
            });
        await service.app.StartAsync();
        service.Client = new HttpClient { BaseAddress = service.Address };
        service.Cookie = service.CookieOf(Access.SignIn.Operator);
        return service;
    }

    /// <summary>Where its data folder is.</summary>
    public string FolderPath => folder.Path;

    /// <summary>Signs somebody in; the header's value.</summary>
    public string CookieOf(Asker by) => $"{Access.SignIn.CookieName}={SignIn.Redeem(SignIn.NewLink(by))}";

    /// <summary>Asks as somebody, with a body where there is one.</summary>
    public async Task<(HttpStatusCode Status, string Text)> AskAsync(
        string cookie, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Cookie", cookie);
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
                ? ""
                : await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The endpoints by their routes and methods.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints() =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public IReadOnlyList<string> Routes() =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct(),
    ];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        run.Dispose();
        folder.Dispose();
    }

    private static (FeedTable Feeds, List<Domain.Frames.FrameBatch> Batches) Real()
    {
        var feeds = new FeedTable();
        var batch = new Domain.Frames.FrameBatch();
        batch.Start(feeds.Add(FeedFormats.Find("ais")!), 0);
        batch.Add(Instant.FromUnixSeconds(1_900_000_000), ExerciseSamples.Frames("ais", marked: false)[0]);
        return (feeds, [batch]);
    }
}
