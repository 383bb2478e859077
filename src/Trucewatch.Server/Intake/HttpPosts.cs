using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Server.Intake;

/// <summary>The endpoints of http-post feeds. A client shows the ingest token that was made at first start.</summary>
internal sealed class HttpPosts(string token)
{
    private readonly ConcurrentDictionary<string, HttpPostTransport> transports = new(StringComparer.Ordinal);

    /// <summary>Opens a path.</summary>
    public void Add(string path, HttpPostTransport transport) => transports[path] = transport;

    /// <summary>Maps <c>/ingest/...</c>: the path of a feed below it.</summary>
    public void Map(WebApplication app) =>
        app.MapPost("/ingest/{**path}", async (string path, HttpContext http, CancellationToken stop) =>
        {
            if (!MayPost(http.Request))
            {
                return Results.Problem(
                    "expected the header Authorization: Bearer with the token in keys/ingest.token of the data folder",
                    statusCode: StatusCodes.Status401Unauthorized,
                    title: "No ingest token");
            }

            if (!transports.TryGetValue("/" + path, out var transport))
            {
                return Results.Problem(
                    $"no feed listens on /{path}", statusCode: StatusCodes.Status404NotFound, title: "Unknown feed");
            }

            var body = await http.Request.BodyReader.ReadAtLeastAsync(HttpPostTransport.MaxBodyBytes, stop);
            return transport.TryOffer(body.Buffer.ToArray())
                ? Results.Accepted()
                : Results.Problem(
                    $"expected 1 to {HttpPostTransport.MaxBodyBytes} bytes, or too much waits: try again later",
                    statusCode: StatusCodes.Status503ServiceUnavailable,
                    title: "Not taken");
        })
        .WithName("ingest").WithSummary("Hand in one message of an http-post feed").DisableAntiforgery();

    private bool MayPost(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])),
                SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
