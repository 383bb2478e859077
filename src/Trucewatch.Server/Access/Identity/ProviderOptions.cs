using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Trucewatch.Server.Access.Identity;

/// <summary>How the library is set: authorization code with PKCE, state and nonce, the answer in the query.</summary>
internal static class ProviderOptions
{
    /// <summary>How long the provider may take for an answer to this service.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of such an answer.</summary>
    public const int MaxAnswerBytes = 1 << 20;

    /// <summary>By how much the provider's clock may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public static OpenIdConnectOptions Of(
        string scheme, IdentitySettings settings, TimeProvider time, OpenIdConnectEvents events)
    {
        // The keys go with the process: what began before a start is begun again. None is written to anybody's home.
        var protection = new EphemeralDataProtectionProvider();
        var backchannel = Backchannel();
        var options = new OpenIdConnectOptions
        {
            Authority = settings.File.Issuer,
            ClientId = settings.File.ClientId,
            ClientSecret = settings.Secret,
            CallbackPath = IdentityDesk.ReturnPath,
            RequireHttpsMetadata = !settings.IsLocal,
            ResponseType = OpenIdConnectResponseType.Code,

            // In the query, because a form posted from the provider's page brings no SameSite=Lax cookie along.
            ResponseMode = OpenIdConnectResponseMode.Query,
            UsePkce = true,
            SaveTokens = false,
            GetClaimsFromUserInfoEndpoint = false,
            DisableTelemetry = true,
            Prompt = settings.File.Prompt,
            SignInScheme = "none",
            Backchannel = backchannel,
            TokenHandler = new SignedTokens { MapInboundClaims = false },
            StateDataFormat = new OneTimeStates(protection.CreateProtector("state"), time),
            ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                ProviderDocument.Address(settings.File.Issuer),
                new ProviderDocument(settings),
                new HttpDocumentRetriever(backchannel) { RequireHttps = !settings.IsLocal }),
            RemoteAuthenticationTimeout = OneTimeStates.Life,
            Events = events,
        };
        options.Scope.Clear();
        options.Scope.Add("openid");
        if (settings.File.Claim != "sub")
        {
            options.Scope.Add(settings.File.Claim == ProviderIdentity.Email ? "email" : "profile");
        }

        options.ProtocolValidator.NonceLifetime = OneTimeStates.Life;
        options.TokenValidationParameters.ValidAlgorithms = SignedTokens.Algorithms;
        options.TokenValidationParameters.ClockSkew = ClockSkew;
        var isBehindTls = settings.ReturnAddress?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        Narrow(options.CorrelationCookie, "trucewatch-begun.", isBehindTls);
        Narrow(options.NonceCookie, "trucewatch-nonce.", isBehindTls);
        new OpenIdConnectPostConfigureOptions(protection).PostConfigure(scheme, options);
        return options;
    }

    /// <summary>
    /// Cookies that come along when the provider sends the browser back, and with nothing else: their path is the one
    /// of the return.
    /// </summary>
    private static void Narrow(CookieBuilder cookie, string name, bool isBehindTls)
    {
        cookie.Name = name;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = isBehindTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
    }

    /// <summary>A client that goes where it is told and no further.</summary>
    private static HttpClient Backchannel() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = LongestWait,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };
}
