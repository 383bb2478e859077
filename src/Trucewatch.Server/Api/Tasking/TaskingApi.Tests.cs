using System.Net;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Server.Access;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Tasking;
using Xunit;

namespace Trucewatch.Server.Api.Tasking;

public sealed class TaskingApiTests
{
    private const string ToMission =
        """{"classification":"Restricted","releasableTo":["mission","nation-k"],"restrictions":[]}""";

    private const string ToOwn =
        """{"classification":"Restricted","releasableTo":["nation-k"],"restrictions":[]}""";

    [Fact]
    public async Task A_look_is_asked_for_offered_accepted_foreseen_and_sealed()
    {
        await using var calls = await StartAsync();
        var request = await calls.DoAsync("w-1", calls.Request());
        var offer = await calls.DoAsync("k-1", calls.Offer(2, ToMission, request: request));
        var before = await calls.ReadAsync("w-1", "/api/v1/tasking/forecast");
        Assert.Equal(0, before.GetProperty("tasks").GetInt32());
        await calls.DoAsync("w-1", $$"""{"kind":"Accept","id":"{{offer}}"}""");
        var board = await calls.ReadAsync("k-1", "/api/v1/tasking");
        Assert.Equal(offer, board.GetProperty("timetable")[0].GetString());
        Assert.Equal("Accepted", board.GetProperty("offers")[0].GetProperty("state").GetString());
        Assert.Equal("nation-k", board.GetProperty("offers")[0].GetProperty("nation").GetString());
        Assert.Equal(1, board.GetProperty("requests")[0].GetProperty("offers").GetInt32());
        var after = await calls.ReadAsync("w-1", "/api/v1/tasking/forecast");
        Assert.Equal(1, after.GetProperty("tasks").GetInt32());
        Assert.True(Predicted(after) > Predicted(before) + 1, $"got {Predicted(after)} after {Predicted(before)}");
        Assert.NotEqual(0, after.GetProperty("blind").GetArrayLength());

        // Three acts are sealed, and a start folds the same board from them.
        var floor = calls.Service.Floor;
        var words = floor.Store.ReadActs(0, int.MaxValue).Select(stored => ActJson.Read(stored.Payload))
            .Where(act => act.Kind == ActKind.OnTasking).ToList();
        Assert.Equal(["w-1", "k-1", "w-1"], words.Select(act => act.Tasking!.Author.Person));
        var again = new TaskingDesk(floor.Store, floor.Clock, floor.Rights);
        Assert.Equal(offer, again.Ask(known => Assert.Single(known.Timetable).Offer));
        Assert.Equal(3, again.Ask(known => known.Entries.Count));

        // What is taken back is no longer foreseen.
        await calls.DoAsync("k-1", $$"""{"kind":"Withdraw","id":"{{offer}}","why":"grounded"}""");
        Assert.Equal(Predicted(before), Predicted(await calls.ReadAsync("w-1", "/api/v1/tasking/forecast")), 1e-6);
    }

