using static Trucewatch.Feeds.Ais.AisLayouts;
using static Trucewatch.Feeds.Ais.AisMeaning;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Meteorological and hydrological reports of shore stations and buoys: area 1, function 11 (IMO SN/Circ.236) and
/// function 31 (SN.1/Circ.289). They say nothing of a ship.
/// </summary>
internal static class AisWeatherLayouts
{
    private static readonly string[] trends = ["steady", "increasing", "decreasing", "N/A"];
    private static readonly string[] ices = ["no", "yes", "reserved", "N/A"];

    private static readonly string[] precipitations =
        ["reserved", "rain", "thunderstorm", "freezing rain", "mixed/ice", "snow", "reserved", "N/A"];

    /// <summary>Function 11: the latitude first, all numbers unsigned with an offset.</summary>
    public static readonly AisLayout Of236 = AisBinaryLayouts.Broadcast(1, 11, 352,
    [
        new("lat", 56, 24, SignedScaled, MiddleAngle), new("lon", 80, 25, SignedScaled, MiddleAngle),
        Time(105), .. Wind(121), new("humidity", 164, 7, Number),
        new("airtemp", 153, 11, Scaled, new AisScale(-600, 10, 1)),
        new("dewpoint", 171, 10, Scaled, new AisScale(-200, 10, 1)),
        new("pressure", 181, 9, Scaled, new AisScale(800, 1, 0)),
        new("pressuretend", 190, 2, Word, Trend("pressuretend")), new("visibility", 192, 8, Scaled, Tenths),
        new("waterlevel", 200, 9, Scaled, new AisScale(-100, 10, 1)), .. Water(209),
        new("watertemp", 322, 10, Scaled, new AisScale(-100, 10, 1)),
        new("preciptype", 332, 3, Code, AisLegends.Words("preciptype_text", precipitations, "")),
        new("salinity", 335, 9, Scaled, Tenths), new("ice", 344, 2, Code, AisLegends.Words("ice_text", ices, "")),
    ]);

    /// <summary>Function 31: the longitude first, temperatures with a sign.</summary>
    public static readonly AisLayout Of289 = AisBinaryLayouts.Broadcast(1, 31, 360,
    [
        new("lat", 81, 24, SignedScaled, MiddleAngle), new("lon", 56, 25, SignedScaled, MiddleAngle),
        new("accuracy", 105, 1, Flag), Time(106), .. Wind(122), new("humidity", 165, 7, Number),
        new("airtemp", 154, 11, SignedScaled, Tenths), new("dewpoint", 172, 10, SignedScaled, Tenths),
        new("pressure", 182, 9, Scaled, new AisScale(799, 1, 0)),
        new("pressuretend", 191, 2, Word, Trend("pressuretend")), new("visgreater", 193, 1, Flag),
        new("visibility", 194, 7, Scaled, Tenths),
        new("waterlevel", 201, 12, Scaled, new AisScale(-1000, 100, 2)), .. Water(213),
        new("watertemp", 326, 10, SignedScaled, Tenths),
        new("preciptype", 336, 3, Word, AisLegends.Words("preciptype", precipitations, "")),
        new("salinity", 339, 9, Scaled, Tenths), new("ice", 348, 2, Word, AisLegends.Words("ice", ices, "")),
    ]);

    private static AisLegend Trend(string name) => AisLegends.Words(name, trends, "");

    private static AisField Time(int start) => new(
        "timestamp", start, 16, Moment, new AisMoment("DTh:mZ", 2, -1, -1, start, start + 5, start + 10, -1));

    private static AisField[] Wind(int start) =>
    [
        new("wspeed", start, 7, Number), new("wgust", start + 7, 7, Number), new("wdir", start + 14, 9, Number),
        new("wgustdir", start + 23, 9, Number),
    ];

    // From the trend of the water level to the state of the sea the two functions are alike.
    private static AisField[] Water(int start) =>
    [
        new("leveltrend", start, 2, Word, Trend("leveltrend")),
        new("cspeed", start + 2, 8, Scaled, Tenths), new("cdir", start + 10, 9, Number),
        new("cspeed2", start + 19, 8, Scaled, Tenths), new("cdir2", start + 27, 9, Number),
        new("cdepth2", start + 36, 5, Number),
        new("cspeed3", start + 41, 8, Scaled, Tenths), new("cdir3", start + 49, 9, Number),
        new("cdepth3", start + 58, 5, Number),
        new("waveheight", start + 63, 8, Scaled, Tenths), new("waveperiod", start + 71, 6, Number),
        new("wavedir", start + 77, 9, Number),
        new("swellheight", start + 86, 8, Scaled, Tenths), new("swellperiod", start + 94, 6, Number),
        new("swelldir", start + 100, 9, Number), new("seastate", start + 109, 4, Number),
    ];
}
