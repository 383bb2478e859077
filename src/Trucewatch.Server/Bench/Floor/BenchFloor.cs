using Microsoft.AspNetCore.Builder;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Agreements;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Bench.Floor;

/// <summary>A service in this process on loopback, over a folder of its own, with a scenario's feeds.</summary>
internal sealed class BenchFloor : IDisposable
{
    /// <summary>A person who speaks for the first party.</summary>
    private const string Liaison = "l-1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trucewatch-floor-");
    private readonly SignIn signIn = new(TimeProvider.System);
    private readonly FieldDesk field;
    private readonly WebApplication app;

    /// <summary>Starts the service.</summary>
    /// <param name="scenario">Whose feeds it has.</param>
    /// <param name="more">A further feed's format and name.</param>
    /// <param name="speed">Seconds of floor time in a second.</param>
    public BenchFloor(Scenario scenario, (string Format, string Name) more, double speed)
    {
        var pack = AgreementFolder.FindBundled(scenario.Agreement ?? AgreementFolder.Bundled);
        Agreement = AgreementFolder.Open(pack);
        var feeds = new FeedTable();
        foreach (var feed in scenario.Feeds)
        {
            feeds.Add(FeedFormats.Find(feed.Format)!, feed.Name);
        }

        feeds.Add(FeedFormats.Find(more.Format)!, more.Name);
        Run = new RunAssembly(
            Agreement, DataFolder.Open(folder.FullName), feeds, exercise: true, TimeProvider.System, inOrder: false,
            isServed: true);
        Run.Pipeline.Recover(feeds);
        Clock = new FloorClock(TimeProvider.System, scenario.Start, speed);
        var rights = new RightsDesk(Run.Store, Clock, Agreement.Parties.Select(party => party.Id));
        rights.Enter(new Roll(
            [.. Agreement.Parties.Select(party => new CaseParty(party.Id, [party.Id + "-land"]))],
            [
                new RollPerson(
                    Liaison, Role.PartyLiaison, Agreement.Parties[0].Id + "-land", Agreement.Parties[0].Id),
            ]));
        field = new FieldDesk(NoteSigner.Generate("bench/receipts"));
        var options = new ServiceOptions(pack, folder.FullName, "http://127.0.0.1:0", [], scenario, speed);
        Floor = ServiceHost.Floor(
            options, Agreement, feeds, Run, Clock, new HeardRecord(), rights, null, null, null, "a key", field,
            Tasking.PatrolDesk.Open(null));
        ServiceHost.Follow(Run, Floor, null);
        app = ServiceHost.BuildApp(options.Urls, Floor, signIn, new HttpPosts("none"), _ => { });
        Wait(app.StartAsync());
        Mission = Client(SignIn.Operator);
        Party = Client(rights.Find(Liaison, Role.PartyLiaison)!);
    }

    public Agreement Agreement { get; }

    public RunAssembly Run { get; }

    public FloorClock Clock { get; }

    public WatchFloor Floor { get; }

    /// <summary>Asks as the mission.</summary>
    public HttpClient Mission { get; }

    /// <summary>Asks as a party.</summary>
    public HttpClient Party { get; }

    /// <summary>Waits for work of other threads.</summary>
    public static void Wait(Task task)
    {
#pragma warning disable VSTHRD002 // A benchmark runs on a thread of its own that nothing else waits for.
        Task.Run(() => task).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <inheritdoc cref="Wait(Task)"/>
    public static T Wait<T>(Task<T> task)
    {
#pragma warning disable VSTHRD002 // A benchmark runs on a thread of its own that nothing else waits for.
        return Task.Run(() => task).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    public void Dispose()
    {
        Mission.Dispose();
        Party.Dispose();
        Wait(app.StopAsync());
        Wait(app.DisposeAsync().AsTask());
        Run.Dispose();
        field.Dispose();
        folder.Delete(recursive: true);
    }

    private HttpClient Client(Asker by)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("Cookie", $"{SignIn.CookieName}={signIn.Redeem(signIn.NewLink(by))}");
        return client;
    }
}
