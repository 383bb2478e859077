using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Domain.Agreements;

/// <content>Lines and zones.</content>
internal sealed partial class PackReader
{
    /// <summary>Greatest distance of a zone's edge from the line or centre it is measured from, in metres.</summary>
    public const double MaxReachM = 200_000;

    /// <summary>Greatest standard deviation of a line's own place, in metres.</summary>
    public const double MaxSigmaM = 10_000;

    private static readonly ImmutableArray<string> HeightWords = ["ellipsoid", "sea-level", "pressure", "ground"];

    private AgreementLine? ReadLine(PackNode node)
    {
        if (PackMap.Open(node, PackTerms.Line, Named("line", node), problems) is not { } map)
        {
            return null;
        }

        var (id, name) = (map.Id("id"), map.Local("name"));
        var points = Reference(map, "geometry") is { } reference ? _geometry.Line(reference, _theatre) : null;
        var sigma = map.Has("sigma_m") ? map.Number("sigma_m", 0, MaxSigmaM, "metres") : 0;
        var notAgreed = Stretches(map, points?.Length ?? int.MaxValue, id);
        return id is not null && IsNew(map, "line", id) && name is not null && points is not null && sigma is not null
            ? new AgreementLine(id, name, points.Value, sigma.Value, notAgreed)
            : null;
    }

    /// <summary>The stretches of a line whose course is not agreed, in order and apart from each other.</summary>
    private ImmutableArray<LineStretch>? Stretches(PackMap line, int points, string? id)
    {
        if (!line.Has("not_agreed"))
        {
            return null;
        }

        var stretches = ImmutableArray.CreateBuilder<LineStretch>();
        foreach (var node in line.List("not_agreed", 1, MaxItems))
        {
            if (PackMap.Open(node, PackTerms.Stretch, $"line {id}: not_agreed", problems) is { } map
                && Stretch(map, points, stretches.Count == 0 ? 1 : stretches[^1].ToPoint) is { } stretch)
            {
                stretches.Add(stretch);
            }
        }

        return stretches.ToImmutable();
    }

    /// <summary>A stretch between two points of a line, at or after a point.</summary>
    private static LineStretch? Stretch(PackMap map, int points, int after)
    {
        var from = map.Whole("from_point", 1, points, "points of the line, counted from 1");
        var to = map.Whole("to_point", 1, points, "points of the line, counted from 1");
        if (from is null || to is null)
        {
            return null;
        }

        if (from >= after && to > from)
        {
            return new LineStretch(from.Value, to.Value);
        }

        map.Say("from_point", string.Create(
            CultureInfo.InvariantCulture,
            $"expected stretches in the order of the line, from a lower to a higher point, got {from} to {to}"));
        return null;
    }

    private Zone? ReadZone(PackNode node)
    {
        if (PackMap.Open(node, PackTerms.Zone, Named("zone", node), problems) is not { } map)
        {
            return null;
        }

        var (id, name, kind) = (map.Id("id"), map.Local("name"), Enumerated<ZoneKind>(map, "kind"));
        var side = map.Has("side") ? map.Word("side", [.. _partyIds, "none"]) : null;
        var shape = Shape(map);
        var height = map.Has("height") ? Height(map, id) : null;
        if (id is null || !IsNew(map, "zone", id) || name is null || kind is null || shape is null)
        {
            return null;
        }

        var zone = new Zone(
            id, name, kind.Value, side == "none" ? null : side, shape.Words, shape.Region, shape.Disputed,
            shape.EdgeSigmaM, height);
        _zones = _zones.Add(zone);
        return zone;
    }

    /// <summary>A zone's geometry with its definition in words.</summary>
    private sealed record ZoneShape(Region Region, string Words, Region? Disputed = null, double EdgeSigmaM = 0);

