using System.Net;
using System.Text.Json;
using Trucewatch.Domain.Access;
using Trucewatch.Server.Access;
using Xunit;

namespace Trucewatch.Server.Api.Shift;

/// <summary>What the watch saw, noted and handed over, and the past as it was known then.</summary>
public sealed class ShiftApiTests
{
    [Fact]
    public async Task The_log_of_the_shift_keeps_what_was_seen_noted_and_handed_over()
    {
        await using var service = await ServedFloor.StartAsync(exercise: false);
        service.Floor.Rights.Enter(TestRoll.Roll);
        var post = HttpMethod.Post;
        var tooLong = JsonSerializer.Serialize(new string('x', ShiftApi.MaxWords + 1));
        foreach (var words in new[] { "\" \"", tooLong })
        {
            var (answer, _) = await service.AskAsync(
                service.Cookie, post, "/api/v1/shift", $"{{\"words\":{words}}}");
            Assert.Equal(HttpStatusCode.BadRequest, answer);
        }

        Assert.Equal(
            HttpStatusCode.Created,
            (await service.AskAsync(service.Cookie, post, "/api/v1/shift", "{\"words\":\"Quiet.\"}")).Status);
        Assert.Equal(
            HttpStatusCode.Created,
            (await service.AskAsync(service.Cookie, post, "/api/v1/shift", "{\"words\":\"\",\"to\":\"p-2\"}")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await service.AskAsync(
                service.Cookie, post, "/api/v1/acknowledgements", "{\"incident\":\"I-9999\"}")).Status);
        var (_, text) = await service.AskAsync(service.Cookie, HttpMethod.Get, "/api/v1/shift");
        var items = JsonDocument.Parse(text).RootElement.GetProperty("items");
        Assert.Equal(
            ["Noted Quiet. ", "ShiftHandedOver  p-2"],
            items.EnumerateArray().Select(one =>
                $"{one.GetProperty("kind")} {one.GetProperty("words")} {one.GetProperty("to")}"));

        // An auditor reads and does not write.
        var auditor = service.CookieOf(TestRoll.Of(Role.Auditor));
        var (status, seen) = await service.AskAsync(auditor, HttpMethod.Get, "/api/v1/shift");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(JsonDocument.Parse(seen).RootElement.GetProperty("may").GetBoolean());
    }

    /// <summary>What was seen outlives a start of the desk, and is noted once.</summary>
    [Fact]
    public async Task What_was_seen_is_noted_once_and_known_after_a_start()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Shift.Acknowledge(SignIn.Operator, "I-0001");
        service.Floor.Shift.Acknowledge(SignIn.Operator, "I-0001");
        Assert.Single(service.Floor.Shift.Lines());
        var again = new Server.Shift.ShiftDesk(service.Floor.Store, service.Floor.Clock);
        Assert.Equal(["I-0001"], again.Seen);
    }

    /// <summary>
    /// At each time the list is what the revisions known by then say: no more, no less, and with what was watched.
    /// </summary>
    [Fact]
    public async Task The_past_is_told_as_it_was_known_then()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        var (_, now) = await service.AskAsync(service.Cookie, HttpMethod.Get, "/api/v1/incidents");
        var all = JsonDocument.Parse(now).RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(all);
        var id = all[0].GetProperty("id").GetString()!;
        var (_, file) = await service.AskAsync(service.Cookie, HttpMethod.Get, $"/api/v1/incidents/{id}");
        var revisions = JsonDocument.Parse(file).RootElement.GetProperty("revisions").EnumerateArray().ToList();
        foreach (var revision in revisions)
        {
            var asOf = Uri.EscapeDataString(revision.GetProperty("knownAt").GetString()!);
            var (_, then) = await service.AskAsync(service.Cookie, HttpMethod.Get, $"/api/v1/incidents?asOf={asOf}");
            var page = JsonDocument.Parse(then).RootElement;
            var known = page.GetProperty("items").EnumerateArray()
                .Single(one => one.GetProperty("id").GetString() == id);
            var newest = revisions.Last(one => string.CompareOrdinal(
                one.GetProperty("knownAt").GetString(), revision.GetProperty("knownAt").GetString()) <= 0);
            Assert.Equal(newest.GetProperty("revision").GetInt32(), known.GetProperty("revision").GetInt32());
            Assert.True(page.TryGetProperty("coverage", out _));
            var (status, its) = await service.AskAsync(
                service.Cookie, HttpMethod.Get, $"/api/v1/incidents/{id}?asOf={asOf}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(
                newest.GetProperty("revision").GetInt32(),
                JsonDocument.Parse(its).RootElement.GetProperty("incident").GetProperty("revision").GetInt32());
        }

        foreach (var path in new[] { "incidents", $"incidents/{id}", "tracks" })
        {
            var (status, _) = await service.AskAsync(service.Cookie, HttpMethod.Get, $"/api/v1/{path}?asOf=yesterday");
            Assert.Equal(HttpStatusCode.BadRequest, status);
        }

        var (before, none) = await service.AskAsync(
            service.Cookie, HttpMethod.Get, "/api/v1/incidents?asOf=2000-01-01T00:00:00Z");
        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Empty(JsonDocument.Parse(none).RootElement.GetProperty("items").EnumerateArray());
        var (_, tracks) = await service.AskAsync(
            service.Cookie, HttpMethod.Get, "/api/v1/tracks?asOf=2000-01-01T00:00:00Z");
        Assert.Empty(JsonDocument.Parse(tracks).RootElement.GetProperty("items").EnumerateArray());
    }
}
