using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>How Mode S is read.</summary>
/// <param name="ReceiverPosition">
/// Where the receiver stands, or null. Positions on the ground are sent with so few bits that they are only known near
/// another position: that of the same aircraft before, or else this one, within radio range of 45 nautical miles.
/// </param>
/// <param name="CorrectsOneBit">
/// Whether an extended squitter whose parity looks as if one bit were wrong is read with that bit turned. Off unless
/// told: such a message is a guess about bytes that were not received, and two wrong bits can look like one.
/// </param>
internal sealed record ModeSSettings(GeoPoint? ReceiverPosition = null, bool CorrectsOneBit = false)
{
    /// <summary>No receiver position, no correction.</summary>
    public static readonly ModeSSettings Default = new();
}
