using static Trucewatch.Feeds.Ais.AisMeaning;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// The messages about other messages, words between stations and the radio link (ITU-R M.1371-5, annex 8: 7, 10, 12 to
/// 17, 20, 22, 23, 25, 26). They say nothing of where a ship is.
/// </summary>
internal static class AisLinkLayouts
{
    /// <summary>Most bits of a message of five slots.</summary>
    public const int MostBits = 1008;

    private const int WholeSlot = 168;

    // A field that this form of the message lacks.
    private const int Absent = 0;

    private static readonly AisField addressedChannel = new("addressed", 139, 1, Flag);
    private static readonly AisField isAddressed = new("addressed", 38, 1, Flag);
    private static readonly AisField isStructured = new("structured", 39, 1, Flag);

    // Messages to one station, and acknowledgements.
    private static readonly AisLayout acknowledge = new("7", [7, 13], 72, 168,
    [
        new("mmsi1", 40, 30, Number), new("mmsi2", 72, 30, Number), new("mmsi3", 104, 30, Number),
        new("mmsi4", 136, 30, Number),
    ]) { ComposedBits = 168 };

    private static readonly AisLayout timeInquiry = new("10", [10], 72, WholeSlot, [new("dest_mmsi", 40, 30, Number)]);

    private static readonly AisLayout safetyMessage = new("12", [12], 72, MostBits,
    [
        new("seqno", 38, 2, Number), new("dest_mmsi", 40, 30, Number), new("retransmit", 70, 1, Flag),
        new("text", 72, 0, Text),
    ]);

    private static readonly AisLayout safetyBroadcast = new("14", [14], 40, MostBits, [new("text", 40, 0, Text)]);

    private static readonly AisLayout interrogation = new("15", [15], 88, 168,
    [
        new("mmsi1", 40, 30, Number), new("type1_1", 70, 6, Number), new("offset1_1", 76, 12, Number),
        new("type1_2", 90, 6, Number), new("offset1_2", 96, 12, Number), new("mmsi2", 110, 30, Number),
        new("type2_1", 140, 6, Number), new("offset2_1", 146, 12, Number),
    ]) { ComposedBits = 160 };

    private static readonly AisField[] firstAssignment =
        [new("mmsi1", 40, 30, Number), new("offset1", 70, 12, Number), new("increment1", 82, 10, Number)];

    private static readonly AisLayout oneAssignment = new("16/1", [16], 96, TwoAssignmentsBits - 1,
    [
        .. firstAssignment, new("mmsi2", 0, Absent, Number), new("offset2", 0, Absent, Number),
        new("increment2", 0, Absent, Number),
    ]);

    private static readonly AisLayout twoAssignments = new("16/2", [16], TwoAssignmentsBits, 168,
    [
        .. firstAssignment, new("mmsi2", 92, 30, Number), new("offset2", 122, 12, Number),
        new("increment2", 134, 10, Number),
    ]);

    private const int TwoAssignmentsBits = 144;

    private static readonly AisLayout corrections = new("17", [17], 80, 816,
    [
        new("lon", 40, 18, SignedScaled, AisLayouts.CoarseAngle),
        new("lat", 58, 17, SignedScaled, AisLayouts.CoarseAngle), new("data", 80, 0, Hex),
    ]);

    private static readonly AisLayout linkManagement = new("20", [20], 72, 186,
    [
        .. Reservation(1, 40), .. Reservation(2, 70), .. Reservation(3, 100), .. Reservation(4, 130),
    ]) { ComposedBits = 160 };

    private static readonly AisField[] channelHead =
    [
        new("channel_a", 40, 12, Number), new("channel_b", 52, 12, Number), new("txrx", 64, 4, Number),
        new("power", 68, 1, Flag),
    ];

    private static readonly AisField[] channelTail =
    [
        addressedChannel, new("band_a", 140, 1, Flag), new("band_b", 141, 1, Flag), new("zonesize", 142, 3, Number),
    ];

    private static readonly AisScale corner = new(0, 600, 6);

