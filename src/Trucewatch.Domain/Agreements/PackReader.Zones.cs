using System.Globalization;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Agreements;

/// <content>Lines and zones.</content>
internal sealed partial class PackReader
{
    /// <summary>Greatest distance of a zone's edge from the line or centre it is measured from, in metres.</summary>
    public const double MaxReachM = 200_000;

    private AgreementLine? ReadLine(PackNode node)
    {
        if (PackMap.Open(node, PackTerms.Line, Named("line", node), problems) is not { } map)
        {
            return null;
        }

        var (id, name) = (map.Id("id"), map.Local("name"));
        var points = Reference(map, "geometry") is { } reference ? _geometry.Line(reference, _theatre) : null;
        return id is not null && IsNew(map, "line", id) && name is not null && points is not null
            ? new AgreementLine(id, name, points.Value)
            : null;
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
        return id is not null && IsNew(map, "zone", id) && name is not null && kind is not null && shape is not null
            ? new Zone(id, name, kind.Value, side == "none" ? null : side, shape.Value.Words, shape.Value.Region)
            : null;
    }

    private (Region Region, string Words)? Shape(PackMap zone)
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
    private (Region Region, string Words)? Buffer(PackMap zone)
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
        return region is null ? null : (region, BufferWords(line, left, right, part, measured));
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

    private (Region Region, string Words)? Circle(PackMap zone)
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
            : (region, string.Create(CultureInfo.InvariantCulture, $"{radius} m around {lat} N, {lon} E"));
    }

    private (Region Region, string Words)? Polygon(PackMap zone)
    {
        var reference = Reference(zone, "polygon");
        var region = reference is null ? null : _geometry.Polygon(reference, _theatre);
        return region is null ? null : (region, $"polygon {reference!.File}#{reference.Feature}");
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
