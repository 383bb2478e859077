using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Emitter categories: a set A to D by type code 4 to 1, and a number 0 to 7 (DO-260B, 2.2.3.2.5.2).</summary>
internal static class Emitter
{
    private static readonly string[] codes = MakeCodes();

    /// <summary>For example <c>A3</c>; <c>A0</c> is "no information", as is every 0.</summary>
    public static string Code(int typeCode, uint category) => codes[((4 - typeCode) * 8) + (int)category];

    /// <summary>The class of what sends it. Mode S is built into aircraft, so that one without a category is one.
    /// </summary>
    public static ObjectClass ClassOf(int typeCode, uint category) => (typeCode, category) switch
    {
        (3, 6) => ObjectClass.Drone,
        (3, 3) => ObjectClass.Unknown,
        (2, 1 or 2) => ObjectClass.Vehicle,
        (2, 3 or 4 or 5) => ObjectClass.Installation,
        _ => ObjectClass.Aircraft,
    };

    private static string[] MakeCodes()
    {
        var table = new string[32];
        for (var index = 0; index < table.Length; index++)
        {
            table[index] = FormattableString.Invariant($"{(char)('A' + (index / 8))}{index % 8}");
        }

        return table;
    }
}
