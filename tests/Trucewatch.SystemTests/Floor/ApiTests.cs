using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

public sealed partial class ApiTests : IClassFixture<ApiTests.Fixture>
{
    private readonly RunningFloor floor;

    public ApiTests(Fixture fixture) => floor = fixture.Floor;

    [Fact]
    public async Task The_document_of_the_api_is_the_golden_one()
    {
        using var client = await floor.ClientAsync(signedIn: false);
        Golden.Equal("docs/reference/openapi.json", await client.GetStringAsync("/api/openapi/v1.json"));
    }

    [Fact]
    public async Task Without_a_session_every_call_but_signing_in_is_denied()
    {
        using var client = await floor.ClientAsync(signedIn: false);
        using var document = JsonDocument.Parse(await client.GetStringAsync("/api/openapi/v1.json"));
        var denied = 0;
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            if (path.Name.EndsWith("/session", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var method in path.Value.EnumerateObject())
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Parse(method.Name), Placeholder().Replace(path.Name, "1"));
                using var answer = await client.SendAsync(request);
                var got = $"{method.Name} {path.Name}: {answer.StatusCode}";
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, got);
                denied++;
            }
        }

        Assert.True(denied >= 9, $"{denied}");
        using var socket = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://{floor.Address.Authority}/api/v1/tracks/live"), CancellationToken.None));
    }

    [Fact]
    public async Task No_number_of_incidents_leaves_the_service_without_what_was_watched()
    {
        using var client = await Fixture.SignedInAsync(floor);
        using var document = JsonDocument.Parse(await client.GetStringAsync("/api/openapi/v1.json"));
        Assert.Empty(NumbersOfIncidents.InSchemas(document.RootElement));
        var asked = 0;
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            var isPlain = path.Value.TryGetProperty("get", out _) && !Placeholder().IsMatch(path.Name)
                && path.Name is not ("/api/v1/events" or "/api/v1/tracks/live" or "/api/v1/exercise/injections"
                    or "/api/v1/tasking/route");
            if (isPlain)
            {
                using var answer = JsonDocument.Parse(await client.GetStringAsync(path.Name));
                Assert.Empty(NumbersOfIncidents.WithoutCoverage(answer.RootElement, path.Name));
                asked++;
            }
        }

        Assert.True(asked >= 6, $"{asked}");
    }

    [Theory]
    [InlineData("""{"openIncidents":3}""", "$.openIncidents")]
    [InlineData("""{"a":[{"x":1},{"incidents_total":0}]}""", "$.a[1].incidents_total")]
    [InlineData("""{"items":[{"id":"I-1","clause":"1","actors":[]}],"next":null}""", "$.items")]
    [InlineData("""{"openIncidents":{"count":3,"coverage":{"state":"NotWatched"}}}""", null)]
    [InlineData("""{"openIncidents":{"count":3,"coverage":null}}""", "$.openIncidents.count")]
    [InlineData("""{"incidents":[{"clause":"1","actors":[]}],"exposure":{"share":0.1}}""", null)]
    public void A_number_without_coverage_is_found(string answer, string? expected)
    {
        using var document = JsonDocument.Parse(answer);
        Assert.Equal(
            expected is null ? [] : [expected], NumbersOfIncidents.WithoutCoverage(document.RootElement, "$"));
    }

    [Fact]
    public void A_schema_without_coverage_is_found()
    {
        var golden = File.ReadAllText(Path.Combine(RepositoryTree.Root, "docs", "reference", "openapi.json"));
        Assert.Contains("\"$ref\": \"#/components/schemas/CountView\"", golden, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(golden.Replace(
            "\"$ref\": \"#/components/schemas/CountView\"", "\"type\": \"integer\"", StringComparison.Ordinal));
        Assert.Equal(["FloorView.openIncidents"], NumbersOfIncidents.InSchemas(document.RootElement));
    }

    [Theory]
    [InlineData("?modality=smell")]
    [InlineData("?light=dusk")]
    [InlineData("?from=2030-01-02T00:00:00Z&until=2030-01-01T00:00:00Z")]
    [InlineData("/map?from=yesterday")]
    [InlineData("?class=ghost")]
    [InlineData("/map?class=ghost")]
    public async Task Coverage_refuses_what_it_cannot_answer(string query)
    {
        using var client = await Fixture.SignedInAsync(floor);
        using var answer = await client.GetAsync("/api/v1/coverage" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_incident_comes_over_the_event_stream_and_its_proof_holds_for_an_independent_reader()
    {
        using var client = await Fixture.SignedInAsync(floor);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var events = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        events.Headers.Add("Last-Event-ID", "0");
        using var answer = await client.SendAsync(events, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        JsonElement? incident = null;
        for (var name = ""; incident is null;)
        {
            var line = await lines.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException("no incident came");
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
            if (name == "incident" && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                incident = JsonDocument.Parse(line[6..]).RootElement;
            }
        }

        await CheckProofAsync(client, incident.Value, patience.Token);
    }

    [Fact]
    public async Task Tracks_come_over_the_socket_in_records_of_twenty_bytes()
    {
        using var client = await Fixture.SignedInAsync(floor);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", Fixture.Cookie);
        await socket.ConnectAsync(new Uri($"ws://{floor.Address.Authority}/api/v1/tracks/live"), patience.Token);
        var buffer = new byte[1 << 20];
        for (var records = 0; records == 0;)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            records = length > 9 && (length - 9) % 20 == 0 ? (length - 9) / 20 : 0;
        }
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task A_page_of_another_origin_gets_nothing(string? origin, HttpStatusCode expected)
    {
        using var client = await Fixture.SignedInAsync(floor);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/floor");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task CheckProofAsync(HttpClient client, JsonElement incident, CancellationToken stop)
    {
        var fact = incident.GetProperty("factNumber").GetInt64();
        HttpResponseMessage answer;
        var address = $"/api/v1/facts/{fact}/proof";
        while ((answer = await client.GetAsync(address, stop)).StatusCode == HttpStatusCode.Conflict)
        {
            answer.Dispose();
        }

        var proof = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        var payload = proof.GetProperty("payloadBase64").GetBytesFromBase64();
        var entry = proof.GetProperty("entryBase64").GetBytesFromBase64();
        Assert.True(Leaf.TryParse(entry, out var leaf));
        Assert.True(leaf!.Exercise);
        Assert.True(leaf.Verify(proof.GetProperty("keyBase64").GetBytesFromBase64(), payload));
        var id = incident.GetProperty("id").GetString()!;
        Assert.Contains(id, Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.True(NoteVerifier.TryParse(proof.GetProperty("vkey").GetString()!, out var verifier));
        var text = Encoding.UTF8.GetBytes(proof.GetProperty("tlogProof").GetString()!);
        Assert.Equal(ProofFault.None, TlogProof.TryParse(text, out var parsed));
        Assert.Equal(ProofFault.None, parsed!.Verify(entry, verifier!));
        entry[^3] ^= 1;
        Assert.NotEqual(ProofFault.None, parsed.Verify(entry, verifier!));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    /// <summary>One service for all tests of the class: the link works once, so that its session is shared.</summary>
    public sealed class Fixture : IDisposable
    {
        public RunningFloor Floor { get; } = new();

        public static string Cookie { get; private set; } = string.Empty;

        public static async Task<HttpClient> SignedInAsync(RunningFloor floor)
        {
            var client = await floor.ClientAsync(signedIn: false);
            if (Cookie.Length == 0)
            {
                using var answer = await client.PostAsJsonAsync("/api/v1/session", new { token = floor.Token });
                Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
                Cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
                using var again = await client.PostAsJsonAsync("/api/v1/session", new { token = floor.Token });
                Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
            }

            client.Dispose();
            var signedIn = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = floor.Address };
            signedIn.DefaultRequestHeaders.Add("Cookie", Cookie);
            return signedIn;
        }

        public void Dispose() => Floor.Dispose();
    }
}
