using System.Globalization;
using System.Net.ServerSentEvents;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Live;

/// <summary>
/// What one reader of the event stream is sent at each turn. Readers outside the mission are sent the same whatever is
/// withheld from them: what is too fresh for them waits, and the marks from which they resume are no numbers of facts.
/// </summary>
internal sealed class EventFeed(WatchFloor floor, ApiMark mark, Audience audience)
{
    /// <summary>Facts that are read at once.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Most facts that wait for one reader; of more the oldest are left out, and the list has them.</summary>
    public const int MostWaiting = 10_000;

    private readonly bool isKeyed = ReaderIds.AreKeyed(audience);
    private readonly Queue<StoredFact> waiting = new();
    private string? groups;
    private (long Size, long Witnessed, long Stamped) record = (-1, -1, -1);

    /// <summary>Number of the last fact that was looked at.</summary>
    public long After { get; private set; }

    /// <summary>Begins after a mark that a reader was given, or with what comes next.</summary>
    public void Begin(string mark)
    {
        After = floor.Store.LastFactNumber;
        if (!isKeyed && long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            After = number;
        }
        else if (isKeyed && mark.Split('.') is [var shown, var revision])
        {
            After = floor.Store.ReadIncidentRevisions(floor.Ids.Meant(audience, shown))
                .Where(stored => ((IncidentFact)FactJson.Read(stored.Payload)).Incident.Revision
                    .ToString(CultureInfo.InvariantCulture) == revision)
                .Select(stored => stored.Number).LastOrDefault(After);
        }
        else if (isKeyed && mark == "0")
        {
            After = 0;
        }
    }

    /// <summary>The messages of this turn, in order.</summary>
    public IEnumerable<SseItem<string>> Next()
    {
        foreach (var stored in floor.Store.ReadFacts(After, MostAtOnce))
        {
            After = stored.Number;
            waiting.Enqueue(stored);
        }

        if (Merges() is { } merges)
        {
            yield return merges;
        }

        for (var left = waiting.Count; left > 0; left--)
        {
            var stored = waiting.Dequeue();
            if (Incident(stored) is { } seen)
            {
                yield return seen;
            }
            else if (isKeyed && waiting.Count < MostWaiting && MayComeToSee(stored))
            {
                waiting.Enqueue(stored);
            }
        }

        var view = FloorApi.View(floor, audience);
        var known = (view.Record.Size, view.Record.Witnessed.Size, view.Record.Stamped?.Size ?? 0);
        if (known != record)
        {
            record = known;
            yield return new SseItem<string>(mark.Write(view.Record), "record");
        }

        yield return new SseItem<string>(mark.Write(view), "floor");
    }

    private bool MayComeToSee(StoredFact stored) =>
        FactJson.Read(stored.Payload) is IncidentFact fact
        && ReleaseGate.MayRead(floor.Labelled(fact).Label, audience);

    /// <summary>Which incidents are one, where that is otherwise than it was told last.</summary>
    private SseItem<string>? Merges()
    {
        var text = mark.Write(MergesApi.Groups(floor, audience));
        if (text == (groups ?? mark.Write(new GroupPage([]))))
        {
            return null;
        }

        groups = text;
        return new SseItem<string>(text, "merges");
    }

    private SseItem<string>? Incident(StoredFact stored) =>
        FactJson.Read(stored.Payload) is IncidentFact && IncidentsApi.Standing(floor, audience, stored) is { } seen
            ? new SseItem<string>(mark.Write(seen), "incident")
            {
                EventId = isKeyed
                    ? FormattableString.Invariant($"{seen.Id}.{seen.Revision}")
                    : stored.Number.ToString(CultureInfo.InvariantCulture),
            }
            : null;
}
