using static Trucewatch.Feeds.Ais.AisLayouts;
using static Trucewatch.Feeds.Ais.AisMeaning;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Binary messages on inland waters: area 200 (CCNR and UNECE, vessel tracking and tracing standard for inland
/// navigation). A message whose length differs from its function's is not taken apart.
/// </summary>
internal static class AisInlandLayouts
{
    /// <summary>Function 10: number, size and load of an inland ship.</summary>
    public static class Ship
    {
        public static readonly AisField Number = new("vin", 56, 48, Text);
        public static readonly AisField Length = new("length", 104, 13, AisMeaning.Number);
        public static readonly AisField Beam = new("beam", 117, 10, AisMeaning.Number);
        public static readonly AisField ShipType =
            new("shiptype", 127, 14, Code, new AisLegend("shiptype_text", TypeWord));

        public static readonly AisField Hazard = new("hazard", 141, 3, Code, AisLegends.Words(
            "hazard_text",
            [
                "0 blue cones/lights", "1 blue cone/light", "2 blue cones/lights", "3 blue cones/lights", "4 B-Flag",
                "Unknown",
            ],
            "INVALID HAZARD TYPE"));

        public static readonly AisLayout Layout = AisBinaryLayouts.Broadcast(200, 10, 168,
        [
            Number, Length, Beam, ShipType, Hazard, new("draught", 144, 11, AisMeaning.Number),
            new("loaded", 155, 2, Code, AisLegends.Words(
                "loaded_text", ["N/A (default)", "Unloaded", "Loaded"], "INVALID LOAD STATUS")),
            new("speed_q", 157, 1, Flag), new("course_q", 158, 1, Flag), new("heading_q", 159, 1, Flag),
        ]);
    }

    // Codes of the inland standard, and the two digits of the maritime ship type, of which the first that fits counts.
    private static readonly (uint Code, uint Maritime, string Word)[] types =
    [
        (8000, 99, "Vessel, type unknown"), (8010, 79, "Motor freighter"), (8020, 89, "Motor tanker"),
        (8021, 80, "Motor tanker, liquid cargo, type N"), (8022, 80, "Motor tanker, liquid cargo, type C"),
        (8023, 89, "Motor tanker, dry cargo as if liquid (e.g. cement)"), (8030, 79, "Container vessel"),
        (8040, 80, "Gas tanker"), (8050, 79, "Motor freighter, tug"), (8060, 89, "Motor tanker, tug"),
        (8070, 79, "Motor freighter with one or more ships alongside"), (8080, 89, "Motor freighter with tanker"),
        (8090, 79, "Motor freighter pushing one or more freighters"),
        (8100, 89, "Motor freighter pushing at least one tank-ship"), (8110, 79, "Tug, freighter"),
        (8120, 89, "Tug, tanker"), (8130, 31, "Tug freighter, coupled"), (8140, 31, "Tug, freighter/tanker, coupled"),
        (8150, 99, "Freightbarge"), (8160, 99, "Tankbarge"), (8161, 90, "Tankbarge, liquid cargo, type N"),
        (8162, 90, "Tankbarge, liquid cargo, type C"), (8163, 99, "Tankbarge, dry cargo as if liquid (e.g. cement)"),
        (8170, 99, "Freightbarge with containers"), (8180, 90, "Tankbarge, gas"),
        (8210, 79, "Pushtow, one cargo barge"), (8220, 79, "Pushtow, two cargo barges"),
        (8230, 79, "Pushtow, three cargo barges"), (8240, 79, "Pushtow, four cargo barges"),
        (8250, 79, "Pushtow, five cargo barges"), (8260, 79, "Pushtow, six cargo barges"),
        (8270, 79, "Pushtow, seven cargo barges"), (8280, 79, "Pushtow, eight cargo barges"),
        (8290, 79, "Pushtow, nine or more barges"), (8310, 80, "Pushtow, one tank/gas barge"),
        (8320, 80, "Pushtow, two barges at least one tanker or gas barge"),
        (8330, 80, "Pushtow, three barges at least one tanker or gas barge"),
        (8340, 80, "Pushtow, four barges at least one tanker or gas barge"),
        (8350, 80, "Pushtow, five barges at least one tanker or gas barge"),
        (8360, 80, "Pushtow, six barges at least one tanker or gas barge"),
        (8370, 80, "Pushtow, seven barges at least one tanker or gas barg"),
    ];

    private static readonly AisField[] place =
    [
        new("country", 88, 12, Text), new("locode", 100, 18, Text), new("section", 118, 30, Text),
        new("terminal", 148, 30, Text), new("hectometre", 178, 30, Text),
        new("eta", 208, 20, Moment, MonthToMinute(208, "M-DTh:m", digits: 1)),
    ];

    private static readonly AisLayout arrival = AisBinaryLayouts.Addressed(200, 21, 248,
        [.. place, new("tugs", 228, 3, Number), new("airdraught", 231, 12, Number)]);

    private static readonly AisLayout wantedArrival = AisBinaryLayouts.Addressed(200, 22, 232,
    [
        .. place, new("status", 228, 2, Code, AisLegends.Words(
            "status_text", ["Operational", "Limited operation", "Out of order", "N/A"], "")),
    ]);

    private static readonly AisLayout addressedPersons = AisBinaryLayouts.Addressed(200, 55, 168, Persons(88));
    private static readonly AisLayout persons = AisBinaryLayouts.Broadcast(200, 55, 136, Persons(56));

    private static readonly AisLayout weatherWarning = AisBinaryLayouts.Broadcast(200, 23, 256,
    [
        new("start", 56, 17, Moment, new AisMoment("Y-M-DTh:m", 2, 56, 64, 68, 90, 95, -1, YearBits: 8)),
        new("end", 73, 17, Moment, new AisMoment("Y-M-DTh:m", 2, 73, 81, 85, 101, 106, -1, YearBits: 8)),
        new("start_lon", 112, 28, SignedScaled, FineAngle), new("start_lat", 140, 27, SignedScaled, FineAngle),
        new("end_lon", 167, 28, SignedScaled, FineAngle), new("end_lat", 195, 27, SignedScaled, FineAngle),
        new("emma_type", 222, 4, Code, AisLegends.Words(
            "emma_type_text",
            [
                "Not Available", "Wind", "Rain", "Snow and ice", "Thunderstorm", "Fog", "Low temperature",
                "High temperature", "Flood", "Forest Fire",
            ],
            "INVALID EMMA TYPE")),
        new("min", 226, 9, Signed), new("max", 235, 9, Signed),
        new("emma_class", 244, 2, Code, AisLegends.Words(
            "emma_class_text", ["Slight", "Medium", "Strong"], "INVALID EMMA TYPE")),
        new("wind", 246, 4, Code, AisLegends.Words(
            "wind_text",
            [
                "N/A", "North", "North East", "East", "South East", "South", "South West", "West", "North West",
            ],
            "INVALID EMMA WIND DIRECTION")),
    ]);

    private static readonly AisLayout waterLevels = AisBinaryLayouts.Broadcast(200, 24, 168,
    [
        new("country", 56, 12, Text), new("gauges", 68, 0, AisMeaning.Rows, new AisRows(
            25, 0, [[new("id", 0, 11, Number), new("level", 11, 14, Signed)]])),
    ]);

    private static readonly AisLayout signal = AisBinaryLayouts.Broadcast(200, 40, 168,
    [
        new("lon", 56, 28, SignedScaled, FineAngle), new("lat", 84, 27, SignedScaled, FineAngle),
        new("form", 111, 4, Number), new("facing", 115, 9, Number),
        new("direction", 124, 3, Code, AisLegends.Words(
            "direction_text",
            ["Unknown", "Upstream", "Downstream", "To left bank", "To right bank"],
            "INVALID DIRECTION")),
        new("status", 127, 30, Code, AisLegends.Words(
            "status_text",
            [
                "Unknown", "No light", "White", "Yellow", "Green", "Red", "White flashing", "Yellow flashing.",
            ],
            "INVALID STATUS")),
    ]);

    /// <summary>All layouts of this file.</summary>
    public static IEnumerable<AisLayout> All =>
        [Ship.Layout, arrival, wantedArrival, addressedPersons, persons, weatherWarning, waterLevels, signal];

    /// <summary>The layout of a type 6 message, or null.</summary>
    public static AisLayout? FindAddressed(uint function, int length) => (function, length) switch
    {
        (21, 248) => arrival,
        (22, 232) => wantedArrival,
        (55, 168) => addressedPersons,
        _ => null,
    };

    /// <summary>The layout of a type 8 message, or null.</summary>
    public static AisLayout? FindBroadcast(in AisBits bits, uint function) => (function, bits.Length) switch
    {
        // Values that the function does not have show that the bits mean something else.
        (10, 168) when bits.Unsigned(Ship.Hazard) <= 5 => Ship.Layout,
        (23, 256) => weatherWarning,
        (24, 168) => waterLevels,
        (40, 168) => signal,
        (55, 88 or 136 or 168) => persons,
        _ => null,
    };

    private static AisField[] Persons(int start) =>
    [
        new("crew", start, 8, Number), new("passengers", start + 8, 13, Number),
        new("personnel", start + 21, 8, Number),
    ];

    private static string TypeWord(uint code)
    {
        foreach (var type in types)
        {
            if (type.Code == code || type.Maritime == code)
            {
                return type.Word;
            }
        }

        return "Illegal ship type value.";
    }
}
