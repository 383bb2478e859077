using System.Text.Json;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>Finds members of an object wherever they stand in it: JSON gives their order no meaning.</summary>
internal static class JsonMembers
{
    /// <summary>
    /// How often a member stands in the object at which a reader is; <paramref name="value"/> is then at the value of
    /// the last.
    /// </summary>
    public static int Find(Utf8JsonReader at, ReadOnlySpan<byte> name, out Utf8JsonReader value)
    {
        value = at;
        var count = 0;
        while (at.Read() && at.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = at.ValueTextEquals(name);
            at.Read();
            if (isIt)
            {
                value = at;
                count++;
            }

            at.Skip();
        }

        return count;
    }

    /// <summary>The fault of a compulsory member that stands so often.</summary>
    public static FrameFault FaultOf(int count) => count switch
    {
        0 => FrameFault.MissingMember,
        1 => FrameFault.None,
        _ => FrameFault.DuplicateMember,
    };
}
