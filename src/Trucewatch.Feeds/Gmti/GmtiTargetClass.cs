using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Gmti;

/// <summary>What the numbers of field D32.10 say; those from 128 on are the same classes, simulated.</summary>
internal static class GmtiTargetClass
{
    private const uint Simulated = 128;
    private const uint TaggingDevice = 142;
    private const uint TaggingDeviceOfEdition3 = 143;

    /// <summary>True for a target that no radar saw.</summary>
    public static bool IsSimulated(uint code) =>
        code >= Simulated && code is not (TaggingDevice or TaggingDeviceOfEdition3);

    /// <summary>The class, as far as it is one of ours.</summary>
    public static ObjectClass Of(uint code) => (IsSimulated(code) ? code - Simulated : code) switch
    {
        // Tracked, wheeled, amphibious, any vehicle, many returns on land, small vehicle.
        1 or 2 or 8 or 10 or 12 or 17 => ObjectClass.Vehicle,
        3 or 4 => ObjectClass.Aircraft,
        6 or 13 => ObjectClass.Vessel,
        9 => ObjectClass.Person,
        // A turning aerial or fan that stays where it is.
        5 or 16 => ObjectClass.Installation,
        _ => ObjectClass.Unknown,
    };

    /// <summary>The class in words, without saying whether it is simulated; null for a reserved number.</summary>
    public static string? Words(uint code) => code is TaggingDevice or TaggingDeviceOfEdition3
        ? "tagging device"
        : (code & (Simulated - 1)) switch
        {
            0 => "no information",
            1 => "tracked vehicle",
            2 => "wheeled vehicle",
            3 => "rotary-wing aircraft",
            4 => "fixed-wing aircraft",
            5 => "stationary rotator",
            6 => "maritime",
            7 => "beacon",
            8 => "amphibious",
            9 => "person",
            10 => "vehicle",
            11 => "animal",
            12 => "many returns, land",
            13 => "many returns, maritime",
            14 => "clutter",
            15 => "phantom",
            16 => "ground rotator",
            17 => "small vehicle",
            18 => "low slow flyer",
            126 => "other",
            127 => "unknown",
            _ => null,
        };
}
