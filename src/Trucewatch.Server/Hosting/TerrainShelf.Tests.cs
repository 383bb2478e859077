using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Sensors;
using Trucewatch.Evidence;
using Trucewatch.Geo.Terrain;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Intake;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class TerrainShelfTests : IDisposable
{
    private static readonly byte[] heights = TestTerrain.Bytes(new TerrainCorner(46, 33), (_, _) => 100);

    private static readonly string digest = Convert.ToHexStringLower(SHA256.HashData(heights));

    private readonly TemporaryFolder scratch = new();

    /// <summary>
    /// From the file beside the registry into the data folder; then the record is stepped again from there alone, and
    /// the ledger is the same to the bit.
    /// </summary>
    [Fact]
    public async Task A_record_is_stepped_again_over_the_same_heights_or_not_at_all()
    {
        var registry = Write(heights);
        var kept = scratch.File("data/" + TerrainShelf.PathOf(digest));
        var first = await RunAsync("data", registry);
        Assert.Equal(heights, File.ReadAllBytes(kept));

        Directory.Delete(scratch.File(TerrainShelf.Folder), recursive: true);
        Assert.Equal(first, await RunAsync("data", null));

        // Without them, and with others, it refuses; with the registry and its tiles it comes back.
        var other = (byte[])heights.Clone();
        other[1] ^= 1;
        File.WriteAllBytes(kept, other);
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync("data", null));
        Assert.Equal(
            $"{kept}: expected the heights of N46E033 with SHA-256 {digest}, got "
            + Convert.ToHexStringLower(SHA256.HashData(other)), wrong.Message);
        File.Delete(kept);
        var missing = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync("data", null));
        Assert.Equal(
            $"{kept}: expected the heights of N46E033, which the sensor registry in the record names, got no file; put "
            + "it back, or name the registry with --sensors, with its folder of terrain beside it", missing.Message);
        Assert.Equal(first, await RunAsync("data", Write(heights)));
        Assert.Equal(first, await RunAsync("data", null));
    }

    [Fact]
    public async Task What_is_not_beside_a_registry_is_refused_before_anything_is_recorded()
    {
        var registry = Write(heights);
        var tile = scratch.File("terrain/N46E033.hgt");
        File.Delete(tile);
        var missing = await Assert.ThrowsAsync<UnusableException>(() => RunAsync("data", registry));
        Assert.Equal(
            $"{tile}: expected the heights of N46E033 that sensors.yaml names, got no file", missing.Message);
        File.WriteAllBytes(tile, heights[..^2]);
        var wrong = await Assert.ThrowsAsync<UnusableException>(() => RunAsync("data", registry));
        Assert.StartsWith(
            $"{tile}: expected the heights of N46E033 with SHA-256 {digest}, got ", wrong.Message,
            StringComparison.Ordinal);

        // The right bytes by their digest, and no tile: the size says so.
        var small = new byte[] { 0, 1 };
        var named = Write(small);
        var size = await Assert.ThrowsAsync<UnusableException>(() => RunAsync("data", named));
        Assert.Equal(
            $"{tile}: N46E033: expected 2884802 bytes (1201 x 1201 heights) or 25934402 (3601 x 3601), got 2",
            size.Message);
        Assert.False(Directory.Exists(scratch.File("data/terrain")));

        // Nothing was recorded: the folder goes on without terrain.
        var bare = await RunAsync("data", null);
        Assert.Equal(bare, await RunAsync("data", null));
    }

    [Fact]
    public void The_check_of_a_registry_looks_for_its_tiles()
    {
        var path = Write(heights);
        var registry = SensorRegistry.Read(path, File.ReadAllBytes(path)).Registry!;
        using var output = new StringWriter();
        Assert.True(SensorsCommand.HasTerrain(path, registry, output));
        File.Delete(scratch.File("terrain/N46E033.hgt"));
        Assert.False(SensorsCommand.HasTerrain(path, registry, output));
        Assert.Equal(
            $"{scratch.File("terrain/N46E033.hgt")}: expected the heights of N46E033 that sensors.yaml names, got no "
            + "file" + output.NewLine, output.ToString());
    }

    [Fact]
    public async Task A_backup_holds_the_heights_and_what_is_restored_rests_on_them()
    {
        var path = Write(heights);
        await RunAsync("data", path);
        Backups.DataBackup.Write(scratch.File("data"), scratch.File("backup"), TimeProvider.System);
        var again = Backups.DataBackup.Write(scratch.File("data"), scratch.File("backup"), TimeProvider.System);
        Assert.Equal(0, again.WrittenBytes);
        await Backups.DataRestore.RunAsync(
            new Backups.RestoreOrder(scratch.File("backup"), scratch.File("restored"), null, null, null, null),
            TimeProvider.System, CancellationToken.None);
        Assert.Equal(heights, File.ReadAllBytes(scratch.File("restored/" + TerrainShelf.PathOf(digest))));
        DataFolder.Find(scratch.File("restored")).Terrain.Check(
            SensorRegistry.Read(path, File.ReadAllBytes(path)).Registry!);
    }

    [Fact]
    public void A_host_without_heights_steps_for_facts_and_is_not_asked_what_was_watched()
    {
        using var rig = new ServerRig();
        rig.Feeds.AddRegistry();
        using var host = new SectorHost(ServerRig.Agreement, rig.Feeds, rig.Store);
        Assert.False(host.AskLooks(desk => desk.LacksTerrain));
        var edition = ServerRig.Batch(rig.Feeds.Find(RegistryFeed.Name)!, 0, Registry(digest));
        edition.Position = rig.Store.LastPosition + 1;
        host.Process(edition);
        var refused = Assert.Throws<InvalidOperationException>(() => host.Exposure());
        Assert.Contains("this host steps for facts only", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(host.Summary());
    }

    public void Dispose() => scratch.Dispose();

    /// <summary>The ledger's hash and what the ground hides, after the record was stepped and more was heard.</summary>
    private async Task<string> RunAsync(string data, string? registry)
    {
        var feeds = new FeedTable();
        var feed = feeds.Add(Feeds.FeedFormats.Find("ais")!);
        var bytes = RegistryFeed.Load(registry, feeds);
        using var run = new RunAssembly(
            ServerRig.Agreement, DataFolder.Open(scratch.File(data)), feeds, exercise: true, TimeProvider.System);
        RegistryFeed.TakeTerrain(registry, bytes, run.Folder);
        run.Pipeline.Recover(feeds);
        RegistryFeed.Enter(bytes, run, Instant.FromUnixSeconds(1_900_000_000));
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        run.Pipeline.Inbox.Complete();
        await running;
        return run.Host.AskLooks(desk => desk.Ledger.Hash() + string.Join(
            ';', (desk.Terrain?.Tiles ?? []).Select(tile => $" {tile.Corner} {tile.Sha256}")));
    }

    private string Write(byte[] tile)
    {
        Directory.CreateDirectory(scratch.File(TerrainShelf.Folder));
        File.WriteAllBytes(scratch.File("terrain/N46E033.hgt"), tile);
        File.WriteAllText(
            scratch.File("sensors.yaml"), Registry(Convert.ToHexStringLower(SHA256.HashData(tile))));
        return scratch.File("sensors.yaml");
    }

    private static string Registry(string sha256) => $$"""
        format: 1
        terrain:
          - { tile: N46E033, sha256: {{sha256}} }
        sensors:
          - id: post-1
            owner: norway
            kind: post
            mount: a hill
            consent: agreed
            label: { classification: confidential, releasable_to: [mission] }
            feeds: [ais-1]
            heard_every_s: 300
            watches:
              modality: human
              latitude: 46.5
              longitude: 33.5
              range_m: 8000
              height_m: 10
            calibrations:
              - { version: "1", from: 2030-01-01T00:00:00Z }
        """;
}