    private HeightBand? Height(PackMap zone, string? id)
    {
        if (PackMap.Open(zone.Node("height"), PackTerms.Height, $"zone {id}: height", problems) is not { } map)
        {
            return null;
        }

        var reference = map.Word("reference", [.. HeightWords]);
        var floor = map.Has("floor_m") ? map.Number("floor_m", -500, 100_000, "metres") : null;
        var ceiling = map.Has("ceiling_m") ? map.Number("ceiling_m", -500, 100_000, "metres") : null;
        if (floor is null && ceiling is null)
        {
            map.Say("reference", "expected floor_m or ceiling_m or both, got none");
            return null;
        }

        if (floor >= ceiling)
        {
            map.Say("ceiling_m", FormattableString.Invariant($"expected more than the floor {floor}, got {ceiling}"));
            return null;
        }

        return reference is null
            ? null
            : new HeightBand(floor, ceiling, (HeightReference)(HeightWords.IndexOf(reference) + 1));
    }

    private ProtectedObject? ReadProtected(PackNode node)
    {
        var where = Named("protected object", node);
        if (PackMap.Open(node, PackTerms.ProtectedObject, where, problems) is not { } map)
        {
            return null;
        }

        var (id, name) = (map.Id("id"), map.Local("name"));
        var kind = map.Text("kind", PackWords.IsDotted, "words joined by dots such as energy.power-plant");
        var owner = map.Has("owner") ? map.Word("owner", [.. _partyIds]) : null;
        string[] stated = [.. new[] { "polygon", "circle" }.Where(map.Has)];
        if (stated.Length != 1)
        {
            map.Say("id", "expected one of polygon or circle");
            return null;
        }

        var shape = stated[0] == "circle" ? Circle(map) : Polygon(map);
        var listed = ImmutableArray.CreateBuilder<ForcePeriod>();
        foreach (var item in map.List("listed", 1, MaxItems))
        {
            if (PackMap.Open(item, PackTerms.Force, $"{where}: listed", problems) is { } period)
            {
                listed.Add(new ForcePeriod("", period.Time("from"), period.Time("until")));
            }
        }

        return id is null || !IsNew(map, "protected object", id) || name is null || kind is null || shape is null
            ? null
            : new ProtectedObject(id, name, kind, owner, shape.Region, listed.ToImmutable());
    }

    private ZoneShape? Shape(PackMap zone)
    {
        string[] stated = [.. new[] { "buffer", "polygon", "circle" }.Where(zone.Has)];
        if (stated.Length != 1)
        {
            var got = stated.Length == 0 ? "none" : string.Join(" and ", stated);
            zone.Say("id", $"expected one of buffer, polygon or circle, got {got}");
            return null;
        }

        return stated[0] switch
        {
            "buffer" => Buffer(zone),
            "circle" => Circle(zone),
            _ => Polygon(zone),
        };
    }

    /// <summary>
    /// A zone along a line. <c>measure</c> has no default: "50 km" as a width and as a distance on each side are two
    /// different agreements.
    /// </summary>
    private ZoneShape? Buffer(PackMap zone)
    {
        if (PackMap.Open(zone.Node("buffer"), PackTerms.Buffer, "buffer", problems) is not { } map)
        {
            return null;
        }

        var line = LineNamed(map);
        var part = map.Word("part", "left", "right", "union");
        var reach = map.Word("measure", "per-side", "width") switch
        {
            "per-side" => PerSide(map),
            "width" => Width(map),
            _ => null,
        };
        if (line is null || part is null || reach is null)
        {
            return null;
        }

        var (left, right, measured) = reach.Value;
        if ((part == "left" && left == 0) || (part == "right" && right == 0) || (left == 0 && right == 0))
        {
            map.Say("part", string.Create(
                CultureInfo.InvariantCulture,
                $"expected a part with some width, got '{part}' of {left} m left and {right} m right"));
            return null;
        }

        var region = _geometry.Buffer(line, left, right, part, map.Line, _theatre);
        return region is null ? null
            : new ZoneShape(region, BufferWords(line, left, right, part, measured), null, line.SigmaM);
    }

