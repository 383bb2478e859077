using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;

namespace Trucewatch.Server.Live;

/// <summary>
/// How many open incidents a reader may see: a number tells of what is withheld as well as a list does. The newest
/// revisions' labels are kept and followed fact by fact, because every reader asks each second.
/// </summary>
internal sealed class OpenIncidents(IPictureStore store, RightsDesk rights)
{
    private const int FactsAtOnce = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (Label Label, Instant KnownAt)> open = new(StringComparer.Ordinal);
    private long readTo = -1;

    /// <summary>The number of those that the list of open incidents shows this audience now.</summary>
    public int Count(Audience audience, Instant now)
    {
        lock (gate)
        {
            if (readTo < 0)
            {
                // The number first: what is committed in between is read again below, and is the same.
                readTo = store.LastFactNumber;
                Take(store.ReadIncidents(IncidentStatus.Open, 0, int.MaxValue));
            }

            while (readTo < store.LastFactNumber)
            {
                var facts = store.ReadFacts(readTo, FactsAtOnce);
                Take(facts);
                readTo = facts[^1].Number;
            }

            return open.Count(one =>
                ReleaseGate.Shows(
                    rights.LabelOf("incident:" + one.Key, one.Value.Label), one.Value.KnownAt, audience, now));
        }
    }

    private void Take(IReadOnlyList<StoredFact> facts)
    {
        foreach (var stored in facts)
        {
            if (FactJson.Read(stored.Payload) is not IncidentFact { Incident: var incident } fact)
            {
                continue;
            }

            open.Remove(incident.Id);
            if (incident.Status == IncidentStatus.Open)
            {
                open.Add(incident.Id, (fact.Label, fact.KnownAt));
            }
        }
    }
}
