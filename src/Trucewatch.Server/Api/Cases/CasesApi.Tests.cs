using System.Net;
using System.Text.Json;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Geo;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;
using Trucewatch.Watch.Adjudication;
using Xunit;

namespace Trucewatch.Server.Api.Cases;

public sealed class CasesApiTests
{
    [Fact]
    public async Task A_case_runs_from_the_incident_to_the_verified_remedy()
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        await CaseStory.TellAsync(calls);
        Assert.Equal("Closed", await calls.StateAsync());
        await CheckPagesAsync(calls);
        CheckRecord(calls);
    }

    [Fact]
    public async Task Who_may_not_see_a_case_learns_nothing_of_it()
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        foreach (var person in new[] { "k-1", "s-1", "public" })
        {
            foreach (var path in new[] { calls.Id, $"{calls.Id}/page", "C-0000000000" })
            {
                var (status, _) = await calls.Service.AskAsync(
                    calls.Cookie(person), HttpMethod.Get, $"/api/v1/cases/{path}");
                Assert.Equal(HttpStatusCode.NotFound, status);
            }

            var (_, list) = await calls.Service.AskAsync(calls.Cookie(person), HttpMethod.Get, "/api/v1/cases");
            Assert.Contains("\"items\":[]", list, StringComparison.Ordinal);
        }

        var (_, refusal) = await calls.TryAsync("k-1", CaseCalls.Say("observation-made", "x").Replace(
            "\"text\"", "\"evidence\":[\"fact:1\"],\"text\"", StringComparison.Ordinal));
        Assert.StartsWith("Unknown case", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_to_fewer_moves_no_number_and_no_word_of_the_others()
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        await calls.DoAsync("w-1", """{"deed":"triaged","severity":3,"text":"Fire in the zone"}""");
        var (_, refusal) = await calls.TryAsync("l-1", CaseCalls.Say("dispute-raised", "Too early"));
        Assert.StartsWith("Refused: wrong-state", refusal, StringComparison.Ordinal);
        var before = await PartsAsync(calls, "l-2");
        await calls.DoAsync(
            "a-1", CaseStory.Observation("A source that only the mission knows"), label: CaseStory.MissionOnly);
        Assert.Equal(before, await PartsAsync(calls, "l-2"));
        Assert.Equal(
            (await calls.ViewAsync("a-1")).GetProperty("acts").GetArrayLength(),
            (await calls.ViewAsync("l-2")).GetProperty("acts").GetArrayLength() + 1);

        // The next act of the party has the next number of what the party sees.
        Assert.Equal(4, await calls.DoAsync("l-2", CaseCalls.Say("claim-made", "None of our units fired")));
        Assert.Equal(5, (await calls.ViewAsync("a-1")).GetProperty("acts")[4].GetProperty("number").GetInt32());

        // What moves the case is told to all who read it, and nothing is told to more than read the case.
        (_, refusal) = await calls.TryAsync(
            "r-1", CaseCalls.Say("review-taken-up", "So"), label: CaseStory.MissionOnly);
        Assert.StartsWith("Refused: label", refusal, StringComparison.Ordinal);
        const string Wider = """{"classification":"Public","releasableTo":["*"],"restrictions":[]}""";
        (_, refusal) = await calls.TryAsync("a-1", CaseStory.Observation("All may know"), label: Wider);
        Assert.StartsWith("Refused: label", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custody_is_told_to_the_watch_officer_and_the_auditor_and_to_nobody_else()
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        await calls.SignInAsync("l-1");
        await calls.ViewAsync("l-1");
        await calls.ViewAsync("r-1");
        var path = $"/api/v1/cases/{calls.Id}/custody";
        foreach (var (person, expected) in new[]
        {
            ("w-1", HttpStatusCode.OK), ("u-1", HttpStatusCode.OK), ("a-1", HttpStatusCode.Forbidden),
            ("r-1", HttpStatusCode.Forbidden), ("l-1", HttpStatusCode.Forbidden), ("public", HttpStatusCode.Forbidden),
        })
        {
            var (status, text) = await calls.Service.AskAsync(calls.Cookie(person), HttpMethod.Get, path);
            Assert.True(status == expected, $"{person}: {status} {text}");
        }

        var (_, told) = await calls.Service.AskAsync(calls.Cookie("u-1"), HttpMethod.Get, path);
        var custody = JsonDocument.Parse(told).RootElement;
        Assert.Contains(
            custody.GetProperty("readers").EnumerateArray(),
            each => each.GetProperty("by").GetString() == "l-1 (party-liaison, east-land)");

        // A session of which no signing in is recorded stays what the record names.
        Assert.Contains(
            custody.GetProperty("readers").EnumerateArray(),
            each => each.GetProperty("by").GetString()!.StartsWith("mission, session ", StringComparison.Ordinal));
        var opening = custody.GetProperty("acts").EnumerateArray()
            .Last(act => act.GetProperty("kind").GetString() == "OnCase");
        Assert.Equal("case:" + calls.Id, Assert.Single(opening.GetProperty("items").EnumerateArray()).GetString());
        Assert.DoesNotContain("I-9999", told, StringComparison.Ordinal);
        (var unknown, _) = await calls.Service.AskAsync(
            calls.Cookie("u-1"), HttpMethod.Get, "/api/v1/cases/C-0000000000/custody");
        Assert.Equal(HttpStatusCode.NotFound, unknown);
    }

    [Fact]
    public async Task What_a_form_has_to_know_is_told_and_loaded_words_are_named_before_they_are_sent()
    {
        await using var calls = await CaseCalls.StartAsync();
        foreach (var (person, may) in new[] { ("a-1", true), ("l-1", true), ("r-1", false), ("u-1", false) })
        {
            var (_, list) = await calls.Service.AskAsync(calls.Cookie(person), HttpMethod.Get, "/api/v1/cases");
            Assert.Equal(may, JsonDocument.Parse(list).RootElement.GetProperty("mayOpen").GetBoolean());
        }

        await calls.OpenAsync();
        var (party, mission) = ((await calls.ViewAsync("l-1")).GetProperty("terms"),
            (await calls.ViewAsync("c-1")).GetProperty("terms"));
        Assert.Equal(mission.GetRawText(), party.GetRawText());
        Assert.Equal(6_000, party.GetProperty("pleadingMaxChars").GetInt32());
        Assert.Contains(
            party.GetProperty("ladders").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "ft-2026")
                .GetProperty("steps").EnumerateArray(),
            step => step.GetProperty("isAutomatic").GetBoolean());
        Assert.Equal(5, party.GetProperty("rungs").GetArrayLength());

        const string Loaded = """{"language":"en","text":"The terrorists fired."}""";
        var (status, told) = await calls.Service.AskAsync(
            calls.Cookie("l-2"), HttpMethod.Post, "/api/v1/cases/wording", Loaded);
        Assert.Equal(HttpStatusCode.OK, status);
        var flag = Assert.Single(JsonDocument.Parse(told).RootElement.GetProperty("flags").EnumerateArray());
        Assert.Equal("terrorists", flag.GetProperty("words").GetString());
        (status, _) = await calls.Service.AskAsync(
            calls.Cookie("u-1"), HttpMethod.Post, "/api/v1/cases/wording", Loaded);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        (status, _) = await calls.Service.AskAsync(
            calls.Cookie("l-2"), HttpMethod.Post, "/api/v1/cases/wording",
            Loaded.Replace("\"en\"", "\"xx\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_start_folds_the_same_cases_from_the_record()
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        Assert.Equal("bulletin a1", (await calls.ViewAsync("w-1")).GetProperty("case").GetProperty("next")
            .GetProperty("what").GetString());
        await CaseStory.FindAsync(calls);
        await calls.TryAsync("l-1", CaseCalls.Say("case-closed", "Out of turn"));
        var floor = calls.Service.Floor;
        var again = new CaseDesk(floor.Store, floor.Clock, new RightsDesk(floor.Store, floor.Clock, []));
        string Page(CaseDesk desk) => desk.Ask(calls.Id, TestRoll.Of("w-1"), known =>
            CasePage.Write(known.File, floor.Clock.Now))!;
        Assert.Equal(Page(floor.Cases), Page(again));
        Assert.Contains("REFUSED", Page(again), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"deed":{"deed":"triaged","severity":3}}""")]
    [InlineData("""{"deed":{"deed":"triaged","severity":3,"text":null}}""")]
    [InlineData("""{"deed":{"deed":"call-placed","call":"1","to":"west","text":"x"}}""")]
    [InlineData("""{"deed":{"deed":"finding-stated","outcome":"NoViolation","reading":"plain","text":"x"}}""")]
    [InlineData("""{"deed":{"deed":"triaged","severity":3,"text":"x"},"author":{"person":"r-1"}}""")]
    [InlineData("""{"deed":{"deed":"triaged","severity":3,"text":"x","at":"2030-01-01T00:00:00Z"}}""")]
    public async Task What_is_no_act_is_refused_before_it_is_one(string body)
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        var (status, _) = await calls.Service.AskAsync(
            calls.Cookie("w-1"), HttpMethod.Post, $"/api/v1/cases/{calls.Id}/acts", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(1, (await calls.ViewAsync("w-1")).GetProperty("acts").GetArrayLength());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_row_of_calls_comes_to_a_decision_without_a_named_person(int seed)
    {
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        var random = new Splitmix((ulong)seed);
        string[] people =
            ["w-1", "a-1", "r-1", "r-2", "r-4", "c-1", "c-2", "u-1", "l-1", "l-2", "p-1", "public", "none"];
        var taken = 0;
        for (var call = 0; call < 150; call++)
        {
            // Half of the calls are by somebody whose act it is, or a case would hardly begin.
            var (deed, fitting) = Deed(random);
            var person = random.Next() % 2 == 0 ? fitting : people[random.Next() % (ulong)people.Length];
            calls.Wait(random.Next() % 5);
            var (status, _) = await calls.Service.AskAsync(
                person == "none" ? "none=1" : calls.Cookie(person), HttpMethod.Post,
                $"/api/v1/cases/{calls.Id}/acts",
                $$"""{"deed":{{deed}},"confidence":"{{(random.Next() % 2 == 0 ? "High" : "NotStated")}}"}""");
            Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Conflict or HttpStatusCode.Forbidden
                or HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"seed {seed}: {status} {deed}");
            taken += status == HttpStatusCode.Created ? 1 : 0;
            var file = calls.Service.Floor.Cases.Ask(calls.Id, TestRoll.Of("w-1"), known => known.File)!;

            // The newest act is of who called, and whoever is nobody, or may change nothing, has done none.
            var last = file.Entries[^1];
            Assert.True(status != HttpStatusCode.Created || last.Act.Author.Person == person, $"seed {seed}: {last}");
            Assert.All(file.Entries, entry => Assert.True(
                entry.Act.Author.IsNamed && entry.Act.Author.Person is not ("u-1" or "public" or "none"),
                $"seed {seed}: {entry}"));
            Assert.All(file.Entries.Where(Decides), entry => Assert.True(
                TestRoll.Roll.People.Any(one => one.ToAsker().Who == entry.Act.Author), $"seed {seed}: {entry}"));
        }

        Assert.InRange(taken, 5, 150);
    }

    private static bool Decides(CaseEntry entry) => entry is
    {
        Refusal: null,
        Act.Deed: FindingStated or Concurred or RulingProposed or VoteCast or ResponseDecided or EffectAnswered
            or ClockSet or CaseClosed or RemedyVerified,
    };

    /// <summary>A deed by chance, and somebody whose act it is.</summary>
    private static (string Deed, string Fitting) Deed(Splitmix random)
    {
        var number = 1 + (random.Next() % 8);
        (string Deed, string Fitting)[] deeds =
        [
            ("""{"deed":"triaged","severity":2,"text":"So"}""", "w-1"),
            (CaseCalls.Say("review-taken-up", "So"), "r-1"),
            (CaseStory.Observation("Seen"), "a-1"),
            (CaseCalls.Say("claim-made", "We were not there"), "l-1"),
            (CaseStory.Finding((int)number), "r-1"),
            ($$"""{"deed":"concurred","act":{{number}},"text":""}""", "r-2"),
            ($$"""{"deed":"dissented","act":{{number}},"text":"No"}""", "a-1"),
            (CaseCalls.Say("dispute-raised", "No"), "l-2"),
            (CaseCalls.Say("decision-accepted", "Yes"), "l-1"),
            (CaseCalls.Say("pleading-filed", "We plead"), "l-2"),
            (CaseCalls.Say("case-closed", "Done"), "w-1"),
            ($$"""{"deed":"panel-drawn","seed":"{{new string('0', 64)}}","text":""}""", "w-1"),
            ("""{"deed":"ruling-proposed","ruling":"Uphold","outcome":null,"text":"So"}""", "p-1"),
            ($$"""{"deed":"vote-cast","act":{{number}},"ballot":"Yes","text":""}""", "p-1"),
            ("""{"deed":"response-decided","ladder":"ft-2026","step":"s1","isTaken":true,"text":"So"}""", "c-1"),
            ("""{"deed":"response-recommended","ladder":"ft-2026","step":"s1","text":"So"}""", "a-1"),
            ("""{"deed":"effect-deemed","ladder":"ft-2026","step":"s3","text":"After 72 h"}""", "w-1"),
            ($$"""{"deed":"effect-answered","act":{{number}},"isConfirmed":true,"text":"So"}""", "c-1"),
            ($$"""{"deed":"remedy-verified","isRemedied":true,"cites":[{{number}}],"text":"So"}""", "r-2"),
        ];
        return deeds[random.Next() % (ulong)deeds.Length];
    }

    private static async Task<string> PartsAsync(CaseCalls calls, string person)
    {
        var view = await calls.ViewAsync(person);
        var (_, page) = await calls.Service.AskAsync(
            calls.Cookie(person), HttpMethod.Get, $"/api/v1/cases/{calls.Id}/page");
        return view.GetProperty("case").GetRawText() + view.GetProperty("acts").GetRawText()
            + page[page.IndexOf('\n', page.IndexOf("CASE", StringComparison.Ordinal))..];
    }

    private static async Task CheckPagesAsync(CaseCalls calls)
    {
        var pages = new Dictionary<string, string>();
        foreach (var person in new[] { "w-1", "l-1", "l-2" })
        {
            var (status, page) = await calls.Service.AskAsync(
                calls.Cookie(person), HttpMethod.Get, $"/api/v1/cases/{calls.Id}/page");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.StartsWith("EXERCISE\nCASE C-", page, StringComparison.Ordinal);
            Assert.InRange(page.Count(letter => letter == '\n'), 30, 91);
            Assert.Contains("What stands: technical violation", page, StringComparison.Ordinal);
            Assert.Contains("dissent", page, StringComparison.Ordinal);
            pages[person] = page;
        }

        Assert.Contains("A source of the mission's own", pages["w-1"], StringComparison.Ordinal);
        Assert.DoesNotContain("A source of the mission's own", pages["l-1"], StringComparison.Ordinal);

        // The parties read the same, but for the id under which each knows the incident.
        var (east, west) = (pages["l-1"].Split(' '), pages["l-2"].Split(' '));
        Assert.Equal(east.Length, west.Length);
        Assert.All(east.Zip(west), pair => Assert.True(
            pair.First == pair.Second || pair.First.StartsWith("I-", StringComparison.Ordinal), $"{pair}"));
    }

    /// <summary>Every act of the case stands in the record, those that were refused too.</summary>
    private static void CheckRecord(CaseCalls calls)
    {
        var acts = calls.Service.Floor.Store.ReadActs(0, int.MaxValue)
            .Select(stored => ActJson.Read(stored.Payload)).Where(act => act.Case?.Case == calls.Id).ToList();
        var file = calls.Service.Floor.Cases.Ask(calls.Id, TestRoll.Of("w-1"), known => known.File)!;
        Assert.Equal(file.Entries.Count, acts.Count);
        Assert.Equal(4, file.Entries.Count(entry => entry.Refusal is not null));
        Assert.All(acts, act => Assert.Equal(ActKind.OnCase, act.Kind));
    }
}
