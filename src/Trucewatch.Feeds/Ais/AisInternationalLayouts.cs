using static Trucewatch.Feeds.Ais.AisBinaryLayouts;
using static Trucewatch.Feeds.Ais.AisLayouts;
using static Trucewatch.Feeds.Ais.AisMeaning;

namespace Trucewatch.Feeds.Ais;

/// <summary>International binary messages: area 1 (IMO SN/Circ.236, SN.1/Circ.289).</summary>
internal static class AisInternationalLayouts
{
    /// <summary>Bits of one target of a vessel traffic service; gpsd reads 122.</summary>
    public const int TargetBits = 120;

    private const int PersonsBits = 72;

    /// <summary>A target's own bits: what its identity is, the identity, place, motion.</summary>
    public static class Target
    {
        public static readonly AisField IdType = new("idtype", 0, 2, Code, AisLegends.Words(
            "idtype_text", ["mmsi", "imo", "callsign", "other"], ""));

        public static readonly AisField Mmsi = new("mmsi", 2, 42, NumberText);
        public static readonly AisField Imo = new("imo", 2, 42, NumberText);
        public static readonly AisField CallSign = new("callsign", 2, 42, Text);
        public static readonly AisField Other = new("other", 2, 42, Text);
        public static readonly AisField Latitude = new("lat", 48, 24, SignedScaled, MiddleAngle);
        public static readonly AisField Longitude = new("lon", 72, 25, SignedScaled, MiddleAngle);
        public static readonly AisField Course = new("course", 97, 9, Number);
        public static readonly AisField Second = new("second", 106, 6, Number);
        public static readonly AisField Speed = new("speed", 112, 8, Number);

        public static readonly AisRows Rows = new(
            TargetBits, 2, [Shape(Mmsi), Shape(Imo), Shape(CallSign), Shape(Other)]);

        private static AisField[] Shape(AisField id) =>
            [IdType, id, Latitude, Longitude, Course, Second, Speed];
    }

    /// <summary>
    /// Targets of a vessel traffic service. Services of the first edition send them as function 16, which gpsd and so
    /// this printer do not take apart.
    /// </summary>
    public static readonly AisLayout Targets =
        Broadcast(1, 17, BroadcastStart, [new("targets", BroadcastStart, 0, AisMeaning.Rows, Target.Rows)]);

    private static readonly AisLayout dangerousCargo = Addressed(1, 12, 360,
    [
        new("lastport", 88, 30, Text), new("departure", 118, 20, Moment, MonthToMinute(118, "M-DTh:mZ")),
        new("nextport", 138, 30, Text), new("eta", 168, 20, Moment, MonthToMinute(168, "M-DTh:mZ")),
        new("dangerous", 188, 120, Text), new("imdcat", 308, 24, Text), new("unid", 332, 13, Number),
        new("amount", 345, 10, Number), new("unit", 355, 2, Number),
    ]);

    private static readonly AisLayout tides = Addressed(1, 14, 97,
    [
        new("month", 88, 4, Number), new("day", 92, 5, Number), new("tidals", 97, 0, AisMeaning.Rows, Tidal(
            93, ("lat", 0, 27), ("lon", 27, 28), from: 55, currentBits: 7)),
    ]);

    private static readonly AisLayout tidesOf289 = Addressed(1, 32, 97,
    [
        new("month", 88, 4, Number), new("day", 92, 5, Number), new("tidals", 97, 0, AisMeaning.Rows, Tidal(
            88, ("lat", 25, 24), ("lon", 0, 25), from: 49, currentBits: 8)),
    ]);

    private static readonly AisLayout addressedAirDraught =
        Addressed(1, 15, 104, [new("airdraught", AddressedStart, 11, Number)]);

    private static readonly AisLayout addressedPersons =
        Addressed(1, 16, 136, [new("persons", AddressedStart, 13, Number)]);

    private static readonly AisLayout clearance = Addressed(1, 18, 360,
    [
        new("linkage", 88, 10, Number), new("arrival", 98, 20, Moment, MonthToMinute(98, "M-DTh:mZ")),
        new("portname", 118, 120, Text), new("destination", 238, 30, Text),
        new("lon", 268, 25, SignedScaled, MiddleAngle), new("lat", 293, 24, SignedScaled, MiddleAngle),
    ]);

    private static readonly AisLayout berth = Addressed(1, 20, 360,
    [
        new("linkage", 88, 10, Number), new("berth_length", 98, 9, Number),
        new("position", 115, 3, Code, AisLegends.Words(
            "position_text",
            [
                "Not available", "Port-side to", "Starboard-side to", "Mediterranean (end-on) mooring", "Mooring buoy",
                "Anchorage",
            ],
            "Reserved for future use")),
        new("arrival", 118, 20, Moment, MonthToMinute(118, "M-DTh:m", digits: 1)),
        new("availability", 138, 1, Number), .. BerthServices(), new("berth_name", 191, 120, Text),
        new("berth_lon", 311, 25, SignedScaled, MiddleAngle), new("berth_lat", 336, 24, SignedScaled, MiddleAngle),
        new("berth_depth", 107, 8, Scaled, Tenths),
    ]);

