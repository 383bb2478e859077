using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Geo.Terrain;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Server.Api.Coverage;

public sealed class CoverageApiTests
{
    /// <summary>Of what infrared sees the chance for a person is 0.6, for a drone 0.3 of that for a vehicle.</summary>
    [Fact]
    public async Task A_class_that_is_seen_less_well_has_less_of_what_was_watched()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        service.Floor.Host.AskLooks(TakePicture);
        const string means = "&modality=thermal";
        var vehicle = await SumAsync(service, "class=vehicle" + means);
        Assert.InRange(await SumAsync(service, "class=person" + means), vehicle * 0.58, vehicle * 0.62);
        Assert.InRange(await SumAsync(service, "class=drone" + means), vehicle * 0.28, vehicle * 0.32);
        Assert.Equal(vehicle, await SumAsync(service, "class=any" + means));
        Assert.Equal(vehicle, await SumAsync(service, means[1..]));
        Assert.InRange(await SumAsync(service, "class=person"), 0, await SumAsync(service, "class=vehicle") - 0.001);
        Assert.InRange(await CellsAsync(service, "class=person"), 0, await CellsAsync(service, "class=vehicle") - 1);
    }

    [Theory]
    [InlineData("class=ghost", "expected class any, vessel, vehicle, person, aircraft, drone, installation")]
    [InlineData("class=unknown", "expected class any, vessel, vehicle, person, aircraft, drone, installation")]
    [InlineData("class=Person", "expected class any, vessel, vehicle, person, aircraft, drone, installation")]
    [InlineData("class=", "expected class any, vessel, vehicle, person, aircraft, drone, installation")]
    [InlineData("class=person&light=dusk", "expected light any, day or night")]
    [InlineData("class=person&modality=smell", "expected modality all (that look) or one of the models'")]
    [InlineData("class=person&until=soon", "expected from before until as RFC 3339 times")]
    public void What_is_not_known_is_refused_with_what_would_be(string address, string expected)
    {
        var words = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address);
        var asked = new CoverageAsked
        {
            Class = words.TryGetValue("class", out var one) ? one.ToString() : null,
            Light = words.TryGetValue("light", out one) ? one.ToString() : null,
            Modality = words.TryGetValue("modality", out one) ? one.ToString() : null,
            Until = words.TryGetValue("until", out one) ? one.ToString() : null,
        };
        Assert.False(asked.TryRead(out _, out var said));
        Assert.Equal(expected, said);
    }

    /// <summary>
    /// A post before a wall in the north: the answer says how much it hides; without terrain, that none was taken in.
    /// </summary>
    [Fact]
    public async Task What_the_ground_hides_is_in_the_answer_and_that_nobody_knows_it_too()
    {
        await using var service = await ServedFloor.StartAsync(exercise: true);
        var bare = JsonDocument.Parse(await AskAsync(service, "/api/v1/coverage")).RootElement.GetProperty("terrain");
        Assert.Equal(JsonValueKind.Null, bare.ValueKind);
        Assert.Null(service.Floor.Host.CopyTerrain());

        var middle = service.Floor.Host.AskLooks(desk => desk.Ledger.Ground.TileMiddles[0]);
        var corner = TerrainCorner.Of(middle.LatitudeDeg, middle.LongitudeDeg);
        var bytes = TestTerrain.Bytes(corner, (latitude, _) =>
            latitude - middle.LatitudeDeg is > 0.02 and < 0.03 ? 300 : 100);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Directory.CreateDirectory(Path.Combine(service.FolderPath, TerrainShelf.Folder));
        await File.WriteAllBytesAsync(Path.Combine(service.FolderPath, TerrainShelf.PathOf(digest)), bytes);
        var post = TestSensors.Of("post-1") with
        {
            HeardEvery = TimeSpan.FromMinutes(5),
            Watch = new SensorWatch(Modality.Human, middle, 8_000, 10, 0, 0, 1),
        };
        service.Floor.Host.AskLooks(desk =>
        {
            var edition = new SensorRegistry([post], "terrain") { Terrain = [new RegisteredTile(corner, digest)] };
            desk.Use(edition, desk.Ledger.Now);
            var heard = new Observation { Sensor = post, At = desk.Ledger.Now, ReceivedAt = desk.Ledger.Now };
            desk.Note(in heard, isDisturbed: false);
            return true;
        });

        var terrain = JsonDocument.Parse(await AskAsync(service, "/api/v1/coverage")).RootElement
            .GetProperty("terrain");
        Assert.Equal(corner.ToString(), Assert.Single(terrain.GetProperty("tiles").EnumerateArray()).GetString());
        var told = Assert.Single(terrain.GetProperty("sensors").EnumerateArray());
        Assert.Equal(
            ("post-1", "Followed"), (told.GetProperty("sensor").GetString(), told.GetProperty("use").GetString()));
        Assert.InRange(told.GetProperty("maskedShare").GetDouble(), 0.1, 0.7);
        Assert.InRange(told.GetProperty("knownShare").GetDouble(), 0.1, 1);
        Assert.Equal(corner, Assert.Single(service.Floor.Host.CopyTerrain()!.Tiles).Corner);
    }

    /// <summary>Enters a picture of some ten kilometres around the middle of a tile, as the newest look.</summary>
    private static bool TakePicture(LookDesk desk)
    {
        var (middle, now) = (desk.Ledger.Ground.TileMiddles[0], desk.Ledger.Now);
        GeoPoint Corner(double east, double north) =>
            GeoPoint.FromDegrees(middle.LatitudeDeg + north, middle.LongitudeDeg + east);
        var look = new Look
        {
            Modality = Modality.Thermal,
            From = now,
            Until = now,
            ReceivedAt = now,
            Outline = [Corner(-0.06, -0.05), Corner(0.06, -0.05), Corner(0.06, 0.05), Corner(-0.06, 0.05)],
            CloudShare = double.NaN,
            DetectionProbability = double.NaN,
        };
        desk.Take(in look);
        return true;
    }

    private static async Task<double> SumAsync(ServedFloor service, string query)
    {
        using var answer = JsonDocument.Parse(await AskAsync(service, "/api/v1/coverage?" + query));
        return answer.RootElement.GetProperty("sums")[0].GetProperty("watchedKm2H").GetDouble();
    }

    private static async Task<long> CellsAsync(ServedFloor service, string query)
    {
        using var answer = JsonDocument.Parse(await AskAsync(service, "/api/v1/coverage/map?" + query));
        using var packed = new MemoryStream(answer.RootElement.GetProperty("cellsGzipBase64").GetBytesFromBase64());
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var cells = new MemoryStream();
        await gzip.CopyToAsync(cells);
        return cells.ToArray().Sum(cell => (long)cell);
    }

    private static async Task<string> AskAsync(ServedFloor service, string address)
    {
        var (status, text) = await service.AskAsync(service.Cookie, HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.OK, status);
        return text;
    }
}
