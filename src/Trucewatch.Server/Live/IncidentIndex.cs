using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;

namespace Trucewatch.Server.Live;

/// <summary>An incident of a list: the facts that it rests on, the one that stands for all first.</summary>
/// <param name="Id">Id in the record.</param>
/// <param name="Facts">Numbers of the facts with the revisions that the reader is told of.</param>
internal readonly record struct ListedIncident(string Id, IReadOnlyList<long> Facts);

/// <summary>
/// All incidents in the order of lists, followed fact by fact: what a reader is told of, filtered by what that reader
/// is told, and counted, because a number tells of what is withheld as well as a list does. Of an incident whose newest
/// revision is too fresh for a reader, the one before it is shown and counts.
/// </summary>
internal sealed class IncidentIndex(IPictureStore store, RightsDesk rights, MergeDesk merges)
{
    private const int FactsAtOnce = 1024;

    // No reader is told later than an hour after the event; what was superseded twice as long ago is told to nobody.
    private static readonly TimeSpan superseded = TimeSpan.FromHours(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Row> rows = new(StringComparer.Ordinal);
    private readonly SortedSet<Row> all = new(new InOrder());
    private readonly SortedSet<Row> open = new(new InOrder());
    private long readTo;

    /// <summary>The number of those that the list of open incidents shows this audience now.</summary>
    public int Count(Audience audience, Instant now)
    {
        lock (gate)
        {
            CatchUp();
            return Matching(audience, now, IncidentFilter.Open).Count();
        }
    }

    /// <summary>A part of the list that an audience is shown now, most severe first and then newest first.</summary>
    /// <param name="audience">Who reads.</param>
    /// <param name="now">When.</param>
    /// <param name="filter">What is asked for.</param>
    /// <param name="skip">How many are left out at the begin.</param>
    /// <param name="most">Most that are given.</param>
    public IReadOnlyList<ListedIncident> List(
        Audience audience, Instant now, IncidentFilter filter, int skip, int most)
    {
        lock (gate)
        {
            CatchUp();
            return [.. Matching(audience, now, filter).Skip(skip).Take(most)];
        }
    }

    /// <summary>Which incidents are one for an audience now, by the ids of the record.</summary>
    public IReadOnlyDictionary<string, MergedGroup> Groups(Audience audience, Instant now)
    {
        lock (gate)
        {
            CatchUp();
            return GroupsOf(audience, now);
        }
    }

    /// <summary>The revision of an incident that an audience is told of now; null: of none.</summary>
    public (long Fact, Incident Seen)? Find(string id, Audience audience, Instant now)
    {
        lock (gate)
        {
            CatchUp();
            return rows.TryGetValue(id, out var row) && Told(row, audience, now) is { } told
                ? (told.Fact, told.Seen(audience))
                : null;
        }
    }

    private IReadOnlyDictionary<string, MergedGroup> GroupsOf(Audience audience, Instant now) => merges.Book.Groups(
        id => rows.TryGetValue(id, out var row) && Told(row, audience, now) is not null, now - audience.Delay);

    private IEnumerable<ListedIncident> Matching(Audience audience, Instant now, IncidentFilter filter)
    {
        var groups = GroupsOf(audience, now);
        var done = new HashSet<MergedGroup>();
        foreach (var (row, told) in Ordered(audience, now, filter.Status))
        {
            if (groups.TryGetValue(row.Id, out var group))
            {
                if (done.Add(group) && Whole(group, audience, now, filter) is { } whole)
                {
                    yield return whole;
                }
            }
            else if (filter.Matches(told.Seen(audience)))
            {
                yield return new ListedIncident(row.Id, [told.Fact]);
            }
        }
    }

    /// <summary>Incidents that are one, where they are what is asked for as a whole.</summary>
    private ListedIncident? Whole(MergedGroup group, Audience audience, Instant now, IncidentFilter filter)
    {
        var parts = group.Others.Prepend(group.Into).Select(id => Told(rows[id], audience, now)!).ToList();
        var whole = MergedIncident.Of(group.Into, [.. parts.Select(part => part.Seen(audience))]);
        return filter.Matches(whole) ? new ListedIncident(group.Into, [.. parts.Select(part => part.Fact)]) : null;
    }

    /// <summary>
    /// Rows with the revisions that the audience is told of. Who is told later is told in an order of what they are
    /// told; a row's number orders nothing else than which of two came first.
    /// </summary>
    private IEnumerable<(Row Row, Revision Told)> Ordered(Audience audience, Instant now, IncidentStatus? status)
    {
        if (audience.Delay == TimeSpan.Zero)
        {
            return (status == IncidentStatus.Open ? open : all)
                .Select(row => (row, Told: Told(row, audience, now)!)).Where(each => each.Told is not null);
        }

        return rows.Values.Select(row => (row, Told: Told(row, audience, now)!)).Where(each => each.Told is not null)
            .OrderByDescending(each => each.Told.Exact.Severity).ThenByDescending(each => each.Told.KnownAt)
            .ThenBy(each => each.row.Number);
    }

    /// <summary>The revision that the audience is told of now, or null.</summary>
    private Revision? Told(Row row, Audience audience, Instant now)
    {
        for (var at = row.Revisions.Count - 1; at >= 0; at--)
        {
            var one = row.Revisions[at];
            if (ReleaseGate.Shows(rights.LabelOf(row.Item, one.Label), one.KnownAt, audience, now))
            {
                return one;
            }

            if (audience.Delay == TimeSpan.Zero)
            {
                // Who is told at once is told of the newest or of nothing.
                return null;
            }
        }

        return null;
    }

    private void CatchUp()
    {
        while (readTo < store.LastFactNumber)
        {
            var facts = store.ReadFacts(readTo, FactsAtOnce);
            foreach (var stored in facts)
            {
                if (FactJson.Read(stored.Payload) is IncidentFact fact)
                {
                    Take(stored.Number, fact);
                }
            }

            readTo = facts[^1].Number;
        }
    }

    private void Take(long number, IncidentFact fact)
    {
        // What is looked for stays; what only the file shows is read from the record when it is shown.
        var incident = fact.Incident with { Detections = [], Frames = [], Details = null };
        if (rows.TryGetValue(incident.Id, out var row))
        {
            all.Remove(row);
            open.Remove(row);
        }
        else
        {
            row = new Row(incident.Id, rows.Count);
            rows.Add(incident.Id, row);
        }

        var revisions = row.Revisions;
        revisions.Add(new Revision(number, fact.Label, fact.KnownAt, incident));
        while (revisions.Count > 2 && revisions[0].Label == revisions[1].Label
            && revisions[1].KnownAt + superseded <= fact.KnownAt)
        {
            revisions.RemoveAt(0);
        }

        all.Add(row);
        if (incident.Status == IncidentStatus.Open)
        {
            open.Add(row);
        }
    }

    /// <summary>An incident with those of its revisions that somebody may still be told of.</summary>
    private sealed class Row(string id, int number)
    {
        public string Id { get; } = id;

        public int Number { get; } = number;

        public string Item { get; } = "incident:" + id;

        public List<Revision> Revisions { get; } = [];
    }

    /// <summary>A revision, exactly and as each kind of reader is told it.</summary>
    private sealed record Revision(long Fact, Label Label, Instant KnownAt, Incident Exact)
    {
        private (double StepDeg, Incident Seen)[] coarse = [];

        public Incident Seen(Audience audience)
        {
            if (audience.PlaceStepDeg == 0)
            {
                return Exact;
            }

            foreach (var (stepDeg, known) in coarse)
            {
                if (stepDeg == audience.PlaceStepDeg)
                {
                    return known;
                }
            }

            var seen = ReleaseGate.Told(Exact, audience);
            coarse = [.. coarse, (audience.PlaceStepDeg, seen)];
            return seen;
        }
    }

    /// <summary>Most severe first, then the newest event first.</summary>
    private sealed class InOrder : IComparer<Row>
    {
        public int Compare(Row? one, Row? other)
        {
            var (a, b) = (one!.Revisions[^1].Exact, other!.Revisions[^1].Exact);
            var bySeverity = b.Severity.CompareTo(a.Severity);
            var byTime = bySeverity != 0 ? bySeverity : b.Last.CompareTo(a.Last);
            return byTime != 0 ? byTime : one.Number.CompareTo(other.Number);
        }
    }
}
