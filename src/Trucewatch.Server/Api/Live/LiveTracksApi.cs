using System.Net.WebSockets;
using System.Threading.Channels;
using Trucewatch.Domain.Access;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Live;

/// <summary>
/// Track states over a binary WebSocket, coalesced per track, a few times a second. For the mission only.
/// </summary>
internal static class LiveTracksApi
{
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    public static void Map(RouteGroupBuilder api) =>
        api.Map("/tracks/live", async (
            WatchFloor floor, HttpContext http, TimeProvider time, IHostApplicationLifetime life) =>
        {
            var session = RequireSession.SessionOf(http);
            if (!http.WebSockets.IsWebSocketRequest)
            {
                return Results.Problem(
                    "expected a WebSocket", statusCode: StatusCodes.Status400BadRequest, title: "Not a WebSocket");
            }

            if (floor.Tracks.Join() is not { } reader)
            {
                return Results.Problem(
                    $"expected at most {MaxReadersText} readers",
                    statusCode: StatusCodes.Status503ServiceUnavailable,
                    title: "Too many readers");
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                life.ApplicationStopping, session.Cut.Token, http.RequestAborted);
            try
            {
                using var socket = await http.WebSockets.AcceptWebSocketAsync();
                await SendAsync(floor, session.Audience, socket, reader, time, stop.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or WebSocketException)
            {
                // The reader went away, or the session was cut: either ends the stream and nothing else.
            }
            finally
            {
                floor.Tracks.Leave(reader);
            }

            return Results.Empty;
        })
        .Needs(Operation.ReadTracks)
        .WithName("streamTracks").WithSummary("Track states as binary records (docs/reference/live-tracks.md)")
        .ExcludeFromDescription();

    private static string MaxReadersText =>
        Server.Live.LiveTracks.MaxReaders.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SendAsync(
        WatchFloor floor,
        Audience audience,
        WebSocket socket,
        Channel<bool> reader,
        TimeProvider time,
        CancellationToken stop)
    {
        long version = 0;
        while (socket.State == WebSocketState.Open && await reader.Reader.WaitToReadAsync(stop))
        {
            reader.Reader.TryRead(out _);
            var (names, updates, next) = floor.Tracks.Changes(
                version, floor.Clock.Now, track => floor.Shows(track, audience));
            version = next;
            if (names is not null)
            {
                await socket.SendAsync(names, WebSocketMessageType.Binary, endOfMessage: true, stop);
            }

            await socket.SendAsync(updates, WebSocketMessageType.Binary, endOfMessage: true, stop);
            await Task.Delay(Every, time, stop);
        }
    }
}
