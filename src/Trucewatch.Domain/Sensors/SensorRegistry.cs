using System.Collections.Immutable;
using System.Security.Cryptography;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Domain.Sensors;

/// <summary>What reading a registry gives: the registry, or the reasons why not.</summary>
/// <param name="Registry">The registry, or null where there is any problem.</param>
/// <param name="Problems">Everything that is wrong, in the order found.</param>
public sealed record RegistryReading(SensorRegistry? Registry, ImmutableArray<PackProblem> Problems);

/// <summary>
/// All sensors of an installation, written as data (docs/reference/sensor-registry.md). Each edition is recorded like
/// any other input, so that a replay knows what was known then.
/// </summary>
/// <param name="Sensors">The sensors in the order of the file.</param>
/// <param name="Hash">SHA-256 of the file's bytes in lower-case hex.</param>
public sealed record SensorRegistry(ImmutableArray<Sensor> Sensors, string Hash)
{
    private readonly SensorIndex index = new(Sensors);

    /// <summary>No sensors: every observation is unregistered.</summary>
    public static readonly SensorRegistry Empty = new([], "");

    /// <summary>The tiles of heights that hide ground from its sensors, in the order of their corners; empty: no ground
    /// hides any.</summary>
    public ImmutableArray<RegisteredTile> Terrain { get; init; } = [];

    /// <summary>True when any sensor is one of exercises.</summary>
    public bool HasExercise { get; } = Sensors.Any(sensor => sensor.IsExercise);

    /// <summary>Reads a registry; every problem is named with file and line, and nothing is guessed.</summary>
    /// <param name="file">Name of the file, for the problems.</param>
    /// <param name="bytes">Its bytes.</param>
    public static RegistryReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var problems = new ProblemList(file);
        var root = PackYaml.Read(file, bytes, problems, isRegistry: true);
        var (sensors, terrain) = root is null ? ([], []) : new SensorReader(problems).Read(root);
        return problems.Count == 0
            ? new RegistryReading(
                new SensorRegistry(sensors, Convert.ToHexStringLower(SHA256.HashData(bytes))) { Terrain = terrain }, [])
            : new RegistryReading(null, problems.ToImmutable());
    }

    /// <summary>
    /// The sensor of an observation that came by a feed: of those that the feed brings, the first that names the source
    /// or the identity, else the one that names neither.
    /// </summary>
    /// <param name="feed">Name of the feed.</param>
    /// <param name="source">Name of the source in the frame's tag block, or empty.</param>
    /// <param name="identity">Whom the observation is about.</param>
    public Sensor? Find(string feed, ReadOnlySpan<byte> source, in ObjectIdentity identity) =>
        index.Find(feed, source, in identity);

    /// <summary>An edition is its bytes.</summary>
    public bool Equals(SensorRegistry? other) => other is not null && other.Hash == Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    /// <summary>The key with this id and its sensor, or null.</summary>
    public (Sensor Sensor, SensorKey Key)? FindKey(ReadOnlySpan<byte> id)
    {
        foreach (var sensor in Sensors)
        {
            foreach (var key in sensor.Keys)
            {
                if (Sensor.IsAscii(key.Id, id))
                {
                    return (sensor, key);
                }
            }
        }

        return null;
    }

    /// <summary>What changed since an earlier edition, a line for each sensor, in the order of their ids, and then for
    /// each tile of terrain.</summary>
    public ImmutableArray<string> ChangesSince(SensorRegistry earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var before = earlier.Sensors.ToDictionary(sensor => sensor.Id, StringComparer.Ordinal);
        var after = Sensors.ToDictionary(sensor => sensor.Id, StringComparer.Ordinal);
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(id => Change(id, before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
                .OfType<string>(),
            .. TerrainChanges(earlier.Terrain, Terrain),
        ];
    }

    private static string? Change(string id, Sensor? before, Sensor? after)
    {
        if (before is null || after is null)
        {
            return before is null ? $"{id}: added, {Words(after!.Consent)}" : $"{id}: taken out";
        }

        var parts = new List<string>();
        if (before.Consent != after.Consent)
        {
            parts.Add($"{Words(before.Consent)} -> {Words(after.Consent)}");
        }

        if (!before.Calibrations.SequenceEqual(after.Calibrations))
        {
            parts.Add($"calibrations {Versions(before)} -> {Versions(after)}");
        }

        foreach (var key in after.Keys)
        {
            var known = before.Keys.FirstOrDefault(other => other.Id == key.Id);
            if (known is null || known.RevokedAt != key.RevokedAt || known.Until != key.Until)
            {
                parts.Add(key.RevokedAt is null ? $"key {key.Id}" : $"key {key.Id} revoked from {key.RevokedAt}");
            }
        }

        if (parts.Count == 0 && !Same(before, after))
        {
            parts.Add("other terms");
        }

        return parts.Count == 0 ? null : $"{id}: {string.Join(", ", parts)}";
    }

    private static IEnumerable<string> TerrainChanges(
        ImmutableArray<RegisteredTile> before, ImmutableArray<RegisteredTile> after)
    {
        foreach (var corner in before.Concat(after).Select(tile => tile.Corner).Distinct().Order())
        {
            var was = before.FirstOrDefault(tile => tile.Corner == corner);
            var now = after.FirstOrDefault(tile => tile.Corner == corner);
            if (was != now)
            {
                yield return $"terrain {corner}: "
                    + (was is null ? "added" : now is null ? "taken out" : "other heights");
            }
        }
    }

    private static bool Same(Sensor a, Sensor b) =>
        a.Feeds.SequenceEqual(b.Feeds) && a.Identities.SequenceEqual(b.Identities) && a.Sources.SequenceEqual(b.Sources)
        && a.Keys.Length == b.Keys.Length
        && a == b with
        {
            Feeds = a.Feeds, Identities = a.Identities, Sources = a.Sources, Calibrations = a.Calibrations,
            Keys = a.Keys,
        };

    private static string Words(Consent consent) => consent.ToString().ToLowerInvariant();

    private static string Versions(Sensor sensor) =>
        string.Join(' ', sensor.Calibrations.Select(calibration => calibration.Version));
}
