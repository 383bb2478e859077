using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Incidents;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Incidents;

/// <summary>
/// Gathers what rules say into incidents. What an object does in one zone under one clause is one incident from its
/// entry to its leaving, whichever readings say so; reports of one class family near in place and time are one.
/// </summary>
internal sealed class IncidentDesk(SectorSettings settings, FactLedger facts)
{
    private readonly Dictionary<(string Clause, string Zone, string Track), OpenIncident> byTrack = [];
    private readonly LinkedList<OpenIncident> open = [];
    private readonly Dictionary<OpenIncident, LinkedListNode<OpenIncident>> places = [];
    private readonly List<OpenIncident> reports = [];
    private readonly List<OpenIncident> touched = [];
    private readonly Dictionary<int, Incident> newest = [];
    private readonly LinkedList<OpenIncident> provisional = [];
    private ImmutableArray<string> late = [];
    private Instant nextClosing = new(long.MaxValue);
    private int last;

    /// <summary>Number of incidents opened so far.</summary>
    public int Count => last;

    /// <summary>Number of incidents that can still grow.</summary>
    public int OpenCount => open.Count;

    /// <summary>Newest revisions of the newest incidents in the order of their numbers.</summary>
    public IEnumerable<Incident> Newest()
    {
        for (var number = Math.Max(1, last - settings.MaxSummarised + 1); number <= last; number++)
        {
            yield return newest[number];
        }
    }

    /// <summary>Writes the detections of one observation and the revisions that follow from them.</summary>
    public void Fold(List<Saying> sayings, Instant receivedAt)
    {
        if (receivedAt > nextClosing)
        {
            CloseReports(receivedAt);
        }

        if (sayings.Count == 0)
        {
            return;
        }

        touched.Clear();
        foreach (var saying in sayings)
        {
            facts.Add(saying.Detection, saying.Label);
            Gather(saying, receivedAt);
        }

        foreach (var incident in touched)
        {
            Revise(incident, receivedAt);
            if (incident.IsOver)
            {
                LetGo(incident);
            }
        }
    }

    /// <summary>
    /// Says which feeds are late from now on: revisions name them. Incidents that were revised under a feed that is in
    /// time again are revised once more, so that nothing stays provisional for no reason.
    /// </summary>
    public void SetLate(ImmutableArray<string> feeds, Instant receivedAt)
    {
        late = feeds;
        for (var node = provisional.First; node is not null;)
        {
            var next = node.Next;
            var incident = node.Value;
            var left = incident.Provisional.RemoveAll(feed => !late.Contains(feed, StringComparer.Ordinal));
            if (left.Length < incident.Provisional.Length)
            {
                provisional.Remove(node);
                Write(incident, receivedAt, left);
            }

            node = next;
        }
    }

    private void Gather(Saying saying, Instant receivedAt)
    {
        var incident = saying.Join is { } joining ? FindReports(saying, joining) : FindTrack(saying.Detection);
        if (incident is { IsOver: true } && saying.Join is null
            && saying.Detection.Determination != Determination.Compliant)
        {
            // It ended and began anew in one observation, as with a line that is gone over to and fro: two incidents.
            Revise(incident, receivedAt);
            LetGo(incident);
            touched.Remove(incident);
            incident = null;
        }

        if (incident is null)
        {
            // What meets the clause opens nothing; nor does a track that leaves, or is restated, after its incident
            // was let go at the limit.
            if (saying.Detection.Determination == Determination.Compliant
                || saying.Detection.Kind is DetectionKind.StillInside or DetectionKind.Undetermined)
            {
                return;
            }

            incident = Open(saying, receivedAt);
        }

        incident.Take(saying.Detection, saying.Label, saying.Join, saying.Report);
        if (saying.Join is not null)
        {
            nextClosing = incident.ClosesAfter < nextClosing ? incident.ClosesAfter : nextClosing;
        }

        open.Remove(places[incident]);
        open.AddLast(places[incident]);
        if (!touched.Contains(incident))
        {
            touched.Add(incident);
        }
    }

    private OpenIncident? FindTrack(Detection detection) => byTrack.GetValueOrDefault(Key(detection));

    /// <summary>The nearest incident that the report may join; the older of two equally near.</summary>
    private OpenIncident? FindReports(Saying saying, Joining joining)
    {
        OpenIncident? best = null;
        var bestM = double.PositiveInfinity;
        foreach (var incident in reports)
        {
            if (incident.Clause != saying.Rule.Clause)
            {
                continue;
            }

            // Readings differ in their windows; one observation is one event all the same.
            var distanceM = touched.Contains(incident) ? 0 : incident.JoinDistance(saying.Detection, joining);
            if (distanceM >= 0 && distanceM < bestM)
            {
                (best, bestM) = (incident, distanceM);
            }
        }

        return best;
    }

    private OpenIncident Open(Saying saying, Instant receivedAt)
    {
        if (open.Count == settings.MaxOpenIncidents)
        {
            var idlest = FirstUntouched();
            facts.AddOperational(
                receivedAt,
                "limit.open-incidents",
                FormattableString.Invariant(
                    $"incident I-{idlest.Number:D4} stays as it stands: at most {settings.MaxOpenIncidents} can grow"));
            LetGo(idlest);
        }

        last++;
        var incident = new OpenIncident(last, saying.Rule, saying.Detection.Zone, saying.Join);
        places.Add(incident, open.AddLast(incident));
        if (saying.Join is null)
        {
            byTrack.Add(Key(saying.Detection), incident);
            incident.TrackKey = Key(saying.Detection);
        }
        else
        {
            reports.Add(incident);
        }

        return incident;
    }

    private OpenIncident FirstUntouched()
    {
        foreach (var incident in open)
        {
            if (!touched.Contains(incident))
            {
                return incident;
            }
        }

        return open.First!.Value;
    }

    private void CloseReports(Instant receivedAt)
    {
        nextClosing = new Instant(long.MaxValue);
        for (var index = 0; index < reports.Count;)
        {
            var incident = reports[index];
            if (receivedAt > incident.ClosesAfter)
            {
                incident.Close();
                Revise(incident, receivedAt);
                LetGo(incident);
                continue;
            }

            nextClosing = incident.ClosesAfter < nextClosing ? incident.ClosesAfter : nextClosing;
            index++;
        }
    }

    private void Revise(OpenIncident incident, Instant knownAt)
    {
        if (!incident.Provisional.IsEmpty)
        {
            provisional.Remove(incident);
        }

        Write(incident, knownAt, late);
    }

    private void Write(OpenIncident incident, Instant knownAt, ImmutableArray<string> lateFeeds)
    {
        var revision = incident.Revise(knownAt, lateFeeds);
        if (!lateFeeds.IsEmpty)
        {
            provisional.AddLast(incident);
            if (provisional.Count > settings.MaxOpenIncidents)
            {
                provisional.RemoveFirst();
            }
        }

        if (incident.Number > last - settings.MaxSummarised)
        {
            newest[incident.Number] = revision;
            newest.Remove(last - settings.MaxSummarised);
        }

        facts.Add(revision, incident.Label);
    }

    private void LetGo(OpenIncident incident)
    {
        open.Remove(places[incident]);
        places.Remove(incident);
        if (incident.TrackKey is { } key)
        {
            byTrack.Remove(key);
        }
        else
        {
            reports.Remove(incident);
        }
    }

    private static (string Clause, string Zone, string Track) Key(Detection detection) =>
        (detection.Clause, detection.Zone!, detection.Track!);
}
