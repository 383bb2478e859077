using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Incidents;
using Xunit;

namespace Trucewatch.Server.Api.Rights;

public sealed class RightsApiTests
{
    private static readonly Role[] Roles =
    [
        Role.WatchOfficer, Role.Analyst, Role.Reviewer, Role.PanelMember, Role.PartyLiaison, Role.Contributor,
        Role.Commission, Role.Auditor, Role.StraitsAuthority, Role.Public,
    ];

    [Fact]
    public async Task Every_endpoint_says_what_it_needs_or_why_it_is_open()
    {
        await using var service = await StartAsync();
        var bare = service.Endpoints().Where(endpoint =>
            endpoint.Metadata.GetMetadata<Needs>() is null && endpoint.Metadata.GetMetadata<OpenToAll>() is null);
        Assert.Empty(bare.Select(endpoint => endpoint.RoutePattern.RawText));
        string[] open =
        [
            "/", "/api/openapi/{documentName}.json", "/field", "/index.html", "/ingest/{**path}", "/public",
            "/public/audit.json", "/public/daily/{day}", "/public/feed.atom", "/public/incidents.csv",
            "/public/incidents.geojson", "/public/incidents.parquet", "/sign-in", "session",
        ];
        Assert.Equal(open, service.Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<OpenToAll>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.Replace("/api/v1/", "", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_endpoint_turns_away_the_roles_that_the_table_does_and_no_others()
    {
        await using var service = await StartAsync();
        var oracle = new AccessOracle();
        var (asked, deviations) = (0, new List<string>());
        foreach (var role in Roles)
        {
            var cookie = service.CookieOf(TestRoll.Of(role));
            foreach (var endpoint in service.Endpoints())
            {
                if (endpoint.Metadata.GetMetadata<Needs>() is not { To: not Operation.DirectExercise } needs)
                {
                    continue;
                }

                var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
                using var call = WaysOutTests.calls[route](service);
                var method = endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()
                    .FirstOrDefault()?.HttpMethods[0] ?? "GET";
                var (status, text) = await service.AskAsync(
                    cookie, HttpMethod.Parse(method), call.RequestUri!.OriginalString, method == "POST" ? "{}" : null);
                var isDenied = status == HttpStatusCode.Forbidden
                    && text.Contains("Not allowed", StringComparison.Ordinal);
                asked++;
                if (isDenied == oracle.HasRow(role, needs.To) || status == HttpStatusCode.Unauthorized
                    || status >= HttpStatusCode.InternalServerError)
                {
                    deviations.Add($"{role} {method} {route}: {status}");
                }
            }
        }

        Assert.Empty(deviations);
        Assert.True(asked >= 200, $"{asked}");
    }

    [Fact]
    public async Task A_link_is_for_people_of_the_roll_and_what_was_done_with_rights_is_told()
    {
        await using var service = await StartAsync();
        var officer = service.CookieOf(TestRoll.Of("w-1"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(service, officer, "links", Link("r-1", "Commission")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(service, officer, "links", Link("nobody", "Reviewer")));
        var (_, answer) = await service.AskAsync(
            officer, HttpMethod.Post, "/api/v1/rights/links", Link("r-1", "Reviewer"));
        var token = JsonDocument.Parse(answer).RootElement.GetProperty("token").GetString()!;
        var cookie = $"{SignIn.CookieName}={service.SignIn.Redeem(token)}";
        var (_, me) = await service.AskAsync(cookie, HttpMethod.Get, "/api/v1/me");
        Assert.Contains(
            "\"person\":\"r-1\",\"role\":\"Reviewer\",\"nation\":\"nation-b\"", me, StringComparison.Ordinal);

        // What a reviewer may not is denied, and that is told to the auditor.
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(service, cookie, "links", Link("r-1", "Reviewer")));
        var (_, told) = await service.AskAsync(
            service.CookieOf(TestRoll.Of("u-1")), HttpMethod.Get, "/api/v1/rights/acts");
        var words = JsonDocument.Parse(told).RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("word").GetProperty("deed").GetString()).ToList();
        Assert.Equal(["RollEntered", "LinkIssued", "Denied"], words);
    }

    [Fact]
    public async Task To_revoke_a_person_cuts_what_is_open_and_takes_their_links_back()
    {
        await using var service = await StartAsync();
        var cookie = service.CookieOf(TestRoll.Of("a-1"));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookie);
        await socket.ConnectAsync(new Uri($"ws://{service.Address.Authority}/api/v1/tracks/live"), default);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add("Cookie", cookie);
        using var answer = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.NotNull(await events.ReadLineAsync());
        var link = service.SignIn.NewLink(TestRoll.Of("a-1"));

        var officer = service.CookieOf(TestRoll.Of("w-1"));
        var body = """{"person":"a-1","words":"left the mission"}""";
        Assert.Equal(HttpStatusCode.OK, await PostAsync(service, officer, "revocations", body));
        await EndAsync(events);
        await EndAsync(socket);
        Assert.Null(service.SignIn.Redeem(link));
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await service.AskAsync(cookie, HttpMethod.Get, "/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.AskAsync(officer, HttpMethod.Get, "/api/v1/me")).Status);
    }

    [Fact]
    public async Task A_role_is_lent_for_a_time_by_whose_own_it_is()
    {
        await using var service = await StartAsync();
        var until = service.Floor.Clock.Now + TimeSpan.FromHours(2);
        string Body(string person) => $$"""{"person":"{{person}}","until":"{{until}}","words":"on leave"}""";
        var liaison = service.CookieOf(TestRoll.Of("l-2"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(service, liaison, "delegations", Body("l-1")));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(service, liaison, "delegations", Body("k-1")));
        var officer = service.CookieOf(TestRoll.Of("c-1"));
        Assert.Null(service.Floor.Rights.Find("a-1", Role.Commission));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(service, officer, "delegations", Body("a-1")));
        var lent = service.Floor.Rights.Find("a-1", Role.Commission)!;
        Assert.Equal("nation-a", lent.Who.Nation);

        // What is lent is not lent on, and is over with its time.
        Assert.Equal(
            HttpStatusCode.Conflict, await PostAsync(service, service.CookieOf(lent), "delegations", Body("r-1")));
        Assert.Null(new Folded(service).Find("a-1", Role.Commission, until));
    }

    [Fact]
    public async Task Broken_glass_is_announced_to_all_of_the_mission_and_does_not_last()
    {
        await using var service = await StartAsync();
        var (analyst, officer) = (service.CookieOf(TestRoll.Of("a-1")), service.CookieOf(TestRoll.Of("w-1")));
        var label = new Label("trucewatch", Classification.Confidential, ["nation-x"]);
        Assert.False(AccessPolicy.Reads(label, service.Floor.Rights.Standing(TestRoll.Of("a-1"))!));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(service, analyst, "glass", """{"words":" "}"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(service, analyst, "glass", """{"words":"people in danger"}"""));
        Assert.True(AccessPolicy.Reads(label, service.Floor.Rights.Standing(TestRoll.Of("a-1"))!));
        var (_, floor) = await service.AskAsync(officer, HttpMethod.Get, "/api/v1/floor");
        Assert.Contains("\"announced\":[\"a-1 reads past labels until", floor, StringComparison.Ordinal);
        var party = service.CookieOf(TestRoll.Of("l-2"));
        Assert.Contains(
            "\"announced\":[]", (await service.AskAsync(party, HttpMethod.Get, "/api/v1/floor")).Text,
            StringComparison.Ordinal);
        var later = service.Floor.Clock.Now + Domain.Access.Rights.GlassLife;
        Assert.False(new Folded(service).Now(TestRoll.Of("a-1"), later).HasBrokenGlass);
    }

    [Fact]
    public async Task An_incident_is_released_more_widely_by_two_people_of_two_nations()
    {
        await using var service = await StartAsync();
        var stored = service.Floor.Store.ReadIncidents(null, 0, 1)[0];
        var id = ((IncidentFact)FactJson.Read(stored.Payload)).Incident.Id;
        var contributor = Audience.Of(TestRoll.Of("k-1")) with { Delay = TimeSpan.Zero };
        Assert.Null(IncidentsApi.Summary(service.Floor, contributor, stored));
        var body = $$"""
            {"incident":"{{id}}","classification":"Restricted","releasableTo":["nation-k","mission"],
            "restrictions":[],"words":"they have people there"}
            """;
        var first = service.CookieOf(TestRoll.Of("r-1"));
        var (_, done) = await service.AskAsync(first, HttpMethod.Post, "/api/v1/rights/releases", body);
        var number = JsonDocument.Parse(done).RootElement.GetProperty("number").GetInt64();
        foreach (var (person, expected) in new[]
        {
            ("r-1", HttpStatusCode.Conflict), ("r-3", HttpStatusCode.Conflict), ("r-4", HttpStatusCode.Forbidden),
            ("a-1", HttpStatusCode.Forbidden), ("c-1", HttpStatusCode.OK), ("c-2", HttpStatusCode.NotFound),
        })
        {
            var got = await PostAsync(
                service, service.CookieOf(TestRoll.Of(person)), $"releases/{number}/approval",
                """{"words":"agreed"}""");
            Assert.True(got == expected, $"{person}: {got}");
        }

        Assert.NotNull(IncidentsApi.Summary(service.Floor, contributor, stored));
        Assert.Null(IncidentsApi.Summary(service.Floor, Audience.Party("west") with { Delay = TimeSpan.Zero }, stored));

        // A start takes all of it up again from the record.
        var again = new RightsDesk(service.Floor.Store, service.Floor.Clock, []);
        Assert.Equal(
            service.Floor.Rights.LabelOf("incident:" + id, Label.Nobody),
            again.LabelOf("incident:" + id, Label.Nobody));
        Assert.Equal(TestRoll.Roll.People, again.Roll.People);
    }

    private static string Link(string person, string role) => $$"""{"person":"{{person}}","role":"{{role}}"}""";

    private static async Task<ServedFloor> StartAsync()
    {
        var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Rights.Enter(TestRoll.Roll);
        return service;
    }

    private static async Task<HttpStatusCode> PostAsync(
        ServedFloor service, string cookie, string what, string body) =>
        (await service.AskAsync(cookie, HttpMethod.Post, "/api/v1/rights/" + what, body)).Status;

    /// <summary>Reads to the end: there has to be one.</summary>
    private static async Task EndAsync(StreamReader events)
    {
        try
        {
            while (await events.ReadLineAsync() is not null)
            {
                // What was sent before the cut.
            }
        }
        catch (Exception end) when (end is IOException or HttpRequestException)
        {
            // A stream that is cut has no proper end.
        }
    }

    private static async Task EndAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while ((await socket.ReceiveAsync(buffer, default)).MessageType != WebSocketMessageType.Close)
            {
                // What was sent before the cut.
            }
        }
        catch (WebSocketException)
        {
            // A socket that is cut has no proper end.
        }
    }

    /// <summary>The rights of a service, folded again from its record, to be asked of any time.</summary>
    private sealed class Folded
    {
        private readonly Domain.Access.Rights rights = new(TestRoll.Roll);

        public Folded(ServedFloor service)
        {
            foreach (var stored in service.Floor.Store.ReadActs(0, int.MaxValue))
            {
                if (ActJson.Read(stored.Payload) is { Rights: { } word } act)
                {
                    rights.Take(stored.Number, act.At, word);
                }
            }
        }

        public Asker? Find(string person, Role role, Domain.Instant at) => rights.Find(person, role, at);

        public Asker Now(Asker asker, Domain.Instant at) => rights.Now(asker, at);
    }
}
