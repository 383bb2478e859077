namespace Trucewatch.Feeds.Odid;

/// <summary>Words for the numbers of Remote ID (F3411).</summary>
internal static class OdidWords
{
    /// <summary>Kind of drone.</summary>
    public static string Drone(int kind) => kind switch
    {
        0 => "none",
        1 => "aeroplane",
        2 => "helicopter or multirotor",
        3 => "gyroplane",
        4 => "hybrid lift",
        5 => "ornithopter",
        6 => "glider",
        7 => "kite",
        8 => "free balloon",
        9 => "captive balloon",
        10 => "airship",
        11 => "parachute",
        12 => "rocket",
        13 => "tethered powered aircraft",
        14 => "ground obstacle",
        _ => "other",
    };

    /// <summary>Kind of id.</summary>
    public static string Id(int kind) => kind switch
    {
        0 => "none",
        1 => "serial number",
        2 => "registration",
        3 => "assigned by traffic management",
        4 => "session",
        _ => "reserved",
    };

    /// <summary>Status of the flight.</summary>
    public static string Status(int status) => status switch
    {
        0 => "undeclared",
        1 => "ground",
        2 => "airborne",
        3 => "emergency",
        4 => "remote id failure",
        _ => "reserved",
    };
}
