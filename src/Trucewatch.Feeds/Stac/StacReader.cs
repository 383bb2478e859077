using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Times;

namespace Trucewatch.Feeds.Stac;

/// <summary>Reads items and item collections.</summary>
internal static class StacReader
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most items of a collection.</summary>
    public const int MaxItems = 10_000;

    /// <summary>Most files of a picture.</summary>
    public const int MaxAssets = 1_000;

    /// <summary>Most instruments of a picture.</summary>
    public const int MaxInstruments = 32;

    /// <summary>Longest text, characters.</summary>
    public const int MaxTextLength = 4_096;

    private static readonly ImmutableArray<string> numbers =
    [
        "gsd", "view:off_nadir", "view:incidence_angle", "view:azimuth", "view:sun_azimuth", "view:sun_elevation",
        "eo:cloud_cover",
    ];

    /// <summary>
    /// Reads the items of a document. One at fault costs no other of its collection: its fault is added to
    /// <paramref name="late"/>. Catalogues and collections without items are no fault, and say nothing.
    /// </summary>
    public static FrameFault Read(in FrameView frame, List<StacItem> items, LateFaults late)
    {
        items.Clear();
        var json = frame.Bytes;
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (json.IsEmpty || !Utf8.IsValid(json))
        {
            return json.IsEmpty ? FrameFault.Empty : FrameFault.BadEncoding;
        }

        if (JsonNesting.IsDeeper(json, MaxDepth))
        {
            return FrameFault.TooDeep;
        }

        try
        {
            using var document = JsonDocument.Parse(
                json.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return ReadDocument(document.RootElement, frame.Ref, items, late);
        }
        catch (JsonException)
        {
            // The framework's reader has no other way to say that the bytes are not JSON, or that a member is twice.
            return FrameFault.BadSyntax;
        }
        catch (InvalidOperationException)
        {
            // It says so when a text holds half of a surrogate pair.
            items.Clear();
            late.Clear();
            return FrameFault.BadEncoding;
        }
    }

    private static FrameFault ReadDocument(JsonElement root, FrameRef frame, List<StacItem> items, LateFaults late)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return FrameFault.BadSyntax;
        }

        var type = Text(root, "type");
        if (type is "Catalog" or "Collection" && root.TryGetProperty("stac_version", out _))
        {
            return FrameFault.None;
        }

        if (type != "FeatureCollection")
        {
            var fault = ReadItem(root, out var item);
            if (fault == FrameFault.None)
            {
                items.Add(item!);
            }

            return fault;
        }

        if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            return FrameFault.MissingMember;
        }

        var count = 0;
        foreach (var feature in features.EnumerateArray())
        {
            StacItem? item = null;
            var fault = ++count > MaxItems ? FrameFault.TooMany
                : feature.ValueKind != JsonValueKind.Object ? FrameFault.BadSyntax
                : ReadItem(feature, out item);
            if (fault != FrameFault.None)
            {
                late.Add(frame, fault);
            }
            else
            {
                items.Add(item!);
            }

            if (count > MaxItems)
            {
                break;
            }
        }

        return FrameFault.None;
    }

    private static FrameFault ReadItem(JsonElement node, out StacItem? item)
    {
        item = null;
        if (Text(node, "type") != "Feature" || Text(node, "stac_version") is not { } version
            || !(version.StartsWith("1.", StringComparison.Ordinal)))
        {
            return FrameFault.UnsupportedType;
        }

        if (Text(node, "id") is not { Length: > 0 } id
            || !node.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return FrameFault.MissingMember;
        }

        var read = new StacItem
        {
            Id = id, Collection = Text(node, "collection") ?? "", Platform = Text(properties, "platform") ?? "",
            Constellation = Text(properties, "constellation") ?? "",
        };
        var fault = ReadTimes(properties, ref read);
        fault = First(fault, ReadInstruments(node, properties, ref read));
        fault = First(fault, ReadNumbers(properties, ref read));
        fault = First(fault, ReadAssets(node, ref read));
        if (fault == FrameFault.None)
        {
            fault = StacOutline.Read(node, out var rings);
            read = read with { Rings = rings };
        }

        item = read;
        return First(fault, IsLong(read) ? FrameFault.WrongLength : FrameFault.None);
    }

    private static bool IsLong(StacItem item) =>
        item.Id.Length > MaxTextLength || item.Collection.Length > MaxTextLength
        || item.Platform.Length > MaxTextLength || item.Constellation.Length > MaxTextLength;

    /// <summary>Begin and end where both are told, else the one time; an item must have one or the other.</summary>
    private static FrameFault ReadTimes(JsonElement properties, ref StacItem item)
    {
        var one = Text(properties, "datetime");
        var (from, until) = (Text(properties, "start_datetime") ?? one, Text(properties, "end_datetime") ?? one);
        if (from is null || until is null)
        {
            return FrameFault.MissingMember;
        }

        if (!TryTime(from, out var begin) || !TryTime(until, out var end))
        {
            return FrameFault.BadSyntax;
        }

        item = item with { From = begin, Until = end };
        return end < begin ? FrameFault.OutOfRange : FrameFault.None;
    }

    private static FrameFault ReadInstruments(JsonElement node, JsonElement properties, ref StacItem item)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        if (properties.TryGetProperty("instruments", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var name in list.EnumerateArray())
            {
                if (name.ValueKind != JsonValueKind.String || names.Count == MaxInstruments)
                {
                    return name.ValueKind == JsonValueKind.String ? FrameFault.TooMany : FrameFault.BadSyntax;
                }

                names.Add(name.GetString()!);
            }
        }

        var (hasRadar, hasOptics) = (false, UsesOptics(node));
        foreach (var property in properties.EnumerateObject())
        {
            hasRadar |= property.Name.StartsWith("sar:", StringComparison.Ordinal);
            hasOptics |= property.Name.StartsWith("eo:", StringComparison.Ordinal);
        }

        var instruments = names.ToImmutable();
        var platform = item.Platform.Length > 0 ? item.Platform : item.Constellation;
        item = item with
        {
            Instruments = instruments,
            Modality = Stac.Instruments.ModalityOf(instruments, platform, hasRadar, hasOptics),
        };
        return FrameFault.None;
    }

    private static bool UsesOptics(JsonElement node)
    {
        if (!node.TryGetProperty("stac_extensions", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var name in list.EnumerateArray())
        {
            if (name.ValueKind == JsonValueKind.String && name.GetString() is { } text
                && (text == "eo" || text.Contains("/eo/", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private static FrameFault ReadNumbers(JsonElement properties, ref StacItem item)
    {
        var read = ImmutableArray.CreateBuilder<(string Name, double Value)>();
        foreach (var name in numbers)
        {
            if (!properties.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            {
                return FrameFault.BadSyntax;
            }

            if (!double.IsFinite(number))
            {
                return FrameFault.NotFinite;
            }

            read.Add((name, number));
            if (name == "eo:cloud_cover")
            {
                item = item with { CloudShare = number / 100 };
            }
        }

        item = item with { Numbers = read.ToImmutable() };
        return item.CloudShare is < 0 or > 1 ? FrameFault.OutOfRange : FrameFault.None;
    }

    private static FrameFault ReadAssets(JsonElement node, ref StacItem item)
    {
        var assets = ImmutableArray.CreateBuilder<(string Key, string Address)>();
        if (!node.TryGetProperty("assets", out var list) || list.ValueKind != JsonValueKind.Object)
        {
            return FrameFault.None;
        }

        foreach (var asset in list.EnumerateObject())
        {
            if (assets.Count == MaxAssets)
            {
                return FrameFault.TooMany;
            }

            var address = asset.Value.ValueKind == JsonValueKind.Object ? Text(asset.Value, "href") : null;
            if (address is null || address.Length > MaxTextLength || asset.Name.Length > MaxTextLength)
            {
                return address is null ? FrameFault.MissingMember : FrameFault.WrongLength;
            }

            assets.Add((asset.Name, address));
        }

        item = item with { Assets = assets.ToImmutable() };
        return FrameFault.None;
    }

    private static bool TryTime(string text, out Instant at)
    {
        at = default;
        return text.Length <= Rfc3339.MaxBytes && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out at);
    }

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;
}