    private static readonly AisLayout channelOfArea = new("22/area", [22], 168, 180,
    [
        .. channelHead,
        new("ne_lon", 69, 18, SignedScaledText, corner), new("ne_lat", 87, 17, SignedScaledText, corner),
        new("sw_lon", 104, 18, SignedScaledText, corner), new("sw_lat", 122, 17, SignedScaledText, corner),
        .. channelTail,
    ]) { Selected = [(addressedChannel, 0)] };

    private static readonly AisLayout channelOfStations = new("22/stations", [22], 168, 180,
        [.. channelHead, new("dest1", 69, 30, Number), new("dest2", 104, 30, Number), .. channelTail])
        { Selected = [(addressedChannel, 1)] };

    private static readonly AisLayout groupAssignment = new("23", [23], 160, 180,
    [
        new("ne_lon", 40, 18, SignedScaledText, corner), new("ne_lat", 58, 17, SignedScaledText, corner),
        new("sw_lon", 75, 18, SignedScaledText, corner), new("sw_lat", 93, 17, SignedScaledText, corner),
        new("stationtype", 110, 4, Code, AisLegends.StationType), new("shiptype", 114, 8, Code, AisLegends.ShipType),
        new("interval", 146, 4, Number), new("quiet", 150, 4, Number),
    ]);

    // The four forms of types 25 and 26: addressed or not, with an application's id or not.
    private static readonly AisLayout[] single = [.. Enumerable.Range(0, 4).Select(form => Binary(25, form))];
    private static readonly AisLayout[] multiple = [.. Enumerable.Range(0, 4).Select(form => Binary(26, form))];

    /// <summary>All layouts of this file.</summary>
    public static IEnumerable<AisLayout> All =>
    [
        acknowledge, timeInquiry, safetyMessage, safetyBroadcast, interrogation, oneAssignment, twoAssignments,
        corrections, linkManagement, channelOfArea, channelOfStations, groupAssignment, .. single, .. multiple,
    ];

    /// <summary>The layout of a message of one of these types, or null.</summary>
    public static AisLayout? Find(in AisBits bits, uint type) => type switch
    {
        7 or 13 => acknowledge,
        10 => timeInquiry,
        12 => safetyMessage,
        14 => safetyBroadcast,
        15 => interrogation,
        16 => bits.Length < TwoAssignmentsBits ? oneAssignment : twoAssignments,
        17 => corrections,
        20 => linkManagement,
        22 => bits.Flag(addressedChannel) ? channelOfStations : channelOfArea,
        23 => groupAssignment,
        25 => single[bits.Unsigned(isAddressed.Start, 2)],
        26 => multiple[bits.Unsigned(isAddressed.Start, 2)],
        _ => null,
    };

    private static AisField[] Reservation(int number, int start)
    {
        var name = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            new("offset" + name, start, 12, Number), new("number" + name, start + 12, 4, Number),
            new("timeout" + name, start + 16, 3, Number), new("increment" + name, start + 19, 11, Number),
        ];
    }

    private static AisLayout Binary(int type, int form)
    {
        const int AddressBits = 30;
        const int ApplicationBits = 16;
        // Type 26 ends with the state of the link.
        var stateBits = type == 26 ? 20 : 0;
        var address = form >= 2 ? AddressBits : Absent;
        var application = form % 2 == 1 ? ApplicationBits : Absent;
        var start = 40 + address + application;
        AisField[] fields =
        [
            isAddressed, isStructured, new("dest_mmsi", 40, address, Number),
            new("app_id", 40 + address, application, Number), new("data", start, -stateBits, Hex),
        ];
        return new AisLayout(
            FormattableString.Invariant($"{type}/{form}"),
            [type],
            Math.Max(start + stateBits, type == 26 ? 60 : 40),
            type == 26 ? 1004 : 168,
            stateBits == 0 ? fields : [.. fields, new("radio", 0, Absent, Number)])
        {
            Selected = [(isAddressed, (uint)form >> 1), (isStructured, (uint)form & 1)],
        };
    }
}
