using Trucewatch.Server.Access;
using Trucewatch.Server.Access.Identity;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Sessions;

/// <summary>
/// The way to the identity provider and back. Both are addresses that a browser goes to, not answers to the page: what
/// is refused is told on the page for signing in. Only where a provider is configured are they there.
/// </summary>
internal static class IdentityApi
{
    /// <summary>Puts the desk in; only then is the library of the protocol loaded.</summary>
    public static void Add(IServiceCollection services, IdentitySettings settings, TimeProvider time)
    {
        services.AddSingleton(settings);
        services.AddSingleton(made => new IdentityDesk(
            settings, made.GetRequiredService<WatchFloor>(), made.GetRequiredService<SignIn>(), time,
            made.GetRequiredService<ILogger<IdentityDesk>>()));
    }

    public static void Map(WebApplication app)
    {
        app.MapGet(IdentityDesk.BeginPath, (HttpContext http, IdentityDesk desk) => desk.BeginAsync(http))
            .OpenToAll("who comes here is not known yet; it sends them to the identity provider")
            .ExcludeFromDescription();
        app.MapGet(IdentityDesk.ReturnPath, (HttpContext http, IdentityDesk desk) => desk.ReturnAsync(http))
            .OpenToAll("what the identity provider signed is the proof")
            .ExcludeFromDescription();
    }
}
