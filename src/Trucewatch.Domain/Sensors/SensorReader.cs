using System.Buffers.Text;
using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;
using Trucewatch.Geo.Terrain;

namespace Trucewatch.Domain.Sensors;

/// <summary>Every term of a sensor registry; the reader can read no other.</summary>
internal static class SensorTerms
{
    public static readonly TermSet Registry = new("registry", ["format", "sensors"], ["terrain"]);

    public static readonly TermSet Terrain = new("terrain", ["tile", "sha256"], []);

    public static readonly TermSet Sensor = new(
        "sensor",
        ["id", "owner", "kind", "mount", "consent", "label", "feeds", "calibrations"],
        ["sources", "identities", "clock_error_s", "heard_every_s", "late_after_s", "keys", "exercise", "watches"]);

    public static readonly TermSet Label = new("label", ["classification", "releasable_to"], []);

    public static readonly TermSet Calibration = new(
        "calibration", ["version", "from"], ["sigma_m", "bias_east_m", "bias_north_m"]);

    public static readonly TermSet Watch = new(
        "watch",
        ["modality", "latitude", "longitude", "range_m"],
        ["height_m", "from_deg", "to_deg", "detection_probability"]);

    public static readonly TermSet Key = new("key", ["id", "ed25519", "from"], ["until", "revoked"]);
}

/// <summary>Reads the terms of a registry.</summary>
internal sealed class SensorReader(ProblemList problems)
{
    public const string Format = "1";
    public const int MaxSensors = 16_384;
    public const int MaxOfSensor = 64;
    public const int MaxTiles = 256;
    public const double MaxSigmaM = 1_000_000;
    public const double MaxSeconds = 7 * 24 * 3600;

    public const double MaxRangeM = 500_000;

    private const int KeyBytes = 32;

    private static readonly SortedDictionary<string, Modality> watchModalities = new(StringComparer.Ordinal)
    {
        ["optical"] = Modality.Optical,
        ["thermal"] = Modality.Thermal,
        ["imaging-radar"] = Modality.ImagingRadar,
        ["moving-target-radar"] = Modality.MovingTargetRadar,
        ["surveillance-radar"] = Modality.SurveillanceRadar,
        ["seismo-acoustic"] = Modality.SeismoAcoustic,
        ["human"] = Modality.Human,
    };

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public (ImmutableArray<Sensor> Sensors, ImmutableArray<RegisteredTile> Terrain) Read(PackNode.Mapping root)
    {
        var sensors = ImmutableArray.CreateBuilder<Sensor>();
        if (PackMap.Open(root, SensorTerms.Registry, "registry", problems) is not { } map)
        {
            return ([], []);
        }

        map.Word("format", Format);
        foreach (var node in map.List("sensors", 0, MaxSensors))
        {
            if (ReadSensor(node) is { } sensor)
            {
                sensors.Add(sensor);
            }
        }

        return (sensors.ToImmutable(), ReadTerrain(map));
    }

    private ImmutableArray<RegisteredTile> ReadTerrain(PackMap registry)
    {
        var tiles = new List<RegisteredTile>();
        foreach (var node in registry.List("terrain", 1, MaxTiles))
        {
            if (PackMap.Open(node, SensorTerms.Terrain, "terrain", problems) is not { } map)
            {
                continue;
            }

            var tile = Once(
                map, "tile",
                map.Text("tile", name => TerrainCorner.TryParse(name, out _), "a tile's name such as N48E037"), "tile");
            var digest = map.Text("sha256", IsDigest, "a SHA-256, 64 lower-case hexadecimal digits");
            if (tile is not null && digest is not null && TerrainCorner.TryParse(tile, out var corner))
            {
                tiles.Add(new RegisteredTile(corner, digest));
            }
        }

        return [.. tiles.OrderBy(tile => tile.Corner)];
    }

    private static bool IsDigest(string text) =>
        text.Length == 64 && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");

    private Sensor? ReadSensor(PackNode node)
    {
        var name = (node as PackNode.Mapping)?.Find("id") is PackNode.Scalar text
            ? $"sensor {PackWords.Quote(text.Text)}"
            : "sensor";
        if (PackMap.Open(node, SensorTerms.Sensor, name, problems) is not { } map)
        {
            return null;
        }

        var id = Once(map, "id", map.Id("id"), "sensor");
        var (owner, kind, mount) = (map.Id("owner"), map.Id("kind"), map.Text("mount"));
        var consent = map.Word("consent", "pending", "agreed", "withdrawn");
        var label = ReadLabel(map.Node("label"), $"{name}: label");
        var feeds = Texts(map, "feeds", 1);
        var (sources, identities) = (Texts(map, "sources", 1), Texts(map, "identities", 1));
        var clockErrorS = Optional(map, "clock_error_s", 0, MaxSeconds, "seconds") ?? 0;
        var heardEvery = Seconds(map, "heard_every_s");
        var lateAfter = Seconds(map, "late_after_s");
        var calibrations = ReadCalibrations(map, name);
        var keys = ReadKeys(map, name);
        var isExercise = map.Has("exercise") && map.Word("exercise", "true", "false") == "true";
        var watch = ReadWatch(map.Node("watches"), $"{name}: watches");
        if (id is null || owner is null || kind is null || mount is null || consent is null || label is null)
        {
            return null;
        }

        var sensor = new Sensor(
            id, owner, kind, mount, Enum.Parse<Consent>(consent, ignoreCase: true), label, feeds, sources, identities,
            clockErrorS, heardEvery, lateAfter, calibrations, keys, isExercise, watch);
        foreach (var feed in sensor.IsGeneral ? feeds : [])
        {
            Once(map, "feeds", feed, "whole feed");
        }

        return sensor;
    }

