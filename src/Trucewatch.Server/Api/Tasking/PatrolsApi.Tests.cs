using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Planning;
using Trucewatch.Evidence;
using Trucewatch.Feeds;
using Trucewatch.Geo;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Patrols;
using Xunit;

namespace Trucewatch.Server.Api.Tasking;

public sealed class PatrolsApiTests(PatrolsApiTests.Served served) : IClassFixture<PatrolsApiTests.Served>
{
    /// <summary>A road of four points to the east with a way round by the north; a mined field lies beside the road's
    /// second leg. The first patrol keeps to the way round, the second one takes the road.</summary>
    private const string Planning =
        """
        {"from":"2029-01-01T00:00:00Z","until":"2029-01-02T00:00:00Z","everywhere_per_km2_h":1e-5,
         "standing":[
          {"kind":"patrol","id":"north","owner":"nation-k","route":[
            {"at":"2029-01-01T08:00:00Z","place":[47.000,35.020]},
            {"at":"2029-01-01T10:00:00Z","place":[47.020,35.040]}]},
          {"kind":"patrol","id":"road","owner":"nation-a","route":[
            {"at":"2029-01-01T08:00:00Z","place":[47.000,35.000]},
            {"at":"2029-01-01T09:00:00Z","place":[47.000,35.020]},
            {"at":"2029-01-01T10:00:00Z","place":[47.000,35.040]}]},
          {"kind":"patrol","id":"shy","owner":"nation-x","route":[
            {"at":"2029-01-01T08:00:00Z","place":[47.000,35.000]},
            {"at":"2029-01-01T09:00:00Z","place":[47.000,35.020]}]},
          {"kind":"patrol","id":"night","owner":"nation-a","route":[
            {"at":"2029-01-01T22:00:00Z","place":[47.000,35.000]},
            {"at":"2029-01-01T23:30:00Z","place":[47.000,35.020]}]}],
         "ways":[[[47.000,35.000],[47.000,35.020],[47.000,35.040],[47.000,35.060]],
                 [[47.000,35.020],[47.020,35.020],[47.020,35.040],[47.000,35.040]],[[47.100,35.000],[47.100,35.020]]],
         "hazards":[{"id":"field","area":[[46.990,35.026],[46.990,35.034],[46.9997,35.034],[46.9997,35.026]],
           "kind":"mines","status":"suspected","source":"survey of 2028","as_of":"2028-11-05T00:00:00Z"}],
         "check_in_every_min":30,
         "heard_by":[{"patrol":"north","reporters":["a-1"],"vehicles":["cot:UN-7"]}]}
        """;

    [Fact]
    public async Task The_ground_is_what_the_file_says()
    {
        var ground = await served.ReadAsync("ground");
        Assert.Equal("Ready", ground.GetProperty("state").GetString());
        Assert.Equal(
            (3, 50.0), (ground.GetProperty("ways").GetArrayLength(), ground.GetProperty("distanceM").GetDouble()));
        var hazard = Assert.Single(ground.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("field", "Mines", "Suspected", "survey of 2028", "2028-11-05T00:00:00.000Z", 4),
            (hazard.GetProperty("id").GetString()!, hazard.GetProperty("kind").GetString()!,
                hazard.GetProperty("status").GetString()!, hazard.GetProperty("source").GetString()!,
                hazard.GetProperty("asOf").GetString()!, hazard.GetProperty("area").GetArrayLength()));
    }

    [Theory]
    [InlineData("from=47.0,35.0&to=47.0,35.06", "Open", 6, 9_008.3)]
    [InlineData("from=47.0,35.0&to=47.0,35.02", "Open", 2, 1_521.4)]
    [InlineData("from=47.0,35.0&to=47.1,35.0", "Apart", 0, 0)]
    [InlineData("from=47.0,35.01&to=47.1,35.0", "BeginOffWays", 0, 0)]
    [InlineData("from=47.0,35.0&to=47.5,35.0", "EndOffWays", 0, 0)]
    public async Task The_shortest_route_that_keeps_the_distance_is_found_or_why_there_is_none(
        string places, string outcome, int points, double metres)
    {
        var route = await served.ReadAsync("route?" + places);
        Assert.Equal(outcome, route.GetProperty("outcome").GetString());
        Assert.Equal(points, route.GetProperty("route").GetArrayLength());
        Assert.Equal(metres, route.GetProperty("lengthM").GetDouble(), 20.0);
        Assert.Equal(outcome == "Open", route.GetProperty("words").GetString()!.Length == 0);
    }