    private static string BufferWords(AgreementLine line, double left, double right, string part, string measured)
    {
        var reach = part switch
        {
            "left" => FormattableString.Invariant($"{left} m left"),
            "right" => FormattableString.Invariant($"{right} m right"),
            _ => FormattableString.Invariant($"{left} m left and {right} m right"),
        };
        return $"{reach} of line {line.Id} ({measured})";
    }

    private AgreementLine? LineNamed(PackMap map)
    {
        if (map.Text("line") is not { } id)
        {
            return null;
        }

        foreach (var line in _lines)
        {
            if (line.Id == id)
            {
                return line;
            }
        }

        if (!_lineIds.Contains(id, StringComparer.Ordinal))
        {
            var near = PackWords.DidYouMean(id, _lineIds);
            map.Say("line", $"unknown line, expected {PackWords.AnyOf(_lineIds)}, got '{PackWords.Quote(id)}'{near}");
        }

        return null;
    }

    private static (double Left, double Right, string Measured)? PerSide(PackMap map)
    {
        if (map.Has("width_m"))
        {
            map.Say("width_m", "expected left_m and right_m with measure per-side, got a width");
        }

        var left = NumberNeeded(map, "left_m", "per-side");
        var right = NumberNeeded(map, "right_m", "per-side");
        return left is null || right is null ? null : (left.Value, right.Value, "measured on each side");
    }

    private static (double Left, double Right, string Measured)? Width(PackMap map)
    {
        foreach (var term in new[] { "left_m", "right_m" })
        {
            if (map.Has(term))
            {
                map.Say(term, "expected width_m with measure width, got a distance on one side");
            }
        }

        return NumberNeeded(map, "width_m", "width") is { } width
            ? (width / 2, width / 2, string.Create(CultureInfo.InvariantCulture, $"half of a width of {width} m"))
            : null;
    }

    private static double? NumberNeeded(PackMap map, string term, string measure)
    {
        if (!map.Has(term))
        {
            map.Say("measure", $"expected the term '{term}' with measure {measure}, got none");
            return null;
        }

        return map.Number(term, 0, MaxReachM, "metres");
    }

    private ZoneShape? Circle(PackMap zone)
    {
        if (PackMap.Open(zone.Node("circle"), PackTerms.Circle, "circle", problems) is not { } map)
        {
            return null;
        }

        var lat = map.Number("lat_deg", -90, 90, "degrees");
        var lon = map.Number("lon_deg", -180, 180, "degrees");
        var radius = map.Number("radius_m", 1, MaxReachM, "metres");
        if (lat is null || lon is null || radius is null)
        {
            return null;
        }

        var centre = GeoPoint.FromDegrees(latitudeDeg: lat.Value, longitudeDeg: lon.Value);
        var region = _geometry.Circle(centre, radius.Value, map.Line, _theatre);
        return region is null
            ? null
            : new ZoneShape(
                region, string.Create(CultureInfo.InvariantCulture, $"{radius} m around {lat} N, {lon} E"));
    }

    private ZoneShape? Polygon(PackMap zone)
    {
        var reference = Reference(zone, "polygon");
        var region = reference is null ? null : _geometry.Polygon(reference, _theatre);
        return region is null ? null : new ZoneShape(region, $"polygon {reference!.File}#{reference.Feature}");
    }

    /// <summary>Reads what a term such as <c>lines.geojson#eastern-line</c> points to.</summary>
    private static GeometryReference? Reference(PackMap map, string term)
    {
        if (map.Text(term) is not { } text)
        {
            return null;
        }

        var at = text.IndexOf('#', StringComparison.Ordinal);
        if (at > 0 && at < text.Length - 1)
        {
            return new GeometryReference(text[..at], text[(at + 1)..], map.LineOf(term));
        }

        map.Say(term, $"expected file#feature such as lines.geojson#eastern-line, got '{PackWords.Quote(text)}'");
        return null;
    }
}
