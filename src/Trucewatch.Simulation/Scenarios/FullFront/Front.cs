using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.FullFront;

/// <summary>The places of the agreement pack <c>full-front</c>.</summary>
internal static class Front
{
    /// <summary>The pack's name.</summary>
    public const string Agreement = "full-front";

    /// <summary>How far the zone reaches on each side of the line.</summary>
    public const double ZoneKm = 20;

    /// <summary>The line, from the sea to the north: the west is on its left.</summary>
    public static readonly Baseline Line = new(
        (33.0, 46.4), (33.1, 47.15), (33.3, 47.9), (33.3, 48.65), (33.5, 49.4), (33.7, 50.15), (33.7, 50.9),
        (33.9, 51.65), (34.0, 52.4), (34.0, 53.15), (34.2, 53.9), (34.2, 54.65), (34.4, 55.4), (34.4, 56.15),
        (34.5, 57.12));

    /// <summary>The feeds in the order of their indexes.</summary>
    public static readonly ImmutableArray<ScenarioFeed> Feeds =
    [
        new("ais-sea", "ais", "ais-sea.nmea"),
        new("beast-air", "beast", "beast-air.bin"),
        new("cot-ground", "cot", "cot-ground.xml"),
        new("cot-air", "cot", "cot-air.xml"),
        new("gmti-front", "gmti", "gmti-front.bin"),
    ];

    /// <summary>Index of the radars' feed.</summary>
    public const int RadarFeed = 4;

    /// <summary>A place on a side, so far along the line and so far from it.</summary>
    public static GeoPoint On(Side side, double alongKm, double fromLineKm) =>
        Line.At(alongKm, side.Sign * fromLineKm);

    /// <summary>How far inside a side's half of the zone a place is, in metres; negative outside.</summary>
    public static double InsideM(Side side, GeoPoint place)
    {
        var fromLineM = Line.LeftM(place) * side.Sign;
        return Math.Min(fromLineM, (ZoneKm * 1000) - fromLineM);
    }
}
