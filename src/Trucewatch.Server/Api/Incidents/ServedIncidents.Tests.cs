using System.Net;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Incidents;

/// <summary>A service in this process with a roll, and incidents like its first one under labels of a test.</summary>
internal sealed class ServedIncidents : IAsyncDisposable
{
    private readonly ServedFloor service;

    private ServedIncidents(ServedFloor service) => this.service = service;

    public WatchFloor Floor => service.Floor;

    public string Cookie => service.Cookie;

    public HttpClient Client => service.Client;

    public static async Task<ServedIncidents> StartAsync(params (int Number, Label Label)[] incidents)
    {
        var served = new ServedIncidents(await ServedFloor.StartAsync(exercise: true));
        served.Floor.Rights.Enter(TestRoll.Roll);
        foreach (var (number, label) in incidents)
        {
            served.Add(incident => incident with { Id = FormattableString.Invariant($"I-{number:D4}") }, label);
        }

        return served;
    }

    /// <summary>Commits an incident that is made of the first one.</summary>
    public void Add(Func<Incident, Incident> of, Label label)
    {
        var store = Floor.Store;
        var first = (IncidentFact)FactJson.Read(store.ReadIncidents(null, 0, 1)[0].Payload);
        var made = of(first.Incident);
        var fact = first with
        {
            Number = store.LastFactNumber + 1,
            Label = label,
            Incident = made with { Revision = store.ReadIncidentRevisions(made.Id).Count + 1 },
        };
        var position = store.LastPosition + 1;
        store.Commit(new PictureCommit(
            position, position, [], [new FactRecord(fact, FactJson.Write(fact), new byte[32])], []));
    }

    /// <summary>Lets time pass on the floor.</summary>
    public void Later(TimeSpan by) => service.Time.Now += by;

    public string CookieOf(Domain.Access.Asker by) => service.CookieOf(by);

    public Task<(HttpStatusCode Status, string Text)> AskAsync(
        string cookie, HttpMethod method, string path, string? body = null) =>
        service.AskAsync(cookie, method, path, body);

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
