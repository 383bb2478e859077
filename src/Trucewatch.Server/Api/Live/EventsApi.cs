using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Trucewatch.Domain.Access;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Live;

namespace Trucewatch.Server.Api.Live;

/// <summary>Incidents, checkpoints and the floor's state as server-sent events; resumes after a fact number.</summary>
internal static class EventsApi
{
    public static readonly TimeSpan FloorEvery = TimeSpan.FromSeconds(1);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", (
            WatchFloor floor, ApiMark mark, HttpContext http, TimeProvider time, IHostApplicationLifetime life) =>
        {
            var session = RequireSession.SessionOf(http);
            var feed = new EventFeed(floor, mark, session.Audience);
            feed.Begin(http.Request.Headers["Last-Event-ID"].ToString());
            return TypedResults.ServerSentEvents(
                StreamAsync(floor, feed, session, time, life.ApplicationStopping, http.RequestAborted));
        })
        .Needs(Operation.StreamEvents)
        .WithName("streamEvents").WithSummary("Incidents, checkpoints and the floor's state as they come");

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        WatchFloor floor,
        EventFeed feed,
        Session session,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, session.Cut.Token, aborted);
        while (!stop.IsCancellationRequested && floor.Rights.Standing(session.By) is not null)
        {
            foreach (var item in feed.Next())
            {
                yield return item;
            }

            // When something is sent would tell of facts that are withheld: whoever is not of the mission is sent to
            // at regular times only.
            var turn = ReaderIds.AreKeyed(session.Audience)
                ? Task.Delay(FloorEvery, time, stop.Token)
                : WaitAsync(floor, feed.After, time, stop.Token);

            // A stream that is cut ends; that is no failure of it.
            await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for a fact after a number, or for the next regular state of the floor.</summary>
    private static async Task WaitAsync(WatchFloor floor, long after, TimeProvider time, CancellationToken stop)
    {
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var regular = Task.Delay(FloorEvery, time, waited.Token);

        // Each time the news are taken first and the store is asked second, so that no fact falls in between.
        var news = floor.Facts.Next;
        while (floor.Store.LastFactNumber <= after && await Task.WhenAny(news, regular) == news)
        {
            news = floor.Facts.Next;
        }

        await waited.CancelAsync();
    }
}