    [Fact]
    public async Task Two_drones_are_not_accepted_into_one_air_and_the_refusal_is_kept()
    {
        await using var calls = await StartAsync();
        var one = await calls.DoAsync("k-1", calls.Offer(2, ToMission));
        var other = await calls.DoAsync("k-1", calls.Offer(2, ToMission));
        await calls.DoAsync("w-1", $$"""{"kind":"Accept","id":"{{one}}"}""");
        var (status, text) = await calls.TryAsync("w-1", $$"""{"kind":"Accept","id":"{{other}}"}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Refused: conflict", text, StringComparison.Ordinal);
        Assert.Contains(one, text, StringComparison.Ordinal);
        var again = new TaskingDesk(
            calls.Service.Floor.Store, calls.Service.Floor.Clock, calls.Service.Floor.Rights);
        Assert.Equal(4, again.Ask(known => known.Entries.Count));
        Assert.Equal(OfferState.Offered, again.Ask(known =>
            known.Offers.Single(each => each.Offer.Offer == other).State));
    }

    [Theory]
    [InlineData("l-1")]
    [InlineData("s-1")]
    [InlineData("p-1")]
    [InlineData("public")]
    public async Task Who_does_not_look_learns_nothing_of_who_will(string person)
    {
        await using var calls = await StartAsync();
        foreach (var path in new[] { "/api/v1/tasking", "/api/v1/tasking/forecast", "/api/v1/tasking/credit" })
        {
            var (status, _) = await calls.Service.AskAsync(calls.Cookie(person), HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.Forbidden, status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await calls.TryAsync(person, calls.Request())).Status);
        Assert.Empty(calls.Service.Floor.Tasking.Ask(board => board.Entries.ToList()));
    }

    [Fact]
    public async Task Only_a_watch_officer_accepts_and_only_the_own_nation_takes_back()
    {
        await using var calls = await StartAsync();
        var offer = await calls.DoAsync("k-1", calls.Offer(2, ToMission));
        foreach (var person in new[] { "a-1", "k-1", "k-2" })
        {
            var (status, text) = await calls.TryAsync(person, $$"""{"kind":"Accept","id":"{{offer}}"}""");
            Assert.True(status is HttpStatusCode.Forbidden or HttpStatusCode.Conflict, $"{person}: {text}");
        }

        var (refused, _) = await calls.TryAsync("w-1", $$"""{"kind":"Withdraw","id":"{{offer}}"}""");
        Assert.Equal(HttpStatusCode.Conflict, refused);
        Assert.Empty(calls.Service.Floor.Tasking.Ask(board => board.Timetable));
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.TryAsync("a-1", calls.Offer(3, ToMission))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.TryAsync("u-1", calls.Request())).Status);
    }

    /// <summary>Half of a promise is flown; who may not know of an offer or a look is told of neither.</summary>
    [Fact]
    public async Task Credit_says_what_a_nation_promised_and_delivered_to_whom_may_know()
    {
        await using var calls = await StartAsync();
        var offer = await calls.DoAsync("k-1", calls.Offer(2, ToMission));
        await calls.DoAsync("k-1", calls.Offer(5, ToOwn));
        await calls.DoAsync("w-1", $$"""{"kind":"Accept","id":"{{offer}}"}""");
        calls.Service.Time.Now += TimeSpan.FromHours(3);
        var before = await calls.ReadAsync("w-1", "/api/v1/tasking/credit");
        Assert.Equal((0, 1), (Of(before, "deliveredKm2H"), Of(before, "promises")));
        Assert.True(Of(before, "promisedKm2H") > 1);
        calls.Fly("nation-k", Label.Mission, 0.5);
        calls.Fly("nation-j", Label.Nobody, 1);
        var after = await calls.ReadAsync("w-1", "/api/v1/tasking/credit");
        Assert.Equal(1, after.GetProperty("nations").GetArrayLength());
        Assert.InRange(Of(after, "share"), 0.2, 0.8);
        Assert.Equal(Of(before, "promisedKm2H"), Of(after, "promisedKm2H"));

        calls.Fly("nation-k", Label.Mission, 1);
        after = await calls.ReadAsync("w-1", "/api/v1/tasking/credit");
        Assert.InRange(Of(after, "share"), 0.97, 1);

        // Nations know what they looked at themselves, and no more than their own offers.
        var own = await calls.ReadAsync("k-1", "/api/v1/tasking/credit");
        Assert.Equal(after.GetProperty("nations").ToString(), own.GetProperty("nations").ToString());
        var other = await calls.ReadAsync("k-2", "/api/v1/tasking/credit");
        Assert.Equal("nation-j", other.GetProperty("nations")[0].GetProperty("nation").GetString());
        Assert.Equal(0, Of(other, "promisedKm2H"));
        Assert.Equal(JsonValueKind.Null, other.GetProperty("nations")[0].GetProperty("share").ValueKind);
        Assert.True(Of(other, "beyondKm2H") > Of(after, "deliveredKm2H"));

        static double Of(JsonElement credit, string member) =>
            credit.GetProperty("nations")[0].GetProperty(member).GetDouble();
    }

    /// <summary>An offer that is not released to the mission changes nothing that others are told.</summary>
    [Fact]
    public async Task What_is_not_released_to_a_reader_is_not_there_for_them()
    {
        await using var calls = await StartAsync();
        var before = await AllAsync(calls);
        var offer = await calls.DoAsync("k-1", calls.Offer(2, ToOwn));
        Assert.Equal(before, await AllAsync(calls));
        foreach (var id in new[] { offer, "O-0000000000" })
        {
            var (status, text) = await calls.TryAsync("w-1", $$"""{"kind":"Accept","id":"{{id}}"}""");
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains("Refused: not-there", text, StringComparison.Ordinal);
        }

        var board = await calls.ReadAsync("k-1", "/api/v1/tasking");
        Assert.Equal(offer, board.GetProperty("offers")[0].GetProperty("id").GetString());
        Assert.True(board.GetProperty("offers")[0].GetProperty("own").GetBoolean());

        static async Task<string> AllAsync(Calls calls) =>
            await calls.TextAsync("w-1", "/api/v1/tasking") + await calls.TextAsync("k-2", "/api/v1/tasking")
            + await calls.TextAsync("w-1", "/api/v1/tasking/forecast")
            + await calls.TextAsync("w-1", "/api/v1/tasking/credit");
    }

    [Theory]
    [InlineData("""{"kind":"Request"}""")]
    [InlineData("""{"kind":"Offer","task":null}""")]
    [InlineData("""{"kind":"Accept","id":"O-1","author":{"person":"w-1"}}""")]
    [InlineData("""{"kind":"Accept","id":"O-1","at":"2030-01-01T00:00:00Z"}""")]
    [InlineData("""
        {"kind":"Request","area":[[47,35],[47,35]],"from":"2031-01-01T00:00:00Z","until":"2031-01-02T00:00:00Z"}
        """)]
    [InlineData("{}")]
    public async Task What_is_no_act_is_refused_before_it_is_one(string body)
    {
        await using var calls = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await calls.TryAsync("w-1", body)).Status);
        Assert.Empty(calls.Service.Floor.Tasking.Ask(board => board.Entries.ToList()));
    }

    [Theory]
    [InlineData("?from=yesterday")]
    [InlineData("?until=2200-01-01T00:00:00Z")]
    [InlineData("?from=2029-01-02T00:00:00Z&until=2029-01-01T00:00:00Z")]
    [InlineData("?from=2029-01-01T00:00:00Z&until=2029-01-08T00:00:01Z")]
    public async Task Credit_of_no_time_and_of_hours_to_come_is_refused(string query)
    {
        await using var calls = await StartAsync();
        var (status, _) = await calls.Service.AskAsync(
            calls.Cookie("w-1"), HttpMethod.Get, "/api/v1/tasking/credit" + query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Theory]
    [InlineData("?from=tomorrow")]
    [InlineData("?from=2030-01-02T00:00:00Z&until=2030-01-01T00:00:00Z")]
    [InlineData("?from=2030-01-01T00:00:00Z&until=2030-01-03T00:00:01Z")]
    public async Task A_forecast_of_no_time_is_refused(string query)
    {
        await using var calls = await StartAsync();
        var (status, _) = await calls.Service.AskAsync(
            calls.Cookie("w-1"), HttpMethod.Get, "/api/v1/tasking/forecast" + query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private static double Predicted(JsonElement forecast) =>
        forecast.GetProperty("sums")[0].GetProperty("predictedKm2H").GetDouble();

    private static async Task<Calls> StartAsync()
    {
        var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Rights.Enter(TestRoll.Roll with
        {
            People = [.. TestRoll.Roll.People, new("k-2", Role.Contributor, "nation-j")],
        });
        return new Calls(service);
    }

    /// <summary>Calls of people, each with a session of their own.</summary>
    private sealed class Calls(ServedFloor service) : IAsyncDisposable
    {
        private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);
        private readonly Instant start = service.Floor.Clock.Now;

        public ServedFloor Service => service;

        private Instant Now => service.Floor.Clock.Now;

        public string Cookie(string person)
        {
            if (!cookies.TryGetValue(person, out var cookie))
            {
                cookies[person] = cookie = service.CookieOf(person == "public"
                    ? TestRoll.Public
                    : service.Floor.Rights.Roll.People.First(one => one.Person == person).ToAsker());
            }

            return cookie;
        }

        public Task<(HttpStatusCode Status, string Text)> TryAsync(string person, string body) =>
            service.AskAsync(Cookie(person), HttpMethod.Post, "/api/v1/tasking/acts", body);

        public async Task<string> DoAsync(string person, string body)
        {
            var (status, text) = await TryAsync(person, body);
            Assert.True(status == HttpStatusCode.Created, $"{person}: {status} {text}");
            return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
        }

        public async Task<string> TextAsync(string person, string path)
        {
            var (status, text) = await service.AskAsync(Cookie(person), HttpMethod.Get, path);
            Assert.True(status == HttpStatusCode.OK, $"{person}: {status} {text}");
            return text;
        }

        public async Task<JsonElement> ReadAsync(string person, string path) =>
            JsonDocument.Parse(await TextAsync(person, path)).RootElement;

        public string Request()
        {
            var at = Middle();
            return FormattableString.Invariant($$"""
                {"kind":"Request","area":[[{{at.LatitudeDeg}},{{at.LongitudeDeg}}],
                 [{{at.LatitudeDeg + 0.1}},{{at.LongitudeDeg}}],[{{at.LatitudeDeg}},{{at.LongitudeDeg + 0.1}}]],
                 "from":"{{Now}}","until":"{{Now + TimeSpan.FromHours(6)}}","why":"works were reported"}
                """);
        }

        /// <summary>A drone that flies some twenty kilometres over the middle of the ground.</summary>
        public string Offer(int inHours, string release, string? request = null)
        {
            var (at, from) = (Middle(), Now + TimeSpan.FromHours(inHours));
            var more = request is null ? "" : $"\"request\":\"{request}\",";
            return FormattableString.Invariant($$$"""
                {"kind":"Offer",{{{more}}}"release":{{{release}}},"lowM":800,"highM":1200,
                 "task":{"kind":"Drone","id":"","owner":"","modality":"Thermal","swathM":1500,"route":[
                  {"at":"{{{from}}}","place":[{{{at.LatitudeDeg}}},{{{at.LongitudeDeg - 0.15}}}]},
                  {"at":"{{{from + TimeSpan.FromMinutes(20)}}}",
                   "place":[{{{at.LatitudeDeg}}},{{{at.LongitudeDeg + 0.15}}}]}]}}
                """);
        }

        /// <summary>Flies the first part of the route that was offered for two hours after the start.</summary>
        public void Fly(string owner, Label label, double share) => service.Floor.Host.AskLooks(desk =>
        {
            var (at, from) = (Middle(), start + TimeSpan.FromHours(2));
            for (var second = 0; second <= 1_200 * share; second += 10)
            {
                var place = GeoPoint.FromDegrees(
                    latitudeDeg: at.LatitudeDeg, longitudeDeg: at.LongitudeDeg - 0.15 + (0.3 * second / 1_200));
                var (time, scale) = (from + TimeSpan.FromSeconds(second), LocalScale.At(at));
                var look = new Look
                {
                    Sensor = TestSensors.Of("drone") with { Owner = owner, Label = label },
                    Modality = Modality.Thermal, From = time, Until = time, ReceivedAt = time,
                    Outline =
                    [
                        scale.Move(place, -750, -750), scale.Move(place, 750, -750), scale.Move(place, 750, 750),
                        scale.Move(place, -750, 750),
                    ],
                    CloudShare = double.NaN, DetectionProbability = double.NaN,
                };
                desk.Take(in look);
            }

            // An hour counts as far as it was lived through.
            desk.Advance(Now);
            return true;
        });

        public ValueTask DisposeAsync() => service.DisposeAsync();

        private GeoPoint Middle()
        {
            var ground = CoverageGround.Of(service.Floor.Agreement);
            return ground.MiddleOf(ground.CellCount / 2);
        }
    }
}
