using static Trucewatch.Feeds.Ais.AisLayouts;
using static Trucewatch.Feeds.Ais.AisMeaning;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Binary messages, type 6 to one station and type 8 to all, by designated area code and function: international ones
/// (area 1; IMO SN/Circ.236 and SN.1/Circ.289) and aids to navigation of the British Isles (235 and 250). Inland ones
/// stand in <see cref="AisInlandLayouts"/>. What is not known is printed as its bits.
/// </summary>
internal static class AisBinaryLayouts
{
    /// <summary>First bit of the content of a type 6 message.</summary>
    public const int AddressedStart = 88;

    /// <summary>First bit of the content of a type 8 message.</summary>
    public const int BroadcastStart = 56;

    private static readonly AisField addressedArea = new("dac", 72, 10, Number);
    private static readonly AisField addressedFunction = new("fid", 82, 6, Number);
    private static readonly AisField broadcastArea = new("dac", 40, 10, Number);
    private static readonly AisField broadcastFunction = new("fid", 50, 6, Number);

    private static readonly AisField[] addressedHead =
    [
        new("seqno", 38, 2, Number), new("dest_mmsi", 40, 30, Number), new("retransmit", 70, 1, Flag), addressedArea,
        addressedFunction,
    ];

    private static readonly AisField[] broadcastHead = [broadcastArea, broadcastFunction];

    private static readonly AisLayout addressedUnknown = new("6", [6], AddressedStart, AisLinkLayouts.MostBits,
        [.. addressedHead, new("data", AddressedStart, 0, Hex)]);

    private static readonly AisLayout broadcastUnknown = new("8", [8], BroadcastStart, AisLinkLayouts.MostBits,
        [.. broadcastHead, new("data", BroadcastStart, 0, Hex)]);

    /// <summary>All layouts of binary messages.</summary>
    public static IEnumerable<AisLayout> All =>
    [
        addressedUnknown, broadcastUnknown, aidMonitoring, aidMonitoringIrish, .. AisInternationalLayouts.All,
        .. AisInlandLayouts.All,
    ];

    private static readonly AisLayout aidMonitoring = AidMonitoring(235);
    private static readonly AisLayout aidMonitoringIrish = AidMonitoring(250);

    /// <summary>The layout of a type 6 message.</summary>
    public static AisLayout FindAddressed(in AisBits bits)
    {
        var function = bits.Unsigned(addressedFunction);
        var known = bits.Unsigned(addressedArea) switch
        {
            1 => AisInternationalLayouts.FindAddressed(function, bits.Length),
            200 => AisInlandLayouts.FindAddressed(function, bits.Length),
            235 when function == 10 && bits.Length == 136 => aidMonitoring,
            250 when function == 10 && bits.Length == 136 => aidMonitoringIrish,
            _ => null,
        };
        return known ?? addressedUnknown;
    }

    /// <summary>The layout of a type 8 message.</summary>
    public static AisLayout FindBroadcast(in AisBits bits)
    {
        var function = bits.Unsigned(broadcastFunction);
        var known = bits.Unsigned(broadcastArea) switch
        {
            1 => AisInternationalLayouts.FindBroadcast(function, bits.Length),
            200 => AisInlandLayouts.FindBroadcast(bits, function),
            _ => null,
        };
        return known ?? broadcastUnknown;
    }

    /// <summary>A layout of a type 6 message; one without a length of its own is read at any length.</summary>
    internal static AisLayout Addressed(
        uint area, uint function, int composedBits, AisField[] fields, int minBits = AddressedStart) => new(
        FormattableString.Invariant($"6/{area}/{function}"), [6], minBits, AisLinkLayouts.MostBits,
        [.. addressedHead, .. fields])
        {
            ComposedBits = composedBits,
            Selected = [(addressedArea, area), (addressedFunction, function)],
        };

    /// <summary>A layout of a type 8 message; one without a length of its own is read at any length.</summary>
    internal static AisLayout Broadcast(
        uint area, uint function, int composedBits, AisField[] fields, int minBits = BroadcastStart) => new(
        FormattableString.Invariant($"8/{area}/{function}"), [8], minBits, AisLinkLayouts.MostBits,
        [.. broadcastHead, .. fields])
        {
            ComposedBits = composedBits,
            Selected = [(broadcastArea, area), (broadcastFunction, function)],
        };

    // Voltages in twentieths, the state of the racon and of the light.
    private static AisLayout AidMonitoring(uint area)
    {
        var volts = new AisScale(0, 20, 2);
        return Addressed(area, 10, 136,
        [
            new("off_pos", 131, 1, Flag), new("alarm", 122, 1, Flag), new("stat_ext", 123, 8, Number),
            new("ana_int", 88, 10, Scaled, volts), new("ana_ext1", 98, 10, Scaled, volts),
            new("ana_ext2", 108, 10, Scaled, volts),
            new("racon", 118, 2, Code, AisLegends.Words(
                "racon_text",
                ["No RACON installed", "RACON not monitored", "RACON operational", "RACON ERROR"],
                "")),
            new("light", 120, 2, Code, AisLegends.Words(
                "light_text", ["No light or no monitoring", "Light ON", "Light OFF", "Light ERROR"], "")),
        ]);
    }
}
