using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>The places of the agreement pack <c>illustrative-eastern-line</c> that the script needs.</summary>
internal static class Ground
{
    /// <summary>The pack's name.</summary>
    public const string Agreement = "illustrative-eastern-line";

    /// <summary>How far the land zone reaches on each side of the line.</summary>
    public const double ZoneKm = 20;

    /// <summary>How far the corridor reaches on each side of the lane.</summary>
    public const double CorridorKm = 5;

    /// <summary>The line on land, from the sea to the north: the west is on its left.</summary>
    public static readonly Baseline Line = new(
        (32.3, 46.5), (33.2, 46.6), (33.9, 46.9), (34.6, 47.3), (35.2, 47.5), (35.9, 47.5), (36.7, 47.8), (37.3, 48.0),
        (37.8, 48.3), (38.0, 48.7), (37.8, 49.2), (38.0, 49.7), (38.0, 50.3));

    /// <summary>The middle of the protected lane, from its harbour to the south: the open sea is on its left.</summary>
    public static readonly Baseline Lane = new((30.8, 46.4), (31.1, 45.9), (30.6, 45.2), (30.0, 44.6));

    /// <summary>The first moment of the exercise.</summary>
    public static readonly Instant Start = Parse("2030-06-03T06:00:00Z");

    /// <summary>The feeds of every scenario on this ground, in the order of the links' indexes.</summary>
    public static readonly ImmutableArray<ScenarioFeed> Feeds =
    [
        new("ais-coast", "ais", "ais-coast.nmea"),
        new("cot-air", "cot", "cot-air.xml"),
        new("cot-ground", "cot", "cot-ground.xml"),
        new("report-posts", "report", "report-posts.jsonl"),
    ];

    /// <summary>Those, and the feeds of scenarios that more kinds of sensors hear.</summary>
    public static readonly ImmutableArray<ScenarioFeed> AllFeeds =
    [
        .. Feeds,
        new("beast-air", "beast", "beast-air.bin"),
        new("firms-orbit", "firms", "firms-orbit.csv"),
        new("quakeml-net", "quakeml", "quakeml-net.xml"),
    ];

    /// <summary>The pack of scenarios that more kinds of sensors hear.</summary>
    public const string ManySensors = "illustrative-many-sensors";

    /// <summary>How far inside a zone a place is, in metres; negative outside.</summary>
    public static double InsideM(string zone, GeoPoint place)
    {
        if (zone == "sea-corridor")
        {
            return (CorridorKm * 1000) - Math.Abs(Lane.LeftM(place));
        }

        var fromLineM = Line.LeftM(place) * (zone == "west-zone" ? 1 : -1);
        return Math.Min(fromLineM, (ZoneKm * 1000) - fromLineM);
    }

    /// <summary>The land zone that holds a place, or null.</summary>
    public static string? ZoneOf(GeoPoint place) => Line.LeftM(place) switch
    {
        > 0 and < ZoneKm * 1000 => "west-zone",
        <= 0 and > -ZoneKm * 1000 => "east-zone",
        _ => null,
    };

    /// <summary>The corridor, where it holds a place, or null.</summary>
    public static string? CorridorOf(GeoPoint place) =>
        Math.Abs(Lane.LeftM(place)) < CorridorKm * 1000 ? "sea-corridor" : null;

    /// <summary>A place by latitude and longitude.</summary>
    public static GeoPoint Point(double latitudeDeg, double longitudeDeg) =>
        GeoPoint.FromDegrees(latitudeDeg: latitudeDeg, longitudeDeg: longitudeDeg);

    private static Instant Parse(string text) =>
        Instant.TryParse(text, out var instant) ? instant : throw new FormatException($"expected a time, got {text}");
}

/// <summary>One of the two sides, or nobody. West is the mirror image of east in everything.</summary>
/// <param name="Id">Party id.</param>
/// <param name="Prefix">How its uids begin.</param>
/// <param name="Sign">1 on the left of the line, -1 on its right.</param>
/// <param name="ForcesMmsi">The MMSI before the first one of its forces.</param>
/// <param name="AuxiliaryMmsi">The MMSI before the first one of its auxiliary ships.</param>
internal sealed record Side(string Id, string Prefix, int Sign, uint ForcesMmsi, uint AuxiliaryMmsi)
{
    public static readonly Side West = new("west", "WEST", 1, 200_100_000, 200_300_000);
    public static readonly Side East = new("east", "EAST", -1, 200_200_000, 200_400_000);

    /// <summary>Whose doing a thing is that no side did.</summary>
    public static readonly Side Nobody = new("none", "NONE", 1, 0, 0);

    /// <summary>Its half of the land zone.</summary>
    public string Zone => Id + "-zone";

    /// <summary>The other side.</summary>
    public Side Other => this == West ? East : West;

    /// <summary>A place so far along the line and, on this side of it, so far from it.</summary>
    public GeoPoint OnLand(double alongKm, double fromLineKm) => Ground.Line.At(alongKm, Sign * fromLineKm);

    /// <summary>A place so far along the lane; west ships come from its right, east ships from its left.</summary>
    public GeoPoint AtSea(double alongKm, double fromLaneKm) => Ground.Lane.At(alongKm, -Sign * fromLaneKm);
}
