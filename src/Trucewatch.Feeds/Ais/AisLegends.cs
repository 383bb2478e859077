namespace Trucewatch.Feeds.Ais;

/// <summary>The words that stand beside coded values in printed messages, spelled as gpsd spells them.</summary>
internal static class AisLegends
{
    private const string Later = "Reserved for future use";
    private const string Inland = "Regional use and inland waterways";

    private static readonly string[] statuses =
    [
        "Under way using engine", "At anchor", "Not under command", "Restricted maneuverability",
        "Constrained by her draught", "Moored", "Aground", "Engaged in fishing", "Under way sailing",
        "Reserved for HSC", "Reserved for WIG", "Power-driven vessel towing astern",
        "Power-driven vessel pushing ahead or towing alongside", "Reserved", "AIS-SART is active", "Not defined",
    ];

    private static readonly string[] fixDevices =
    [
        "Undefined", "GPS", "GLONASS", "Combined GPS/GLONASS", "Loran-C", "Chayka", "Integrated navigation system",
        "Surveyed", "Galileo", "Reserved (9)", "Reserved (10)", "Reserved (11)", "Reserved (12)", "Reserved (13)",
        "Reserved (14)", "Internal GNSS",
    ];

    private static readonly string[] aids =
    [
        "Unspecified", "Reference point", "RACON", "Fixed offshore structure", "Spare, Reserved for future use.",
        "Light, without sectors", "Light, with sectors", "Leading Light Front", "Leading Light Rear",
        "Beacon, Cardinal N", "Beacon, Cardinal E", "Beacon, Cardinal S", "Beacon, Cardinal W", "Beacon, Port hand",
        "Beacon, Starboard hand", "Beacon, Preferred Channel port hand", "Beacon, Preferred Channel starboard hand",
        "Beacon, Isolated danger", "Beacon, Safe water", "Beacon, Special mark", "Cardinal Mark N", "Cardinal Mark E",
        "Cardinal Mark S", "Cardinal Mark W", "Port hand Mark", "Starboard hand Mark", "Preferred Channel Port hand",
        "Preferred Channel Starboard hand", "Isolated danger", "Safe Water", "Special Mark",
        "Light Vessel / LANBY / Rigs",
    ];

    private static readonly string[] thirties =
    [
        "Fishing", "Towing", "Towing: length exceeds 200m or breadth exceeds 25m", "Dredging or underwater ops",
        "Diving ops", "Military ops", "Sailing", "Pleasure Craft", "Reserved", "Reserved",
    ];

    private static readonly string[] fifties =
    [
        "Pilot Vessel", "Search and Rescue vessel", "Tug", "Port Tender", "Anti-pollution equipment",
        "Law Enforcement", "Spare - Local Vessel", "Spare - Local Vessel", "Medical Transport",
        "Ship according to RR Resolution No. 18",
    ];

    private static readonly string[] shipTypes = MakeShipTypes();

    private static readonly string[] stationTypes =
    [
        "All types of mobiles", Later, "All types of Class B mobile stations", "SAR airborne mobile station",
        "Aid to Navigation station", "Class B shipborne mobile station", Inland, Inland, Inland, Inland, Later, Later,
        Later, Later, Later, Later,
    ];

    /// <summary>Navigation status, 0 to 15.</summary>
    public static readonly AisLegend Status = new("status_text", code => statuses[code]);

    /// <summary>Navigation status of a long-range report.</summary>
    public static readonly AisLegend LongRangeStatus = Status with { OnlyScaled = true };

    /// <summary>Position fixing device, 0 to 15.</summary>
    public static readonly AisLegend FixDevice = new("epfd_text", code => fixDevices[code]);

    /// <summary>Aid to navigation, 0 to 31.</summary>
    public static readonly AisLegend Aid = new("aid_type_text", code => aids[code]);

    /// <summary>Ship and cargo type, 0 to 255.</summary>
    public static readonly AisLegend ShipType = Words("shiptype_text", shipTypes, "INVALID SHIP TYPE");

    /// <summary>Kind of stations that an assignment is for, 0 to 15.</summary>
    public static readonly AisLegend StationType = new("stationtype_text", code => stationTypes[code]);

    /// <summary>A legend of the words for the codes from 0, and the word for all codes beyond them.</summary>
    public static AisLegend Words(string textName, string[] words, string beyond) =>
        new(textName, code => code < words.Length ? words[code] : beyond);

    // Tens name the ship; the second digit names the cargo, where a ship of that kind carries one.
    private static string[] MakeShipTypes()
    {
        var types = new string[100];
        types[0] = "Not available";
        Array.Fill(types, "Reserved for future use", 1, 19);
        Cargo(types, 20, "Wing in ground (WIG)", "Reserved for future use");
        thirties.CopyTo(types, 30);
        Cargo(types, 40, "High speed craft (HSC)", "No additional information");
        fifties.CopyTo(types, 50);
        Cargo(types, 60, "Passenger", "No additional information");
        Cargo(types, 70, "Cargo", "No additional information");
        Cargo(types, 80, "Tanker", "No additional information");
        Cargo(types, 90, "Other Type", "no additional information");
        return types;
    }

    private static void Cargo(string[] types, int from, string ship, string last)
    {
        types[from] = $"{ship} - all ships of this type";
        for (var i = 1; i <= 8; i++)
        {
            types[from + i] = i <= 4
                ? $"{ship} - Hazardous category {(char)('A' + i - 1)}"
                : $"{ship} - Reserved for future use";
        }

        types[from + 9] = $"{ship} - {last}";
    }
}
