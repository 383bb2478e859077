using System.Net;
using System.Text.Json;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Evidence;
using Trucewatch.Server.Api;
using Trucewatch.Server.Api.Sessions;
using Xunit;

namespace Trucewatch.Server.Access.Identity;

/// <summary>A service, its identity provider, and a roll whose people the provider knows as <c>at-</c> and their id.
/// </summary>
public sealed class IdentityRig : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal ServedFloor Service { get; private set; } = null!;

    internal LoopbackProvider Provider { get; private set; } = null!;

    /// <summary>The roll; <c>r-1</c> is an analyst too, and <c>u-1</c> is not known to the provider.</summary>
    internal static Roll Roll { get; } = TestRoll.Roll with
    {
        People =
        [
            .. TestRoll.Roll.People.Select(Known),
            Known(TestRoll.Roll.People.First(one => one.Person == "r-1") with { Role = Role.Analyst }),
        ],
    };

    /// <summary>Time of the desk: what is going on, and what was skipped.</summary>
    internal SkippedTime Time { get; } = new();

    /// <summary>
    /// An honest provider at which somebody is signed in, and a desk that has refused nobody lately: the tests of the
    /// class refuse more than are noted in a span, in any order.
    /// </summary>
    internal LoopbackProvider Begin(string subject)
    {
        Time.Skipped += RefusalNotes.Span;
        Provider.Reset(subject);
        return Provider;
    }

    public async ValueTask InitializeAsync()
    {
        Provider = await LoopbackProvider.StartAsync();
        Service = await ServedFloor.StartAsync(
            exercise: false, more: services => IdentityApi.Add(services, Settings(Provider.Issuer), Time));
        Service.Floor.Rights.Enter(Roll);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Provider.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Settings for a provider, read from files as an operator writes them.</summary>
    internal IdentitySettings Settings(
        string issuer, string? address = null, string claim = "sub", string? prompt = null)
    {
        var path = Path.Combine(folder.Path, "identity.json");
        File.WriteAllText(Path.Combine(folder.Path, "secret"), LoopbackProvider.Secret + "\n");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            issuer, clientId = LoopbackProvider.ClientId, secretFile = "secret", label = "Account of the mission",
            address, claim, prompt,
        }));
        return IdentitySettings.Open(path)!;
    }

    /// <summary>A desk beside the service's own, with a provider of its own.</summary>
    internal IdentityDesk Desk(IdentitySettings settings) => new(
        settings, Service.Floor, Service.SignIn, TimeProvider.System,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<IdentityDesk>.Instance);

    /// <summary>The acts about rights, the newest last, as they are sealed.</summary>
    internal IReadOnlyList<Act> Acts() =>
        [.. Service.Floor.Store.ReadActs(0, int.MaxValue).Select(stored => ActJson.Read(stored.Payload))
            .Where(act => act.Rights is not null)];

    private static RollPerson Known(RollPerson one) =>
        one.Person == "u-1" ? one : one with { Identity = "at-" + one.Person };
}

/// <summary>The time, further on by what was skipped.</summary>
internal sealed class SkippedTime : TimeProvider
{
    public TimeSpan Skipped { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skipped;
}

/// <summary>A browser as far as signing in goes: it follows where it is sent, and keeps the cookies.</summary>
internal sealed class LoneBrowser : IDisposable
{
    private readonly HttpClient client;
    private readonly ServedFloor service;

    public LoneBrowser(ServedFloor service)
    {
        this.service = service;
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false });
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The cookies that go along to an address.</summary>
    public string CookiesFor(Uri address) => Cookies.GetCookieHeader(address);

    /// <summary>The session that the browser has now, or null.</summary>
    public Session? Session => service.SignIn.Find(
        Cookies.GetCookies(service.Address)[SignIn.CookieName]?.Value);

    /// <summary>Goes to the provider and no further: the address that it would send the browser back to.</summary>
    public async Task<Uri> GoAsync(string query = "")
    {
        var asked = await FollowAsync(new Uri(service.Address, IdentityDesk.BeginPath + query));
        return await FollowAsync(asked);
    }

    /// <summary>Signs in; where the browser is sent in the end.</summary>
    public async Task<string> SignInAsync(string query = "") =>
        (await FollowAsync(await GoAsync(query))).OriginalString;

    /// <summary>Opens an address; where it sends the browser.</summary>
    public async Task<Uri> FollowAsync(Uri address)
    {
        using var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    public void Dispose() => client.Dispose();
}
