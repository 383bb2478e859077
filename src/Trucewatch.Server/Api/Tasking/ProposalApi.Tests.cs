using System.Net;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Planning;
using Trucewatch.Evidence;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Planning;
using Xunit;

namespace Trucewatch.Server.Api.Tasking;

public sealed class ProposalApiTests(ProposalApiTests.Served served) : IClassFixture<ProposalApiTests.Served>
{
    private const int Tries = 40;

    // The made-up satellite of the tests of orbits.
    private const string Elements =
        """
        1 90001U 30001A   30152.25000000  .00000000  00000-0  10000-4 0  9997
        2 90001  98.5700 347.0000 0012000  85.0000 274.0000 14.30800000    00
        """;

    [Fact]
    public async Task Without_anything_to_plan_with_or_for_a_day_that_is_over_nothing_is_proposed()
    {
        await using var service = await ServedFloor.StartAsync(exercise: false);
        foreach (var day in new[] { "tomorrow", Day(service, -1), Day(service, ProposalApi.MaxDays + 1) })
        {
            foreach (var what in new[] { "proposal", "passes" })
            {
                var (status, _) = await service.AskAsync(
                    service.Cookie, HttpMethod.Get, $"/api/v1/tasking/{what}?day={day}");
                Assert.Equal(HttpStatusCode.BadRequest, status);
            }
        }

        Assert.Equal("NotSet", (await ReadAsync(service, "proposal")).GetProperty("state").GetString());
        Assert.Equal("NotSet", (await ReadAsync(service, "passes")).GetProperty("state").GetString());
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_told_when_the_service_begins()
    {
        using var files = new Files();
        var none = files.Planning + ".none";
        var now = Instant.FromUnixSeconds(1_900_000_000);
        Assert.NotNull(PlanDesk.Open(ServerRig.Agreement, null, null, now));
        Assert.NotNull(PlanDesk.Open(ServerRig.Agreement, files.Planning, null, now));
        foreach (var (planning, elements, told) in new[]
        {
            (none, (string?)null, $"--planning {none}: "), (files.Planning, none, $"--tle {none}: "),
        })
        {
            var refused = Assert.Throws<UnusableException>(
                () => PlanDesk.Open(ServerRig.Agreement, planning, elements, now));
            Assert.StartsWith(told, refused.Message, StringComparison.Ordinal);
        }

        File.WriteAllText(files.Planning, "{");
        Assert.Throws<UnusableException>(() => PlanDesk.Open(ServerRig.Agreement, files.Planning, null, now));
    }

    /// <summary>The first one to ask begins it, the next day waits for it, and what comes is what the command gives.
    /// </summary>
    [Fact]
    public async Task A_day_is_worked_out_aside_once_and_as_the_command_does()
    {
        var (service, desk) = served.With("held");
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        served.Go = go.Task;
        var first = await ReadAsync(service, "proposal");
        Assert.Equal("Working", first.GetProperty("state").GetString());
        Assert.Equal((0, Tries), (first.GetProperty("done").GetInt32(), first.GetProperty("tries").GetInt32()));
        var other = await ReadAsync(service, "proposal?day=" + Day(service, 2));
        Assert.Equal("Waiting", other.GetProperty("state").GetString());
        var working = desk.Working;
        go.SetResult();
        await working;
        var ready = await ReadAsync(service, "proposal?day=" + Day(service, 1));
        Assert.Equal("Ready", ready.GetProperty("state").GetString());
        Assert.Equal(first.GetProperty("inputs").GetString(), ready.GetProperty("inputs").GetString());
        Assert.NotEqual(first.GetProperty("inputs").GetString(), other.GetProperty("inputs").GetString());
        Assert.Equal(Task.CompletedTask, desk.Working);
        var proposed = ready.GetProperty("proposed");
        Assert.True(proposed.GetProperty("gain").GetDouble() > 0);
        Assert.Equal(["route"], proposed.GetProperty("tasks")[0].EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Array).Select(member => member.Name));

        // The same by hand.
        Assert.True(Instant.TryParse(Day(service, 1) + "T00:00:00Z", out var day));
        var request = PlanText.ReadRequest(File.ReadAllBytes(served.Planning), out _, out _, day)!;
        Assert.Equal(day, request.Standing.From);
        var posts = ForecastApi.Standing(
            service.Floor, SignIn.Operator, request.Standing.From, request.Standing.Until).Posts;
        var plan = DayPlanner.Plan(
            ServerRig.Agreement, request with { Standing = request.Standing with { Tasks = posts } }, 1, Tries);
        Assert.Equal(
            plan.Tasks.Select(task => task.Id),
            proposed.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("id").GetString()));
        Assert.Equal(plan.Gain, proposed.GetProperty("gain").GetDouble(), 0.001);
    }

    /// <summary>What nobody watched stands beside what would be watched there in the same hours.</summary>
    [Fact]
    public async Task The_blind_places_of_the_last_day_are_compared_hour_by_hour()
    {
        var (service, desk) = served.With("compared");
        service.Time.Now += TimeSpan.FromHours(20);
        service.Floor.Host.AskLooks(looks =>
        {
            looks.Advance(service.Floor.Clock.Now);
            return true;
        });
        await ReadAsync(service, "proposal");
        await desk.Working;
        var proposed = (await ReadAsync(service, "proposal")).GetProperty("proposed");
        Assert.Equal("Watched", proposed.GetProperty("lastDay").GetString());
        var blind = proposed.GetProperty("blind").EnumerateArray().ToList();
        Assert.NotEmpty(blind);
        Assert.Contains(blind, place => place.GetProperty("predictedShare").GetDouble()
            > place.GetProperty("share").GetDouble() + 0.001);
        Assert.All(blind, place => Assert.InRange(place.GetProperty("predictedShare").GetDouble(), 0, 1));
    }

    [Theory]
    [InlineData(5, 24, 29)]
    [InlineData(29, 24, 29)]
    [InlineData(47, 48, 71)]
    [InlineData(24, 24, 24)]
    [InlineData(100, 24, 28)]
    public void The_same_hour_of_another_day_is_found(long hour, long first, long expected) =>
        Assert.Equal(expected, ProposalApi.SameHour(hour, first));

    [Fact]
    public async Task Passes_come_in_the_order_of_time_and_say_how_old_their_elements_are()
    {
        var (service, _) = served.With(
            "passing",
            """
            "satellites":[{"id":"eye","owner":"nation-k","catalogue_number":90001,"modality":"optical","max_tasks":2,
              "pointings_deg":[[-50,0],[0,50]]}],
            """);
        var passes = await ReadAsync(service, "passes");
        Assert.Equal("Ready", passes.GetProperty("state").GetString());
        var times = passes.GetProperty("items").EnumerateArray()
            .Select(pass => pass.GetProperty("from").GetString()!).ToList();
        Assert.NotEmpty(times);
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.All(times, time => Assert.StartsWith(Day(service, 1), time, StringComparison.Ordinal));
        Assert.NotEqual(0, passes.GetProperty("items")[0].GetProperty("footprint")[0].GetArrayLength());
        Assert.True(passes.GetProperty("items")[0].GetProperty("elementAgeDays").GetDouble() != 0);

        // Without elements the satellite cannot be planned, and that is said.
        var without = new PlanDesk(ServerRig.Agreement, served.Planning, null, Tries);
        Assert.True(Instant.TryParse(Day(service, 1) + "T00:00:00Z", out var day));
        var answer = without.Ask(day, (_, _) => []);
        Assert.Equal(PlanState.Failed, answer.State);
        Assert.Contains("--tle", answer.Problem, StringComparison.Ordinal);
        File.Delete(served.Elements);
        foreach (var what in new[] { "passes", "proposal" })
        {
            var failed = await ReadAsync(service, what);
            Assert.Equal("Failed", failed.GetProperty("state").GetString());
            Assert.Contains("elements", failed.GetProperty("problem").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_not_know_the_forecast_learns_of_no_route_and_no_pass()
    {
        var (service, desk) = served.With("denied");
        service.Floor.Rights.Enter(TestRoll.Roll);
        foreach (var person in new[] { "l-1", "k-1", "s-1", "p-1", "c-1" })
        {
            foreach (var what in new[] { "proposal", "passes" })
            {
                var (status, _) = await service.AskAsync(
                    service.CookieOf(TestRoll.Of(person)), HttpMethod.Get, "/api/v1/tasking/" + what);
                Assert.True(status == HttpStatusCode.Forbidden, $"{person} {what}: {status}");
            }
        }

        Assert.Equal(Task.CompletedTask, desk.Working);
    }

    [Fact]
    public async Task What_cannot_be_planned_says_why()
    {
        var (service, _) = served.With("none");
        await File.WriteAllTextAsync(served.Planning, "{}");
        var failed = await ReadAsync(service, "proposal");
        Assert.Equal("Failed", failed.GetProperty("state").GetString());
        Assert.Contains("from", failed.GetProperty("problem").GetString(), StringComparison.Ordinal);
        File.Delete(served.Planning);
        failed = await ReadAsync(service, "proposal");
        Assert.Equal("Failed", failed.GetProperty("state").GetString());
        Assert.DoesNotContain(served.Planning, failed.ToString(), StringComparison.Ordinal);
    }

    private static string Day(ServedFloor service, int later) =>
        (service.Floor.Clock.Now + TimeSpan.FromDays(later)).ToString()[..10];

    private static async Task<JsonElement> ReadAsync(ServedFloor service, string what)
    {
        var (status, text) = await service.AskAsync(service.Cookie, HttpMethod.Get, "/api/v1/tasking/" + what);
        Assert.True(status == HttpStatusCode.OK, $"{status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>One service for all cases: its files are written anew for each, and its desk reads them anew.</summary>
    public sealed class Served : IAsyncLifetime
    {
        private readonly Files files = new();
        private ServedFloor service = null!;
        private PlanDesk desk = null!;

        public string Planning => files.Planning;

        public string Elements => files.Elements;

        /// <summary>What working a proposal out waits for.</summary>
        internal Task Go { get; set; } = Task.CompletedTask;

        public async ValueTask InitializeAsync()
        {
            desk = new PlanDesk(ServerRig.Agreement, Planning, Elements, Tries)
            {
                BeforeWork = () => Go.GetAwaiter().GetResult(),
            };
            service = await ServedFloor.StartAsync(exercise: true, desk);
        }

        /// <summary>The service with a drone by the name of a case, so that no other case has worked it out.</summary>
        internal (ServedFloor Service, PlanDesk Desk) With(string drone, string more = "")
        {
            files.Write(drone, more);
            return (service, desk);
        }

        public async ValueTask DisposeAsync()
        {
            await service.DisposeAsync();
            files.Dispose();
        }
    }

    /// <summary>Files of what there is to plan with: a drone over one of its first tiles.</summary>
    private sealed class Files : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Files() => Write("d", "");

        public string Planning => Path.Combine(folder.Path, "planning.json");

        public string Elements => Path.Combine(folder.Path, "elements.tle");

        public void Write(string drone, string more)
        {
            var at = CoverageGround.Of(ServerRig.Agreement).TileMiddles[20];
            File.WriteAllText(Planning, FormattableString.Invariant($$"""
                {"from":"2029-01-01T00:00:00Z","until":"2029-01-02T00:00:00Z","everywhere_per_km2_h":1e-5,{{more}}
                 "drones":[{"id":"{{drone}}","owner":"nation-k","base":[{{at.LatitudeDeg}},{{at.LongitudeDeg}}],
                   "speed_mps":25,"endurance_min":240,"turnaround_min":60,"sorties":2,"swath_m":1500,
                   "modality":"thermal","max_wind_mps":12}]}
                """));
            File.WriteAllText(Elements, ProposalApiTests.Elements);
        }

        public void Dispose() => folder.Dispose();
    }
}
