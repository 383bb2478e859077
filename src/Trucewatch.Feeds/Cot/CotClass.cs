using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Cot;

/// <summary>What an event is, by its type.</summary>
internal enum CotKind : byte
{
    /// <summary>Tasking, deletions, requests, markers and whatever else says nothing here.</summary>
    Other,

    /// <summary><c>a-...</c>: a thing at a place.</summary>
    Thing,

    /// <summary><c>u-d-...</c>: a drawn line, area, circle or ellipse.</summary>
    Shape,

    /// <summary><c>b-m-r</c>: a way that somebody plans.</summary>
    Route,

    /// <summary><c>b-a-...</c>: an alert or the end of one.</summary>
    Alert,

    /// <summary><c>b-t-f</c>: a message in words.</summary>
    Chat,
}

/// <summary>
/// Reads the kind of object out of a CoT type. The second part of the type, the affiliation, is the sender's opinion of
/// friend and foe; it is never read, because no party's opinion decides whose object something is.
/// </summary>
internal static class CotClass
{
    /// <summary>What an event of this type is. Receipts of chat (<c>b-t-f-d</c>, <c>b-t-f-r</c>) are none.</summary>
    public static CotKind KindOf(ReadOnlySpan<byte> type) => type.Length < 3 || type[1] != '-' ? CotKind.Other
        : type[0] == 'a' ? IsThing(type) ? CotKind.Thing : CotKind.Other
        : type[0] == 'u' ? Begins(type, "u-d"u8) ? CotKind.Shape : CotKind.Other
        : Begins(type, "b-a"u8) ? CotKind.Alert
        : Begins(type, "b-m-r"u8) ? CotKind.Route
        : type.SequenceEqual("b-t-f"u8) ? CotKind.Chat
        : CotKind.Other;

    /// <summary>
    /// True for <c>a-...</c> types ("atoms"): a thing at a place, as against drawings, chat and tasking.
    /// </summary>
    public static bool IsThing(ReadOnlySpan<byte> type) => type.Length >= 5 && type[0] == 'a' && type[1] == '-'
        && type[3] == '-';

    /// <summary>The class of a thing's type.</summary>
    public static ObjectClass Of(ReadOnlySpan<byte> type)
    {
        if (!IsThing(type) || (type.Length > 5 && type[5] != '-'))
        {
            return ObjectClass.Unknown;
        }

        var function = type.Length > 6 ? type[6..] : default;
        return type[4] switch
        {
            (byte)'A' when IsDrone(function) => ObjectClass.Drone,
            (byte)'A' => ObjectClass.Aircraft,
            (byte)'G' when Begins(function, "U-C-I"u8) => ObjectClass.Person,
            (byte)'G' when Begins(function, "I"u8) => ObjectClass.Installation,
            (byte)'G' => ObjectClass.Vehicle,
            (byte)'S' or (byte)'U' => ObjectClass.Vessel,
            _ => ObjectClass.Unknown,
        };
    }

    private static bool IsDrone(ReadOnlySpan<byte> function) =>
        Begins(function, "M-F-Q"u8) || Begins(function, "M-H-Q"u8) || Begins(function, "C-F-q"u8);

    private static bool Begins(ReadOnlySpan<byte> function, ReadOnlySpan<byte> parts) =>
        function.StartsWith(parts) && (function.Length == parts.Length || function[parts.Length] == '-');
}
