using System.Net;
using System.Text.Json;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Cases;
using Xunit;

namespace Trucewatch.Server.Api.Audit;

public sealed class AuditApiTests
{
    [Fact]
    public async Task Each_figure_of_a_side_is_the_sum_of_its_cases()
    {
        await using var calls = await CaseCalls.StartAsync();
        var (desk, now) = (calls.Service.Floor.Cases, calls.Service.Floor.Clock.Now);
        var label = new Label("trucewatch", Classification.Restricted, ["east", "mission", "west"]);
        foreach (var person in new[] { "a-1", "l-2", "l-1" })
        {
            var (id, _) = desk.Open(
                TestRoll.Of(person), new IncidentReceived(calls.Incident, "3.1", now, now, "Fire"), label);
            calls.Wait(person == "a-1" ? 30 : 1);
            Assert.Null(Do("w-1", id!, new Triaged(3, "By the clause")));
            Assert.NotNull(Do("l-1", id!, new CaseClosed("Not mine to close")));
        }

        var audit = await ReadAsync(calls, "u-1");
        Assert.Equal(
            [("west", 1), ("east", 1), ("mission", 1)], audit.GetProperty("sides").EnumerateArray()
                .Select(side => (side.GetProperty("side").GetString()!, side.GetProperty("cases").GetInt32())));
        var cases = audit.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(3, cases.Count);
        foreach (var side in audit.GetProperty("sides").EnumerateArray())
        {
            var own = cases.Where(one => Same(one.GetProperty("broughtBy"), side.GetProperty("side"))).ToList();
            Assert.Equal(side.GetProperty("cases").GetInt32(), own.Count);
            foreach (var (name, sum) in Flat(side.GetProperty("figures")))
            {
                Assert.Equal(
                    sum, own.Sum(one => Flat(one.GetProperty("figures")).Single(each => each.Name == name).Value));
            }
        }

        // The first one has waited longer for its finding than a reviewed bulletin may take; that one is the mission's.
        var mission = audit.GetProperty("sides")[2].GetProperty("figures");
        Assert.Equal(1, mission.GetProperty("findings").GetProperty("late").GetInt32());
        Assert.True(mission.GetProperty("bulletins").GetProperty("late").GetInt32() > 0);
        Assert.Equal(3, audit.GetProperty("sides").EnumerateArray()
            .Sum(side => side.GetProperty("figures").GetProperty("refused").GetInt32()));

        // What the figures are of can be gone to, and that somebody looked is noted.
        foreach (var one in cases)
        {
            var (status, _) = await calls.Service.AskAsync(
                calls.Cookie("u-1"), HttpMethod.Get, $"/api/v1/cases/{one.GetProperty("id").GetString()}");
            Assert.Equal(HttpStatusCode.OK, status);
        }

        Assert.Contains(
            calls.Service.Floor.Store.ReadActs(0, int.MaxValue).Select(stored => ActJson.Read(stored.Payload)),
            act => act.Kind == ActKind.Viewed && act.Items.Contains("audit", StringComparer.Ordinal));

        Refusal? Do(string person, string id, Deed deed) =>
            desk.Append(TestRoll.Of(person), id, deed, Confidence.NotStated, null)!.Value.Entry!.Refusal;
    }

    [Fact]
    public async Task What_a_reader_may_not_see_is_in_none_of_their_figures()
    {
        await using var calls = await CaseCalls.StartAsync();
        var before = await ReadAsync(calls, "u-1");
        await calls.OpenAsync();
        var after = await ReadAsync(calls, "u-1");
        Assert.Equal(0, before.GetProperty("cases").GetArrayLength());
        Assert.Equal(1, after.GetProperty("cases").GetArrayLength());
        foreach (var person in new[] { "w-1", "r-1", "c-1" })
        {
            Assert.Equal(
                Without(after), Without(await ReadAsync(calls, person)));
        }

        // A case between the parties is in the figures of both and of the mission, and in nobody else's. How long the
        // record is would tell those outside of what they do not see.
        foreach (var (person, count) in new[]
        {
            ("l-1", 1), ("l-2", 1), ("p-1", 1), ("a-1", 1), ("k-1", 0), ("s-1", 0), ("public", 0),
        })
        {
            var own = await ReadAsync(calls, person);
            Assert.Equal(count, own.GetProperty("cases").GetArrayLength());
            Assert.Equal(
                count, own.GetProperty("sides").EnumerateArray().Sum(side => side.GetProperty("cases").GetInt32()));
            Assert.Equal(
                person is "p-1" or "a-1" ? JsonValueKind.Number : JsonValueKind.Null,
                own.GetProperty("size").ValueKind);
        }

        // An act that was refused for naming what a party may not see is in the mission's figures and in none of the
        // party's, and the party knows the incident by its own name for it.
        var hidden = await calls.DoAsync("a-1", CaseStory.Observation("Ours alone"), label: CaseStory.MissionOnly);
        await calls.TryAsync("r-1", CaseStory.Finding(hidden), "High");
        var (liaison, mission) = (await ReadAsync(calls, "l-1"), await ReadAsync(calls, "u-1"));
        Assert.Equal((0, 1), (RefusedIn(liaison), RefusedIn(mission)));
        Assert.Equal(calls.Incident, IncidentIn(mission));
        Assert.NotEqual(calls.Incident, IncidentIn(liaison));

        static int RefusedIn(JsonElement audit) =>
            audit.GetProperty("cases")[0].GetProperty("figures").GetProperty("refused").GetInt32();
        static string IncidentIn(JsonElement audit) =>
            audit.GetProperty("cases")[0].GetProperty("incident").GetString()!;
        static string Without(JsonElement audit) =>
            audit.GetProperty("sides").GetRawText() + audit.GetProperty("cases").GetRawText();
    }

