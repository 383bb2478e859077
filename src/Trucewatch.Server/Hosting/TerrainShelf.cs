using Trucewatch.Domain.Sensors;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Geo.Terrain;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// The tiles of heights that lie in a data folder, each under its digest: what an edition of the registry names is
/// these bytes and no others, on whatever machine the record is stepped (docs/decisions/0052).
/// </summary>
/// <param name="data">The data folder.</param>
internal sealed class TerrainShelf(string data)
{
    /// <summary>Name of the folder in a data folder, and beside a registry's file.</summary>
    public const string Folder = "terrain";

    private readonly DiskFiles files = new(data);

    /// <summary>Where a tile lies in the data folder.</summary>
    public static string PathOf(string sha256) => $"{Folder}/{sha256}.hgt";

    /// <summary>Opens a tile.</summary>
    /// <exception cref="InvalidDataException">It is not there, or other bytes are.</exception>
    public TerrainTile Open(RegisteredTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        var path = Path.Combine(data, PathOf(tile.Sha256));
        var bytes = files.Read(PathOf(tile.Sha256), TerrainTile.MaxBytes)
            ?? throw new InvalidDataException(
                $"{path}: expected the heights of {tile.Corner}, which the sensor registry in the record names, got no "
                + "file; put it back, or name the registry with --sensors, with its folder of terrain beside it");
        return Read(path, tile, bytes, out var problem) ?? throw new InvalidDataException(problem);
    }

    /// <summary>Opens all tiles of an edition once, so that none is missed only when somebody stands in it.</summary>
    /// <exception cref="InvalidDataException">One is not there, or other bytes are.</exception>
    public void Check(SensorRegistry edition)
    {
        foreach (var tile in edition.Terrain)
        {
            Open(tile);
        }
    }

    /// <summary>Takes over the tiles that lie beside a registry's file, unless they lie here already.</summary>
    /// <param name="edition">The registry.</param>
    /// <param name="registry">Its file.</param>
    /// <exception cref="UnusableException">One is not there, or is another.</exception>
    public void Take(SensorRegistry edition, string registry)
    {
        foreach (var tile in edition.Terrain)
        {
            if (!File.Exists(Path.Combine(data, PathOf(tile.Sha256))))
            {
                var bytes = ReadBeside(registry, tile, out var problem) ?? throw new UnusableException(problem!);
                files.Write([new PendingFile(PathOf(tile.Sha256), bytes)]);
            }
        }
    }

    /// <summary>A tile that lies beside a registry's file, or what is wrong with it.</summary>
    public static byte[]? ReadBeside(string registry, RegisteredTile tile, out string? problem)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(registry))!;
        var name = $"{Folder}/{tile.Corner}.hgt";
        var path = Path.Combine(folder, name);
        if (new DiskFiles(folder).Read(name, TerrainTile.MaxBytes) is not { } bytes)
        {
            problem = $"{path}: expected the heights of {tile.Corner} that {Path.GetFileName(registry)} names, "
                + "got no file";
            return null;
        }

        return Read(path, tile, bytes, out problem) is null ? null : bytes;
    }

    private static TerrainTile? Read(string path, RegisteredTile tile, byte[] bytes, out string? problem)
    {
        var digest = Digest.Of(bytes).ToString();
        if (digest != tile.Sha256)
        {
            problem = $"{path}: expected the heights of {tile.Corner} with SHA-256 {tile.Sha256}, got {digest}";
            return null;
        }

        var read = TerrainTile.Read(tile.Corner.ToString(), bytes, out problem);
        problem = problem is null ? null : $"{path}: {problem}";
        return read;
    }
}