    private static readonly AisLayout cargos = Addressed(1, 25, 100,
    [
        new("unit", 88, 2, Number), new("amount", 90, 10, Number),
        new("cargos", 100, 0, AisMeaning.Rows, new AisRows(
            17, 0, [[new("code", 0, 4, Number), new("subtype", 4, 13, Number)]])),
    ]);

    private static readonly AisLayout addressedRoute = Addressed(1, 28, 149, Route(AddressedStart), 149);
    private static readonly AisLayout route = Broadcast(1, 27, 117, Route(BroadcastStart), 117);
    private static readonly AisLayout addressedNotice = Addressed(1, 23, 143, Notice(AddressedStart), 143);
    private static readonly AisLayout notice = Broadcast(1, 22, 111, Notice(BroadcastStart), 111);

    private static readonly AisLayout addressedText = Addressed(1, 30, 98, Words(AddressedStart));
    private static readonly AisLayout text = Broadcast(1, 29, 66, Words(BroadcastStart));

    private static readonly AisLayout fairwayClosed = Broadcast(1, 13, 472,
    [
        new("reason", 56, 120, Text), new("closefrom", 176, 120, Text), new("closeto", 296, 120, Text),
        new("radius", 416, 10, Number), new("extunit", 426, 2, Number),
        new("from", 428, 20, Moment, new AisMoment("M-DTh:m", 2, -1, 433, 428, 437, 442, -1)),
        new("to", 448, 20, Moment, new AisMoment("M-DTh:m", 2, -1, 453, 448, 457, 462, -1)),
    ]);

    private static readonly AisLayout airDraught = Broadcast(1, 15, 72, [new("airdraught", 56, 11, Number)]);
    private static readonly AisLayout persons = Broadcast(1, 16, PersonsBits, [new("persons", 56, 13, Number)]);

    private static readonly AisLayout trafficSignal = Broadcast(1, 19, 360,
    [
        new("linkage", 56, 10, Number), new("station", 66, 120, Text),
        new("lon", 186, 25, SignedScaled, MiddleAngle), new("lat", 211, 24, SignedScaled, MiddleAngle),
        new("status", 235, 2, Number), new("signal", 237, 5, Code, Signals("signal_text")),
        new("hour", 242, 5, Number), new("minute", 247, 6, Number),
        new("nextsignal", 253, 5, Code, Signals("nextsignal_text")),
    ]);

    /// <summary>All layouts of this file, and the weather's.</summary>
    public static IEnumerable<AisLayout> All =>
    [
        dangerousCargo, tides, tidesOf289, addressedAirDraught, addressedPersons, clearance, berth, cargos,
        addressedRoute, route, addressedNotice, notice, addressedText, text, fairwayClosed, airDraught, persons,
        Targets, trafficSignal, AisWeatherLayouts.Of236, AisWeatherLayouts.Of289,
    ];

    /// <summary>The layout of a type 6 message, or null.</summary>
    public static AisLayout? FindAddressed(uint function, int length) => function switch
    {
        12 => dangerousCargo,
        14 => tides,
        15 => addressedAirDraught,
        16 => addressedPersons,
        18 => clearance,
        20 => berth,
        23 when length >= addressedNotice.MinBits => addressedNotice,
        25 => cargos,
        28 when length >= addressedRoute.MinBits => addressedRoute,
        30 => addressedText,
        32 => tidesOf289,
        _ => null,
    };

    /// <summary>The layout of a type 8 message, or null.</summary>
    public static AisLayout? FindBroadcast(uint function, int length) => function switch
    {
        11 => AisWeatherLayouts.Of236,
        13 => fairwayClosed,
        15 => airDraught,
        16 when length == PersonsBits => persons,
        17 => Targets,
        19 => trafficSignal,
        22 when length >= notice.MinBits => notice,
        27 when length >= route.MinBits => route,
        29 => text,
        31 => AisWeatherLayouts.Of289,
        _ => null,
    };

    private static AisRows Tidal(
        int size, (string Name, int Start, int Width) latitude, (string Name, int Start, int Width) longitude, int from,
        int currentBits) => new(
        size, 0,
        [
            [
                new("lon", longitude.Start, longitude.Width, SignedScaled, MiddleAngle),
                new("lat", latitude.Start, latitude.Width, SignedScaled, MiddleAngle),
                new("from_hour", from, 5, Number), new("from_min", from + 5, 6, Number),
                new("to_hour", from + 11, 5, Number), new("to_min", from + 16, 6, Number),
                new("cdir", from + 22, 9, Number), new("cspeed", from + 31, currentBits, Scaled, Tenths),
            ],
        ],
        KeepsCut: true);

