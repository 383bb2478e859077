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
        var listed = ImmutableArray.CreateBuilder<Period>();
        foreach (var item in map.List("listed", 1, MaxItems))
        {
            if (PackMap.Open(item, PackTerms.Force, $"{where}: listed", problems) is { } period)
            {
                listed.Add(new Period(period.Time("from"), period.Time("until")));
            }
        }

        return id is null || !IsNew(map, "protected object", id) || name is null || kind is null || shape is null
            ? null
            : new ProtectedObject(id, name, kind, owner, shape.Region, listed.ToImmutable());
    }
}
