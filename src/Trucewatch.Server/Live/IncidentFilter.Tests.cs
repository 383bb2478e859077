using System.Net;
using System.Net.Http.Headers;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Incidents;
using Xunit;

namespace Trucewatch.Server.Live;

public sealed class IncidentFilterTests
{
    private static readonly Instant first = Instant.FromUnixSeconds(1_900_000_000);

    /// <summary>A query and whether it finds the one incident of this test.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("status=open", true)]
    [InlineData("status=closed", false)]
    [InlineData("clause=4.2(a)", true)]
    [InlineData("clause=4.2", false)]
    [InlineData("class=presence", true)]
    [InlineData("class=presence.zone-entry", true)]
    [InlineData("class=pres", false)]
    [InlineData("zone=west-zone", true)]
    [InlineData("zone=east-zone", false)]
    [InlineData("side=west", true)]
    [InlineData("side=east", false)]
    [InlineData("side=undetermined", false)]
    [InlineData("reading=plain", true)]
    [InlineData("reading=passage", false)]
    [InlineData("box=35,47,36,48", true)]
    [InlineData("box=36,47,37,48", false)]
    [InlineData("box=170,47,36,48", true)]
    [InlineData("from=2030-03-17T18:00:00Z", true)]
    [InlineData("from=2030-03-17T19:00:00Z", false)]
    [InlineData("until=2030-03-17T17:00:00Z", false)]
    [InlineData("until=2030-03-17T18:00:00Z", true)]
    [InlineData("text=WEST-7 cot", true)]
    [InlineData("text=i-0007", true)]
    [InlineData("text=west-7 nothing", false)]
    [InlineData("clause=4.2(a)&side=west&text=track 9", false)]
    public void A_filter_is_put_to_what_is_told(string query, bool expected)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(one => one[0], one => one[1]);
        var filter = new IncidentQuery
        {
            Status = values.GetValueOrDefault("status"), Clause = values.GetValueOrDefault("clause"),
            Class = values.GetValueOrDefault("class"), Zone = values.GetValueOrDefault("zone"),
            Side = values.GetValueOrDefault("side"), Reading = values.GetValueOrDefault("reading"),
            Box = values.GetValueOrDefault("box"),
            From = values.GetValueOrDefault("from"), Until = values.GetValueOrDefault("until"),
            Text = values.GetValueOrDefault("text"),
        }.ToFilter(ServerRig.Agreement, looksAtIds: true);
        Assert.Equal(expected, filter!.Matches(Incident()));
    }

    [Theory]
    [InlineData("35,47,36")]
    [InlineData("35,48,36,47")]
    [InlineData("35,47,361,48")]
    [InlineData("a,47,36,48")]
    public void A_box_that_is_none_is_refused(string box) =>
        Assert.Null(new IncidentQuery { Box = box }.ToFilter(ServerRig.Agreement, looksAtIds: true));

    [Fact]
    public async Task Filters_find_no_more_of_a_place_than_a_reader_is_told_and_a_known_page_is_not_sent_again()
    {
        await using var service = await ServedIncidents.StartAsync((9001, Label.Everyone));
        service.Add(one => one with { Id = "I-9001", Place = new Place(47.1234, 35.9876, 20, 20, 0) }, Label.Everyone);
        var (mission, anybody) = (service.CookieOf(TestRoll.Of("a-1")), service.CookieOf(TestRoll.Public));
        const string Exact = "/api/v1/incidents?box=35.98,47.12,35.99,47.13";
        Assert.Contains("I-9001", await TextAsync(service, mission, Exact), StringComparison.Ordinal);

        // The public is told of it an hour later, at 47.1 N 36.0 E.
        service.Later(TimeSpan.FromHours(2));
        Assert.Contains("\"items\":[]", await TextAsync(service, anybody, Exact), StringComparison.Ordinal);
        Assert.Contains(
            "\"latitude\":47.1", await TextAsync(service, anybody, "/api/v1/incidents?box=35.99,47.09,36.01,47.11"),
            StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, Exact);
        request.Headers.Add("Cookie", mission);
        using var answer = await service.Client.SendAsync(request);
        using var again = new HttpRequestMessage(HttpMethod.Get, Exact);
        again.Headers.Add("Cookie", mission);
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(answer.Headers.ETag!.Tag));
        using var same = await service.Client.SendAsync(again);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (answer.StatusCode, same.StatusCode));
    }

    private static async Task<string> TextAsync(ServedIncidents service, string cookie, string path) =>
        (await service.AskAsync(cookie, HttpMethod.Get, path)).Text;

    private static Incident Incident() => new(
        "I-0007", 1, IncidentStatus.Open, "presence.zone-entry", "4.2(a)", ["plain"], ["plain"], "west-zone", 2, first,
        first + TimeSpan.FromMinutes(30), first, ["cot:WEST-7"], ["west"], ["T-000009"],
        new Place(47.5, 35.5, 20, 20, 0), false, 0.9, 10, null, null, 1, ["cot"], [1], 1, [], 0, []);
}