    [Theory]
    [InlineData("route?from=47.0,35.0")]
    [InlineData("route?from=47.0,35.0&to=47.0")]
    [InlineData("route?from=47.0,35.0&to=95,35")]
    [InlineData("route?from=47.0,35.0&to=NaN,35")]
    public async Task What_is_no_place_is_refused(string query)
    {
        var (status, _) = await served.Service.AskAsync(
            served.Service.Cookie, HttpMethod.Get, "/api/v1/tasking/" + query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task The_legs_of_anybodys_route_are_checked()
    {
        var check = JsonDocument.Parse(await CheckAsync(
            """{"route":[[47.0,35.0],[47.0,35.02],[47.0,35.04]]}""", HttpStatusCode.OK)).RootElement;
        var leg = Assert.Single(check.GetProperty("refused").EnumerateArray());
        Assert.Equal((2, "field"), (leg.GetProperty("leg").GetInt32(), leg.GetProperty("hazard").GetString()));
        Assert.Equal("[47,35.02]", leg.GetProperty("from").GetRawText());
        Assert.Contains(
            "\"refused\":[]", await CheckAsync("""{"route":[[47.0,35.0],[47.0,35.02]]}""", HttpStatusCode.OK),
            StringComparison.Ordinal);
        foreach (var wrong in new[]
        {
            """{"route":[[47.0,35.0]]}""", """{"route":[[47.0,35.0],[47.0]]}""", """{"route":[[47.0,35.0],null]}""",
            """{"route":[[97.0,35.0],[47.0,35.0]]}""", """{"route":[[47.0,35.0],[47.0,35.1]],"more":1}""",
        })
        {
            await CheckAsync(wrong, HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_patrol_is_heard_by_its_person_and_its_vehicles_and_missed_when_it_is_not()
    {
        // At half past seven nothing has begun; the road's patrol is refused before it does.
        served.Turn(-30);
        var board = await served.BoardAsync();
        Assert.Equal("Planned", board["north"].GetProperty("state").GetString());
        Assert.Equal(
            (2, "field"),
            (board["road"].GetProperty("refused")[0].GetProperty("leg").GetInt32(),
                board["road"].GetProperty("refused")[0].GetProperty("hazard").GetString()));
        Assert.Equal(0, board["north"].GetProperty("refused").GetArrayLength());

        // Its vehicle is heard at 8:10, a repeat of that comes at 8:35, and its person reports at 9:00.
        served.Vehicle("UN-7", said: 10, came: 10);
        served.Vehicle("UN-7", said: 10, came: 35);
        served.Vehicle("UN-8", said: 38, came: 38);
        served.Person("somebody", said: 38);
        served.Person("a-1", said: 39, feed: "report-other");
        served.Turn(39);
        Assert.Equal("Heard", (await served.BoardAsync())["north"].GetProperty("state").GetString());
        served.Turn(41);
        var north = (await served.BoardAsync())["north"];
        Assert.Equal("Silent", north.GetProperty("state").GetString());
        Assert.Equal(Told(40), north.GetProperty("due").GetString());
        Assert.Equal("cot:UN-7", north.GetProperty("last").GetProperty("by").GetString());
        Assert.Equal("[47.01,35.02]", north.GetProperty("last").GetProperty("place").GetRawText());
        Assert.Equal(Told(40), north.GetProperty("missed")[0].GetProperty("due").GetString());

        served.Person("a-1", said: 60);
        served.Turn(61);
        north = (await served.BoardAsync())["north"];
        Assert.Equal("Heard", north.GetProperty("state").GetString());
        Assert.Equal("a-1", north.GetProperty("last").GetProperty("by").GetString());
        Assert.Equal(JsonValueKind.Null, north.GetProperty("last").GetProperty("place").ValueKind);
        Assert.Equal(1, north.GetProperty("missed").GetArrayLength());

        // Heard after its end it is back; the one that goes by its task's id was never heard.
        served.Vehicle("UN-7", said: 125, came: 125);
        served.Turn(130);
        board = await served.BoardAsync();
        Assert.Equal(
            ("Back", "Silent"),
            (board["north"].GetProperty("state").GetString(), board["road"].GetProperty("state").GetString()));
        Assert.Equal(JsonValueKind.Null, board["north"].GetProperty("due").ValueKind);
        Assert.Equal("road", board["road"].GetProperty("heardBy")[0].GetString());

        // On the next day: who came back is planned again, who was not heard since stands there from the day before.
        served.Turn((24 * 60) - 60);
        var all = (await served.ReadAsync("patrols")).GetProperty("items").EnumerateArray()
            .Select(item => string.Join(
                ' ', item.GetProperty("id"), item.GetProperty("state"), item.GetProperty("from").GetString()![..10]))
            .Where(line => !line.StartsWith("shy", StringComparison.Ordinal));
        Assert.Equal(
            [
                "road Silent 2030-06-03", "night Silent 2030-06-03", "north Planned 2030-06-04",
                "road Planned 2030-06-04", "night Planned 2030-06-04",
            ],
            all);
    }

    [Fact]
    public async Task Where_patrols_are_is_nothing_for_a_party_a_nation_or_the_public()
    {
        (string What, string? Body)[] asked =
        [
            ("ground", null), ("patrols", null), ("route?from=47,35&to=47,35.06", null),
            ("route/check", """{"route":[[47.0,35.0],[47.0,35.02],[47.0,35.04]]}"""),
        ];
        served.Turn(0);
        served.Service.Floor.Rights.Enter(TestRoll.Roll);
        served.Without.Floor.Rights.Enter(TestRoll.Roll);

        // A reviewer of a party's nation has the role, and is of a party all the same.
        foreach (var person in new[] { "l-1", "l-2", "k-1", "s-1", "p-1", "c-1", "r-4" })
        {
            foreach (var (what, body) in asked)
            {
                var (method, path) = (body is null ? HttpMethod.Get : HttpMethod.Post, "/api/v1/tasking/" + what);
                var told = await served.Service.AskAsync(
                    served.Service.CookieOf(TestRoll.Of(person)), method, path, body);
                Assert.True(told.Status == HttpStatusCode.Forbidden, $"{person} {what}: {told}");
                var (_, none) = await served.Without.AskAsync(
                    served.Without.CookieOf(TestRoll.Of(person)), method, path, body);
                Assert.Equal(WithoutTrace(none), WithoutTrace(told.Text));
            }
        }

        foreach (var (what, body) in asked)
        {
            var (method, path) = (body is null ? HttpMethod.Get : HttpMethod.Post, "/api/v1/tasking/" + what);
            var reviewer = await served.Service.AskAsync(
                served.Service.CookieOf(TestRoll.Of("r-1")), method, path, body);
            Assert.Contains("\"Ready\"", reviewer.Text, StringComparison.Ordinal);
            var none = await served.Without.AskAsync(served.Without.CookieOf(TestRoll.Of("r-1")), method, path, body);
            Assert.Contains("\"NotSet\"", none.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_reader_may_not_have_from_a_feed_is_withheld_of_the_patrol()
    {
        served.Turn(20);
        served.Vehicle("shy", said: 15, came: 15, new Label("trucewatch", Classification.Confidential, ["nation-x"]));
        var shy = (await served.BoardAsync())["shy"];
        Assert.True(shy.GetProperty("withheld").GetBoolean());
        Assert.All(
            ["state", "last", "due"], member => Assert.Equal(JsonValueKind.Null, shy.GetProperty(member).ValueKind));
        Assert.False((await served.BoardAsync())["north"].GetProperty("withheld").GetBoolean());
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_told_when_the_service_begins()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "planning.json");
        foreach (var (old, other, words) in new[]
        {
            ("\"mines\"", "\"mine\"", "$.hazards[0].kind"),
            ("\"survey of 2028\"", "\" \"", "hazard field: expected an id of its own and a source"),
            ("[46.990,35.026],", "[46.990],", "hazard field: expected latitude and longitude, got 1 numbers"),
            ("[46.990,35.026],[46.990,35.034],", "", "hazard field: "),
            ("\"check_in_every_min\":30", "\"check_in_every_min\":0.5",
                "check_in_every_min: expected 1 to 1440, got 0.5"),
            ("\"check_in_every_min\":30", "\"hazard_distance_m\":0", "hazard_distance_m: expected above 0"),
            ("[[47.100,35.000],[47.100,35.020]]", "[[47.100,35.000]]", "ways: expected at least 2 points each"),
            ("\"patrol\":\"north\"", "\"patrol\":\"south\"", "heard_by south: expected a standing patrol"),
            ("cot:UN-7", "UN-7", "heard_by north: expected a vehicle as cot:UID, got 'UN-7'"),
            ("cot:UN-7", "cot:road", "heard_by road: expected names of its own, got cot:road of another patrol too"),
        })
        {
            File.WriteAllText(file, Planning.Replace(old, other, StringComparison.Ordinal));
            var wrong = Assert.Throws<UnusableException>(() => PatrolDesk.Open(file));
            Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        }

        Assert.Throws<UnusableException>(() => PatrolDesk.Open(Path.Combine(folder.Path, "none.json")));
        File.WriteAllText(file, Planning);
        var desk = PatrolDesk.Open(file);
        Assert.False(desk.HasChanged);
        File.WriteAllText(file, Planning + " ");
        Assert.True(desk.HasChanged);
    }

    [Fact]
    public void The_command_says_which_legs_are_refused()
    {
        using var said = new StringWriter();
        PlanDayCommand.SayRefused(
            "f", PlanText.ReadRequest(Encoding.UTF8.GetBytes(Planning), out _, out _)!, said);
        Assert.Equal(
            "refused: patrol road, leg 2: nearer than 50 m to hazard field" + Environment.NewLine, said.ToString());
    }

    [Fact]
    public void Terms_hold_their_limits()
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        var place = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);
        var hazard = PlanText.ReadRequest(Encoding.UTF8.GetBytes(Planning), out _, out _)!.Patrols.Hazards[0];
        PatrolTerms Of(int hazards, int points) => PatrolTerms.Usual with
        {
            Hazards = [.. Enumerable.Range(0, hazards).Select(number => hazard with { Id = $"{number}" })],
            Ways = [[.. Enumerable.Repeat(place, points)]],
        };
        Assert.Null(Of(PatrolTerms.MaxHazards, PatrolTerms.MaxWayPoints).Problem(none));
        Assert.Contains("hazards", Of(PatrolTerms.MaxHazards + 1, 2).Problem(none), StringComparison.Ordinal);
        Assert.Contains("ways", Of(0, PatrolTerms.MaxWayPoints + 1).Problem(none), StringComparison.Ordinal);
    }

    /// <summary>Of each minute the first and the last are kept: a silence has its exact ends, and a day its bound.
    /// </summary>
    [Fact]
    public void A_vehicle_that_is_heard_each_second_is_kept_to_the_minute()
    {
        var (desk, feed) = NewDesk(Planning);

        // Before anything has come in nobody was silent.
        Assert.Equal(
            [PatrolState.NotListened, PatrolState.Planned],
            desk.Day(Served.At(180)).Where(one => one.Task.Id is "north" or "night").Select(one => one.State));
        for (var second = 0; second < 1_800; second++)
        {
            if (second is < 125 or > 1_000)
            {
                Served.Tell(desk, feed, "UN-7", Served.At(0) + TimeSpan.FromSeconds(second), TimeSpan.Zero);
            }
        }

        // Minutes 0 to 2 and 16 to 29, two of each; what is sent again is kept no second time.
        Assert.Equal(2 * 17, desk.Kept);
        Served.Tell(desk, feed, "UN-7", Served.At(1), TimeSpan.FromMinutes(40));
        Assert.Equal(2 * 17, desk.Kept);
        var north = North(desk, 120);
        Assert.Equal(Served.At(0) + TimeSpan.FromSeconds(1_799), north.Last!.Value.SaidAt);
        Assert.Equal(Served.At(1), North(desk, 1).Last!.Value.SaidAt);
        Assert.Equal(north.Last.Value.SaidAt + TimeSpan.FromMinutes(30), Assert.Single(north.Missed).Due);
        for (var minute = 31; minute < 31 + PatrolDesk.MaxKept; minute++)
        {
            Served.Tell(desk, feed, "UN-7", Served.At(minute), TimeSpan.Zero);
        }

        Assert.Equal(PatrolDesk.MaxKept, desk.Kept);
    }

    [Fact]
    public void A_clock_that_goes_ahead_and_news_that_come_late_take_no_silence_back()
    {
        // Said to be from 13:00, come at 8:20: it was heard at 8:20, and is silent from 8:50 on.
        var (desk, feed) = NewDesk(Planning);
        Served.Tell(desk, feed, "UN-7", Served.At(0), TimeSpan.Zero);
        Served.Tell(desk, feed, "UN-7", Served.At(300), TimeSpan.FromMinutes(20 - 300));
        Assert.Equal(PatrolState.Heard, North(desk, 49).State);
        Assert.Equal(PatrolState.Silent, North(desk, 51).State);
        Assert.Equal(Served.At(50), Assert.Single(North(desk, 51).Missed).Due);

        // Said at 8:20, come at 8:45: at 8:30 nobody had heard it.
        (desk, feed) = NewDesk(Planning);
        Served.Tell(desk, feed, "UN-7", Served.At(0), TimeSpan.Zero);
        Served.Tell(desk, feed, "UN-7", Served.At(20), TimeSpan.FromMinutes(25));
        Assert.Equal(PatrolState.Heard, North(desk, 46).State);
        Assert.Equal(Served.At(30), Assert.Single(North(desk, 46).Missed).Due);
    }

    [Fact]
    public void Patrols_stand_in_the_order_of_their_begin_and_one_over_midnight_stands_in_both_days()
    {
        var (desk, feed) = NewDesk(Planning.Replace("2029-01-01T23:30", "2029-01-02T01:00", StringComparison.Ordinal));
        Served.Tell(desk, feed, "UN-7", Served.At(0), TimeSpan.Zero);
        Assert.Equal(
            ["night NotListened", "north Heard", "road Heard", "shy Heard", "night Planned"],
            desk.Day(Served.At(1)).Select(one => $"{one.Task.Id} {one.State}"));

        // Heard at 1:05 it is back, and stands in the new day's list until that ends.
        Served.Tell(desk, feed, "night", Served.At((17 * 60) + 5), TimeSpan.Zero);
        string[] Nights(int hours) =>
            [.. desk.Day(Served.At(hours * 60)).Where(one => one.Task.Id == "night").Select(one => $"{one.State}")];
        Assert.Equal(["Back", "Planned"], Nights(18));
        Assert.Equal(["Silent", "Planned"], Nights(18 + 24));
    }

    [Fact]
    public async Task Of_what_a_patrol_missed_the_newest_are_told()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "planning.json");
        await File.WriteAllTextAsync(
            file, Planning.Replace("check_in_every_min\":30", "check_in_every_min\":1", StringComparison.Ordinal));
        await using var service = await ServedFloor.StartAsync(exercise: false, patrols: PatrolDesk.Open(file));
        var feed = service.Floor.Feeds.Add(FeedFormats.Find("cot")!);
        for (var minute = 0; minute < 120; minute += 2)
        {
            Served.Tell(service.Floor.Patrols, feed, "UN-7", Served.At(minute), TimeSpan.Zero);
        }

        service.Time.Now += Served.At(119.5) - service.Floor.Clock.Now;
        var (_, text) = await service.AskAsync(service.Cookie, HttpMethod.Get, "/api/v1/tasking/patrols");
        var missed = JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("id").GetString() == "north").GetProperty("missed");
        Assert.Equal(PatrolsApi.MaxMissed, missed.GetArrayLength());
        Assert.Equal(Told(119), missed[PatrolsApi.MaxMissed - 1].GetProperty("due").GetString());
    }

    private static PatrolOfDay North(PatrolDesk desk, double minutes) =>
        desk.Day(Served.At(minutes)).Single(one => one.Task.Id == "north");

    private static (PatrolDesk Desk, Feed Cot) NewDesk(string planning)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "planning.json");
        File.WriteAllText(file, planning);
        return (PatrolDesk.Open(file), new FeedTable().Add(FeedFormats.Find("cot")!));
    }

