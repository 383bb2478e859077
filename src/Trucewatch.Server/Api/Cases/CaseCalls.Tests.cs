using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Server.Access;

namespace Trucewatch.Server.Api.Cases;

/// <summary>Drives a case as its people do: by calls of the API, each with a session of their own.</summary>
internal sealed class CaseCalls : IAsyncDisposable
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);
    private readonly ImmutableArray<byte[]> chain = Seeds();
    private int drawn;

    private CaseCalls(ServedFloor service) => Service = service;

    public ServedFloor Service { get; }

    public string Id { get; private set; } = "";

    public string Incident { get; private set; } = "";

    /// <summary>A service with a roll, and an incident that both parties may see.</summary>
    public static async Task<CaseCalls> StartAsync(Label? released = null)
    {
        var calls = new CaseCalls(await ServedFloor.StartAsync(exercise: true));
        calls.Service.Floor.Rights.Enter(TestRoll.Roll with
        {
            SeedCommitment = Convert.ToHexString(SHA256.HashData(calls.chain[0])),
        });
        var stored = calls.Service.Floor.Store.ReadIncidents(null, 0, 1)[0];
        calls.Incident = ((IncidentFact)FactJson.Read(stored.Payload)).Incident.Id;
        var rights = calls.Service.Floor.Rights;
        var (number, _) = rights.Say(
            new RightsWord(
                RightsDeed.ReleaseProposed, TestRoll.Of("r-1").Who, Item: "incident:" + calls.Incident,
                Label: released ?? new Label("trucewatch", Classification.Restricted, ["east", "mission", "west"])),
            "to the parties");
        rights.Say(
            new RightsWord(
                RightsDeed.ReleaseApproved, TestRoll.Of("c-1").Who, Item: "incident:" + calls.Incident,
                Answers: number),
            "to the parties");
        return calls;
    }

    public void Wait(double hours) => Service.Time.Now += TimeSpan.FromHours(hours);

    /// <summary>Signs in, once for each person.</summary>
    public string Cookie(string person)
    {
        if (!cookies.TryGetValue(person, out var cookie))
        {
            cookies[person] = cookie = person == "public"
                ? Service.CookieOf(TestRoll.Public)
                : Service.CookieOf(TestRoll.Of(person));
        }

        return cookie;
    }

    /// <summary>Signs in as a person does, by the door: that is recorded.</summary>
    public async Task SignInAsync(string person)
    {
        // A client of its own: the service's keeps the cookie, and would speak for two people from then on.
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false })
        {
            BaseAddress = Service.Address,
        };
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/session", new { token = Service.SignIn.NewLink(TestRoll.Of(person)) });
        Xunit.Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        cookies[person] = answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    public async Task<string> OpenAsync(string person = "a-1")
    {
        var (status, text) = await Service.AskAsync(
            Cookie(person), HttpMethod.Post, "/api/v1/cases",
            $$"""{"incident":"{{Incident}}","text":"Explosions in the buffer zone"}""");
        Xunit.Assert.True(status == HttpStatusCode.Created, $"{status}: {text}");
        Id = JsonDocument.Parse(text).RootElement.GetProperty("case").GetProperty("id").GetString()!;
        return Id;
    }

    /// <summary>Does something; a minute passes. The number of the act, or the title of the refusal.</summary>
    public async Task<(int Number, string Refusal)> TryAsync(
        string person, string deed, string confidence = "NotStated", string? label = null)
    {
        Wait(1 / 60.0);
        var more = label is null ? "" : $",\"label\":{label}";
        var (status, text) = await Service.AskAsync(
            Cookie(person), HttpMethod.Post, $"/api/v1/cases/{Id}/acts",
            $$"""{"deed":{{deed}},"confidence":"{{confidence}}"{{more}}}""");
        Xunit.Assert.True(status < HttpStatusCode.InternalServerError, $"{deed}: {text}");
        Xunit.Assert.True(status != HttpStatusCode.BadRequest, $"{deed}: {text}");
        var answer = JsonDocument.Parse(text).RootElement;
        return status == HttpStatusCode.Created
            ? (answer.GetProperty("number").GetInt32(), "")
            : (0, $"{answer.GetProperty("title").GetString()}; {answer.GetProperty("detail").GetString()}");
    }

    /// <summary>Does something that has to be taken.</summary>
    public async Task<int> DoAsync(string person, string deed, string confidence = "NotStated", string? label = null)
    {
        var (number, refusal) = await TryAsync(person, deed, confidence, label);
        Xunit.Assert.True(refusal.Length == 0, $"{person} {deed}: {refusal}");
        return number;
    }

    /// <summary>A deed of words alone.</summary>
    public static string Say(string kind, string text) => $$"""{"deed":"{{kind}}","text":"{{text}}"}""";

    public string NextSeed() => Convert.ToHexString(chain[drawn++]);

    public async Task<JsonElement> ViewAsync(string person)
    {
        var (status, text) = await Service.AskAsync(Cookie(person), HttpMethod.Get, $"/api/v1/cases/{Id}");
        Xunit.Assert.True(status == HttpStatusCode.OK, $"{person}: {status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<string> StateAsync() =>
        (await ViewAsync("w-1")).GetProperty("case").GetProperty("state").GetString()!;

    /// <summary>The people of the panel that was drawn last.</summary>
    public IReadOnlyList<string> Panel()
    {
        var file = Service.Floor.Cases.Ask(Id, TestRoll.Of("w-1"), known => known.File)!;
        return [.. file.Panels[^1].Members.Select(member => member.Person)];
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    // Each seed is the hash of the one that is opened after it.
    private static ImmutableArray<byte[]> Seeds()
    {
        var seeds = new List<byte[]> { SHA256.HashData("the last seed"u8) };
        while (seeds.Count < 4)
        {
            seeds.Insert(0, SHA256.HashData(seeds[0]));
        }

        return [.. seeds];
    }
}
