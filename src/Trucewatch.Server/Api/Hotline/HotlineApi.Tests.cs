using System.Net;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hotline;
using Xunit;

namespace Trucewatch.Server.Api.Hotline;

public sealed class HotlineApiTests
{
    [Fact]
    public async Task A_call_goes_from_being_placed_to_its_outcome_and_is_sealed()
    {
        await using var calls = await Calls.StartAsync();
        var call = await calls.DoAsync("l-1", """{"deed":"call-placed","call":"","to":"west","text":"Shots"}""");
        calls.Wait(2);
        var open = (await calls.ReadAsync("u-1")).GetProperty("calls")[0];
        Assert.Equal(("east", "west"), (open.GetProperty("from").GetString(), open.GetProperty("to").GetString()));
        Assert.Equal(120, open.GetProperty("waitsS").GetDouble());
        await calls.DoAsync("l-2", $$"""{"deed":"call-acknowledged","call":"{{call}}","text":""}""");
        calls.Wait(3);
        await calls.DoAsync("l-3", $$"""{"deed":"call-answered","call":"{{call}}","text":"They stopped"}""");
        calls.Wait(1);
        var (status, text) = await calls.TryAsync(
            "l-2", $$"""{"deed":"call-concluded","call":"{{call}}","outcome":"Settled","text":"So"}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Refused: not-theirs", text, StringComparison.Ordinal);
        await calls.DoAsync("l-1", $$"""{"deed":"call-concluded","call":"{{call}}","outcome":"Settled","text":"Ok"}""");
        foreach (var person in new[] { "l-1", "l-2", "w-1", "u-1" })
        {
            var board = await calls.ReadAsync(person);
            Assert.Equal("Settled", board.GetProperty("calls")[0].GetProperty("outcome").GetString());
            var west = Side(board, "west");
            Assert.Equal(1, west.GetProperty("answered").GetInt32());
            Assert.Equal(300, west.GetProperty("medianS").GetDouble());
            Assert.Equal(300, west.GetProperty("p90S").GetDouble());
        }

        // The refused act is sealed with the others, and a start folds the same desk from them.
        var words = calls.Service.Floor.Store.ReadActs(0, int.MaxValue)
            .Select(stored => ActJson.Read(stored.Payload)).Where(act => act.Kind == ActKind.OnHotline).ToList();
        Assert.Equal(["l-1", "l-2", "l-3", "l-2", "l-1"], words.Select(act => act.Hotline!.Author.Person));
        Assert.Equal(calls.Ask(calls.Desk), calls.Ask(calls.Again()));
    }

    [Fact]
    public async Task A_window_needs_both_sides_is_stopped_by_its_word_and_reported_on()
    {
        await using var calls = await Calls.StartAsync();
        var window = await calls.DoAsync("w-1", calls.Window(60, 120));
        Assert.Equal("Proposed", await calls.StateAsync("windows"));
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.TryAsync("w-1", Confirm(window))).Status);
        await calls.DoAsync("l-1", Confirm(window));
        Assert.Equal("Proposed", await calls.StateAsync("windows"));
        await calls.DoAsync("l-2", Confirm(window));
        Assert.Equal("Confirmed", await calls.StateAsync("windows"));
        calls.Wait(61);
        Assert.Equal("Holds", await calls.StateAsync("windows"));
        await calls.DoAsync(
            "l-2", $$"""{"deed":"window-aborted","window":"{{window}}","word":"Heron","text":"Fire"}""");
        var stopped = (await calls.ReadAsync("l-1")).GetProperty("windows")[0];
        Assert.Equal("Aborted", stopped.GetProperty("state").GetString());
        Assert.True(stopped.GetProperty("byWord").GetBoolean());
        foreach (var person in new[] { "l-1", "l-2", "w-1" })
        {
            await calls.DoAsync(
                person, $$"""{"deed":"window-reported","window":"{{window}}","result":"NotDone","text":"Left"}""");
        }

        stopped = (await calls.ReadAsync("u-1")).GetProperty("windows")[0];
        Assert.Equal(3, stopped.GetProperty("reported").GetArrayLength());

        // One that a side did not confirm never holds.
        var other = await calls.DoAsync("l-1", calls.Window(60, 120));
        await calls.DoAsync("l-1", Confirm(other));
        calls.Wait(61);
        Assert.Equal("Lapsed", await calls.StateAsync("windows"));
        Assert.Equal(HttpStatusCode.Conflict, (await calls.TryAsync("l-2", Confirm(other))).Status);
    }

    [Fact]
    public async Task A_party_reads_the_notice_of_the_other_when_its_time_has_come_and_not_before()
    {
        await using var calls = await Calls.StartAsync();
        var before = await calls.TextAsync("l-2");
        var notice = await calls.DoAsync("l-1", calls.Notice(60, 120, othersFrom: 30));
        Assert.Equal(before, await calls.TextAsync("l-2"));
        foreach (var person in new[] { "w-1", "u-1", "r-1", "l-1" })
        {
            var seen = (await calls.ReadAsync(person)).GetProperty("notices")[0];
            Assert.Equal(notice, seen.GetProperty("id").GetString());
            Assert.Equal("Waits", seen.GetProperty("state").GetString());
        }

        // For whom it is not there yet it is as one that never was.
        var back = $$"""{"deed":"notice-withdrawn","notice":"{{notice}}","text":"x"}""";
        var (status, hidden) = await calls.TryAsync("l-2", back);
        var (_, none) = await calls.TryAsync("l-2", back.Replace(notice, "N-0000000000", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(
            Detail(hidden).Replace(notice, "", StringComparison.Ordinal),
            Detail(none).Replace("N-0000000000", "", StringComparison.Ordinal));
        calls.Wait(30);
        Assert.Equal(1, (await calls.ReadAsync("l-2")).GetProperty("notices").GetArrayLength());
        var (theirs, refusal) = await calls.TryAsync("l-2", back);
        Assert.Equal(HttpStatusCode.Conflict, theirs);
        Assert.Contains("Refused: not-theirs", refusal, StringComparison.Ordinal);

        static string Detail(string problem) =>
            JsonDocument.Parse(problem).RootElement.GetProperty("detail").GetString()!;
    }

    [Fact]
    public async Task A_notice_is_held_against_what_the_reader_is_told_was_observed()
    {
        await using var calls = await Calls.StartAsync();
        var seen = calls.Service.Floor.Store.ReadIncidents(null, 0, 100)
            .Select(stored => ((Domain.Facts.IncidentFact)Domain.Facts.FactJson.Read(stored.Payload)).Incident)
            .First(incident => incident.Place is not null);
        var (now, liaison) = (calls.Service.Floor.Clock.Now, seen.Parties is ["west"] ? "l-2" : "l-1");
        await calls.DoAsync(liaison, FormattableString.Invariant($$$"""
            {"deed":"notice-given","notice":"","subject":"Movement",
             "from":"{{{seen.First - TimeSpan.FromMinutes(1)}}}",
             "until":"{{{now + TimeSpan.FromHours(1)}}}","othersFrom":null,"text":"A column",
             "place":{"latitudeDeg":{{{seen.Place!.Latitude}}},
             "longitudeDeg":{{{seen.Place.Longitude}}},"withinM":50000}}
            """));
        var notice = (await calls.ReadAsync("w-1")).GetProperty("notices")[0];
        Assert.True(notice.GetProperty("leadS").GetDouble() < 0);
        var matches = notice.GetProperty("matches");
        Assert.NotEqual(0, matches.GetArrayLength());
        Assert.Contains(notice.GetProperty("state").GetString(), new[] { "Matched", "PerhapsMatched" });

        // Beside it stands how much of the circle was watched meanwhile, or that the reader may not know it.
        var coverage = notice.GetProperty("coverage");
        Assert.NotEqual("Withheld", coverage.GetProperty("state").GetString());
        Assert.True(coverage.GetProperty("wholeKm2H").GetDouble() > 0);
        Assert.Equal(
            "Withheld",
            (await calls.ReadAsync(liaison)).GetProperty("notices")[0].GetProperty("coverage").GetProperty("state")
                .GetString());

        // The party is told of nothing yet that it may not see of incidents: what it is told, it knows by other ids.
        var own = (await calls.ReadAsync(liaison)).GetProperty("notices")[0].GetProperty("matches");
        var (_, told) = await calls.Service.AskAsync(
            calls.Cookie(liaison), HttpMethod.Get, "/api/v1/incidents?status=all&most=200");
        foreach (var match in own.EnumerateArray())
        {
            Assert.Contains(match.GetProperty("incident").GetString()!, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_correction_takes_evidence_and_two_reviewers_of_two_nations()
    {
        await using var calls = await Calls.StartAsync();
        var due = calls.In(60);
        var id = await calls.DoAsync("w-1", $$"""
            {"deed":"correction-asked","correction":"","of":"west","case":null,"due":"{{due}}","othersFrom":null,
             "text":"Take the post back"}
            """);
        Assert.Equal(0, (await calls.ReadAsync("l-1")).GetProperty("corrections").GetArrayLength());
        var report = $$"""{"deed":"correction-reported","correction":"{{id}}","evidence":[],"text":"Gone"}""";
        Assert.Equal(HttpStatusCode.Conflict, (await calls.TryAsync("l-2", report)).Status);
        await calls.DoAsync("l-2", report.Replace("[]", "[\"document:1\"]", StringComparison.Ordinal));
        await calls.DoAsync("r-1", $$"""
            {"deed":"correction-checked","correction":"{{id}}","isRemedied":true,"evidence":["fact:1"],"text":"Seen"}
            """);
        var agreed = $$"""{"deed":"correction-agreed","correction":"{{id}}","text":""}""";
        foreach (var person in new[] { "r-1", "r-3" })
        {
            Assert.Equal(HttpStatusCode.Conflict, (await calls.TryAsync(person, agreed)).Status);
        }

        // Of the nation of a party: the policy keeps them away.
        Assert.Equal(HttpStatusCode.Forbidden, (await calls.TryAsync("r-4", agreed)).Status);
        Assert.Equal("Checked", await calls.StateAsync("corrections"));
        await calls.DoAsync("r-2", agreed);
        Assert.Equal("Verified", await calls.StateAsync("corrections"));
        var west = Side(await calls.ReadAsync("u-1"), "west");
        Assert.Equal((1, 1.0), (west.GetProperty("verified").GetInt32(), west.GetProperty("credit").GetDouble()));
        Assert.Equal(JsonValueKind.Null, Side(await calls.ReadAsync("u-1"), "east").GetProperty("credit").ValueKind);

        // A case that the author may not see is none.
        var (status, text) = await calls.TryAsync("w-1", $$"""
            {"deed":"correction-asked","correction":"","of":"west","case":"C-1","due":"{{due}}","othersFrom":null,
             "text":"x"}
            """);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("no case C-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_act_sent_twice_is_done_once()
    {
        await using var calls = await Calls.StartAsync();
        const string Call = """{"deed":"call-placed","call":"","to":"west","text":"Shots"}""";
        var one = await calls.DoAsync("l-1", Call, "k1");
        calls.Wait(1);
        Assert.Equal(one, await calls.DoAsync("l-1", Call, "k1"));
        Assert.NotEqual(one, await calls.DoAsync("l-1", Call, "k2"));
        Assert.NotEqual(one, await calls.DoAsync("w-1", Call, "k1"));
        var (status, _) = await calls.TryAsync(
            "l-1", Call.Replace("Shots", "More", StringComparison.Ordinal), "k1");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(3, calls.Desk.Ask(line => line.Calls.Count()));
        Assert.Equal(HttpStatusCode.BadRequest, (await calls.TryAsync("l-1", Call, new string('k', 65))).Status);

        // After a start too.
        var again = calls.Again();
        var deed = again.Ask(line => (Domain.Adjudication.HotlineDeed)line.Calls.Single(c => c.Id == one).Opened.Deed);
        Assert.Equal(one, again.Append(TestRoll.Of("l-1"), deed, "k1").Subject);
        Assert.Equal(3, again.Ask(line => line.Calls.Count()));
    }

    [Fact]
    public async Task Who_is_not_at_the_desk_and_what_is_no_act_is_refused_before_it_is_one()
    {
        await using var calls = await Calls.StartAsync();
        const string Call = """{"deed":"call-placed","call":"","to":"west","text":"x"}""";
        foreach (var person in new[] { "k-1", "s-1", "p-1", "public" })
        {
            var (status, _) = await calls.Service.AskAsync(calls.Cookie(person), HttpMethod.Get, "/api/v1/hotline");
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Equal(HttpStatusCode.Forbidden, (await calls.TryAsync(person, Call)).Status);
        }

        foreach (var deed in new[]
        {
            """{"deed":"triaged","severity":3,"text":"x"}""",
            """{"deed":"call-placed","to":"west","text":"x"}""",
            """{"deed":"call-placed","call":"","to":"west","text":null}""",
            """{"deed":"call-placed","call":"","to":"west","text":"x","at":"2030-01-01T00:00:00Z"}""",
            """{"deed":"correction-reported","correction":"R-1","text":"x"}""",
            "null",
        })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await calls.TryAsync("w-1", deed)).Status);
        }

        Assert.Empty(calls.Desk.Ask(line => line.Entries));
    }

    private static JsonElement Side(JsonElement board, string id) => board.GetProperty("sides").EnumerateArray()
        .Single(side => side.GetProperty("side").GetString() == id);

    private static string Confirm(string window) =>
        $$"""{"deed":"window-confirmed","window":"{{window}}","text":""}""";

    /// <summary>Calls of people, each with a session of their own.</summary>
    private sealed class Calls(ServedFloor service) : IAsyncDisposable
    {
        private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

        public ServedFloor Service => service;

        public HotlineDesk Desk => service.Floor.Hotline;

        public static async Task<Calls> StartAsync()
        {
            var service = await ServedFloor.StartAsync(exercise: true);
            service.Floor.Rights.Enter(TestRoll.Roll);
            return new Calls(service);
        }

        public void Wait(double minutes) => service.Time.Now += TimeSpan.FromMinutes(minutes);

        public Instant In(double minutes) => service.Floor.Clock.Now + TimeSpan.FromMinutes(minutes);

        public HotlineDesk Again() => new(
            service.Floor.Store, service.Floor.Clock, service.Floor.Rights,
            [.. service.Floor.Agreement.Parties.Select(party => party.Id)]);

        public string Ask(HotlineDesk desk) => desk.Ask(line => string.Join('\n', line.Entries.Select(entry =>
            $"{entry.Act.Author} {entry.Act.At} {entry.Act.Deed} {entry.Refusal}")));

        public string Cookie(string person)
        {
            if (!cookies.TryGetValue(person, out var cookie))
            {
                cookies[person] = cookie =
                    service.CookieOf(person == "public" ? TestRoll.Public : TestRoll.Of(person));
            }

            return cookie;
        }

        public Task<(HttpStatusCode Status, string Text)> TryAsync(string person, string deed, string? key = null) =>
            service.AskAsync(
                Cookie(person), HttpMethod.Post, "/api/v1/hotline/acts",
                $$"""{"deed":{{deed}}{{(key is null ? "" : $",\"key\":\"{key}\"")}}}""");

        public async Task<string> DoAsync(string person, string deed, string? key = null)
        {
            var (status, text) = await TryAsync(person, deed, key);
            Assert.True(status == HttpStatusCode.Created, $"{person}: {status} {text}");
            return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
        }

        public async Task<string> TextAsync(string person)
        {
            var (status, text) = await service.AskAsync(Cookie(person), HttpMethod.Get, "/api/v1/hotline");
            Assert.True(status == HttpStatusCode.OK, $"{person}: {status} {text}");
            return text;
        }

        public async Task<JsonElement> ReadAsync(string person) =>
            JsonDocument.Parse(await TextAsync(person)).RootElement;

        public async Task<string> StateAsync(string kind) =>
            (await ReadAsync("w-1")).GetProperty(kind)[0].GetProperty("state").GetString()!;

        public string Window(double from, double until) => $$"""
            {"deed":"window-proposed","window":"","purpose":"Repair","from":"{{In(from)}}","until":"{{In(until)}}",
             "place":{"latitudeDeg":47,"longitudeDeg":35,"withinM":1000},"abortWord":"heron","text":"The power line"}
            """;

        public string Notice(double from, double until, double othersFrom) => $$"""
            {"deed":"notice-given","notice":"","subject":"Works","from":"{{In(from)}}","until":"{{In(until)}}",
             "place":{"latitudeDeg":47,"longitudeDeg":35,"withinM":1000},"othersFrom":"{{In(othersFrom)}}",
             "text":"Digging"}
            """;

        public ValueTask DisposeAsync() => service.DisposeAsync();
    }
}
