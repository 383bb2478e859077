using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Geo;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.OpenData;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Api;
using Trucewatch.Server.Api.Audit;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Api.Hotline;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Live;
using Trucewatch.Server.Reporting;
using Trucewatch.Simulation.Stores;
using Trucewatch.Watch.Adjudication;
using Xunit;
using Act = Trucewatch.Domain.Adjudication.Act;
using SealedAct = Trucewatch.Domain.Custody.Act;

namespace Trucewatch.Server.Access;

/// <summary>
/// Two worlds that differ only in what a reader may not see answer that reader byte by byte alike: lists, files,
/// counts, what is pushed, cases and their pages, the desk of the hotline, reports and open data. Checkpoints are left
/// out, as the design does.
/// </summary>
public sealed class NonInterferenceTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_900_000_000);

    private static readonly Asker[] Readers =
        [TestRoll.Of("l-1"), TestRoll.Of("l-2"), TestRoll.Of("k-1"), TestRoll.Of("s-1"), TestRoll.Public];

    private static readonly ImmutableArray<Label> Labels =
    [
        Label.Everyone, Label.Mission, Label.Nobody, Of(Classification.Restricted, "east", "mission", "west"),
        Of(Classification.Restricted, "mission", "west"), Of(Classification.Restricted, "east", "mission"),
        Of(Classification.Restricted, "mission", "nation-k"), Of(Classification.Restricted, "*"),
        Of(Classification.Restricted, "straits-authority"),
        Of(Classification.Public, "*") with { Restrictions = ["victims"] },
    ];

    [Fact]
    public void What_a_reader_may_not_see_changes_nothing_of_what_it_is_told() => Run(0, 2_000);

    [Fact(Explicit = true)]
    public void Nor_does_it_in_a_hundred_thousand_worlds() => Run(1_000_000, 100_000);

    [Fact(Explicit = true)]
    public void Nor_does_it_change_a_report_of_any_of_five_thousand_worlds() => Run(0, 5_000, reportsEvery: 1);

    [Theory]
    [InlineData("number of facts")]
    [InlineData("ids of the record")]
    [InlineData("count of incidents")]
    [InlineData("acts of cases")]
    [InlineData("merges")]
    [InlineData("acts at the desk")]
    [InlineData("records that a report names")]
    public void A_leak_is_found(string leak)
    {
        using var rig = new Rig();
        Func<WatchFloor, Asker, string> plant = leak switch
        {
            "number of facts" => (floor, _) => $"{floor.Store.LastFactNumber}",
            "records that a report names" => (floor, by) =>
                string.Join(' ', Seen(floor, by).Select(fact => fact.Number)),
            "ids of the record" => (floor, by) => string.Join(' ', Seen(floor, by).Select(fact => fact.Incident.Id)),
            "acts at the desk" => (floor, _) => $"{floor.Hotline.Ask(line => line.Entries.Count)}",
            "merges" => (floor, _) => $"{floor.Merges.Book.Said.Length}",
            "count of incidents" => (floor, _) => $"{floor.Store.CountIncidents(IncidentStatus.Open)}",
            _ => (floor, by) => string.Join(' ', floor.Cases.All(by).Select(each => each.Case.File.Entries.Count)),
        };
        Assert.Contains(Enumerable.Range(0, 200), seed => Differ(rig, (ulong)seed, plant) is not null);
    }

    private static IEnumerable<IncidentFact> Seen(WatchFloor floor, Asker by) => floor.Store.ReadFacts(0, 1000)
        .Select(stored => ReleaseGate.View(FactJson.Read(stored.Payload), Audience.Of(by), Now)).OfType<IncidentFact>();

    private static void Run(ulong first, int cases, int reportsEvery = 40)
    {
        using var rig = new Rig { ReportsEvery = reportsEvery };
        var told = 0;
        for (var seed = first; seed < first + (ulong)cases; seed++)
        {
            var difference = Differ(rig, seed, null);
            Assert.True(difference is null, $"seed {seed}: {difference}");
            told += rig.Told > 0 ? 1 : 0;
        }

        // Equality of nothing would say nothing.
        Assert.True(told > cases / 3, $"{told} of {cases} worlds had something to tell");
    }

    /// <summary>Where the answers in two worlds differ, or null.</summary>
    private static string? Differ(Rig rig, ulong seed, Func<WatchFloor, Asker, string>? plant)
    {
        var random = new Splitmix(seed);
        var reader = Readers[Below(random, Readers.Length)];
        var items = Items(random);
        var one = rig.Answers(World(items, reader, 0), reader, plant);
        var other = rig.Answers(World(items, reader, 1 + random.Next()), reader, plant);
        return Tests.House.Golden.FirstDifference(one, other);
    }

    /// <summary>What happens: revisions of incidents, and acts on two cases, each with a label.</summary>
    private static List<Item> Items(Splitmix random)
    {
        var items = new List<Item>();
        var labels = Enumerable.Range(0, 8).Select(_ => Labels[Below(random, Labels.Length)]).ToArray();
        var count = 4 + Below(random, 12);
        for (var i = 0; i < count; i++)
        {
            var incident = Below(random, 5);
            var at = Now - TimeSpan.FromMinutes(200 - (12 * i) - Below(random, 12));
            if (Below(random, 5) == 0)
            {
                items.Add(AtDesk(random, at, i));
                continue;
            }

            if (Below(random, 6) == 0)
            {
                var (one, other) = (Below(random, 5), Below(random, 5));
                items.Add(new Item(at, labels[one].Meet(labels[other]), $"i{one}", null, 0)
                {
                    With = one == other ? "i9" : $"i{other}",
                    UndoneAt = Below(random, 2) == 0 ? at + TimeSpan.FromMinutes(Below(random, 100)) : null,
                });
                continue;
            }

            items.Add(Below(random, 3) > 0
                ? new Item(at, labels[incident], $"i{incident}", null, Below(random, 4))
                : new Item(
                    at, Below(random, 2) == 0 ? Labels[Below(random, Labels.Length)] : labels[5 + (incident % 2)],
                    $"c{incident % 2}",
                    Below(random, 2) == 0 ? new ClaimMade("So") : new ObservationMade(["f"], "Seen"),
                    0));
        }

        return items;
    }

    /// <summary>One world of two: what the reader may see stays, all else by chance does not.</summary>
    private static List<Item> World(List<Item> items, Asker reader, ulong chance)
    {
        var random = new Splitmix(chance);
        var world = new List<Item>();
        var cases = items.Where(item => item.Deed is not null).GroupBy(item => item.Of)
            .ToDictionary(group => group.Key, group => group.First().Label);
        foreach (var item in items)
        {
            var isOfHiddenCase = item.Deed is not null && !AccessPolicy.Reads(cases[item.Of], reader);
            if (item.Word is { } word)
            {
                world.AddRange(AtDesk(item, word, reader, random, chance));
                continue;
            }

            if (item.With is not null)
            {
                world.AddRange(Merge(item, items, reader, random, chance));
                continue;
            }

            var isHidden = !isOfHiddenCase && (!AccessPolicy.Reads(item.Label, reader)
                || (item.Deed is null && item.At + Audience.Of(reader).Delay > Now));
            var changed = item with { Severity = Below(random, 4), Variant = chance > 0 && isHidden };

            // What is of a case that is hidden stays or goes with it, below: its first act says who may know of it.
            world.AddRange(chance == 0 || !isHidden ? [item] : Below(random, 3) switch
            {
                0 => [],
                1 => [changed],
                _ => (Item[])[changed, changed with { Of = item.Deed is null ? item.Of + "x" : item.Of }],
            });
        }

        // A case whose first act is gone is opened by the next: hidden cases go as a whole.
        foreach (var (id, _) in cases.Where(each => !AccessPolicy.Reads(each.Value, reader)))
        {
            if (chance > 0 && Below(random, 2) == 0)
            {
                world.RemoveAll(item => item.Of == id);
            }
        }

        return world;
    }

    /// <summary>A word that incidents are one: what a reader is not told of it or its end goes by chance.</summary>
    private static Item[] Merge(Item item, List<Item> items, Asker reader, Splitmix random, ulong chance)
    {
        bool IsLate(Instant at) => at + Audience.Of(reader).Delay > Now;
        bool IsTold(string incident) => items.Any(one =>
            one.Of == incident && one is { Deed: null, With: null, Word: null }
            && AccessPolicy.Reads(one.Label, reader) && !IsLate(one.At));
        var isHidden = IsLate(item.At) || !IsTold(item.Of) || !IsTold(item.With!);
        var isKept = Below(random, 2) == 0;
        return chance == 0 ? [item]
            : isHidden ? (isKept ? [item with { UndoneAt = null }] : [])
            : [item.UndoneAt is { } undone && IsLate(undone) && isKept ? item with { UndoneAt = null } : item];
    }

    /// <summary>Something that comes to the desk of the hotline.</summary>
    private static Item AtDesk(Splitmix random, Instant at, int number)
    {
        var (by, side, other) = Below(random, 2) == 0 ? ("l-1", "east", "west") : ("l-2", "west", "east");
        var to = Below(random, 2) == 0 ? "mission" : other;
        var others = Below(random, 3) switch
        {
            0 => (Instant?)null,
            1 => Now - TimeSpan.FromMinutes(1),
            _ => Now + TimeSpan.FromMinutes(1),
        };
        var (author, deed, sides) = Below(random, 5) switch
        {
            0 => (by, (HotlineDeed)new CallPlaced($"H-{number}", to, "Shots"), (string[])[side, to]),
            1 => (by, new QueryAsked($"Y-{number}", to, null, "Whose?"), [side, to]),
            2 => (by, new NoticeGiven(
                $"N-{number}", NoticeSubject.Works, at, Now, new DeskPlace(47, 35, 100_000), others,
                "Digging"), [side]),
            3 => (by, new WindowProposed(
                $"W-{number}", WindowPurpose.Repair, at + TimeSpan.FromMinutes(1), Now, new DeskPlace(47, 35, 1_000),
                "heron", "The line"), [side, other]),
            _ => ("w-1", new CorrectionAsked($"R-{number}", side, null, Now, others, "Put it right"), [side]),
        };
        var names = sides.Append("mission").Concat(
            others <= Now && deed is (NoticeGiven or CorrectionAsked) ? ["east", "west"] : []);
        return new Item(
            at,
            Of(
                Classification.Restricted,
                [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
            $"d{number}", null, 0)
        {
            Word = new HotlineWord(TestRoll.Of(author).Who, deed),
        };
    }

    /// <summary>What a reader may not know of at the desk goes by chance, or says something else, or comes twice.
    /// </summary>
    private static Item[] AtDesk(Item item, HotlineWord word, Asker reader, Splitmix random, ulong chance)
    {
        var isHidden = !AccessPolicy.MayAsk(reader.Who.Role, Operation.ReadHotline)
            || !AccessPolicy.Reads(item.Label, reader);
        var other = item with { Word = word with { Deed = word.Deed.Begun(kind => $"{kind}-x{word.Deed.About}")! } };
        var kind = Below(random, 3);
        return chance == 0 || !isHidden ? [item] : kind switch { 0 => [], 1 => [other], _ => [item, other] };
    }

    private static Label Of(Classification level, params ImmutableArray<string> releasedTo) =>
        new("trucewatch", level, releasedTo);

    private static int Below(Splitmix random, int limit) => (int)(random.Next() % (ulong)limit);

    /// <summary>A revision of an incident, or an act on a case.</summary>
    private sealed record Item(Instant At, Label Label, string Of, Deed? Deed, int Severity, bool Variant = false)
    {
        /// <summary>The incident that is one with it, where it is a word that says so.</summary>
        public string? With { get; init; }

        /// <summary>What was done at the desk of the hotline, where it is that.</summary>
        public HotlineWord? Word { get; init; }

        /// <summary>When that was taken back.</summary>
        public Instant? UndoneAt { get; init; }
    }

    /// <summary>One run that floors of many worlds stand on.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly DataFolder folderOfReports;
        private readonly RunAssembly run;
        private readonly FeedTable feeds;
        private readonly ApiMark mark = new(exercise: true);
        private readonly CancellationTokenSource cut = new();
        private int reports;

        public Rig()
        {
            feeds = ServerRig.Exercise(TimeSpan.Zero).Feeds;
            folderOfReports = DataFolder.Open(folder.Path);
            run = new RunAssembly(
                ServerRig.Agreement, folderOfReports, feeds, exercise: true, new SetTime());
        }

        /// <summary>Incidents and cases that the last reader was told of.</summary>
        public int Told { get; private set; }

        /// <summary>Reports take longer than all else: of so many worlds one is asked for them, in both of its forms.
        /// </summary>
        public int ReportsEvery { get; init; } = 1;

        public string Answers(List<Item> world, Asker reader, Func<WatchFloor, Asker, string>? plant)
        {
            using var store = new MemoryPictureStore();
            Fill(store, world);
            var floor = ServerRig.Floor(run, feeds, Now, new HeardRecord(), new LiveTracks(), null, store);
            floor.Rights.Enter(TestRoll.Roll);
            var audience = Audience.Of(reader);
            var session = new Session("one", reader, DateTimeOffset.MaxValue, cut);
            var text = new StringBuilder();
            var view = FloorApi.View(floor, audience) with { Record = null! };
            text.AppendLine(JsonSerializer.Serialize(view, ApiJson.Default.FloorView));
            var page = IncidentsApi.Page(floor, audience, IncidentFilter.Any, 0, 50);
            text.AppendLine(mark.Write(page));
            text.AppendLine(mark.Write(IncidentsApi.Page(floor, audience, IncidentFilter.Open, 0, 2)));
            var asked = page.Items.Select(item => item.Id)
                .Concat(Enumerable.Range(1, 6).Select(number => FormattableString.Invariant($"I-{number:D4}")));
            foreach (var id in asked)
            {
                text.AppendLine(IncidentsApi.File(floor, session, id) is Ok<IncidentFile> { Value: { } file }
                    ? mark.Write(file)
                    : "unknown");
            }

            text.AppendLine(mark.Write(MergesApi.List(floor, session)));
            Pushed(floor, audience, "0", text);
            Pushed(floor, audience, page.Items.Count == 0 ? "I-0001.1" : $"{page.Items[0].Id}.1", text);
            foreach (var (_, known) in floor.Cases.All(reader))
            {
                var seen = known.For(reader, incident => floor.Ids.Shown(audience, incident));
                text.AppendLine(mark.Write(CasesApi.Of(known, seen, Now, reader)));
                text.Append(Watch.Adjudication.CasePage.Write(seen.File, Now));
            }

            if (AccessPolicy.MayAsk(reader.Who.Role, Operation.ReadHotline))
            {
                text.AppendLine(mark.Write(HotlineApi.View(floor, reader, audience)));
            }

            text.AppendLine(mark.Write(AuditApi.View(floor, reader, audience)));
            if (reports++ / 2 % ReportsEvery == 0)
            {
                Reported(store, audience, text);
            }

            Told = page.Items.Count + floor.Cases.All(reader).Count;
            return text.Append(plant?.Invoke(floor, reader)).ToString();
        }

        public void Dispose()
        {
            run.Dispose();
            folder.Dispose();
            cut.Dispose();
        }

        private void Reported(MemoryPictureStore store, Audience audience, StringBuilder text)
        {
            var asked = new ReportAsked(
                ReportWindow.Around(Now, ServerRig.Agreement.TimeZone).AsOf(Now), HasAllCases: true);
            var record = ReportRecordMaker.Make(
                ServerRig.Agreement, folderOfReports, store, audience, asked, [],
                () => throw new InvalidOperationException("expected nobody outside to be told what was watched"));
            var open = new OpenTable(record);
            text.AppendLine(ReportCsv.Write(record)).AppendLine(OpenCsv.Write(open));
            text.AppendLine(Convert.ToHexString(OpenGeoJson.Write(open)));
            text.AppendLine(Convert.ToHexString(GeoParquet.Write(open)));
            text.Append(Encoding.UTF8.GetString(
                ReportJson.Write(ReportMaker.Make(record, Tongue.En, ReportKind.Pack))));
        }

        private void Pushed(WatchFloor floor, Audience audience, string from, StringBuilder text)
        {
            var feed = new EventFeed(floor, mark, audience);
            feed.Begin(from);
            for (var turn = 0; turn < 2; turn++)
            {
                foreach (var item in feed.Next().Where(item => item.EventType is "incident" or "merges"))
                {
                    text.Append(item.EventId).AppendLine(item.Data);
                }

                text.AppendLine("turn");
            }
        }

        private static void Fill(MemoryPictureStore store, List<Item> world)
        {
            var (ids, revisions, facts) = (new Dictionary<string, string>(), new Dictionary<string, int>(), 0);
            var opened = new HashSet<string>();
            foreach (var item in world)
            {
                if (item.With is not null)
                {
                    continue;
                }

                if (item.Word is { } word)
                {
                    store.AddAct(
                        ActJson.Write(new SealedAct(ActKind.OnHotline, item.At, "", null, [], Hotline: word)),
                        new byte[32]);
                    continue;
                }

                if (item.Deed is { } deed)
                {
                    var terms = opened.Add(item.Of) ? new CaseTerms(item.Of, TestRoll.Roll.Parties) : null;
                    var did = terms is null ? deed : new IncidentReceived("I-none", "1", item.At, item.At, "So");
                    var by = terms is not null || did is ObservationMade ? TestRoll.Of("a-1") : TestRoll.Of("l-1");
                    var act = new Act(by.Who, item.At, Confidence.NotStated, item.Label, did);
                    store.AddAct(
                        ActJson.Write(new SealedAct(
                            ActKind.OnCase, item.At, "", null, [], Case: new CaseWord(item.Of, terms, act))),
                        new byte[32]);
                    continue;
                }

                if (!ids.TryGetValue(item.Of, out var id))
                {
                    ids[item.Of] = id = FormattableString.Invariant($"I-{ids.Count + 1:D4}");
                }

                var revision = revisions[item.Of] = revisions.GetValueOrDefault(item.Of) + 1;
                var fact = new IncidentFact(++facts, item.At, item.Label, Incident(item, id, revision));
                store.Commit(new PictureCommit(
                    facts, facts, [], [new FactRecord(fact, FactJson.Write(fact), new byte[32])], []));
            }

            foreach (var item in world.Where(item => item.With is not null))
            {
                var by = TestRoll.Of("a-1").Who;
                var number = Say(store, item.At, new MergeWord(
                    by, ids.GetValueOrDefault(item.Of, "I-none"),
                    [ids.GetValueOrDefault(item.With!, "I-other")], "So"));
                if (item.UndoneAt is { } undone)
                {
                    Say(store, undone, new MergeWord(by, null, [], "Not so", number));
                }
            }
        }

        private static long Say(MemoryPictureStore store, Instant at, MergeWord word) => store.AddAct(
            ActJson.Write(new SealedAct(ActKind.OnIncidents, at, "", null, [], Merge: word)), new byte[32]);

        private static Incident Incident(Item item, string id, int revision) => new(
            id, revision, item.Severity == 0 ? IncidentStatus.Closed : IncidentStatus.Open, "presence",
            ServerRig.Agreement.Clauses[0].Id, ["plain"], ["plain"], item.Variant ? "other" : "zone", item.Severity,
            item.At, item.At, item.At, ["cot:A"], ["west"], ["T-000001"], null, false, 0.97, 100, null, null, 1,
            ["ais"], [1], 1, [], 0, []);
    }
}