    /// <summary>An answer without the number of its request, which no two share.</summary>
    private static string WithoutTrace(string problem) => Regex.Replace(problem, "\"traceId\":\"[^\"]*\"", "");

    private static string Told(int minute) => Served.At(minute).ToString();

    private async Task<string> CheckAsync(string body, HttpStatusCode expected)
    {
        var (status, text) = await served.Service.AskAsync(
            served.Service.Cookie, HttpMethod.Post, "/api/v1/tasking/route/check", body);
        Assert.True(status == expected, $"{body}: {status} {text}");
        return text;
    }

    /// <summary>One service for all cases, and one without a planning file.</summary>
    public sealed class Served : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();
        private Feed vehicles = null!;

        internal ServedFloor Service { get; private set; } = null!;

        internal ServedFloor Without { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var file = Path.Combine(folder.Path, "planning.json");
            await File.WriteAllTextAsync(file, Planning);
            Service = await ServedFloor.StartAsync(exercise: false, patrols: PatrolDesk.Open(file));
            Without = await ServedFloor.StartAsync(exercise: false);
            vehicles = Service.Floor.Feeds.Add(FeedFormats.Find("cot")!);
        }

        /// <summary>Minutes after eight in the morning, when patrols begin.</summary>
        internal static Instant At(double minutes) =>
            Instant.From(new DateTimeOffset(2030, 6, 3, 8, 0, 0, TimeSpan.Zero)) + TimeSpan.FromMinutes(minutes);

