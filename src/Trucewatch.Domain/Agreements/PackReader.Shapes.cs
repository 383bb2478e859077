using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Domain.Agreements;

/// <content>The shapes that a zone may have.</content>
internal sealed partial class PackReader
{
    private static readonly string[] Shapes = ["buffer", "polygon", "circle", "sector", "combine"];

    /// <summary>A zone's geometry with its definition in words.</summary>
    private sealed record ZoneShape(Region Region, string Words, Region? Disputed = null, double EdgeSigmaM = 0);

    /// <summary>Reach to both sides of a line, and how it was stated.</summary>
    private readonly record struct Reach(double LeftM, double RightM, string Measured);

    private ZoneShape? Shape(PackMap zone)
    {
        string[] stated = [.. Shapes.Where(zone.Has)];
        if (stated.Length != 1)
        {
            var got = stated.Length == 0 ? "none" : string.Join(" and ", stated);
            zone.Say("id", $"expected one of {PackWords.AnyOf(Shapes)}, got {got}");
            return null;
        }

        var shape = stated[0] switch
        {
            "buffer" => Buffer(zone),
            "circle" => Circle(zone),
            "sector" => Sector(zone),
            "combine" => Combine(zone),
            _ => Polygon(zone),
        };
        return shape is not null && zone.Has("disputed") ? WithDisputed(zone, shape) : shape;
    }

    /// <summary>Counts other zones as parts that are not agreed to belong to this one.</summary>
    private ZoneShape? WithDisputed(PackMap zone, ZoneShape shape)
    {
        var named = ZonesAbove(zone, "disputed");
        if (named.IsEmpty)
        {
            return null;
        }

        var regions = named.Select(each => each.Region).Concat(shape.Disputed is { } own ? [own] : []);
        var disputed = RegionSets.Union(regions) is { } all ? RegionSets.Minus(all, shape.Region) : null;
        var ids = string.Join(", ", named.Select(each => each.Id));
        return shape with { Disputed = disputed, Words = $"{shape.Words}; not agreed whether also {ids}" };
    }

    /// <summary>Zones that stand above and are named in a list; those that are not are said.</summary>
    private ImmutableArray<Zone> ZonesAbove(PackMap map, string term)
    {
        string[] known = [.. _zones.Select(zone => zone.Id)];
        if (known.Length == 0)
        {
            map.Say(term, "expected zones that stand above this one, and there are none");
            return [];
        }

        return [.. map.Words(term, 1, known, "zone above").Select(id => _zones.First(zone => zone.Id == id))];
    }

    /// <summary>Union, intersection and difference of zones that stand above.</summary>
    private ZoneShape? Combine(PackMap zone)
    {
        if (PackMap.Open(zone.Node("combine"), PackTerms.Combine, "combine", problems) is not { } map)
        {
            return null;
        }

        var union = map.Has("union") ? ZonesAbove(map, "union") : [];
        var within = map.Has("within") ? ZonesAbove(map, "within") : [];
        var minus = map.Has("minus") ? ZonesAbove(map, "minus") : [];
        if (union.IsEmpty && within.IsEmpty)
        {
            map.Say("union", "expected zones under union or within, got none");
            return null;
        }

        var region = RegionSets.Union((union.IsEmpty ? within[..1] : union).Select(each => each.Region));
        foreach (var each in within)
        {
            region = region is null ? null : RegionSets.Within(region, each.Region);
        }

        foreach (var each in minus)
        {
            region = region is null ? null : RegionSets.Minus(region, each.Region);
        }

        if (region is null)
        {
            map.Say("union", "expected a zone with some area, got one of which nothing is left");
            return null;
        }

        string[] words =
        [
            .. union.IsEmpty ? [] : new[] { $"all of {Ids(union)}" },
            .. within.IsEmpty ? [] : new[] { $"within {Ids(within)}" },
            .. minus.IsEmpty ? [] : new[] { $"without {Ids(minus)}" },
        ];
        var sigma = union.Concat(within).Concat(minus).Max(each => each.EdgeSigmaM);
        return new ZoneShape(region, string.Join(", ", words), null, sigma);

        static string Ids(ImmutableArray<Zone> zones) => string.Join(" and ", zones.Select(each => each.Id));
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
        var measure = map.Word("measure", "per-side", "width");
        if (measure is null || ReachOf(map, measure) is not { } reach || line is null || part is null)
        {
            return null;
        }

        var segments = line.Points.Length - 1;
        var widths = new SideWidths[segments];
        Array.Fill(widths, new SideWidths(reach.LeftM, reach.RightM));
        var words = new List<string>();
        if (!Stretches(map, line, measure, widths, words) || !HasWidth(map, part, widths))
        {
            return null;
        }

        var whole = _geometry.Buffer(line, widths, part, map.Line, _theatre);
        if (whole is null)
        {
            return null;
        }

        var text = BufferWords(line, reach, part) + string.Concat(words);
        return line.NotAgreed is null
            ? new ZoneShape(whole, text, null, line.SigmaM)
            : PartlyAgreed(map, line, widths, part, whole, text);
    }

