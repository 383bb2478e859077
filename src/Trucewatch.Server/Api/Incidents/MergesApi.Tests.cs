using System.Net;
using System.Text.Json;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Access;
using Trucewatch.Server.Cases;
using Xunit;

namespace Trucewatch.Server.Api.Incidents;

public sealed class MergesApiTests
{
    [Fact]
    public async Task A_named_person_merges_and_another_one_takes_it_back()
    {
        await using var service = await StartAsync();
        var (analyst, officer) = (service.CookieOf(TestRoll.Of("a-1")), service.CookieOf(TestRoll.Of("w-1")));
        var (first, second, third) = ("I-9001", "I-9002", "I-9003");
        var before = await AllAsync(service, analyst);
        var (status, text) = await MergeAsync(service, analyst, first, second);
        Assert.True(status == HttpStatusCode.Created, text);
        var number = JsonDocument.Parse(text).RootElement.GetProperty("number").GetInt64();
        var merged = await ListAsync(service, analyst);
        Assert.DoesNotContain(second, merged.Keys);
        Assert.Equal([second], merged[first]);
        Assert.Empty(merged[third]);

        // The part is still there by itself and says where it stands; the whole has its parts with proofs of their own.
        Assert.Equal(first, (await FileAsync(service, analyst, second)).GetProperty("standsIn").GetString());
        var whole = await FileAsync(service, analyst, first);
        Assert.Equal(
            [first, second],
            whole.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("id").GetString()));
        Assert.All(
            whole.GetProperty("parts").EnumerateArray(),
            part => Assert.True(part.GetProperty("factNumber").GetInt64() > 0));

        var (answer, problem) = await MergeAsync(service, analyst, third, second);
        Assert.Equal(HttpStatusCode.Conflict, answer);
        Assert.Contains("name that one", problem, StringComparison.Ordinal);
        var acts = service.Floor.Store.ReadActs(0, 1000).Select(stored => ActJson.Read(stored.Payload));
        var sealedWord = Assert.Single(acts, act => act.Merge is not null);
        Assert.Equal(["incident:" + first, "incident:" + second], sealedWord.Items);
        Assert.Contains("a-1", sealedWord.By, StringComparison.Ordinal);

        // A start knows it from the record.
        Assert.Equal(number, Assert.Single(MergeDesk.Read(service.Floor.Store).Said).Number);
        Assert.Equal(HttpStatusCode.Created, await ReverseAsync(service, officer, number));
        Assert.Equal(HttpStatusCode.Conflict, await ReverseAsync(service, officer, number));
        Assert.Equal(before, await AllAsync(service, analyst));
        var (_, list) = await service.AskAsync(analyst, HttpMethod.Get, "/api/v1/merges");
        var said = Assert.Single(JsonDocument.Parse(list).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("a-1", "w-1"),
            (said.GetProperty("author").GetProperty("person").GetString(),
                said.GetProperty("reversal").GetProperty("author").GetProperty("person").GetString()));
    }

    [Fact]
    public async Task Who_has_another_role_merges_nothing_and_what_is_withheld_is_unknown()
    {
        await using var service = await StartAsync();
        foreach (var person in new[] { "r-1", "l-1", "u-1", "k-1" })
        {
            var cookie = service.CookieOf(TestRoll.Of(person));
            Assert.Equal(HttpStatusCode.Forbidden, (await MergeAsync(service, cookie, "I-9001", "I-9002")).Status);
        }

        var analyst = service.CookieOf(TestRoll.Of("a-1"));
        foreach (var unknown in new[] { "I-9009", "I-9999" })
        {
            var (status, text) = await MergeAsync(service, analyst, "I-9001", unknown);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains($"no incident {unknown} that this reader may see", text, StringComparison.Ordinal);
        }

        Assert.Empty(service.Floor.Merges.Book.Said);
    }

    private static async Task<ServedIncidents> StartAsync() =>
        await ServedIncidents.StartAsync(
            (9001, Label.Everyone), (9002, Label.Everyone), (9003, Label.Everyone), (9009, Label.Nobody));

    private static Task<(HttpStatusCode Status, string Text)> MergeAsync(
        ServedIncidents service, string cookie, string into, string other) => service.AskAsync(
            cookie, HttpMethod.Post, "/api/v1/merges",
            $$"""{"into":"{{into}}","others":["{{other}}"],"text":"One and the same, seen by two posts"}""");

    private static async Task<HttpStatusCode> ReverseAsync(ServedIncidents service, string cookie, long number) =>
        (await service.AskAsync(
            cookie, HttpMethod.Post, $"/api/v1/merges/{number}/reversal", """{"text":"Two after all"}""")).Status;

    private static async Task<string> AllAsync(ServedIncidents service, string cookie)
    {
        var texts = new List<string>();
        foreach (var path in new[] { "incidents", "incidents/I-9001", "incidents/I-9002", "incidents/I-9003" })
        {
            texts.Add((await service.AskAsync(cookie, HttpMethod.Get, "/api/v1/" + path)).Text);
        }

        return string.Join('\n', texts);
    }

    private static async Task<JsonElement> FileAsync(ServedIncidents service, string cookie, string id) =>
        JsonDocument.Parse((await service.AskAsync(cookie, HttpMethod.Get, $"/api/v1/incidents/{id}")).Text)
            .RootElement;

    private static async Task<Dictionary<string, string[]>> ListAsync(ServedIncidents service, string cookie) =>
        JsonDocument.Parse((await service.AskAsync(cookie, HttpMethod.Get, "/api/v1/incidents?most=200")).Text)
            .RootElement.GetProperty("items").EnumerateArray().ToDictionary(
                item => item.GetProperty("id").GetString()!,
                item => item.GetProperty("merged").EnumerateArray().Select(one => one.GetString()!).ToArray());
}
