using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Geo;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Live;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Api.Incidents;

/// <summary>
/// Merge and unmerge is the identity: of two floors that got the same incidents, one on which words were said and taken
/// back answers every reader byte by byte as the one on which they never were.
/// </summary>
public sealed class MergeIdentityTests
{
    private const int Incidents = 8;
    private static readonly Instant now = Instant.FromUnixSeconds(1_900_000_000);

    private static readonly Audience[] readers =
        [.. new[] { "a-1", "u-1", "l-1", "l-2", "k-1" }.Select(one => Audience.Of(TestRoll.Of(one))), Audience.Public];

    [Fact]
    public void What_was_said_and_taken_back_changes_nothing() => Assert.Null(Differ(0, 8, null));

    [Fact(Explicit = true)]
    public void Nor_in_three_thousand_rows_of_words() => Assert.Null(Differ(1_000, 3_000, null));

    [Theory]
    [InlineData("words that were said")]
    [InlineData("acts in the record")]
    [InlineData("what held at any time")]
    public void A_trace_is_found(string trace)
    {
        Func<WatchFloor, string> plant = trace switch
        {
            "words that were said" => floor => $"{floor.Merges.Book.Said.Length}",
            "acts in the record" => floor => $"{floor.Store.ReadActs(0, 1000).Count(act =>
                Encoding.UTF8.GetString(act.Payload).Contains("\"merge\":", StringComparison.Ordinal))}",
            _ => floor => string.Join(' ', floor.Merges.Book.Said.Select(one => one.Word.Into)),
        };
        Assert.NotNull(Differ(0, 1, plant));
    }

    /// <summary>The first row of words after which the two floors differ, or null.</summary>
    private static string? Differ(ulong first, int rows, Func<WatchFloor, string>? plant)
    {
        using var rig = new Rig();
        var merged = 0;
        for (var seed = first; seed < first + (ulong)rows; seed++)
        {
            if (rig.Differ(seed, plant, ref merged) is { } difference)
            {
                return $"seed {seed}: {difference}";
            }
        }

        // Equality of nothing would say nothing.
        Assert.True(merged > 0, $"{merged} merges in {rows} rows were shown to somebody");
        return null;
    }

    private sealed class Rig : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly RunAssembly run;
        private readonly FeedTable feeds;
        private readonly ApiMark mark = new(exercise: true);
        private readonly CancellationTokenSource cut = new();

        public Rig()
        {
            feeds = ServerRig.Exercise(TimeSpan.Zero).Feeds;
            run = new RunAssembly(
                ServerRig.Agreement, DataFolder.Open(folder.Path), feeds, exercise: true, new SetTime());
        }

        /// <summary>
        /// Plays incidents that go on, while somebody says that some are one and takes that back in any order; at the
        /// end all is taken back. Where a word is taken back at once, all is as it was before.
        /// </summary>
        public string? Differ(ulong seed, Func<WatchFloor, string>? plant, ref int merged)
        {
            var random = new Splitmix(seed);
            var (said, never) = (Begin(), Begin());
            using var stores = said.Store;
            using var others = never.Store;
            var holding = new List<long>();
            for (var step = 0; step < 20; step++)
            {
                Later(said, TimeSpan.FromMinutes(20));
                Later(never, TimeSpan.FromMinutes(20));
                if (random.Next() % 2 == 0)
                {
                    var (incident, label) = ((int)(random.Next() % Incidents), (int)(random.Next() % 3));
                    Revise(said, incident, label);
                    Revise(never, incident, label);
                    continue;
                }

                if (holding.Count > 0 && random.Next() % 3 == 0)
                {
                    Take(said, holding, (int)(random.Next() % (ulong)holding.Count));
                    continue;
                }

                var before = Answers(said, plant);
                if (Say(said, random) is not { } number)
                {
                    continue;
                }

                holding.Add(number);
                merged += Answers(said, null) == before ? 0 : 1;
                if (random.Next() % 2 == 0)
                {
                    Take(said, holding, holding.Count - 1);
                    if (Tests.House.Golden.FirstDifference(before, Answers(said, plant)) is { } trace)
                    {
                        return $"step {step}, taken back at once: {trace}";
                    }
                }
            }

            while (holding.Count > 0)
            {
                Take(said, holding, (int)(random.Next() % (ulong)holding.Count));
            }

            // Who is told late is told late of this as well.
            Later(said, TimeSpan.FromHours(2));
            Later(never, TimeSpan.FromHours(2));
            return Tests.House.Golden.FirstDifference(Answers(never, plant), Answers(said, plant));
        }

        public void Dispose()
        {
            run.Dispose();
            folder.Dispose();
            cut.Dispose();
        }

        private World Begin()
        {
            var (store, time) = (new MemoryPictureStore(), new SetTime());
            var floor = ServerRig.Floor(run, feeds, now, new HeardRecord(), new LiveTracks(), time, store);
            floor.Rights.Enter(TestRoll.Roll);
            var world = new World(store, time, floor);
            for (var incident = 0; incident < Incidents; incident++)
            {
                Revise(world, incident, incident % 3);
            }

            return world;
        }

        private static void Later(World world, TimeSpan by) => world.Time.Now += by;

        private static long? Say(World world, Splitmix random)
        {
            string Any() => Id((int)(random.Next() % Incidents));
            var audience = readers[0];
            var others = new[] { Any(), Any() }.Take(1 + (int)(random.Next() % 2)).Distinct(StringComparer.Ordinal);
            var word = new MergeWord(audience.By.Who, Any(), [.. others.Order(StringComparer.Ordinal)], "So");
            var (number, refusal) = world.Floor.Merges.Say(
                word,
                id => world.Floor.Incidents.Find(id, audience, world.Floor.Clock.Now) is not null,
                _ => "one");
            return refusal is null ? number : null;
        }

        private static void Take(World world, List<long> holding, int index)
        {
            var word = new MergeWord(readers[0].By.Who, null, [], "Not so", holding[index]);
            Assert.Null(world.Floor.Merges.Say(word, _ => true, _ => "one").Refusal);
            holding.RemoveAt(index);
        }

        private static string Id(int incident) => FormattableString.Invariant($"I-{incident + 1:D4}");

        private static void Revise(World world, int incident, int label)
        {
            var (at, store) = (world.Floor.Clock.Now, world.Store);
            var revision = store.ReadIncidentRevisions(Id(incident)).Count + 1;
            var number = store.LastFactNumber + 1;
            var fact = new IncidentFact(number, at, LabelOf(incident, revision + label), new Incident(
                Id(incident), revision, (revision + incident) % 3 == 0 ? IncidentStatus.Closed : IncidentStatus.Open,
                "presence", ServerRig.Agreement.Clauses[0].Id, ["plain"], ["plain"], incident % 2 == 0 ? "a" : "b",
                1 + (incident % 2), at - TimeSpan.FromMinutes(incident), at, at,
                [FormattableString.Invariant($"cot:{incident}")], incident % 3 == 0 ? [] : ["west"],
                [FormattableString.Invariant($"T-{incident:D6}")],
                new Place(47 + (0.01 * incident), 35, 20 + incident, 20, 0), false, 0.9, 10, incident, incident + 1, 1,
                ["ais"], [(int)number], 1, [new("ais-1", number)], 1,
                [new ReadingOutcome("plain", Determination.Breach, null)]));
            store.Commit(new PictureCommit(
                number, number, [], [new FactRecord(fact, FactJson.Write(fact), new byte[32])], []));
        }

        /// <summary>Labels get narrower, and never wider.</summary>
        private static Label LabelOf(int incident, int revision) => incident switch
        {
            < 3 => Label.Everyone,
            < 5 => new Label("trucewatch", Classification.Restricted, ["east", "mission", "west"]),
            5 => new Label("trucewatch", Classification.Restricted, ["mission", "west"]),
            6 when revision < 4 => Label.Everyone,
            _ => Label.Mission,
        };

        private string Answers(World world, Func<WatchFloor, string>? plant)
        {
            var (floor, text) = (world.Floor, new StringBuilder());
            foreach (var audience in readers)
            {
                text.AppendLine(mark.Write(FloorApi.View(floor, audience) with { Record = null! }));
                var page = IncidentsApi.Page(floor, audience, IncidentFilter.Any, 0, 50);
                text.AppendLine(mark.Write(page));
                text.AppendLine(mark.Write(IncidentsApi.Page(floor, audience, IncidentFilter.Open, 1, 2)));
                text.AppendLine(mark.Write(MergesApi.Groups(floor, audience)));
                var session = new Session("one", audience.By, DateTimeOffset.MaxValue, cut);
                foreach (var id in Enumerable.Range(0, Incidents).Select(one => floor.Ids.Shown(audience, Id(one))))
                {
                    text.AppendLine(IncidentsApi.File(floor, session, id) is Ok<IncidentFile> { Value: { } file }
                        ? mark.Write(file)
                        : "unknown");
                }
            }

            return text.Append(plant?.Invoke(floor)).ToString();
        }

        private sealed record World(MemoryPictureStore Store, SetTime Time, WatchFloor Floor);
    }
}
