using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Past;

namespace Trucewatch.Server.Api.Tracks;

/// <summary>
/// Where things went, as tiles of a map. For the mission only, track by track, like the list of tracks.
/// </summary>
internal static class PastTilesApi
{
    public const string MediaType = "application/vnd.mapbox-vector-tile";

    /// <summary>Without <c>from</c>: so long before <c>to</c>.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/tracks/tiles/{z:int}/{x:int}/{y:int}", (
                WatchFloor floor, HttpContext http, int z, int x, int y, string? from, string? to, string? asOf) =>
            AsOf.TryRead(asOf, out var known)
                ? Tile(floor, http, (z, x, y), from, to, known)
                : AsOf.Unusable())
            .Needs(Operation.ReadTracks)
            .WithName("getPastTile").WithSummary(
                "Where tracks were from a time to a time, as a vector tile; asOf: by what was known then")
            .Produces(StatusCodes.Status200OK, contentType: MediaType)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static IResult Tile(
        WatchFloor floor, HttpContext http, (int Z, int X, int Y) at, string? from, string? to, Instant? known)
    {
        var end = known ?? floor.Clock.Now;
        var isRead = to is null || Instant.TryParse(to, out end);
        var start = end - Usual;
        isRead &= from is null || Instant.TryParse(from, out start);
        var asked = new TileAsked(at.Z, at.X, at.Y, start, end, known ?? new Instant(long.MaxValue));
        if (!isRead || !asked.IsUsable)
        {
            return TypedResults.Problem(
                FormattableString.Invariant($"expected a zoom of 0..{TileAsked.MaxZoom} with a tile of it, and from ")
                + FormattableString.Invariant($"and to as times at most {TileAsked.Longest.TotalDays} days apart"),
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        var audience = RequireSession.AudienceOf(http);
        var tile = PastTile.Make(floor.Past, asked, track => floor.Shows(track, audience), floor.IsExercise);
        return Answer(http, tile);
    }

    /// <summary>
    /// The tag is of what the tile says, so that it tells nothing of what is withheld. Who holds a tile can ask whether
    /// it has changed; caches on the way and in browsers keep nothing, like of all that the API answers.
    /// </summary>
    private static IResult Answer(HttpContext http, byte[] tile)
    {
        var isPacked = http.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip");
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(tile).AsSpan(0, 16))}{(isPacked ? "-gzip" : "")}\"";
        if (isPacked)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        return TypedResults.Bytes(
            isPacked ? Pack(tile) : tile, MediaType, entityTag: new EntityTagHeaderValue(tag));
    }

    private static byte[] Pack(byte[] tile)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(tile);
        }

        return packed.ToArray();
    }
}
