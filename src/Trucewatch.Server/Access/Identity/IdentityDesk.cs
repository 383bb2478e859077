using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Access.Identity;

/// <summary>
/// Lets people in whom the identity provider vouches for. The provider says who somebody is, by the library's handler
/// of the protocol; what they may is asked of the roll, and nothing of the provider is kept. The handler is called by
/// two endpoints and not by middleware: so its answers bear all that others bear, and no other request meets it.
/// </summary>
internal sealed partial class IdentityDesk
{
    /// <summary>Where somebody begins.</summary>
    public const string BeginPath = "/sign-in/provider";

    /// <summary>Where the provider sends them back to; it has to know this address.</summary>
    public const string ReturnPath = "/sign-in/return";

    private const string Scheme = "provider";
    private const string RoleKey = "role";
    private static readonly Author nobody = new("", Role.Public, "");

    private readonly IdentitySettings settings;
    private readonly WatchFloor floor;
    private readonly SignIn signIn;
    private readonly ILogger<IdentityDesk> log;
    private readonly RefusalNotes notes;
    private readonly FixedOptions options;
    private readonly AuthenticationScheme scheme = new(Scheme, null, typeof(OpenIdConnectHandler));

    public IdentityDesk(
        IdentitySettings settings, WatchFloor floor, SignIn signIn, TimeProvider time, ILogger<IdentityDesk> log)
    {
        (this.settings, this.floor, this.signIn, this.log) = (settings, floor, signIn, log);
        notes = new RefusalNotes(time);
        options = new FixedOptions(ProviderOptions.Of(Scheme, settings, time, new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.RedirectUri = settings.ReturnAddress ?? context.ProtocolMessage.RedirectUri;
                return Task.CompletedTask;
            },
            OnTicketReceived = context =>
            {
                Admit(context);
                context.HandleResponse();
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                Refuse(context.HttpContext, ProviderFailure.Judge(context.Failure), problem: context.Failure);
                context.HandleResponse();
                return Task.CompletedTask;
            },
        }));
    }

    /// <summary>Sends the browser to the provider.</summary>
    public async Task BeginAsync(HttpContext http)
    {
        var properties = new AuthenticationProperties { RedirectUri = OwnPage(http.Request.Query["to"]) };
        if (RoleOf(http.Request.Query[RoleKey]) is { } role)
        {
            properties.Items[RoleKey] = role.ToString();
        }

        try
        {
            await (await HandlerAsync(http)).ChallengeAsync(properties);
        }
        catch (Exception problem) when (IsToBeTold(http, problem))
        {
            Refuse(http, SignInRefusal.Provider, problem: problem);
        }
    }

    /// <summary>Takes the browser back from the provider.</summary>
    public async Task ReturnAsync(HttpContext http)
    {
        try
        {
            await (await HandlerAsync(http)).HandleRequestAsync();
        }
        catch (Exception problem) when (IsToBeTold(http, problem))
        {
            Refuse(http, ProviderFailure.Judge(problem), problem: problem);
        }
    }

    /// <summary>
    /// One of the page's own addresses; whatever else was asked for, the first page. A list and no pattern: what a
    /// browser takes for an own path has changed before.
    /// </summary>
    internal static string OwnPage(string? asked) => asked is "/" or "/field" ? asked : "/";

    /// <summary>True where the browser still waits for what came of it.</summary>
    private static bool IsToBeTold(HttpContext http, Exception problem) =>
        ProviderFailure.IsAnswer(problem) && !http.RequestAborted.IsCancellationRequested;

    private async Task<OpenIdConnectHandler> HandlerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";

        // Without a logger: at its levels of errors the handler writes what it was sent.
        var handler = new OpenIdConnectHandler(
            options, NullLoggerFactory.Instance, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(scheme, http);
        return handler;
    }

    /// <summary>The provider vouches for somebody: the roll says whether they come in, and as what.</summary>
    private void Admit(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var identity = ProviderIdentity.Of(context.Principal!, settings.File.Claim);
        if (identity is null || floor.Rights.Known(identity) is not { } known)
        {
            Refuse(http, identity is null ? SignInRefusal.NoIdentity : SignInRefusal.NotOnRoll);
            return;
        }

        var asked = RoleOf(context.Properties!.Items.TryGetValue(RoleKey, out var text) ? text : null);
        var to = OwnPage(context.ReturnUri);
        if (known.IsRevoked || (asked is { } given && !known.Roles.Contains(given)))
        {
            Refuse(http, known.IsRevoked ? SignInRefusal.Revoked : SignInRefusal.NoSuchRole, known.Person);
        }
        else if (asked is null && known.Roles.Length > 1)
        {
            // A session is of one role. Which one is asked before the provider is asked again, which knows them now.
            http.Response.Redirect($"/sign-in?roles={string.Join(',', known.Roles)}&to={Uri.EscapeDataString(to)}");
        }
        else
        {
            LetIn(http, known.Person, asked ?? known.Roles[0], to);
        }
    }

    private void LetIn(HttpContext http, string person, Role role, string to)
    {
        if (floor.Rights.Find(person, role) is not { } by || signIn.Open(by) is not { } cookie)
        {
            Refuse(http, SignInRefusal.TooMany, person);
            return;
        }

        // Who was revoked since they were looked up is refused here: the session was opened before the word is said,
        // and a revocation says its word before it ends sessions, so that one of the two always meets the other.
        var word = new RightsWord(
            RightsDeed.Vouched, by.Who, person, role, Item: signIn.Find(cookie)?.Item);
        if (floor.Rights.Say(word, "by " + settings.File.Issuer).Refusal is not null)
        {
            signIn.End(cookie);
            Refuse(http, SignInRefusal.Revoked, person);
            return;
        }

        SessionCookie.Give(http, cookie);
        http.Response.Redirect(to);
    }

    /// <summary>Says on the page why, and in the record, as long as it is not filled with it.</summary>
    private void Refuse(HttpContext http, SignInRefusal why, string? person = null, Exception? problem = null)
    {
        if (notes.Next() is { } unnoted)
        {
            var word = new RightsWord(RightsDeed.SignInRefused, nobody, person);
            var before = unnoted == 0
                ? ""
                : FormattableString.Invariant($"; {unnoted} before it were not noted one by one");
            floor.Rights.Say(word, $"{why}, by {settings.File.Issuer}{before}");
            LogRefusal(why, problem is null ? "" : ProviderFailure.Describe(problem, settings.Secret));
        }

        http.Response.Redirect($"/sign-in?refused={why}");
    }

    private static Role? RoleOf(string? text) =>
        Enum.TryParse<Role>(text, out var role) && string.Equals(role.ToString(), text, StringComparison.Ordinal)
            ? role
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in by the identity provider refused: {Why} {Problem}")]
    private partial void LogRefusal(SignInRefusal why, string problem);

    /// <summary>The options of the one provider.</summary>
    private sealed class FixedOptions(OpenIdConnectOptions value) : IOptionsMonitor<OpenIdConnectOptions>
    {
        public OpenIdConnectOptions CurrentValue => value;

        public OpenIdConnectOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<OpenIdConnectOptions, string?> listener) => null;
    }
}