    [Fact]
    public async Task A_denial_of_access_is_told_with_its_clock_and_what_became_of_it()
    {
        await using var calls = await CaseCalls.StartAsync();
        var floor = calls.Service.Floor;
        var stored = floor.Store.ReadIncidents(null, 0, 1)[0];
        var fact = (Domain.Facts.IncidentFact)Domain.Facts.FactJson.Read(stored.Payload);
        var number = floor.Store.LastFactNumber;
        foreach (var (id, duty, isOpen) in new[] { ("I-9001", "west", true), ("I-9002", "not known", false) })
        {
            number++;
            var incident = fact.Incident with
            {
                Id = id, Revision = 1, Class = "access.denial", Parties = [], First = floor.Clock.Now,
                Last = floor.Clock.Now + TimeSpan.FromMinutes(5), KnownAt = floor.Clock.Now,
                Status = isOpen ? Domain.Incidents.IncidentStatus.Open : Domain.Incidents.IncidentStatus.Closed,
                Details = [new Domain.Detections.Detail("duty_of", duty)],
            };
            var told = fact with { Number = number, Incident = incident };
            var position = floor.Store.LastPosition + 1;
            floor.Store.Commit(new Domain.Stores.PictureCommit(
                position, position, [],
                [new Domain.Stores.FactRecord(told, Domain.Facts.FactJson.Write(told), new byte[32])], []));
        }

        calls.Wait(2);
        var audit = await ReadAsync(calls, "u-1");
        var denials = audit.GetProperty("denials").EnumerateArray()
            .Where(one => one.GetProperty("incident").GetString()!.StartsWith("I-900", StringComparison.Ordinal))
            .OrderBy(one => one.GetProperty("incident").GetString(), StringComparer.Ordinal).ToList();
        Assert.Equal(["west", null], denials.Select(one => one.GetProperty("dutyOf").GetString()));
        Assert.Equal(
            [7200.0, 300.0], denials.Select(one => one.GetProperty("lastsS").GetDouble()));
        var sides = audit.GetProperty("sides").EnumerateArray()
            .ToDictionary(side => side.GetProperty("side").GetString()!, StringComparer.Ordinal);
        Assert.Equal(
            audit.GetProperty("denials").GetArrayLength(),
            sides.Values.Sum(side => side.GetProperty("denials").GetInt32())
            + audit.GetProperty("denialsOfNobody").GetInt32());
        Assert.True(sides["west"].GetProperty("denialsOpen").GetInt32() >= 1);
    }

    private static bool Same(JsonElement one, JsonElement other) => one.GetString() == other.GetString();

    private static IEnumerable<(string Name, int Value)> Flat(JsonElement figures) =>
        figures.EnumerateObject().SelectMany(each => each.Value.ValueKind switch
        {
            JsonValueKind.Number => [(each.Name, each.Value.GetInt32())],
            JsonValueKind.Object => Flat(each.Value).Select(inner => ($"{each.Name}.{inner.Name}", inner.Value)),
            _ => Enumerable.Empty<(string, int)>(),
        });

    private static async Task<JsonElement> ReadAsync(CaseCalls calls, string person)
    {
        var (status, text) = await calls.Service.AskAsync(calls.Cookie(person), HttpMethod.Get, "/api/v1/audit");
        Assert.True(status == HttpStatusCode.OK, $"{person}: {status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
