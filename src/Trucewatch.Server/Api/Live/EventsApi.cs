using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Trucewatch.Domain.Facts;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.Live;

/// <summary>Incidents, checkpoints and the floor's state as server-sent events; resumes after a fact number.</summary>
internal static class EventsApi
{
    public static readonly TimeSpan FloorEvery = TimeSpan.FromSeconds(1);
    public const int MostAtOnce = 500;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/events", (
            WatchFloor floor, ApiMark mark, HttpContext http, TimeProvider time, IHostApplicationLifetime life) =>
        {
            var session = RequireSession.SessionOf(http);
            var resume = http.Request.Headers["Last-Event-ID"].ToString();
            var after = long.TryParse(resume, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : floor.Store.LastFactNumber;
            return TypedResults.ServerSentEvents(
                StreamAsync(floor, mark, session, after, time, life.ApplicationStopping, http.RequestAborted));
        })
        .WithName("streamEvents").WithSummary("Incidents, checkpoints and the floor's state as they come");

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        WatchFloor floor,
        ApiMark mark,
        Session session,
        long after,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, session.Cut.Token, aborted);
        var (size, witnessed, stamped) = (-1L, -1L, -1L);
        while (!stop.IsCancellationRequested)
        {
            foreach (var stored in floor.Store.ReadFacts(after, MostAtOnce))
            {
                after = stored.Number;
                if (Incident(floor, mark, session.Audience, stored) is { } seen)
                {
                    yield return new SseItem<string>(seen, "incident")
                    {
                        EventId = after.ToString(CultureInfo.InvariantCulture),
                    };
                }
            }

            var view = FloorApi.View(floor, session.Audience);
            if (view.Record.Size != size || view.Record.Witnessed.Size != witnessed
                || (view.Record.Stamped?.Size ?? 0) != stamped)
            {
                (size, witnessed, stamped) = (
                    view.Record.Size, view.Record.Witnessed.Size, view.Record.Stamped?.Size ?? 0);
                yield return new SseItem<string>(mark.Write(view.Record), "record");
            }

            yield return new SseItem<string>(mark.Write(view), "floor");
            await WaitAsync(floor, after, time, stop.Token);
        }
    }

    private static string? Incident(
        WatchFloor floor, ApiMark mark, Audience audience, Domain.Stores.StoredFact stored) =>
        FactJson.Read(stored.Payload) is IncidentFact && IncidentsApi.Summary(floor, audience, stored) is { } seen
            ? mark.Write(seen)
            : null;

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
