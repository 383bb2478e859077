using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;

namespace Trucewatch.Server.Live;

/// <summary>
/// How many open incidents a reader may see: a number tells of what is withheld as well as a list does. The labels of
/// revisions are kept and followed fact by fact, because every reader asks each second. Of an incident whose newest
/// revision is too fresh for a reader, the one before it counts.
/// </summary>
internal sealed class OpenIncidents(IPictureStore store, RightsDesk rights)
{
    private const int FactsAtOnce = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<(bool IsOpen, Label Label, Instant KnownAt)>> known =
        new(StringComparer.Ordinal);
    private long readTo = -1;

    /// <summary>The number of those that the list of open incidents shows this audience now.</summary>
    public int Count(Audience audience, Instant now)
    {
        lock (gate)
        {
            if (readTo < 0)
            {
                readTo = 0;
            }

            while (readTo < store.LastFactNumber)
            {
                var facts = store.ReadFacts(readTo, FactsAtOnce);
                Take(facts);
                readTo = facts[^1].Number;
            }

            return known.Count(one =>
            {
                var isNewestOnly = audience.Delay == TimeSpan.Zero;
                var at = one.Value.FindLastIndex(each => ReleaseGate.Shows(
                    rights.LabelOf("incident:" + one.Key, each.Label), each.KnownAt, audience, now));
                return at >= 0 && one.Value[at].IsOpen && (!isNewestOnly || at == one.Value.Count - 1);
            });
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

            if (!known.TryGetValue(incident.Id, out var revisions))
            {
                known.Add(incident.Id, revisions = []);
            }

            revisions.Add((incident.Status == IncidentStatus.Open, fact.Label, fact.KnownAt));
        }
    }
}
