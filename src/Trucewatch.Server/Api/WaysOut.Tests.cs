using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trucewatch.Domain;
using Trucewatch.Evidence;
using Trucewatch.Feeds;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Exercises;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;
using Xunit;

namespace Trucewatch.Server.Api;

/// <summary>
/// Walks the service's own table of endpoints, in an exercise and in a live service: whatever answers bears the mark,
/// or says that it is none. An endpoint that is not known here fails the test.
/// </summary>
public sealed class WaysOutTests
{
    /// <summary>A call of each endpoint that answers with something, by its route.</summary>
    internal static readonly Dictionary<string, Func<ServedFloor, HttpRequestMessage>> calls =
        new(StringComparer.Ordinal)
    {
        ["/"] = _ => Get("/"),
        ["/field"] = _ => Get("/field"),
        ["/sign-in"] = _ => Get("/sign-in"),
        ["/sign-in/provider"] = _ => Get("/sign-in/provider"),
        ["/sign-in/return"] = _ => Get("/sign-in/return"),
        ["/index.html"] = _ => Get("/index.html"),
        ["/ingest/{**path}"] = _ => Post("/ingest/nowhere", "x"),
        ["/api/openapi/{documentName}.json"] = _ => Get("/api/openapi/v1.json"),
        ["/api/v1/acknowledgements"] = _ => Get("/api/v1/acknowledgements"),
        ["/api/v1/agreement"] = _ => Get("/api/v1/agreement"),
        ["/api/v1/agreement/map"] = _ => Get("/api/v1/agreement/map"),
        ["/api/v1/audit"] = _ => Get("/api/v1/audit"),
        ["/api/v1/cases"] = _ => Get("/api/v1/cases"),
        ["/api/v1/cases/wording"] = _ => Post("/api/v1/cases/wording", "{}"),
        ["/api/v1/cases/{id}"] = _ => Get("/api/v1/cases/C-1"),
        ["/api/v1/cases/{id}/acts"] = _ => Post("/api/v1/cases/C-1/acts", "{}"),
        ["/api/v1/cases/{id}/custody"] = _ => Get("/api/v1/cases/C-1/custody"),
        ["/api/v1/cases/{id}/page"] = _ => Get("/api/v1/cases/C-1/page"),
        ["/api/v1/coverage"] = _ => Get("/api/v1/coverage"),
        ["/api/v1/coverage/map"] = _ => Get("/api/v1/coverage/map"),
        ["/api/v1/events"] = _ => Get("/api/v1/events"),
        ["/api/v1/exercise/acknowledgements"] = _ => Get("/api/v1/exercise/acknowledgements"),
        ["/api/v1/exercise/injections"] = _ => Get("/api/v1/exercise/injections"),
        ["/api/v1/facts/{number:long}/proof"] = _ => Get("/api/v1/facts/1/proof"),
        ["/api/v1/feeds"] = _ => Get("/api/v1/feeds"),
        ["/api/v1/field-reports"] = _ => Get("/api/v1/field-reports"),
        ["/api/v1/floor"] = _ => Get("/api/v1/floor"),
        ["/api/v1/frames/{feed}/{sequence:long}"] = service => Get($"/api/v1/frames/{service.FirstFeed}/0"),
        ["/api/v1/hotline"] = _ => Get("/api/v1/hotline"),
        ["/api/v1/hotline/acts"] = _ => Post("/api/v1/hotline/acts", "{}"),
        ["/api/v1/incidents"] = _ => Get("/api/v1/incidents"),
        ["/api/v1/incidents/{id}"] = _ => Get("/api/v1/incidents/I-0001"),
        ["/api/v1/me"] = _ => Get("/api/v1/me"),
        ["/api/v1/merges"] = _ => Get("/api/v1/merges"),
        ["/api/v1/merges/{number:long}/reversal"] = _ => Post("/api/v1/merges/1/reversal", "{}"),
        ["/api/v1/reports"] = _ => Get("/api/v1/reports"),
        ["/api/v1/reports/daily/{day}"] = service => Get($"/api/v1/reports/daily/{service.Today}?lang=uk"),
        ["/api/v1/reports/daily/{day}/edits"] = service => Post($"/api/v1/reports/daily/{service.Today}/edits", "{}"),
        ["/api/v1/reports/daily/{day}/sentences"] = service => Get($"/api/v1/reports/daily/{service.Today}/sentences"),
        ["/api/v1/reports/wording"] = _ => Post("/api/v1/reports/wording", "{}"),
        ["/public"] = _ => Get("/public?lang=ru"),
        ["/public/audit.json"] = _ => Get("/public/audit.json"),
        ["/public/daily/{day}"] = service => Get($"/public/daily/{service.Yesterday}?format=json"),
        ["/public/feed.atom"] = _ => Get("/public/feed.atom"),
        ["/public/incidents.csv"] = _ => Get("/public/incidents.csv"),
        ["/public/incidents.geojson"] = _ => Get("/public/incidents.geojson"),
        ["/public/incidents.parquet"] = _ => Get("/public/incidents.parquet"),
        ["/api/v1/rights/acts"] = _ => Get("/api/v1/rights/acts"),
        ["/api/v1/rights/delegations"] = _ => Post("/api/v1/rights/delegations", "{}"),
        ["/api/v1/rights/glass"] = _ => Post("/api/v1/rights/glass", "{}"),
        ["/api/v1/rights/links"] = _ => Post("/api/v1/rights/links", "{}"),
        ["/api/v1/rights/releases"] = _ => Post("/api/v1/rights/releases", "{}"),
        ["/api/v1/rights/revocations"] = _ => Post("/api/v1/rights/revocations", "{}"),
        ["/api/v1/rights/releases/{number:long}/approval"] = _ => Post("/api/v1/rights/releases/1/approval", "{}"),
        ["/api/v1/segments/{digest}"] = _ => Get($"/api/v1/segments/{new string('0', 64)}"),
        ["/api/v1/segments/{digest}/proof"] = _ => Get($"/api/v1/segments/{new string('0', 64)}/proof"),
        ["/api/v1/session"] = _ => Post("/api/v1/session", "{\"token\":\"no\"}"),
        ["/api/v1/shift"] = _ => Get("/api/v1/shift"),
        ["/api/v1/tasking"] = _ => Get("/api/v1/tasking"),
        ["/api/v1/tasking/acts"] = _ => Post("/api/v1/tasking/acts", "{}"),
        ["/api/v1/tasking/credit"] = _ => Get("/api/v1/tasking/credit"),
        ["/api/v1/tasking/passes"] = _ => Get("/api/v1/tasking/passes"),
        ["/api/v1/tasking/ground"] = _ => Get("/api/v1/tasking/ground"),
        ["/api/v1/tasking/patrols"] = _ => Get("/api/v1/tasking/patrols"),
        ["/api/v1/tasking/route"] = _ => Get("/api/v1/tasking/route?from=47,35&to=47.1,35"),
        ["/api/v1/tasking/route/check"] = _ => Post("/api/v1/tasking/route/check", "{\"route\":[[47,35],[47.1,35]]}"),
        ["/api/v1/tasking/proposal"] = _ => Get("/api/v1/tasking/proposal"),
        ["/api/v1/tasking/forecast"] = _ => Get("/api/v1/tasking/forecast"),
        ["/api/v1/tracks"] = _ => Get("/api/v1/tracks"),
        ["/api/v1/tracks/live"] = _ => Get("/api/v1/tracks/live"),
        ["/api/v1/tracks/tiles/{z:int}/{x:int}/{y:int}"] = _ => Get("/api/v1/tracks/tiles/0/0/0"),
        ["/api/v1/tracks/{id:int}/history"] = service => Get($"/api/v1/tracks/{service.FirstTrack}/history"),
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_answers_says_whether_it_is_an_exercise(bool exercise)
    {
        await using var service = await ServedFloor.StartAsync(exercise);
        string[] others = ["/api/v1/exercise/acknowledgements", "/api/v1/exercise/injections"];
        var routes = service.Routes().Except(exercise ? [] : others, StringComparer.Ordinal);
        Assert.Equal(routes.Order(StringComparer.Ordinal), service.Routes().Order(StringComparer.Ordinal));
        var answered = 0;
        foreach (var route in service.Routes())
        {
            Assert.True(calls.TryGetValue(route, out var call), $"no call of {route} is known here");
            foreach (var signedIn in new[] { true, false })
            {
                using var request = call!(service);
                answered += await CheckAsync(service, request, exercise, signedIn) ? 1 : 0;
            }
        }

        // Those that gave what was asked for, and no fault: the events, and the document to both readers.
        Assert.Equal(exercise ? 41 : 39, answered);
        foreach (var other in new[] { "/assets/none.js", "/nowhere", "/api/v1/nowhere", "/icon.svg" })
        {
            using var request = Get(other);
            await CheckAsync(service, request, exercise, signedIn: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Streams_bear_the_mark_in_every_message(bool exercise)
    {
        await using var service = await ServedFloor.StartAsync(exercise);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", service.Cookie);
        await socket.ConnectAsync(new Uri($"ws://{service.Address.Authority}/api/v1/tracks/live"), default);
        var buffer = new byte[1 << 20];
        for (var message = 0; message < 2; message++)
        {
            var got = await socket.ReceiveAsync(buffer, default);
            Assert.Equal(exercise ? 0x80 : 0, buffer[0] & 0x80);
            Assert.InRange(buffer[0] & 0x7F, TrackWire.NamesKind, TrackWire.UpdatesKind);
            while (!got.EndOfMessage)
            {
                got = await socket.ReceiveAsync(buffer, default);
            }
        }

        using var request = Get("/api/v1/events");
        request.Headers.Add("Cookie", service.Cookie);
        request.Headers.Add("Last-Event-ID", "0");
        using var answer = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        string[] kinds = exercise ? ["floor", "incident", "record"] : ["floor", "record"];
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var name = "";
        while (seen.Count < kinds.Length && await lines.ReadLineAsync() is { } line)
        {
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Assert.Equal(exercise, JsonDocument.Parse(line[6..]).RootElement.GetProperty("exercise").GetBoolean());
                seen.Add(name);
            }
        }

        Assert.Equal(kinds, seen);
    }

    [Fact]
    public async Task An_injection_and_an_acknowledgement_are_for_those_who_may()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        foreach (var (token, cookie, expected) in new (string?, string?, HttpStatusCode)[]
        {
            (null, null, HttpStatusCode.Unauthorized), (null, service.Cookie, HttpStatusCode.Unauthorized),
            ("ingest", service.Cookie, HttpStatusCode.Unauthorized),
            (ServedFloor.Trainer, null, HttpStatusCode.BadRequest),
        })
        {
            using var request = Post("/api/v1/exercise/injections", "{\"act\":\"march\",\"side\":\"west\"}");
            request.Headers.Add("Authorization", token is null ? "none" : $"Bearer {token}");
            request.Headers.Add("Cookie", cookie ?? "none=1");
            using var answer = await service.Client.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }

        using var unknown = Post("/api/v1/exercise/acknowledgements", "{\"incident\":\"I-9999\"}");
        unknown.Headers.Add("Cookie", service.Cookie);
        using var refused = await service.Client.SendAsync(unknown);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Post(string path, string body) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
    };

    /// <summary>True when the answer is no fault; the mark is asked for either way.</summary>
    private static async Task<bool> CheckAsync(
        ServedFloor service, HttpRequestMessage request, bool exercise, bool signedIn)
    {
        if (signedIn)
        {
            request.Headers.Add("Cookie", service.Cookie);
            request.Headers.Add("Authorization", $"Bearer {ServedFloor.Trainer}");
        }

        using var answer = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var what = $"{request.RequestUri} {answer.StatusCode}";
        Assert.True(answer.Headers.TryGetValues(ApiMark.Header, out var marks), $"{what}: no header");
        Assert.Equal(exercise ? "EXERCISE" : "LIVE", Assert.Single(marks));
        var kind = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (kind == "text/event-stream")
        {
            return true;
        }

        var text = await answer.Content.ReadAsStringAsync();
        if (kind is "application/json" or "application/problem+json"
            && !request.RequestUri!.OriginalString.Contains("openapi", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(text);
            Assert.True(json.RootElement.TryGetProperty("exercise", out var mark), $"{what}: no mark in {text}");
            Assert.Equal(exercise, mark.GetBoolean());
            CheckItems(json.RootElement, exercise, what);
        }
        else if (kind is "application/geo+json" or "text/html" or "text/plain")
        {
            Assert.Equal(exercise, text.Contains("EXERCISE", StringComparison.Ordinal));
        }

        return answer.IsSuccessStatusCode && kind.EndsWith("json", StringComparison.Ordinal);
    }

    /// <summary>What can be copied out of an answer bears the mark by itself.</summary>
    private static void CheckItems(JsonElement answer, bool exercise, string what)
    {
        if (answer.TryGetProperty("items", out var items))
        {
            foreach (var item in items.EnumerateArray())
            {
                Assert.True(!exercise || item.GetProperty("exercise").GetBoolean(), $"{what}: {item}");
            }
        }
    }
}
