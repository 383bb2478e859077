using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Reporting;

/// <summary>What a report is to be of.</summary>
/// <param name="Window">The time.</param>
/// <param name="Spot">The one incident of a spot report, as the record knows it, or null.</param>
/// <param name="HasAllCases">True where cases are listed on which nobody spoke.</param>
internal sealed record ReportAsked(ReportWindow Window, string? Spot = null, bool HasAllCases = false);

/// <summary>
/// Gathers what a report is made of: the facts of the store as they were known at its end, what people had done by
/// then, and what was watched.
/// </summary>
internal sealed class ReportRecordMaker
{
    private readonly Agreement agreement;
    private readonly DataFolder folder;
    private readonly IPictureStore store;
    private readonly Audience audience;
    private readonly ReportWindow window;
    private readonly ActsAsOf acts;
    private readonly ReaderIds ids;

    private ReportRecordMaker(
        Agreement agreement, DataFolder folder, IPictureStore store, Audience audience, ReportWindow window)
    {
        (this.agreement, this.folder, this.store) = (agreement, folder, store);
        (this.audience, this.window) = (audience, window);
        acts = new ActsAsOf(store, window.Until, window.Until - audience.Delay);
        var key = ReaderIds.AreKeyed(audience) ? folder.OpenToken(ReaderIds.KeyFile) : "";
        ids = new ReaderIds(store, acts.LabelOf, key);
    }

    /// <summary>Makes the record of a time for an audience; what was watched is worked out again from the frames.
    /// </summary>
    public static ReportRecord Make(
        Agreement agreement,
        DataFolder folder,
        IPictureStore store,
        Audience audience,
        ReportAsked asked,
        ImmutableArray<SentenceEdit> edits) =>
        Make(
            agreement, folder, store, audience, asked, edits,
            () => WatchedAgain.Of(agreement, folder, store, asked.Window));

    /// <summary>The same with what was watched from elsewhere, asked for only where the reader may know it.</summary>
    public static ReportRecord Make(
        Agreement agreement,
        DataFolder folder,
        IPictureStore store,
        Audience audience,
        ReportAsked asked,
        ImmutableArray<SentenceEdit> edits,
        Func<WatchedAgain> watched) =>
        new ReportRecordMaker(agreement, folder, store, audience, asked.Window).Make(asked, edits, watched);

    /// <summary>The pages of the cases that an audience may see, as of the end of a time.</summary>
    public static ImmutableArray<(string Id, string Page)> CasePages(
        Agreement agreement, DataFolder folder, IPictureStore store, Audience audience, ReportWindow window)
    {
        var maker = new ReportRecordMaker(agreement, folder, store, audience, window);
        return
        [
            .. maker.acts.Pages(audience, window.Until, incident => maker.ids.Shown(audience, incident)),
        ];
    }

    private ReportRecord Make(ReportAsked asked, ImmutableArray<SentenceEdit> edits, Func<WatchedAgain> watched)
    {
        var revisions = Revisions();
        var newest = revisions.Values.Select(all => all[^1])
            .OrderBy(one => one.Incident.First).ThenBy(one => one.Incident.Id, StringComparer.Ordinal).ToList();

        // Nobody outside the mission's own staff is told what was watched: then it need not be worked out either.
        var sheet = audience.SeesTracks ? watched() : null;
        return new ReportRecord
        {
            Agreement = agreement,
            Window = window,
            Audience = audience,
            IsExercise = folder.IsExercise,
            Incidents = [.. newest.Where(one => window.Has(one.Incident.First))],
            Before = [.. newest.Where(one => window.Before.Has(one.Incident.First))],
            Revised = [.. newest.Where(one => one.Incident.First <= window.From
                && IsStatedAnew(revisions[one.Incident.Id]))],
            Coverage = sheet is not null && ReleaseGate.MayRead(sheet.Label, audience) ? sheet.Sheet : null,
            Feeds = sheet?.Feeds ?? [],
            LogOrigin = folder.Origin ?? "",
            Cases =
            [
                .. acts.Cases(audience, window, incident => ids.Shown(audience, incident)).Where(one =>
                    one.Statements.Length + one.Corrections.Length > 0
                    || (asked.HasAllCases && one.State != CaseState.Closed)),
            ],
            Spot = asked.Spot is { } spot ? ids.Shown(audience, spot) : null,
            Edits = edits,
        };
    }

    /// <summary>
    /// What the audience may see of each incident's revisions that were known at the end, in order, under the ids by
    /// which it knows them. Numbers of facts and places in the log count what is withheld too: outside they are not
    /// told.
    /// </summary>
    private Dictionary<string, List<ReportedIncident>> Revisions()
    {
        const int AtOnce = 4096;
        var revisions = new Dictionary<string, List<ReportedIncident>>(StringComparer.Ordinal);
        var isKeyed = ReaderIds.AreKeyed(audience);
        var last = 0L;
        for (var stored = store.ReadFacts(0, AtOnce); stored.Count > 0; stored = store.ReadFacts(last, AtOnce))
        {
            foreach (var one in stored)
            {
                last = one.Number;
                if (FactJson.Read(one.Payload) is not IncidentFact fact || fact.KnownAt > window.Until
                    || ReleaseGate.View(Labelled(fact), audience, window.Until)
                        is not IncidentFact { Incident: var incident })
                {
                    continue;
                }

                var id = ids.Shown(audience, incident.Id);
                if (!revisions.TryGetValue(id, out var all))
                {
                    revisions.Add(id, all = []);
                }

                all.Add(new ReportedIncident(
                    incident with { Id = id }, isKeyed ? 0 : one.Number, isKeyed ? null : one.LogIndex));
            }
        }

        return revisions;
    }

    private IncidentFact Labelled(IncidentFact fact) =>
        fact with { Label = acts.LabelOf("incident:" + fact.Incident.Id, fact.Label) };

    /// <summary>
    /// True when something a reader would quote is otherwise than at the begin: what readings say, whose it is, how
    /// many. That an incident simply went on is no correction.
    /// </summary>
    private bool IsStatedAnew(List<ReportedIncident> revisions)
    {
        var then = revisions.LastOrDefault(one => one.Incident.KnownAt <= window.From)?.Incident;
        var now = revisions[^1].Incident;
        return now.KnownAt > window.From
            && (then is null
                || !then.Outcomes.SequenceEqual(now.Outcomes)
                || !then.Parties.SequenceEqual(now.Parties, StringComparer.Ordinal)
                || (then.CountMin, then.CountMax) != (now.CountMin, now.CountMax));
    }
}
