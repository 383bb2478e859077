using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Watch.Adjudication;
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

        // Somebody of the staff who belongs to a party is not the mission.
        foreach (var party in new[] { null, "west" })
        {
            var own = new Asker(new Author("r-4", Role.Reviewer, "west-land", party));
            Assert.Equal(
                party is null, AuditApi.View(calls.Service.Floor, own, Audience.Of(own)).Size is not null);
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
        var before = await ReadAsync(calls, "u-1");
        Deny(calls, "I-9001", "access.denial", "west", []);
        calls.Wait(0.25);
        Deny(calls, "I-9002", "access.denial", "not known", [], isOpen: false);
        Deny(calls, "I-9003", "access.denial", "west", [], isOpen: false);
        Deny(calls, "I-9004", "access.denial", null, ["east"]);
        Deny(calls, "I-9005", "access.gnss-interference", "west", []);
        Deny(calls, "I-9006", "presence.zone-entry", "west", []);
        var found = Find(calls, "I-9001");
        calls.Wait(2);

        var audit = await ReadAsync(calls, "u-1");
        var denials = audit.GetProperty("denials").EnumerateArray()
            .Where(one => one.GetProperty("incident").GetString()!.StartsWith("I-900", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(
            ["I-9002 ", "I-9003 west", "I-9004 east", "I-9001 west"],
            denials.Select(one => $"{one.GetProperty("incident")} {one.GetProperty("dutyOf")}"));
        Assert.Equal(
            [300.0, 300.0, 7_560.0, 8_460.0], denials.Select(one => one.GetProperty("lastsS").GetDouble()));
        Assert.Equal(
            [0, 0, 0, 2], denials.Select(one => one.GetProperty("cases").GetArrayLength()));
        Assert.Equal(
            ["", "", "", found.ToString()], denials.Select(one => one.GetProperty("foundAt").ToString()));
        foreach (var (side, told, open) in new[] { ("west", 2, 1), ("east", 1, 1), ("mission", 0, 0) })
        {
            Assert.Equal(told, Of(audit, side, "denials") - Of(before, side, "denials"));
            Assert.Equal(open, Of(audit, side, "denialsOpen") - Of(before, side, "denialsOpen"));
        }

        Assert.Equal(
            audit.GetProperty("denials").GetArrayLength(),
            audit.GetProperty("sides").EnumerateArray().Sum(side => side.GetProperty("denials").GetInt32())
            + audit.GetProperty("denialsOfNobody").GetInt32());

        static int Of(JsonElement audit, string side, string what) => audit.GetProperty("sides").EnumerateArray()
            .Single(one => one.GetProperty("side").GetString() == side).GetProperty(what).GetInt32();
    }

    [Fact]
    public async Task The_public_reads_of_a_denial_what_it_reads_of_the_incident()
    {
        await using var calls = await CaseCalls.StartAsync();
        Deny(calls, "I-9001", "access.denial", "west", [], label: Label.Everyone);
        Deny(calls, "I-9002", "access.denial", "west", [], label: Label.Mission);
        calls.Wait(100);
        var denial = Assert.Single((await ReadAsync(calls, "public")).GetProperty("denials").EnumerateArray());
        Assert.NotEqual("I-9001", denial.GetProperty("incident").GetString());
        Assert.Equal(JsonValueKind.Null, denial.GetProperty("dutyOf").ValueKind);
    }

    /// <summary>Somebody was not let in, as of now, for five minutes or still.</summary>
    private static void Deny(
        CaseCalls calls, string id, string kind, string? duty, ImmutableArray<string> parties, bool isOpen = true,
        Label? label = null)
    {
        var floor = calls.Service.Floor;
        var fact = (IncidentFact)FactJson.Read(floor.Store.ReadIncidents(null, 0, 1)[0].Payload);
        var incident = fact.Incident with
        {
            Id = id, Revision = 1, Class = kind, Parties = parties, First = floor.Clock.Now,
            Last = floor.Clock.Now + TimeSpan.FromMinutes(5), KnownAt = floor.Clock.Now,
            Status = isOpen ? IncidentStatus.Open : IncidentStatus.Closed,
            Details = duty is null ? null : [new Detail("duty_of", duty)],
        };
        var told = fact with
        {
            Number = floor.Store.LastFactNumber + 1, Incident = incident, Label = label ?? fact.Label,
        };
        var position = floor.Store.LastPosition + 1;
        floor.Store.Commit(new PictureCommit(
            position, position, [], [new FactRecord(told, FactJson.Write(told), new byte[32])], []));
    }

    /// <summary>Two cases of an incident, the second one with a finding; when that was made.</summary>
    private static Instant Find(CaseCalls calls, string incident)
    {
        var (desk, now, id) = (calls.Service.Floor.Cases, calls.Service.Floor.Clock.Now, "");
        for (var turn = 0; turn < 2; turn++)
        {
            id = desk.Open(
                TestRoll.Of("a-1"), new IncidentReceived(incident, "3.1", now, now, "Not let in"),
                new Label("trucewatch", Classification.Restricted, ["east", "mission", "west"])).Id!;
        }

        Do("w-1", new Triaged(2, "By the clause"), Confidence.NotStated);
        Do("r-1", new ReviewTakenUp("Taken up"), Confidence.NotStated);
        var seen = Do("a-1", new ObservationMade(["fact:1"], "A barrier"), Confidence.NotStated);
        calls.Wait(0.1);
        var stated = Do(
            "r-1", new FindingStated(Outcome.Unverifiable, "plain", [seen.Number], null, null, "As observed"),
            Confidence.Moderate);
        return Do("r-2", new Concurred(stated.Number, ""), Confidence.Moderate).Act.At;

        CaseEntry Do(string person, Deed deed, Confidence confidence)
        {
            var entry = desk.Append(TestRoll.Of(person), id, deed, confidence, null)!.Value.Entry!;
            Assert.True(entry.Refusal is null, $"{deed}: {entry.Refusal}");
            return entry;
        }
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