    /// <summary>The zone along the agreed stretches, and what the others would add to it.</summary>
    private ZoneShape? PartlyAgreed(
        PackMap map, AgreementLine line, SideWidths[] widths, string part, Region whole, string words)
    {
        var agreed = (SideWidths[])widths.Clone();
        foreach (var stretch in line.NotAgreed ?? [])
        {
            agreed.AsSpan(stretch.FromPoint - 1, stretch.ToPoint - stretch.FromPoint).Clear();
        }

        if (!HasWidth(map, part, agreed) || _geometry.Buffer(line, agreed, part, map.Line, _theatre) is not { } region)
        {
            return null;
        }

        var disputed = RegionSets.Minus(whole, region);
        return new ZoneShape(region, $"{words}; stretches of the line are not agreed", disputed, line.SigmaM);
    }

    /// <summary>Lays the widths of single stretches over those of the whole line.</summary>
    private bool Stretches(PackMap map, AgreementLine line, string measure, SideWidths[] widths, List<string> words)
    {
        var after = 1;
        foreach (var node in map.Has("stretches") ? map.List("stretches", 1, MaxItems) : [])
        {
            if (PackMap.Open(node, PackTerms.BufferStretch, "buffer: stretches", problems) is not { } entry
                || Stretch(entry, line.Points.Length, after) is not { } stretch
                || ReachOf(entry, measure) is not { } reach)
            {
                return false;
            }

            after = stretch.ToPoint;
            widths.AsSpan(stretch.FromPoint - 1, stretch.ToPoint - stretch.FromPoint)
                .Fill(new SideWidths(reach.LeftM, reach.RightM));
            words.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"; from point {stretch.FromPoint} to {stretch.ToPoint} {reach.LeftM} m left, {reach.RightM} m right"));
        }

        return true;
    }

    private static bool HasWidth(PackMap map, string part, SideWidths[] widths)
    {
        var (left, right) = (widths.Any(width => width.LeftM > 0), widths.Any(width => width.RightM > 0));
        if (part switch { "left" => left, "right" => right, _ => left || right })
        {
            return true;
        }

        map.Say("part", string.Create(
            CultureInfo.InvariantCulture,
            $"expected a part with some width, got '{part}' of {widths.Max(width => width.LeftM)} m left and "
            + $"{widths.Max(width => width.RightM)} m right"));
        return false;
    }

    private static string BufferWords(AgreementLine line, Reach side, string part)
    {
        var reach = part switch
        {
            "left" => FormattableString.Invariant($"{side.LeftM} m left"),
            "right" => FormattableString.Invariant($"{side.RightM} m right"),
            _ => FormattableString.Invariant($"{side.LeftM} m left and {side.RightM} m right"),
        };
        return $"{reach} of line {line.Id} ({side.Measured})";
    }

    private static Reach? ReachOf(PackMap map, string measure) => measure == "per-side" ? PerSide(map) : Width(map);

    private static Reach? PerSide(PackMap map)
    {
        if (map.Has("width_m"))
        {
            map.Say("width_m", "expected left_m and right_m with measure per-side, got a width");
        }

        var left = NumberNeeded(map, "left_m", "per-side");
        var right = NumberNeeded(map, "right_m", "per-side");
        return left is null || right is null ? null : new Reach(left.Value, right.Value, "measured on each side");
    }

    private static Reach? Width(PackMap map)
    {
        foreach (var term in new[] { "left_m", "right_m" })
        {
            if (map.Has(term))
            {
                map.Say(term, "expected width_m with measure width, got a distance on one side");
            }
        }

        return NumberNeeded(map, "width_m", "width") is { } width
            ? new Reach(width / 2, width / 2, FormattableString.Invariant($"half of a width of {width} m"))
            : null;
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

    private static double? NumberNeeded(PackMap map, string term, string measure)
    {
        if (!map.Has(term))
        {
            var at = map.Knows("measure") ? "measure" : term;
            map.Say(at, $"expected the term '{term}' with measure {measure}, got none");
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

    private ZoneShape? Sector(PackMap zone)
    {
        if (PackMap.Open(zone.Node("sector"), PackTerms.Sector, "sector", problems) is not { } map)
        {
            return null;
        }

        var lat = map.Number("lat_deg", -90, 90, "degrees");
        var lon = map.Number("lon_deg", -180, 180, "degrees");
        var radius = map.Number("radius_m", 1, MaxReachM, "metres");
        var from = map.Number("from_deg", 0, 360, "degrees");
        var to = map.Number("to_deg", 0, 360, "degrees");
        if (lat is null || lon is null || radius is null || from is null || to is null)
        {
            return null;
        }

        var centre = GeoPoint.FromDegrees(latitudeDeg: lat.Value, longitudeDeg: lon.Value);
        var region = _geometry.Sector(centre, radius.Value, (from.Value, to.Value), map.Line, _theatre);
        return region is null
            ? null
            : new ZoneShape(region, string.Create(
                CultureInfo.InvariantCulture,
                $"{radius} m around {lat} N, {lon} E, from bearing {from} clockwise to {to}"));
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
