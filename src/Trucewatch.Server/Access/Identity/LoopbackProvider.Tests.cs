using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Trucewatch.Server.Access.Identity;

/// <summary>How the next token is signed.</summary>
internal enum Signing
{
    Right,
    None,
    OtherKey,
    UnknownKey,
    SharedSecret,
}

/// <summary>
/// An identity provider on loopback: it does what OpenID Connect Core 1.0 asks of one in the code flow, checks what the
/// client has to send, and lies on request.
/// </summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string ClientId = "trucewatch";
    public const string Secret = "a-secret-of-a-client";
    public const string KeyId = "key-1";
    public const string SharedKeyId = "key-shared";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, IQueryCollection> codes = new(StringComparer.Ordinal);
    private WebApplication app = null!;

    public string Issuer => app.Urls.First();

    /// <summary>Who is signed in there.</summary>
    public string Subject { get; set; } = "";

    /// <summary>How the next tokens are signed.</summary>
    public Signing Signing { get; set; }

    /// <summary>Bends what the next tokens say.</summary>
    public Action<JsonObject> Bend { get; set; } = _ => { };

    /// <summary>Bends what it says of itself.</summary>
    public Action<JsonObject> BendDocument { get; set; } = _ => { };

    /// <summary>True: it sends whoever asks what it is elsewhere for the answer.</summary>
    public bool SendsElsewhere { get; set; }

    /// <summary>Spaces after what it says of itself.</summary>
    public int Padding { get; set; }

    /// <summary>True: it takes a code as often as it comes, and asks for no proof of who began.</summary>
    public bool IsLax { get; set; }

    /// <summary>True: whoever is signed in does not agree.</summary>
    public bool Declines { get; set; }

    /// <summary>True: the token endpoint has a fault.</summary>
    public bool IsFaulty { get; set; }

    /// <summary>The last token that it gave out.</summary>
    public string LastToken { get; private set; } = "";

    /// <summary>What the last browser came with.</summary>
    public IQueryCollection LastAsked { get; private set; } = new QueryCollection();

    public static async Task<LoopbackProvider> StartAsync()
    {
        var provider = new LoopbackProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = provider.app = builder.Build();
        web.MapGet("/.well-known/openid-configuration", () => provider.SendsElsewhere
            ? Results.Redirect("/elsewhere")
            : Results.Text(provider.Document().ToJsonString() + new string(' ', provider.Padding), "application/json"));
        web.MapGet("/elsewhere", () => Json(provider.Document()));
        web.MapGet("/jwks", () => Json(provider.Keys()));
        web.MapGet("/authorize", provider.Authorize);
        web.MapPost("/token", provider.TokenAsync);
        await web.StartAsync();
        return provider;
    }

    /// <summary>Honest again.</summary>
    public void Reset(string subject)
    {
        (Subject, Signing, Bend, BendDocument) = (subject, Signing.Right, _ => { }, _ => { });
        (IsLax, Declines, IsFaulty, SendsElsewhere, Padding) = (false, false, false, false, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Dispose();
        other.Dispose();
    }

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private JsonObject Document()
    {
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("ES256"),
        };
        BendDocument(document);
        return document;
    }

    private JsonObject Keys()
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["use"] = "sig",
                ["kid"] = KeyId,
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }, new JsonObject
            {
                // A key that all who know the secret have: what is signed by it proves nothing, published or not.
                ["kty"] = "oct",
                ["kid"] = SharedKeyId,
                ["k"] = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Secret)),
            }),
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = LastAsked = request.Query;
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["scope"] != "openid"
            || asked["code_challenge_method"] != "S256" || asked["state"] == "" || asked["nonce"] == "")
        {
            return Results.BadRequest();
        }

        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        codes[code] = asked;
        var answer = Declines ? "error=access_denied" : "code=" + code;
        return Results.Redirect($"{asked["redirect_uri"]}?{answer}&state={Uri.EscapeDataString(asked["state"]!)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var code = form["code"].ToString();
        if (IsFaulty)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var challenge = Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["client_id"] != ClientId || form["client_secret"] != Secret
            || !codes.TryGetValue(code, out var asked)
            || (!IsLax && (asked["code_challenge"] != challenge || asked["redirect_uri"] != form["redirect_uri"]
                || !codes.TryRemove(code, out _))))
        {
            return Results.Text("""{"error":"invalid_grant"}""", "application/json", statusCode: 400);
        }

        LastToken = Token(asked["nonce"].ToString());
        return Json(new JsonObject
        {
            ["access_token"] = "a-token-for-access", ["token_type"] = "Bearer", ["id_token"] = LastToken,
        });
    }

    private string Token(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var says = new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = Subject, ["aud"] = ClientId, ["nonce"] = nonce, ["iat"] = now,
            ["exp"] = now + 300,
        };
        Bend(says);
        var head = new JsonObject
        {
            ["alg"] = Signing switch { Signing.None => "none", Signing.SharedSecret => "HS256", _ => "ES256" },
            ["typ"] = "JWT",
            ["kid"] = Signing switch
            {
                Signing.UnknownKey => "key-2", Signing.SharedSecret => SharedKeyId, _ => KeyId,
            },
        };
        var text = Part(head) + "." + Part(says);
        var bytes = Encoding.ASCII.GetBytes(text);
        return text + "." + Base64Url.EncodeToString(Signing switch
        {
            Signing.None => [],
            Signing.SharedSecret => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), bytes),
            Signing.Right => key.SignData(bytes, HashAlgorithmName.SHA256),
            _ => other.SignData(bytes, HashAlgorithmName.SHA256),
        });
    }

    private static string Part(JsonObject node) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(node.ToJsonString()));
}
