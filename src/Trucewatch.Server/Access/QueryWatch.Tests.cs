using System.Net;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Evidence;
using Trucewatch.Geo;
using Trucewatch.Server.Api;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Stores;
using Xunit;

namespace Trucewatch.Server.Access;

public sealed class QueryWatchTests : IDisposable
{
    private static readonly GeoPoint OnTheLine = ServerRig.Agreement.Zones[0].Region.Polygons[0].Outer[0];
    private static readonly GeoPoint Far = GeoPoint.FromDegrees(latitudeDeg: 10, longitudeDeg: 10);

    private readonly SetTime time = new();
    private readonly CancellationTokenSource cut = new();
    private readonly RightsDesk rights;
    private readonly QueryWatch watch;

    public QueryWatchTests()
    {
        var clock = new FloorClock(time, null, 1);
        rights = new RightsDesk(new MemoryPictureStore(), clock, ["east", "west"]);
        rights.Enter(TestRoll.Roll);
        watch = new QueryWatch(clock, rights, ServerRig.Agreement);
    }

    public void Dispose() => cut.Dispose();

    [Theory]
    [InlineData(LiveQuery.Object, true)]
    [InlineData(LiveQuery.Object, false)]
    [InlineData(LiveQuery.Picture, true)]
    [InlineData(LiveQuery.Frame, false)]
    internal void A_way_of_asking_is_noticed_from_its_count_on_and_once_in_an_hour(LiveQuery kind, bool ofOne)
    {
        var pattern = QueryWatch.Patterns.Single(one => one.Kind == kind && one.OfOne == ofOne);
        for (var i = 1; i < pattern.Count; i++)
        {
            Ask("a-1", kind, ofOne ? "one" : $"n-{i}");
        }

        Assert.Empty(Noticed());
        Assert.Empty(watch.Announcements());
        Ask("a-1", kind, ofOne ? "one" : "n-0");
        var word = Assert.Single(Noticed());
        Assert.Equal(("a-1", ofOne ? "one" : null), (word.Person, word.Item));
        Assert.Contains("a-1", Assert.Single(watch.Announcements()), StringComparison.Ordinal);
        for (var i = 0; i < pattern.Count; i++)
        {
            Ask("a-1", kind, ofOne ? "one" : $"m-{i}");
        }

        Assert.Single(Noticed());
        time.Now += QueryWatch.OnceIn;
        Assert.Empty(watch.Announcements());
        for (var i = 0; i < pattern.Count; i++)
        {
            Ask("a-1", kind, ofOne ? "one" : $"m-{i}");
        }

        Assert.Equal(2, Noticed().Count);
    }

    [Fact]
    public void Questions_that_are_slow_of_two_people_or_far_from_the_line_are_none()
    {
        for (var i = 0; i < 100; i++)
        {
            Ask("a-1", LiveQuery.Object, "one");
            time.Now += QueryWatch.Window / 9;
        }

        for (var i = 0; i < 9; i++)
        {
            Ask("w-1", LiveQuery.Object, "one");
            Ask("r-1", LiveQuery.Object, "one");
        }

        for (var i = 0; i < 200; i++)
        {
            watch.Note(Session("u-1"), LiveQuery.Object, "one", Far);
        }

        Assert.Empty(Noticed());
    }

    [Fact]
    public void Other_questions_do_not_hide_those_that_count()
    {
        for (var i = 0; i < 5; i++)
        {
            Ask("a-1", LiveQuery.Object, "one");
            for (var other = 0; other < 60; other++)
            {
                Ask("a-1", LiveQuery.Frame, $"f-{other}");
            }

            Ask("a-1", LiveQuery.Object, "one");
        }

        Assert.Equal("one", Assert.Single(Noticed()).Item);
    }

    /// <summary>The one who asked longest ago is forgotten first, and nobody before there are too many.</summary>
    [Theory]
    [InlineData(QueryWatch.MostPeople - 1, 1)]
    [InlineData(QueryWatch.MostPeople, 0)]
    public void Of_so_many_people_questions_are_remembered(int others, int noticed)
    {
        var count = QueryWatch.Patterns.Single(one => one is { Kind: LiveQuery.Object, OfOne: true }).Count;
        for (var i = 1; i < count; i++)
        {
            Ask("a-1", LiveQuery.Object, "one");
        }

        for (var i = 0; i < others; i++)
        {
            var by = new Asker(new Author(FormattableString.Invariant($"other-{i}"), Role.Analyst, "nation-a"));
            watch.Note(new Session("one", by, DateTimeOffset.MaxValue, cut), LiveQuery.Picture, "tracks");
        }

        Ask("a-1", LiveQuery.Object, "one");
        Assert.Equal(noticed, Noticed().Count);
    }

    [Fact]
    public async Task Through_the_service_it_is_sealed_and_told_to_those_who_watch_over_access()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Rights.Enter(TestRoll.Roll);
        var track = service.Floor.Tracks.Newest().First(state =>
            ServerRig.Agreement.Zones.Any(zone => zone.Region.SignedDistanceM(state.Position) > -QueryWatch.NearM)
            && service.Floor.Clock.Now - state.At < TimeSpan.FromHours(1)).Id.Value;
        var analyst = service.CookieOf(TestRoll.Of("a-1"));

        // A day's work: some objects, some frames, the time bar.
        for (var i = 0; i < 5; i++)
        {
            await AskAsync($"/api/v1/tracks/{track}/history");
            await AskAsync($"/api/v1/frames/{service.FirstFeed}/{i}");
            await AskAsync($"/api/v1/tracks?asOf={service.Floor.Clock.Now - TimeSpan.FromHours(2)}");
        }

        Assert.Empty(await AnnouncedAsync("w-1"));
        for (var i = 0; i < 5; i++)
        {
            await AskAsync($"/api/v1/tracks/{track}/history");
        }

        foreach (var (person, isTold) in new[] { ("w-1", true), ("u-1", true), ("a-1", false), ("l-1", false) })
        {
            Assert.Equal(isTold ? 1 : 0, (await AnnouncedAsync(person)).Count);
        }

        var (_, acts) = await service.AskAsync(
            service.CookieOf(TestRoll.Of("u-1")), HttpMethod.Get, "/api/v1/rights/acts?most=200");
        Assert.Contains("QueriesNoticed", acts, StringComparison.Ordinal);

        async Task AskAsync(string path) =>
            Assert.Equal(HttpStatusCode.OK, (await service.AskAsync(analyst, HttpMethod.Get, path)).Status);

        async Task<List<string>> AnnouncedAsync(string person)
        {
            var (_, floor) = await service.AskAsync(
                service.CookieOf(TestRoll.Of(person)), HttpMethod.Get, "/api/v1/floor");
            return
            [
                .. JsonDocument.Parse(floor).RootElement.GetProperty("announced").EnumerateArray()
                    .Select(line => line.GetString()!),
            ];
        }
    }

    private void Ask(string person, LiveQuery kind, string item) =>
        watch.Note(Session(person), kind, item, kind == LiveQuery.Object ? OnTheLine : null);

    private Session Session(string person) => new("one", TestRoll.Of(person), DateTimeOffset.MaxValue, cut);

    private List<RightsWord> Noticed() =>
        [.. rights.Read(0).Select(each => each.Act.Rights!).Where(word => word.Deed == RightsDeed.QueriesNoticed)];
}
