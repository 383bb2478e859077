using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain.Custody;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Reporting;
using Xunit;

namespace Trucewatch.Server.Api.DailyReports;

public sealed class ReportEditsApiTests
{
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("3 of 1,000 km² since 19:30, 45 %", "Since 19:30: 45 %, 3, 1,000", false)]
    [InlineData("3 began; 1 went on", "Of 3 that began, 1 went on", true)]
    [InlineData("3 began; 1 went on", "1 began; 3 went on", false)]
    [InlineData("3 began", "30 began", false)]
    [InlineData("1 000 km", "1,000 km", false)]
    [InlineData("at 12.5 km", "at 12 km, 5", false)]
    [InlineData("−4 °C", "4 °C", false)]
    [InlineData("45 % watched", "watched: 45 %", true)]
    [InlineData("45 % watched", "watched: 45", false)]
    [InlineData("none", "not one", true)]
    [InlineData("none", "none of 2", false)]
    public void Numbers_stay_as_they_are(string was, string now, bool expected) =>
        Assert.Equal(expected, NumbersKept.Between(was, now));

    [Fact]
    public async Task A_change_is_told_printed_sealed_and_taken_up_again()
    {
        await using var service = await StartAsync();
        var editor = service.CookieOf(TestRoll.Of("a-1"));
        var before = await SentencesAsync(service, editor, service.Yesterday);
        var (id, program) = before.First(one => one.Text.StartsWith("These are incidents", StringComparison.Ordinal));
        const string First = "These are incidents by the rules of the agreement. None of them is a finding.";
        const string Second = "These are incidents by the rules; none is a finding.";
        Assert.Equal(HttpStatusCode.Created, (await EditAsync(service, editor, id, program, First)).Status);

        // Somebody who still reads what stood before is told so; who reads what stands goes on from there.
        var other = service.CookieOf(TestRoll.Of("r-1"));
        Assert.Equal(HttpStatusCode.Conflict, (await EditAsync(service, other, id, program, Second)).Status);
        Assert.Equal(HttpStatusCode.Created, (await EditAsync(service, other, id, First, Second)).Status);

        using var told = JsonDocument.Parse((await service.AskAsync(
            editor, HttpMethod.Get, $"/api/v1/reports/daily/{service.Yesterday}/sentences")).Text);
        var sentence = told.RootElement.GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == id);
        Assert.Equal((program, Second), (
            sentence.GetProperty("program").GetString(), sentence.GetProperty("text").GetString()));
        var edits = sentence.GetProperty("edits").EnumerateArray().ToList();
        Assert.Equal([program, First], edits.Select(one => one.GetProperty("was").GetString()));
        Assert.Contains("r-1", edits[1].GetProperty("by").GetString(), StringComparison.Ordinal);

        // The paper carries what the program wrote, what stands, by whom and why; that is one act of the record.
        var html = await PrintAsync(service, editor, service.Yesterday, "html");
        Assert.Contains($"<del>{program}", html, StringComparison.Ordinal);
        Assert.Contains(Second, html, StringComparison.Ordinal);
        Assert.Contains("shorter", html, StringComparison.Ordinal);
        var acts = service.Floor.Store.ReadActs(0, 1000).Select(act => ActJson.Read(act.Payload))
            .Where(act => act.Kind == ActKind.OnReport).ToList();
        Assert.Equal([First, Second], acts.Select(act => act.Report!.Is));
        Assert.Equal(2, new EditDesk(service.Floor.Store, service.Floor.Clock)
            .Of(service.Yesterday, Tongue.En).Length);

        // The command, which has nothing but the record, prints the same.
        var record = ReportRecordMaker.Make(
            ServerRig.Agreement, service.Data, service.Floor.Store, Audience.Mission,
            new ReportAsked(ReportWindow.Of(
                DateOnly.Parse(service.Yesterday, CultureInfo.InvariantCulture), ServerRig.Agreement.TimeZone)), []);
        Assert.Equal(html, Encoding.UTF8.GetString(ReportCommand.Print(
            ReportCommand.WithSealed(record, service.Floor.Store, Tongue.En), Tongue.En, ReportKind.Daily, "html")));

        // In another language, and on another day, nothing was changed.
        Assert.DoesNotContain(
            "<del>", await PrintAsync(service, editor, service.Yesterday, "html", "uk"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "<del>", await PrintAsync(service, editor, service.Today, "html"), StringComparison.Ordinal);

        // Whoever is told otherwise reads what the program wrote for them.
        var party = service.CookieOf(TestRoll.Of("l-1"));
        Assert.DoesNotContain(
            Second, await PrintAsync(service, party, service.Yesterday, "html"), StringComparison.Ordinal);

        // To put the program's words back is a change too, and leaves no mark on the paper.
        Assert.Equal(HttpStatusCode.Created, (await EditAsync(service, editor, id, Second, program)).Status);
        Assert.DoesNotContain(
            "<del>", await PrintAsync(service, editor, service.Yesterday, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_loaded_words_and_drafts_are_refused_and_judged_before()
    {
        await using var service = await StartAsync();
        var editor = service.CookieOf(TestRoll.Of("a-1"));
        var sentences = await SentencesAsync(service, editor, service.Yesterday);
        var (id, text) = sentences.First(one => NumbersKept.Of(one.Text).Any());
        var number = NumbersKept.Of(text).First();
        var (status, answer) = await EditAsync(
            service, editor, id, text, text.Replace(number, "77" + number, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("expected the numbers", answer, StringComparison.Ordinal);

        var (machine, program) = sentences.First(one => !NumbersKept.Of(one.Text).Any());
        var (loaded, why) = await EditAsync(service, editor, machine, program, "The terrorists are not in it.");
        Assert.Equal(HttpStatusCode.Conflict, loaded);
        Assert.Contains("terrorists", why, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await EditAsync(service, editor, "no.such", "a", "b")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await EditAsync(service, editor, machine, program, " ")).Status);

        var (today, words) = (await SentencesAsync(service, editor, service.Today))[0];
        var (draft, _) = await EditAsync(service, editor, today, words, "Other: " + words, service.Today);
        Assert.Equal(HttpStatusCode.Conflict, draft);

        var (_, judged) = await service.AskAsync(
            editor, HttpMethod.Post, "/api/v1/reports/wording",
            """{"language":"en","was":"3 began","is":"4 terrorists began"}""");
        Assert.Contains("\"keepsNumbers\":false", judged, StringComparison.Ordinal);
        Assert.Contains("\"severity\":\"Block\"", judged, StringComparison.Ordinal);
    }

    private static async Task<ServedFloor> StartAsync()
    {
        var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Rights.Enter(TestRoll.Roll);

        // The day of the record is over then.
        service.Time.Now += TimeSpan.FromHours(24);
        return service;
    }

    private static async Task<List<(string Id, string Text)>> SentencesAsync(
        ServedFloor service, string cookie, string day)
    {
        var (status, text) = await service.AskAsync(
            cookie, HttpMethod.Get, $"/api/v1/reports/daily/{day}/sentences");
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(text);
        return
        [
            .. json.RootElement.GetProperty("items").EnumerateArray().Select(one =>
                (one.GetProperty("id").GetString()!, one.GetProperty("text").GetString()!)),
        ];
    }

    private static Task<(HttpStatusCode Status, string Text)> EditAsync(
        ServedFloor service, string cookie, string sentence, string was, string now, string? day = null) =>
        service.AskAsync(
            cookie, HttpMethod.Post, $"/api/v1/reports/daily/{day ?? service.Yesterday}/edits",
            JsonSerializer.Serialize(
                new Dictionary<string, string>
                {
                    ["language"] = "en", ["sentence"] = sentence, ["was"] = was, ["is"] = now, ["why"] = "shorter",
                },
                Plain));

    private static async Task<string> PrintAsync(
        ServedFloor service, string cookie, string day, string format, string language = "en") =>
        (await service.AskAsync(
            cookie, HttpMethod.Get, $"/api/v1/reports/daily/{day}?lang={language}&format={format}")).Text;
}
