using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Trucewatch.Server.Access;
using Trucewatch.Server.Past;
using Xunit;

namespace Trucewatch.Server.Api.Tracks;

public sealed class PastTilesApiTests
{
    private const string World = "/api/v1/tracks/tiles/0/0/0";

    [Fact]
    public async Task A_tile_tells_what_the_history_of_tracks_tells_and_is_not_sent_twice()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Rights.Enter(TestRoll.Roll);
        var cookie = service.CookieOf(TestRoll.Of("a-1"));
        using var answer = await AskAsync(service, cookie, World);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/vnd.mapbox-vector-tile", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        var points = TileReading.Points(Unpacked(await answer.Content.ReadAsByteArrayAsync()));
        var told = Assert.Single(points, point => point.Layer == PastTile.ToldLayer).Values;
        var from = service.Floor.Clock.Now - PastTilesApi.Usual;
        var stored = service.Floor.Store.ReadTrackPlaces(-1, long.MaxValue).Where(place => place.At >= from).ToList();
        Assert.NotEmpty(stored);
        Assert.Equal((ulong)stored.Count, told["states"]);
        Assert.Equal((ulong)stored.DistinctBy(place => place.Track).Count(), told["tracks"]);
        Assert.Equal(1UL, told["exercise"]);

        using var same = await AskAsync(service, cookie, World, answer.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        using var plain = await AskAsync(service, cookie, World, answer.Headers.ETag, packed: false);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.Equal(points.Count, TileReading.Points(await plain.Content.ReadAsByteArrayAsync()).Count);

        // By what was known at the beginning there was nothing.
        var first = Uri.EscapeDataString(stored.Min(place => place.KnownAt).ToString()[..10] + "T00:00:00Z");
        using var early = await AskAsync(service, cookie, $"{World}?asOf={first}", packed: false);
        Assert.Equal(0UL, TileReading.Points(await early.Content.ReadAsByteArrayAsync()).Single().Values["states"]);
    }

    [Fact]
    public async Task Parties_are_shown_no_tile_and_a_tile_that_is_none_is_refused()
    {
        await using var service = await ServedFloor.StartAsync(exercise: false);
        service.Floor.Rights.Enter(TestRoll.Roll);
        foreach (var person in new[] { "l-1", "l-2", "k-1", "s-1" })
        {
            using var tile = await AskAsync(service, service.CookieOf(TestRoll.Of(person)), World);
            using var list = await AskAsync(service, service.CookieOf(TestRoll.Of(person)), "/api/v1/tracks");
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (tile.StatusCode, list.StatusCode));
        }

        foreach (var tile in new[]
        {
            "15/0/0", "2/4/0", "2/0/4", "0/0/0?from=noon",
            "0/0/0?from=2030-03-17T00:00:00Z&to=2030-03-16T00:00:00Z",
            "0/0/0?from=2030-01-01T00:00:00Z&to=2030-02-01T00:00:01Z",
        })
        {
            using var answer = await AskAsync(service, service.Cookie, "/api/v1/tracks/tiles/" + tile);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{tile}: {answer.StatusCode}");
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(
        ServedFloor service, string cookie, string path, EntityTagHeaderValue? known = null, bool packed = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        if (packed)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }

        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await service.Client.SendAsync(request);
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
