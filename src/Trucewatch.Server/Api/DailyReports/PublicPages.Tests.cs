using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Trucewatch.Reports.Language;
using Trucewatch.Server.Access;
using Xunit;

namespace Trucewatch.Server.Api.DailyReports;

public sealed class PublicPagesTests
{
    private static readonly XNamespace atom = "http://www.w3.org/2005/Atom";
    private readonly List<string> ids = [];

    [Fact]
    public async Task Everybody_gets_the_reports_of_days_that_are_over_and_nothing_of_the_one_that_goes_on()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);

        // In the evening the day of the exercise is over.
        service.Time.Now += TimeSpan.FromHours(12);
        var page = await service.Client.GetStringAsync("/public?lang=uk");
        Assert.Contains("lang=\"uk\"", page, StringComparison.Ordinal);
        Assert.Contains("/public/daily/2030-06-03?lang=uk&amp;format=pdf", page, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Today, page, StringComparison.Ordinal);
        using var goesOn = await service.Client.GetAsync($"/public/daily/{service.Today}");
        Assert.Equal(HttpStatusCode.NotFound, goesOn.StatusCode);
        using var report = await service.Client.GetAsync("/public/daily/2030-06-03?lang=ru");
        var text = await report.Content.ReadAsStringAsync();
        Assert.Contains("Для кого: все", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fact:", text, StringComparison.Ordinal);

        // The page brings its own style along, by the one digest that its policy allows.
        Assert.Contains("style-src 'sha256-", Assert.Single(report.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_reads_how_the_mission_did_in_cases_that_are_over_and_released_to_all()
    {
        await using var calls = await Cases.CaseCalls.StartAsync();
        var (desk, now) = (calls.Service.Floor.Cases, calls.Service.Floor.Clock.Now);
        foreach (var label in new[] { Label.Everyone, Label.Everyone, Label.Mission })
        {
            var (id, _) = desk.Open(
                TestRoll.Of("a-1"), new IncidentReceived(calls.Incident, "3.1", now, now, "Fire"), label);
            ids.Add(id!);
        }

        // One is over, one goes on, and what is the mission's own is over too.
        foreach (var id in new[] { ids[0], ids[2] })
        {
            Assert.Null(desk.Append(
                TestRoll.Of("a-1"), id, new CaseWithdrawn("By mistake"), Confidence.NotStated, null)!
                .Value.Entry!.Refusal);
            Assert.Null(desk.Append(
                TestRoll.Of("w-1"), id, new CaseClosed("Over"), Confidence.NotStated, null)!.Value.Entry!.Refusal);
        }

        using var audit = JsonDocument.Parse(await calls.Service.Client.GetStringAsync("/public/audit.json"));
        Assert.Equal(ids[0], Assert.Single(audit.RootElement.GetProperty("cases").EnumerateArray())
            .GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, audit.RootElement.GetProperty("size").ValueKind);
        var page = await calls.Service.Client.GetStringAsync("/public?lang=en");
        Assert.Contains("<th scope=\"row\">Cases</th><td>0</td><td>0</td><td>1</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feed_is_atom_with_an_entry_for_each_day_and_language()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        service.Time.Now += TimeSpan.FromHours(12);
        var text = await service.Client.GetStringAsync("/public/feed.atom");
        var feed = XDocument.Parse(text).Root!;
        Assert.Equal(atom + "feed", feed.Name);
        foreach (var name in new[] { "id", "title", "updated" })
        {
            Assert.NotEqual("", Assert.Single(feed.Elements(atom + name)).Value);
        }

        var entries = feed.Elements(atom + "entry").ToList();
        Assert.Equal(Tongues.All.Length, entries.Count);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(atom + "id")!.Value).Distinct().Count());
        foreach (var entry in entries)
        {
            Assert.StartsWith("EXERCISE", entry.Element(atom + "title")!.Value, StringComparison.Ordinal);
            foreach (var to in entry.Elements(atom + "link").Select(link => link.Attribute("href")!.Value))
            {
                using var answer = await service.Client.GetAsync(to);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_reader_who_signs_in_gets_their_own_view_and_a_draft_says_that_it_is_one()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Rights.Enter(TestRoll.Roll);
        var path = $"/api/v1/reports/daily/{service.Today}?lang=en";
        var (_, mission) = await service.AskAsync(service.Cookie, HttpMethod.Get, path);
        Assert.Contains("DRAFT.", mission, StringComparison.Ordinal);
        Assert.Contains("Released to: the mission", mission, StringComparison.Ordinal);
        var (_, party) = await service.AskAsync(
            service.CookieOf(TestRoll.Of("l-2")), HttpMethod.Get, path);
        Assert.Contains("Released to: West", party, StringComparison.Ordinal);
        Assert.Contains("How much was watched is withheld", party, StringComparison.Ordinal);
        foreach (var (wrong, expected) in new[]
        {
            ("/api/v1/reports/daily/2030-06-03?lang=de", HttpStatusCode.BadRequest),
            ("/api/v1/reports/daily/2030-06-03?format=doc", HttpStatusCode.BadRequest),
            ("/api/v1/reports/daily/2029-01-01", HttpStatusCode.NotFound),
            ("/api/v1/reports/daily/today", HttpStatusCode.NotFound),
        })
        {
            Assert.Equal(expected, (await service.AskAsync(service.Cookie, HttpMethod.Get, wrong)).Status);
        }
    }
}
