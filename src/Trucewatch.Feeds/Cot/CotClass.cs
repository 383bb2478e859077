using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Reads the kind of object out of a CoT type. The second part of the type, the affiliation, is the sender's opinion of
/// friend and foe; it is never read, because no party's opinion decides whose object something is.
/// </summary>
internal static class CotClass
{
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