        internal void Turn(double minutes)
        {
            foreach (var service in new[] { Service, Without })
            {
                service.Time.Now += At(minutes) - service.Floor.Clock.Now;
            }
        }

        internal static void Tell(PatrolDesk desk, Feed feed, string uid, Instant said, TimeSpan late) => desk.Note(
            feed,
            [
                new Observation
                {
                    Kind = ObservationKind.Position, Identity = ObjectIdentity.CotUid(uid), At = said,
                    ReceivedAt = said + late, HasPosition = true,
                    Position = GeoPoint.FromDegrees(latitudeDeg: 47.01, longitudeDeg: 35.02),
                },
            ]);

        internal void Vehicle(string uid, double said, double came, Label? label = null)
        {
            var feed = label is null ? vehicles
                : Service.Floor.Feeds.Add(FeedFormats.Find("cot")!, "cot-" + uid) with { Label = label };
            Tell(Service.Floor.Patrols, feed, uid, At(said), TimeSpan.FromMinutes(came - said));
        }

        internal void Person(string person, double said, string feed = FieldDesk.FeedName)
        {
            var by = Service.Floor.Feeds.Find(feed) ?? Service.Floor.Feeds.Add(FeedFormats.Find("report")!, feed);
            Service.Floor.Patrols.Note(
                by,
                [
                    new Observation
                    {
                        Kind = ObservationKind.Report, At = At(said), ReceivedAt = At(said),
                        Report = new WrittenReport(
                            "r", person, ReporterKind.Patrol, null, "check-in", "all well", [], null, null, null, []),
                    },
                ]);
        }

        internal async Task<JsonElement> ReadAsync(string what)
        {
            var (status, text) = await Service.AskAsync(Service.Cookie, HttpMethod.Get, "/api/v1/tasking/" + what);
            Assert.True(status == HttpStatusCode.OK, $"{status} {text}");
            return JsonDocument.Parse(text).RootElement;
        }

        /// <summary>The day's patrols of the board by their ids.</summary>
        internal async Task<Dictionary<string, JsonElement>> BoardAsync() =>
            (await ReadAsync("patrols")).GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("from").GetString()!.StartsWith("2030-06-03", StringComparison.Ordinal))
                .ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal);

        public async ValueTask DisposeAsync()
        {
            await Service.DisposeAsync();
            await Without.DisposeAsync();
            folder.Dispose();
        }
    }
}