    private static IEnumerable<AisField> BerthServices()
    {
        string[] names =
        [
            "agent", "fuel", "chandler", "stevedore", "electrical", "water", "customs", "cartage", "crane", "lift",
            "medical", "navrepair", "provisions", "shiprepair", "surveyor", "steam", "tugs", "solidwaste",
            "liquidwaste", "hazardouswaste", "ballast", "additional", "regional1", "regional2", "future1", "future2",
        ];
        return names.Select((name, number) => new AisField(name, 139 + (2 * number), 2, Number));
    }

    private static AisField[] Words(int start) =>
        [new("linkage", start, 10, Number), new("text", start + 10, 0, Text)];

    private static AisField[] Route(int start)
    {
        AisField[] point =
            [new("lon", 0, 28, SignedScaled, FineAngle), new("lat", 28, 27, SignedScaled, FineAngle)];
        var count = new AisField("waycount", start + 56, 5, Number);
        return
        [
            new("linkage", start, 10, Number), new("sender", start + 10, 3, Number),
            new("rtype", start + 13, 5, Code, new AisLegend("rtype_text", RouteType)),
            new("start", start + 18, 20, Moment, MonthToMinute(start + 18, "M-DTh:mZ")),
            new("duration", start + 38, 18, Number),
            new("waypoints", start + 61, 0, AisMeaning.Rows, new AisRows(55, 0, [point], count)),
        ];
    }

    private static string RouteType(uint code) => code switch
    {
        0 => "Undefined (default)",
        1 => "Mandatory",
        2 => "Recommended",
        3 => "Alternative",
        4 => "Recommended route through ice",
        5 => "Ship route plan",
        31 => "Cancel route identified by message linkage",
        _ => "Reserved for future use.",
    };

    // The bits stand beside the fields, so that whoever expects only gpsd's members finds them.
    private static AisField[] Notice(int start)
    {
        AisField shape = new("shape", 0, 3, Code, AisLegends.Words(
            "shape_text", ["circle", "rectangle", "sector", "polyline", "polygon", "text"], "reserved"));
        AisField[] place =
        [
            shape, new("scale", 3, 2, Number), new("lon", 5, 25, SignedScaled, MiddleAngle),
            new("lat", 30, 24, SignedScaled, MiddleAngle), new("precision", 54, 3, Number),
        ];
        AisField[] circle = [.. place, new("radius", 57, 12, Number)];
        AisField[] rectangle =
        [
            .. place, new("east", 57, 8, Number), new("north", 65, 8, Number), new("orientation", 73, 9, Number),
        ];
        AisField[] sector = [.. circle, new("left", 69, 9, Number), new("right", 78, 9, Number)];
        AisField[] legs =
        [
            shape, new("scale", 3, 2, Number),
            .. Enumerable.Range(0, 4).SelectMany(number => Leg(5 + (20 * number), number)),
        ];
        var areas = new AisRows(
            87, 3,
            [circle, rectangle, sector, legs, legs, [shape, new("text", 3, 84, Text)], [shape], [shape]]);
        return
        [
            new("data", start, 0, Hex), new("linkage", start, 10, Number), new("notice", start + 10, 7, Number),
            new("start", start + 17, 20, Moment, MonthToMinute(start + 17, "M-DTh:mZ")),
            new("duration", start + 37, 18, Number), new("areas", start + 55, 0, AisMeaning.Rows, areas),
        ];
    }

    private static AisField[] Leg(int start, int number) =>
    [
        new(FormattableString.Invariant($"angle{number + 1}"), start, 10, Number),
        new(FormattableString.Invariant($"distance{number + 1}"), start + 10, 10, Number),
    ];

    private static AisLegend Signals(string textName) => AisLegends.Words(
        textName,
        [
            "N/A", "Serious emergency - stop or divert according to instructions.", "Vessels shall not proceed.",
            "Vessels may proceed. One way traffic.", "Vessels may proceed. Two way traffic.",
            "Vessels shall proceed on specific orders only.", "Vessels in main channel shall not proceed.",
            "Vessels in main channel shall proceed on specific orders only.",
            "Vessels in main channel shall proceed on specific orders only.",
            "I = \"in-bound\" only acceptable.", "O = \"out-bound\" only acceptable.",
            "F = both \"in- and out-bound\" acceptable.", "XI = Code will shift to \"I\" in due time.",
            "XO = Code will shift to \"O\" in due time.", "X = Vessels shall proceed only on direction.",
        ],
        "INVALID SIGNAL TYPE");
}
