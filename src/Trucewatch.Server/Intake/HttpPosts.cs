using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using Trucewatch.Evidence;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Intake;

/// <summary>The endpoints of http-post feeds. A client shows the ingest token that was made at first start.</summary>
internal sealed class HttpPosts(string token)
{
    private readonly ConcurrentDictionary<string, HttpPostTransport> transports = new(StringComparer.Ordinal);

    /// <summary>Opens a path.</summary>
    /// <exception cref="UnusableException">Another feed has it.</exception>
    public void Add(string path, HttpPostTransport transport)
    {
        if (!transports.TryAdd(path, transport))
        {
            throw new UnusableException($"--feed http-post:{path}: expected a path for each feed, got it twice");
        }
    }

    /// <summary>Maps <c>/ingest/...</c>: the path of a feed below it.</summary>
    public void Map(WebApplication app) =>
        app.MapPost("/ingest/{**path}", async (string path, HttpContext http, CancellationToken stop) =>
        {
            if (!MayPost(http.Request))
            {
                if (ShowsExercise(http.Request) && transports.TryGetValue("/" + path, out var shown))
                {
                    shown.NoteExerciseToken();
                }

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

            try
            {
                return Answer(transport, await ReadAsync(http.Request.BodyReader, stop));
            }
            catch (BadHttpRequestException refused)
            {
                // The server's own refusal, such as a body over the limit, is an answer and not a failure of ours.
                if (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
                {
                    transport.NoteTooLong();
                }

                return Results.Problem(refused.Message, statusCode: refused.StatusCode, title: "Not taken");
            }
        }).OpenToAll("a feed shows its own token")
        .WithName("ingest").WithSummary("Hand in one message of an http-post feed").DisableAntiforgery();

    private static IResult Answer(HttpPostTransport transport, byte[] body)
    {
        if (body.Length == 0)
        {
            return Results.Problem(
                "expected a message, got an empty body", statusCode: StatusCodes.Status400BadRequest, title: "Empty");
        }

        return transport.TryOffer(body)
            ? Results.Accepted()
            : Results.Problem(
                "too much waits to be taken in: try again in a second",
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "Not taken");
    }

    /// <summary>
    /// Reads the whole body; the server itself refuses one over <see cref="HttpPostTransport.MaxBodyBytes"/>.
    /// </summary>
    private static async Task<byte[]> ReadAsync(PipeReader reader, CancellationToken stop)
    {
        // One more byte than there can be: the read ends with the body, not before the server has seen its end.
        var read = await reader.ReadAtLeastAsync(HttpPostTransport.MaxBodyBytes + 1, stop);
        var body = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return body;
    }

    /// <summary>True when the request shows the token.</summary>
    internal bool MayPost(HttpRequest request) => new BearerToken(token).IsShownBy(request);

    /// <summary>True when the request shows the token of an exercise, which this service is not.</summary>
    internal static bool ShowsExercise(HttpRequest request) =>
        BearerToken.Shown(request)?.StartsWith(ExerciseMark.TokenStart, StringComparison.Ordinal) == true;
}