    private Label? ReadLabel(PackNode? node, string name)
    {
        if (PackMap.Open(node, SensorTerms.Label, name, problems) is not { } map)
        {
            return null;
        }

        var level = map.Word("classification", "public", "restricted", "confidential");
        var audiences = Texts(map, "releasable_to", 0);
        return level is null
            ? null
            : new Label(
                Label.Mission.Policy,
                Enum.Parse<Classification>(level, ignoreCase: true),
                [.. audiences.Order(StringComparer.Ordinal)]);
    }

    private ImmutableArray<Calibration> ReadCalibrations(PackMap sensor, string name)
    {
        var read = ImmutableArray.CreateBuilder<Calibration>();
        foreach (var node in sensor.List("calibrations", 1, MaxOfSensor))
        {
            if (PackMap.Open(node, SensorTerms.Calibration, $"{name}: calibration", problems) is not { } map)
            {
                continue;
            }

            var (version, from) = (map.Text("version"), map.Time("from"));
            var sigmaM = Optional(map, "sigma_m", 0.01, MaxSigmaM, "metres");
            var east = Optional(map, "bias_east_m", -MaxSigmaM, MaxSigmaM, "metres") ?? 0;
            var north = Optional(map, "bias_north_m", -MaxSigmaM, MaxSigmaM, "metres") ?? 0;
            if (version is null || from is null)
            {
                continue;
            }

            if (read.Count > 0 && from <= read[^1].From)
            {
                map.Say("from", $"expected a time after that of the calibration before, {read[^1].From}, got {from}");
            }

            if (read.Any(other => other.Version == version))
            {
                map.Say("version", $"expected one that no other calibration has, got '{PackWords.Quote(version)}'");
            }

            read.Add(new Calibration(version, from.Value, sigmaM, east, north));
        }

        return read.ToImmutable();
    }

    private ImmutableArray<SensorKey> ReadKeys(PackMap sensor, string name)
    {
        var read = ImmutableArray.CreateBuilder<SensorKey>();
        foreach (var node in sensor.List("keys", 1, MaxOfSensor))
        {
            if (PackMap.Open(node, SensorTerms.Key, $"{name}: key", problems) is not { } map)
            {
                continue;
            }

            var id = Once(map, "id", map.Id("id"), "key");
            var text = map.Text("ed25519", IsKey, "a public key, 32 bytes in base64");
            text = Once(map, "ed25519", text, "public key");
            var (from, until, revoked) = (map.Time("from"), map.Time("until"), map.Time("revoked"));
            if (until <= from)
            {
                map.Say("until", $"expected a time after {from}, got {until}");
            }

            if (id is not null && text is not null && from is not null)
            {
                read.Add(new SensorKey(id, [.. Convert.FromBase64String(text)], from.Value, until, revoked));
            }
        }

        return read.ToImmutable();
    }

    private SensorWatch? ReadWatch(PackNode? node, string name)
    {
        if (PackMap.Open(node, SensorTerms.Watch, name, problems) is not { } map)
        {
            return null;
        }

        var modality = map.Word("modality", [.. watchModalities.Keys]);
        var latitude = map.Number("latitude", -80, 80, "degrees");
        var longitude = map.Number("longitude", -180, 180, "degrees");
        var rangeM = map.Number("range_m", 1, MaxRangeM, "metres");
        var heightM = Optional(map, "height_m", 0, 10_000, "metres");
        var fromDeg = Optional(map, "from_deg", 0, 360, "degrees");
        var toDeg = Optional(map, "to_deg", 0, 360, "degrees");
        var chance = Optional(map, "detection_probability", 0, 1, "a probability");
        if (map.Has("from_deg") != map.Has("to_deg"))
        {
            map.Say(map.Has("from_deg") ? "from_deg" : "to_deg", "expected both bearings or none, got one");
        }

        return modality is null || latitude is null || longitude is null || rangeM is null
            ? null
            : new SensorWatch(
                watchModalities[modality],
                GeoPoint.FromDegrees(latitudeDeg: latitude.Value, longitudeDeg: longitude.Value),
                rangeM.Value, heightM, fromDeg ?? 0, toDeg ?? 0, chance);
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return text.Length <= 64 && Convert.TryFromBase64String(text, bytes, out var count) && count == KeyBytes
            && Base64.IsValid(text);
    }

    private string? Once(PackMap map, string term, string? value, string kind)
    {
        if (value is not null && !taken.Add($"{kind} {value}"))
        {
            map.Say(term, $"expected a {kind} that no other has, got '{PackWords.Quote(value)}' a second time");
            return null;
        }

        return value;
    }

    private static double? Optional(PackMap map, string term, double least, double greatest, string unit) =>
        map.Has(term) ? map.Number(term, least, greatest, unit) : null;

    private static TimeSpan? Seconds(PackMap map, string term) =>
        Optional(map, term, 1, MaxSeconds, "seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private ImmutableArray<string> Texts(PackMap map, string term, int least)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in map.List(term, least, MaxOfSensor))
        {
            if (item is PackNode.Scalar { Text: var text } && IsName(text)
                && !texts.Contains(text, StringComparer.Ordinal))
            {
                texts.Add(text);
            }
            else
            {
                problems.Add(problems.MainFile, item.Line, $"{term}: expected different names without spaces, got "
                    + (item is PackNode.Scalar other ? $"'{PackWords.Quote(other.Text)}'" : PackMap.Shape(item)));
            }
        }

        return texts.ToImmutable();
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= PackMap.MaxNameChars && !text.Any(char.IsWhiteSpace);
}
